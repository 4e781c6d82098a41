package report

import (
	"encoding/json"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/rulebook"
	"linli/rulebooks"
)

// allowed are the states in which each event happens, written by hand from the design.
var allowed = map[casefile.Kind]string{
	"file": "", "ask_slip": "received accepted not_accepted answered reviewing reviewed withdrawn closed", "slip": "received accepted not_accepted answered reviewing reviewed withdrawn closed",
	"take": "received accepted reviewing not_accepted answered reviewed withdrawn closed", "accept": "received", "not_accept": "received", "extend": "accepted", "answer": "accepted",
	"climb":      "received accepted reviewing",
	"inherit":    "received accepted answered reviewing",
	"ask_review": "answered not_accepted", "decide_review": "reviewing",
	"propose_words": "accepted reviewing", "release_words": "accepted reviewing", "refuse_words": "accepted reviewing",
	"message": "received accepted reviewing", "reply": "received accepted reviewing",
	"note": "received accepted reviewing", "attach": "received accepted reviewing",
	"propose_take_out": "received accepted not_accepted answered reviewing reviewed withdrawn closed", "refuse_take_out": "received accepted not_accepted answered reviewing reviewed withdrawn closed",
	"take_out":          "received accepted not_accepted answered reviewing reviewed withdrawn closed",
	"ask_second_review": "reviewed",
	"ask_change":        "received accepted not_accepted answered reviewing reviewed withdrawn closed",
	"answer_change":     "received accepted not_accepted answered reviewing reviewed withdrawn closed",
	"ask_erasure":       "not_accepted reviewed withdrawn closed",
	"answer_erasure":    "not_accepted reviewed withdrawn closed",
	"ask_urgent":        "received accepted not_accepted answered reviewing reviewed withdrawn closed", "approve_urgent": "received accepted not_accepted answered reviewing reviewed withdrawn closed", "end_urgent": "received accepted not_accepted answered reviewing reviewed withdrawn closed", "check_urgent": "received accepted not_accepted answered reviewing reviewed withdrawn closed",
	"demand": "received accepted not_accepted answered reviewing reviewed withdrawn closed", "answer_demand": "received accepted not_accepted answered reviewing reviewed withdrawn closed", "keep_hold": "received accepted not_accepted answered reviewing reviewed withdrawn closed", "end_demand": "received accepted not_accepted answered reviewing reviewed withdrawn closed", "tell_demand": "received accepted not_accepted answered reviewing reviewed withdrawn closed",
	"ask_export": "received accepted not_accepted answered reviewing reviewed withdrawn closed", "ask_given": "received accepted not_accepted answered reviewing reviewed withdrawn closed", "approve_export": "received accepted not_accepted answered reviewing reviewed withdrawn closed", "end_export": "received accepted not_accepted answered reviewing reviewed withdrawn closed", "export": "received accepted not_accepted answered reviewing reviewed withdrawn closed",
	"offer_survey": "not_accepted reviewed closed",
	"withdraw":     "received accepted reviewing", "close": "answered", "erase": "not_accepted answered reviewed withdrawn closed",
}

func TestTheMachineIsTheTable(t *testing.T) {
	for event, in := range allowed {
		for _, s := range append([]State{""}, States...) {
			want := s == "" && in == "" || s != "" && slices.Contains(strings.Fields(in), string(s))
			if got := find(Machine, event, s) != nil; got != want {
				t.Errorf("%s in %q: %v", event, s, got)
			}
		}
	}
	for _, row := range Machine {
		if _, ok := allowed[row.Event]; !ok {
			t.Errorf("the table of this test lacks %s", row.Event)
		}
	}
	for _, e := range rulebook.Events(Capability) {
		_, ok := allowed[casefile.Kind(e)]
		if _, issue := allowedIssue[casefile.Kind(e)]; !ok && !issue {
			t.Errorf("a rulebook may name %s, which never happens", e)
		}
	}
}

func TestEveryRefusalIsASentence(t *testing.T) {
	b, err := i18n.Open()
	if err != nil {
		t.Fatal(err)
	}
	keys := []string{"report.guard.state"}
	for _, row := range Machine {
		for _, g := range row.Guards {
			keys = append(keys, (&Case{}).refuse(g.Name).Key)
		}
	}
	for _, k := range append(told, "due") {
		keys = append(keys, "report.notice."+string(k))
	}
	for _, row := range Issues {
		for _, g := range row.Guards {
			keys = append(keys, (&Case{Sort: "fault"}).refuse(g.Name).Key)
		}
	}
	for _, k := range append(toldIssue, "due") {
		keys = append(keys, "issue.notice."+string(k))
	}
	for _, s := range IssueStates {
		keys = append(keys, "issue.state."+string(s))
	}
	for _, lang := range i18n.Languages() {
		for _, k := range keys {
			if !b.Has(lang, k) {
				t.Errorf("%s lacks %s", lang, k)
			}
		}
	}
}

// road is a complaint on its way.
type road struct {
	t      *testing.T
	c      Case
	events []casefile.Event
	by     casefile.By
	know   Knowledge
	clock  *clock.Manual
	ids    *id.Source
}

var (
	handler = casefile.By{Kind: access.Staff, Account: id.ID{1, 9}}
	author  = casefile.By{Kind: access.Resident}
)

func newRoad(t *testing.T) *road {
	t.Helper()
	files, err := fs.Sub(rulebooks.FS, "cn")
	if err != nil {
		t.Fatal(err)
	}
	book, findings, err := rulebook.Load(files)
	if err != nil || len(findings) > 0 {
		t.Fatal(err, findings)
	}
	at := clock.NewManual(time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC))
	r := &road{t: t, c: Case{Tenant: id.ID{1, 1}}, by: author, know: Knowledge{Rules: book, Desk: Desk{id.ID{1, 2}, access.Lead}}, clock: at, ids: id.NewSource(at, nil)}
	return r.do(File{Unit: id.ID{1, 3}, Category: "complaint_office", Text: "没有按时开会"})
}

func (r *road) do(cmds ...Command) *road {
	r.t.Helper()
	for _, cmd := range cmds {
		r.clock.Add(time.Hour)
		d, err := Decide(r.c, cmd, r.by, r.clock.Now(), r.know, r.ids)
		if err != nil {
			r.t.Fatalf("%s in %s: %v", cmd.Kind(), r.c.State, err)
		}
		r.c, r.events = d.Case, append(r.events, d.Step.Event)
	}
	again, err := Replay(r.c.Tenant, r.events)
	a, _ := json.Marshal(again)
	b, _ := json.Marshal(r.c)
	if err != nil || string(a) != string(b) {
		r.t.Fatalf("a replay gives\n%s, not\n%s (%v)", a, b, err)
	}
	return r
}

func (r *road) as(by casefile.By) *road {
	r.by = by
	return r
}

func (r *road) refused(key string, cmd Command) {
	r.t.Helper()
	_, err := Decide(r.c, cmd, r.by, r.clock.Now(), r.know, r.ids)
	if f := fault.Of(err); f == nil || f.Key != key {
		r.t.Errorf("%s: got %v, want %s", cmd.Kind(), err, key)
	}
}

func TestAComplaintIsAnsweredAndReviewed(t *testing.T) {
	r := newRoad(t).as(handler).do(Take{}, Accept{})
	r.refused("report.guard.taken_by_you", Take{})
	r.do(ProposeWords{"下次请按时开会"})
	r.refused("report.guard.words_wait", ProposeWords{"另一段"})
	r.as(author).do(RefuseWords{})
	r.refused("report.guard.no_words", ReleaseWords{})
	r.as(handler).do(ProposeWords{"请按时开会"}).as(author).do(ReleaseWords{})
	if r.c.Words[0].Refused.IsZero() || r.c.Words[1].Released.IsZero() {
		t.Errorf("words %+v", r.c.Words)
	}
	r.as(handler).do(GiveAnswer{"会议时间已经改正"})
	if r.c.State != Answered || r.c.AnsweredBy != handler.Account || slices.Contains(r.c.Barred(), handler.Account) {
		t.Errorf("%+v", r.c)
	}
	r.know.Desk = Desk{}
	r.as(author).refused("report.guard.nobody_reviews", AskReview{"没有回答我的问题"})
	r.know.Desk = Desk{id.ID{1, 4}, access.Privacy}
	r.clock.Set(r.c.ReviewEnds(r.know.Rules).Add(time.Second))
	r.refused("report.guard.review_late", AskReview{"没有回答我的问题"})
	r.clock.Set(r.c.ReviewEnds(r.know.Rules).Add(-2 * time.Hour))
	r.do(AskReview{"没有回答我的问题"})
	if !r.c.Handler.IsZero() || r.c.Desk != r.know.Desk || !slices.Contains(r.c.Barred(), handler.Account) {
		t.Errorf("who answered still has it: %+v", r.c)
	}
	r.as(casefile.By{Kind: access.Staff, Account: id.ID{1, 8}}).do(Take{}, DecideReview{"维持"})
	r.as(author).refused("report.guard.state", AskReview{"再问一次"})
	r.as(casefile.System).refused("report.guard.kept", Erase{})
	r.clock.Set(r.c.Ended.AddDate(0, 0, r.know.Rules.Report.Kept.N))
	r.do(Erase{})
	r.refused("report.guard.erased", Erase{})
}

// TestNotTakenOnNamesTheRightOffice: nothing is closed with "not ours".
func TestNotTakenOnNamesTheRightOffice(t *testing.T) {
	r := newRoad(t).as(handler).do(Take{})
	r.refused("form.required", NotAccept{Reason: "other_office", Text: "请向法院提出"})
	r.refused("form.required", NotAccept{Reason: "other_office", Right: "测试区人民法院"})
	for _, reason := range []string{"", "repeated", "vexatious", "abnormal"} {
		r.refused("form.choose", NotAccept{Reason: reason, Right: "测试区人民法院", Text: "请向法院提出"})
	}
	r.do(NotAccept{Reason: "other_office", Right: "测试区人民法院", Text: "请向法院提出"})
	r.as(author).do(AskReview{"应当由你们处理"})
}

func TestWrongFieldsAreNamed(t *testing.T) {
	r := newRoad(t)
	r.c, r.events = Case{Tenant: r.c.Tenant}, nil
	for field, cmd := range map[string]File{
		"category": {Category: "complaint_party", Text: "x"},
		"text":     {Category: "complaint_office", Text: " "},
		"number":   {Category: "complaint_office", Text: "x", Number: strings.Repeat("1", maxNumber+1)},
		"name":     {Category: "complaint_office", Text: "x", Name: strings.Repeat("名", maxName+1)},
		"contact":  {Category: "complaint_office", Text: "x", Contact: "\x00"},
	} {
		_, err := Decide(r.c, cmd, author, r.clock.Now(), r.know, r.ids)
		if f := fault.Of(err); f == nil || f.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	r.know.Desk = Desk{}
	r.refused("report.guard.nobody_answers", File{Category: "complaint_office", Text: "x"})
}
