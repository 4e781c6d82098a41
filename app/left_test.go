package app_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/app/apptest"
	"linli/casefile"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/notify"
)

// TestNothingThatAUnitLeavesIsNobodys: the people of the heir have what is open and what is kept from the instant at which the unit ends; open
// mediations go there by themselves, once, with their numbers and promises; who worked there reads no more, but for whoever works in both;
// nobody reads a word by its coming, and nothing new begins in the unit that ended.
func TestNothingThatAUnitLeavesIsNobodys(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		service := w.App.Mediation
		open := []mediation.Case{w.To(mediation.Screening), w.To(mediation.InSession), w.To(mediation.Effective)}
		over := w.To(mediation.Screening)
		over = w.Act(w.Party(over, 0), over, mediation.Withdraw{Party: over.Parties[0].ID})
		w.Handler()
		w.Worker()
		issue, reporter := w.Submit(w.Issue())
		help, _ := w.Ask(w.Request())
		grievance, _ := w.Complain(w.Complaint())
		number, err := w.App.Mediation.Repo.Case(w.Ctx, w.Tenant(), open[1].ID)
		if err != nil || number.Number == 0 {
			t.Fatalf("%+v %v", number.Number, err)
		}
		for i := range open {
			open[i], _ = service.Repo.Case(w.Ctx, w.Tenant(), open[i].ID)
		}
		w.Give("mediator", "V2", access.Mediator)
		if err := w.App.Office.CloseUnit(w.Ctx, w.As("admin"), w.Unit("V1"), w.Clock.Now(), w.Unit("V2")); fault.Of(err) == nil || fault.Of(err).Key != "office.unit.heir_unled" {
			t.Fatalf("it ends though nobody leads its heir: %v", err)
		}
		w.Hire("other.lead", "V2", access.Lead, access.Handler, access.Referral)
		w.Hire("other.records", "V2", access.Records)
		for _, login := range []string{"other.lead", "other.clerk"} {
			if _, _, err := service.See(w.Ctx, w.As(login), open[0].ID); err == nil {
				t.Errorf("%s sees a case of a unit that works", login)
			}
		}
		if err := w.App.Office.CloseUnit(w.Ctx, w.As("admin"), w.Unit("V1"), w.Clock.Now(), w.Unit("V2")); err != nil {
			t.Fatal(err)
		}
		w.Clock.Add(time.Minute)

		check := func(when string) {
			t.Helper()
			for _, c := range append(slices.Clone(open), over) {
				if _, _, err := service.See(w.Ctx, w.As("other.lead"), c.ID); err != nil {
					t.Errorf("%s: the lead of the heir does not see a case in %s: %v", when, c.State, err)
				}
				_, err := service.Open(w.Ctx, w.As("other.lead"), c.ID, access.ForWork)
				apptest.Refused(t, err, "access.refused.mediation.read")
				_, _, err = service.See(w.Ctx, w.As("clerk"), c.ID)
				apptest.Refused(t, err, "access.not_found")
			}
			if err := w.App.Rights.Check(w.As("other.records"), "mediation.archive", over.Facts()); err != nil {
				t.Errorf("%s: nobody keeps what is over: %v", when, err)
			}
			if _, err := service.Open(w.Ctx, w.As("mediator"), open[1].ID, access.ForWork); err != nil {
				t.Errorf("%s: who works in both units has lost a case: %v", when, err)
			}
			if err := w.App.Rights.Check(w.As("other.lead"), "report.take", issue.Facts()); err != nil {
				t.Errorf("%s: a report is nobody's: %v", when, err)
			}
			if err := w.App.Rights.Check(w.As("other.lead"), "referral.take", help.Facts()); err != nil {
				t.Errorf("%s: a request for help is nobody's: %v", when, err)
			}
			if _, _, err := w.App.Report.See(w.Ctx, w.As("other.lead"), grievance.ID); err == nil {
				t.Errorf("%s: a complaint about the unit came to its heir", when)
			}
			if _, _, err := w.App.Report.See(w.Ctx, w.As("upper.lead"), grievance.ID); err != nil {
				t.Errorf("%s: a complaint about the unit has left its desk: %v", when, err)
			}
		}
		check("at once")
		apply := w.Application()
		apply.Unit = w.Unit("V1")
		_, _, err = service.Create(w.Ctx, w.As("other.clerk"), apply, mediation.Ask{})
		apptest.Refused(t, err, "access.refused.mediation.apply")

		for range 2 {
			if err := w.App.Tick(w.Ctx); err != nil {
				t.Fatal(err)
			}
		}
		check("afterwards")
		for i, before := range open {
			c, err := service.Repo.Case(w.Ctx, w.Tenant(), before.ID)
			if err != nil || c.Unit != w.Unit("V2") || c.Version != before.Version+1 || c.State != before.State {
				t.Errorf("the case in %s is in %v, %s, after %d events (%v)", before.State, c.Unit, c.State, c.Version-before.Version, err)
			}
			rules, err := service.Office.RulebookOf(w.Ctx, w.Tenant(), c.Rulebook, c.RulebookVersion)
			if err != nil {
				t.Fatal(err)
			}
			if want := rules.Mediation.Number.Format(w.Villages[0], before.Year, before.Number); before.Number > 0 && (c.Ref != want || c.Number != 0) {
				t.Errorf("its number was %q and is %q, %d", want, c.Ref, c.Number)
			}
			promises, err := service.Repo.Promises(w.Ctx, w.Tenant(), c.ID)
			if err != nil || slices.ContainsFunc(promises, func(p casefile.PromiseRow) bool { return p.Unit != w.Unit("V1") }) {
				t.Errorf("what was promised in the unit counts elsewhere: %v", err)
			}
			if replayed, err := mediation.Replay(w.Tenant(), w.Events(c)); err != nil || cmp.Diff(c, replayed) != "" {
				t.Errorf("replayed it is another: %v %s", err, cmp.Diff(c, replayed))
			}
			if i == 0 {
				if o, err := service.Open(w.Ctx, w.Party(c, 0), c.ID, access.ForParty); err != nil || len(o.Case.Moves) != 1 {
					t.Errorf("the applicant is not told: %v", err)
				}
			}
		}
		heirHas(t, w, issue, help, grievance)
		if found, err := service.CaseOf(w.Ctx, w.As("other.lead"), "", w.Unit("V1"), number.Year, number.Number); err != nil || found != number.ID {
			t.Errorf("a court that names the number finds %v, %v", found, err)
		}
		numbered, err := service.Repo.Case(w.Ctx, w.Tenant(), number.ID)
		if err != nil {
			t.Fatal(err)
		}
		if found, err := service.Repo.Named(w.Ctx, w.Tenant(), w.Unit("V2"), numbered.Ref); err != nil || found != number.ID {
			t.Errorf("under its number the heir finds %v, %v", found, err)
		}
		list, err := service.List(w.Ctx, w.As("other.clerk"), mediation.Filter{Unit: w.Unit("V2")})
		if err != nil || len(list.Rows) < len(open) {
			t.Errorf("the heir lists %d cases: %v", len(list.Rows), err)
		}
		told, err := w.App.Queue.OfAccount(w.Ctx, w.Tenant(), w.As("other.lead").Account, id.ID{}, 50)
		if n := len(slices.DeleteFunc(told, func(x notify.Notice) bool { return x.Key != "mediation.notice.inherit" })); err != nil || n != len(open) {
			t.Errorf("the lead is told of %d cases: %v", n, err)
		}
		again, _ := w.Submit(w.Issue()) // about the same village
		if again.Desk.Unit != w.Unit("V2") {
			t.Errorf("a new report about the village is in %v", again.Desk.Unit)
		}
		if _, err := w.App.Report.Open(w.Ctx, reporter, issue.ID); err != nil {
			t.Error(err)
		}
	})
}
