package duty

import (
	"slices"
	"testing"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/id"
)

// shiftOf is the shift of a day in a village with its log put there by its holder; the checker was on it too.
func shiftOf(t *testing.T) *road {
	t.Helper()
	r := begin(t, "safety_round", village, "2026-03-02", "2026-03-07")
	r.c.Crew = []id.ID{checker.Account}
	r.c.State, r.c.Acts = Done, []Act{{At: r.clock.Now(), By: holder.Account}}
	r.c.Evidence = []Evidence{{ID: id.ID{9}, Kind: "checklist", At: r.clock.Now(), By: holder.Account}}
	return r
}

// TestNobodyChecksTheShiftTheyWereOn, whoever of its crew pressed the button; nor the task that they were given.
func TestNobodyChecksTheShiftTheyWereOn(t *testing.T) {
	r := shiftOf(t).as(checker)
	r.refused("duty.guard.own_work", Check{})
	r.refused("duty.guard.own_work", SendBack{})
	r.c.Crew, r.c.Owner = nil, checker.Account
	r.refused("duty.guard.own_work", Check{})
	if r.as(casefile.By{Kind: access.Staff, Account: id.ID{2, 3}, Post: access.Lead}).do2(Check{}); r.c.State != Checked {
		t.Errorf("a third person: %s", r.c.State)
	}
}

// do2 does what the road does, of an occurrence that was set and not led there.
func (r *road) do2(cmd Command) {
	r.t.Helper()
	d, err := Decide(r.c, cmd, r.by, r.clock.Now(), r.know(), r.ids)
	if err != nil {
		r.t.Fatal(err)
	}
	r.c = d.Case
}

// TestNothingIsAddedToAShiftThatWasErased: a log is destroyed once, so that what came after it would stay for ever; and it waits
// for nobody any more.
func TestNothingIsAddedToAShiftThatWasErased(t *testing.T) {
	r := shiftOf(t).as(casefile.System).on("2026-05-02 09:00")
	r.do2(Erase{})
	if w := r.c.Waits(); w != "" {
		t.Errorf("it waits for %q", w)
	}
	r.as(holder).refused("duty.guard.erased", AddEvidence{Sort: "checklist", NamesNobody: true})
	r.as(checker).refused("duty.guard.erased", Check{})
	r.refused("duty.guard.erased", SendBack{})
}

// TestASheetHasNoRoomForANameAsAQuestion: the questions are those of the checklist alone.
func TestASheetHasNoRoomForANameAsAQuestion(t *testing.T) {
	r := begin(t, "safety_round", village, "2026-03-02", "2026-03-07").as(holder).on("2026-03-07 20:00")
	list, ok := r.book.Duties.Checklist(r.rule.Checklist)
	if !ok {
		t.Fatal("a shift has no checklist")
	}
	k, answers := r.know(), map[string]string{"张三在桥上": "他喝了酒"}
	for _, q := range list.Questions {
		k.Looks, answers[q.ID] = append(k.Looks, q.ID), "yes"
	}
	ask := AddEvidence{Sort: "checklist", NamesNobody: true, Sheet: Sheet{Answers: answers}}
	if _, err := Decide(r.c, ask, r.by, r.clock.Now(), k, r.ids); fault.Of(err) == nil || fault.Of(err).Key != "form.choose" {
		t.Errorf("a name stands as a question: %v", err)
	}
	delete(answers, "张三在桥上")
	if _, err := Decide(r.c, ask, r.by, r.clock.Now(), k, r.ids); err != nil {
		t.Error(err)
	}
}

// TestALateIncidentIsNotTakenOut: what is late is done late or missed; "by mistake" is said in time, or not at all.
func TestALateIncidentIsNotTakenOut(t *testing.T) {
	book := town(t)
	r := &road{t: t, book: book, by: holder, clock: clock.NewManual(at(t, "2026-02-14 17:30"))}
	r.ids = id.NewSource(r.clock, nil)
	r.rule, _ = book.Duty("incident_notice")
	r.do(Open{Upon(book, "incident_notice", village, id.ID{7: 1, 15: 9}, calendar.Date{Year: 2026, Month: 2, Day: 14})}).as(checker)
	if !slices.Contains(find("void", Due).From, r.c.State) || !r.c.Upon() {
		t.Fatalf("%+v", r.c)
	}
	k := r.know()
	k.WasLate = true // and the clock of the server was moved back since
	if _, err := Decide(r.c, Cancel{}, r.by, r.clock.Now(), k, r.ids); err == nil {
		t.Error("it was found late, and is taken out")
	}
	r.on("2026-02-15 17:31").refused("duty.guard.late", Cancel{})
	r.on("2026-02-15 17:30").do(Cancel{})
}
