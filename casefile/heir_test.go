package casefile_test

import (
	"testing"
	"time"

	"linli/casefile"
	"linli/platform/id"
)

// TestTheEndOfAUnitMovesNoCount, a transfer does; and what another unit decides meanwhile is nothing to it.
func TestTheEndOfAUnitMovesNoCount(t *testing.T) {
	a, b, c, d, over := id.ID{1}, id.ID{2}, id.ID{3}, id.ID{4}, time.Unix(100, 0)
	ended := func(from, to id.ID) casefile.Move { return casefile.Move{From: from, To: to, At: over, Ended: true} }
	for name, x := range map[string]struct {
		moves        casefile.Moves
		unit, counts id.ID
		before       id.ID
	}{
		"none":                       {nil, a, a, a},
		"one end":                    {casefile.Moves{ended(a, b)}, b, a, a},
		"two ends":                   {casefile.Moves{ended(a, b), ended(b, c)}, c, a, b},
		"a transfer":                 {casefile.Moves{{From: a, To: b, At: over}}, b, b, b},
		"a transfer after an end":    {casefile.Moves{ended(a, b), {From: b, To: c, At: over}}, c, c, c},
		"an end after a transfer":    {casefile.Moves{{From: a, To: b, At: over}, ended(b, c)}, c, b, b},
		"the end of a desk above it": {casefile.Moves{ended(a, b), ended(c, d)}, b, a, b},
	} {
		if got := x.moves.CountsIn(x.unit); got != x.counts {
			t.Errorf("%s: it counts in %v", name, got)
		}
		if got := x.moves.Before(x.unit); got != x.before {
			t.Errorf("%s: %v had it before", name, got)
		}
		if got := x.moves.Had(x.unit, over); got != x.unit {
			t.Errorf("%s: %v has it afterwards", name, got)
		}
	}
}
