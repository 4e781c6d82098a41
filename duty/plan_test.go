package duty

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"linli/platform/calendar"
	"linli/platform/id"
	"linli/rulebook"
)

func day(y, m, d int) calendar.Date {
	return calendar.Date{Year: y, Month: 1, Day: 1}.AddMonths(m - 1).AddDays(d - 1)
}

// TestPlanIsEveryUnitOnEveryDay holds the plan against the slow way: each day, each duty, each unit that is open on it.
func TestPlanIsEveryUnitOnEveryDay(t *testing.T) {
	book := town(t)
	rapid.Check(t, func(t *rapid.T) {
		var units []Unit
		for i := range rapid.IntRange(1, 4).Draw(t, "units") {
			u := Unit{ID: id.ID{3, byte(i)}, Kind: rapid.SampledFrom([]string{"county", "township", "village"}).Draw(t, "level"),
				Opened: day(2025, 10, 1).AddDays(rapid.IntRange(0, 300).Draw(t, "opened"))}
			if rapid.Bool().Draw(t, "ends") {
				u.Closed = u.Opened.AddDays(rapid.IntRange(1, 300).Draw(t, "closed"))
			}
			units = append(units, u)
		}
		from := day(2025, 12, 1).AddDays(rapid.IntRange(0, 200).Draw(t, "from"))
		to := from.AddDays(rapid.IntRange(0, 100).Draw(t, "days"))
		want := map[string]bool{}
		for d := from; !d.After(to); d = d.AddDays(1) {
			for _, rule := range book.Duties.Duties {
				for _, p := range rule.Periods(book.Duties.Terms, book.Calendar, d, d) {
					for _, u := range units {
						begun := !d.Before(book.Effective) && !d.Before(u.Opened)
						if begun && (u.Closed.IsZero() || d.Before(u.Closed)) && slices.Contains(rule.Units, u.Kind) {
							want[u.ID.String()+" "+rule.ID+" "+p.Key] = true
						}
					}
				}
			}
		}
		last := calendar.Date{}
		got := Plan(book, book.Calendar, units, from, to)
		for _, o := range got {
			if !want[o.Key()] || o.Last.Before(last) {
				t.Fatalf("%+v is planned", o)
			}
			delete(want, o.Key())
			last = o.Last
		}
		if len(want) > 0 {
			t.Fatalf("not planned: %v", want)
		}
	})
}

// TestADutyThatNobodyHoldsIsAGap: also where one person would check its own work, and where there is no unit above.
func TestADutyThatNobodyHoldsIsAGap(t *testing.T) {
	book := town(t)
	units := []Unit{{ID: township, Kind: "township", Opened: day(2020, 1, 1)}, {ID: village, Parent: township, Kind: "village", Opened: day(2020, 1, 1)}}
	all := slices.DeleteFunc(Plan(book, book.Calendar, units, day(2026, 3, 23), day(2026, 3, 23)), func(o Occurrence) bool { return o.Duty != "monthly_return" })
	if len(all) != 1 || all[0].Unit != village {
		t.Fatalf("%+v", all)
	}
	one, other := id.ID{2, 1}, id.ID{2, 2}
	for _, c := range []struct {
		name        string
		clerk, lead []id.ID
		post, why   string
	}{
		{"nobody does it", nil, []id.ID{one}, "clerk", "nobody_does"},
		{"nobody checks it", []id.ID{one}, nil, "lead", "nobody_checks"},
		{"one person has both posts", []id.ID{one}, []id.ID{one}, "lead", "nobody_else"},
		{"two people", []id.ID{one}, []id.ID{other}, "", ""},
		{"one does, and one of two checks", []id.ID{one}, []id.ID{one, other}, "", ""},
	} {
		hold := func(unit id.ID, post rulebook.Post) []id.ID {
			return map[rulebook.Post][]id.ID{"clerk": c.clerk, "lead": c.lead}[post]
		}
		gaps := Gaps(book, units, all, hold)
		if c.why == "" && len(gaps) > 0 || c.why != "" && (len(gaps) != 1 || gaps[0].Why != c.why || string(gaps[0].Post) != c.post) {
			t.Errorf("%s: %+v", c.name, gaps)
		}
	}
	if got := holders(units, township, "parent.lead", func(id.ID, rulebook.Post) []id.ID { return []id.ID{one} }); got != nil {
		t.Errorf("above the root there is %v", got)
	}
	if got := holders(units, village, "parent.lead", func(u id.ID, p rulebook.Post) []id.ID { return map[id.ID][]id.ID{township: {other}}[u] }); !slices.Equal(got, []id.ID{other}) {
		t.Errorf("above the village there is %v", got)
	}
}

// TestAUnitOwesWhatEndsWhileItIsOpen: one that opens within a month owes it, one that is closed on the last day does not.
func TestAUnitOwesWhatEndsWhileItIsOpen(t *testing.T) {
	book := town(t)
	for _, c := range []struct {
		opened, closed calendar.Date
		want           int
	}{
		{day(2026, 3, 10), calendar.Date{}, 1}, {day(2026, 3, 31), calendar.Date{}, 1}, {day(2026, 4, 1), calendar.Date{}, 0},
		{day(2026, 1, 1), day(2026, 3, 31), 0}, {day(2026, 1, 1), day(2026, 4, 1), 1},
	} {
		all := Plan(book, book.Calendar, []Unit{{ID: village, Kind: "village", Opened: c.opened, Closed: c.closed}}, day(2026, 3, 1), day(2026, 3, 31))
		if n := len(slices.DeleteFunc(all, func(o Occurrence) bool { return o.Duty != "village_round" })); n != c.want {
			t.Errorf("open from %s, closed on %s: %d rounds in March, want %d", c.opened, c.closed, n, c.want)
		}
	}
}
