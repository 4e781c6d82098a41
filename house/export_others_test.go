package house_test

import (
	"bytes"
	"errors"
	"os/exec"
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
	reports "linli/report"
)

// asks is the rule that refuses a command on a report or a request for help, or empty.
func (l *leaving) asks(a access.Actor, c id.ID, cmd any) string {
	var err error
	if x, ok := cmd.(reports.Command); ok {
		_, err = l.App.Report.Act(l.Ctx, a, c, x, nil)
	} else {
		_, err = l.App.Referral.Act(l.Ctx, a, c, cmd.(referral.Command), nil)
	}
	if err == nil {
		return ""
	}
	return fault.Of(err).Key
}

// hears reports whether an account has an unread line of a kind about a case.
func (l *leaving) hears(login, key string, c id.ID) bool {
	l.t.Helper()
	unread, err := l.App.Queue.Unread(l.Ctx, l.Tenant(), l.As(login).Account, 50)
	if err != nil {
		l.t.Fatal(err)
	}
	return slices.ContainsFunc(unread, func(n notify.Notice) bool { return n.Key == key && n.Case == c })
}

// told are the readings that a person is shown for a purpose.
func (l *leaving) told(reads []access.Row, why access.Purpose) (n int) {
	for _, r := range reads {
		if r.Purpose == why {
			n++
		}
	}
	return n
}

// holds has a file opened by its recipient say some words on every page, and none of others.
func (l *leaving) holds(x id.ID, what string, says, never []string) {
	l.t.Helper()
	pdf := l.take(x, what)
	if !bytes.HasPrefix(pdf, []byte("%PDF")) {
		l.t.Fatalf("the file holds %.20q", pdf)
	}
	text := inOrder(l.t, pdf)
	for page := range strings.SplitSeq(strings.TrimSuffix(text, "\f"), "\f") {
		if !strings.Contains(flat(page), flat(x.String())) {
			l.t.Errorf("a page does not say by which request it left: %q", page)
		}
	}
	for _, word := range says {
		if !strings.Contains(flat(text), flat(word)) {
			l.t.Errorf("the file does not say %q: %s", word, text)
		}
	}
	for _, word := range never {
		if strings.Contains(flat(text), flat(word)) || bytes.Contains(pdf, []byte(word)) {
			l.t.Errorf("the file says %q", word)
		}
	}
}

// inOrder is what stands in a PDF in the order in which it was drawn: a stamp lies across the page.
func inOrder(t *testing.T, pdf []byte) string {
	t.Helper()
	text, err := exec.Command("pdftotext", "-raw", inFile(t, pdf), "-").Output() // #nosec G204 -- the test's own file
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func flat(s string) string { return strings.Join(strings.Fields(s), "") }

// handled is a report about a place whose reporter gave a name, with something written in each of its fields.
func (l *leaving) handled() (reports.Case, access.Actor) {
	handler := l.Handler()
	c, reporter := l.Submit(l.Issue())
	c = l.Answer(handler, c, reports.Take{}, reports.Accept{}, reports.Note{Text: confided[0]}, reports.Write{Text: "我们去看看"})
	return l.Answer(handler, l.Answer(reporter, c, reports.Reply{Text: "谢谢你们"}), reports.Fix{Text: "换了灯泡"}), reporter
}

// A reporter's own copy leaves by one who handles the report and two who do not: what was reported, told and written, and nobody's name.
func TestACopyOfAReportLeaves(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		l := newLeaving(t, w)
		c, reporter := l.handled()
		ask := reports.Aside(casefile.AskExport{Purpose: casefile.ForOwnCopy, Shown: casefile.Shown[0], To: l.to()})
		for _, login := range []string{"mediator", "second", "lead", "other.clerk", "upper.lead", "admin", "privacy", "statistician", "records"} {
			if l.asks(w.As(login), c.ID, ask) == "" {
				t.Errorf("%s asks that a copy leaves", login)
			}
		}
		if got := l.asks(reporter, c.ID, ask); got == "" {
			t.Error("the reporter itself asks")
		}
		for field, wrong := range map[string]casefile.AskExport{"shown": {Purpose: casefile.ForOwnCopy, To: l.to()}, "to": {Purpose: casefile.ForOwnCopy, Shown: casefile.Shown[0], To: "age1"}} {
			if _, err := w.App.Report.Act(w.Ctx, w.As("clerk"), c.ID, reports.Aside(wrong), nil); fault.Of(err).Field != field {
				t.Errorf("without %s: %v", field, err)
			}
		}
		c = w.Answer(w.As("clerk"), c, ask)
		x := c.Exports[0].ID
		if len(c.Exports) != 1 || c.Exports[0].Account != w.Hired("clerk").Account {
			t.Fatalf("%+v", c.Exports)
		}
		for _, login := range []string{"clerk", "mediator", "second", "other.clerk", "upper.lead", "admin", "statistician"} {
			if l.asks(w.As(login), c.ID, reports.Aside(casefile.ApproveExport{Export: x})) == "" {
				t.Errorf("%s approves", login)
			}
			if _, err := w.App.Report.Asides().ExportTo(w.Ctx, w.As(login), c.ID, x); err == nil && login != "clerk" {
				t.Errorf("%s reads the key", login)
			}
		}
		if got, err := w.App.Report.Asides().ExportTo(w.Ctx, w.As("records"), c.ID, x); err != nil || got != l.to() {
			t.Errorf("the archivist is shown %q, %v", got, err)
		}
		if _, err := w.App.Report.Open(w.Ctx, w.As("records"), c.ID); err == nil {
			t.Error("whoever approves opens the report")
		}
		l.refused(x, casefile.ExportResident, "export.guard.export_not_approved")
		c = w.Answer(w.As("lead"), c, reports.Aside(casefile.ApproveExport{Export: x}))
		if got := l.asks(w.As("lead"), c.ID, reports.Aside(casefile.ApproveExport{Export: x})); got != "export.guard.export_twice" {
			t.Errorf("approved twice: %s", got)
		}
		l.refused(x, casefile.ExportResident, "export.guard.export_not_approved")
		c = w.Answer(w.As("privacy"), c, reports.Aside(casefile.ApproveExport{Export: x}))
		l.refused(x, casefile.ExportCase, "export.guard.export_other")
		recorder := w.App.Report.Recorder
		w.App.Report.Recorder = noRoom{}
		l.refused(x, casefile.ExportResident, "access.unrecorded")
		w.App.Report.Recorder = recorder
		w.Clock.Add(time.Hour)
		opened, err := w.App.Report.ForExport(w.Ctx, w.Tenant(), x, casefile.ExportResident, l.to())
		if err != nil || opened.Account.Text == "" || opened.Name+opened.Contact != "" || len(opened.Notes)+len(opened.Names) > 0 {
			t.Fatalf("for a copy is opened %+v, %v", opened, err)
		}
		f := w.Issue()
		l.holds(x, casefile.ExportResident, []string{f.Text, f.Address, "我们去看看", "谢谢你们", "换了灯泡"}, []string{f.Name, f.Contact, confided[0], l.to()})
		l.refused(x, casefile.ExportResident, "export.guard.export_used")
		o, err := w.App.Report.Open(w.Ctx, reporter, c.ID)
		if err != nil || len(o.Case.Exports) != 1 || !o.Case.Exports[0].Account.IsZero() || len(o.Case.Exports[0].Approved) > 0 || l.told(o.Reads, access.ForExport) < 3 {
			t.Errorf("the reporter reads %+v and %+v, %v", o.Case.Exports, o.Reads, err)
		}
		if n, err := w.App.Mediation.Exported(w.Ctx, w.Tenant(), w.Clock.Now().Add(time.Second)); err != nil || n != 1 {
			t.Errorf("%d are counted, %v", n, err)
		}
		events, err := w.App.Report.Repo.Events(w.Ctx, w.Tenant(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		again, err := reports.Replay(w.Tenant(), events)
		if kept := again.Export(x); err != nil || kept == nil || kept.State() != "taken" || len(kept.Approved) != 2 {
			t.Errorf("replayed it is %+v, %v", kept, err)
		}
		for _, found := range whereIs(t, w, []string{l.to()}) { // the same key in two requests would join two cases
			t.Errorf("the key of the recipient is in %s", found)
		}
	})
}

// Nobody whom a complaint is about asks, approves or learns that a copy of it leaves; the unit above supplies the two.
func TestACopyOfAComplaintIsNoneForWhomItIsAbout(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		l := newLeaving(t, w)
		c, author := w.Complain(w.Complaint())
		c = w.Answer(w.As("upper.lead"), c, reports.Take{}, reports.Accept{}, reports.Note{Text: confided[0]}, reports.Write{Text: "请说说经过"})
		ask := reports.Aside(casefile.AskExport{Purpose: casefile.ForOwnCopy, Shown: casefile.Shown[0], To: l.to()})
		if got := l.asks(w.As("upper.lead"), c.ID, ask); got != "export.guard.export_no_seconds" {
			t.Errorf("with one other person it is asked for: %q", got)
		}
		w.Hire("upper.records", "T", access.Records)
		w.Hire("moved", "T", access.Records) // who worked in V1 until now
		w.Give("moved", "V1", access.Clerk)
		w.Take("moved", "V1", access.Clerk)
		c = w.Answer(w.As("upper.lead"), c, ask)
		x := c.Exports[0].ID
		for _, login := range []string{"lead", "records", "clerk", "mediator", "moved"} {
			who := w.As(login)
			for _, cmd := range []reports.Command{ask, reports.Aside(casefile.AskGiven{To: l.to()}), reports.Aside(casefile.ApproveExport{Export: x}), reports.Aside(casefile.EndExport{Export: x})} {
				if l.asks(who, c.ID, cmd) == "" {
					t.Errorf("%s does %s", login, cmd.Kind())
				}
			}
			_, seen := w.App.Report.Asides().SeeExports(w.Ctx, who, c.ID)
			_, none := w.App.Report.Asides().SeeExports(w.Ctx, who, w.App.IDs.New())
			if !errors.Is(seen, reports.ErrNotFound) || !errors.Is(none, reports.ErrNotFound) {
				t.Errorf("%s learns %v, and of none %v", login, seen, none)
			}
			if _, err := w.App.Report.Asides().ExportTo(w.Ctx, who, c.ID, x); err == nil {
				t.Errorf("%s reads the key", login)
			}
			if l.hears(login, "export.notice.ask_export", c.ID) {
				t.Errorf("%s hears of it", login)
			}
		}
		if !l.hears("privacy", "export.notice.ask_export", c.ID) || !l.hears("upper.records", "export.notice.ask_export", c.ID) {
			t.Error("who may approve does not hear of it")
		}
		c = w.Answer(w.As("privacy"), c, reports.Aside(casefile.ApproveExport{Export: x}))
		c = w.Answer(w.As("upper.records"), c, reports.Aside(casefile.ApproveExport{Export: x}))
		f := w.Complaint()
		l.holds(x, casefile.ExportResident, []string{f.Text, "请说说经过"}, []string{f.Name, f.Contact, f.Number, confided[0]})
		if o, err := w.App.Report.Open(w.Ctx, author, c.ID); err != nil || len(o.Case.Exports) != 1 {
			t.Errorf("the author reads %+v, %v", o.Case.Exports, err)
		}
	})
}

// Of what was told without a name nobody's own copy is handed out at a counter; and what a rule refuses of one kind it refuses of the other.
func TestTheRulesOfCopiesOfOtherCases(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		l := newLeaving(t, w)
		f := w.Issue()
		f.Name, f.Contact = "", ""
		handler := w.Handler()
		c, _ := w.Submit(f)
		c = w.Answer(handler, c, reports.Take{}, reports.Accept{})
		if got := l.asks(handler, c.ID, reports.Aside(casefile.AskExport{Purpose: casefile.ForOwnCopy, Shown: casefile.Shown[0], To: l.to()})); got != "export.guard.export_nameless" {
			t.Errorf("a nameless report: %q", got)
		}
		help, person := w.Ask(w.Request())
		help = w.Help(w.Worker(), help, referral.Take{Apart: true})
		ask := referral.Aside(casefile.AskExport{Purpose: casefile.ForOwnCopy, Shown: casefile.Shown[0], To: l.to()})
		for _, login := range []string{"mediator", "lead", "other.clerk", "upper.lead", "admin", "privacy", "statistician", "records"} {
			if l.asks(w.As(login), help.ID, ask) == "" {
				t.Errorf("%s asks that a copy of a request for help leaves", login)
			}
		}
		request := func(seconds ...string) id.ID {
			help = w.Help(w.As("clerk"), help, ask)
			x := help.Exports[len(help.Exports)-1].ID
			for _, login := range seconds {
				help = w.Help(w.As(login), help, referral.Aside(casefile.ApproveExport{Export: x}))
			}
			return x
		}
		for rule, cmd := range map[string]any{
			"demand.guard.demand_unknown": referral.Aside(casefile.AskGiven{Demand: id.ID{9}, To: l.to()}), "export.guard.export_unknown": referral.Aside(casefile.EndExport{Export: id.ID{9}}),
		} {
			if got := l.asks(w.As("privacy"), help.ID, cmd); got != rule {
				t.Errorf("%s: %q", rule, got)
			}
		}
		x := request("lead", "records")
		if got := l.asks(w.As("privacy"), help.ID, referral.Aside(casefile.ApproveExport{Export: x})); got != "export.guard.export_not_waiting" {
			t.Errorf("a third approves: %q", got)
		}
		help = w.Help(w.As("lead"), help, referral.Aside(casefile.EndExport{Export: x}))
		l.refused(x, casefile.ExportResident, "export.guard.export_ended")
		x = request("lead", "records")
		w.Clock.Add(casefile.ExportLasts)
		l.refused(x, casefile.ExportResident, "export.guard.export_over")
		x = request("lead", "records")
		w.Take("records", "V1", access.Records)
		l.refused(x, casefile.ExportResident, "export.approver_gone")
		w.Give("records", "V1", access.Records)
		x = request("lead", "records")
		opened, err := w.App.Referral.ForExport(w.Ctx, w.Tenant(), x, casefile.ExportResident, l.to())
		if err != nil {
			t.Fatal(err)
		}
		w.Hire("helper", "V1", access.Referral)
		help = w.Help(w.As("helper"), help, referral.Take{Apart: true})
		if err := w.App.Referral.Taken(w.Ctx, opened); !errors.Is(err, referral.ErrMoved) {
			t.Errorf("who was taken off it hands out a copy: %v", err)
		}
		l.refused(x, casefile.ExportResident, "export.asker_gone")
		help = w.Help(person, help, referral.Leave{})
		w.Help(person, help, referral.AskErasure{})
		if got := l.asks(w.As("helper"), help.ID, ask); got == "" {
			t.Error("of what the person asked to be erased a copy is asked for")
		}
	})
}

// A copy of a request for help holds what was asked for, the plan and the services, and neither who asks nor how it is nor anybody's letters.
func TestACopyOfARequestForHelpLeaves(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		l := newLeaving(t, w)
		f := w.Request()
		c, person := w.Ask(f)
		worker := w.Worker()
		c = w.Help(worker, c, referral.Take{Apart: true}, referral.Write{Text: confided[0]}, referral.AddStep{Text: "先写一份申请"})
		c, provider := w.ReferTo(c, person, w.Clinic("青石法律援助站"))
		c = w.Help(provider, c, referral.Accept{Referral: provider.Party, Text: confided[1]})
		c = w.Help(worker, c, referral.Aside(casefile.AskExport{Purpose: casefile.ForOwnCopy, Shown: casefile.Shown[0], To: l.to()}))
		x := c.Exports[0].ID
		if got := l.asks(worker, c.ID, referral.Aside(casefile.ApproveExport{Export: x})); got == "" {
			t.Error("who asks approves")
		}
		c = w.Help(w.As("lead"), c, referral.Aside(casefile.ApproveExport{Export: x}))
		c = w.Help(w.As("records"), c, referral.Aside(casefile.ApproveExport{Export: x}))
		words := c.Referrals[0]
		o, err := w.App.Referral.Open(w.Ctx, person, c.ID)
		if err != nil || o.Words[words.ID].Health == "" {
			t.Fatalf("nothing is walled: %+v, %v", o, err)
		}
		l.holds(x, casefile.ExportResident, []string{f.Text, "先写一份申请", "青石法律援助站"},
			[]string{f.Name, f.Contact, confided[0], confided[1], o.Words[words.ID].Health, o.Words[words.ID].Words})
		o, err = w.App.Referral.Open(w.Ctx, person, c.ID)
		if err != nil || len(o.Case.Exports) != 1 || l.told(o.Reads, access.ForExport) < 3 {
			t.Errorf("the person reads %+v and %+v, %v", o.Case.Exports, o.Reads, err)
		}
		events, err := w.App.Referral.Repo.Events(w.Ctx, w.Tenant(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		again, err := referral.Replay(w.Tenant(), events)
		if kept := again.Export(x); err != nil || kept == nil || kept.State() != "taken" {
			t.Errorf("replayed it is %+v, %v", kept, err)
		}
	})
}

// What a demand was given of a report leaves as it was given; while the law forbids to tell, neither its author nor who handles it is shown anything.
func TestWhatADemandWasGivenOfAReportLeaves(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		l := newLeaving(t, w)
		c, reporter := l.handled()
		silent := casefile.AskDemand{DemandText: casefile.DemandText{Body: "青杉区人民法院", Order: "（2026）青杉民初9号", Basis: "民事诉讼法第70条", Asks: "全部材料", Law: "刑事诉讼法第54条"}, Days: 20}
		c = w.Answer(w.As("lead"), c, reports.Aside(silent))
		n := c.Demands[0].ID
		given := reports.Aside(casefile.AskGiven{Demand: n, To: l.to()})
		if got := l.asks(w.As("privacy"), c.ID, given); got != "export.guard.export_order" {
			t.Errorf("before it is answered: %q", got)
		}
		c = w.Answer(w.As("privacy"), c, reports.Aside(casefile.AnswerDemand{Demand: n, Answer: casefile.Gives, Papers: []string{"told"}, Text: "只提供答复。"}))
		for _, login := range []string{"clerk", "lead", "records", "admin", "statistician", "upper.lead"} {
			if l.asks(w.As(login), c.ID, given) == "" {
				t.Errorf("%s asks that what a demand was given leaves", login)
			}
		}
		c = w.Answer(w.As("privacy"), c, given)
		x := c.Exports[0].ID
		c = w.Answer(w.As("records"), w.Answer(w.As("lead"), c, reports.Aside(casefile.ApproveExport{Export: x})), reports.Aside(casefile.ApproveExport{Export: x}))
		if seen, err := w.App.Report.Asides().SeeExports(w.Ctx, w.As("clerk"), c.ID); err != nil || len(seen.Case.Exports) > 0 {
			t.Errorf("who handles it is shown %+v, %v", seen.Case.Exports, err)
		}
		w.Clock.Add(time.Hour)
		c = w.Answer(w.As("clerk"), c, reports.Write{Text: confided[1]})
		f := w.Issue()
		l.holds(x, casefile.ExportCase, []string{"换了灯泡", silent.Order}, []string{f.Text, f.Address, f.Name, f.Contact, "谢谢你们", confided[0], confided[1]})
		silently := func(who access.Actor) int {
			o, err := w.App.Report.Open(w.Ctx, who, c.ID)
			if err != nil {
				t.Fatal(err)
			}
			return len(o.Case.Exports) + l.told(o.Reads, access.ForDemand) + l.told(o.Reads, access.ForExport)
		}
		if a, b := silently(reporter), silently(w.As("clerk")); a+b > 0 {
			t.Errorf("a silent demand shows: %d to the reporter, %d to who handles it", a, b)
		}
		w.Answer(w.As("privacy"), c, reports.Aside(casefile.TellDemand{Demand: n}))
		if o, err := w.App.Report.Open(w.Ctx, reporter, c.ID); err != nil || len(o.Case.Exports) != 1 || l.told(o.Reads, access.ForDemand) < 3 {
			t.Errorf("once it is told the reporter reads %+v and %+v, %v", o.Case.Exports, o.Reads, err)
		}
	})
}
