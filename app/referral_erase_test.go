package app_test

import (
	"testing"
	"time"

	"linli/app/apptest"
	"linli/referral"
)

// TestWhoseLinkIsOverCanStillSayThatItErased: a service that is asked to erase after its link was revoked, or has run out, gets another; it
// reads nothing by it, and its answer keeps the promise.
func TestWhoseLinkIsOverCanStillSayThatItErased(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		c, person, provider := w.Referred(w.Clinic("甲站"))
		c = w.Help(w.Worker(), c, referral.RevokeLink{Referral: provider.Party})
		c = w.Help(person, c, referral.TakeBack{Referral: provider.Party})
		_, err := w.App.Referral.Act(w.Ctx, provider, c.ID, referral.Acknowledge{Referral: provider.Party}, nil)
		apptest.Refused(t, err, "referral.link_wrong")
		link, key, err := w.App.Referral.RenewLink(w.Ctx, w.Worker(), c.ID, provider.Party)
		if err != nil {
			t.Fatal(err)
		}
		again, err := w.App.Referral.Enter(w.Ctx, w.Tenant(), link.Code, key)
		if err != nil {
			t.Fatal(err)
		}
		if told, err := w.App.Referral.OpenTold(w.Ctx, again); err != nil || len(told.Lines) != 0 || told.Service != "" {
			t.Errorf("by the new link it reads %+v, %v", told, err)
		}
		c = w.Help(again, c, referral.Acknowledge{Referral: provider.Party})
		if owes(t, w, c, "erase_answer", true) {
			t.Error("its answer keeps no promise")
		}
		_, _, err = w.App.Referral.RenewLink(w.Ctx, w.Worker(), c.ID, provider.Party)
		apptest.Refused(t, err, "referral.guard.erase_told")
		c, live := w.ReferTo(c, person, w.Clinic("乙站"))
		c = w.Help(w.Worker(), c, referral.Cancel{Referral: live.Party, Reason: referral.ChoseOther})
		_, _, err = w.App.Referral.RenewLink(w.Ctx, w.Worker(), c.ID, live.Party)
		apptest.Refused(t, err, "referral.guard.erase_not_asked")
	})
}

// TestWhoLeavesIsForgottenByThoseWhoSaidNo: a service that declined has read what it was told, so it is asked to erase it as the others are
// when the person leaves; no consent is left standing.
func TestWhoLeavesIsForgottenByThoseWhoSaidNo(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		c, person, provider := w.Referred(w.Clinic("甲站"))
		c = w.Help(provider, c, referral.Reject{Referral: provider.Party, Reason: referral.DeclinedCapacity})
		c = w.Help(person, c, referral.Leave{})
		if r := c.Referrals[0]; r.AskedErase.IsZero() || r.Status != referral.Rejected || !owes(t, w, c, "erase_answer", true) {
			t.Errorf("%+v", r)
		}
		records, err := w.App.Referral.Repo.Consents(w.Ctx, w.Tenant(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range records {
			if x.Valid(w.Clock.Now().Add(time.Minute)) {
				t.Errorf("the consent for %s still holds", x.Recipient.ID)
			}
		}
	})
}
