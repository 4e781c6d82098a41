package mediation

import (
	"testing"

	"linli/casefile"
	"linli/promise"
)

// waives lets a party waive the call back that it was promised first.
func (r *road) waives() Waive {
	r.know.Promised = casefile.Promised{Rows: r.c.madeTo(r.a(), r.owes("call_back"), r.know.Rules), Rules: r.know.Rules, Now: r.clock.Now()}
	return Waive{Party: r.a(), Promise: r.owes("call_back")[0].Key, Reason: "done_otherwise"}
}

// 当事人说不必回电：只有答应的这一方能说，另一方看不到，办公室也不再欠这一次。
func TestACallBackIsWaivedByItsParty(t *testing.T) {
	with, without := newRoad(t).to(InSession), newRoad(t).to(InSession)
	with.do(LogCall{Party: with.a(), Way: "in", Text: "x", Promised: "y"})
	with.do(with.waives())
	without.clock.Set(with.clock.Now())
	if a, b := with.asSeen(with.b()), without.asSeen(without.b()); a != b {
		t.Errorf("the other party sees\n%s\ninstead of\n%s", a, b)
	}
	if got := with.owes("call_back")[0]; got.State != promise.Waived || with.c.Calls[0].Waits() {
		t.Errorf("the call is still owed: %+v, %+v", got, with.c.Calls[0])
	}
	last := with.all[len(with.all)-1]
	if last.Event.Visibility != casefile.Only(with.a()) || last.Event.Reason != "done_otherwise" || len(last.Secrets) != 0 {
		t.Errorf("it says more than that, and to others: %+v", last)
	}
	with.refused("mediation.guard.call_not_owed", CallBack{Call: with.c.Calls[0].ID, Reached: true, Text: "x"})
	if err := with.undo("call"); err == nil {
		t.Error("the call that a party answered to is taken back as if it had not been")
	}
	sameOnReplay(t, with)
}

// A guardian may hold the ward's slip: what the ward was promised is not waived with it.
func TestWhatAWardWasPromisedIsNotWaivedByWhoeverHasItsSlip(t *testing.T) {
	r := newRoad(t).to(Accepted)
	r.do(LogCall{Party: r.a(), Way: "in", Text: "我怕回家", Promised: "明天再谈"})
	r.c.Representatives = append(r.c.Representatives, Representative{ID: r.ids.New(), Party: r.a(), Kind: Guardian})
	r.refused("waive.guard.promise_not_yours", r.waives())
}
