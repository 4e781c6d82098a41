package office_test

import (
	"slices"
	"testing"
	"time"

	"linli/office"
	"linli/platform/access"
	"linli/platform/id"
)

var organisation = id.ID{0x0a}

// colleague is somebody with a post at the topmost unit, signed in.
func (w *world) colleague(admin access.Actor, login string, kind access.PostKind) access.Actor {
	w.t.Helper()
	x, code := w.account(w.cli, w.Root.ID, login) // which waits for nobody
	w.post(admin, x.ID, w.Root.ID, kind)
	_, in := w.enrol(code)
	return in.Actor
}

func (w *world) outside(a access.Actor, login string) (office.Colleague, id.Code) {
	w.t.Helper()
	x, code, err := w.CreateAccount(w.t.Context(), a, office.CreateAccount{Unit: w.Root.ID, Login: login, Name: "林老师", Language: "en", Organisation: organisation})
	if err != nil {
		w.t.Fatal(err)
	}
	return x, code
}

// waits is the one code that waits, as an account sees it.
func (w *world) waits(a access.Actor) office.Waiting {
	w.t.Helper()
	all, err := w.Waiting(w.t.Context(), a)
	if err != nil || len(all) != 1 {
		w.t.Fatalf("%+v %v", all, err)
	}
	return all[0]
}

// TestNobodyOpensAnOrganisationsAccountAlone: its code works once somebody else has approved it, for whoever asked and whoever approved to be
// read in the record.
func TestNobodyOpensAnOrganisationsAccountAlone(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		admin, ctx := w.admin(), t.Context()
		_, _, err := w.CreateAccount(ctx, admin, office.CreateAccount{Unit: w.Root.ID, Login: "lin", Name: "林老师", Language: "en", Organisation: organisation})
		wants(t, err, "office.guard.approval_nobody")
		lead, clerk := w.colleague(admin, "lead", access.Lead), w.colleague(admin, "clerk", access.Clerk)
		x, code := w.outside(admin, "lin")
		_, err = w.Enrol(ctx, code.String(), "desk")
		wants(t, err, "signin.enrol.waits")

		row := w.waits(admin)
		if row.Approve || row.By != admin.Account || !row.EndsAt.Equal(start.Add(72*time.Hour)) || row.Account.ID != x.ID {
			t.Errorf("%+v", row)
		}
		wants(t, w.Approve(ctx, admin, x.ID, row.EndsAt), "office.guard.approval_own")
		wants(t, w.Approve(ctx, clerk, x.ID, row.EndsAt), "access.refused.office.manage")
		wants(t, w.RefuseCode(ctx, clerk, x.ID, row.EndsAt), "access.refused.office.manage")
		_, err = w.Waiting(ctx, clerk)
		wants(t, err, "access.refused.office.manage")
		other := w.colleague(admin, "admin2", access.Administrator)
		wants(t, w.Approve(ctx, other, x.ID, row.EndsAt), "access.refused.office.approve")

		if row = w.waits(lead); !row.Approve {
			t.Errorf("%+v", row)
		}
		w.clock.Add(24 * time.Hour)
		w.signs[lead.Account] = "" // the session is over; the right is asked of the post
		if err := w.Approve(ctx, lead, x.ID, row.EndsAt); err != nil {
			t.Fatal(err)
		}
		wants(t, w.Approve(ctx, lead, x.ID, row.EndsAt), "office.guard.approval_gone")
		w.clock.Add(71 * time.Hour) // it works as long as any other, from the approval
		if _, in := w.enrol(code); in.Actor.Kind != access.Provider || in.Actor.Organisation != organisation {
			t.Errorf("%+v", in.Actor)
		}
		events, err := w.store.Events(ctx, w.Tenant.ID, []id.ID{w.Root.ID}, id.ID{}, 50)
		if err != nil {
			t.Fatal(err)
		}
		for kind, by := range map[string]id.ID{"account.created_outside": admin.Account, "account.approved": lead.Account} {
			if !slices.ContainsFunc(events, func(e office.Event) bool { return e.Kind == kind && e.By == by && e.Account == x.ID }) {
				t.Errorf("the record does not say %s", kind)
			}
		}
	})
}

// TestACodeThatNobodyApproved: it is over by itself, or when somebody ends it; a new one takes an approval of its own.
func TestACodeThatNobodyApproved(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		admin, ctx := w.admin(), t.Context()
		privacy := w.colleague(admin, "privacy", access.Privacy)
		x, first := w.outside(admin, "lin")
		old := w.waits(privacy)
		w.clock.Add(time.Hour)
		second, err := w.ResetAccount(ctx, admin, x.ID)
		if err != nil {
			t.Fatal(err)
		}
		wants(t, w.Approve(ctx, privacy, x.ID, old.EndsAt), "office.guard.approval_gone") // what was read is not what waits now
		row := w.waits(privacy)
		if err := w.RefuseCode(ctx, privacy, x.ID, row.EndsAt); err != nil {
			t.Fatal(err)
		}
		for _, code := range []id.Code{first, second} {
			_, err = w.Enrol(ctx, code.String(), "desk")
			wants(t, err, "signin.enrol.refused")
		}

		third, err := w.ResetAccount(ctx, admin, x.ID)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Approve(ctx, privacy, x.ID, w.waits(privacy).EndsAt); err != nil {
			t.Fatal(err)
		}
		w.enrol(third)
		fourth, err := w.ResetAccount(ctx, admin, x.ID) // the approval of one code is none of the next
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.Enrol(ctx, fourth.String(), "desk")
		wants(t, err, "signin.enrol.waits")
		if _, err := w.Resolve(ctx, w.signs[x.ID], office.Web); err == nil {
			t.Error("what ends with a reset waits for the second person")
		}
		row = w.waits(privacy)
		w.clock.Add(72 * time.Hour)
		wants(t, w.Approve(ctx, privacy, x.ID, row.EndsAt), "office.guard.approval_gone")
		if all, err := w.Waiting(ctx, privacy); err != nil || len(all) != 0 {
			t.Errorf("%+v %v", all, err)
		}
	})
}

// TestWhoLeavesMeanwhile: an approval needs the right of both at its time, and the code that of who approved it.
func TestWhoLeavesMeanwhile(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		admin, ctx := w.admin(), t.Context()
		lead := w.colleague(admin, "lead", access.Lead)
		other := w.colleague(admin, "admin2", access.Administrator)
		x, _ := w.outside(other, "lin")
		row := w.waits(lead)
		if err := w.CloseAccount(ctx, admin, other.Account); err != nil {
			t.Fatal(err)
		}
		wants(t, w.Approve(ctx, lead, x.ID, row.EndsAt), "office.guard.approval_gone")

		code, err := w.ResetAccount(ctx, admin, x.ID)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Approve(ctx, lead, x.ID, w.waits(lead).EndsAt); err != nil {
			t.Fatal(err)
		}
		if err := w.CloseAccount(ctx, admin, lead.Account); err != nil {
			t.Fatal(err)
		}
		_, err = w.Enrol(ctx, code.String(), "desk")
		wants(t, err, "signin.enrol.refused")
		_, err = w.ResetAccount(ctx, admin, x.ID)
		wants(t, err, "office.guard.approval_nobody")
	})
}

// TestNobodyOpensAColleaguesAccountAlone: nor resets one, whoever it is; so that nobody who makes accounts is two people.
func TestNobodyOpensAColleaguesAccountAlone(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		admin, ctx := w.admin(), t.Context()
		lead := w.colleague(admin, "lead", access.Lead)
		village := w.unit(admin, w.Root.ID, office.Village, "V1")
		admin, lead = w.again(admin), w.again(lead)
		x, code := w.account(admin, village.ID, "ghost")
		w.post(admin, x.ID, w.Root.ID, access.Privacy)
		_, err := w.Enrol(ctx, code.String(), "desk")
		wants(t, err, "signin.enrol.waits")
		row := w.waits(admin)
		wants(t, w.Approve(ctx, admin, x.ID, row.EndsAt), "office.guard.approval_own")
		if err := w.Approve(ctx, lead, x.ID, w.waits(lead).EndsAt); err != nil {
			t.Fatal(err)
		}
		_, in := w.enrol(code)
		if !in.Actor.Holds(access.Privacy, w.Root.ID) {
			t.Errorf("%+v", in.Actor)
		}

		code, err = w.ResetAccount(ctx, admin, x.ID)
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.Enrol(ctx, code.String(), "desk")
		wants(t, err, "signin.enrol.waits")
		_, err = w.ResetAccount(ctx, admin, lead.Account) // who is left has not set up the account anew
		wants(t, err, "office.guard.approval_nobody")
		if err := w.CloseAccount(ctx, admin, lead.Account); err != nil {
			t.Fatal(err)
		}
		_, code = w.account(admin, village.ID, "second")
		_, err = w.Enrol(ctx, code.String(), "desk") // a vacancy is no set-up
		wants(t, err, "signin.enrol.waits")
		code, err = w.ResetAccount(ctx, w.cli, x.ID)
		if err != nil {
			t.Fatal(err)
		}
		w.enrol(code)
	})
}

// TestWhoLeadsApprovesBelow: the lead of a unit for its own accounts and those below, and nobody elsewhere; whoever else administers sees none.
func TestWhoLeadsApprovesBelow(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		admin, ctx := w.admin(), t.Context()
		one, two := w.unit(admin, w.Root.ID, office.Village, "V1"), w.unit(admin, w.Root.ID, office.Village, "V2")
		admin = w.again(admin)
		leads := map[id.ID]access.Actor{}
		for login, unit := range map[string]id.ID{"lead1": one.ID, "lead2": two.ID} {
			x, code, err := w.CreateAccount(ctx, w.cli, office.CreateAccount{Unit: unit, Login: login, Name: "同事", Language: "en"})
			if err != nil {
				t.Fatal(err)
			}
			w.post(admin, x.ID, unit, access.Lead)
			_, in := w.enrol(code)
			leads[unit] = in.Actor
		}
		x, _ := w.account(admin, one.ID, "clerk")
		row := w.waits(admin)
		if all, err := w.Waiting(ctx, leads[two.ID]); err != nil || len(all) != 0 {
			t.Errorf("another village's lead reads %+v %v", all, err)
		}
		wants(t, w.Approve(ctx, leads[two.ID], x.ID, row.EndsAt), "access.refused.office.manage")
		wants(t, w.RefuseCode(ctx, leads[two.ID], x.ID, row.EndsAt), "access.refused.office.manage")
		if row = w.waits(leads[one.ID]); !row.Approve {
			t.Errorf("%+v", row)
		}
		if err := w.Approve(ctx, leads[one.ID], x.ID, row.EndsAt); err != nil {
			t.Error(err)
		}
	})
}

// TestAnOfficeIsSetUp: until somebody who can approve has set up an account, codes work at once, and the record says so; one that was not used
// by then waits, also where its second page was open already.
func TestAnOfficeIsSetUp(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		admin, ctx := w.admin(), t.Context()
		clerk, first := w.account(admin, w.Root.ID, "clerk")
		lead, second := w.account(admin, w.Root.ID, "lead")
		_, third := w.account(admin, w.Root.ID, "late")
		w.post(admin, lead.ID, w.Root.ID, access.Lead)
		if all, err := w.Waiting(ctx, admin); err != nil || len(all) != 0 {
			t.Errorf("%+v %v", all, err)
		}
		w.enrol(first)
		open, err := w.Enrol(ctx, third.String(), "desk")
		if err != nil {
			t.Fatal(err)
		}
		_, in := w.enrol(second)
		secret := secretOf(t, open.Secret)
		_, err = w.CompleteEnrolment(ctx, open.Step, password, office.TOTPCode(secret, w.clock.Now()))
		wants(t, err, "signin.enrol.waits")
		if row := w.waits(in.Actor); row.Account.Login != "late" || !row.Approve {
			t.Errorf("%+v", row)
		}
		events, err := w.store.Events(ctx, w.Tenant.ID, []id.ID{w.Root.ID}, id.ID{}, 50)
		if err != nil || !slices.ContainsFunc(events, func(e office.Event) bool { return e.Kind == "account.enrolled_alone" && e.Account == clerk.ID }) {
			t.Errorf("the record does not say that nobody approved: %v", err)
		}
	})
}
