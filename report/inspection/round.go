package inspection

import (
	"context"
	"fmt"
	"slices"
	"time"

	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/rulebook"
)

// Visit is one visit of a round: who of the office was at which public place, and what the checklist said. It writes down nobody
// who was met there.
type Visit struct {
	ID        id.ID             `json:"-"`
	Unit      id.ID             `json:"-"`
	Place     id.ID             `json:"-"`
	Day       calendar.Date     `json:"-"` // in the office's zone
	At        time.Time         `json:"-"` // when linli recorded it
	By        id.ID             `json:"-"`
	Checklist string            `json:"checklist"`
	Answers   map[string]string `json:"answers"`
	Found     bool              `json:"found,omitempty"`
	Became    string            `json:"became,omitempty"` // what follows of a finding: one of [Follows]
}

// What follows of a finding. Which report or inspection it is stands nowhere here.
const (
	FollowReport     = "report"
	FollowInspection = "inspection"
	FollowMended     = "mended" // put right on the spot
)

// Follows lists them in the order in which a form shows them.
func Follows() []string { return []string{FollowReport, FollowInspection, FollowMended} }

// Stop is a place of a round with its last visit of the month.
type Stop struct {
	Place Place
	Visit *Visit // nil: not visited yet this month
}

// Round is what a unit's round of a month is: its places and what was visited.
type Round struct {
	Unit  id.ID
	Month calendar.Date // its first day
	By    calendar.Date // by when the return is in; zero: the rulebook names no day
	Stops []Stop
	Count Count
}

// Count is a monthly return of a round: numbers, and no name.
type Count struct{ Places, Visited, Visits, Found, Reports, Inspections, Mended int }

// Coverage is the share of places that were visited, in whole per cent, rounded down; 100 where there are none.
func (c Count) Coverage() int {
	if c.Places == 0 {
		return 100
	}
	return c.Visited * 100 / c.Places
}

// RoundKinds are the kinds of places that rounds go to.
func RoundKinds(rules *rulebook.Rulebook) []string {
	var out []string
	for _, d := range rules.Duties.Duties {
		if d.Kind == "round" {
			out = append(out, d.Places...)
		}
	}
	return out
}

// Round is the round of a unit in the month of a day. Errors: those of access, the store's.
func (s *Service) Round(ctx context.Context, a access.Actor, unit id.ID, day calendar.Date) (out Round, err error) {
	defer wrap(&err, "round")
	if err := s.Access.Check(a, "inspection.list", access.Facts{Tenant: a.Tenant, Unit: unit, Kind: Capability}); err != nil {
		return out, err
	}
	rules, err := s.Office.Rulebook(ctx, a.Tenant, s.Clock.Now())
	if err != nil {
		return out, err
	}
	out = Round{Unit: unit, Month: calendar.Date{Year: day.Year, Month: day.Month, Day: 1}}
	for _, d := range rules.Duties.Duties {
		if d.Recurs.Every == "month" && d.Recurs.Day > 0 && out.By.IsZero() {
			out.By = out.Month.AddDays(d.Recurs.Day - 1)
			if d.NextWorkingDay && rules.Calendar != nil {
				out.By = rules.Calendar.NextWorking(out.By)
			}
		}
	}
	all, err := s.Repo.Places(ctx, a.Tenant)
	if err != nil {
		return out, err
	}
	visited, err := s.Repo.Visits(ctx, a.Tenant, unit, out.Month, out.Month.AddMonths(1).AddDays(-1))
	if err != nil {
		return out, err
	}
	stood, err := s.Repo.Stood(ctx, a.Tenant, out.Month.AddMonths(1).AddDays(-1).End(rules.Zone))
	if err != nil {
		return out, err
	}
	kinds := RoundKinds(rules)
	for _, p := range all {
		i := slices.IndexFunc(stood, func(x Place) bool { return x.ID == p.ID && x.Unit == unit && slices.Contains(kinds, x.Kind) })
		if i < 0 {
			continue
		}
		p.Unit, p.Kind = stood[i].Unit, stood[i].Kind
		stop := Stop{Place: p}
		for i := range visited {
			if visited[i].Place == p.ID {
				stop.Visit = &visited[i]
			}
		}
		out.Stops = append(out.Stops, stop)
	}
	out.Count = count(out.Stops, visited)
	return out, nil
}

func count(stops []Stop, visited []Visit) Count {
	c := Count{Places: len(stops), Visits: len(visited)}
	for _, x := range stops {
		if x.Visit != nil {
			c.Visited++
		}
	}
	for _, v := range visited {
		if v.Found {
			c.Found++
		}
		switch v.Became {
		case FollowReport:
			c.Reports++
		case FollowInspection:
			c.Inspections++
		case FollowMended:
			c.Mended++
		}
	}
	return c
}

// Visited is what somebody ticks at a place of a round.
type Visited struct {
	Unit, Place id.ID
	Checklist   string
	Answers     map[string]string
	Became      string // needed where something was found
}

// Visit writes down a visit. Errors: fault.Field "place", "answer-…" and "became"; those of access.
func (s *Service) Visit(ctx context.Context, a access.Actor, in Visited) (_ Visit, err error) {
	defer wrap(&err, "visit")
	if err := s.Access.Check(a, "inspection.visit", access.Facts{Tenant: a.Tenant, Unit: in.Unit, Kind: Capability}); err != nil {
		return Visit{}, err
	}
	rules, err := s.Office.Rulebook(ctx, a.Tenant, s.Clock.Now())
	if err != nil {
		return Visit{}, err
	}
	p, err := s.Repo.Place(ctx, a.Tenant, in.Place)
	if err != nil || p.Unit != in.Unit || !p.ClosedAt.IsZero() || !slices.Contains(RoundKinds(rules), p.Kind) {
		return Visit{}, fault.Field("place", "form.choose")
	}
	v := Visit{ID: s.IDs.New(), Unit: in.Unit, Place: in.Place, At: s.Clock.Now(), By: a.Account, Checklist: in.Checklist, Answers: map[string]string{}, Became: in.Became}
	v.Day = calendar.DateOf(v.At, rules.Zone)
	if !slices.ContainsFunc(rules.Duties.ChecklistsOf(p.Kind), func(c rulebook.Checklist) bool { return c.ID == in.Checklist }) {
		return Visit{}, fault.Field("checklist", "form.choose")
	}
	var l fault.List
	for _, q := range looks(rules, in.Checklist) {
		answer := in.Answers[q.ID]
		if !slices.Contains([]string{Fine, Found, NotHere}, answer) {
			l.Add("answer-"+q.ID, "form.choose")
		}
		v.Answers[q.ID], v.Found = answer, v.Found || answer == Found
	}
	if v.Found && !slices.Contains(Follows(), v.Became) {
		l.Add("became", "form.choose")
	}
	if !v.Found {
		v.Became = ""
	}
	if err := l.Err(); err != nil {
		return Visit{}, err
	}
	if err := s.Repo.Visit(ctx, a.Tenant, v); err != nil {
		return v, err
	}
	s.looked(ctx, a.Tenant, v.Unit)
	return v, nil
}

// Covered is how many listed places of a kind were looked at.
type Covered struct {
	Kind   string
	Listed int // places that the register held on the last day
	Looked int // of these, inspected or visited
}

// Coverage tells how many of the listed places of a unit and those below it were inspected, or visited in a round, from one day to
// another, both inclusive. The register counts as it stood on the last day: a place that is added, moved or taken out later changes nothing
// of a period that is over. kind narrows it to one kind of place. It checks no rights: whoever asks has to.
func (s *Service) Coverage(ctx context.Context, tenant, unit id.ID, kind string, from, until calendar.Date) (_ []Covered, err error) {
	defer wrap(&err, "coverage")
	rules, err := s.Office.Rulebook(ctx, tenant, s.Clock.Now())
	if err != nil {
		return nil, err
	}
	all, err := s.Repo.Stood(ctx, tenant, until.End(rules.Zone))
	if err != nil {
		return nil, err
	}
	if all, err = s.below(ctx, tenant, unit, all); err != nil {
		return nil, err
	}
	seen, err := s.seen(ctx, tenant, unit, all, from, until, rules.Zone)
	if err != nil {
		return nil, fmt.Errorf("what was looked at: %w", err)
	}
	var out []Covered
	for _, k := range rules.Duties.Places {
		if kind != "" && k.Code != kind {
			continue
		}
		c := Covered{Kind: k.Code}
		for _, p := range all {
			if p.Kind == k.Code {
				c.Listed++
				if seen[p.ID] {
					c.Looked++
				}
			}
		}
		if c.Listed > 0 {
			out = append(out, c)
		}
	}
	return out, nil
}

// seen are the places that were inspected or visited.
func (s *Service) seen(ctx context.Context, tenant, unit id.ID, all []Place, from, until calendar.Date, zone *time.Location) (map[id.ID]bool, error) {
	seen, units := map[id.ID]bool{}, []id.ID{unit}
	for _, p := range all {
		if !slices.Contains(units, p.Unit) {
			units = append(units, p.Unit)
		}
	}
	for _, u := range units {
		looked, err := s.Repo.Recorded(ctx, tenant, u, from.Start(zone), until.End(zone))
		if err != nil {
			return nil, err
		}
		for _, c := range looked {
			seen[c.Place] = true
		}
		visited, err := s.Repo.Visits(ctx, tenant, u, from, until)
		if err != nil {
			return nil, err
		}
		for _, v := range visited {
			seen[v.Place] = true
		}
	}
	return seen, nil
}
