package house_test

import (
	"testing"
	"time"

	"linli/app/apptest"
	"linli/casefile"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/vault"
)

// hurt is an urgent access that waits for nobody.
var hurt = casefile.AskUrgent{Purpose: "life", Text: "有人受伤", Now: true}

// TestEmergencyAccessInTheCaseOfAColleague: who does not work on the case opens it for an hour after a second person's word,
// reads the joint part and no confidence, prints nothing, and is seen: the colleague, the parties and the register learn of
// it, and a third person checks it the next day.
func TestEmergencyAccessInTheCaseOfAColleague(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c := w.To(mediation.Assigned)
		c = w.Act(w.As("mediator"), c, mediation.WriteNote{Scope: "party", Party: c.Parties[0].ID, Text: confided[0]})
		lead, clerk, officer := w.As("lead"), w.As("clerk"), w.As("privacy")
		opens := func(a access.Actor) bool {
			_, err := w.App.Mediation.Open(w.Ctx, a, c.ID, access.ForWork)
			return err == nil
		}
		for _, login := range []string{"mediator", "second", "other.clerk", "upper.lead", "admin", "privacy", "statistician", "records"} {
			if _, _, err := w.App.Mediation.Act(w.Ctx, w.As(login), c.ID, mediation.Aside(casefile.AskUrgent{Purpose: "life", Text: "x", Now: true}), mediation.Ask{}); err == nil {
				t.Errorf("%s opens a case urgently", login)
			}
		}
		c = w.Act(lead, c, mediation.Aside(casefile.AskUrgent{Purpose: "door", Text: "双方已到场，调解员联系不上"}))
		n := c.Urgent[0].ID
		if opens(lead) {
			t.Error("it is open before a second person said so")
		}
		for _, login := range []string{"lead", "mediator", "upper.lead", "privacy"} { // the asker itself, and who may not
			if _, _, err := w.App.Mediation.Act(w.Ctx, w.As(login), c.ID, mediation.Aside(casefile.ApproveUrgent{Urgent: n}), mediation.Ask{}); err == nil {
				t.Errorf("%s approves", login)
			}
		}
		c = w.Act(clerk, c, mediation.Aside(casefile.ApproveUrgent{Urgent: n}))
		o, err := w.App.Mediation.Open(w.Ctx, lead, c.ID, access.ForWork)
		if err != nil || o.Application.Summary == "" || len(o.Contact) == 0 || len(o.Talk) > 0 {
			t.Fatalf("the lead opens %+v, %v", o, err)
		}
		for _, x := range o.Texts {
			if x.Text == confided[0] {
				t.Error("a confidence is opened")
			}
		}
		if _, err := w.App.Mediation.Print(w.Ctx, lead, c.ID); err == nil {
			t.Error("an urgent access prints")
		}
		own, err := w.App.Mediation.Open(w.Ctx, w.Party(c, 0), c.ID, access.ForParty)
		if err != nil || len(own.Case.Urgent) != 1 || !own.Case.Urgent[0].Account.IsZero() || !own.Case.Urgent[0].Approver.IsZero() {
			t.Fatalf("the party reads %+v, %v", own.Case.Urgent, err)
		}
		read := false
		for _, r := range own.Reads {
			read = read || r.Purpose == access.ForEmergency && r.Post == access.Lead
		}
		if !read {
			t.Errorf("the reading is not shown to the party: %+v", own.Reads)
		}
		if pass(t, w, 61*time.Minute); opens(lead) {
			t.Error("it is open after its hour")
		}
		_, _, err = w.App.Mediation.Act(w.Ctx, clerk, c.ID, mediation.Aside(casefile.ApproveUrgent{Urgent: n}), mediation.Ask{})
		if fault.Of(err).Key != "urgent.guard.urgent_not_waiting" {
			t.Errorf("an approval is used again: %v", err)
		}
		owed, err := w.App.Mediation.OwedHere(w.Ctx, officer)
		if err != nil || len(owed) != 1 || owed[0].Rule != "urgent_check" || owed[0].Subject != n {
			t.Errorf("the privacy officer owes %+v, %v", owed, err)
		}
		w.Clock.Add(time.Minute)
		said, found, err := w.App.Mediation.Asides().ForCheck(w.Ctx, officer, c.ID, n)
		if err != nil || said != "双方已到场，调解员联系不上" || found != "" {
			t.Errorf("for the check is opened %q, %q, %v", said, found, err)
		}
		c = w.Act(officer, c, mediation.Aside(casefile.CheckUrgent{Urgent: n, Result: "proper", Text: "值班电话有记录"}))
		if owed, err := w.App.Mediation.OwedHere(w.Ctx, officer); err != nil || len(owed) != 0 {
			t.Errorf("after the check it owes %+v, %v", owed, err)
		}
		if n, err := w.App.Mediation.Registered(w.Ctx, w.Tenant()); err != nil || n[casefile.RegisterUrgent] != 1 {
			t.Errorf("%v are counted, %v", n, err)
		}
		keys, err := w.App.Mediation.Repo.Keys(w.Ctx, w.Tenant(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := vault.Find(keys, vault.Scope{Kind: vault.Register, Of: n}); !ok {
			t.Error("what was said has no key of its own")
		}
		nowhere(t, w)
	})
}
