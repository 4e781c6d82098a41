package mediation

import (
	"slices"
	"strings"
	"testing"
	"time"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/promise"
)

// entryOfLast has the machine know the newest event of a kind as the service would load it.
func (r *road) entryOfLast(kind casefile.Kind) *Entry {
	r.t.Helper()
	var events []casefile.Event
	var found id.ID
	words := map[id.ID][]casefile.Secret{}
	for _, s := range r.all {
		events = append(events, s.Event)
		words[s.Event.ID] = s.Secrets
		if s.Event.Kind == kind {
			found = s.Event.ID
		}
	}
	e := entryOf(events, found)
	if e == nil {
		r.t.Fatalf("there is no %s", kind)
	}
	for _, w := range words[found] {
		if w.Field == undoable[kind].field {
			e.Words = w
		}
	}
	r.know.Entry = e
	return e
}

func (r *road) undo(kind casefile.Kind) error {
	e := r.entryOfLast(kind)
	return r.try(Undo{Event: e.Event.ID, Why: "wrong_words"})
}

// TestEveryEventSaysWhetherItIsTakenBack: the table has each kind of event once, with a way back or a reason why there is none.
func TestEveryEventSaysWhetherItIsTakenBack(t *testing.T) {
	known := map[casefile.Kind]bool{}
	for _, row := range Machine {
		known[row.Event] = true
		u, there := undoable[row.Event]
		if !there || (u.back == nil && !u.word) == (u.stands == "") {
			t.Errorf("%s: neither a way back nor a reason", row.Event)
		}
		if u.back != nil && !u.word && (row.Follow != nil || row.Counts != nil) {
			t.Errorf("%s is taken back though linli writes it, or counts it", row.Event)
		}
		if u.word && (row.Follow != nil || u.stands != "") {
			t.Errorf("%s is somebody's word though linli writes it, or stands", row.Event)
		}
		if u.back != nil && !u.word && row.To != "" {
			t.Errorf("%s is taken back though it leads the case on", row.Event)
		}
		if (u.field == "") != (u.empty == nil) {
			t.Errorf("%s: words without what stands in their place", row.Event)
		}
	}
	for kind := range undoable {
		if !known[kind] {
			t.Errorf("%s is in the table and in no row of the machine", kind)
		}
	}
}

// TestEveryEventIsTakenBackOrRefusedWithItsReason asks for each kind of event. What can be taken back is, in the tests of its kind:
// see TestWrongEntriesAreTakenBack and TestAWordThatIsTakenBackIsAsIfItHadNotBeenEntered.
func TestEveryEventIsTakenBackOrRefusedWithItsReason(t *testing.T) {
	for kind, u := range undoable {
		if u.stands == "" {
			if !u.word && !slices.Contains(takenBackInTests, kind) || u.word && saidOn[kind] == nil {
				t.Errorf("%s: no test takes it back", kind)
			}
			continue
		}
		r := newRoad(t).to(InSession)
		r.know.Entry = &Entry{Event: casefile.Event{ID: r.ids.New(), Kind: kind, At: r.clock.Now(), By: r.by}}
		err := r.try(Undo{Event: r.know.Entry.Event.ID, Why: "not_so"})
		if f := fault.Of(err); f == nil || f.Key != "mediation.guard.undo_stands" || f.Args["why"] != fault.Text("mediation.stands."+u.stands) {
			t.Errorf("%s: %v, want its reason %s", kind, err, u.stands)
		}
	}
}

// takenBackInTests are the rows of TestWrongEntriesAreTakenBack, and what TestAPaperCaseBroughtInByMistake takes back.
var takenBackInTests = []casefile.Kind{"note", "call", "call_back", "record", "investigate", "inform", "talk", "propose", "attach", "from_paper"}

func TestWrongEntriesAreTakenBack(t *testing.T) {
	for _, x := range []struct {
		kind   casefile.Kind
		do     func(r *road)
		gone   func(c *Case) bool
		before State
	}{
		{"note", func(r *road) { r.do(WriteNote{Scope: NoteJoint, Text: "写错了地方"}) }, func(c *Case) bool { return len(c.Notes) == 0 }, InSession},
		{"call", func(r *road) { r.do(LogCall{Party: r.a(), Way: "in", Text: "写错了地方", Promised: "回电"}) }, func(c *Case) bool { return len(c.Calls) == 0 }, InSession},
		{"call_back", func(r *road) {
			r.do(LogCall{Party: r.a(), Way: "in", Text: "x", Promised: "回电"})
			r.do(CallBack{Call: r.c.Calls[0].ID, Reached: true, Text: "写错了地方"})
		}, func(c *Case) bool { return c.Calls[0].Waits() }, InSession},
		{"record", func(r *road) {
			s := r.c.Sessions[0]
			r.do(Record{Session: s.ID, Minutes: 40, Present: s.With, Text: "写错了地方"})
		}, func(c *Case) bool { s := c.Sessions[0]; return s.Minutes == 0 && s.Present == nil }, InSession},
		{"investigate", func(r *road) {
			r.do(Investigate{Scope: NoteJoint, Way: "inspect", Place: "三号楼", Text: "写错了地方"})
		}, func(c *Case) bool { return len(c.Found) == 0 }, InSession},
		{"inform", func(r *road) { r.do(Inform{Party: r.b(), Language: r.lang, How: "read_out"}) }, func(c *Case) bool { return c.Parties[1].Informed.IsZero() }, Invited},
		{"talk", func(r *road) {
			r.do(Talk{Party: r.b(), Concern: Violence, Text: "写错了地方"})
		}, func(c *Case) bool { return c.Parties[1].Talked.IsZero() }, Invited},
		{"propose", func(r *road) { r.do(Propose{r.mediator, true}) }, func(c *Case) bool { return len(c.Engagements) == 0 }, Accepted},
		{"attach", func(r *road) { r.do(Attach{Attachment: r.ids.New(), Name: "写错了地方", Type: "image/png"}) }, func(c *Case) bool { return len(c.Attachments) == 0 }, InSession},
	} {
		r := newRoad(t).to(x.before)
		x.do(r)
		words := string(r.entryOfLast(x.kind).Words.Text)
		r.refused("form.choose", Undo{Event: r.know.Entry.Event.ID, Why: "mood"})
		if err := r.undo(x.kind); err != nil {
			t.Errorf("%s: %v", x.kind, err)
			continue
		}
		if !x.gone(&r.c) {
			t.Errorf("%s: it still counts: %+v", x.kind, r.c)
		}
		step := r.all[len(r.all)-1]
		if undoable[x.kind].field != "" {
			if len(step.Secrets) != 2 || string(step.Secrets[1].Text) != words || step.Secrets[1].Field != FieldUndone || strings.Contains(string(step.Secrets[0].Text), "写错了地方") {
				t.Errorf("%s: the words are lost, or still stand where they were: %+v", x.kind, step.Secrets)
			}
			if step.Secrets[0].Scope != step.Secrets[1].Scope {
				t.Errorf("%s: the words have left their section", x.kind)
			}
			o := newOpened(r.c)
			if err := o.putUndone(step.Event.ID, step.Secrets[1].Text); err != nil || x.kind != "call" && o.Undone[step.Event.ID] != "写错了地方" {
				t.Errorf("%s: read as %q, %v", x.kind, o.Undone[step.Event.ID], err)
			}
		}
		if strings.Contains(string(step.Event.Body), "写错了地方") {
			t.Errorf("%s: the event holds words: %s", x.kind, step.Event.Body)
		}
		sameOnReplay(t, r)
		if err := r.undo(x.kind); key(err) != "mediation.guard.undo_twice" {
			t.Errorf("%s a second time: %v", x.kind, err)
		}
	}
}

func TestWhatAnEntryRestsOnIsRefused(t *testing.T) {
	r := newRoad(t).to(Invited)
	r.refused("mediation.guard.undo_unknown", Undo{Event: r.unit, Why: "not_so"})
	if err := r.undo("talk"); key(err) != "mediation.guard.undo_rests" { // the others were invited on the strength of it
		t.Errorf("the applicant's talk: %v", err)
	}
	if err := r.undo("screen"); key(err) != "mediation.guard.undo_stands" {
		t.Errorf("a step of the road: %v", err)
	}
	r.do(Talk{Party: r.b(), Concern: NoConcernTold})
	r.as(r.mediator, r.by.Post)
	if err := r.undo("talk"); key(err) != "mediation.guard.undo_not_yours" {
		t.Errorf("another's entry: %v", err)
	}
	r.as(r.clerk, r.by.Post)
	r.clock.Add(UndoWithin)
	if err := r.undo("talk"); key(err) != "mediation.guard.undo_late" {
		t.Errorf("an hour later: %v", err)
	}

	s := newRoad(t).to(InSession)
	x := s.c.Sessions[0]
	s.do(Record{Session: x.ID, Minutes: 40, Present: x.With, Text: "甲"})
	s.do(Record{Session: x.ID, Minutes: 20, Present: x.With, Text: "乙"})
	if err := s.undo("record"); err != nil || len(s.c.Sessions[0].More) != 0 || s.c.Sessions[0].Minutes != 40 {
		t.Errorf("the further record: %v, %+v", err, s.c.Sessions[0])
	}
	p := newRoad(t).to(Assigned)
	p.as(p.clerk, p.by.Post)
	if err := p.undo("propose"); key(err) != "mediation.guard.undo_rests" {
		t.Errorf("a mediator who has declared its ties: %v", err)
	}
}

// What a wrong entry began is owed no more, and what it ended goes on.
func TestPromisesFollowWhatIsTakenBack(t *testing.T) {
	r := newRoad(t).to(InSession)
	x := r.c.Sessions[0]
	r.do(Record{Session: x.ID, Minutes: 40, Present: x.With, Text: "甲"})
	if r.owes("session_record")[0].State != promise.Kept {
		t.Fatal("a record does not keep its promise")
	}
	if err := r.undo("record"); err != nil {
		t.Fatal(err)
	}
	if got := r.owes("session_record"); len(got) != 1 || got[0].State != promise.Running {
		t.Errorf("without its record: %+v", got)
	}
	r.do(LogCall{Party: r.a(), Way: "in", Text: "x", Promised: "y"})
	if err := r.undo("call"); err != nil {
		t.Fatal(err)
	}
	if got := r.owes("call_back"); len(got) != 1 || got[0].State != promise.Void {
		t.Errorf("a call that was none: %+v", got)
	}
	r.clock.Add(30 * 24 * time.Hour)
	if got := r.owes("session_record"); got[0].State != promise.Late {
		t.Errorf("a month later: %+v", got[0])
	}
}
