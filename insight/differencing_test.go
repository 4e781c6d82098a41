package insight

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/clock"
	"linli/platform/id"
	"linli/rulebook"
)

// village counts cases by month, in what an office has written down so far.
type village map[MonthCell]int64

func (v village) Months(_ context.Context, _ id.ID, units []id.ID, from, to calendar.Date) (map[MonthCell]int64, error) {
	out := map[MonthCell]int64{}
	for c, n := range v {
		month := calendar.Date{Year: int(c.Month / 100), Month: time.Month(c.Month % 100), Day: 1}
		for _, u := range units {
			if c.Unit == u && !month.Before(from) && !to.Before(month) {
				out[c] += n
			}
		}
	}
	return out, nil
}

// TestDifferencingFiftyTwoReleases: every week for a year cases come in, also into months that are over, and the office
// publishes and restates what it can. Whoever has kept every release subtracts them from each other, rows from totals and parts
// from wholes, and recovers no count below the minimum.
func TestDifferencingFiftyTwoReleases(t *testing.T) {
	dice := rand.New(rand.NewPCG(7, 52))
	book := shipped(t)
	counts, shelf := village{}, &shelf{}
	at := clock.NewManual(time.Date(2026, 1, 5, 1, 0, 0, 0, time.UTC))
	s := &Service{Tallies: fixed{}, Monthly: counts, Kept: shelf, Gate: gate(open), Clock: at,
		Rules: func(context.Context, id.ID) (*rulebook.Rulebook, error) { return book, nil }}
	q := Asked{Tenant: number(9), Form: "public_month", Unit: number(1), Name: "whole", Whole: true, Names: map[id.ID]string{}}
	for u := range byte(6) {
		q.Rows = append(q.Rows, Row{Unit: number(u + 1)})
		q.Names[number(u+1)] = fmt.Sprintf("unit %d", u+1)
	}
	var categories []string
	for _, c := range book.Report.Categories {
		categories = append(categories, c.Code)
	}
	seen := map[string]string{} // what the public has of a period
	restated := 0
	for week := range 52 {
		today := calendar.DateOf(at.Now(), book.Zone)
		for range 25 {
			arrive(counts, dice, q, categories, today.AddDays(-dice.IntN(40)))
		}
		for _, period := range Closed("month", today, 3) {
			q.Period = period
			if _, err := s.Freeze(t.Context(), access.Actor{}, q, "late_entry"); err == nil {
				restated++
			}
		}
		all, _, err := s.Published(t.Context(), q.Tenant, q.Unit, "public_month")
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range all {
			body, err := json.Marshal(r.Masked().Body)
			if err != nil {
				t.Fatal(err)
			}
			if before, known := seen[r.Body.Period]; known && before != string(body) {
				t.Fatalf("week %d: the release of %s is another one", week, r.Body.Period)
			}
			seen[r.Body.Period] = string(body)
			if hash(body) != r.Masked().Hash {
				t.Fatal("the published hash is of more than what is published")
			}
			if week%13 == 12 || week == 51 {
				recover52(t, r)
			}
		}
		at.Add(7 * 24 * time.Hour)
	}
	if len(seen) < 12 || restated < 20 {
		t.Errorf("%d periods, frozen %d times: nothing was tried", len(seen), restated)
	}
}

// arrive counts one case of an invented village, of which small ones have few.
func arrive(counts village, dice *rand.Rand, q Asked, categories []string, day calendar.Date) {
	unit := q.Rows[min(dice.IntN(len(q.Rows)), dice.IntN(len(q.Rows)))].Unit
	of := categories[min(dice.IntN(len(categories)), dice.IntN(len(categories)))]
	add := func(m Measure, when bool) bool {
		if when {
			counts[MonthCell{Unit: unit, Measure: m, Of: of, Month: int64(day.Year*100 + int(day.Month))}]++
		}
		return when
	}
	add("report.received", true)
	add("report.closed", dice.IntN(10) < 9)
	if add("report.answer_due", dice.IntN(10) < 9) {
		add("report.answered_in_time", dice.IntN(12) > 0)
	}
	if add("report.promise_due", true) {
		add("report.promise_kept", dice.IntN(20) > 0)
	}
}

// interval is what an attacker knows of a count.
type interval struct{ low, high, true int64 }

// recover52 tightens, until nothing moves, what can be known of each hidden count: rows add up to the total, and a part is not
// more than its whole. It fails where a count that is few, or the few that a part leaves of its whole, becomes certain.
func recover52(t *testing.T, r Return) {
	t.Helper()
	b := r.Body
	const most = 1 << 40
	lines := []*Line{&b.Total}
	var groups [][]int
	for i := range b.Tables {
		var group []int
		for j := range b.Tables[i].Lines {
			lines, group = append(lines, &b.Tables[i].Lines[j]), append(group, len(lines))
		}
		groups = append(groups, group)
	}
	know := make([][]interval, len(lines))
	for i, l := range lines {
		for c, n := range l.N {
			k := interval{0, most, n}
			if !l.Hidden[c] {
				k.low, k.high = n, n
			}
			know[i] = append(know[i], k)
		}
	}
	for range 60 {
		for c := range b.Columns {
			for _, group := range groups {
				tighten(know, group, c)
			}
			for _, w := range partOf(b, c) {
				for i := range know {
					know[i][c].high = min(know[i][c].high, know[i][w].high)
					know[i][w].low = max(know[i][w].low, know[i][c].low)
				}
			}
		}
	}
	for i := range know {
		for c, k := range know[i] {
			few := func(n int64) bool { return 0 < n && n < b.Minimum }
			if k.low > k.true || k.high < k.true {
				t.Fatalf("the attacker is wrong of %s", b.Columns[c])
			}
			if k.low == k.high && few(k.true) {
				t.Errorf("%s, row %q of %s: %d is known", b.Period, lines[i].Of, b.Columns[c], k.true)
			}
			for _, w := range partOf(b, c) {
				if k.low == k.high && know[i][w].low == know[i][w].high && few(know[i][w].true-k.true) {
					t.Errorf("%s, row %q: %s leaves %d of its whole", b.Period, lines[i].Of, b.Columns[c], know[i][w].true-k.true)
				}
			}
		}
	}
}

// partOf are the columns of which one counts a part, near or far.
func partOf(b Body, c int) (out []int) {
	for m, ok := rulebook.MeasureNamed(b.Columns[c]); ok && m.Of != ""; m, ok = rulebook.MeasureNamed(m.Of) {
		if w := slices.Index(b.Columns, m.Of); w >= 0 {
			out = append(out, w)
		}
	}
	return out
}

// tighten uses that the rows of a table add up to the total, which is the first of all lines.
func tighten(know [][]interval, group []int, c int) {
	var low, high int64
	for _, i := range group {
		low, high = low+know[i][c].low, high+know[i][c].high
	}
	total := &know[0][c]
	total.low, total.high = max(total.low, low), min(total.high, high)
	for _, i := range group {
		k := &know[i][c]
		k.low = max(k.low, total.low-(high-k.high))
		k.high = min(k.high, total.high-(low-k.low))
	}
}
