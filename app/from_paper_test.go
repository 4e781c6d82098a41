package app_test

import (
	"fmt"
	"net/url"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/casefile"
	"linli/insight"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/promise"
	store "linli/store/insight"
)

// onPaper is a case that the office has carried on paper for a week.
func onPaper(w *apptest.World, number string, state mediation.State) mediation.FromPaper {
	at := func(days int) string { return w.Clock.Now().AddDate(0, 0, days).Format(time.DateOnly) }
	f := mediation.FromPaper{Apply: w.Application(), Number: number, State: state, Received: at(-9), Accepted: at(-7)}
	if state.InForce() {
		f.Effective = at(-2)
		f.Terms = []mediation.OnPaper{{Obligor: 2, Obligee: 1, Type: "money", Text: "赔偿伍佰元整", Amount: mediation.Money{Minor: 50000, Currency: w.Currency}, Due: at(20)}}
	}
	return f
}

// broughtIn is what /transparency says of the cases that linli did not see from their beginning.
func broughtIn(t *testing.T, w *apptest.World) int64 {
	t.Helper()
	n, err := w.App.Mediation.Brought(w.Ctx, w.Tenant())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// registered is how many cases a unit has registered, as its figures say.
func registered(t *testing.T, w *apptest.World) (n int64) {
	t.Helper()
	sums, err := store.New(w.App.Stores.Cases).Grid(w.Ctx, w.Tenant(), insight.ByUnit, store.Months)
	if err != nil {
		t.Fatal(err)
	}
	for at, counts := range sums {
		if at.Unit == w.Unit("V1") {
			n += counts[insight.Column("mediation.registered")]
		}
	}
	return n
}

// TestOpenCasesComeFromPaper brings cases in on both engines: each keeps its number and no other takes it, what is promised runs to
// its true day, what was counted outlives the case, and one that was brought in by mistake leaves its number.
func TestOpenCasesComeFromPaper(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		clerk, m := w.As("clerk"), w.App.Mediation
		bring := func(f mediation.FromPaper) (mediation.Case, error) {
			c, _, err := m.FromPaper(w.Ctx, clerk, f, mediation.Ask{})
			return c, err
		}
		c, err := bring(onPaper(w, "青调7号", mediation.InSession))
		if err != nil {
			t.Fatal(err)
		}
		kept, err := m.Repo.Case(w.Ctx, w.Tenant(), c.ID)
		if err != nil || kept.Ref != "青调7号" || kept.Number != 0 || kept.State != mediation.InSession {
			t.Fatalf("%+v, %v", kept, err)
		}
		if _, err := bring(onPaper(w, " 青调7号 ", mediation.Accepted)); fault.Of(err) == nil || fault.Of(err).Field != "number" {
			t.Errorf("the same number again: %v", err)
		}
		own := w.To(mediation.Accepted)
		own, err = m.Repo.Case(w.Ctx, w.Tenant(), own.ID)
		if err != nil {
			t.Fatal(err)
		}
		rules, err := m.Office.RulebookOf(w.Ctx, w.Tenant(), own.Rulebook, own.RulebookVersion)
		if err != nil {
			t.Fatal(err)
		}
		unit, err := m.Office.UnitName(w.Ctx, w.Tenant(), own.Unit)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := bring(onPaper(w, rules.Mediation.Number.Format(unit, own.Year, own.Number), mediation.Accepted)); fault.Of(err) == nil || fault.Of(err).Field != "number" {
			t.Errorf("a number that linli gave: %v", err)
		}
		due, err := m.Due(w.Ctx, clerk, promise.Filter{Limit: 50})
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, x := range due {
			found = found || x.Case == c.ID && x.Rule == "conclude" && x.Ref == "青调7号"
		}
		if !found {
			t.Error("the term that lies ahead is not due")
		}

		// The slips open the page of each party, who reads that its consent was not seen, and can end the mediation at once.
		for i := range c.Parties {
			if _, _, err := m.IssueSlip(w.Ctx, clerk, c.ID, c.Parties[i].ID); err != nil {
				t.Error(err)
			}
		}
		wrong, err := bring(onPaper(w, "青调8号", mediation.Effective))
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := m.IssueSlip(w.Ctx, clerk, wrong.ID, wrong.Parties[1].ID); err != nil {
			t.Fatal(err)
		}
		before, brought := registered(t, w), broughtIn(t, w)
		wrong = w.Act(clerk, wrong, mediation.Undo{Event: w.Events(wrong)[0].ID, Why: "wrong_case"})
		if wrong.Erased.IsZero() || registered(t, w) != before-1 || broughtIn(t, w) != brought-1 || brought != 2 {
			t.Errorf("taken back: %v, %d registered of %d, %d brought in of %d", wrong.Erased, registered(t, w), before, broughtIn(t, w), brought)
		}
		if o, err := m.Open(w.Ctx, clerk, wrong.ID, access.ForWork); err == nil && (o.Application.Summary != "" || o.Name(wrong.Parties[0].ID) != "") {
			t.Error("its words are still there")
		}
		again, err := bring(onPaper(w, "青调8号", mediation.Effective))
		if err != nil {
			t.Fatalf("its number is not free: %v", err)
		}
		replayed, err := mediation.Replay(w.Tenant(), w.Events(again))
		if err != nil || replayed.State != mediation.Effective {
			t.Errorf("replayed: %s, %v", replayed.State, err)
		}

		c = w.Act(w.Party(c, 1), c, mediation.Withdraw{Party: c.Parties[1].ID})
		if c.State != mediation.Terminated {
			t.Errorf("withdrawn: %s", c.State)
		}
		before = registered(t, w)
		w.Clock.Add(40 * 365 * 24 * time.Hour)
		if _, _, err := m.Act(w.Ctx, casefile.Itself(w.Tenant()), c.ID, mediation.Erase{}, mediation.Ask{}); err != nil {
			t.Fatal(err)
		}
		if registered(t, w) != before {
			t.Errorf("%d registered, %d after one was erased", before, registered(t, w))
		}
	})
}

// TestACaseFromPaperIsNamedByItsNumberBehindAFigure: what became late here stands in the list with the number that it has on paper.
func TestACaseFromPaperIsNamedByItsNumberBehindAFigure(t *testing.T) {
	s := apptest.OpenSite(t)
	for i := range 55 { // as many as a figure needs to be shown
		if _, _, err := s.App.Mediation.FromPaper(s.Ctx, s.As("clerk"), onPaper(s.World, fmt.Sprintf("纸质第%d号", i+1), mediation.Accepted), mediation.Ask{}); err != nil {
			t.Fatal(err)
		}
	}
	quarter := insight.PeriodOf("quarter", calendar.DateOf(s.Clock.Now(), time.UTC))
	s.Clock.Set(s.Clock.Now().AddDate(0, 0, 40)) // past the term, which began with the acceptance on paper
	if err := s.App.Tick(s.Ctx); err != nil {
		t.Fatal(err)
	}
	at := url.Values{"figure": {"mediation_promises"}, "period": {quarter}, "unit": {s.Unit("V1").String()}}
	apptest.Says(t, s.Page("lead", "/figures/late?"+at.Encode()), "纸质第")
}
