package duty

import (
	"context"
	"slices"
	"time"

	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/id"
	"linli/rulebook"
)

// Tally counts occurrences by how they stand; each is counted once.
type Tally struct {
	Planned  int // not written down yet: further ahead than a month
	Open     int // to be done, and in time
	Overdue  int // to be done, and late
	Done     int // done in time, and to be checked
	Checked  int // done in time and checked
	DoneLate int // done after the last instant, whether checked or not
	Missed   int
}

// Sum is how many there are.
func (t Tally) Sum() int {
	return t.Planned + t.Open + t.Overdue + t.Done + t.Checked + t.DoneLate + t.Missed
}

// Wrong is how many were not done in time.
func (t Tally) Wrong() int { return t.Overdue + t.DoneLate + t.Missed }

func (t *Tally) count(c *Case, last, now time.Time) {
	switch {
	case c.State == Due && now.After(last):
		t.Overdue++
	case c.State == Due:
		t.Open++
	case c.State == Missed:
		t.Missed++
	case c.Late:
		t.DoneLate++
	case c.State == Done:
		t.Done++
	case c.State == Checked:
		t.Checked++
	}
}

// OfYear is one duty in one year of a unit.
type OfYear struct {
	Rule   rulebook.DutyRule
	Months [12]Tally
	Whole  Tally

	Signed, Listed int   // of statements: signatures, and how many there should be
	Budget, Paid   int64 // of funding, in minor units
}

// Year is what a unit owed and owes in one year.
type Year struct {
	Unit   id.ID
	Year   int
	Rules  *rulebook.Rulebook
	Duties []OfYear
	Days   map[calendar.Date]Tally // by last day
	Gaps   []Gap                   // among what is open and falls due within two months
}

// gapsAhead is for how many days gaps are shown before they happen.
const gapsAhead = 60

// unmannedAhead is for how many days a shift that nobody has signed up for is shown as a gap.
const unmannedAhead = 14

// Unmanned is why a shift is a gap: nobody has signed up for it.
const Unmanned = "nobody_signed_up"

// Year returns a unit's board and calendar. Errors: those of access.
func (s *Service) Year(ctx context.Context, a access.Actor, unit id.ID, year int) (_ *Year, err error) {
	defer wrap(&err, "year")
	now := s.Clock.Now()
	rules, err := s.Office.Rulebook(ctx, a.Tenant, now)
	if err != nil {
		return nil, err
	}
	y := &Year{Unit: unit, Year: year, Rules: rules, Days: map[calendar.Date]Tally{}}
	first := calendar.Date{Year: year, Month: 1, Day: 1}
	rows, err := s.List(ctx, a, Span{Unit: unit, From: first.Start(rules.Zone), Until: first.AddMonths(12).Start(rules.Zone), Limit: 5000})
	if err != nil {
		return nil, err
	}
	units, err := s.Office.DutyUnits(ctx, a.Tenant)
	if err != nil {
		return nil, err
	}
	for _, rule := range rules.Duties.Duties {
		y.Duties = append(y.Duties, OfYear{Rule: rule})
	}
	var open []Occurrence
	today := calendar.DateOf(now, rules.Zone)
	for i := range rows {
		x := &rows[i]
		last := calendar.DateOf(x.Last.Add(-time.Microsecond), rules.Zone)
		y.add(x.Case.Duty, last, func(t *Tally) { t.count(&x.Case, x.Last, now) })
		y.measure(&x.Case)
		if x.Case.State == Due && !last.After(today.AddDays(gapsAhead)) {
			o := x.Case.Occurrence
			o.Last = last
			if rule, _ := rules.Duty(o.Duty); rule.Kind != "rota" || len(x.Case.Crew) == 0 {
				open = append(open, o)
			}
		}
	}
	for _, o := range s.rest(rules, units, unit, now, first, first.AddMonths(12).AddDays(-1)) {
		y.add(o.Duty, o.Last, func(t *Tally) { t.Planned++ })
	}
	y.Duties = slices.DeleteFunc(y.Duties, func(d OfYear) bool { return d.Whole.Sum() == 0 })
	y.Gaps = s.gaps(ctx, a.Tenant, rules, units, open, today)
	return y, nil
}

// Wrong returns what a cell of the board counts as not done in time: the occurrences of one duty whose last day lies in a month, the first
// due first. Errors: those of access.
func (s *Service) Wrong(ctx context.Context, a access.Actor, unit id.ID, duty string, month calendar.Date) (_ []Row, err error) {
	defer wrap(&err, "wrong")
	now := s.Clock.Now()
	rules, err := s.Office.Rulebook(ctx, a.Tenant, now)
	if err != nil {
		return nil, err
	}
	// A day's last instant may be the midnight after it, so the next month's first instant belongs to this one.
	from, until := month.Start(rules.Zone), month.AddMonths(1).Start(rules.Zone).Add(time.Microsecond)
	rows, err := s.List(ctx, a, Span{Unit: unit, From: from, Until: until, Limit: 5000})
	return slices.DeleteFunc(rows, func(x Row) bool {
		var t Tally
		t.count(&x.Case, x.Last, now)
		last := calendar.DateOf(x.Last.Add(-time.Microsecond), rules.Zone)
		return x.Case.Duty != duty || t.Wrong() == 0 || last.Month != month.Month
	}), err
}

// gaps are the vacancies among what is open, and the shifts that nobody has signed up for.
func (s *Service) gaps(ctx context.Context, tenant id.ID, rules *rulebook.Rulebook, units []Unit, open []Occurrence, today calendar.Date) []Gap {
	out := Gaps(rules, units, slices.DeleteFunc(slices.Clone(open), func(o Occurrence) bool { return !o.Owner.IsZero() }), s.holding(ctx, tenant))
	for _, o := range open {
		rule, _ := rules.Duty(o.Duty)
		vacant := slices.ContainsFunc(out, func(g Gap) bool { return g.Key() == o.Key() })
		if rule.Kind == "rota" && !vacant && !o.Last.Before(today) && !o.Last.After(today.AddDays(unmannedAhead)) {
			out = append(out, Gap{o, rule.OwedBy, Unmanned})
		}
	}
	slices.SortStableFunc(out, func(a, b Gap) int { return a.Last.Compare(b.Last) })
	return out
}

// add counts an occurrence in its month and on its last day.
func (y *Year) add(duty string, last calendar.Date, count func(*Tally)) {
	day := y.Days[last]
	count(&day)
	if day.Sum() > 0 { // else it is void
		y.Days[last] = day
	}
	if i := slices.IndexFunc(y.Duties, func(d OfYear) bool { return d.Rule.ID == duty }); i >= 0 {
		count(&y.Duties[i].Months[last.Month-1])
		count(&y.Duties[i].Whole)
	}
}

// measure adds up what evidence counts of statements and of funding.
func (y *Year) measure(c *Case) {
	i := slices.IndexFunc(y.Duties, func(d OfYear) bool { return d.Rule.ID == c.Duty })
	if i < 0 {
		return
	}
	d := &y.Duties[i]
	n := c.Signatures(d.Rule)
	d.Signed, d.Listed = d.Signed+n.Signed, d.Listed+n.Owed
	for _, e := range c.Standing("amounts") {
		d.Budget, d.Paid = d.Budget+e.Planned, d.Paid+e.Paid
	}
}
