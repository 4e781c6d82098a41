package app_test

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/app/apptest"
	"linli/casefile"
	"linli/duty"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/id"
	"linli/promise"
	"linli/referral"
	"linli/report/inspection"
	"linli/rulebook"
)

// was is how the shipped table says the holidays that the tests move.
const was = "from: 2026-04-04\n            to: 2026-04-06\n"

// holidays releases a version that says other holidays in the place of some.
func holidays(w *apptest.World, name, old, now string) { amend(w, name, "calendars.yaml", old, now) }

// amend releases a version that says something else in one file.
func amend(w *apptest.World, name, file, old, now string) {
	w.T.Helper()
	w.App.Versions.Try = func(fs.FS) (int, []rulebook.Finding, error) { return 0, nil, nil } // its examples are of the holidays as they were
	v := proposed(w.T.(*testing.T), w, name, [3]string{file, old, now})
	if err := w.App.Versions.Act(w.Ctx, w.As("upper.lead"), v.ID, "release", v.Hash); err != nil {
		w.T.Fatal(err)
	}
}

// owing is an office with an open promise of each capability, the day before new holidays from 18 March on take effect: no working day
// lies between the 17th and 1 April.
type owing struct {
	*apptest.World
	cases map[string]id.ID // by the rule of the promise
}

// moving are rules whose promises fall due from 18 to 23 March by the old table.
var moving = []string{"screening", "help_first", "inspection_concluded", "monthly_return"}

func owe(t *testing.T, w *apptest.World, market inspection.Place) *owing {
	t.Helper()
	w.Handler()
	holidays(w, "2026.2", was, "from: 2026-03-18\n            to: 2026-03-31\n")
	w.Clock.Add(14 * 24 * time.Hour) // 16 March
	o := &owing{World: w, cases: map[string]id.ID{"screening": w.Apply().ID}}
	o.recount()
	issue, _ := w.Submit(w.Issue())
	help, _ := w.Ask(w.Request())
	visit, err := w.App.Inspect.Begin(w.Ctx, w.As("inspector"), inspection.Begin{Unit: w.Unit("V1"), Place: market.ID, Checklist: "shop"}, nil)
	o.fails(err)
	o.cases["report_answer"], o.cases["help_first"] = issue.ID, help.ID
	o.cases["inspection_concluded"] = w.Inspect("inspector", visit, shopRecord("东侧出口堆放纸箱")).ID
	o.cases["monthly_return"] = (&town{w}).of("V1", "monthly_return")[0].Case.ID
	return o
}

// due is when a promise falls due as it stands, and when somebody is next to be told of it.
func (o *owing) due(rule string) casefile.PromiseRow {
	o.T.Helper()
	all, err := o.App.Mediation.Repo.Promises(o.Ctx, o.Tenant(), o.cases[rule])
	i := slices.IndexFunc(all, func(p casefile.PromiseRow) bool { return p.Rule == rule })
	if err != nil || i < 0 {
		o.T.Fatalf("%s: %v %v", rule, all, err)
	}
	return all[i]
}

// recount has the office find what its rules are, and count what is open by them.
func (o *owing) recount() {
	o.T.Helper()
	o.fails(o.App.Tick(o.Ctx))
	o.Clock.Add(time.Minute)
	o.fails(o.App.Tick(o.Ctx))
}

// listed is when the unit's list of what is due shows the case of a promise.
func (o *owing) listed(rule string, login string) (at time.Time) {
	o.T.Helper()
	who, f, c := o.As(login), promise.Filter{Limit: 100}, o.cases[rule]
	switch rule {
	case "screening":
		rows, err := o.App.Mediation.Due(o.Ctx, who, f)
		for _, x := range rows {
			if x.Case == c && x.Rule == rule {
				at = x.Due
			}
		}
		o.fails(err)
	case "report_answer":
		rows, err := o.App.Report.Due(o.Ctx, who, f)
		for _, x := range rows {
			if x.Case.ID == c && x.Rule == rule {
				at = x.Due
			}
		}
		o.fails(err)
	case "help_first":
		rows, err := o.App.Referral.Due(o.Ctx, who, f)
		for _, x := range rows {
			if x.Case.ID == c && x.Rule == rule {
				at = x.Due
			}
		}
		o.fails(err)
	case "inspection_concluded":
		rows, err := o.App.Inspect.Due(o.Ctx, who, f)
		for _, x := range rows {
			if x.Case.ID == c && x.Rule == rule {
				at = x.Due
			}
		}
		o.fails(err)
	default:
		rows, err := o.App.Duty.Due(o.Ctx, who, f)
		for _, x := range rows {
			if x.Case.ID == c {
				at = x.Next
			}
		}
		o.fails(err)
	}
	return at
}

func (o *owing) fails(err error) {
	o.T.Helper()
	if err != nil {
		o.T.Fatal(err)
	}
}

// TestHolidaysThatComeLaterMoveWhatIsOpen: on its day a table moves the open promises of every capability by itself, in the rows and
// in what /due shows; nothing is an event; a clock that is set back moves none of them back, and nobody is late by the old table.
func TestHolidaysThatComeLaterMoveWhatIsOpen(t *testing.T) {
	apptest.EachTown(t, func(t *testing.T, w *apptest.World, market inspection.Place) {
		o := owe(t, w, market)
		w.Hire("everything", "V1", access.Lead, access.Clerk, access.Handler, access.Inspector, access.Referral)
		before := map[string]casefile.PromiseRow{}
		for _, rule := range append(moving, "report_answer") {
			before[rule] = o.due(rule)
		}
		april := time.Date(2026, 4, 1, 0, 0, 0, 0, rules(t, w).Zone)
		w.Clock.Add(3 * 24 * time.Hour) // 19 March: the server stood still meanwhile
		o.recount()
		events, err := w.App.Mediation.Repo.Happened(w.Ctx, w.Tenant(), o.cases["screening"])
		o.fails(err)
		for _, e := range events {
			if e.At.After(april.AddDate(0, 0, -14)) {
				t.Errorf("%s is an event of the recount", e.Kind)
			}
		}
		for rule, old := range before {
			p := o.due(rule)
			if p.State != promise.Running || !p.Due.After(old.Due) || p.Due.Before(april) || !p.WarnAt.After(old.WarnAt) && !old.WarnAt.IsZero() {
				t.Errorf("%s: %s until %s, told %s; it was due %s, told %s", rule, p.State, p.Due, p.WarnAt, old.Due, old.WarnAt)
			}
			if at := o.listed(rule, "everything"); !at.Equal(p.Due) {
				t.Errorf("%s: the list shows %s, not %s", rule, at, p.Due)
			}
		}
		if x, err := w.App.Duty.Open(w.Ctx, w.As("everything"), o.cases["monthly_return"]); err != nil || x.Case.Last != calendar.DateOf(april, april.Location()) {
			t.Errorf("the return's own page says %s %v", x.Case.Last, err)
		}
		w.Clock.Add(-5 * 24 * time.Hour)
		o.recount()
		for rule := range before {
			if p := o.due(rule); p.Due.Before(april) {
				t.Errorf("with the clock set back %s is due on %s again", rule, p.Due)
			}
		}
	})
}

// TestARuleThatSaysSoMovesOpenCases: on the version's day what is open under the version before falls due by the new clock, in the rows and
// without an event; another rule of the version reaches new cases alone, and what was late stays late.
func TestARuleThatSaysSoMovesOpenCases(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		over := &owing{World: w, cases: map[string]id.ID{"screening": w.Apply().ID}}
		amend(w, "2026.2", "promises.yaml", "\n    clock: 3 working days\n", "\n    clock: 20 working days\n    open_cases: true\n")
		w.Clock.Add(14 * 24 * time.Hour) // the day before
		o := &owing{World: w, cases: map[string]id.ID{"screening": w.Apply().ID}}
		o.recount()
		before, late := o.due("screening"), over.due("screening")
		w.Clock.Add(24 * time.Hour)
		o.recount()
		p, zone := o.due("screening"), rules(t, w).Zone
		if days := calendar.DateOf(before.Due, zone).Until(calendar.DateOf(p.Due, zone)); p.State != promise.Running || days < 20 || !p.WarnAt.After(before.WarnAt) {
			t.Errorf("it was due on %s and is %s until %s", before.Due, p.State, p.Due)
		}
		if is := over.due("screening"); is.State != promise.Late || !is.Due.Equal(late.Due) {
			t.Errorf("what was late on %s is %s until %s", late.Due, is.State, is.Due)
		}
		c, err := w.App.Mediation.Repo.Case(w.Ctx, w.Tenant(), o.cases["screening"])
		if err != nil || c.State != mediation.Submitted || c.RulebookVersion == "2026.2" {
			t.Errorf("the case is %s under %s, %v", c.State, c.RulebookVersion, err)
		}
		w.Clock.Add(10 * 24 * time.Hour)
		o.recount()
		if p := o.due("screening"); p.State != promise.Running {
			t.Errorf("it is late by the clock that it had: %s", p.State)
		}
	})
}

// TestATableIsCorrectedTwice: each correction moves what is open from its day on, also to a nearer day where a day of rest is worked.
func TestATableIsCorrectedTwice(t *testing.T) {
	apptest.EachTown(t, func(t *testing.T, w *apptest.World, _ inspection.Place) {
		first, second := "from: 2026-03-26\n            to: 2026-04-03\n            work: [2026-03-22]\n", "from: 2026-03-26\n            to: 2026-03-31\n            work: [2026-03-22, 2026-04-04, 2026-04-05]\n"
		w.Handler()
		holidays(w, "2026.2", was, first)
		w.Clock.Add(14 * 24 * time.Hour) // 16 March
		issue, _ := w.Submit(w.Issue())
		o := &owing{World: w, cases: map[string]id.ID{"report_answer": issue.ID}}
		o.recount()
		o.cases["monthly_return"] = (&town{w}).of("V1", "monthly_return")[0].Case.ID
		says := func(want ...string) {
			t.Helper()
			for i, rule := range []string{"report_answer", "monthly_return"} {
				if p := o.due(rule); p.Due.In(rules(t, w).Zone).Format(time.DateOnly) != want[i] {
					t.Errorf("%s is due on %s, want %s", rule, p.Due, want[i])
				}
			}
		}
		says("2026-04-02", "2026-03-23") // thirteen working days; the 22nd is a Sunday
		w.Clock.Add(24 * time.Hour)
		o.recount()
		says("2026-04-10", "2026-03-22") // the Sunday is worked
		holidays(w, "2026.3", first, second)
		w.Clock.Add(15 * 24 * time.Hour) // 1 April
		o.recount()
		says("2026-04-05", "2026-03-22") // so are the Saturday and the Sunday after
	})
}

// TestWhatWasLateStaysLate: a table of holidays that takes effect after the day makes nothing be in time that was late, nor the other way round.
func TestWhatWasLateStaysLate(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		o := &owing{World: w, cases: map[string]id.ID{"screening": w.Apply().ID}}
		holidays(w, "2026.2", was, "from: 2026-03-03\n            to: 2026-03-16\n")
		before := o.due("screening")
		for range 8 {
			w.Clock.Add(2 * 24 * time.Hour)
			o.recount()
		}
		if p := o.due("screening"); p.State != promise.Late || !p.Due.Equal(before.Due) {
			t.Errorf("it was due on %s; by holidays that are invented afterwards it is %s until %s", before.Due, p.State, p.Due)
		}
	})
}

// TestTwoProcessesRecountAtOnce: each promise moves once, and so do the published counts of it.
func TestTwoProcessesRecountAtOnce(t *testing.T) {
	apptest.EachTown(t, func(t *testing.T, w *apptest.World, market inspection.Place) {
		o := owe(t, w, market)
		for i := range 5 {
			o.cases[fmt.Sprint("a mediation ", i)], o.cases[fmt.Sprint("a request ", i)] = w.Apply().ID, first(w.Ask(w.Request())).ID
		}
		other, err := under(t, w, w.App.Config.Rulebooks)
		o.fails(err)
		march := func() int64 { return o.published()["mediation.promise_due 2026-03"] }
		before := march()
		w.Clock.Add(24 * time.Hour)
		o.fails(w.App.Tick(w.Ctx))
		w.Clock.Add(time.Minute)
		for _, ticks := range [][2]func(context.Context, id.ID) error{{w.App.Mediation.Tick, other.Mediation.Tick}, {w.App.Report.Tick, other.Report.Tick},
			{w.App.Referral.Tick, other.Referral.Tick}, {w.App.Duty.Tick, other.Duty.Tick}, {w.App.Inspect.Tick, other.Inspect.Tick}} {
			var both sync.WaitGroup
			for _, tick := range ticks {
				both.Go(func() {
					if err := tick(w.Ctx, w.Tenant()); err != nil {
						t.Error(err)
					}
				})
			}
			both.Wait()
		}
		for _, rule := range moving {
			if p := o.due(rule); p.Due.Before(time.Date(2026, 4, 1, 0, 0, 0, 0, rules(t, w).Zone)) {
				t.Errorf("%s is still due on %s", rule, p.Due)
			}
		}
		if d := cmp.Diff(o.owed(), o.published()); d != "" || march() >= before {
			t.Errorf("the published counts are not those of the promises: %s; of March there were %d and are %d", d, before, march())
		}
	})
}

func first(c referral.Case, _ access.Actor) referral.Case { return c }

// published are the counts of promises by measure and month.
func (o *owing) published() map[string]int64 {
	o.T.Helper()
	all, err := monthly(o.World)
	o.fails(err)
	out := map[string]int64{}
	for cell, n := range all {
		if strings.Contains(string(cell.Measure), ".promise_") && n != 0 {
			out[fmt.Sprintf("%s %d-%02d", cell.Measure, cell.Month/100, cell.Month%100)] += n
		}
	}
	return out
}

// owed is what the promises themselves come to.
func (o *owing) owed() map[string]int64 {
	o.T.Helper()
	cases, zone := slices.Collect(maps.Values(o.cases)), rules(o.T.(*testing.T), o.World).Zone
	for _, unit := range []string{"T", "V1", "V2"} {
		rows, err := o.App.Duty.Repo.Rows(o.Ctx, o.Tenant(), duty.Span{Unit: o.Unit(unit), Until: o.Clock.Now().AddDate(9, 0, 0), Limit: 5000})
		o.fails(err)
		for _, x := range rows {
			cases = append(cases, x.Case.ID)
		}
	}
	slices.SortFunc(cases, func(a, b id.ID) int { return slices.Compare(a[:], b[:]) })
	cells, out := casefile.Cells{}, map[string]int64{}
	for _, c := range slices.Compact(cases) {
		if c == o.cases["inspection_concluded"] {
			continue // what is owed on an inspection is not published
		}
		all, err := o.App.Mediation.Repo.Promises(o.Ctx, o.Tenant(), c)
		o.fails(err)
		cells.Promised(all, "", zone)
	}
	for cell, n := range cells {
		out[fmt.Sprintf("%s %d-%02d", cell.Measure, cell.Day.Year, cell.Day.Month)] += n
	}
	return out
}
