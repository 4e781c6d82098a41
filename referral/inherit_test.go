package referral

import (
	"testing"
	"time"

	"linli/casefile"
	"linli/platform/id"
)

// TestWhoWorksOnARequestGoesOnWithItInTheHeir as far as the post is still theirs.
func TestWhoWorksOnARequestGoesOnWithItInTheHeir(t *testing.T) {
	unit, heir, worker := id.ID{1}, id.ID{2}, id.ID{3}
	for _, there := range [][]id.ID{{worker}, {{4}}} {
		c := Case{Unit: unit, Worker: worker, State: Working, Version: 1, SlipAsk: &casefile.SlipAsk{}}
		d := &decision{c: c, Knowledge: Knowledge{Heir: heir, There: there}}
		if !unitEnded.Holds(d) || unitEnded.Holds(&decision{c: c}) {
			t.Error("referral.guard.unit_works")
		}
		b, err := Inherit{}.decide(d, nil)
		if err != nil {
			t.Fatal(err)
		}
		before := c.clone()
		foldInherit(&c, casefile.Event{At: time.Unix(1, 0)}, b.(inherited))
		if c.Unit != heir || c.CountsIn() != unit || c.SlipAsk != nil || c.Worker.IsZero() == (there[0] == worker) {
			t.Errorf("%+v", c)
		}
		if came, left := moved(&before, &c); left != worker || came != c.Worker {
			t.Errorf("came %v, left %v", came, left)
		}
	}
}
