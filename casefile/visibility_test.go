package casefile_test

import (
	"testing"

	"linli/casefile"
	"linli/platform/id"
)

// TestWhoMaySeeIt: all, none, one, or some.
func TestWhoMaySeeIt(t *testing.T) {
	a, b, c := id.ID{1}, id.ID{2}, id.ID{3}
	for _, x := range []struct {
		v    casefile.Visibility
		sees [3]bool
		one  id.ID
	}{
		{casefile.Joint, [3]bool{true, true, true}, id.ID{}},
		{casefile.Office, [3]bool{}, id.ID{}},
		{casefile.Only(), [3]bool{}, id.ID{}},
		{casefile.Only(b), [3]bool{false, true, false}, b},
		{casefile.Only(a, c), [3]bool{true, false, true}, id.ID{}},
	} {
		if got := [3]bool{x.v.To(a), x.v.To(b), x.v.To(c)}; got != x.sees || x.v.Party() != x.one || x.v != casefile.Joint && x.v.To(id.ID{}) {
			t.Errorf("%s: %v, %s", x.v, got, x.v.Party())
		}
	}
}
