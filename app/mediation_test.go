package app_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/access"
	"linli/promise"
)

func TestTheWholeRoadOnBothEngines(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c := w.To(mediation.Effective)
		stored, err := w.App.Mediation.Repo.Case(w.Ctx, w.Tenant(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		if stored.Number != 1 {
			t.Errorf("case number %d, want 1", stored.Number)
		}
		events := w.Events(c)
		replayed, err := mediation.Replay(w.Tenant(), events)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(stored, replayed, cmpopts.IgnoreFields(mediation.Case{}, "Number"), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("replay differs from the stored case: %s", diff)
		}
		for _, e := range events {
			if !e.Intact() {
				t.Errorf("event %d (%s) is not what was committed", e.Seq, e.Kind)
			}
		}
		kept, err := w.App.Mediation.Repo.Promises(w.Ctx, w.Tenant(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		again := mediation.Promises(stored, events, rules(t, w), w.Clock.Now())
		if len(kept) != len(again) || len(kept) == 0 {
			t.Errorf("%d promises stored, %d from a replay", len(kept), len(again))
		}
		for _, p := range kept {
			if p.Rule == "conclude" && p.State != promise.Kept {
				t.Errorf("the term is %s", p.State)
			}
		}
	})
}

func TestReadingIsWrittenDownAndWalled(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c := w.To(mediation.InSession)
		mediator := w.As("mediator")
		c = w.Act(mediator, c, mediation.WriteNote{Scope: "party", Party: c.Parties[0].ID, Text: "底线是三百元"})
		c = w.Act(mediator, c, mediation.WriteNote{Scope: "mediator", Text: "先分开谈"})

		own, err := w.App.Mediation.Open(w.Ctx, mediator, c.ID, access.ForWork)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(own.Texts); own.Application.Summary == "" || got < 3 {
			t.Errorf("the mediator reads %d texts and %q", got, own.Application.Summary)
		}
		first, err := w.App.Mediation.Open(w.Ctx, w.Party(c, 0), c.ID, access.ForParty)
		if err != nil {
			t.Fatal(err)
		}
		other, err := w.App.Mediation.Open(w.Ctx, w.Party(c, 1), c.ID, access.ForParty)
		if err != nil {
			t.Fatal(err)
		}
		// Who sits at the table knows by name whom it sits with; the language, the agent and the contact stay the other's own.
		if first.Name(c.Parties[0].ID) == "" || other.Name(c.Parties[0].ID) != first.Name(c.Parties[0].ID) {
			t.Error("the parties of an accepted case know each other by name")
		}
		if i := other.Identity[c.Parties[0].ID]; i.Language != "" || len(other.Acting) > 0 || other.Contact[c.Parties[0].ID].Contact != "" {
			t.Error("a party reads more than the other's name")
		}
		for _, p := range other.Texts {
			if p.Text == "底线是三百元" || p.Text == "先分开谈" {
				t.Errorf("the other party reads %q", p.Text)
			}
		}
		if len(other.Talk) > 1 || other.Talk[c.Parties[0].ID].Text != "" {
			t.Error("the other party reads the private talk")
		}
		for i, e := range other.Events {
			if e.Seq != int64(i+1) {
				t.Errorf("event %d has number %d: a gap tells that something is hidden", i+1, e.Seq)
			}
		}
		if len(first.Reads) == 0 {
			t.Error("the party does not see who read its case")
		}
		_, err = w.App.Mediation.Open(w.Ctx, w.As("lead"), c.ID, access.ForWork)
		apptest.Refused(t, err, "access.refused.mediation.read")
		_, err = w.App.Mediation.Open(w.Ctx, w.As("admin"), c.ID, access.ForWork)
		apptest.Refused(t, err, "access.not_found")
	})
}

// TestAGuardianDoesNotReadWhatTheWardToldAlone: who holds a ward's slip may be its guardian, and what was told of it.
func TestAGuardianDoesNotReadWhatTheWardToldAlone(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c, mediator := w.To(mediation.InSession), w.As("mediator")
		child := c.Parties[0].ID
		c = w.Act(mediator, c, mediation.WriteNote{Scope: "party", Party: child, Text: "孩子说害怕监护人"})
		reads := func(a access.Actor, why access.Purpose) *mediation.Opened {
			t.Helper()
			o, err := w.App.Mediation.Open(w.Ctx, a, c.ID, why)
			if err != nil {
				t.Fatal(err)
			}
			return o
		}
		if o := reads(w.Party(c, 0), access.ForParty); o.Talk[child].Text == "" || len(o.Case.Notes) != 1 || len(o.Texts) == 0 {
			t.Fatal("a party that acts alone reads what it said alone")
		}
		c = w.Act(mediator, c, mediation.Appoint{Party: child, As: mediation.Guardian, Name: "孙某"})
		o := reads(w.Party(c, 0), access.ForParty)
		if len(o.Talk) != 0 || len(o.Case.Notes) != 0 {
			t.Errorf("the ward's side reads %v and knows of %d notes", o.Talk, len(o.Case.Notes))
		}
		for _, x := range o.Texts {
			if x.Text == "孩子说害怕监护人" {
				t.Error("the ward's side reads what was told alone")
			}
		}
		if o := reads(mediator, access.ForWork); o.Talk[child].Text == "" || len(o.Case.Notes) != 1 {
			t.Error("the mediator reads it no more")
		}
	})
}

func TestANeutralClosureTellsNoParty(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c := w.To(mediation.Screening)
		clerk := w.As("clerk")
		_, _, err := w.App.Mediation.Act(w.Ctx, clerk, c.ID, mediation.NotAccept{Reason: "not_suitable", Text: "申请人害怕"}, mediation.Ask{})
		apptest.Refused(t, err, "mediation.field.text_neutral")
		c = w.Act(clerk, c, mediation.NotAccept{Reason: "not_suitable"})
		seen, err := w.App.Mediation.Open(w.Ctx, w.Party(c, 0), c.ID, access.ForParty)
		if err != nil {
			t.Fatal(err)
		}
		last := seen.Events[len(seen.Events)-1]
		if last.Kind != "not_accept" || last.Reason != "" || seen.Case.Reason != "" {
			t.Errorf("a party reads the reason %q of %s", last.Reason, last.Kind)
		}
	})
}

func TestAShreddedPartyHasNoDoorLeft(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c := w.To(mediation.Invited)
		b := c.Parties[1].ID
		code, passphrase, err := w.App.Mediation.IssueSlip(w.Ctx, w.As("clerk"), c.ID, b)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.App.Mediation.Enter(w.Ctx, w.Tenant(), string(code), passphrase); err != nil {
			t.Fatal(err)
		}
		c = w.Act(w.As("clerk"), c, mediation.Refuse{Party: b, How: "oral"})
		if err := w.App.Mediation.ShredRefused(w.Ctx, w.Tenant(), c.ID, b); err != nil {
			t.Fatal(err)
		}
		_, err = w.App.Mediation.Enter(w.Ctx, w.Tenant(), string(code), passphrase)
		apptest.Refused(t, err, "mediation.slip_wrong")
	})
}
