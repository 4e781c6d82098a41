package report

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/geo"
	"linli/platform/id"
)

const (
	inQueueStates = "received accepted assigned working"
	allIssue      = "received accepted not_accepted assigned working answered fixed rechecked reviewing reviewed joined withdrawn closed"
	allSpoken     = "received accepted not_accepted assigned working answered fixed rechecked reviewing reviewed joined closed"
	allStanding   = "received accepted not_accepted assigned working answered fixed rechecked reviewing reviewed closed"
)

// allowedIssue are the states in which each event of a report about a place or a service happens, written by hand.
var allowedIssue = map[casefile.Kind]string{
	"submit": "", "bring_in": "", "slip": allIssue, "ask_slip": allIssue,
	"take": allIssue, "assign": inQueueStates,
	"accept": "received", "not_accept": "received accepted assigned", "transfer": inQueueStates,
	"start": "accepted assigned working", "interim": inQueueStates, "extend": inQueueStates,
	"answer": "accepted assigned working", "fix": "accepted assigned working",
	"recheck": "fixed", "recheck_failed": "fixed rechecked", "close": "answered fixed rechecked",
	"reopen": "answered fixed rechecked closed joined", "ask_review": "not_accepted answered fixed rechecked closed joined", "joined_by": allIssue, "tell_too": "joined",
	"decide_review": "reviewing", "send_back": "reviewing",
	"join": inQueueStates, "part": "joined", "split": inQueueStates,
	"forward": inQueueStates, "delivered": allIssue, "undelivered": allIssue, "heard": allIssue,
	"message": allSpoken, "reply": allSpoken, "waive": allSpoken, "note": allSpoken, "attach": allSpoken,
	"publish": allStanding, "unpublish": allSpoken, "forget_contact": allIssue, "tell_by_mail": allSpoken, "confirm_mail": allSpoken, "try_mail": allSpoken, "stop_mail": allIssue, "mail_refused": allIssue, "climb": "reviewing", "inherit": "received accepted assigned working answered fixed rechecked reviewing", "propose_take_out": allIssue, "take_out": allIssue, "refuse_take_out": allIssue, "take_out_too": allIssue,
	"demand": allIssue, "answer_demand": allIssue, "keep_hold": allIssue, "end_demand": allIssue, "tell_demand": allIssue, "ask_urgent": allIssue, "approve_urgent": allIssue, "end_urgent": allIssue, "check_urgent": allIssue,
	"ask_export": allIssue, "ask_given": allIssue, "approve_export": allIssue, "end_export": allIssue, "export": allIssue,
	"ask_change": allIssue, "answer_change": allIssue, "ask_erasure": "not_accepted reviewed withdrawn closed", "answer_erasure": "not_accepted reviewed withdrawn closed",
	"withdraw": inQueueStates + " joined", "offer_survey": "not_accepted reviewed closed joined",
	"erase": "not_accepted answered fixed rechecked reviewed joined withdrawn closed",
}

func TestTheMachineOfIssuesIsTheTable(t *testing.T) {
	for event, in := range allowedIssue {
		for _, s := range append([]State{""}, IssueStates...) {
			want := s == "" && in == "" || s != "" && slices.Contains(strings.Fields(in), string(s))
			if got := find(Issues, event, s) != nil; got != want {
				t.Errorf("%s in %q: %v", event, s, got)
			}
		}
	}
	for _, row := range Issues {
		if _, ok := allowedIssue[row.Event]; !ok {
			t.Errorf("the table of this test lacks %s", row.Event)
		}
	}
}

var (
	lamp   = id.ID{1, 7}
	worker = casefile.By{Kind: access.Staff, Account: id.ID{1, 9}}
)

// newIssue is a report of a category on its way, in the unit lamp.
func newIssue(t *testing.T, f Submit) *road {
	t.Helper()
	r := newRoad(t)
	r.c, r.events = Case{Tenant: r.c.Tenant}, nil
	r.know.Desk, r.know.Here = Desk{lamp, inQueue}, []id.ID{worker.Account, {1, 10}}
	return r.as(author).do(f)
}

func TestALampIsFixedLookedAtAgainAndClosed(t *testing.T) {
	r := newIssue(t, Submit{Category: "street_light", Text: "灯不亮", Address: "河边路口", Answers: map[string][]string{"fault": {"out"}}, Contact: "x"})
	if r.c.State != Received || r.c.PublicID.IsZero() || !r.c.Located || r.c.Named || !r.c.Reached || !r.c.InQueue() {
		t.Fatalf("%+v", r.c)
	}
	r.as(worker).do(Take{}, Accept{}, Start{}, Fix{Text: "换了灯泡"})
	if r.c.State != Fixed || r.c.Fixed.IsZero() || !r.c.Closed.IsZero() {
		t.Errorf("fixed is not closed: %+v", r.c.Issue)
	}
	r.as(author).do(Reopen{"还是不亮"})
	if r.c.State != Working || !r.c.Fixed.IsZero() || r.c.Reopened != 1 || r.c.Handler != worker.Account {
		t.Errorf("reopened: %+v", r.c)
	}
	r.as(worker).do(Start{})
	r.refused("issue.guard.started", Start{})
	if slices.Contains(r.c.Next(IssueOfOffice, access.Staff), "start") {
		t.Error("work that has begun can be begun")
	}
	r.do(Fix{Text: "换了线路"}, Recheck{Text: "去看过，亮了"}, Close{})
	if r.c.State != Closed || r.c.Fixed.IsZero() || r.c.Rechecked.IsZero() || r.c.Closed.IsZero() || r.c.Reached {
		t.Errorf("closed: %+v", r.c)
	}
	r.clock.Set(r.c.ReopenEnds(r.know.Rules).Add(time.Second))
	r.as(author).refused("issue.guard.reopen_late", Reopen{"又不亮了"})
	r.as(casefile.System).refused("issue.guard.kept", Erase{})
	r.clock.Set(r.c.Ended.AddDate(0, 0, r.know.Rules.Report.Kept.N))
	r.do(Erase{})
}

func TestADangerIsClosedOnlyAfterSomebodyLookedAgain(t *testing.T) {
	r := newIssue(t, Submit{Category: "danger_wire", Text: "电线垂下来了", Point: geo.Point{Lat: 31.2, Long: 121.4}})
	r.as(worker).do(Take{}, Accept{}, Fix{Text: "已经架好"})
	r.refused("issue.guard.unchecked", Close{})
	if slices.Contains(r.c.Next(IssueOfOffice, access.Staff), "close") || !slices.Contains(r.c.Next(IssueOfReporter, access.Resident), "close") {
		t.Error("the page offers what the rule refuses, or not what the reporter may")
	}
	r.do(FailRecheck{"又垂下来了"})
	if r.c.State != Working || !r.c.Fixed.IsZero() {
		t.Errorf("%+v", r.c.Issue)
	}
	r.do(Fix{Text: "重新固定"}, Recheck{Text: "好了"}, Close{})
}

// TestNothingIsClosedAsNotOurs: the right office is named, and it is passed on only where the reporter allowed that.
func TestNothingIsClosedAsNotOurs(t *testing.T) {
	f := Submit{Category: "waste", Text: "垃圾没有清运", Address: "桥头"}
	r := newIssue(t, f).as(worker).do(Take{})
	r.refused("form.required", NotAccept{Reason: "other_office", Text: "请找城管"})
	r.refused("issue.field.may_pass", NotAccept{Reason: "other_office", Right: "城管中队", Text: "已转", Passed: true})
	r.do(NotAccept{Reason: "other_office", Right: "城管中队", Text: "请找城管"})
	f.MayPass = true
	r = newIssue(t, f).as(worker).do(Take{}, NotAccept{Reason: "other_office", Right: "城管中队", Text: "已转城管", Passed: true})
	if r.c.Passed.IsZero() || r.c.State != NotAccepted {
		t.Errorf("%+v", r.c.Issue)
	}
	r.know.Desk = Desk{id.ID{1, 4}, access.Lead}
	r.as(author).do(AskReview{"应当由你们处理"})
}

func TestAnAnswerIsReviewedElsewhereAndSentBack(t *testing.T) {
	r := newIssue(t, Submit{Category: "road_surface", Text: "有坑", Address: "桥头"})
	r.as(worker).do(Take{}, Accept{}, GiveAnswer{"列入明年计划"})
	r.know.Desk = Desk{}
	r.as(author).refused("issue.guard.nobody_reviews", AskReview{"不能等"})
	r.know.Desk = Desk{id.ID{1, 4}, access.Lead}
	r.do(AskReview{"不能等"})
	if r.c.InQueue() || !r.c.Handler.IsZero() || !slices.Contains(r.c.Barred(), worker.Account) {
		t.Errorf("%+v", r.c)
	}
	r.as(casefile.By{Kind: access.Staff, Account: id.ID{1, 8}}).do(Take{}, SendBack{"先临时填平"})
	if !r.c.InQueue() || r.c.Desk.Unit != lamp || r.c.State != Accepted || !r.c.Handler.IsZero() {
		t.Errorf("%+v", r.c)
	}
	r.as(worker).do(Take{}, GiveAnswer{"已临时填平"})
	r.as(author).refused("issue.guard.no_review", AskReview{"再来一次"})
	r = newIssue(t, Submit{Category: "praise", Text: "路灯修得快"}).as(worker).do(Take{}, Accept{})
	r.refused("issue.guard.cannot_be_fixed", Fix{Text: "x"})
	r.do(GiveAnswer{"谢谢"})
	r.as(author).refused("issue.guard.no_review", AskReview{"x"})
	r.as(worker).refused("issue.guard.never_public", Publish{Text: "x"})
}

func TestAssigningStaysInTheUnit(t *testing.T) {
	r := newIssue(t, Submit{Category: "waste", Text: "垃圾", Address: "桥头"})
	for _, to := range [][]id.ID{nil, {{9}}, {worker.Account, worker.Account}} {
		r.refused("form.choose", Assign{to})
	}
	r.do(Assign{[]id.ID{worker.Account, {1, 10}}})
	if !r.c.Handles(id.ID{1, 10}) || r.c.Handler != worker.Account || len(r.c.Facts().Assigned) != 2 {
		t.Errorf("%+v", r.c)
	}
	r.refused("issue.guard.same_unit", Transfer{Unit: lamp, Text: "x"})
	r.know.Desk = Desk{id.ID{1, 6}, inQueue}
	r.do(Transfer{Unit: id.ID{1, 6}, Text: "属于那边"})
	if r.c.State != Received || len(r.c.Facts().Assigned) != 0 || len(r.c.Moves) != 1 || r.c.Home != (id.ID{1, 6}) {
		t.Errorf("%+v", r.c)
	}
	r.know.Here = nil
	r.refused("issue.guard.not_here", Assign{[]id.ID{worker.Account}})
}

func TestWhatIsPublishedIsWrittenAnewAndRounded(t *testing.T) {
	at := geo.Point{Lat: 31.234567, Long: 121.456789}
	r := newIssue(t, Submit{Category: "water", Text: "三号楼停水，电话 13812345678", Point: at}).as(worker).do(Take{}, Accept{})
	r.refused("issue.guard.not_published", Unpublish{})
	for _, words := range []string{"打 13812345678", "138-1234-5678", "写信到 a@example.org", "电话 １３８１２３４５６７８"} {
		r.refused("issue.field.reaches", Publish{Text: words})
	}
	for _, words := range []string{"三号楼停水", "王先生家门口", "京A·12345停在路口", "12 Osmanthus Lane"} {
		r.refused("issue.field.points", Publish{Text: words})
		r.refused("issue.field.points", Publish{Text: "停水", Place: words})
	}
	d, err := Decide(r.c, Publish{Text: "三号楼停水", Place: "河边小区", Stays: true}, worker, r.clock.Now(), r.know, r.ids)
	if err != nil || d.Step.Shown == nil || d.Step.Shown.Point == at || geo.Distance(d.Step.Shown.Point, at) > 360 {
		t.Errorf("shown %+v, %v", d.Step.Shown, err)
	}
	r.do(Publish{Text: "三号楼停水", Stays: true}, Unpublish{})
	if p := public(&r.c, time.Time{}, r.clock.Now()); p == nil || p.Published || p.Text != "" {
		t.Errorf("%+v", p)
	}
	if p := public(&newIssue(t, Submit{Category: "question", Text: "几点开门"}).c, time.Time{}, r.clock.Now()); p != nil {
		t.Errorf("a question is public: %+v", p)
	}
}

func TestWrongFieldsOfAReportAreNamed(t *testing.T) {
	r := newIssue(t, Submit{Category: "praise", Text: "好"})
	r.c, r.events = Case{Tenant: r.c.Tenant}, nil
	r.know.Area = geo.Box(geo.Point{Lat: 31, Long: 121}, geo.Point{Lat: 32, Long: 122})
	for name, x := range map[string]struct {
		f          Submit
		field, key string
	}{
		"category":       {Submit{Category: "complaint_office", Text: "x"}, "category", "form.choose"},
		"grievance":      {Submit{Category: "grievance", Text: "x"}, "category", "form.choose"},
		"no words":       {Submit{Category: "question", Text: " "}, "description", "form.required"},
		"no place":       {Submit{Category: "waste", Text: "x"}, "address", "issue.field.place"},
		"zero":           {Submit{Category: "waste", Text: "x", Address: strings.Repeat("路", 301)}, "address", "form.too_long"},
		"outside":        {Submit{Category: "waste", Text: "x", Point: geo.Point{Lat: 40, Long: 121}}, "lat", "geo.outside"},
		"swapped":        {Submit{Category: "waste", Text: "x", Point: geo.Point{Lat: 121.5, Long: 31.5}}, "lat", "geo.swapped"},
		"range":          {Submit{Category: "waste", Text: "x", Point: geo.Point{Lat: 91, Long: 181}}, "lat", "geo.lat_range"},
		"missing":        {Submit{Category: "street_light", Text: "x", Address: "x"}, "q_fault", "form.required"},
		"no such value":  {Submit{Category: "street_light", Text: "x", Address: "x", Answers: map[string][]string{"fault": {"blue"}}}, "q_fault", "form.choose"},
		"two values":     {Submit{Category: "street_light", Text: "x", Address: "x", Answers: map[string][]string{"fault": {"out", "flicker"}}}, "q_fault", "form.choose"},
		"no question":    {Submit{Category: "waste", Text: "x", Address: "x", Answers: map[string][]string{"ethnic": {"x"}}}, "attribute", "issue.field.question"},
		"no day":         {Submit{Category: "waste", Text: "x", Address: "x", Answers: map[string][]string{"since": {"yesterday"}}}, "q_since", "form.not_a_date"},
		"too many signs": {Submit{Category: "question", Text: strings.Repeat("𠮷", 4001)}, "description", "form.too_long"},
	} {
		_, err := Decide(r.c, x.f, author, r.clock.Now(), r.know, r.ids)
		if f := fault.Of(err); f == nil || f.Field != x.field || f.Key != x.key {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Decide(r.c, Submit{Category: "question", Text: strings.Repeat("𠮷", 4000)}, author, r.clock.Now(), r.know, r.ids); err != nil {
		t.Errorf("4000 characters: %v", err)
	}
	r.know.Desk = Desk{}
	r.refused("issue.guard.nobody_handles", Submit{Category: "question", Text: "x"})
}

// TestAGrievanceIsReviewedTwice: each time further up, and never by whoever decided before.
func TestAGrievanceIsReviewedTwice(t *testing.T) {
	r := newRoad(t)
	r.c, r.events = Case{Tenant: r.c.Tenant}, nil
	r.as(author).do(File{Unit: id.ID{1, 2}, Category: "grievance", Text: "答复不公", Name: "x"})
	if r.c.IsIssue() || !r.c.PublicID.IsZero() {
		t.Fatalf("%+v", r.c)
	}
	r.as(handler).do(Take{}, Accept{}, GiveAnswer{"没有问题"})
	r.as(author).do(AskReview{"不同意"})
	r.as(casefile.By{Kind: access.Staff, Account: id.ID{1, 8}}).do(Take{}, DecideReview{"维持"})
	if !r.c.Named {
		t.Error("the name is gone while a second review is open")
	}
	r.as(author).do(AskSecondReview{"还是不同意"})
	if barred := r.c.Barred(); !slices.Contains(barred, id.ID{1, 8}) || !slices.Contains(barred, handler.Account) {
		t.Errorf("barred %v", barred)
	}
	r.as(casefile.By{Kind: access.Staff, Account: id.ID{1, 11}}).do(Take{}, DecideReview{"改变"})
	if r.c.Final.IsZero() || r.c.Final == r.c.Decision || r.c.Named {
		t.Errorf("%+v", r.c)
	}
	r.as(author).refused("report.guard.reviewed_twice", AskSecondReview{"第三次"})
}

// TestEveryCommandOfAProgramIsRead: each event of both machines that a person asks for has its command.
func TestEveryCommandOfAProgramIsRead(t *testing.T) {
	own := []casefile.Kind{"file", "submit", "bring_in", "slip", "ask_slip", "attach", "forget_contact", "tell_by_mail", "confirm_mail", "try_mail", "stop_mail", "mail_refused", "inherit", "climb", "erase", "delivered", "undelivered", "heard",
		"waive", "joined_by", "tell_too", "offer_survey", "take_out", "refuse_take_out", "take_out_too"} // the last three are decided on a page, by who has looked
	for _, row := range slices.Concat(Machine, Issues) {
		cmd, err := Commands.Decode(row.Event, []byte(`{}`))
		if slices.Contains(own, row.Event) || row.Event.Aside() { // a demand and an urgent access take more than one person, each at its page
			if err == nil {
				t.Errorf("%s can be asked for by a program", row.Event)
			}
			continue
		}
		if err != nil || cmd.Kind() != row.Event {
			t.Errorf("%s: %v, %v", row.Event, cmd, err)
		}
	}
	if cmd, err := Commands.Decode("fix", []byte(`{"text":"好了"}`)); err != nil || !reflect.DeepEqual(cmd, Fix{Text: "好了"}) {
		t.Errorf("%v, %v", cmd, err)
	}
	if _, err := Commands.Decode("fix", []byte(`{`)); fault.Of(err).Key != "form.json" {
		t.Error(err)
	}
}

func TestWhatIsGivenOnceIsNotGivenAgain(t *testing.T) {
	r := newIssue(t, Submit{Category: "waste", Text: "垃圾", Address: "桥头"}).as(worker).do(Take{}, Accept{})
	r.know.Extends = errors.New("extended")
	r.refused("issue.guard.extended_before", Extend{"还要几天"})
	r.know.Slips = []casefile.Slip{{Party: r.c.Author, Code: "A", Hash: "x"}}
	r.as(author).refused("issue.guard.slip_given", GiveSlip{})
	r.refused("counter.guard.slip_nameless", AskSlip{"known"})
	r.c.Named = true
	r.refused("counter.guard.slip_no_second", AskSlip{"known"})
	r.c.SlipAsk = &casefile.SlipAsk{Party: r.c.Author, Account: id.ID{9}, Until: r.clock.Now().Add(time.Hour)}
	r.know.Counter = casefile.Counter{Askers: []id.ID{{9}}, Seconds: []id.ID{worker.Account}}
	r.as(worker).refused("counter.guard.slip_moved", GiveSlip{second: true, slips: []casefile.Slip{{Code: "B"}}})
	r = newRoad(t).as(handler).do(Take{}, Accept{}, GiveAnswer{"已经改正"})
	r.as(author).do(AskReview{"不同意"})
	r.as(casefile.By{Kind: access.Staff, Account: id.ID{1, 8}}).do(Take{}, DecideReview{"维持"})
	r.as(author).refused("report.guard.not_a_grievance", AskSecondReview{"再看一次"})
}

// TestAnAnswerIsPublishedAsItsReporterLets: what a person was answered is that person's to let through; of a register and of a program it is public where it comes from.
func TestAnAnswerIsPublishedAsItsReporterLets(t *testing.T) {
	said := Publish{Text: "垃圾没有清运", Answer: "已清运"}
	f := Submit{Category: "waste", Text: "桥头垃圾", Address: "桥头"}
	r := newIssue(t, f).as(worker).do(Take{}, Accept{})
	r.refused("issue.field.may_show", said)
	r.do(Publish{Text: said.Text})
	f.MayShow = true
	newIssue(t, f).as(worker).do(Take{}, Accept{}, said)
	f.MayShow, f.Program = false, id.ID{7}
	newIssue(t, f).as(worker).do(Take{}, Accept{}, said)
}

// TestNothingFollowsBeforeSomebodyHasLooked: what came in while too much came in is nowhere in public, and is published only after
// somebody has taken it, or has taken it on.
func TestNothingFollowsBeforeSomebodyHasLooked(t *testing.T) {
	f := Submit{Category: "waste", Text: "桥头垃圾", Address: "桥头", Look: true}
	r := newIssue(t, f)
	if p := public(&r.c, time.Time{}, r.clock.Now()); p != nil || !r.c.Look {
		t.Errorf("it is public: %+v", p)
	}
	r.as(worker).do(Assign{[]id.ID{worker.Account}}).refused("issue.guard.not_looked_at", Publish{Text: "垃圾"})
	r.do(Accept{}, Publish{Text: "垃圾"})
	if p := public(&r.c, time.Time{}, r.clock.Now()); p == nil || r.c.Look {
		t.Errorf("somebody has looked: %+v", r.c.Issue)
	}
	if r = newIssue(t, f).as(worker).do(Take{}); r.c.Look {
		t.Error("whoever takes it has looked")
	}
}

// TestWordsAreKeptPlain: what nobody sees is taken out before a rule reads the words, in whichever field and command it stands.
func TestWordsAreKeptPlain(t *testing.T) {
	answers := map[string][]string{"fault": {"out"}, "lamp_number": {"7\u202e1"}}
	f := Submit{Category: "street_light", Text: " 灯\u202e不亮\r\ne\u0301\x07 ", Address: "桥\u200b头", Name: "王\u2066", Answers: answers, MayShow: true}
	kept := asKept(f).(Submit)
	if kept.Text != "灯不亮\né" || kept.Address != "桥头" || kept.Name != "王" || kept.Answers["lamp_number"][0] != "71" || answers["lamp_number"][0] != "7\u202e1" {
		t.Errorf("%+v of %+v", kept, answers)
	}
	if got := asKept(Forward{Text: "a\u202e", Answers: []Choice{{"x", []string{"y\u200b"}}}}).(Forward); got.Text != "a" || got.Answers[0].Values[0] != "y" {
		t.Errorf("%+v", got)
	}
	if got := asKept(Publish{pictures: []Picture{{JPEG: []byte("x")}}}).(Publish); len(got.pictures) != 1 {
		t.Error("a picture is lost")
	}
	r := newIssue(t, f).as(worker).do(Take{}, Accept{})
	r.refused("issue.field.reaches", Publish{Text: "请打 138\u200b1234\u200d5678", Stays: true})
	r.refused("form.required", Write{Text: "\u202e \u200b"})
	r.refused("form.not_text", Write{Text: "\xff"})
	r.refused("form.not_text", Write{Text: "a\x00b"})
}

// TestOnlyPublishedWordsLeaveWithoutLeave: where the reporter did not let a report be passed on, another office gets what everybody
// reads, and neither other words nor what was answered.
func TestOnlyPublishedWordsLeaveWithoutLeave(t *testing.T) {
	there := id.ID{9}
	r := newIssue(t, Submit{Category: "street_light", Text: "灯不亮", Address: "桥头", Answers: map[string][]string{"fault": {"out"}}})
	r.as(worker).do(Take{}, Accept{})
	r.know.Recipients = []Recipient{{there, "路灯所"}}
	r.refused("issue.guard.may_not_send", Forward{To: there, Text: "灯不亮", Place: "桥头"})
	r.do(Publish{Text: "路灯不亮", Place: "桥头"})
	r.know.Read = Shown{Text: "路灯不亮", Place: "桥头"}
	for _, more := range []Forward{{Text: "灯不亮，楼里有人看见", Place: "桥头"}, {Text: "路灯不亮", Place: "桥头东边"}, {Text: "路灯不亮", Place: "桥头", Answers: []Choice{{"fault", []string{"out"}}}}} {
		more.To = there
		r.refused("issue.field.published_words", more)
	}
	r.do(Forward{To: there, Text: "路灯不亮\r\n", Place: "桥头"})
}

// TestWhatStandsInPublicCanAlwaysBeTakenBack: of a report that is handled with another one too.
func TestWhatStandsInPublicCanAlwaysBeTakenBack(t *testing.T) {
	first := newIssue(t, Submit{Category: "waste", Text: "桥头垃圾", Address: "桥头"})
	r := newIssue(t, Submit{Category: "waste", Text: "桥头有垃圾", Address: "桥头"}).as(worker).do(Take{}, Accept{}, Publish{Text: "垃圾"})
	r.know.Into = &first.c
	r.do(Join{Into: first.c.ID}, Unpublish{})
	if !r.c.Published.IsZero() {
		t.Error("it is still public")
	}
}
