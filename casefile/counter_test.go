package casefile

import (
	"testing"
	"time"

	"linli/platform/id"
)

// TestALostSlipIsReplacedByTwo: each rule of the two people refuses once, in its turn.
func TestALostSlipIsReplacedByTwo(t *testing.T) {
	asker, second, party := id.ID{1}, id.ID{2}, id.ID{3}
	now := time.Date(2026, 3, 2, 6, 0, 0, 0, time.UTC)
	good := func() Replacing {
		ask := &SlipAsk{Party: party, Account: asker, Until: EndOfDay(now, time.FixedZone("", 8*3600))}
		return Replacing{Counter: Counter{Askers: []id.ID{asker}, Seconds: []id.ID{asker, second}}, Ask: ask, Party: party, By: second, Now: now}
	}
	for _, x := range []struct {
		want string
		but  func(*Replacing)
	}{
		{"", func(*Replacing) {}},
		{"counter.guard.slip_not_asked", func(r *Replacing) { r.Ask = nil }},
		{"counter.guard.slip_not_asked", func(r *Replacing) { r.Party = id.ID{4} }},
		{"counter.guard.slip_ask_over", func(r *Replacing) { r.Now = time.Date(2026, 3, 2, 16, 0, 0, 0, time.UTC) }}, // midnight there
		{"counter.guard.slip_asker_gone", func(r *Replacing) { r.Askers = nil }},
		{"counter.guard.slip_own_ask", func(r *Replacing) { r.By = asker }},
		{"counter.guard.slip_not_second", func(r *Replacing) { r.By = id.ID{5} }},
	} {
		r := good()
		x.but(&r)
		got := ""
		if f := SlipFault(r.Refused()); f != nil {
			got = f.Key
		}
		if got != x.want {
			t.Errorf("got %q, want %q", got, x.want)
		}
	}
}
