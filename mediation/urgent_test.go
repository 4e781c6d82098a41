package mediation

import (
	"slices"
	"testing"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
)

// urgentRoad is a case with a lead who does not work on it and a second clerk.
func urgentRoad(t *testing.T) (r *road, asker, second id.ID) {
	r = newRoad(t).to(InSession)
	asker, second = r.ids.New(), r.ids.New()
	r.know.Aside.Seconds, r.know.Aside.Askers, r.know.Aside.Checkers = []id.ID{asker, second}, []id.ID{asker, second}, []id.ID{r.ids.New()}
	return r, asker, second
}

// Self-approval and reused approval; the approver or the asker loses the post meanwhile.
func TestUrgentAccessNeedsASecondPersonAndLastsAnHour(t *testing.T) {
	r, asker, second := urgentRoad(t)
	r.as(r.mediator, access.Mediator).refused("urgent.guard.urgent_at_work", Aside(casefile.AskUrgent{Purpose: "door", Text: "x"}))
	r.as(asker, access.Lead)
	for _, wrong := range []casefile.AskUrgent{{Purpose: "curious", Text: "x"}, {Purpose: "door"}, {Purpose: "door", Text: "x", Now: true}} {
		if r.try(Aside(wrong)) == nil {
			t.Errorf("asked for as %+v", wrong)
		}
	}
	r.know.Aside.Seconds = []id.ID{asker}
	r.refused("urgent.guard.urgent_no_second", Aside(casefile.AskUrgent{Purpose: "door", Text: "双方已到场"}))
	if _, err := Decide(r.c, Aside(casefile.AskUrgent{Purpose: "life", Text: "有人受伤", Now: true}), r.by, r.clock.Now(), time.Time{}, r.know, r.ids); err != nil {
		t.Error("a life waits for a second person whom there is not")
	}
	r.know.Aside.Seconds = []id.ID{asker, second}
	r.do(Aside(casefile.AskUrgent{Purpose: "door", Text: "双方已到场"}))
	x := r.c.Urgent[0].ID
	opens := func() bool { return slices.Contains(r.c.FactsAt(r.clock.Now()).Emergency, asker) }
	if opens() {
		t.Error("the case is open before anybody approved")
	}
	r.refused("urgent.guard.urgent_runs", Aside(casefile.AskUrgent{Purpose: "door", Text: "x"}))
	r.refused("urgent.guard.urgent_own", Aside(casefile.ApproveUrgent{Urgent: x}))
	r.refused("urgent.guard.urgent_unknown", Aside(casefile.ApproveUrgent{Urgent: r.ids.New()}))
	r.refused("urgent.guard.urgent_not_running", Aside(casefile.EndUrgent{Urgent: x}))
	r.as(second, access.Clerk)
	r.know.Aside.Askers = []id.ID{second}
	r.refused("urgent.guard.urgent_gone", Aside(casefile.ApproveUrgent{Urgent: x}))
	r.know.Aside.Askers, r.know.Aside.Seconds = []id.ID{asker, second}, []id.ID{asker}
	r.refused("urgent.guard.urgent_gone", Aside(casefile.ApproveUrgent{Urgent: x}))
	r.know.Aside.Seconds = []id.ID{asker, second}
	r.do(Aside(casefile.ApproveUrgent{Urgent: x}))
	if !opens() || r.all[len(r.all)-1].Event.Kind != "urgent" || r.all[len(r.all)-1].Event.Visibility != casefile.Joint {
		t.Error("it did not begin, or the parties are not told")
	}
	r.refused("urgent.guard.urgent_not_waiting", Aside(casefile.ApproveUrgent{Urgent: x}))
	r.as(r.ids.New(), access.Privacy).refused("urgent.guard.urgent_checked", Aside(casefile.CheckUrgent{Urgent: x, Result: "proper", Text: "x"}))
	r.clock.Add(r.c.Urgent[0].Until.Sub(r.clock.Now()) - time.Second)
	if !opens() {
		t.Error("it ended before its hour")
	}
	r.clock.Add(time.Second)
	if opens() {
		t.Error("it is open after its hour, though nothing was written down")
	}
	for _, who := range []id.ID{asker, second} {
		r.as(who, access.Privacy).refused("urgent.guard.urgent_third", Aside(casefile.CheckUrgent{Urgent: x, Result: "proper", Text: "x"}))
	}
	r.by = casefile.System
	r.do(Aside(casefile.EndUrgent{Urgent: x}))
	r.as(second, access.Clerk).refused("urgent.guard.urgent_not_waiting", Aside(casefile.ApproveUrgent{Urgent: x}))
	r.as(r.ids.New(), access.Privacy).do(Aside(casefile.CheckUrgent{Urgent: x, Result: "proper", Text: "确有必要"}))
	sameOnReplay(t, r)

	r.as(asker, access.Lead).do(Aside(casefile.AskUrgent{Purpose: "door", Text: "又一次"}))
	r.clock.Add(casefile.UrgentLasts)
	r.as(second, access.Clerk).refused("urgent.guard.urgent_not_waiting", Aside(casefile.ApproveUrgent{Urgent: r.c.Urgent[1].ID}))
}

// Whoever asks or approves does not check: where nobody else could, it begins only for a life or a child.
func TestUrgentAccessLeavesSomebodyToCheckIt(t *testing.T) {
	r, asker, second := urgentRoad(t)
	officer := r.know.Aside.Checkers[0]
	door, life := Aside(casefile.AskUrgent{Purpose: "door", Text: "双方已到场"}), Aside(casefile.AskUrgent{Purpose: "life", Text: "有人受伤", Now: true})
	r.as(asker, access.Lead)
	for _, left := range [][]id.ID{nil, {asker}, {second}, {asker, second}} {
		r.know.Aside.Checkers = left
		r.refused("urgent.guard.urgent_no_third", door)
		if _, err := Decide(r.c, life, r.by, r.clock.Now(), time.Time{}, r.know, r.ids); err != nil {
			t.Errorf("a life waits for who could check it: %v", err)
		}
	}
	third := r.ids.New()
	r.know.Aside.Seconds = append(r.know.Aside.Seconds, third)
	r.do(door) // the third can approve, the second check
	x := r.c.Urgent[0].ID
	r.as(second, access.Clerk).refused("urgent.guard.urgent_no_third", Aside(casefile.ApproveUrgent{Urgent: x}))
	r.know.Aside.Checkers = []id.ID{officer}
	r.do(Aside(casefile.ApproveUrgent{Urgent: x}))
}

// Where a life is in danger it begins at once, and whoever answers for the case is told that very moment.
func TestUrgentAccessThatCannotWaitAlarms(t *testing.T) {
	r, asker, second := urgentRoad(t)
	officer := r.ids.New()
	r.know.Aside.Officers = []id.ID{officer}
	r.as(asker, access.Lead).do(Aside(casefile.AskUrgent{Purpose: "life", Text: "有人受伤", Now: true}))
	told := r.all[len(r.all)-2].Tell
	if !slices.Contains(told, second) || !slices.Contains(told, officer) || !slices.Contains(told, r.mediator) || slices.Contains(told, asker) {
		t.Errorf("told are %v", told)
	}
	if !r.c.Urgent[0].Runs(r.clock.Now()) {
		t.Error("it waits")
	}
	r.do(Aside(casefile.EndUrgent{Urgent: r.c.Urgent[0].ID}))
	if r.c.Urgent[0].Runs(r.clock.Now()) {
		t.Error("it runs after its end")
	}
	o := newOpened(r.c.clone())
	o.Rules = r.know.Rules
	o.through(r.a(), r.clock.Now())
	if x := o.Case.Urgent; len(x) != 1 || !x[0].Account.IsZero() || x[0].Purpose != "life" {
		t.Errorf("a party reads %+v", x)
	}
}
