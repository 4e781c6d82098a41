package app_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/app/apptest"
	"linli/casefile"
	"linli/insight"
	"linli/mediation"
	"linli/platform/calendar"
	"linli/platform/id"
	"linli/report"
	store "linli/store/insight"
)

// TestTheCountsAreThoseOfTheReports leads reports and mediations along their roads through the services, lets promises fall due,
// and holds every count by month to a recount of the cases and of their promises.
func TestTheCountsAreThoseOfTheReports(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		handler := w.Handler()
		var ids []id.ID
		submit := func(cmds ...report.Command) (report.Case, func(...report.Command)) {
			c, author := w.Submit(w.Issue())
			ids = append(ids, c.ID)
			c = w.Answer(handler, c, cmds...)
			return c, func(cmds ...report.Command) { c = w.Answer(author, c, cmds...) }
		}
		submit()
		submit(report.Take{}, report.Accept{})
		_, author := submit(report.Take{}, report.Accept{}, report.Fix{Text: "已经修好"})
		author(report.Reopen{Text: "还是漏水"})
		_, author = submit()
		author(report.Withdraw{})
		complaint, _ := w.Complain(w.Complaint())
		ids = append(ids, complaint.ID)
		w.Answer(w.As("upper.lead"), complaint, report.Take{}, report.Accept{})
		var mediations []mediation.Case
		for _, s := range []mediation.State{mediation.Submitted, mediation.Accepted, mediation.Effective} {
			mediations = append(mediations, w.To(s))
		}
		w.Clock.Add(40 * 24 * time.Hour)
		submit(report.Take{}, report.Accept{}, report.Start{}, report.GiveAnswer{Text: "已经答复"})

		want := casefile.Cells{}
		add := func(cells casefile.Cells) {
			for cell, n := range cells {
				cell.Day.Day, cell.Source = 1, ""
				want[cell] += n
			}
		}
		repo := w.App.Report.Repo
		for _, c := range ids {
			k, err := repo.Case(w.Ctx, w.Tenant(), c)
			if err != nil {
				t.Fatal(err)
			}
			rules, err := w.App.Report.Office.RulebookOf(w.Ctx, k.Tenant, k.Rulebook, k.RulebookVersion)
			if err != nil {
				t.Fatal(err)
			}
			rows, err := repo.Promises(w.Ctx, w.Tenant(), c)
			if err != nil {
				t.Fatal(err)
			}
			add(report.Cells(&k, rows, rules))
		}
		for _, c := range mediations {
			rules, err := w.App.Mediation.Office.RulebookOf(w.Ctx, c.Tenant, c.Rulebook, c.RulebookVersion)
			if err != nil {
				t.Fatal(err)
			}
			rows, err := w.App.Mediation.Repo.Promises(w.Ctx, w.Tenant(), c.ID)
			if err != nil {
				t.Fatal(err)
			}
			cells := casefile.Cells{}
			cells.Promised(rows, c.Type, rules.Zone)
			cells.Entered(c.Unit, w.Events(c), rules.Zone)
			add(cells)
		}
		seen := counted(t, w, want)
		for measure, least := range map[string]int64{"report.received": 6, "report.unread": 1, "report.reopened": 1, "report.withdrawn": 1,
			"report.answer_due": 3, "report.answered_in_time": 2, "report.promise_due": 8, "report.promise_kept": 5, "mediation.promise_due": 3, "mediation.promise_kept": 1} {
			if seen[measure] < least {
				t.Errorf("%s counts %d, want at least %d", measure, seen[measure], least)
			}
		}
	})
}

// counted holds every count by month to those that are wanted, and returns how often each measure counts.
func counted(t *testing.T, w *apptest.World, want casefile.Cells) map[string]int64 {
	t.Helper()
	got, err := monthly(w)
	if err != nil {
		t.Fatal(err)
	}
	expected := map[insight.MonthCell]int64{}
	seen := map[string]int64{}
	for cell, n := range want {
		month, err := strconv.ParseInt(cell.Day.String()[:4]+cell.Day.String()[5:7], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		expected[insight.MonthCell{Unit: cell.Unit, Measure: insight.Measure(cell.Measure), Of: cell.Type, Month: month}] += n
		seen[cell.Measure] += n
	}
	if d := cmp.Diff(expected, got); d != "" {
		t.Errorf("the counts are not those of the cases: %s", d)
	}
	return seen
}

// monthly are all counts by month.
func monthly(w *apptest.World) (map[insight.MonthCell]int64, error) {
	tree, err := w.App.Office.Tree(w.Ctx, w.Tenant())
	if err != nil {
		return nil, err
	}
	var units []id.ID
	for _, r := range tree.Rows() {
		units = append(units, r.ID)
	}
	return store.New(w.App.Stores.Cases).Months(w.Ctx, w.Tenant(), units, calendar.Date{Year: 2020, Month: 1, Day: 1}, calendar.Date{Year: 2040, Month: 1, Day: 1})
}
