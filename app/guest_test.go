package app_test

import (
	"slices"
	"testing"
	"time"

	"linli/app"
	"linli/app/apptest"
	"linli/consent"
	"linli/mediation"
	"linli/office"
	"linli/platform/access"
	"linli/platform/id"
)

// TestAUnitOfAnotherOrganisationMediatesJointly follows a case across the border of two offices: one unit leads, two seals are
// set, the case counts once, and the guests see that case, as long as it lasts, and nothing else of the office.
func TestAUnitOfAnotherOrganisationMediatesJointly(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		command := access.Actor{Kind: access.System, Tenant: w.Tenant(), Via: "cli"}
		guest, err := w.App.Office.AddUnit(w.Ctx, command, office.AddUnit{Parent: w.Unit("T"), Level: office.Guest, Code: "G1", Name: "邻县清河镇人民调解委员会"})
		if err != nil {
			t.Fatal(err)
		}
		w.Office.Units["G1"] = guest.ID
		until := w.Clock.Now().AddDate(0, 0, 6)
		for login, post := range map[string]access.PostKind{"guest.lead": access.Lead, "guest.mediator": access.Mediator} {
			if err := w.App.Hire(w.Ctx, w.Office, app.Hire{Login: login, Name: login, Password: apptest.Password, Language: "zh-Hans", Unit: "G1", Posts: []access.PostKind{post}, Until: until}); err != nil {
				t.Fatal(err)
			}
		}
		if open, err := w.App.Office.OpenUnits(w.Ctx, w.Tenant()); err != nil || slices.ContainsFunc(open, func(r office.Row) bool { return r.ID == guest.ID }) {
			t.Errorf("people can apply to the guest: %v, %v", open, err)
		}
		unrelated, c := w.To(mediation.InSession), w.To(mediation.InSession)
		lead, other := w.As("lead"), w.As("guest.lead")
		if units, err := w.App.Mediation.Others(w.Ctx, lead, c.ID); err != nil || !slices.Contains(units, guest.ID) {
			t.Fatalf("%v can be invited, %v", units, err)
		}
		c = w.Act(lead, c, mediation.InviteJoint{Unit: guest.ID})
		for i, p := range c.Parties {
			c = w.Act(w.Party(c, i), c, mediation.AgreeJoint{Joint: c.Joint[0].ID, Party: p.ID, Yes: true, How: consent.Screen, Language: "zh-Hans"})
		}
		c = w.Act(other, c, mediation.AnswerJoint{Joint: c.Joint[0].ID, Yes: true})
		own := w.Hired("guest.mediator").Account
		if who, err := w.App.Mediation.Candidates(w.Ctx, other, c.ID); err != nil || !slices.Equal(who, []id.ID{own}) {
			t.Errorf("the guest can name %v, %v: its own people alone", who, err)
		}
		if who, err := w.App.Mediation.Candidates(w.Ctx, lead, unrelated.ID); err != nil || slices.Contains(who, own) {
			t.Errorf("a guest can be named in a case of the office: %v, %v", who, err)
		}
		c = w.Act(other, c, mediation.Propose{Account: own})
		e := c.Engagements[len(c.Engagements)-1].ID
		c = w.Act(w.As("guest.mediator"), c, mediation.Disclose{Engagement: e, Conflict: mediation.NoConflict})
		for i := range c.Parties {
			c = w.Act(w.Party(c, i), c, mediation.AgreeMediator{Engagement: e, Party: c.Parties[i].ID, Agree: true})
		}
		if _, err := w.App.Mediation.Open(w.Ctx, w.As("guest.mediator"), c.ID, access.ForWork); err != nil {
			t.Errorf("its mediator works on the case: %v", err)
		}
		sees := func(login string, want int) {
			t.Helper()
			p, err := w.App.Mediation.List(w.Ctx, w.As(login), mediation.Filter{})
			if err != nil || len(p.Rows) != want {
				t.Errorf("%s lists %d cases, want %d (%v)", login, len(p.Rows), want, err)
			}
			_, _, err = w.App.Mediation.See(w.Ctx, w.As(login), unrelated.ID)
			apptest.Refused(t, err, "access.not_found")
		}
		sees("guest.lead", 1)
		sees("guest.mediator", 1)
		signed := w.Sign(w.Act(w.As("mediator"), c, w.Draft(c, "2026-05-31")))
		seals := 0
		for _, act := range signed.Agreement.Acts {
			if act.As == "seal" {
				seals++
			}
		}
		if signed.State != mediation.Effective || seals != 2 || signed.Unit != c.Unit {
			t.Errorf("%s with %d seals, of the unit %s", signed.State, seals, signed.Unit)
		}
		w.Clock.Set(until.Add(time.Minute))
		for _, login := range []string{"guest.lead", "guest.mediator"} {
			if _, _, err := w.App.Mediation.See(w.Ctx, w.As(login), c.ID); err == nil {
				t.Errorf("%s sees the case after the day on which the post ends", login)
			}
		}
	})
}
