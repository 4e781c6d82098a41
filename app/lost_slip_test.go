package app_test

import (
	"slices"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/casefile"
	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/referral"
)

var zone = time.FixedZone("Shanghai", 8*3600)

// TestALostSlipOfARequestForHelp: found by day, need and unit, asked for by one and approved by another; the old passphrase ends, the new one opens, and
// nobody of the counter has read a word.
func TestALostSlipOfARequestForHelp(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		help, ctx, tenant := w.App.Referral, w.Ctx, w.Tenant()
		w.Worker()
		asked, err := help.Ask(ctx, w.Anybody(), w.Request(), nil)
		if err != nil {
			t.Fatal(err)
		}
		c := asked.Case.ID
		apptest.Refused(t, help.AskSlip(ctx, w.As("clerk"), c, "document"), "counter.guard.slip_not_given")
		old, err := help.FirstSlip(ctx, tenant, asked.Code)
		if err != nil {
			t.Fatal(err)
		}
		_, _, err = help.ReplaceSlip(ctx, w.As("lead"), c)
		apptest.Refused(t, err, "counter.guard.slip_not_asked")
		apptest.Refused(t, help.AskSlip(ctx, w.As("lead"), c, "document"), "access.refused.referral.ask_slip")
		for _, login := range []string{"other.clerk", "mediator", "admin"} {
			if err := help.AskSlip(ctx, w.As(login), c, "document"); err == nil {
				t.Errorf("%s asks for a slip", login)
			}
		}
		found, err := help.FindAtCounter(ctx, w.As("clerk"), w.Unit("V1"), "legal_aid", calendar.DateOf(w.Clock.Now(), zone), zone)
		if err != nil || len(found) != 1 || found[0].Case != c {
			t.Fatalf("found %v, %v", found, err)
		}
		for _, kind := range []string{"food", "", "legal"} {
			if found, _ := help.FindAtCounter(ctx, w.As("clerk"), w.Unit("V1"), kind, calendar.DateOf(w.Clock.Now(), zone), zone); len(found) != 0 {
				t.Errorf("%q finds %v", kind, found)
			}
		}
		if found, _ := help.FindAtCounter(ctx, w.As("clerk"), w.Unit("V1"), "legal_aid", calendar.DateOf(w.Clock.Now(), zone).AddDays(1), zone); len(found) != 0 {
			t.Errorf("another day finds %v", found)
		}
		if err := help.AskSlip(ctx, w.As("clerk"), c, "document"); err != nil {
			t.Fatal(err)
		}
		if got := waiting(t, w, "referral.notice.ask_slip"); !slices.Equal(got, []string{"lead"}) {
			t.Errorf("it waits for %v", got)
		}
		_, _, err = help.ReplaceSlip(ctx, w.As("clerk"), c)
		apptest.Refused(t, err, "counter.guard.slip_own_ask")
		code, digits, err := help.ReplaceSlip(ctx, w.As("lead"), c)
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.App.Mediation.Enter(ctx, tenant, string(asked.Code), old)
		apptest.Refused(t, err, "mediation.slip_wrong")
		person, err := w.App.Mediation.Enter(ctx, tenant, string(code), digits)
		if err != nil || person.Party != asked.Case.Person {
			t.Fatalf("the new slip opens nothing: %v", err)
		}
		_, _, err = help.ReplaceSlip(ctx, w.As("lead"), c)
		apptest.Refused(t, err, "counter.guard.slip_not_asked")
		o, err := help.Open(ctx, person, c)
		if err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(o.Reads, func(r access.Row) bool { return r.Kind == access.Staff }) {
			t.Errorf("somebody at the counter read the case: %v", o.Reads)
		}
		if again, err := referral.Replay(tenant, o.Events); err != nil || again.SlipAsk != nil {
			t.Errorf("replayed: %+v, %v", again.SlipAsk, err)
		}
		if err := help.AskSlip(ctx, w.As("clerk"), c, "known"); err != nil { // what was asked for is good for its day
			t.Fatal(err)
		}
		w.Clock.Add(24 * time.Hour)
		_, _, err = help.ReplaceSlip(ctx, w.As("lead"), c)
		apptest.Refused(t, err, "counter.guard.slip_ask_over")
	})
}

// TestALostSlipOfAReport is the same of a report that has a name; without one nobody can tell who wrote it. Of a complaint only those hear who have a part in it.
func TestALostSlipOfAReport(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		reports, ctx := w.App.Report, w.Ctx
		f := w.Issue()
		f.Name = ""
		nameless, _ := w.Submit(f)
		apptest.Refused(t, reports.AskSlip(ctx, w.As("clerk"), nameless.ID, "known"), "counter.guard.slip_nameless")

		c, author := w.Submit(w.Issue())
		old := slipOf(t, w, c.ID)
		if _, err := reports.FirstSlip(ctx, w.Tenant(), old); err != nil {
			t.Fatal(err)
		}
		day := calendar.DateOf(w.Clock.Now(), zone)
		if found, err := reports.FindAtCounter(ctx, w.As("clerk"), w.Unit("V1"), "street_light", day, zone); err != nil || len(found) != 2 {
			t.Errorf("found %v, %v", found, err)
		}
		if err := reports.AskSlip(ctx, w.As("clerk"), c.ID, "known"); err != nil {
			t.Fatal(err)
		}
		if got := waiting(t, w, "report.notice.ask_slip"); !slices.Equal(got, []string{"lead"}) {
			t.Errorf("it waits for %v", got)
		}
		_, _, err := reports.ReplaceSlip(ctx, w.As("clerk"), c.ID)
		apptest.Refused(t, err, "counter.guard.slip_own_ask")
		code, digits, err := reports.ReplaceSlip(ctx, w.As("lead"), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		if who, err := w.App.Mediation.Enter(ctx, w.Tenant(), string(code), digits); err != nil || who.Party != author.Party || code == old {
			t.Errorf("the new slip opens nothing: %v", err)
		}

		complaint, _ := w.Complain(w.Complaint())
		if _, err := reports.FirstSlip(ctx, w.Tenant(), slipOf(t, w, complaint.ID)); err != nil {
			t.Fatal(err)
		}
		for _, login := range []string{"clerk", "lead", "mediator"} { // of the unit complained of
			if err := reports.AskSlip(ctx, w.As(login), complaint.ID, "known"); fault.Of(err).Code != fault.NotFound {
				t.Errorf("%s: %v", login, err)
			}
		}
		if err := reports.AskSlip(ctx, w.As("upper.lead"), complaint.ID, "known"); err != nil {
			t.Fatal(err)
		}
		if got := waiting(t, w, "report.notice.ask_slip"); slices.ContainsFunc(got, func(login string) bool { return login == "clerk" || login == "upper.lead" }) || len(got) < 2 {
			t.Errorf("the complaint waits for %v", got)
		}
	})
}

func slipOf(t *testing.T, w *apptest.World, c id.ID) id.Code {
	t.Helper()
	slips, err := w.App.Report.Repo.Slips(w.Ctx, w.Tenant(), c)
	if err != nil || len(slips) != 1 {
		t.Fatalf("%v, %v", slips, err)
	}
	x, _ := casefile.SlipOf(slips, slips[0].Party)
	return x.Code
}

// waiting are the accounts that have an unread notice.
func waiting(t *testing.T, w *apptest.World, key string) (out []string) {
	t.Helper()
	for _, login := range []string{"clerk", "lead", "second", "other.clerk", "upper.lead", "privacy", "admin"} {
		all, err := w.App.Queue.Unread(w.Ctx, w.Tenant(), w.Hired(login).Account, 20)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range all {
			if n.Key == key {
				out = append(out, login)
			}
		}
	}
	return out
}
