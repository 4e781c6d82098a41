package app_test

import (
	"testing"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/id"
)

// TestAllMediatorsOfAUnitInConflict: the lead above proposes one of another unit, with that one case in sight until a
// mediator is at work.
func TestAllMediatorsOfAUnitInConflict(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c := w.To(mediation.Accepted)
		upper, lead := w.As("upper.lead"), w.As("lead")
		for i, login := range []string{"mediator", "second"} {
			c = w.Act(lead, c, mediation.Propose{Account: w.Hired(login).Account, Lead: true})
			if i == 0 {
				_, _, err := w.App.Mediation.Act(w.Ctx, lead, c.ID, mediation.AskAbove{}, mediation.Ask{})
				apptest.Refused(t, err, "mediation.guard.mediators_left")
			}
			c = w.Act(w.As(login), c, mediation.Disclose{Engagement: c.Engagements[i].ID, Conflict: mediation.Disqualifying})
		}
		other := mediation.Propose{Account: w.Hired("other.mediator").Account, Lead: true}
		_, _, err := w.App.Mediation.See(w.Ctx, upper, c.ID)
		apptest.Refused(t, err, "access.not_found")
		_, _, err = w.App.Mediation.Act(w.Ctx, lead, c.ID, other, mediation.Ask{})
		apptest.Refused(t, err, "mediation.guard.not_a_mediator")
		c = w.Act(lead, c, mediation.AskAbove{})
		told, err := w.App.Queue.OfAccount(w.Ctx, w.Tenant(), upper.Account, id.ID{}, 10)
		if err != nil || len(told) == 0 || told[0].Key != "mediation.notice.ask_above" || told[0].Case != c.ID {
			t.Errorf("the lead above is told %v, %v", told, err)
		}
		_, err = w.App.Mediation.Open(w.Ctx, upper, c.ID, access.ForWork)
		apptest.Refused(t, err, "access.refused.mediation.read")
		who, err := w.App.Mediation.Candidates(w.Ctx, upper, c.ID)
		if err != nil || !has(who, w.Hired("other.mediator").Account) {
			t.Errorf("the lead above can propose %v, %v", who, err)
		}
		c = w.Act(upper, c, other)
		e := c.Engagements[2].ID
		c = w.Act(w.As("other.mediator"), c, mediation.Disclose{Engagement: e, Conflict: mediation.NoConflict})
		for _, p := range c.Parties {
			c = w.Act(w.As("clerk"), c, mediation.AgreeMediator{Engagement: e, Party: p.ID, Agree: true})
		}
		if c.State != mediation.Assigned {
			t.Errorf("%s", c.State)
		}
		_, _, err = w.App.Mediation.See(w.Ctx, upper, c.ID)
		apptest.Refused(t, err, "access.not_found")
		if _, err := w.App.Mediation.Open(w.Ctx, w.As("other.mediator"), c.ID, access.ForWork); err != nil {
			t.Error(err)
		}
	})
}

func has(all []id.ID, x id.ID) bool {
	for _, a := range all {
		if a == x {
			return true
		}
	}
	return false
}

// TestTheNotesOfOneWhoLeft reads through the vault what the walls of the machine's tests say of sections.
func TestTheNotesOfOneWhoLeft(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		const words = "甲方底线三百元，勿告知乙方"
		c := w.To(mediation.InSession)
		old := w.As("mediator")
		c = w.Act(old, c, mediation.WriteNote{Scope: mediation.NoteOfMediator, Text: words})
		note := c.Notes[0].ID
		left := c.Engagements[0].ID
		c = w.Act(w.As("lead"), c, mediation.Recuse{Engagement: left, Reason: "mediator_unavailable"})
		_, err := w.App.Mediation.Open(w.Ctx, old, c.ID, access.ForWork)
		apptest.Refused(t, err, "access.not_found")
		c = w.Act(w.As("lead"), c, mediation.Propose{Account: w.Hired("second").Account, Lead: true})
		next := w.As("second")
		e := c.Engagements[1].ID
		c = w.Act(next, c, mediation.Disclose{Engagement: e, Conflict: mediation.NoConflict})
		for i, p := range c.Parties {
			c = w.Act(w.Party(c, i), c, mediation.AgreeMediator{Engagement: e, Party: p.ID, Agree: true})
		}
		reads := func(want string) {
			t.Helper()
			o, err := w.App.Mediation.Open(w.Ctx, next, c.ID, access.ForWork)
			if err != nil || o.Passage(mediation.FieldNote, note) != want {
				t.Errorf("the successor reads %q, %v; want %q", o.Passage(mediation.FieldNote, note), err, want)
			}
		}
		reads("")
		c = w.Act(w.Party(c, 0), c, mediation.PermitNotes{Engagement: left, Party: c.Parties[0].ID, Yes: true})
		reads("")
		o, err := w.App.Mediation.Open(w.Ctx, w.Party(c, 1), c.ID, access.ForParty)
		if err != nil || len(o.Case.Engagements[0].Permitted) > 0 {
			t.Errorf("the other party sees that one permitted: %v", err)
		}
		c = w.Act(w.Party(c, 1), c, mediation.PermitNotes{Engagement: left, Party: c.Parties[1].ID, Yes: true})
		reads(words)
		c = w.Act(w.Party(c, 0), c, mediation.PermitNotes{Engagement: left, Party: c.Parties[0].ID})
		reads("")
	})
}
