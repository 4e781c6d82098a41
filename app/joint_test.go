package app_test

import (
	"context"
	"slices"
	"testing"

	"linli/app/apptest"
	"linli/consent"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/id"
	"linli/promise"
)

// TestTheOtherUnitSeesWhatItShould follows a joint mediation from the invitation to the leaving: who sees the state, who the
// content, in whose list it stands, and who hears of it.
func TestTheOtherUnitSeesWhatItShould(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		w.Hire("other.lead", "V2", access.Lead)
		c, lead, other := w.To(mediation.InSession), w.As("lead"), w.As("other.lead")
		service := w.App.Mediation
		hidden := func(logins ...string) {
			t.Helper()
			for _, login := range logins {
				_, _, err := service.See(w.Ctx, w.As(login), c.ID)
				apptest.Refused(t, err, "access.not_found")
				_, err = service.Open(w.Ctx, w.As(login), c.ID, access.ForWork)
				apptest.Refused(t, err, "access.not_found")
				if p, err := service.List(w.Ctx, w.As(login), mediation.Filter{}); err != nil || slices.ContainsFunc(p.Rows, func(r mediation.Row) bool { return r.ID == c.ID }) {
					t.Errorf("%s has it in its list (%v)", login, err)
				}
			}
		}
		units, err := service.Others(w.Ctx, lead, c.ID)
		if err != nil || !slices.Contains(units, w.Unit("V2")) || slices.Contains(units, w.Unit("V1")) {
			t.Fatalf("%v can be invited, %v", units, err)
		}
		_, _, err = service.Act(w.Ctx, w.As("clerk"), c.ID, mediation.InviteJoint{Unit: w.Unit("V2")}, mediation.Ask{})
		apptest.Refused(t, err, "access.refused.mediation.invite_joint")
		c = w.Act(lead, c, mediation.InviteJoint{Unit: w.Unit("V2")})
		j := c.Joint[0].ID
		yes := func(i int) mediation.AgreeJoint {
			return mediation.AgreeJoint{Joint: j, Party: c.Parties[i].ID, Yes: true, How: consent.Screen, Language: "zh-Hans"}
		}
		c = w.Act(w.Party(c, 0), c, yes(0))
		hidden("other.lead", "other.clerk", "other.mediator")
		c = w.Act(w.Party(c, 1), c, yes(1))
		hidden("other.clerk", "other.mediator")
		sees := func() {
			t.Helper()
			_, promises, err := service.See(w.Ctx, other, c.ID)
			if err != nil || len(promises) == 0 {
				t.Errorf("the other lead sees %d promises, %v", len(promises), err)
			}
			_, err = service.Open(w.Ctx, other, c.ID, access.ForWork)
			apptest.Refused(t, err, "access.refused.mediation.read")
			p, err := service.List(w.Ctx, other, mediation.Filter{})
			if err != nil || len(p.Rows) != 1 || p.Rows[0].ID != c.ID {
				t.Errorf("the other lead lists %v, %v", p.Rows, err)
			}
		}
		sees()
		told, err := w.App.Queue.OfAccount(w.Ctx, w.Tenant(), other.Account, id.ID{}, 10)
		if err != nil || len(told) == 0 || told[0].Key != "mediation.notice.ask_joint" {
			t.Errorf("the other lead is told %v, %v", told, err)
		}
		due, err := service.Due(w.Ctx, other, promise.Filter{})
		if err != nil || !slices.ContainsFunc(due, func(d mediation.DueRow) bool { return d.Rule == "joint_answer" }) {
			t.Errorf("the answer is promised: %v, %v", due, err)
		}
		c = w.Act(other, c, mediation.AnswerJoint{Joint: j, Yes: true})
		who, err := service.Candidates(w.Ctx, other, c.ID)
		if err != nil || !slices.Equal(who, []id.ID{w.Hired("other.mediator").Account}) {
			t.Errorf("the other lead can name %v, %v", who, err)
		}
		c = w.Act(other, c, mediation.Propose{Account: w.Hired("other.mediator").Account})
		e := c.Engagements[len(c.Engagements)-1].ID
		c = w.Act(w.As("other.mediator"), c, mediation.Disclose{Engagement: e, Conflict: mediation.NoConflict})
		for i := range c.Parties {
			c = w.Act(w.Party(c, i), c, mediation.AgreeMediator{Engagement: e, Party: c.Parties[i].ID, Agree: true})
		}
		if _, err := service.Open(w.Ctx, w.As("other.mediator"), c.ID, access.ForWork); err != nil {
			t.Errorf("its mediator: %v", err)
		}
		sees()
		hidden("other.clerk")
		c = w.Act(w.As("mediator"), c, w.Draft(c, "2026-05-31"))
		_, _, err = service.Act(w.Ctx, other, c.ID, mediation.Sign{As: "seal", Method: "paper", Text: c.Agreement.Text}, mediation.Ask{})
		apptest.Refused(t, err, "mediation.guard.other_seal")
		signed := w.Sign(c)
		if signed.State != mediation.Effective {
			t.Fatalf("%s", signed.State)
		}
		c = w.Act(other, signed, mediation.LeaveJoint{Joint: j})
		if c.State != mediation.Effective {
			t.Errorf("the agreement is %s", c.State)
		}
		hidden("other.lead", "other.clerk", "other.mediator")
		if _, err := service.Open(w.Ctx, w.As("mediator"), c.ID, access.ForWork); err != nil {
			t.Errorf("the unit that leads goes on: %v", err)
		}
	})
}

// TestPoliceIsNeverAJointUnit: even a unit that stands in the tree under such a name, from before the rule, is refused.
func TestPoliceIsNeverAJointUnit(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		c := w.To(mediation.Assigned)
		for _, name := range []string{"青石县公安局", "信访接待中心", "Public Security Bureau", "综治中心"} {
			w.App.Mediation.Office = renamed{w.App.Mediation.Office, w.Unit("T"), name}
			_, _, err := w.App.Mediation.Act(w.Ctx, w.As("lead"), c.ID, mediation.InviteJoint{Unit: w.Unit("T")}, mediation.Ask{})
			apptest.Refused(t, err, "mediation.guard.joint_never")
		}
		_, _, err := w.App.Mediation.Act(w.Ctx, w.As("lead"), c.ID, mediation.InviteJoint{Unit: w.App.IDs.New()}, mediation.Ask{})
		apptest.Refused(t, err, "mediation.guard.joint_unit")
	})
}

// renamed is an office in whose tree one unit bears another name.
type renamed struct {
	mediation.Office
	unit id.ID
	name string
}

func (o renamed) UnitName(ctx context.Context, tenant, unit id.ID) (string, error) {
	if unit == o.unit {
		return o.name, nil
	}
	return o.Office.UnitName(ctx, tenant, unit)
}
