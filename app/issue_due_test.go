package app_test

import (
	"slices"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/platform/access"
	"linli/platform/id"
	"linli/promise"
	"linli/report"
)

// TestWhatIsOwedGoesWithTheReport: a report that is handed over is owed by the unit that has it now, and by nobody once it is
// done; a complaint is owed at its desk, and its review never shows to whoever gave the answer.
func TestWhatIsOwedGoesWithTheReport(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		handler := w.Handler()
		owes := func(who access.Actor, of id.ID) bool {
			t.Helper()
			rows, err := w.App.Report.Due(w.Ctx, who, promise.Filter{Limit: 20})
			if err != nil {
				t.Fatal(err)
			}
			return slices.ContainsFunc(rows, func(x report.DueRow) bool { return x.Case.ID == of })
		}
		c, _ := w.Submit(w.Issue())
		if !owes(handler, c.ID) || owes(w.As("upper.lead"), c.ID) || owes(w.As("mediator"), c.ID) {
			t.Error("it is not owed by its unit alone")
		}
		w.Clock.Add(30 * 24 * time.Hour)
		if _, err := w.App.DoDue(w.Ctx); err != nil {
			t.Fatal(err)
		}
		c = w.Answer(handler, c, report.Take{}, report.Accept{}, report.Transfer{Unit: w.Unit("T"), Text: "由镇里修"})
		if owes(handler, c.ID) || !owes(w.As("upper.lead"), c.ID) {
			t.Error("handed over, it is still owed where it was")
		}
		upper := w.As("upper.lead")
		w.Answer(upper, c, report.Take{}, report.Accept{}, report.Fix{Text: "换了灯"}, report.Write{Text: "请看看"})
		if owes(upper, c.ID) {
			t.Error("what is done is still owed")
		}
		complaint, author := w.Complain(w.Complaint())
		if !owes(upper, complaint.ID) || owes(handler, complaint.ID) || owes(w.As("lead"), complaint.ID) {
			t.Error("a complaint is not owed at its desk alone")
		}
		complaint = w.Answer(upper, complaint, report.Take{}, report.Accept{}, report.GiveAnswer{Text: "已经查过"})
		w.Answer(author, complaint, report.AskReview{Text: "不同意"})
		w.Give("upper.lead", "T", access.Privacy)
		if owes(w.As("upper.lead"), complaint.ID) || !owes(w.As("privacy"), complaint.ID) {
			t.Error("who answered is shown its review, or who reviews is not")
		}
	})
}

// TestALateReportIsToldUpwards: the lead of the unit learns once that a promise to a reporter is late; that a complaint is late goes up to
// nobody, because whoever is above may be the one complained of.
func TestALateReportIsToldUpwards(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		w.Handler()
		c, _ := w.Submit(w.Issue())
		complaint, _ := w.Complain(w.Complaint())
		w.Clock.Add(60 * 24 * time.Hour)
		for range 2 {
			if err := w.App.Tick(w.Ctx); err != nil {
				t.Fatal(err)
			}
		}
		told := func(login string, of id.ID) (keys []string) {
			t.Helper()
			unread, err := w.App.Queue.Unread(w.Ctx, w.Tenant(), w.Hired(login).Account, 50)
			if err != nil {
				t.Fatal(err)
			}
			for _, n := range unread {
				if n.Case == of {
					keys = append(keys, n.Key)
				}
			}
			return keys
		}
		if keys := told("lead", c.ID); !slices.Equal(keys, []string{"issue.notice.late"}) {
			t.Errorf("the lead is told %v", keys)
		}
		for _, login := range []string{"lead", "upper.lead", "mediator"} {
			if keys := told(login, complaint.ID); slices.Contains(keys, "issue.notice.late") || slices.Contains(keys, "report.notice.late") {
				t.Errorf("%s is told of a late complaint: %v", login, keys)
			}
		}
	})
}
