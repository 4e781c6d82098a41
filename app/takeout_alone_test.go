package app_test

import (
	"testing"

	"linli/app/apptest"
	"linli/platform/access"
	"linli/report"
)

// TestWhoHadTheSlipInHandIsNotTheAuthorsYes: whoever wrote a report down, or replaced its slip, knows what opens the author's page, and
// would be both of the two.
func TestWhoHadTheSlipInHandIsNotTheAuthorsYes(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		upper, privacy := w.As("upper.lead"), w.As("privacy")
		code, err := w.App.Report.File(w.Ctx, upper, w.Complaint(), nil)
		if err != nil {
			t.Fatal(err)
		}
		c, author := w.Complained(code)
		c = w.Answer(upper, c, report.Take{}, report.Accept{}, report.ProposeTakeOut{Words: []string{w.Complaint().Text}, Reason: "needless"})
		_, err = w.App.Report.Act(w.Ctx, author, c.ID, report.TakeOut{Seen: c.Version}, nil)
		apptest.Refused(t, err, "takeout.guard.taking_slip")
		w.Answer(privacy, c, report.TakeOut{Seen: c.Version})
	})
}

// TestTheAuthorsYesIsNoneToTheNotes: what the author cannot read stays after its yes, and is no question to it.
func TestTheAuthorsYesIsNoneToTheNotes(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		c, author, _ := brought(t, w)
		upper, privacy := w.As("upper.lead"), w.As("privacy")
		c = w.Answer(upper, c, report.ProposeTakeOut{Words: []string{"问过"}, Reason: "somebody"})
		if o := mustOpen(t, w, author, c.ID); o.Case.Taking != nil {
			t.Errorf("the author is asked of %+v", o.Case.Taking)
		}
		_, err := w.App.Report.Act(w.Ctx, author, c.ID, report.TakeOut{Seen: c.Version}, nil)
		apptest.Refused(t, err, "takeout.guard.taking_none")
		c = w.Answer(upper, c, report.RefuseTakeOut{}, report.ProposeTakeOut{Words: []string{"问过", "收据"}, Reason: "somebody"})
		c = w.Answer(author, c, report.TakeOut{Seen: c.Version})
		o := mustOpen(t, w, upper, c.ID)
		if o.Notes[o.Case.Notes[0].ID] != "问过调解员" || o.Written[o.Case.Messages[0].ID] != "我有[…]" {
			t.Errorf("after the author's yes: %v, %v", o.Notes, o.Written)
		}
		c = w.TakeOut(upper, privacy, c, report.ProposeTakeOut{Words: []string{"问过"}, Reason: "somebody"})
		if o := mustOpen(t, w, upper, c.ID); o.Notes[o.Case.Notes[0].ID] != "[…]调解员" {
			t.Errorf("after two: %v", o.Notes)
		}
	})
}

// TestWhoOnceAnsweredIsNoSecondPerson: another's answer after it does not make it one, neither to let nor to refuse; and who is one does
// not read who spoke.
func TestWhoOnceAnsweredIsNoSecondPerson(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		handler, lead := w.Handler(), w.As("lead")
		w.Hire("new.lead", "V1", access.Lead)
		f := w.Issue()
		f.Name, f.Contact = apptest.Planted[0], apptest.Planted[1]
		c, reporter := w.Submit(f)
		c = w.Answer(lead, c, report.Take{}, report.Accept{}, report.Start{}, report.GiveAnswer{Text: "没有坏"})
		c = w.Answer(reporter, c, report.Reopen{Text: "坏了"})
		c = w.Answer(handler, c, report.Take{}, report.GiveAnswer{Text: "已修好"}, report.ProposeTakeOut{Words: []string{"没有坏"}, Reason: "needless"})
		_, err := w.App.Report.Act(w.Ctx, lead, c.ID, report.TakeOut{Seen: c.Version}, nil)
		apptest.Refused(t, err, "takeout.guard.taking_not_second")
		_, err = w.App.Report.Act(w.Ctx, lead, c.ID, report.RefuseTakeOut{}, nil)
		apptest.Refused(t, err, "takeout.guard.taking_not_second")
		o, err := w.App.Report.OpenTakeOut(w.Ctx, w.As("new.lead"), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		if o.Name != "" || o.Contact != "" {
			t.Errorf("the second person reads who spoke: %q, %q", o.Name, o.Contact)
		}
		w.Answer(w.As("new.lead"), c, report.RefuseTakeOut{})
	})
}
