package reported

import (
	"testing"

	"pgregory.net/rapid"

	"linli/platform/id"
)

const least = 5

func drawn(t *rapid.T) []Standing {
	rows := make([]Standing, rapid.IntRange(1, 8).Draw(t, "areas"))
	for i := range rows {
		rows[i] = Standing{rapid.Int64Range(0, 40).Draw(t, "open"), rapid.Int64Range(0, 40).Draw(t, "done")}
	}
	return rows
}

// TestTwoReleasesGiveNoSmallNumber: whatever comes between two releases of the table, what a line, a total, or the total without
// the lines that are shown differs by is nothing, or no less than the minimum.
func TestTwoReleasesGiveNoSmallNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := drawn(t)
		after := make([]Standing, len(before))
		for i, x := range before {
			after[i] = Standing{x.Open + rapid.Int64Range(0, 3).Draw(t, "came"), x.Done + rapid.Int64Range(0, 3).Draw(t, "went")}
		}
		a, allA := banded(before, least)
		b, allB := banded(after, least)
		differ := func(what string, x, y Band) {
			if x.Hidden || y.Hidden {
				return
			}
			if d := y.From - x.From; d != 0 && d < least && -d < least {
				t.Errorf("%s: %d and %d differ by %d", what, x.From, y.From, d)
			}
		}
		for i := range a {
			differ("open", a[i][0], b[i][0])
			differ("done", a[i][1], b[i][1])
		}
		differ("all open", allA[0], allB[0])
		differ("all done", allA[1], allB[1])
	})
}

// TestNoLineTellsASmallNumber: a line that is shown stands for the minimum at least in each column, and what is not shown cannot
// be had from the total: two lines at least are missing, which together are not small.
func TestNoLineTellsASmallNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := drawn(t)
		shown, all := banded(rows, least)
		var hidden Standing
		n := 0
		for i, x := range rows {
			if shown[i][0].Hidden != shown[i][1].Hidden {
				t.Fatalf("half of a line is shown: %+v", shown[i])
			}
			if shown[i][0].Hidden {
				if x.Open+x.Done > 0 {
					hidden.Open, hidden.Done = hidden.Open+x.Open, hidden.Done+x.Done
					n++
				}
				continue
			}
			if x.Open < least || x.Done < least || shown[i][0].From < least || shown[i][1].From < least {
				t.Errorf("%+v is shown as %+v", x, shown[i])
			}
		}
		if !all[0].Hidden && n > 0 && (n < 2 || hidden.Open < least || hidden.Done < least) {
			t.Errorf("%d hidden lines with %+v can be had from the total of %+v", n, hidden, rows)
		}
	})
}

// TestOfficesDoNotWaitForEachOther: while the table of one office is reckoned, that of another can be.
func TestOfficesDoNotWaitForEachOther(t *testing.T) {
	p := New(Options{})
	one, other := p.weekly(id.ID{1}), p.weekly(id.ID{2})
	one.mu.Lock()
	defer one.mu.Unlock()
	if !other.mu.TryLock() || p.weekly(id.ID{1}) != one {
		t.Error("one waits for the other, or not for itself")
	}
}
