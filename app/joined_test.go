package app_test

import (
	"slices"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/platform/access"
	"linli/platform/id"
	"linli/report"
)

// together are two reports of the same thing by two people, each taken on, of which the second is handled with the first.
func together(t *testing.T, w *apptest.World) (lead, joined report.Case, first, second access.Actor) {
	t.Helper()
	handler, f := w.Handler(), w.Issue()
	f.Text, f.Name, f.Contact = "第一个人说的话", "第一个人", "第一个人的电话"
	lead, first = w.Submit(f)
	f.Text, f.Name, f.Contact = "第二个人说的话", "第二个人", "第二个人的电话"
	joined, second = w.Submit(f)
	lead = w.Answer(handler, lead, report.Take{}, report.Accept{}, report.ReplyMeanwhile{Text: "正在等配件"})
	joined = w.Answer(handler, joined, report.Take{}, report.Accept{}, report.Join{Into: lead.ID})
	return lead, afterwards(t, w, joined), first, second
}

// afterwards does what is due and returns the report as it stands.
func afterwards(t *testing.T, w *apptest.World, c report.Case) report.Case {
	t.Helper()
	if _, err := w.App.DoDue(w.Ctx); err != nil {
		t.Fatal(err)
	}
	return reload(t, w, c.ID)
}

// stillOwed are the rules under which something is owed on a report now.
func stillOwed(t *testing.T, w *apptest.World, c report.Case) (out []string) {
	t.Helper()
	rows, err := w.App.Report.Repo.Promises(w.Ctx, w.Tenant(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range rows {
		if p.Open() {
			out = append(out, p.Rule)
		}
	}
	slices.Sort(out)
	return out
}

// TestWhoeverIsJoinedIsToldEverything: the reporter of a joined report reads what the office says of the thing, before it was joined and
// after, with what is owed on it, and hears by mail that something waits. Neither reporter reads anything of the other.
func TestWhoeverIsJoinedIsToldEverything(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		reports, handler := w.App.Report, w.Handler()
		lead, joined, first, second := together(t, w)
		joined = w.Answer(second, joined, report.TellByMail{Address: "second@example.org", Language: "zh-Hans"})
		letter, err := reports.Letter(w.Ctx, w.Tenant(), joined.ID, true)
		if err != nil || reports.ConfirmMail(w.Ctx, second, letter.Digits) != nil {
			t.Fatal(err)
		}
		o, err := reports.Open(w.Ctx, second, joined.ID)
		if err != nil || !slices.Contains(o.Texts(), "正在等配件") || len(o.WithOwes) == 0 || o.WithOwes[0].Due.IsZero() || o.With.State != report.Accepted || !o.With.ID.IsZero() {
			t.Fatalf("joined, it reads %v, %+v, %v", o.Texts(), o.WithOwes, err)
		}
		_, err = reports.Act(w.Ctx, second, joined.ID, report.Reopen{Text: "还是不亮"}, nil)
		apptest.Refused(t, err, "issue.guard.with_at_work")

		lead = w.Answer(handler, lead, report.Fix{Text: "换了灯泡"}, report.Write{Text: "给第一个人的话"})
		joined = afterwards(t, w, joined)
		if o, err = reports.Open(w.Ctx, second, joined.ID); err != nil || !slices.Contains(o.Texts(), "换了灯泡") || o.With.State != report.Fixed {
			t.Errorf("it reads %v, %v", o.Texts(), err)
		}
		if i := slices.IndexFunc(joined.Tellings, func(x report.Telling) bool { return x.As == "fix" }); i < 0 || joined.Tellings[i].By != handler.Account {
			t.Errorf("told: %+v", joined.Tellings)
		}
		for _, x := range []struct {
			who    access.Actor
			of     id.ID
			others string
		}{{second, joined.ID, "第一个人"}, {first, lead.ID, "第二个人"}} {
			o, err := reports.Open(w.Ctx, x.who, x.of)
			if err != nil || strings.Contains(mustJSON(t, o), x.others) || len(o.Case.Joins) != 0 || strings.Contains(mustJSON(t, o.Events), "joined_by") {
				t.Errorf("something of %s is read: %v", x.others, err)
			}
		}
		_, err = reports.Open(w.Ctx, second, lead.ID)
		apptest.Refused(t, err, "access.not_found")

		// It is told once, whatever runs again.
		version := joined.Version
		if err := reports.Joined(w.Ctx, w.Tenant(), joined.ID); err != nil || reports.Joined(w.Ctx, w.Tenant(), lead.ID) != nil {
			t.Fatal(err)
		}
		if joined = reload(t, w, joined.ID); joined.Version != version {
			t.Errorf("told again: %+v", joined.Tellings)
		}
		replays(t, w, joined, reload(t, w, lead.ID))

		// What is taken out of the answer is taken out of what was told, and nothing of what this reporter wrote.
		lead = w.Answer(handler, reload(t, w, lead.ID), report.ProposeTakeOut{Words: []string{"灯泡"}, Reason: "somebody"})
		joined = w.Answer(second, joined, report.Reply{Text: "灯泡没有换"})
		w.Answer(first, lead, report.TakeOut{Seen: lead.Version})
		o, err = reports.Open(w.Ctx, second, joined.ID)
		if err != nil || slices.ContainsFunc(o.Texts(), func(s string) bool { return strings.Contains(s, "换了灯泡") }) || !slices.Contains(o.Texts(), "灯泡没有换") {
			t.Errorf("taken out: %v, %v", o.Texts(), err)
		}
	})
}

// TestWhoeverIsJoinedDisagreesToo: it says that it is not fixed, has the answer reviewed by somebody else, and is asked how it was, as the
// reporter of the other one is.
func TestWhoeverIsJoinedDisagreesToo(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		handler := w.Handler()
		lead, joined, _, second := together(t, w)
		if got := stillOwed(t, w, joined); len(got) != 0 {
			t.Errorf("joined, it is owed %v", got)
		}
		w.Answer(handler, lead, report.Fix{Text: "换了灯泡"})
		joined = w.Answer(second, afterwards(t, w, joined), report.Reopen{Text: "还是不亮"})
		if joined.State != report.Working || !joined.Into.IsZero() || !slices.Contains(stillOwed(t, w, joined), "report_answer") {
			t.Errorf("not fixed: %+v, it is owed %v", joined.Issue, stillOwed(t, w, joined))
		}
		if lead = reload(t, w, lead.ID); lead.State != report.Fixed {
			t.Errorf("the other one stands at %s", lead.State)
		}
		w.Answer(handler, joined, report.Fix{Text: "换了线路"})

		lead, joined, _, second = together(t, w)
		lead = w.Answer(handler, lead, report.GiveAnswer{Text: "列入明年计划"})
		joined = w.Answer(second, afterwards(t, w, joined), report.AskReview{Text: "不能等"})
		if joined.State != report.Reviewing || !slices.Contains(joined.Barred(), handler.Account) || joined.InQueue() || !slices.Contains(stillOwed(t, w, joined), "report_review") {
			t.Errorf("in review: %+v, it is owed %v", joined, stillOwed(t, w, joined))
		}
		joined = w.Answer(w.As("upper.lead"), joined, report.Take{}, report.SendBack{Text: "先临时修好"})
		if joined.State != report.Accepted || !joined.Into.IsZero() || !joined.InQueue() || !slices.Contains(stillOwed(t, w, joined), "report_answer") {
			t.Errorf("sent back: %+v, it is owed %v", joined, stillOwed(t, w, joined))
		}
		replays(t, w, joined, lead)

		lead, joined, _, second = together(t, w)
		lead = w.Answer(handler, lead, report.GiveAnswer{Text: "列入明年计划"})
		joined = afterwards(t, w, joined)
		_, err := w.App.Report.Act(w.Ctx, second, joined.ID, report.OfferSurvey{}, nil)
		apptest.Refused(t, err, "issue.guard.with_at_work")
		w.Answer(handler, lead, report.Close{})
		w.Answer(second, joined, report.OfferSurvey{})
	})
}

// TestWhoeverStoodBehindAWithdrawnReportStandsAlone: its promises run as they stood; and where a report with which others are handled is
// joined to a third, all of them are told what is said there.
func TestWhoeverStoodBehindAWithdrawnReportStandsAlone(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		handler := w.Handler()
		lead, joined, first, _ := together(t, w)
		w.Answer(first, lead, report.Withdraw{})
		joined = afterwards(t, w, joined)
		if joined.State != report.Accepted || !joined.Into.IsZero() || !slices.Contains(stillOwed(t, w, joined), "report_answer") {
			t.Errorf("alone: %+v, it is owed %v", joined.Issue, stillOwed(t, w, joined))
		}
		replays(t, w, joined)

		lead, joined, _, second := together(t, w)
		third, _ := w.Submit(w.Issue())
		third = w.Answer(handler, third, report.Take{}, report.Accept{})
		lead = w.Answer(handler, lead, report.Join{Into: third.ID})
		lead = afterwards(t, w, lead)
		w.Answer(handler, third, report.Fix{Text: "换了线路"})
		for range 2 {
			lead = afterwards(t, w, lead)
		}
		o, err := w.App.Report.Open(w.Ctx, second, joined.ID)
		if err != nil || !slices.Contains(o.Texts(), "换了线路") || o.With.State != report.Fixed {
			t.Errorf("it reads %v, %+v, %v", o.Texts(), o.With, err)
		}
		w.Answer(second, reload(t, w, joined.ID), report.Reopen{Text: "还是不亮"})
		replays(t, w, reload(t, w, joined.ID), lead)
	})
}

func replays(t *testing.T, w *apptest.World, cases ...report.Case) {
	t.Helper()
	for _, c := range cases {
		events, err := w.App.Report.Repo.Events(w.Ctx, w.Tenant(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := report.Replay(w.Tenant(), events); err != nil || mustJSON(t, again) != mustJSON(t, c) {
			t.Errorf("a replay gives %+v, %v", again, err)
		}
	}
}
