package app

import (
	"context"
	_ "embed"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"linli/platform/access"
	"linli/platform/blob"
	"linli/platform/calendar"
	"linli/platform/id"
	"linli/report"
	"linli/report/inspection"
	"linli/rulebook"
)

//go:embed demo/inspections.yaml
var demoInspections []byte

// inspectionStories are the demo's register of public places, and what its inspector found there.
type inspectionStories struct {
	Places []struct {
		Unit, Kind, Name, Area, Operator string
		At                               []float64
		Keeper                           access.PostKind
	}
	Inspections []inspectionStory
}

// inspectionStory is one inspection and how far it has come.
type inspectionStory struct {
	Place, Checklist string
	Start            int               // working days ago
	Found            map[string]string // by question: what is wrong there
	Text             string
	Only             bool // it was begun and nothing is written down yet
	Then             []string
	State            inspection.State

	c inspection.Case
}

// demoInspectionArgs is how many arguments the acts on an inspection take before their words.
var demoInspectionArgs = map[string]int{"order": 1, "extend": 1, "reinspect": 1, "escalate": 1, "supervise": 1}

func readInspections() (out inspectionStories, err error) {
	if err := yaml.Load(demoInspections, &out, yaml.WithKnownFields()); err != nil {
		return out, fmt.Errorf("reading the demo's inspections: %w", err)
	}
	return out, nil
}

// register has the leads put the places into the register, as far as their units are there.
func (d *demo) register(ctx context.Context) error {
	if d.places == nil {
		d.places = map[string]id.ID{}
	}
	for _, x := range d.looks.Places {
		unit, there := d.office.Units[x.Unit]
		if _, known := d.places[x.Name]; known || !there {
			continue
		}
		town := x.Unit[:len(demoRoot)+2]
		lead := d.staff[town][access.Lead][0]
		lead.Posts = []access.Post{{Kind: access.Lead, Unit: d.office.Units[town], Below: []id.ID{d.office.Units[town], unit}}}
		contact := ""
		if x.Operator != "" {
			contact = fmt.Sprintf("值班室，0000-555 %04d", 301+len(d.places))
		}
		p, err := d.app.Inspect.PutPlace(ctx, lead, inspection.Place{KnownPlace: report.KnownPlace{Unit: unit, Name: x.Name, Point: pointAt(x.At)}, Kind: x.Kind, Area: x.Area,
			Keeper: x.Keeper, Operator: x.Operator}, contact)
		if err != nil {
			return fmt.Errorf("the place %s: %w", x.Name, err)
		}
		d.places[x.Name] = p.ID
	}
	return nil
}

// inspectionBeats are the steps of all inspections, and the rounds of two months.
func (d *demo) inspectionBeats() ([]beat, error) {
	random := rand.New(rand.NewPCG(20, 41)) //nolint:gosec // no secret comes of it: the same office every time
	var out []beat
	for i := range d.looks.Inspections {
		s := &d.looks.Inspections[i]
		steps := []step{{name: "begin"}}
		for _, line := range s.Then {
			x, err := parseStep(line, demoInspectionArgs)
			if err != nil {
				return nil, fmt.Errorf("the inspection of %s: %w", s.Place, err)
			}
			steps = append(steps, x)
		}
		day, minute := -s.Start, 0
		for j, x := range steps {
			if minute += 10 + random.IntN(20); x.gap > 0 || j == 0 {
				minute = 9*60 + random.IntN(200)
			}
			if day += x.gap; day >= 0 {
				return nil, fmt.Errorf("the inspection of %s: %s is not in the past", s.Place, x.name)
			}
			out = append(out, beat{d.at(day, minute), func(ctx context.Context) error {
				if err := d.inspect(ctx, s, x); err != nil {
					return fmt.Errorf("%s at %s: %w", x.name, s.Place, err)
				}
				return nil
			}})
		}
	}
	return append(out, d.rounds()...), nil
}

// inspect plays one step.
func (d *demo) inspect(ctx context.Context, s *inspectionStory, x step) (err error) {
	unit := demoRoot + "01"
	inspector, lead := d.staff[unit][access.Inspector][0], d.staff[unit][access.Lead][0]
	act := func(who access.Actor, cmd inspection.Command) error {
		d.clock.Add(3 * time.Minute)
		s.c, err = d.app.Inspect.Act(ctx, who, s.c.ID, cmd, nil)
		return err
	}
	n, _ := strconv.Atoi(append(x.args, "")[0]) // of those that take a number
	switch x.name {
	case "begin":
		if s.c, err = d.app.Inspect.Begin(ctx, inspector, inspection.Begin{Unit: d.office.Units[unit], Place: d.places[s.Place], Checklist: s.Checklist}, nil); err != nil || s.Only {
			return err
		}
		if err := d.snap(ctx, inspector, s); err != nil {
			return err
		}
		return act(inspector, s.record(d))
	case "pass":
		return act(inspector, inspection.Pass{})
	case "order":
		return act(inspector, inspection.GiveOrder{Days: n, Text: x.words})
	case "ask_extension":
		return act(inspector, inspection.AskExtension{Text: x.words})
	case "extend":
		return act(lead, inspection.Extend{Days: n})
	case "reinspect":
		if err := d.snap(ctx, inspector, s); err != nil {
			return err
		}
		var mended []int
		for _, m := range strings.Split(x.args[0], "/") {
			i, err := strconv.Atoi(m)
			if err != nil {
				return err
			}
			mended = append(mended, i)
		}
		return act(inspector, inspection.Reinspect{Mended: mended, Text: x.words})
	case "approve":
		return act(lead, inspection.Approve{})
	case "send_back":
		return act(lead, inspection.SendBack{Text: x.words})
	case "close":
		return act(lead, inspection.Close{})
	case "escalate":
		return act(inspector, inspection.Escalate{Body: x.args[0], Text: x.words})
	case "supervise":
		return act(lead, inspection.Supervise{Days: n, Text: x.words})
	case "publish":
		return act(lead, inspection.Publish{Text: x.words, NamesNobody: true})
	case "cancel":
		return act(inspector, inspection.Cancel{})
	}
	return fmt.Errorf("there is no step %q", x.name)
}

// record is the checklist as it was filled in: nothing wrong but what the story found.
func (s *inspectionStory) record(d *demo) inspection.Record {
	r := inspection.Record{Answers: map[string]string{}, Found: s.Found, Text: s.Text, NamesNobody: true}
	rules, _ := d.app.Library.Current(demoRulebook, d.today)
	list, _ := rules.Duties.Checklist(s.Checklist)
	for _, q := range list.Questions {
		r.Answers[q.ID] = inspection.Fine
		if s.Found[q.ID] != "" {
			r.Answers[q.ID] = inspection.Found
		}
	}
	return r
}

// snap takes a photograph on which nobody is.
func (d *demo) snap(ctx context.Context, who access.Actor, s *inspectionStory) error {
	d.clock.Add(4 * time.Minute)
	d.snaps++
	picture, err := demoPhotograph(d.snaps)
	if err != nil {
		return err
	}
	_, err = d.app.Inspect.Upload(ctx, who, s.c.ID, fmt.Sprintf("IMG_%04d.jpg", d.snaps), blob.Prints{None: true}, picture)
	return err
}

// look inspects a place where nothing is wrong, or goes past it on a round.
func (s *inspectionStories) look(ctx context.Context, d *demo, who access.Actor, unit, place id.ID, rule rulebook.DutyRule) error {
	d.clock.Add(time.Minute)
	p, err := d.app.Inspect.Repo.Place(ctx, d.office.Tenant.ID, place)
	if err != nil {
		return err
	}
	rules, _ := d.app.Library.Current(demoRulebook, d.today)
	list := rules.Duties.ChecklistsOf(p.Kind)[0]
	if x, ok := rules.Duties.Checklist(rule.Checklist); ok {
		list = x
	}
	fine := &inspectionStory{Checklist: list.ID}
	if rule.Kind == "round" {
		_, err := d.app.Inspect.Visit(ctx, who, inspection.Visited{Unit: unit, Place: place, Checklist: list.ID, Answers: fine.record(d).Answers})
		return err
	}
	if fine.c, err = d.app.Inspect.Begin(ctx, who, inspection.Begin{Unit: unit, Place: place, Checklist: list.ID}, nil); err != nil {
		return err
	}
	if err := d.snap(ctx, who, fine); err != nil {
		return err
	}
	for _, cmd := range []inspection.Command{fine.record(d), inspection.Pass{}} {
		if _, err := d.app.Inspect.Act(ctx, who, fine.c.ID, cmd, nil); err != nil {
			return err
		}
	}
	return nil
}

// rounds goes to every public place of the first township in the month before, and to half of them in this one.
func (d *demo) rounds() []beat {
	unit := demoRoot + "01"
	visit := func(day, from, until int) beat {
		return beat{d.at(day, 15*60), func(ctx context.Context) error {
			handler := d.staff[unit][access.Handler][0]
			r, err := d.app.Inspect.Round(ctx, handler, d.office.Units[unit], calendar.DateOf(d.clock.Now(), d.zone))
			if err != nil {
				return err
			}
			for i := len(r.Stops) * from / 4; i < len(r.Stops)*until/4; i++ {
				d.clock.Add(6 * time.Minute)
				v := inspection.Visited{Unit: d.office.Units[unit], Place: r.Stops[i].Place.ID, Checklist: "public_place",
					Answers: map[string]string{"lighting": inspection.Fine, "surface": inspection.Fine, "barriers": inspection.Fine, "signs": inspection.Fine}}
				if i%5 == 2 {
					v.Answers["signs"], v.Became = inspection.Found, inspection.FollowMended
				}
				if i%5 == 4 {
					v.Answers["lighting"], v.Became = inspection.Found, inspection.FollowReport
				}
				if _, err := d.app.Inspect.Visit(ctx, handler, v); err != nil {
					return fmt.Errorf("the round: %w", err)
				}
			}
			return nil
		}}
	}
	before := -1 // the last working day of the month before
	for calendar.DateOf(d.at(before, 0), d.zone).Month == calendar.DateOf(d.now, d.zone).Month {
		before--
	}
	out := []beat{visit(before-6, 0, 2), visit(before-4, 2, 4)}
	if before < -1 {
		out = append(out, visit(max(before+1, -8), 0, 2))
	}
	return out
}

// looksStand checks that every inspection has come as far as its story says.
func (d *demo) looksStand() error {
	for _, s := range d.looks.Inspections {
		if s.c.State != s.State {
			return fmt.Errorf("the inspection of %s stands in %s, not in %s", s.Place, s.c.State, s.State)
		}
	}
	return nil
}
