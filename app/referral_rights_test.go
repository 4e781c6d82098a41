package app_test

import (
	"slices"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/promise"
	"linli/referral"
)

// TestErasureOfHelpUnderARetentionDuty: a request takes effect at once, the archivist alone opens the file until the term is over, names go with the answer, and the
// rest by itself.
func TestErasureOfHelpUnderARetentionDuty(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		help, ctx := w.App.Referral, w.Ctx
		worker := w.Worker()
		c, person := w.Ask(w.Request())
		c = w.Help(worker, c, referral.Take{Apart: true})
		_, err := help.Act(ctx, person, c.ID, referral.AskErasure{}, nil)
		apptest.Refused(t, err, "referral.guard.state")
		c = w.Help(person, c, referral.AskChange{What: "correct", Text: "我的电话写错了"})
		c = w.Help(worker, c, referral.Close{})
		_, err = help.Act(ctx, w.As("records"), c.ID, referral.AnswerErasure{}, nil)
		if fault.Of(err).Code != fault.NotFound {
			t.Errorf("the archivist acts on what is not restricted: %v", err)
		}
		c = w.Help(person, c, referral.AskErasure{})
		_, err = help.Act(ctx, person, c.ID, referral.AskErasure{}, nil)
		apptest.Refused(t, err, "rights.guard.erasure_asked")
		if _, err := help.Open(ctx, worker, c.ID); err == nil {
			t.Error("the worker opens a restricted file")
		}
		due, err := help.Due(ctx, w.As("records"), promise.Filter{Until: w.Clock.Now().AddDate(0, 2, 0), Limit: 20})
		if err != nil || !slices.ContainsFunc(due, func(x referral.DueRow) bool { return x.Case.ID == c.ID && x.Rule == "help_erasure" }) || len(due) != 1 {
			t.Errorf("the archivist owes %v, %v", due, err)
		}
		o, err := help.Open(ctx, w.As("records"), c.ID)
		if err != nil || o.Who.Name == "" {
			t.Fatalf("the archivist reads %v, %v", o, err)
		}
		c = w.Help(w.As("records"), c, referral.AnswerChange{Done: true, Text: "已经更正"}, referral.AnswerErasure{})
		_, err = help.Act(ctx, w.As("records"), c.ID, referral.AnswerErasure{}, nil)
		apptest.Refused(t, err, "rights.guard.erasure_not_asked")
		o, err = help.Open(ctx, person, c.ID)
		if err != nil || o.Who.Name != "" || o.Contact != "" || o.Asked == "" {
			t.Fatalf("after the answer: %+v, %v", o, err)
		}
		for _, p := range o.Promises {
			if (p.Rule == "help_erasure" || p.Rule == "help_change") && p.State != promise.Kept {
				t.Errorf("%s is %s", p.Rule, p.State)
			}
		}
		if again, err := referral.Replay(w.Tenant(), o.Events); err != nil || again.Erasure == nil || len(again.Corrections) != 1 {
			t.Errorf("replayed: %+v, %v", again, err)
		}
		w.Clock.Add(731 * 24 * time.Hour)
		c = w.Help(access.Actor{Kind: access.System, Tenant: w.Tenant(), Via: "job"}, c, referral.Erase{})
		_, err = help.Act(ctx, person, c.ID, referral.AskChange{What: "object", Text: "不要"}, nil)
		apptest.Refused(t, err, "referral.guard.erased")
	})
}

// TestACorrectionStandsBesideWhatWasWritten: it is answered in time by whoever helps, one after the other, and both stay to be read.
func TestACorrectionStandsBesideWhatWasWritten(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		worker := w.Worker()
		c, person := w.Ask(w.Request())
		c = w.Help(worker, c, referral.Take{Apart: true})
		_, err := w.App.Referral.Act(w.Ctx, worker, c.ID, referral.AnswerChange{Text: "好"}, nil)
		apptest.Refused(t, err, "rights.guard.no_change")
		_, err = w.App.Referral.Act(w.Ctx, person, c.ID, referral.AskChange{What: "erase", Text: "好"}, nil)
		apptest.Refused(t, err, "form.choose")
		c = w.Help(person, c, referral.AskChange{What: "object", Text: "不要再打电话"})
		_, err = w.App.Referral.Act(w.Ctx, person, c.ID, referral.AskChange{What: "correct", Text: "还有"}, nil)
		apptest.Refused(t, err, "rights.guard.change_waits")
		c = w.Help(worker, c, referral.AnswerChange{Done: true, Text: "以后只写信"})
		o, err := w.App.Referral.Open(w.Ctx, person, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		x := o.Case.Corrections[0]
		if o.Asked == "" || o.Written[x.ID] != "不要再打电话" || o.Written[x.Answer] != "以后只写信" || !x.Done {
			t.Errorf("%+v", x)
		}
	})
}
