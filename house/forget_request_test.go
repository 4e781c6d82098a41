package house_test

import (
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/vault"
)

// TestAPartyAsksToBeErasedWhileTheFileIsKept: the file is restricted to the archivist at once, the answer destroys what is
// the party's alone, the other party reads what it read before, and the end of the term leaves nothing.
func TestAPartyAsksToBeErasedWhileTheFileIsKept(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c := w.To(mediation.Assigned)
		c = w.Act(w.Party(c, 1), c, mediation.Statement{Party: c.Parties[1].ID, Text: "只想告诉办公室"})
		c = w.Act(w.Party(c, 1), c, mediation.Withdraw{Party: c.Parties[1].ID})
		who := c.Parties[1].ID
		b := backUp(t, w, c)
		keeper := w.As("records")
		opens := func(a access.Actor) bool {
			_, err := w.App.Mediation.Open(w.Ctx, a, c.ID, access.ForWork)
			return err == nil
		}
		if !opens(w.As("mediator")) || opens(keeper) {
			t.Error("before the request: whoever works on the case reads it, and the archivist does not")
		}
		c = w.Act(w.Party(c, 1), c, mediation.AskErasure{Party: who})
		for _, login := range []string{"clerk", "mediator", "lead"} {
			if opens(w.As(login)) {
				t.Errorf("%s reads a restricted file", login)
			}
		}
		if _, err := w.App.Mediation.Print(w.Ctx, keeper, c.ID); err == nil || !opens(keeper) {
			t.Error("the archivist reads a restricted file and prints nothing of it")
		}
		owed, err := w.App.Mediation.Owed(w.Ctx, keeper, w.Unit("V1"))
		if err != nil || len(owed) != 1 || owed[0].Rule != "erasure_answer" || owed[0].Case != c.ID {
			t.Errorf("the archivist owes %+v, %v", owed, err)
		}
		c = w.Act(keeper, c, mediation.AnswerErasure{Party: who})
		pass(t, w, time.Minute)
		b.gone(t, w, c, func(s vault.Scope) bool { return (s.Kind == vault.Private || s.Kind == vault.Contact) && s.Of == who })
		if owed, err := w.App.Mediation.Owed(w.Ctx, keeper, w.Unit("V1")); err != nil || len(owed) != 0 {
			t.Errorf("after the answer the archivist owes %+v, %v", owed, err)
		}
		other, err := w.App.Mediation.Open(w.Ctx, w.Party(c, 0), c.ID, access.ForParty)
		if err != nil || other.Application.Summary == "" || other.Name(who) == "" || len(other.Case.Erasures) != 0 {
			t.Errorf("the other party reads %q of %q, %d requests, %v", other.Application.Summary, other.Name(who), len(other.Case.Erasures), err)
		}
		for _, e := range other.Events {
			if e.Kind == "ask_erasure" || e.Kind == "answer_erasure" {
				t.Errorf("the other party is told of %s", e.Kind)
			}
		}
		own, err := w.App.Mediation.Open(w.Ctx, w.Party(c, 1), c.ID, access.ForParty)
		if err != nil || own.Case.Erasure(who) == nil || own.Name(who) == "" || len(own.Contact) != 0 {
			t.Errorf("the party reads %q, %d contacts, %v", own.Name(who), len(own.Contact), err)
		}
		c = w.Act(keeper, c, mediation.Archive{})
		rules, err := w.App.Mediation.Office.RulebookOf(w.Ctx, c.Tenant, c.Rulebook, c.RulebookVersion)
		if err != nil {
			t.Fatal(err)
		}
		endings := c.Endings(rules)
		pass(t, w, endings[len(endings)-1].At.Sub(w.Clock.Now())+time.Hour)
		pass(t, w, 2*time.Hour) // what met a busy file is tried again
		b.gone(t, w, c, func(vault.Scope) bool { return true })
		nowhere(t, w)
	})
}
