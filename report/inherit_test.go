package report

import (
	"slices"
	"testing"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
)

// TestWhatAUnitLeavesIsItsHeirs: a report, and a complaint at its desk, go to the heir as they stand; who holds a post there goes on with it,
// everybody else has left it.
func TestWhatAUnitLeavesIsItsHeirs(t *testing.T) {
	heir, stays := id.ID{1, 2, 3}, id.ID{4, 5}
	r := newIssue(t, Submit{Category: "waste", Text: "垃圾", Address: "桥头"}).as(worker).do(Take{}, Accept{})
	r.c.With = []id.ID{stays}
	unit, state := r.c.Desk.Unit, r.c.State
	r.as(casefile.System).refused("issue.guard.unit_works", Inherit{})
	before := r.c.clone()
	r.know.Heir, r.know.Here = heir, []id.ID{stays, {9}}
	r.do(Inherit{})
	if r.c.Desk != (Desk{heir, inQueue}) || r.c.Home != heir || r.c.CountsIn() != unit || r.c.State != state || r.c.Handler != stays || len(r.c.With) > 0 || r.c.sentOn() {
		t.Errorf("%+v", r.c)
	}
	if came, left := moved(&before, &r.c); !slices.Equal(came, []id.ID{stays}) || !slices.Equal(left, []id.ID{worker.Account, stays}) {
		t.Errorf("came %v, left %v", came, left)
	}

	r = newRoad(t).as(handler).do(Take{}, Accept{})
	r.as(casefile.System).refused("report.guard.unit_works", Inherit{})
	desk := r.c.Desk
	r.know.Heir, r.know.Here = heir, nil
	r.do(Inherit{})
	if r.c.Desk != (Desk{heir, desk.Post}) || !r.c.Handler.IsZero() || r.c.CountsIn() != desk.Unit {
		t.Errorf("%+v", r.c)
	}
	r.as(casefile.By{Kind: access.Staff, Account: id.ID{1, 9}, Post: desk.Post}).do(Take{}, GiveAnswer{"已经改正"})
	for _, s := range []State{NotAccepted, Reviewed, Withdrawn, Closed, Joined} {
		if find(Machine, "inherit", s) != nil || find(Issues, "inherit", s) != nil {
			t.Errorf("what is %s goes to nobody: it is kept where it is, by who has the unit's work", s)
		}
	}
}
