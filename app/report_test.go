package app_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/report"
)

// TestAComplaintGoesOutsideTheUnit: the unit above answers, an officer reviews, and whoever is complained of learns nothing.
func TestAComplaintGoesOutsideTheUnit(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c, author := w.Complain(w.Complaint())
		if c.Desk != (report.Desk{Unit: w.Unit("T"), Post: access.Lead}) {
			t.Fatalf("it goes to %+v", c.Desk)
		}
		upper := w.As("upper.lead")
		_, err := w.App.Report.Open(w.Ctx, upper, c.ID)
		apptest.Refused(t, err, "access.refused.report.read")
		c = w.Answer(upper, c, report.Take{}, report.Accept{}, report.ProposeWords{Text: "请按时开会"})
		o, err := w.App.Report.Open(w.Ctx, upper, c.ID)
		if err != nil || o.Account.Text != w.Complaint().Text || o.Account.Number != w.Complaint().Number || o.Name != w.Complaint().Name || len(o.Events) != 4 {
			t.Fatalf("the handler reads %+v, %v", o, err)
		}
		c = w.Answer(author, c, report.ReleaseWords{}, report.Reply{Text: "请尽快"})
		c = w.Answer(upper, c, report.Write{Text: "收到"}, report.Extend{Text: "还要问证人"}, report.GiveAnswer{Text: "已经改正"})
		if o, err = w.App.Report.Open(w.Ctx, author, c.ID); err != nil || o.Answers[c.Answer].Text != "已经改正" || len(o.Written) != 3 || len(o.Reads) != 2 {
			t.Fatalf("the author reads %+v, %v", o, err)
		}
		c = w.Answer(author, c, report.AskReview{Text: "没有回答我的问题"})
		if c.Desk != (report.Desk{Unit: w.Unit("T"), Post: access.Privacy}) {
			t.Fatalf("the review goes to %+v", c.Desk)
		}
		_, _, err = w.App.Report.See(w.Ctx, upper, c.ID)
		apptest.Refused(t, err, "access.not_found") // who answered has nothing to do with the review
		privacy := w.As("privacy")
		c = w.Answer(privacy, c, report.Take{}, report.DecideReview{Text: "维持答复"})
		if o, err = w.App.Report.Open(w.Ctx, author, c.ID); err != nil || o.Answers[c.Decision].Text != "维持答复" || o.Name != "" || o.Contact != "" {
			t.Errorf("after the last word: %+v, %v", o, err) // nobody needs the author's name any more
		}
		again, err := report.Replay(w.Tenant(), o.Events)
		if err != nil || again.State != report.Reviewed || again.Version != c.Version {
			t.Errorf("a replay gives %+v, %v", again, err)
		}
		for _, p := range o.Promises {
			if p.Open() {
				t.Errorf("still owed: %+v", p)
			}
		}
	})
}

// outside are the accounts of the unit complained of, and others that have no part in it.
var outside = []string{"clerk", "mediator", "lead", "records", "second", "other.clerk", "other.mediator", "admin", "statistician", "privacy"}

// TestWhoIsComplainedOfLearnsNothing asks for every act, every list and every notice.
func TestWhoIsComplainedOfLearnsNothing(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c, _ := w.Complain(w.Complaint())
		upper := w.As("upper.lead")
		c = w.Answer(upper, c, report.Take{}, report.Accept{})
		acts := []report.Command{report.Take{}, report.Accept{}, report.NotAccept{}, report.Extend{}, report.GiveAnswer{}, report.DecideReview{},
			report.ProposeWords{}, report.Write{}, report.Reply{}, report.ReleaseWords{}, report.RefuseWords{}, report.AskReview{}, report.Close{},
			report.Withdraw{}, report.GiveSlip{}, report.Erase{}}
		for _, login := range outside {
			a := w.As(login)
			for _, cmd := range acts {
				_, err := w.App.Report.Act(w.Ctx, a, c.ID, cmd, nil)
				apptest.Refused(t, err, "access.not_found")
			}
			_, err := w.App.Report.Open(w.Ctx, a, c.ID)
			apptest.Refused(t, err, "access.not_found")
			_, _, err = w.App.Report.See(w.Ctx, a, c.ID)
			apptest.Refused(t, err, "access.not_found")
			if rows, _, err := w.App.Report.List(w.Ctx, a, report.QueueFilter{Limit: 10}); len(rows) > 0 || err != nil && fault.Of(err).Code != fault.Forbidden {
				t.Errorf("%s lists %v, %v", login, rows, err)
			}
			if told, err := w.App.Queue.Unread(w.Ctx, w.Tenant(), w.Hired(login).Account, 10); len(told) > 0 || err != nil {
				t.Errorf("%s is told %v, %v", login, told, err)
			}
		}
		rows, next, err := w.App.Report.List(w.Ctx, upper, report.QueueFilter{Limit: 10})
		if err != nil || len(rows) != 1 || rows[0].Case.ID != c.ID || next != (report.Cursor{}) {
			t.Errorf("the desk lists %v, %v, %v", rows, next, err)
		}
	})
}

// TestTheDeskIsWhoMayAct: a lead with any post in the unit complained of is no desk, nor is the mediator complained of.
func TestTheDeskIsWhoMayAct(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		officer := report.Desk{Unit: w.Unit("T"), Post: access.Privacy}
		f := w.Complaint()
		f.Unit, f.Mediator, f.Category = w.Unit("T"), id.ID{}, "complaint_office"
		c, author := w.Complain(f)
		if c.Desk != officer {
			t.Errorf("about the office's own unit: %+v", c.Desk)
		}
		c = w.Answer(w.As("privacy"), c, report.Take{}, report.NotAccept{Reason: "other_office", Right: "测试区司法局", Text: "请向司法局提出"})
		_, err := w.App.Report.Act(w.Ctx, author, c.ID, report.AskReview{Text: "请复核"}, nil)
		apptest.Refused(t, err, "report.guard.nobody_reviews") // there is one officer, whose answer it is

		f = w.Complaint() // of a mediator who works in the whole township
		f.Mediator = w.Hired("second").Account
		if c, _ = w.Complain(f); c.Desk != officer || !slices.Equal(c.About, []id.ID{w.Unit("V1"), w.Unit("T")}) {
			t.Errorf("about a mediator of the unit above: %+v", c)
		}
		if _, err := w.App.Report.Act(w.Ctx, w.As("privacy"), c.ID, report.Take{}, nil); err != nil {
			t.Errorf("the officer cannot take it: %v", err)
		}

		w.Give("upper.lead", "V1", access.Mediator)
		if c, _ = w.Complain(w.Complaint()); c.Desk != officer {
			t.Errorf("the lead above mediates in the unit: %+v", c.Desk)
		}
		w.Give("privacy", "V1", access.Clerk)
		_, err = w.App.Report.File(w.Ctx, w.Anybody(), w.Complaint(), nil)
		apptest.Refused(t, err, "report.guard.nobody_answers")

		f = w.Complaint()
		f.Unit = id.ID{9}
		_, err = w.App.Report.File(w.Ctx, w.Anybody(), f, nil)
		if x := fault.Of(err); x.Field != "unit" {
			t.Errorf("a unit that does not exist: %v", err)
		}
		f = w.Complaint()
		f.Mediator = w.Hired("clerk").Account
		_, err = w.App.Report.File(w.Ctx, w.Anybody(), f, nil)
		if x := fault.Of(err); x.Field != "mediator" {
			t.Errorf("a mediator who is none: %v", err)
		}
	})
}

// TestWhoWritesAComplaintDown: whoever works with reports in another unit, never somebody of the unit itself.
func TestWhoWritesAComplaintDown(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		for _, login := range append(slices.Clone(outside), "upper.lead") {
			_, err := w.App.Report.File(w.Ctx, w.As(login), w.Complaint(), nil)
			if login == "upper.lead" || login == "other.clerk" {
				if err != nil {
					t.Errorf("%s: %v", login, err)
				}
				continue
			}
			apptest.Refused(t, err, "access.refused.report.enter")
		}
	})
}

// TestAnAuthorComesBackWithTheSlip: once, soon, and with the one code however often the form was sent.
func TestAnAuthorComesBackWithTheSlip(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		request, err := casefile.NewRequest(id.ID{}, "file:once", []byte("what"))
		if err != nil {
			t.Fatal(err)
		}
		code, err := w.App.Report.File(w.Ctx, w.Anybody(), w.Complaint(), request)
		if err != nil {
			t.Fatal(err)
		}
		if same, err := w.App.Report.File(w.Ctx, w.Anybody(), w.Complaint(), request); err != nil || same != code {
			t.Errorf("sent again: %s, not %s, %v", same, code, err)
		}
		passphrase, err := w.App.Report.FirstSlip(w.Ctx, w.Tenant(), code)
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.App.Report.FirstSlip(w.Ctx, w.Tenant(), code)
		apptest.Refused(t, err, "report.not_found")
		a, err := w.App.Mediation.Enter(w.Ctx, w.Tenant(), code.String(), passphrase)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.App.Report.Open(w.Ctx, a, a.Case); err != nil {
			t.Error(err)
		}
		other, _ := w.Complain(w.Complaint())
		_, err = w.App.Report.Open(w.Ctx, a, other.ID)
		apptest.Refused(t, err, "access.not_found")
		_, err = w.App.Mediation.Open(w.Ctx, a, a.Case, access.ForParty)
		apptest.Refused(t, err, "mediation.not_found")
		w.Clock.Add(16 * time.Minute)
		late, err := w.App.Report.File(w.Ctx, w.Anybody(), w.Complaint(), nil)
		if err != nil {
			t.Fatal(err)
		}
		w.Clock.Add(16 * time.Minute)
		_, err = w.App.Report.FirstSlip(w.Ctx, w.Tenant(), late)
		apptest.Refused(t, err, "report.not_found")
	})
}

// failing is a recorder without room.
type failing struct{}

func (failing) Record(context.Context, access.Row) error { return errors.New("no room") }

// TestNoComplaintOpensWithoutAnAccessRow is refusal R6 for complaints.
func TestNoComplaintOpensWithoutAnAccessRow(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		c, author := w.Complain(w.Complaint())
		w.Answer(w.As("upper.lead"), c, report.Take{})
		w.App.Report.Recorder = failing{}
		for _, a := range []access.Actor{author, w.As("upper.lead")} {
			o, err := w.App.Report.Open(w.Ctx, a, c.ID)
			apptest.Refused(t, err, "access.unrecorded")
			if o != nil {
				t.Errorf("it opens: %+v", o)
			}
		}
	})
}

// TestAComplaintIsForgotten is refusal R7 for complaints: after its term nothing opens, the slip is a dead one, and late
// promises were written down on the way.
func TestAComplaintIsForgotten(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c, author := w.Complain(w.Complaint())
		w.Clock.Add(11 * 24 * time.Hour)
		if err := w.App.Tick(w.Ctx); err != nil {
			t.Fatal(err)
		}
		told, err := w.App.Queue.Unread(w.Ctx, w.Tenant(), w.Hired("upper.lead").Account, 10)
		if err != nil || len(told) != 2 || told[0].Key != "report.notice.due" {
			t.Errorf("the desk is told %v, %v", told, err)
		}
		w.Clock.Add(11 * 24 * time.Hour)
		if err := w.App.Tick(w.Ctx); err != nil {
			t.Fatal(err)
		}
		if _, promises, err := w.App.Report.See(w.Ctx, w.As("upper.lead"), c.ID); err != nil || !slices.ContainsFunc(promises, func(p casefile.PromiseRow) bool { return p.State == "late" && p.Open() }) {
			t.Errorf("nothing is late: %+v, %v", promises, err)
		}
		c = w.Answer(author, c, report.Withdraw{})
		w.Clock.Add(729 * 24 * time.Hour)
		if _, err := w.App.DoDue(w.Ctx); err != nil {
			t.Fatal(err)
		}
		if o, err := w.App.Report.Open(w.Ctx, author, c.ID); err != nil || o.Account.Text == "" || o.Name != "" {
			t.Errorf("a day before: %+v, %v", o, err)
		}
		w.Clock.Add(2 * 24 * time.Hour)
		if _, err := w.App.DoDue(w.Ctx); err != nil {
			t.Fatal(err)
		}
		o, err := w.App.Report.Open(w.Ctx, author, c.ID)
		if err != nil || o.Account.Text != "" || o.Case.Erased.IsZero() {
			t.Errorf("after the term: %+v, %v", o, err)
		}
		slips, err := w.App.Report.Repo.Slips(w.Ctx, w.Tenant(), c.ID)
		if err != nil || slices.ContainsFunc(slips, func(s casefile.Slip) bool { return s.EndedAt.IsZero() }) {
			t.Errorf("slips %+v, %v", slips, err)
		}
		for _, word := range apptest.Planted {
			if strings.Contains(w.Log.String(), word) {
				t.Errorf("the log says %s", word)
			}
		}
	})
}
