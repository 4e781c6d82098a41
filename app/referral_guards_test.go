package app_test

import (
	"testing"
	"time"

	"linli/app/apptest"
	"linli/casefile"
	"linli/consent"
	"linli/platform/access"
	"linli/platform/id"
	"linli/referral"
)

// TestEachGuardOfHelpIsSeenToRefuse: every rule of the machine refuses once, with its own sentence.
func TestEachGuardOfHelpIsSeenToRefuse(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		worker, clinic := w.Worker(), w.Clinic("甲站")
		c, person, provider := w.Referred(clinic)
		r := provider.Party
		system := access.Actor{Kind: access.System, Tenant: w.Tenant(), Via: "job"}
		refuses := func(a access.Actor, cmd referral.Command, guard string) {
			t.Helper()
			_, err := w.App.Referral.Act(w.Ctx, a, c.ID, cmd, nil)
			apptest.Refused(t, err, guard)
		}
		refuses(worker, referral.Take{Apart: true}, "referral.guard.taken_by_you")
		refuses(worker, referral.StepDone{Step: w.App.IDs.New()}, "referral.guard.no_step")
		refuses(worker, referral.Appoint{At: w.Clock.Now().Add(-time.Hour), Text: "昨天"}, "referral.guard.in_the_past")
		refuses(worker, referral.EndAppointment{Appointment: w.App.IDs.New(), Outcome: referral.Kept}, "referral.guard.no_appointment")
		refuses(worker, referral.Refer{Service: clinic, Need: "legal_aid", Lines: []string{"name"}}, "referral.guard.asked_there")
		refuses(worker, referral.Close{}, "referral.guard.nothing_runs")
		refuses(system, referral.ConsentLapses{Referral: r}, "referral.guard.consent_runs")
		refuses(worker, referral.EndGuardian{Guardian: w.App.IDs.New()}, "referral.guard.no_guardian")
		refuses(worker, referral.Agree{Referral: r, Lines: []string{"name"}, How: consent.Oral, Language: "en"}, "referral.guard.state")
		refuses(system, referral.AgencyCloses{Referral: w.App.IDs.New()}, "referral.not_found")
		c = w.Help(system, c, referral.Silence{Referral: r})
		refuses(system, referral.Silence{Referral: r}, "referral.guard.silent")
		c = w.Help(person, c, referral.TakeBack{Referral: r})
		refuses(person, referral.TakeBack{Referral: r}, "referral.guard.taken_back")
		c = w.Help(provider, c, referral.Acknowledge{Referral: r})
		_, err := referral.Decide(c, referral.Acknowledge{Referral: r}, byProvider(r), w.Clock.Now(), referral.Knowledge{}, w.App.IDs)
		apptest.Refused(t, err, "referral.guard.erase_told")
		c, live := w.ReferTo(c, person, w.Clinic("乙站"))
		_, err = referral.Decide(c, referral.Acknowledge{Referral: live.Party}, byProvider(live.Party), w.Clock.Now(), referral.Knowledge{}, w.App.IDs)
		apptest.Refused(t, err, "referral.guard.erase_not_asked")
		c = w.Help(worker, c, referral.Cancel{Referral: live.Party, Reason: referral.ChoseOther}, referral.Refer{Service: clinic, Need: "legal_aid", Lines: []string{"name"}})
		draft := c.Referrals[len(c.Referrals)-1].ID
		c = w.Help(person, c, referral.Cancel{Referral: draft})
		refuses(person, referral.TakeBack{Referral: draft}, "referral.guard.nothing_told")
		c = w.Help(worker, c, referral.Close{})
		refuses(system, referral.Erase{}, "referral.guard.kept")
		w.Clock.Add(731 * 24 * time.Hour)
		c = w.Help(system, c, referral.Erase{})
		refuses(system, referral.Erase{}, "referral.guard.erased")
	})
}

// TestASlipIsGivenOnce: the passphrase is shown to whoever has just asked, once and not after a quarter of an hour.
func TestASlipIsGivenOnce(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		w.Worker()
		out, err := w.App.Referral.Ask(w.Ctx, w.Anybody(), w.Request(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if p, err := w.App.Referral.FirstSlip(w.Ctx, w.Tenant(), out.Code); err != nil || len(p) != 16 {
			t.Fatalf("%q, %v", p, err)
		}
		_, err = w.App.Referral.FirstSlip(w.Ctx, w.Tenant(), out.Code)
		apptest.Refused(t, err, "referral.not_found")
		person := access.Actor{Kind: access.Resident, Tenant: w.Tenant(), Case: out.Case.ID, Party: out.Case.Person, Via: "web"}
		_, err = w.App.Referral.Act(w.Ctx, person, out.Case.ID, referral.GiveSlip{}, nil)
		apptest.Refused(t, err, "referral.guard.slip_given")
	})
}

func byProvider(r id.ID) casefile.By { return casefile.By{Kind: access.Provider, Party: r} }
