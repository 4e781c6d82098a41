package app_test

import (
	"slices"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/casefile"
	"linli/consent"
	"linli/office"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/referral"
	"linli/referral/directory"
)

// theirs are the codes of what an account of an organisation has on its list.
func theirs(t *testing.T, w *apptest.World, a access.Actor) (out []id.Code) {
	t.Helper()
	rows, _, err := w.App.Referral.Asked(w.Ctx, a, "", 50)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		out = append(out, r.Code)
	}
	return out
}

// TestAnOrganisationsAccountAnswersItsOwnReferrals: it lists what is made to its organisation, reads the lines that were agreed to and no
// others, answers by the same acts as the link, and finds nothing else.
func TestAnOrganisationsAccountAnswersItsOwnReferrals(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		ours, others := w.Clinic("甲站"), w.Clinic("乙站")
		c, person, link := w.Referred(ours)
		c, other := w.ReferTo(c, person, others)
		w.Outside("jia", ours)
		a := w.Provider("jia")
		code := c.Referral(link.Party).Link.Code
		if got := theirs(t, w, a); !slices.Equal(got, []id.Code{code}) {
			t.Fatalf("the list has %v", got)
		}
		rows, _, _ := w.App.Referral.Asked(w.Ctx, a, "", 50)
		if r := rows[0]; r.Service != ours || r.Status != referral.Requested || r.Due.IsZero() {
			t.Errorf("%+v", r)
		}
		for _, none := range []id.Code{c.Referral(other.Party).Link.Code, "", "ABCD-EFGH"} {
			_, err := w.App.Referral.ComeTo(w.Ctx, a, none)
			apptest.Refused(t, err, "access.not_found")
		}
		at, err := w.App.Referral.ComeTo(w.Ctx, a, code)
		if err != nil {
			t.Fatal(err)
		}
		told, err := w.App.Referral.OpenTold(w.Ctx, at)
		if want := []referral.Said{{Line: "name", Text: "阿依古丽欧阳"}, {Line: "words", Text: "想请律师看看协议"}}; err != nil || !slices.Equal(told.Lines, want) {
			t.Errorf("it reads %+v, %v", told, err)
		}
		reads := func() (n int) {
			o, err := w.App.Referral.Open(w.Ctx, person, c.ID)
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range o.Reads {
				if x.Kind == access.Provider && x.Account == a.Account && x.Party == link.Party {
					n++
				}
			}
			return n
		}
		if reads() != 1 {
			t.Error("the person does not see that it was read, by whom and of which referral")
		}
		c = w.Help(at, c, referral.Accept{Referral: link.Party}, referral.Begin{Referral: link.Party})
		events, err := w.App.Referral.Repo.Events(w.Ctx, w.Tenant(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		if by := events[len(events)-1].By; by.Kind != access.Provider || by.Account != a.Account || by.Party != link.Party {
			t.Errorf("who answered is %+v", by)
		}
		_, err = w.App.Referral.Act(w.Ctx, at, c.ID, referral.Accept{Referral: other.Party}, nil)
		apptest.Refused(t, err, "referral.link_wrong")
		for _, cmd := range []referral.Command{referral.TakeBack{Referral: link.Party}, referral.Request{Referral: link.Party}, referral.RevokeLink{Referral: link.Party}} {
			if _, err := w.App.Referral.Act(w.Ctx, at, c.ID, cmd, nil); err == nil {
				t.Errorf("it may %s", cmd.Kind())
			}
		}
		_, err = w.App.Referral.Open(w.Ctx, at, c.ID)
		apptest.Refused(t, err, "access.not_found")
		if _, _, err := w.App.Referral.See(w.Ctx, at, c.ID); err == nil {
			t.Error("it sees the case")
		}
		for _, x := range []access.Actor{w.As("clerk"), w.As("admin"), person, link} {
			_, _, err := w.App.Referral.Asked(w.Ctx, x, "", 5)
			apptest.Refused(t, err, "access.not_found")
		}
	})
}

// TestWhatEndsIsGoneFromAnOrganisation: with the next request nothing is told, whoever ended it; what is left is to say that it is deleted.
func TestWhatEndsIsGoneFromAnOrganisation(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		clinic := w.Clinic("甲站")
		w.Outside("jia", clinic)
		a := w.Provider("jia")
		for name, end := range map[string]func(referral.Case, access.Actor, id.ID) referral.Case{
			"the person takes it back": func(c referral.Case, p access.Actor, r id.ID) referral.Case {
				return w.Help(p, c, referral.TakeBack{Referral: r})
			},
			"the person leaves": func(c referral.Case, p access.Actor, _ id.ID) referral.Case { return w.Help(p, c, referral.Leave{}) },
			"it was a mistake": func(c referral.Case, _ access.Actor, r id.ID) referral.Case {
				return w.Help(w.Worker(), c, referral.EnterError{Referral: r})
			},
		} {
			c, person, link := w.Referred(clinic)
			code := c.Referral(link.Party).Link.Code
			at, err := w.App.Referral.ComeTo(w.Ctx, a, code)
			if err != nil {
				t.Fatal(err)
			}
			c = end(c, person, link.Party)
			told, err := w.App.Referral.OpenTold(w.Ctx, at)
			if err != nil || len(told.Lines) > 0 || !slices.Equal(told.Next, []casefile.Kind{"acknowledge"}) {
				t.Errorf("%s: it reads %+v, %v", name, told, err)
			}
			_, err = w.App.Referral.Act(w.Ctx, at, c.ID, referral.Accept{Referral: link.Party}, nil)
			apptest.Refused(t, err, "referral.link_over")
			if fault.Of(err).Code.Status() != 409 {
				t.Errorf("%s: it is answered with %d", name, fault.Of(err).Code.Status())
			}
			if rows, _, err := w.App.Referral.Asked(w.Ctx, a, "", 5); err != nil || len(rows) != 1 || !rows[0].Erase || rows[0].Due.IsZero() {
				t.Errorf("%s: the list has %+v, %v", name, rows, err)
			}
			w.Help(at, c, referral.Acknowledge{Referral: link.Party})
			if got := theirs(t, w, a); len(got) != 0 {
				t.Errorf("%s: the list still has %v", name, got)
			}
			_, err = w.App.Referral.OpenTold(w.Ctx, at)
			apptest.Refused(t, err, "access.not_found")
		}
		// A cancelled one asks for nothing: it is as if it had never been.
		c, _, link := w.Referred(clinic)
		at, err := w.App.Referral.ComeTo(w.Ctx, a, c.Referral(link.Party).Link.Code)
		if err != nil {
			t.Fatal(err)
		}
		w.Help(w.Worker(), c, referral.Cancel{Referral: link.Party, Reason: referral.NoAnswer})
		_, err = w.App.Referral.Act(w.Ctx, at, c.ID, referral.Accept{Referral: link.Party}, nil)
		apptest.Refused(t, err, "access.not_found")
		_, err = w.App.Referral.OpenTold(w.Ctx, at)
		apptest.Refused(t, err, "access.not_found")
		if got := theirs(t, w, a); len(got) != 0 {
			t.Errorf("the list has %v", got)
		}
	})
}

// TestHowLongAnAccountComesIn: longer than a link while something is to be answered, as long as the link where it is completed, and never
// where the worker has closed it. A no ends it.
func TestHowLongAnAccountComesIn(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		clinic := w.Clinic("甲站")
		w.Outside("jia", clinic)
		a := w.Provider("jia")
		c, _, link := w.Referred(clinic)
		r := c.Referral(link.Party)
		at, err := w.App.Referral.ComeTo(w.Ctx, a, r.Link.Code)
		if err != nil {
			t.Fatal(err)
		}
		c = w.Help(w.Worker(), c, referral.RevokeLink{Referral: r.ID})
		if got := theirs(t, w, a); len(got) != 0 {
			t.Error("what is closed stands in the list")
		}
		_, err = w.App.Referral.Act(w.Ctx, at, c.ID, referral.Accept{Referral: r.ID}, nil)
		apptest.Refused(t, err, "access.not_found")
		next, _, err := w.App.Referral.RenewLink(w.Ctx, w.Worker(), c.ID, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		c = w.Help(at, c, referral.Accept{Referral: r.ID})
		w.Clock.Set(next.Expires.Add(time.Hour))
		_, err = w.App.Referral.OpenTold(w.Ctx, link)
		apptest.Refused(t, err, "referral.link_wrong")
		if told, err := w.App.Referral.OpenTold(w.Ctx, at); err != nil || len(told.Lines) != 2 {
			t.Errorf("at work on it the account reads %+v, %v", told, err)
		}
		c = w.Help(at, c, referral.Complete{Referral: r.ID, Outcome: "given"})
		_, err = w.App.Referral.OpenTold(w.Ctx, at)
		apptest.Refused(t, err, "access.not_found")

		c, _, link = w.Referred(clinic)
		if at, err = w.App.Referral.ComeTo(w.Ctx, a, c.Referral(link.Party).Link.Code); err != nil {
			t.Fatal(err)
		}
		w.Help(at, c, referral.Reject{Referral: link.Party, Reason: referral.DeclinedCapacity})
		if got := theirs(t, w, a); len(got) != 0 {
			t.Error("what was declined stands in the list")
		}
	})
}

// TestAnotherOrganisationTakesNothingOver: where a service has moved to another organisation, neither's accounts read what was sent before;
// the link still does. One that closes ends what runs, and its account says that it is deleted, even once it has left the directory.
func TestAnotherOrganisationTakesNothingOver(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		clinic, heir := w.Clinic("甲站"), w.Clinic("乙站")
		w.Outside("jia", clinic)
		w.Outside("yi", heir)
		c, _, link := w.Referred(clinic)
		code := c.Referral(link.Party).Link.Code
		a, b := w.Provider("jia"), w.Provider("yi")
		change := func(do func(*directory.Sheet)) {
			o, err := w.App.Directory.Open(w.Ctx, w.Worker(), clinic)
			if err != nil {
				t.Fatal(err)
			}
			sheet, err := directory.SheetOf(o.Node)
			if err != nil {
				t.Fatal(err)
			}
			do(&sheet)
			if _, err := w.App.Directory.Save(w.Ctx, w.Worker(), clinic, o.Version, sheet); err != nil {
				t.Fatal(err)
			}
		}
		change(func(s *directory.Sheet) { s.Organization = b.Organisation })
		for _, x := range []access.Actor{a, b} {
			if got := theirs(t, w, x); len(got) != 0 {
				t.Errorf("the list has %v", got)
			}
			_, err := w.App.Referral.ComeTo(w.Ctx, x, code)
			apptest.Refused(t, err, "access.not_found")
		}
		if told, err := w.App.Referral.OpenTold(w.Ctx, link); err != nil || len(told.Lines) != 2 {
			t.Errorf("the link reads %+v, %v", told, err)
		}
		change(func(s *directory.Sheet) { s.Status = "defunct" })
		if err := w.App.Tick(w.Ctx); err != nil {
			t.Fatal(err)
		}
		c, err := w.App.Referral.Repo.Case(w.Ctx, w.Tenant(), c.ID)
		if err != nil || c.Referrals[0].Reason != referral.AgencyClosed {
			t.Fatalf("%+v, %v", c.Referrals, err)
		}
		o, err := w.App.Directory.Open(w.Ctx, w.Worker(), clinic)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.App.Directory.RemovePart(w.Ctx, w.Worker(), directory.KindService, clinic, o.Version); err != nil {
			t.Fatal(err)
		}
		if c.Referrals[0].AskedErase.IsZero() {
			if got := theirs(t, w, a); len(got) != 0 {
				t.Errorf("the list has %v", got)
			}
			return
		}
		at, err := w.App.Referral.ComeTo(w.Ctx, a, code)
		if err != nil {
			t.Fatal(err)
		}
		w.Help(at, c, referral.Acknowledge{Referral: link.Party})
	})
}

// TestWhoeverTookTheServiceOverAfterTheYesReadsNothing: the person said yes to a service of one organisation. Where another has taken it over
// before the worker sends, no account reads it; the link, which the worker hands over, does.
func TestWhoeverTookTheServiceOverAfterTheYesReadsNothing(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		clinic, heir := w.Clinic("甲站"), w.Clinic("乙站")
		w.Outside("jia", clinic)
		w.Outside("yi", heir)
		a, b := w.Provider("jia"), w.Provider("yi")
		c, person := w.Ask(w.Request())
		c = w.Help(w.Worker(), c, referral.Take{Apart: true}, referral.Refer{Service: clinic, Need: "legal_aid", Lines: []string{referral.LineName}})
		r := c.Referrals[0].ID
		c = w.Help(person, c, referral.Agree{Referral: r, Lines: []string{referral.LineName}, How: consent.Screen, Language: w.Language()})
		o, err := w.App.Directory.Open(w.Ctx, w.Worker(), clinic)
		if err != nil {
			t.Fatal(err)
		}
		sheet, err := directory.SheetOf(o.Node)
		if err != nil {
			t.Fatal(err)
		}
		sheet.Organization = b.Organisation
		if _, err := w.App.Directory.Save(w.Ctx, w.Worker(), clinic, o.Version, sheet); err != nil {
			t.Fatal(err)
		}
		link, key, err := w.App.Referral.Request(w.Ctx, w.Worker(), c.ID, r)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range []access.Actor{a, b} {
			if got := theirs(t, w, x); len(got) != 0 {
				t.Errorf("the list has %v", got)
			}
			_, err := w.App.Referral.ComeTo(w.Ctx, x, link.Code)
			apptest.Refused(t, err, "access.not_found")
		}
		at, err := w.App.Referral.Enter(w.Ctx, w.Tenant(), link.Code, key)
		if err != nil {
			t.Fatal(err)
		}
		if told, err := w.App.Referral.OpenTold(w.Ctx, at); err != nil || len(told.Lines) != 1 {
			t.Errorf("the link reads %+v, %v", told, err)
		}
	})
}

// TestWhatIsAnsweredLeavesTheListOfAnOrganisation: a completed referral opens from its code as long as its link does, and crowds out nothing
// that waits for an answer.
func TestWhatIsAnsweredLeavesTheListOfAnOrganisation(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		clinic := w.Clinic("甲站")
		w.Outside("jia", clinic)
		a := w.Provider("jia")
		for range 4 {
			c, _, link := w.Referred(clinic)
			at, err := w.App.Referral.ComeTo(w.Ctx, a, c.Referral(link.Party).Link.Code)
			if err != nil {
				t.Fatal(err)
			}
			w.Help(at, c, referral.Accept{Referral: link.Party}, referral.Complete{Referral: link.Party, Outcome: "given"})
			if told, err := w.App.Referral.OpenTold(w.Ctx, at); err != nil || len(told.Lines) != 2 {
				t.Errorf("what it completed opens as %+v, %v", told, err)
			}
		}
		c, _, link := w.Referred(clinic)
		rows, next, err := w.App.Referral.Asked(w.Ctx, a, "", 2)
		if err != nil || next != "" || len(rows) != 1 || rows[0].Code != c.Referral(link.Party).Link.Code {
			t.Errorf("the first page has %+v, then %q, %v", rows, next, err)
		}
		for _, wrong := range []id.Code{"\x00", "\xff"} {
			if _, _, err := w.App.Referral.Asked(w.Ctx, a, wrong, 2); err != nil {
				t.Errorf("behind %q: %v", wrong, err)
			}
		}
	})
}

// TestAnOrganisationsAccountIsNoStaff: it holds no post and no token, stands at the top alone, is closed like any other, and its sessions
// end with it.
func TestAnOrganisationsAccountIsNoStaff(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		clinic := w.Clinic("甲站")
		c, _, link := w.Referred(clinic)
		w.Outside("jia", clinic)
		account, admin := w.Hired("jia").Account, w.As("admin")
		_, err := w.App.Office.AssignPost(w.Ctx, admin, office.AssignPost{Account: account, Unit: w.Unit("V1"), Kind: access.Clerk})
		apptest.Refused(t, err, "office.guard.organisation_post")
		session := w.Session("jia")
		in, err := w.App.Office.Resolve(w.Ctx, session, office.Web)
		if err != nil {
			t.Fatal(err)
		}
		_, _, err = w.App.Office.CreateAccount(w.Ctx, admin, office.CreateAccount{Unit: w.Unit("V1"), Login: "low", Name: "low", Language: "en", Organisation: in.Actor.Organisation})
		apptest.Refused(t, err, "office.guard.organisation_top")
		_, _, err = w.App.Office.CreateAccount(w.Ctx, w.As("lead"), office.CreateAccount{Unit: w.Unit("T"), Login: "low", Name: "low", Language: "en", Organisation: in.Actor.Organisation})
		apptest.Refused(t, err, "access.refused.office.manage")
		for name, issue := range map[string]func() error{
			"token":    func() error { _, err := w.App.Office.IssueToken(w.Ctx, in); return err },
			"calendar": func() error { _, err := w.App.Office.IssueFeed(w.Ctx, in); return err },
			"device":   func() error { _, err := w.App.Office.IssueDevice(w.Ctx, in); return err },
		} {
			if err := issue(); err == nil || fault.Of(err).Key != "access.not_found" {
				t.Errorf("a %s is issued: %v", name, err)
			}
		}
		if w.Hired("jia").Token != "" || len(in.Actor.Posts) != 0 {
			t.Errorf("%+v", in.Actor)
		}
		at, err := w.App.Referral.ComeTo(w.Ctx, in.Actor, c.Referral(link.Party).Link.Code)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.App.Office.CloseAccount(w.Ctx, admin, account); err != nil {
			t.Fatal(err)
		}
		if _, err := w.App.Office.Resolve(w.Ctx, session, office.Web); err == nil {
			t.Error("its session stands")
		}
		if left, err := w.App.Office.Outside(w.Ctx, w.Tenant(), at.Organisation); err != nil || len(left) != 0 {
			t.Errorf("%+v, %v", left, err)
		}
	})
}
