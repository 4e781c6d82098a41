package app_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/notify"
	"linli/referral"
	"linli/report"
)

// hurt waits for nobody, door for a second person.
var (
	hurt = casefile.AskUrgent{Purpose: "life", Text: "有人受伤", Now: true}
	door = casefile.AskUrgent{Purpose: "door", Text: "来人已到场，承办的人联系不上"}
)

// hears reports whether an account has an unread line of a kind about a case.
func hears(t *testing.T, w *apptest.World, login, key string, c id.ID) bool {
	t.Helper()
	unread, err := w.App.Queue.Unread(w.Ctx, w.Tenant(), w.As(login).Account, 50)
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(unread, func(n notify.Notice) bool { return n.Key == key && n.Case == c })
}

// urgently is how often readings in an emergency show.
func urgently(rows []access.Row) (n int) {
	for _, r := range rows {
		if r.Purpose == access.ForEmergency {
			n++
		}
	}
	return n
}

// TestAReportIsOpenedUrgently: one of the queue asks, another approves, neither alone; for an hour it opens what was reported and nothing behind
// a wall, and who spoke only where a life or a child is in danger. Its nameless reporter reads of it; the privacy officer checks it in time.
func TestAReportIsOpenedUrgently(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		s, ctx, handler, lead, officer := w.App.Report, w.Ctx, w.Handler(), w.As("lead"), w.As("privacy")
		w.Hire("night", "V1", access.Handler)
		c, author := w.Submit(w.Issue())
		c = w.Answer(handler, c, report.Take{}, report.Accept{}, report.Note{Text: "只给同事看"}, report.Write{Text: "我们去看看"})
		updated := func() time.Time {
			x, err := s.PublicView(ctx, w.Tenant(), c.PublicID)
			if err != nil {
				t.Fatal(err)
			}
			return x.Updated
		}
		shown := updated()
		try := func(login string, cmd report.Command) error {
			_, err := s.Act(ctx, w.As(login), c.ID, cmd, nil)
			return err
		}
		apptest.Refused(t, try("clerk", report.Aside(door)), "urgent.guard.urgent_at_work")
		for _, login := range []string{"other.clerk", "upper.lead", "admin", "statistician", "records", "mediator", "privacy"} {
			if try(login, report.Aside(hurt)) == nil {
				t.Errorf("%s opens a report urgently", login)
			}
		}
		c = w.Answer(lead, c, report.Aside(door))
		n := c.Urgent[0].ID
		apptest.Refused(t, try("lead", report.Aside(door)), "urgent.guard.urgent_runs")
		apptest.Refused(t, try("lead", report.Aside(casefile.ApproveUrgent{Urgent: n})), "urgent.guard.urgent_own")
		apptest.Refused(t, try("night", report.Aside(casefile.ApproveUrgent{Urgent: w.Tenant()})), "urgent.guard.urgent_unknown")
		apptest.Refused(t, try("privacy", report.Aside(casefile.CheckUrgent{Urgent: n, Result: "proper", Text: "x"})), "urgent.guard.urgent_checked")
		if _, err := s.ForUrgent(ctx, lead, c.ID); err == nil {
			t.Fatal("it is open before a second person said so")
		}
		if !hears(t, w, "night", "urgent.notice.ask_urgent", c.ID) || hears(t, w, "lead", "urgent.notice.ask_urgent", c.ID) || hears(t, w, "other.clerk", "urgent.notice.ask_urgent", c.ID) {
			t.Error("it does not wait for who can approve it, or for who cannot")
		}
		c = w.Answer(w.As("night"), c, report.Aside(casefile.ApproveUrgent{Urgent: n}))
		apptest.Refused(t, try("night", report.Aside(casefile.ApproveUrgent{Urgent: n})), "urgent.guard.urgent_not_waiting")
		o, err := s.ForUrgent(ctx, lead, c.ID)
		if err != nil || o.Account.Text == "" || o.Name+o.Contact != "" || len(o.Notes)+len(o.Names) > 0 {
			t.Fatalf("for somebody at the door it opens %+v, %q %q %v, %v", o.Account, o.Name, o.Contact, o.Notes, err)
		}
		for _, login := range []string{"night", "privacy", "other.clerk"} {
			if _, err := s.ForUrgent(ctx, w.As(login), c.ID); err == nil {
				t.Errorf("%s reads by the urgent access of another", login)
			}
		}
		own, err := s.Open(ctx, author, c.ID)
		if err != nil || len(own.Case.Urgent) != 1 || !own.Case.Urgent[0].Account.IsZero() || !own.Case.Urgent[0].Approver.IsZero() || urgently(own.Reads) != 1 {
			t.Fatalf("its reporter reads %+v, %v", own.Case.Urgent, err)
		}
		if !updated().Equal(shown) {
			t.Error("everybody sees that something happened")
		}
		w.Clock.Add(-2 * time.Hour)
		if _, err := s.ForUrgent(ctx, lead, c.ID); err == nil {
			t.Error("it is open before it began: the clock was set back")
		}
		w.Clock.Add(2*time.Hour + casefile.UrgentLasts)
		if _, err := s.ForUrgent(ctx, lead, c.ID); err == nil {
			t.Error("it is open after its hour")
		}
		if _, err := w.App.DoDue(ctx); err != nil {
			t.Fatal(err)
		}
		apptest.Refused(t, try("lead", report.Aside(casefile.EndUrgent{Urgent: n})), "access.refused.report.end_urgent")
		if now, err := s.Repo.Case(ctx, w.Tenant(), c.ID); err != nil || now.Urgent[0].Ended.IsZero() {
			t.Errorf("its end was not written down: %+v, %v", now.Urgent, err)
		}
		owed, err := s.Asides().UrgentsOwed(ctx, officer)
		if err != nil || len(owed) != 1 || owed[0].Owed.Rule != "urgent_check" {
			t.Fatalf("the privacy officer owes %+v, %v", owed, err)
		}
		if said, _, err := s.Asides().ForCheck(ctx, officer, c.ID, n); err != nil || said != door.Text {
			t.Errorf("for the check is opened %q, %v", said, err)
		}
		if _, _, err := s.Asides().ForCheck(ctx, lead, c.ID, n); err == nil {
			t.Error("the lead reads what is for the check")
		}
		c = w.Answer(officer, c, report.Aside(casefile.CheckUrgent{Urgent: n, Result: "proper", Text: "值班电话有记录"}))
		if owed, err := s.Asides().UrgentsOwed(ctx, officer); err != nil || len(owed) != 0 {
			t.Errorf("after the check it owes %+v, %v", owed, err)
		}
		c = w.Answer(lead, c, report.Aside(hurt))
		if o, err := s.ForUrgent(ctx, lead, c.ID); err != nil || o.Name == "" || o.Contact == "" || len(o.Notes) > 0 {
			t.Errorf("a life is in danger and it opens %q %q %v, %v", o.Name, o.Contact, o.Notes, err)
		}
		for _, login := range []string{"clerk", "night", "privacy"} {
			if !hears(t, w, login, "urgent.notice.ask_urgent", c.ID) {
				t.Errorf("%s is not alarmed", login)
			}
		}
		w.Take("lead", "V1", access.Lead)
		if _, err := s.ForUrgent(ctx, w.As("lead"), c.ID); err == nil {
			t.Error("it is open to who has left")
		}
		if n, err := w.App.Mediation.Registered(ctx, w.Tenant()); err != nil || n[casefile.RegisterUrgent] != 2 {
			t.Errorf("%v are counted, %v", n, err)
		}
	})
}

// TestWhoIsComplainedOfLearnsNothingOfAnUrgentAccess: nobody of the unit complained of asks for one, approves it, checks it, hears of it or finds it in
// a register; who answers the complaint has it, with another of its desk, and its author reads of it.
func TestWhoIsComplainedOfLearnsNothingOfAnUrgentAccess(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		s, ctx := w.App.Report, w.Ctx
		w.Hire("upper.deputy", "T", access.Lead)
		w.Hire("upper.third", "T", access.Lead)
		c, author := w.Complain(w.Complaint())
		c = w.Answer(w.As("upper.lead"), c, report.Take{})
		accused := []string{"lead", "clerk", "mediator", "second"}
		for _, login := range append(slices.Clone(accused), "other.clerk", "admin", "statistician") {
			if _, err := s.Act(ctx, w.As(login), c.ID, report.Aside(hurt), nil); fault.Of(err).Code != fault.NotFound {
				t.Errorf("%s asks for an urgent access to a complaint: %v", login, err)
			}
		}
		w.Give("upper.third", "V1", access.Clerk) // who holds a post in the unit complained of has no part in it
		c = w.Answer(w.As("upper.deputy"), c, report.Aside(door))
		n := c.Urgent[0].ID
		for _, login := range append(slices.Clone(accused), "upper.third", "other.clerk") {
			a := w.As(login)
			if _, err := s.Act(ctx, a, c.ID, report.Aside(casefile.ApproveUrgent{Urgent: n}), nil); fault.Of(err).Code != fault.NotFound {
				t.Errorf("%s approves: %v", login, err)
			}
			if _, err := s.Asides().SeeUrgent(ctx, a, c.ID); fault.Of(err).Code != fault.NotFound {
				t.Errorf("%s sees it: %v", login, err)
			}
			if all, err := s.Asides().AllUrgent(ctx, a); err != nil || len(all) > 0 {
				t.Errorf("%s finds it in the register: %+v, %v", login, all, err)
			}
			if hears(t, w, login, "urgent.notice.ask_urgent", c.ID) {
				t.Errorf("%s is told of it", login)
			}
		}
		c = w.Answer(w.As("upper.lead"), c, report.Aside(casefile.ApproveUrgent{Urgent: n}))
		o, err := s.ForUrgent(ctx, w.As("upper.deputy"), c.ID)
		if err != nil || o.Account.Text == "" || o.Name+o.Contact != "" {
			t.Fatalf("it opens %+v, %v", o, err)
		}
		c = w.Answer(w.As("upper.deputy"), c, report.Aside(casefile.EndUrgent{Urgent: n}))
		if _, err := s.ForUrgent(ctx, w.As("upper.deputy"), c.ID); err == nil {
			t.Error("it is open after its end")
		}
		w.Hire("officer.two", "T", access.Privacy)
		w.Give("officer.two", "V1", access.Clerk)
		if _, err := s.Act(ctx, w.As("officer.two"), c.ID, report.Aside(casefile.CheckUrgent{Urgent: n, Result: "proper", Text: "x"}), nil); fault.Of(err).Code != fault.NotFound {
			t.Errorf("an officer of the unit complained of checks it: %v", err)
		}
		if owed, err := s.Asides().UrgentsOwed(ctx, w.As("officer.two")); err != nil || len(owed) > 0 {
			t.Errorf("an officer of the unit complained of owes %+v, %v", owed, err)
		}
		w.Answer(w.As("privacy"), c, report.Aside(casefile.CheckUrgent{Urgent: n, Result: "improper", Text: "没有必要"}))
		own, err := s.Open(ctx, author, c.ID)
		if err != nil || len(own.Case.Urgent) != 1 || own.Case.Urgent[0].Result != "improper" || !own.Case.Urgent[0].Account.IsZero() {
			t.Errorf("its author reads %+v, %v", own.Case.Urgent, err)
		}
		for _, e := range own.Events {
			if strings.HasSuffix(string(e.Kind), "_urgent") {
				t.Errorf("the author is shown %s by an account", e.Kind)
			}
		}
	})
}

// TestARequestForHelpIsOpenedUrgently: what was asked for and how the person is reached, and neither its health nor its letters.
func TestARequestForHelpIsOpenedUrgently(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		s, ctx, lead := w.App.Referral, w.Ctx, w.As("lead")
		c, person, _ := w.Referred(w.Clinic("青石法律援助站"))
		w.Hire("helper", "V1", access.Referral)
		c = w.Help(w.Worker(), c, referral.AddStep{Text: "陪同前往"}, referral.Write{Text: "只给您看"})
		for _, login := range []string{"other.clerk", "mediator", "admin", "upper.lead", "privacy", "records"} {
			if _, err := s.Act(ctx, w.As(login), c.ID, referral.Aside(hurt), nil); err == nil {
				t.Errorf("%s opens a request for help urgently", login)
			}
		}
		c = w.Help(lead, c, referral.Aside(door))
		n := c.Urgent[0].ID
		_, err := s.Act(ctx, lead, c.ID, referral.Aside(casefile.ApproveUrgent{Urgent: n}), nil)
		apptest.Refused(t, err, "urgent.guard.urgent_own")
		if !hears(t, w, "helper", "urgent.notice.ask_urgent", c.ID) {
			t.Error("it waits for nobody")
		}
		w.Take("lead", "V1", access.Lead)
		_, err = s.Act(ctx, w.As("helper"), c.ID, referral.Aside(casefile.ApproveUrgent{Urgent: n}), nil)
		apptest.Refused(t, err, "urgent.guard.urgent_gone")
		w.Give("lead", "V1", access.Lead)
		lead = w.As("lead")
		c = w.Help(w.As("helper"), c, referral.Aside(casefile.ApproveUrgent{Urgent: n}))
		o, err := s.ForUrgent(ctx, lead, c.ID)
		if err != nil || o.Asked == "" || o.Who.Name == "" || o.Contact == "" || len(o.Words) > 0 || len(o.Written) != 1 {
			t.Fatalf("it opens %+v, %v", o, err)
		}
		own, err := s.Open(ctx, person, c.ID)
		if err != nil || len(own.Case.Urgent) != 1 || !own.Case.Urgent[0].Account.IsZero() || urgently(own.Reads) != 1 {
			t.Fatalf("the person reads %+v, %v", own.Case.Urgent, err)
		}
		w.Clock.Add(casefile.UrgentLasts)
		if _, err := s.ForUrgent(ctx, lead, c.ID); err == nil {
			t.Error("it is open after its hour")
		}
		for _, login := range []string{"lead", "helper"} { // also where they are privacy officers besides
			w.Give(login, "V1", access.Privacy)
			_, err := s.Act(ctx, w.As(login), c.ID, referral.Aside(casefile.CheckUrgent{Urgent: n, Result: "proper", Text: "x"}), nil)
			apptest.Refused(t, err, "urgent.guard.urgent_third")
		}
		c = w.Help(w.As("privacy"), c, referral.Aside(casefile.CheckUrgent{Urgent: n, Result: "proper", Text: "确有必要"}))
		if all, err := s.Asides().AllUrgent(ctx, w.As("privacy")); err != nil || len(all) != 1 || all[0].State() != "proper" {
			t.Errorf("the register has %+v, %v", all, err)
		}
		c = w.Help(person, c, referral.Leave{}, referral.AskErasure{})
		_, err = s.Act(ctx, lead, c.ID, referral.Aside(hurt), nil)
		if err == nil {
			t.Error("what its person asked to be erased is opened urgently")
		}
	})
}
