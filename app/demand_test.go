package app_test

import (
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
	"linli/platform/notify"
	"linli/promise"
	"linli/referral"
	"linli/report"
)

// order is a court's demand of which the law forbids to tell for some days; none: the people of the case are told at once.
func order(days int) casefile.AskDemand {
	x := casefile.AskDemand{DemandText: casefile.DemandText{Body: "青杉区人民法院", Order: "（2026）青杉民初9号", Basis: "民事诉讼法第70条", Asks: "全部材料"}, Days: days}
	if days > 0 {
		x.Law = "刑事诉讼法第54条"
	}
	return x
}

// readOf is how often readings for a demand show.
func readOf(rows []access.Row) (n int) {
	for _, r := range rows {
		if r.Purpose == access.ForDemand {
			n++
		}
	}
	return n
}

// TestACourtAsksForPapersOfAReport: another than who entered it decides and reads what could be given, never who spoke; while the law
// forbids to tell, nothing on anybody's page tells of it, and afterwards the reporter reads it; meanwhile nothing of the report is destroyed.
func TestACourtAsksForPapersOfAReport(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		s, ctx, handler, officer := w.App.Report, w.Ctx, w.Handler(), w.As("privacy")
		c, author := w.Submit(w.Issue())
		c = w.Answer(handler, c, report.Take{}, report.Accept{}, report.Note{Text: "只给同事看"}, report.Write{Text: "我们去看看"}, report.Publish{Text: "路灯不亮"}, report.Fix{Text: "换了灯泡"})
		c = w.Answer(author, c, report.Close{})
		queued := func() time.Time {
			rows, _, err := s.Queue(ctx, handler, report.QueueFilter{State: report.Closed, Limit: 10})
			if err != nil || len(rows) != 1 {
				t.Fatalf("%+v, %v", rows, err)
			}
			return rows[0].Updated
		}
		public := func() time.Time {
			x, err := s.PublicView(ctx, w.Tenant(), c.PublicID)
			if err != nil {
				t.Fatal(err)
			}
			return x.Updated
		}
		before, shown := queued(), public()
		w.Clock.Add(time.Hour)
		c = w.Answer(w.As("lead"), c, report.Aside(order(30)))
		n := c.Demands[0].ID
		for _, login := range []string{"clerk", "mediator", "second", "lead", "other.clerk", "upper.lead", "admin", "statistician", "records"} {
			if _, err := s.ForDemand(ctx, w.As(login), c.ID, n); err == nil {
				t.Errorf("%s opens a demand", login)
			}
		}
		if owed, err := s.Asides().DemandsOwed(ctx, officer); err != nil || len(owed) != 1 || owed[0].ID != n || owed[0].Owed.Rule != "demand_answer" {
			t.Errorf("the officer owes %+v, %v", owed, err)
		}
		o, err := s.ForDemand(ctx, officer, c.ID, n)
		if err != nil || o.Demands[n].Order == "" || o.Account.Text == "" {
			t.Fatalf("the officer reads %+v, %v", o, err)
		}
		if o.Name+o.Contact != "" || len(o.Notes) > 0 {
			t.Errorf("for a demand it is opened who spoke, or a note: %q %q %v", o.Name, o.Contact, o.Notes)
		}
		_, err = s.Act(ctx, officer, c.ID, report.Aside(casefile.AnswerDemand{Demand: id.ID{9}, Answer: casefile.Refuses}), nil)
		apptest.Refused(t, err, "demand.guard.demand_unknown")
		for _, walled := range []string{"author", "note", "files", ""} {
			if _, err := s.Act(ctx, officer, c.ID, report.Aside(casefile.AnswerDemand{Demand: n, Answer: casefile.Gives, Papers: []string{"reported", walled}, Text: "x"}), nil); fault.Of(err).Code != fault.Invalid {
				t.Errorf("%q can be given: %v", walled, err)
			}
		}
		c = w.Answer(officer, c, report.Aside(casefile.AnswerDemand{Demand: n, Answer: casefile.Gives, Papers: []string{"reported"}, Text: "只提供所反映的内容。"}))
		tells := func(a access.Actor) int {
			o, err := s.Open(ctx, a, c.ID)
			if err != nil {
				t.Fatal(err)
			}
			return len(o.Case.Demands) + len(o.Demands) + readOf(o.Reads)
		}
		if tells(author)+tells(handler) > 0 || !queued().Equal(before) || !public().Equal(shown) {
			t.Errorf("a silent demand shows: %d to the reporter, %d to the handler, changed %v and %v", tells(author), tells(handler), queued(), public())
		}
		if seen, _, err := s.See(ctx, handler, c.ID); err != nil || len(seen.Demands) > 0 {
			t.Errorf("the handler sees %+v, %v", seen.Demands, err)
		}
		if due, err := s.Due(ctx, handler, promise.Filter{Until: w.Clock.Now().AddDate(1, 0, 0), Limit: 20}); err != nil || slices.ContainsFunc(due, func(x report.DueRow) bool { return x.Rule == "demand_answer" }) {
			t.Errorf("the handler is owed %+v, %v", due, err)
		}
		for _, login := range []string{"clerk", "lead"} {
			unread, err := w.App.Queue.Unread(ctx, w.Tenant(), w.As(login).Account, 50)
			if err != nil || slices.ContainsFunc(unread, func(x notify.Notice) bool { return x.Key == "demand.notice" }) {
				t.Errorf("%s is told of it: %v", login, err)
			}
		}
		propose := report.ProposeTakeOut{Words: []string{"桂花巷"}, Reason: "author"}
		_, err = s.Act(ctx, author, w.Answer(handler, c, propose).ID, report.TakeOut{}, nil)
		apptest.Refused(t, err, "demand.guard.held")
		w.Clock.Add(31 * 24 * time.Hour)
		if _, err := w.App.DoDue(ctx); err != nil {
			t.Fatal(err)
		}
		own, err := s.Open(ctx, author, c.ID)
		if err != nil || len(own.Case.Demands) != 1 || !own.Case.Demands[0].By.IsZero() || own.Demands[n].Body != "青杉区人民法院" || own.Written[n] == "" || readOf(own.Reads) == 0 {
			t.Fatalf("afterwards the reporter reads %+v, %+v, %v", own.Case.Demands, own.Demands, err)
		}
		if o, err := s.Open(ctx, handler, c.ID); err != nil || len(o.Demands) > 0 {
			t.Errorf("the handler reads the words of a demand: %+v, %v", o.Demands, err)
		}
		_, err = s.Act(ctx, casefile.Itself(w.Tenant()), c.ID, report.Erase{}, nil)
		apptest.Refused(t, err, "demand.guard.held")
		after := func(at time.Time) report.Case {
			w.Clock.Add(at.Sub(w.Clock.Now()) + time.Hour)
			if _, err := w.App.DoDue(ctx); err != nil {
				t.Fatal(err)
			}
			k, err := s.Repo.Case(ctx, w.Tenant(), c.ID)
			if err != nil {
				t.Fatal(err)
			}
			return k
		}
		end := c.KeptUntil(own.Rules)
		c = after(own.Case.Demands[0].Until)
		if x := c.Demands[0]; x.Ended.IsZero() || c.KeptUntil(own.Rules).Sub(end) != x.Ended.Sub(x.Asked) {
			t.Fatalf("nobody confirmed it, and it stands as %+v; kept until %v and %v", x, end, c.KeptUntil(own.Rules))
		}
		if !after(c.KeptUntil(own.Rules).Add(-48*time.Hour)).Erased.IsZero() || after(c.KeptUntil(own.Rules)).Erased.IsZero() {
			t.Error("it is destroyed before its day, or stays when nothing holds it any more")
		}
		if rows, err := s.Asides().Demands(ctx, officer); err != nil || len(rows) != 1 || rows[0].State() != casefile.Gives || rows[0].Case.Erased.IsZero() {
			t.Errorf("the register forgets what it gave: %+v, %v", rows, err)
		}
		_, err = s.Act(ctx, officer, c.ID, report.Aside(order(0)), nil)
		apptest.Refused(t, err, "issue.guard.erased")
	})
}

// TestWhoIsComplainedOfLearnsNothingOfADemand: neither by the register nor by a list, an address or a notice, whatever post the account holds.
func TestWhoIsComplainedOfLearnsNothingOfADemand(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		s, ctx := w.App.Report, w.Ctx
		w.Hire("own.privacy", "V1", access.Privacy)
		c, author := w.Complain(w.Complaint())
		c = w.Answer(w.As("upper.lead"), c, report.Take{}, report.Aside(order(0)))
		entry, err := s.Repo.Entry(ctx, w.Tenant(), casefile.RegisterDemand, c.Demands[0].ID)
		if err != nil || entry.Capability != report.Capability || entry.Case != c.ID {
			t.Fatalf("%+v, %v", entry, err)
		}
		for _, login := range []string{"lead", "own.privacy", "mediator", "clerk"} {
			a := w.As(login)
			if rows, err := s.Asides().Demands(ctx, a); err != nil || len(rows) > 0 {
				t.Errorf("%s finds in the register %+v, %v", login, rows, err)
			}
			if owed, err := s.Asides().DemandsOwed(ctx, a); err != nil || len(owed) > 0 {
				t.Errorf("%s owes %+v, %v", login, owed, err)
			}
			if _, err := s.Asides().SeeDemand(ctx, a, entry); !errors.Is(err, report.ErrNotFound) {
				t.Errorf("%s sees it: %v", login, err)
			}
			if _, err := s.Asides().MayDemand(ctx, a, c.ID); !errors.Is(err, report.ErrNotFound) {
				t.Errorf("%s learns that there is a complaint: %v", login, err)
			}
			if _, err := s.Act(ctx, a, c.ID, report.Aside(order(0)), nil); fault.Of(err).Code != fault.NotFound {
				t.Errorf("%s enters a demand on it: %v", login, err)
			}
			if _, err := s.ForDemand(ctx, a, c.ID, entry.ID); fault.Of(err).Code != fault.NotFound {
				t.Errorf("%s reads it: %v", login, err)
			}
			unread, err := w.App.Queue.Unread(ctx, w.Tenant(), a.Account, 50)
			if err != nil || slices.ContainsFunc(unread, func(x notify.Notice) bool { return strings.HasPrefix(x.Key, "demand.") }) {
				t.Errorf("%s is told: %v", login, err)
			}
		}
		unread, err := w.App.Queue.Unread(ctx, w.Tenant(), w.As("privacy").Account, 50)
		if err != nil || !slices.ContainsFunc(unread, func(x notify.Notice) bool { return x.Key == "demand.notice" }) {
			t.Errorf("the officer of the whole office is not told: %v", err)
		}
		if rows, err := s.Asides().Demands(ctx, w.As("privacy")); err != nil || len(rows) != 1 {
			t.Errorf("the officer finds %+v, %v", rows, err)
		}
		c = w.Answer(w.As("privacy"), c, report.Aside(casefile.AnswerDemand{Demand: entry.ID, Answer: casefile.Refuses, Reason: "too_wide", Text: "超出文书。"}))
		if o, err := s.Open(ctx, author, c.ID); err != nil || o.Demands[entry.ID].Body == "" || o.Case.Demands[0].State() != casefile.Refuses {
			t.Errorf("its author reads %+v, %v", o, err)
		}
	})
}

// TestACourtAsksForPapersOfARequestForHelp: as of a report; who the person is, what it told of its health and what it writes to its worker
// is opened for no demand.
func TestACourtAsksForPapersOfARequestForHelp(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		s, ctx, officer := w.App.Referral, w.Ctx, w.As("privacy")
		c, person := w.Ask(w.Request())
		worker := w.Worker()
		c = w.Help(worker, c, referral.Take{Apart: true}, referral.AddStep{Text: "先写一份申请"}, referral.Write{Text: "明天见"})
		_, err := s.Act(ctx, officer, w.Help(officer, c, referral.Aside(order(20))).ID, referral.Aside(casefile.AnswerDemand{Demand: id.ID{9}}), nil)
		apptest.Refused(t, err, "demand.guard.demand_unknown")
		now, err := s.Repo.Case(ctx, w.Tenant(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		n := now.Demands[0].ID
		_, err = s.Act(ctx, officer, c.ID, referral.Aside(casefile.AnswerDemand{Demand: n, Answer: casefile.Refuses, Reason: "walled", Text: "x"}), nil)
		apptest.Refused(t, err, "demand.guard.demand_second")
		w.Hire("second.privacy", "T", access.Privacy)
		second := w.As("second.privacy")
		for _, login := range []string{"clerk", "mediator", "lead", "upper.lead", "admin", "statistician", "records"} {
			if _, err := s.ForDemand(ctx, w.As(login), c.ID, n); err == nil {
				t.Errorf("%s opens a demand", login)
			}
		}
		o, err := s.ForDemand(ctx, second, c.ID, n)
		if err != nil || o.Asked == "" || o.Demands[n].Order == "" || o.Written[now.Steps[0].ID] == "" {
			t.Fatalf("the officer reads %+v, %v", o, err)
		}
		if o.Who.Name+o.Contact != "" || len(o.Words) > 0 || o.Written[now.Messages[0].ID] != "" {
			t.Errorf("for a demand more is opened: %+v", o)
		}
		if _, err := s.Act(ctx, second, c.ID, referral.Aside(casefile.AnswerDemand{Demand: n, Answer: casefile.Gives, Papers: []string{"letters"}, Text: "x"}), nil); fault.Of(err).Code != fault.Invalid {
			t.Errorf("letters can be given: %v", err)
		}
		c = w.Help(second, c, referral.Aside(casefile.AnswerDemand{Demand: n, Answer: casefile.Gives, Papers: []string{"asked"}, Text: "只提供求助的内容。"}))
		_, err = s.Act(ctx, second, c.ID, referral.Aside(casefile.AnswerDemand{Demand: n, Answer: casefile.Refuses}), nil)
		apptest.Refused(t, err, "demand.guard.demand_answered")
		tells := func(a access.Actor) int {
			o, err := s.Open(ctx, a, c.ID)
			if err != nil {
				t.Fatal(err)
			}
			return len(o.Case.Demands) + len(o.Demands) + readOf(o.Reads)
		}
		if tells(person)+tells(worker) > 0 {
			t.Error("a silent demand shows")
		}
		w.Clock.Add(21 * 24 * time.Hour)
		if _, err := w.App.DoDue(ctx); err != nil {
			t.Fatal(err)
		}
		if tells(person) < 3 {
			t.Error("after its days the person is not told")
		}
		c = w.Help(person, c, referral.Leave{})
		rules, err := w.App.Referral.Office.RulebookOf(ctx, w.Tenant(), c.Rulebook, c.RulebookVersion)
		if err != nil {
			t.Fatal(err)
		}
		end := c.KeptUntil(rules)
		w.Clock.Add(80 * 24 * time.Hour)
		c = w.Help(second, c, referral.Aside(casefile.EndDemand{Demand: n}))
		if moved := c.KeptUntil(rules); !moved.After(end) {
			t.Errorf("its term ends at %v, and without the demand at %v", moved, end)
		}
		_, err = s.Act(ctx, second, c.ID, referral.Aside(casefile.KeepHold{Demand: n}), nil)
		apptest.Refused(t, err, "demand.guard.demand_ended")
		_, err = s.Act(ctx, second, c.ID, referral.Aside(casefile.TellDemand{Demand: n}), nil)
		apptest.Refused(t, err, "demand.guard.demand_told")
		w.Clock.Add(c.KeptUntil(rules).Sub(w.Clock.Now()) + time.Hour)
		if _, err := w.App.DoDue(ctx); err != nil {
			t.Fatal(err)
		}
		if k, err := s.Repo.Case(ctx, w.Tenant(), c.ID); err != nil || k.Erased.IsZero() || len(k.Demands) > 0 {
			t.Errorf("what nothing holds any more stays: %+v, %v", k.Demands, err)
		}
	})
}
