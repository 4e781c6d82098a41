package app_test

import (
	"slices"
	"testing"

	"linli/app/apptest"
	"linli/casefile/breach"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/report"
)

// TestABreachOfReportsAndRequestsForHelp: they are named by their codes or with their unit as a mediation is; each person reads of it
// behind the own slip and nowhere else, and only a reporter who confirmed an address hears by mail that something waits.
func TestABreachOfReportsAndRequestsForHelp(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		s, officer := w.App.Breaches, w.As("privacy")
		mailed, author := w.Submit(w.Issue())
		mailed = w.Answer(author, mailed, report.TellByMail{Address: "someone@example.org", Language: "zh-Hans"})
		letter, err := w.App.Report.Letter(w.Ctx, w.Tenant(), mailed.ID, true)
		if err != nil || w.App.Report.ConfirmMail(w.Ctx, author, letter.Digits) != nil {
			t.Fatal(err)
		}
		silent, _ := w.Submit(w.Issue())
		leaves, leaver := w.Submit(w.Issue())
		leaves = w.Answer(leaver, leaves, report.TellByMail{Address: "another@example.org", Language: "zh-Hans"})
		letter, err = w.App.Report.Letter(w.Ctx, w.Tenant(), leaves.ID, true)
		if err != nil || w.App.Report.ConfirmMail(w.Ctx, leaver, letter.Digits) != nil {
			t.Fatal(err)
		}
		complaint, _ := w.Complain(w.Complaint())
		helped, _ := w.Ask(w.Request())
		other, _ := w.Ask(w.Request())
		met := w.To(mediation.Accepted)
		codes := map[id.ID]id.Code{}
		for _, c := range []id.ID{mailed.ID, silent.ID, leaves.ID, complaint.ID, helped.ID} {
			slips, err := w.App.Report.Repo.Slips(w.Ctx, w.Tenant(), c)
			if err != nil || len(slips) != 1 {
				t.Fatalf("%+v %v", slips, err)
			}
			codes[c] = slips[0].Code
		}
		e, err := s.Enter(w.Ctx, officer, breach.New{Kinds: []string{"told"}, Cause: "lost", Found: w.Clock.Now(), Happened: "A folder was lost"})
		if err != nil {
			t.Fatal(err)
		}
		for _, code := range codes {
			if err := s.Name(w.Ctx, officer, e.ID, string(code), id.ID{}, 0, 0); err != nil {
				t.Fatal(err)
			}
		}
		_, _, rows, err := s.Show(w.Ctx, officer, e.ID)
		if err != nil || len(rows) != len(codes) {
			t.Fatalf("%+v %v", rows, err)
		}
		for _, x := range rows {
			want := "report"
			if x.Case == helped.ID {
				want = "referral"
			}
			if x.Capability != want || x.Received.IsZero() || x.Unit.IsZero() {
				t.Errorf("%+v, want a %s", x, want)
			}
		}
		if err := s.WriteNotice(w.Ctx, officer, e.ID, breach.Write{Text: "A folder was lost.", Nobody: true}); err != nil {
			t.Fatal(err)
		}
		if err := s.Release(w.Ctx, w.As("upper.lead"), e.ID); err != nil {
			t.Fatal(err)
		}
		w.Give("lead", "V1", access.Handler)
		w.Answer(w.As("lead"), leaves, report.Take{}, report.NotAccept{Reason: "other_office", Right: "城管中队", Text: "请找城管"})
		w.Answer(leaver, leaves, report.AskErasure{}) // restricted: no mail goes to it, and none is counted
		if _, err := w.App.DoDue(w.Ctx); err != nil {
			t.Error(err)
		}
		if _, _, rows, err = s.Show(w.Ctx, officer, e.ID); err != nil {
			t.Fatal(err)
		}
		for _, x := range rows {
			if x.Told.IsZero() || (x.Mailed == 1) != (x.Case == mailed.ID) {
				t.Errorf("told at %s, mails %d", x.Told, x.Mailed)
			}
		}
		for c, want := range map[id.ID]int{mailed.ID: 1, silent.ID: 1, leaves.ID: 1, complaint.ID: 1, helped.ID: 1, other.ID: 0, met.ID: 0} {
			if told, err := s.OfCase(w.Ctx, w.Tenant(), c); err != nil || len(told) != want {
				t.Errorf("%d notices, want %d: %v", len(told), want, err)
			}
		}
		if told, err := s.OfCase(w.Ctx, w.Tenant(), other.ID, mailed.ID, silent.ID); err != nil || len(told) != 1 {
			t.Errorf("the parts of a report are told of one breach %d times: %v", len(told), err)
		}

		whole, err := s.Enter(w.Ctx, officer, breach.New{Kinds: []string{"told"}, Cause: "intrusion", Found: w.Clock.Now(), Happened: "A device was open"})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Whole(w.Ctx, officer, whole.ID, w.Unit("V1")); err != nil {
			t.Fatal(err)
		}
		if _, _, rows, err = s.Show(w.Ctx, officer, whole.ID); err != nil {
			t.Fatal(err)
		}
		for _, c := range []id.ID{mailed.ID, silent.ID, leaves.ID, helped.ID, other.ID, met.ID} {
			if !slices.ContainsFunc(rows, func(x breach.Row) bool { return x.Case == c }) {
				t.Errorf("a case of the unit is not listed: %+v", rows)
			}
		}
		if len(rows) != 6 { // the complaint about the unit lies with the unit above
			t.Errorf("%d cases, want 6", len(rows))
		}
	})
}

// TestABreachTellsNobodyOfAComplaintAboutThem: an officer who is complained of neither names the complaint nor finds it in the list.
func TestABreachTellsNobodyOfAComplaintAboutThem(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		s, officer := w.App.Breaches, w.As("privacy")
		complaint, _ := w.Complain(w.Complaint())
		slips, err := w.App.Report.Repo.Slips(w.Ctx, w.Tenant(), complaint.ID)
		if err != nil {
			t.Fatal(err)
		}
		e, err := s.Enter(w.Ctx, officer, breach.New{Kinds: []string{"told"}, Cause: "lost", Found: w.Clock.Now(), Happened: "A folder was lost"})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Whole(w.Ctx, officer, e.ID, complaint.Desk.Unit); err != nil {
			t.Fatal(err)
		}
		w.Give("privacy", "V1", access.Clerk) // the unit that the complaint is about
		officer = w.As("privacy")
		if after, _, rows, err := s.Show(w.Ctx, officer, e.ID); err != nil || after.Cases != 0 || len(rows) != 0 {
			t.Errorf("%d cases, listed %+v: %v", after.Cases, rows, err)
		}
		if second, _, err := s.ForSecond(w.Ctx, officer, e.ID); err != nil || second.Cases != 0 {
			t.Errorf("the page of a second person counts %d cases: %v", second.Cases, err)
		}
		if second, _, err := s.ForSecond(w.Ctx, w.As("upper.lead"), e.ID); err != nil || second.Cases != 1 {
			t.Errorf("who lets the words go reads that they go to %d cases: %v", second.Cases, err)
		}
		if err := s.Name(w.Ctx, officer, e.ID, string(slips[0].Code), id.ID{}, 0, 0); fault.Of(err) == nil || fault.Of(err).Key != "breach.field.code" {
			t.Errorf("who is complained of names the complaint: %v", err)
		}
	})
}

// TestABreachNamesACaseWhereItIs: a case that went to another unit gets its number there, and is called by that number in the register.
func TestABreachNamesACaseWhereItIs(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		s, officer, c := w.App.Breaches, w.As("privacy"), w.To(mediation.Screening)
		e, err := s.Enter(w.Ctx, officer, breach.New{Kinds: []string{"told"}, Cause: "lost", Found: w.Clock.Now(), Happened: "A folder was lost"})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Whole(w.Ctx, officer, e.ID, w.Unit("V1")); err != nil {
			t.Fatal(err)
		}
		w.Act(w.As("clerk"), c, mediation.Transfer{Unit: w.Unit("V2"), Text: "房屋在二村"})
		if _, _, rows, err := s.Show(w.Ctx, officer, e.ID); err != nil || len(rows) != 1 || rows[0].Unit != w.Unit("V2") {
			t.Errorf("%+v %v", rows, err)
		}
	})
}
