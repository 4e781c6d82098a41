package app_test

import (
	"slices"
	"testing"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/access"
)

// Who takes the place of one who died enters by a door of its own, and finds there nothing that the dead told alone.
func TestAnHeirReadsNothingThatTheDeadToldAlone(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c, mediator := w.To(mediation.InSession), w.As("mediator")
		dead := c.Parties[1].ID
		c = w.Act(mediator, c, mediation.WriteNote{Scope: "party", Party: dead, Text: "儿子不知道这笔债"})
		code, passphrase, err := w.App.Mediation.IssueSlip(w.Ctx, w.As("clerk"), c.ID, dead)
		if err != nil {
			t.Fatal(err)
		}
		c = w.Act(mediator, c, mediation.PartyEnded{Party: dead, How: mediation.Died})
		_, err = w.App.Mediation.Enter(w.Ctx, w.Tenant(), string(code), passphrase)
		apptest.Refused(t, err, "mediation.slip_wrong")

		c = w.Act(mediator, c, mediation.Succeed{Party: dead, As: "person", Name: "长子", Language: "zh-Hans"})
		heir := c.InPlaceOf(dead)[0]
		c = w.Act(w.As("clerk"), c, mediation.Inform{Party: heir, Language: "zh-Hans", How: "read_out"})
		c = w.Act(w.As("clerk"), c, mediation.Talk{Party: heir, Concern: mediation.NoConcernTold})
		if code, passphrase, err = w.App.Mediation.IssueSlip(w.Ctx, w.As("clerk"), c.ID, heir); err != nil {
			t.Fatal(err)
		}
		a, err := w.App.Mediation.Enter(w.Ctx, w.Tenant(), string(code), passphrase)
		if err != nil {
			t.Fatal(err)
		}
		reads := func() *mediation.Opened {
			t.Helper()
			o, err := w.App.Mediation.Open(w.Ctx, a, c.ID, access.ForParty)
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range o.Texts {
				if x.Text == "儿子不知道这笔债" {
					t.Error("an heir reads what the dead told alone")
				}
			}
			if _, there := o.Talk[dead]; there || slices.ContainsFunc(o.Case.Notes, func(n mediation.Note) bool { return n.Party == dead }) {
				t.Error("an heir learns that the dead was heard alone")
			}
			return o
		}
		if o := reads(); o.Application.Summary != "" {
			t.Error("an heir that does not take part reads the application")
		}
		w.Act(a, c, mediation.GiveConsent{Party: heir, How: "screen", Language: "zh-Hans", Age: 40})
		if o := reads(); o.Application.Summary == "" || !o.Case.Waits.IsZero() {
			t.Errorf("an heir that takes part reads %q; it waits since %v", o.Application.Summary, o.Case.Waits)
		}
	})
}
