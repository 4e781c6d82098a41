package app_test

import (
	"testing"
	"time"

	"linli/app/apptest"
	"linli/consent"
	"linli/referral"
)

// TestTwoGuardiansDisagree: one no is enough, and no guardian at all is one too few where there has to be one.
func TestTwoGuardiansDisagree(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		worker := w.Worker()
		c, person := w.Ask(w.Request())
		c = w.Help(worker, c, referral.Take{Apart: true}, referral.Refer{Service: w.Clinic("甲站"), Need: "legal_aid", Lines: []string{"name"}})
		r := c.Referrals[0].ID
		yes := referral.Agree{Referral: r, Lines: []string{"name"}, How: consent.Oral, Language: "zh-Hans"}
		young := yes
		young.Age = 15
		_, err := w.App.Referral.Act(w.Ctx, worker, c.ID, young, nil)
		apptest.Refused(t, err, "referral.guard.under_age")
		_, err = w.App.Referral.Act(w.Ctx, worker, c.ID, referral.AddGuardian{Name: "伤人的", Opposes: true}, nil)
		apptest.Refused(t, err, "referral.guard.guardian_opposes")
		c = w.Help(worker, c, referral.AddGuardian{Name: "母亲"}, referral.AddGuardian{Name: "父亲"})
		yes.How = consent.Screen
		_, err = w.App.Referral.Act(w.Ctx, person, c.ID, yes, nil)
		apptest.Refused(t, err, "referral.guard.guardian_speaks")
		yes.How, yes.By = consent.Oral, c.Guardians[0].ID
		c = w.Help(worker, c, yes, referral.Decline{Referral: r, How: consent.Oral, Language: "zh-Hans", By: c.Guardians[1].ID})
		_, _, err = w.App.Referral.Request(w.Ctx, worker, c.ID, r)
		apptest.Refused(t, err, "referral.guard.no_consent")
		yes.By = w.App.IDs.New()
		_, err = w.App.Referral.Act(w.Ctx, worker, c.ID, yes, nil)
		apptest.Refused(t, err, "referral.guard.no_guardian")
	})
}

// TestAChildComesOfAge: a guardian's yes ends with the month in which the person comes of age; the service reads nothing any more, and
// the person is told on its page.
func TestAChildComesOfAge(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		worker := w.Worker()
		c, _ := w.Ask(w.Request())
		c = w.Help(worker, c, referral.Take{Apart: true}, referral.AddGuardian{Name: "母亲"}, referral.Refer{Service: w.Clinic("甲站"), Need: "legal_aid", Lines: []string{"name"}})
		r := c.Referrals[0].ID
		agree := referral.Agree{Referral: r, Lines: []string{"name"}, How: consent.Oral, Language: "zh-Hans", By: c.Guardians[0].ID, Until: "2025-05"}
		_, err := w.App.Referral.Act(w.Ctx, worker, c.ID, agree, nil)
		apptest.Refused(t, err, "referral.field.until")
		agree.Until = "2026-05"
		c = w.Help(worker, c, agree)
		link, key, err := w.App.Referral.Request(w.Ctx, worker, c.ID, r)
		if err != nil {
			t.Fatal(err)
		}
		provider, err := w.App.Referral.Enter(w.Ctx, w.Tenant(), link.Code, key)
		if err != nil {
			t.Fatal(err)
		}
		c = w.Help(provider, c, referral.Accept{Referral: r})
		w.Clock.Set(time.Date(2026, 4, 30, 16, 0, 1, 0, time.UTC)) // the first minute of May in Shanghai
		if told, err := w.App.Referral.OpenTold(w.Ctx, provider); err != nil || len(told.Lines) != 0 {
			t.Errorf("before any job ran it reads %+v, %v", told, err)
		}
		if _, err := w.App.DoDue(w.Ctx); err != nil {
			t.Fatal(err)
		}
		if c, err = w.App.Referral.Repo.Case(w.Ctx, w.Tenant(), c.ID); err != nil || c.Referrals[0].Status != referral.Cancelled || c.Referrals[0].Reason != referral.ConsentOver {
			t.Errorf("%+v, %v", c.Referrals, err)
		}
	})
}

// TestWhoActsAloneDecidesAnew: the end of a guardian's authority ends what it agreed to.
func TestWhoActsAloneDecidesAnew(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		worker := w.Worker()
		c, _ := w.Ask(w.Request())
		c = w.Help(worker, c, referral.Take{Apart: true}, referral.AddGuardian{Name: "母亲"}, referral.Refer{Service: w.Clinic("甲站"), Need: "legal_aid", Lines: []string{"name"}})
		r, g := c.Referrals[0].ID, c.Guardians[0].ID
		c = w.Help(worker, c, referral.Agree{Referral: r, Lines: []string{"name"}, How: consent.Oral, Language: "zh-Hans", By: g})
		if _, _, err := w.App.Referral.Request(w.Ctx, worker, c.ID, r); err != nil {
			t.Fatal(err)
		}
		c = w.Help(worker, c, referral.EndGuardian{Guardian: g})
		if x := c.Referrals[0]; x.Status != referral.Cancelled || x.AskedErase.IsZero() || c.Ward() || !owes(t, w, c, "erase_answer", true) {
			t.Errorf("%+v", x)
		}
	})
}
