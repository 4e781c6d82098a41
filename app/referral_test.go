package app_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/casefile"
	"linli/consent"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/referral"
	"linli/referral/directory"
)

// TestHelpGoesItsWholeWay: somebody asks, agrees line by line, the service answers from its link and reads these lines and no others,
// the person says that the help came.
func TestHelpGoesItsWholeWay(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		clinic := w.Clinic("青石法律援助站")
		c, person, provider := w.Referred(clinic)
		r := c.Referrals[0]
		if r.Status != referral.Requested || len(r.Records) != 1 || !slices.Equal(r.Lines, []string{referral.LineName, referral.LineWords}) {
			t.Fatalf("%+v", r)
		}
		told, err := w.App.Referral.OpenTold(w.Ctx, provider)
		if err != nil {
			t.Fatal(err)
		}
		if want := []referral.Said{{Line: "name", Text: "阿依古丽欧阳"}, {Line: "words", Text: "想请律师看看协议"}}; !slices.Equal(told.Lines, want) {
			t.Errorf("the service reads %v", told.Lines)
		}
		c = w.Help(provider, c, referral.Accept{Referral: r.ID}, referral.Begin{Referral: r.ID}, referral.Hold{Referral: r.ID, Text: "等材料"},
			referral.Begin{Referral: r.ID}, referral.Complete{Referral: r.ID, Outcome: "given", Text: "见过律师"})
		c = w.Help(person, c, referral.Received{Referral: r.ID})
		if r = c.Referrals[0]; r.Status != referral.Completed || r.Outcome != "given" || !r.Received || r.Told.IsZero() {
			t.Errorf("%+v", r)
		}
		o, err := w.App.Referral.Open(w.Ctx, person, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		if o.Asked == "" || o.Contact == "" || len(o.Records) != 1 || !slices.ContainsFunc(o.Reads, func(x access.Row) bool { return x.Kind == access.Provider }) {
			t.Errorf("the person reads %+v", o)
		}
		events, err := w.App.Referral.Repo.Events(w.Ctx, w.Tenant(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		again, err := referral.Replay(w.Tenant(), events)
		if err != nil || again.Referrals[0].Status != referral.Completed || again.Version != c.Version {
			t.Errorf("a replay gives %+v, %v", again, err)
		}
		c = w.Help(w.Worker(), c, referral.Close{})
		w.Clock.Add(731 * 24 * time.Hour)
		if _, err := w.App.DoDue(w.Ctx); err != nil {
			t.Fatal(err)
		}
		if c, err = w.App.Referral.Repo.Case(w.Ctx, w.Tenant(), c.ID); err != nil || c.Erased.IsZero() {
			t.Errorf("after its term it stands: %+v, %v", c, err)
		}
		if left, err := w.App.Referral.Repo.Sealed(w.Ctx, w.Tenant(), c.ID); err != nil || len(left) != 0 {
			t.Errorf("%d sealed fields are left, %v", len(left), err)
		}
	})
}

// TestOnlyTheWorkerAndThePersonRead: nobody else of the office, no other service and no other case's person.
func TestOnlyTheWorkerAndThePersonRead(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		c, person, provider := w.Referred(w.Clinic("甲站"))
		w.Hire("helper", "V1", access.Referral)
		for _, login := range []string{"helper", "lead", "mediator", "admin", "statistician", "privacy", "upper.lead", "other.clerk"} {
			if _, err := w.App.Referral.Open(w.Ctx, w.As(login), c.ID); err == nil {
				t.Errorf("%s reads it", login)
			}
		}
		other := person
		other.Party = w.App.IDs.New()
		_, err := w.App.Referral.Open(w.Ctx, other, c.ID)
		apptest.Refused(t, err, "access.not_found")
		_, err = w.App.Referral.Open(w.Ctx, provider, c.ID)
		apptest.Refused(t, err, "access.not_found")
		provider.Party = w.App.IDs.New()
		_, err = w.App.Referral.OpenTold(w.Ctx, provider)
		apptest.Refused(t, err, "referral.link_wrong")
		_, err = w.App.Referral.Enter(w.Ctx, w.Tenant(), c.Referrals[0].Link.Code, "wrong")
		apptest.Refused(t, err, "referral.link_wrong")
	})
}

// TestWithdrawalMidReferral: in one act the referral ends, the service reads nothing any more with its next request, it is asked to
// erase, and its answer is a promise; the person's other referral goes on.
func TestWithdrawalMidReferral(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c, person, first := w.Referred(w.Clinic("甲站"))
		c, second := w.ReferTo(c, person, w.Clinic("乙站"))
		c = w.Help(first, c, referral.Accept{Referral: first.Party}, referral.Begin{Referral: first.Party})
		c = w.Help(second, c, referral.Accept{Referral: second.Party})
		c = w.Help(person, c, referral.TakeBack{Referral: first.Party})
		if r := c.Referral(first.Party); r.Status != referral.Cancelled || r.Reason != referral.ConsentWithdrawn || r.AskedErase.IsZero() {
			t.Errorf("%+v", r)
		}
		told, err := w.App.Referral.OpenTold(w.Ctx, first)
		if err != nil || len(told.Lines) != 0 || !slices.Equal(told.Next, []casefile.Kind{"acknowledge"}) {
			t.Errorf("the service reads %+v, %v", told, err)
		}
		_, err = w.App.Referral.Act(w.Ctx, first, c.ID, referral.Complete{Referral: first.Party, Outcome: "given"}, nil)
		apptest.Refused(t, err, "referral.link_over")
		if fault.Of(err).Code.Status() != 409 {
			t.Errorf("it is answered with %d", fault.Of(err).Code.Status())
		}
		if told, err := w.App.Referral.OpenTold(w.Ctx, second); err != nil || len(told.Lines) != 2 {
			t.Errorf("the other service reads %+v, %v", told, err)
		}
		if !owes(t, w, c, "erase_answer", true) {
			t.Error("nobody owes to follow up that it is erased")
		}
		c = w.Help(first, c, referral.Acknowledge{Referral: first.Party})
		if c.Referral(first.Party).DidErase.IsZero() || owes(t, w, c, "erase_answer", true) {
			t.Error("the answer changes nothing")
		}
		_, err = w.App.Referral.OpenTold(w.Ctx, first)
		if err != nil {
			t.Error(err)
		}
	})
}

// TestOneOfThreeWithdrawn: of three referrals one is taken back; the others' promises and consents stay as they were.
func TestOneOfThreeWithdrawn(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		c, person, a := w.Referred(w.Clinic("甲站"))
		c, b := w.ReferTo(c, person, w.Clinic("乙站"))
		c, d := w.ReferTo(c, person, w.Clinic("丙站"))
		before, err := w.App.Referral.Repo.Promises(w.Ctx, w.Tenant(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		c = w.Help(person, c, referral.TakeBack{Referral: b.Party})
		after, err := w.App.Referral.Repo.Promises(w.Ctx, w.Tenant(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range before {
			i := slices.IndexFunc(after, func(x casefile.PromiseRow) bool { return x.Key == p.Key })
			if p.Subject != b.Party && (i < 0 || after[i].State != p.State || !after[i].Due.Equal(p.Due)) {
				t.Errorf("%s of another referral moved", p.Rule)
			}
		}
		for _, x := range []access.Actor{a, d} {
			if told, err := w.App.Referral.OpenTold(w.Ctx, x); err != nil || len(told.Lines) != 2 {
				t.Errorf("%+v, %v", told, err)
			}
		}
	})
}

// TestAgainAfterWithdrawalIsANewRecord: what ended does not begin again.
func TestAgainAfterWithdrawalIsANewRecord(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		clinic := w.Clinic("甲站")
		c, person, first := w.Referred(clinic)
		c = w.Help(person, c, referral.TakeBack{Referral: first.Party})
		c, second := w.ReferTo(c, person, clinic)
		records, err := w.App.Referral.Repo.Consents(w.Ctx, w.Tenant(), c.ID)
		if err != nil || len(records) != 2 || records[0].State != consent.Withdrawn || records[1].State != consent.Given {
			t.Fatalf("%+v, %v", records, err)
		}
		if told, err := w.App.Referral.OpenTold(w.Ctx, second); err != nil || len(told.Lines) != 2 {
			t.Errorf("%+v, %v", told, err)
		}
		if told, err := w.App.Referral.OpenTold(w.Ctx, first); err != nil || len(told.Lines) != 0 {
			t.Errorf("the old link tells %+v, %v", told, err)
		}
	})
}

// TestSensitiveLinesAreAskedApart: they are a record of their own with a notice of their own, and leaving them out changes nothing else.
func TestSensitiveLinesAreAskedApart(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		c, person := w.Ask(w.Request())
		c = w.Help(w.Worker(), c, referral.Take{Apart: true}, referral.Refer{Service: w.Clinic("甲站"), Need: "legal_aid", Lines: []string{"name", "health"}, Health: "腿伤"})
		r := c.Referrals[0]
		_, err := w.App.Referral.Act(w.Ctx, person, c.ID, referral.Agree{Referral: r.ID, Lines: []string{"contact"}, How: consent.Screen, Language: "zh-Hans"}, nil)
		apptest.Refused(t, err, "referral.field.lines") // what was not offered cannot be agreed to
		c = w.Help(person, c, referral.Agree{Referral: r.ID, Lines: []string{"name", "health"}, How: consent.Screen, Language: "zh-Hans"})
		records, err := w.App.Referral.Repo.Consents(w.Ctx, w.Tenant(), c.ID)
		if err != nil || len(records) != 2 || records[0].Sensitive() || !records[1].Sensitive() || records[0].Notice.Hash == records[1].Notice.Hash {
			t.Errorf("%+v, %v", records, err)
		}
	})
}

// TestAServiceThatClosesForwardsNothing: a service with open referrals cannot be removed; closing it ends them, and no other service
// hears of it.
func TestAServiceThatClosesForwardsNothing(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		clinic, _ := w.Clinic("甲站"), w.Clinic("乙站")
		c, _, provider := w.Referred(clinic)
		o, err := w.App.Directory.Open(w.Ctx, w.Worker(), clinic)
		if err != nil {
			t.Fatal(err)
		}
		apptest.Refused(t, w.App.Directory.RemovePart(w.Ctx, w.Worker(), directory.KindService, clinic, o.Version), "referral.guard.service_in_use")
		sheet, err := directory.SheetOf(o.Node)
		if err != nil {
			t.Fatal(err)
		}
		sheet.Status = "defunct"
		if _, err := w.App.Directory.Save(w.Ctx, w.Worker(), clinic, o.Version, sheet); err != nil {
			t.Fatal(err)
		}
		if err := w.App.Tick(w.Ctx); err != nil {
			t.Fatal(err)
		}
		if c, err = w.App.Referral.Repo.Case(w.Ctx, w.Tenant(), c.ID); err != nil || len(c.Referrals) != 1 || c.Referrals[0].Reason != referral.AgencyClosed {
			t.Errorf("%+v, %v", c.Referrals, err)
		}
		_, err = w.App.Referral.OpenTold(w.Ctx, provider)
		apptest.Refused(t, err, "referral.link_wrong")
		if o, err = w.App.Directory.Open(w.Ctx, w.Worker(), clinic); err != nil {
			t.Fatal(err)
		}
		if err := w.App.Directory.RemovePart(w.Ctx, w.Worker(), directory.KindService, clinic, o.Version); err != nil {
			t.Errorf("without open referrals: %v", err)
		}
		_, err = w.App.Referral.Act(w.Ctx, w.Worker(), c.ID, referral.Refer{Service: clinic, Need: "legal_aid", Lines: []string{"name"}}, nil)
		apptest.Refused(t, err, "referral.guard.service_closed")
	})
}

// TestRejectedSilentNoShow: a no with its reason, a silence that gives the referral back with other services, and an appointment to which
// nobody came, which is nothing but that.
func TestRejectedSilentNoShow(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		w.Clinic("丙站")
		c, person, provider := w.Referred(w.Clinic("甲站"))
		_, err := w.App.Referral.Act(w.Ctx, provider, c.ID, referral.Reject{Referral: provider.Party, Reason: "no-answer"}, nil)
		apptest.Refused(t, err, "form.choose")
		c = w.Help(provider, c, referral.Reject{Referral: provider.Party, Reason: referral.DeclinedCapacity})
		if c.Referrals[0].Reason != referral.DeclinedCapacity || !owes(t, w, c, "next_service", true) {
			t.Errorf("%+v", c.Referrals[0])
		}
		c, silent := w.ReferTo(c, person, w.Clinic("乙站"))
		w.Clock.Add(12 * 24 * time.Hour)
		if err := w.App.Tick(w.Ctx); err != nil {
			t.Fatal(err)
		}
		if c, err = w.App.Referral.Repo.Case(w.Ctx, w.Tenant(), c.ID); err != nil || c.Referral(silent.Party).Silent.IsZero() {
			t.Fatalf("%+v, %v", c.Referrals, err)
		}
		o, err := w.App.Referral.Open(w.Ctx, w.Worker(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		best, err := w.App.Referral.NextBest(w.Ctx, w.Worker(), o, c.Referral(silent.Party))
		if err != nil || len(best) != 1 || best[0].Card.Name != "丙站" {
			t.Errorf("proposed are %+v, %v", best, err)
		}
		c = w.Help(w.Worker(), c, referral.Appoint{At: w.Clock.Now().Add(time.Hour), Text: "窗口见"})
		end := referral.EndAppointment{Appointment: c.Appointments[0].ID, Outcome: referral.NoShow}
		_, err = w.App.Referral.Act(w.Ctx, w.Worker(), c.ID, end, nil)
		apptest.Refused(t, err, "referral.guard.not_yet")
		w.Clock.Add(2 * time.Hour)
		c = w.Help(w.Worker(), c, end)
		if c.Appointments[0].Outcome != referral.NoShow || c.State != referral.Working {
			t.Errorf("%+v", c)
		}
	})
}

// TestWrongRequestsAreRefusedByField: the message that a person sees for each mistake.
func TestWrongRequestsAreRefusedByField(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		w.Worker()
		for _, x := range []struct {
			change func(*referral.Ask)
			field  string
			key    string
		}{
			{func(a *referral.Ask) { a.Needs = nil }, "needs", "referral.field.needs"},
			{func(a *referral.Ask) { a.Needs = []string{"former_prisoner"} }, "needs", "referral.field.needs"},
			{func(a *referral.Ask) { a.Text = " " }, "text", "form.required"},
			{func(a *referral.Ask) { a.Text = strings.Repeat("话", 4001) }, "text", "form.too_long"},
			{func(a *referral.Ask) { a.Name = strings.Repeat("名", 101) }, "name", "form.too_long"},
			{func(a *referral.Ask) { a.Unit = w.App.IDs.New() }, "unit", "form.choose"},
		} {
			a := w.Request()
			x.change(&a)
			_, err := w.App.Referral.Ask(w.Ctx, w.Anybody(), a, nil)
			apptest.Refused(t, err, x.key)
			var list fault.List
			if f := fault.Of(err); f.Field != x.field && !(errors.As(err, &list) && list[0].Field == x.field) {
				t.Errorf("%s stands at %q", x.key, f.Field)
			}
		}
	})
}

// TestPeopleWhoHelpNobodyAreTold: an office without a referral worker says so before it keeps anything.
func TestPeopleWhoHelpNobodyAreTold(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		_, err := w.App.Referral.Ask(w.Ctx, w.Anybody(), w.Request(), nil)
		apptest.Refused(t, err, "referral.guard.nobody_helps")
	})
}

// TestThePersonLeaves: everything ends at once, with every service.
func TestThePersonLeaves(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		c, person, provider := w.Referred(w.Clinic("甲站"))
		c = w.Help(provider, c, referral.Accept{Referral: provider.Party})
		c = w.Help(person, c, referral.Leave{})
		if c.State != referral.Closed || c.Referrals[0].Status != referral.Cancelled || c.Referrals[0].AskedErase.IsZero() {
			t.Errorf("%+v", c)
		}
		if told, err := w.App.Referral.OpenTold(w.Ctx, provider); err != nil || len(told.Lines) != 0 {
			t.Errorf("%+v, %v", told, err)
		}
		_, err := w.App.Referral.Act(w.Ctx, person, c.ID, referral.Reply{Text: "还有"}, nil)
		apptest.Refused(t, err, "referral.guard.state")
	})
}

// TestALinkOpensOneReferralForItsTime: revoked, renewed and expired links tell nothing.
func TestALinkOpensOneReferralForItsTime(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		c, _, provider := w.Referred(w.Clinic("甲站"))
		old := c.Referrals[0].Link
		_, key, err := w.App.Referral.RenewLink(w.Ctx, w.Worker(), c.ID, provider.Party)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.App.Referral.Enter(w.Ctx, w.Tenant(), old.Code, key); err == nil {
			t.Error("the old address opens with the new key")
		}
		c = w.Help(w.Worker(), c, referral.RevokeLink{Referral: provider.Party})
		_, err = w.App.Referral.OpenTold(w.Ctx, provider)
		apptest.Refused(t, err, "referral.link_wrong")
		_, err = w.App.Referral.Act(w.Ctx, w.Worker(), c.ID, referral.RevokeLink{Referral: provider.Party}, nil)
		apptest.Refused(t, err, "referral.guard.link_none")
		link, key, err := w.App.Referral.RenewLink(w.Ctx, w.Worker(), c.ID, provider.Party)
		if err != nil {
			t.Fatal(err)
		}
		w.Clock.Add(61 * 24 * time.Hour)
		_, err = w.App.Referral.Enter(w.Ctx, w.Tenant(), link.Code, key)
		apptest.Refused(t, err, "referral.link_wrong")
	})
}

func owes(t *testing.T, w *apptest.World, c referral.Case, rule string, open bool) bool {
	t.Helper()
	rows, err := w.App.Referral.Repo.Promises(w.Ctx, w.Tenant(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(rows, func(p casefile.PromiseRow) bool { return p.Rule == rule && p.Open() == open })
}
