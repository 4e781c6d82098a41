package app_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/platform/access"
	"linli/platform/blob/blobtest"
	"linli/platform/fault"
	"linli/promise"
	"linli/report"
)

// TestErasureOfAReportUnderARetentionDuty: the request takes effect at once and takes back what was public; the archivist alone opens
// the report; name and files go with the answer once no review can need them, and the rest by itself.
func TestErasureOfAReportUnderARetentionDuty(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		reports, ctx, handler, keeper := w.App.Report, w.Ctx, w.Handler(), w.As("records")
		c, person := w.Submit(w.Issue())
		upload := func(a access.Actor) {
			if _, err := reports.Upload(ctx, a, c.ID, "x.jpg", bytes.NewReader(blobtest.Photographs()[3].Raw)); err != nil {
				t.Fatal(err)
			}
		}
		upload(person)
		c = w.Answer(handler, c, report.Take{}, report.Accept{}, report.Publish{Text: "路灯不亮"})
		upload(handler)
		_, err := reports.Act(ctx, person, c.ID, report.AskErasure{}, nil)
		apptest.Refused(t, err, "issue.guard.state")
		c = w.Answer(handler, c, report.Fix{Text: "换了灯泡"})
		c = w.Answer(person, c, report.AskChange{What: "correct", Text: "我住在七号"}, report.Close{})
		if _, err := reports.Act(ctx, keeper, c.ID, report.AnswerErasure{}, nil); fault.Of(err).Code != fault.NotFound {
			t.Errorf("the archivist acts on what is not restricted: %v", err)
		}
		c = w.Answer(handler, c, report.ProposeTakeOut{Words: []string{"桂花巷"}, Reason: "author"})
		c = w.Answer(person, c, report.AskErasure{})
		_, err = reports.Act(ctx, person, c.ID, report.AskErasure{}, nil)
		apptest.Refused(t, err, "rights.guard.erasure_asked")
		if _, err := reports.PublishedView(ctx, w.Tenant(), c.PublicID); !errors.Is(err, report.ErrNotPublished) {
			t.Errorf("everybody still reads it: %v", err)
		}
		if c.Taking != nil {
			t.Error("what waited to be taken out still waits")
		}
		for _, login := range []string{"clerk", "lead"} {
			if _, err := reports.Open(ctx, w.As(login), c.ID); err == nil {
				t.Errorf("%s opens a restricted report", login)
			}
		}
		if _, err := reports.MayPrint(ctx, handler, c.ID); err == nil {
			t.Error("the handler prints a restricted report")
		}
		_, err = reports.MayPrint(ctx, keeper, c.ID)
		apptest.Refused(t, err, "rights.guard.restricted")
		for _, cmd := range []report.Command{report.Write{Text: "x"}, report.Note{Text: "x"}, report.Publish{Text: "x"}} {
			_, err := reports.Act(ctx, handler, c.ID, cmd, nil)
			apptest.Refused(t, err, "rights.guard.restricted")
		}
		_, err = reports.Act(ctx, handler, c.ID, report.ProposeTakeOut{Words: []string{"灯"}, Reason: "author"}, nil)
		apptest.Refused(t, err, "access.refused.report.read")
		f := promise.Filter{Until: w.Clock.Now().AddDate(0, 2, 0), Limit: 20}
		due, err := reports.Due(ctx, keeper, f)
		if err != nil || len(due) != 1 || due[0].Case.ID != c.ID || due[0].Rule != "report_erasure" {
			t.Errorf("the archivist owes %v, %v", due, err)
		}
		if told, err := w.App.Queue.Unread(ctx, w.Tenant(), w.Hired("records").Account, 10); err != nil || len(told) != 1 || told[0].Key != "issue.notice.ask_erasure" {
			t.Errorf("the archivist is told %v, %v", told, err)
		}
		if o, err := reports.Open(ctx, keeper, c.ID); err != nil || o.Account.Text != w.Issue().Text {
			t.Fatalf("the archivist reads %+v, %v", o, err)
		}
		c = w.Answer(keeper, c, report.AnswerChange{Done: true, Text: "已经更正"}, report.AnswerErasure{})
		if len(c.Files) != 2 {
			t.Error("while a review can be asked for, files go")
		}
		_, err = reports.Act(ctx, keeper, c.ID, report.AnswerErasure{}, nil)
		apptest.Refused(t, err, "rights.guard.erasure_not_asked")
		o, err := reports.Open(ctx, person, c.ID)
		if err != nil || o.Account.Text == "" || o.Written[c.Corrections[0].ID] != "我住在七号" || o.Written[c.Corrections[0].Answer] != "已经更正" {
			t.Fatalf("the reporter reads %+v, %v", o, err)
		}
		for _, p := range o.Promises {
			if (p.Rule == "report_change" || p.Rule == "report_erasure") && p.State != promise.Kept {
				t.Errorf("%s is %s", p.Rule, p.State)
			}
		}
		if again, err := report.Replay(w.Tenant(), o.Events); err != nil || again.Erasure == nil || len(again.Corrections) != 1 {
			t.Errorf("replayed: %+v, %v", again, err)
		}

		// Whoever has it looked at again takes the request back.
		c = w.Answer(person, c, report.Reopen{Text: "又不亮了"})
		if c.Restricted() {
			t.Error("what was reopened is still restricted")
		}
		c = w.Answer(handler, c, report.Fix{Text: "又换了"})
		c = w.Answer(person, c, report.Close{})
		w.Clock.Set(c.ReviewRunsUntil(o.Rules, w.Clock.Now()).Add(time.Hour))
		c = w.Answer(person, c, report.AskErasure{})
		c = w.Answer(w.As("lead"), c, report.AnswerErasure{}) // where there is no archivist; it opens nothing
		if len(c.Files) != 1 || !c.Files[0].Ours {
			t.Errorf("once no review can need them, files stay: %+v", c.Files)
		}
		if o, err = reports.Open(ctx, person, c.ID); err != nil || o.Account.Text == "" || len(o.Names) != 1 {
			t.Errorf("after the answer: %+v, %v", o, err)
		}
		w.Clock.Set(c.KeptUntil(o.Rules))
		c = w.Answer(access.Actor{Kind: access.System, Tenant: w.Tenant(), Via: "job"}, c, report.Erase{})
		_, err = reports.Act(ctx, person, c.ID, report.AskChange{What: "object", Text: "不要"}, nil)
		apptest.Refused(t, err, "issue.guard.erased")
	})
}

// TestNobodyErasesAReportsEvidenceAlone: whoever wrote a report down had its slip in hand, and can ask in its author's place. Its own answer
// leaves what is attached to the term; another's does not.
func TestNobodyErasesAReportsEvidenceAlone(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		lead := w.As("lead")
		for answering, stays := range map[string]int{"lead": 1, "records": 0} {
			f := w.Issue()
			f.Heard = report.AtCounter
			filed, err := w.App.Report.Submit(w.Ctx, lead, f, nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			c := filed.Case
			person := access.Actor{Kind: access.Resident, Tenant: w.Tenant(), Case: c.ID, Party: c.Author, Via: "web"}
			if _, err := w.App.Report.Upload(w.Ctx, person, c.ID, "x.jpg", bytes.NewReader(blobtest.Photographs()[3].Raw)); err != nil {
				t.Fatal(err)
			}
			if c, err = w.App.Report.Repo.Case(w.Ctx, w.Tenant(), c.ID); err != nil {
				t.Fatal(err)
			}
			c = w.Answer(person, c, report.Withdraw{}, report.AskErasure{})
			c = w.Answer(w.As(answering), c, report.AnswerErasure{})
			if len(c.Files) != stays || c.Named || c.Reached {
				t.Errorf("%s answers: %d files stay", answering, len(c.Files))
			}
		}
	})
}

// TestACorrectionOfAReportIsOwed: by whoever handles it; what is over and was never taken is taken for the answer alone. A complaint's
// is answered at its desk, and whoever is complained of learns nothing of it.
func TestACorrectionOfAReportIsOwed(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		handler := w.Handler()
		c, person := w.Submit(w.Issue())
		c = w.Answer(person, c, report.Withdraw{})
		_, err := w.App.Report.Act(w.Ctx, handler, c.ID, report.Take{}, nil)
		apptest.Refused(t, err, "rights.guard.no_change")
		_, err = w.App.Report.Act(w.Ctx, person, c.ID, report.AskChange{What: "erase", Text: "好"}, nil)
		apptest.Refused(t, err, "form.choose")
		c = w.Answer(person, c, report.AskChange{What: "object", Text: "请不要再打电话"})
		_, err = w.App.Report.Act(w.Ctx, person, c.ID, report.AskChange{What: "correct", Text: "还有"}, nil)
		apptest.Refused(t, err, "rights.guard.change_waits")
		due, err := w.App.Report.Due(w.Ctx, handler, promise.Filter{Until: w.Clock.Now().AddDate(0, 2, 0), Limit: 20})
		if err != nil || !slices.ContainsFunc(due, func(x report.DueRow) bool { return x.Case.ID == c.ID && x.Rule == "report_change" }) {
			t.Errorf("the handler owes %v, %v", due, err)
		}
		c = w.Answer(handler, c, report.Take{}, report.AnswerChange{Text: "登记里没有电话"})
		_, err = w.App.Report.Act(w.Ctx, handler, c.ID, report.AnswerChange{Text: "好"}, nil)
		apptest.Refused(t, err, "rights.guard.no_change")

		k, author := w.Complain(w.Complaint())
		upper := w.As("upper.lead")
		k = w.Answer(upper, k, report.Take{}, report.NotAccept{Reason: "other_office", Right: "测试区司法局", Text: "请向司法局提出"})
		k = w.Answer(author, k, report.AskChange{What: "correct", Text: "日期写错了"}, report.AskErasure{})
		for _, login := range outside {
			if login == "privacy" { // of the township, whose desk it is
				continue
			}
			for _, cmd := range []report.Command{report.AnswerChange{Text: "x"}, report.AnswerErasure{}} {
				_, err := w.App.Report.Act(w.Ctx, w.As(login), k.ID, cmd, nil)
				apptest.Refused(t, err, "access.not_found")
			}
		}
		_, err = w.App.Report.Open(w.Ctx, upper, k.ID)
		apptest.Refused(t, err, "access.refused.report.read")
		k = w.Answer(w.As("privacy"), k, report.AnswerChange{Done: true, Text: "已经更正"}, report.AnswerErasure{})
		if k.Named || k.Reached {
			t.Error("name and contact stay after the answer")
		}
		k = w.Answer(author, k, report.AskReview{Text: "应当由你们处理"})
		if k.Restricted() {
			t.Error("a review runs on a restricted complaint")
		}
	})
}
