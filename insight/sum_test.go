package insight

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/rulebook"
)

// dated is a cube of which only the months of 2026 that are asked for are counted.
type dated struct{ cube }

func (c dated) Along(ctx context.Context, tenant id.ID, units []id.ID, by Dimension, from, to calendar.Date) (map[Part]Counts, error) {
	within := cube{}
	for a, n := range c.cube {
		if m := time.Month(a.month); from.Month <= m && m <= to.Month {
			within[a] = n
		}
	}
	return within.Along(ctx, tenant, units, by, from, to)
}

// adding is an office in 2027 that adds its months of 2026 up to quarters and to halves of the year.
func adding(c cube) (*Service, *shelf, Asked) {
	s, kept, q := returning(c)
	s.Tallies, s.Clock = dated{c}, clock.NewManual(time.Date(2027, 1, 21, 9, 0, 0, 0, time.UTC))
	s.Rules = func(context.Context, id.ID) (*rulebook.Rulebook, error) {
		b := monthly()
		b.Mediation.Return.Also = []string{"quarter", "half_year"}
		return b, nil
	}
	return s, kept, q
}

func (q Asked) of(period string) Asked {
	q.Period = period
	return q
}

// TestAQuarterIsTheSumOfItsMonths: as they were frozen last; it waits for them, and says which of them were restated and why.
func TestAQuarterIsTheSumOfItsMonths(t *testing.T) {
	c := cube{}
	for m := 7; m <= 9; m++ {
		c.add(atom{1, 0, 0, m}, Registered, int64(m))
		c.add(atom{2, 1, 0, m}, Registered, 20)
	}
	s, _, q := adding(c)
	by := access.Actor{Account: number(5)}
	freeze := func(period, reason string) Return {
		t.Helper()
		r, err := s.Freeze(t.Context(), by, q.of(period), reason)
		if err != nil {
			t.Fatalf("%s: %v", period, err)
		}
		return r
	}
	freeze("2026-07", "")
	freeze("2026-08", "")
	_, err := s.Freeze(t.Context(), by, q.of("2026-Q3"), "")
	if f := fault.Of(err); f == nil || f.Key != ErrParts.Key || f.Args["periods"] != "2026-09" {
		t.Fatalf("before the last month is frozen: %v", err)
	}
	freeze("2026-09", "")
	one := freeze("2026-Q3", "")
	if one.Version != 1 || *one.Body.Total.Shown(0) != 84 || *one.Body.line("unit", number(2).String()).Shown(0) != 60 || len(one.Body.Sums) != 3 || len(one.Body.Restated()) != 0 ||
		one.Body.From.String() != "2026-07-01" || one.Body.To.String() != "2026-09-30" {
		t.Fatalf("%+v", one.Body)
	}
	c.add(atom{2, 1, 0, 8}, Registered, 3)
	if _, err := s.Freeze(t.Context(), by, q.of("2026-Q3"), "late_entry"); !errors.Is(err, ErrUnchanged) {
		t.Errorf("a quarter knows more than its months: %v", err)
	}
	freeze("2026-08", "late_entry")
	if _, err := s.Freeze(t.Context(), by, q.of("2026-Q3"), ""); !errors.Is(err, errNeedsReason) {
		t.Errorf("a quarter restated without a reason: %v", err)
	}
	two := freeze("2026-Q3", "late_entry")
	if two.Version != 2 || *two.Body.Total.Shown(0) != 87 || len(two.Body.Restated()) != 1 || two.Body.Sums[1].Version != 2 {
		t.Errorf("%+v", two.Body)
	}
	texts, err := i18n.Open()
	if err != nil {
		t.Fatal(err)
	}
	rules, _ := s.Rules(t.Context(), id.ID{})
	l := texts.For(i18n.English, rules.Zone)
	if csv := string(CSV(Print(two, rules, l), l)); !strings.Contains(csv, "2026-07 (version 1) · 2026-08 (version 2, restated: Something was entered late) · 2026-09 (version 1)") {
		t.Errorf("a quarter does not say that a month of it was restated: %s", csv)
	}
	all, restated, err := s.Published(t.Context(), q.Tenant, q.Unit, "")
	if err != nil || len(all) != 3 || restated["2026-08"] != 1 || slices.ContainsFunc(all, func(r Return) bool { return r.Body.Period == "2026-Q3" }) {
		t.Errorf("the public sees %+v %v %v", all, restated, err)
	}
	if _, err := s.Reckon(t.Context(), by, q.of("2026")); !errors.Is(err, errPeriod) {
		t.Errorf("a period that the form does not have: %v", err)
	}
	if _, err := s.Reckon(t.Context(), by, q.of("2027-Q1")); !errors.Is(err, ErrOpenPeriod) {
		t.Errorf("a quarter that runs: %v", err)
	}
}

// TestAMonthThatChangedNoSum is told all the same: what one month lost, another won.
func TestAMonthThatChangedNoSum(t *testing.T) {
	c := cube{}
	for m := 7; m <= 9; m++ {
		c.add(atom{1, 0, 0, m}, Registered, 20)
	}
	s, _, q := adding(c)
	for _, period := range []string{"2026-07", "2026-08", "2026-09", "2026-Q3"} {
		if _, err := s.Freeze(t.Context(), access.Actor{}, q.of(period), ""); err != nil {
			t.Fatal(err)
		}
	}
	c.add(atom{1, 0, 0, 7}, Registered, -2)
	c.add(atom{1, 0, 0, 8}, Registered, 2)
	for _, period := range []string{"2026-07", "2026-08", "2026-Q3"} {
		if r, err := s.Freeze(t.Context(), access.Actor{}, q.of(period), "late_entry"); err != nil || r.Version != 2 {
			t.Fatalf("%s: %+v %v", period, r, err)
		}
	}
}

// TestMonthsTooSmallToShowAddUp: three months of four cases are twelve in the quarter; where one month alone is hidden its quarter is
// not shown, because the other two would give the month away, and no other row goes with it for that.
func TestMonthsTooSmallToShowAddUp(t *testing.T) {
	c := cube{}
	for m := 7; m <= 9; m++ {
		c.add(atom{1, 0, 0, m}, Registered, 30)
		c.add(atom{2, 1, 0, m}, Registered, 4)
		c.add(atom{3, 2, 0, m}, Registered, 4)
	}
	for m, n := range map[int]int64{7: 3, 8: 10, 9: 10} { // of its months one alone is hidden
		c.add(atom{1, 3, 0, m}, Registered, n)
	}
	s, _, q := adding(c)
	for _, period := range []string{"2026-07", "2026-08", "2026-09"} {
		if _, err := s.Freeze(t.Context(), access.Actor{}, q.of(period), ""); err != nil {
			t.Fatal(err)
		}
	}
	r, err := s.Freeze(t.Context(), access.Actor{}, q.of("2026-Q3"), "")
	if err != nil {
		t.Fatal(err)
	}
	if n := r.Body.line("unit", number(2).String()).Shown(0); n == nil || *n != 12 {
		t.Errorf("three months of four: %v", n)
	}
	if n := r.Body.line("type", "kindd").Shown(0); n != nil {
		t.Errorf("a month of three cases alone is shown as a quarter of %d", *n)
	}
}

// TestARestatedSumTellsNoMonth: who has the quarter as it was first and as it was restated knows what the restated month alone changed, and
// with it that month, however well the other two hide each other.
func TestARestatedSumTellsNoMonth(t *testing.T) {
	c := cube{}
	for m := 7; m <= 9; m++ {
		c.add(atom{1, 0, 0, m}, Registered, 30)
		c.add(atom{1, 1, 0, m}, Registered, 30)
	}
	c.add(atom{1, 3, 0, 7}, Registered, 3)
	c.add(atom{1, 3, 0, 9}, Registered, 4)
	s, _, q := adding(c)
	shown := func(r Return) *int64 { return r.Body.line("type", "kindd").Shown(0) }
	freeze := func(period, reason string) Return {
		t.Helper()
		r, err := s.Freeze(t.Context(), access.Actor{}, q.of(period), reason)
		if err != nil {
			t.Fatalf("%s: %v", period, err)
		}
		return r
	}
	for _, period := range []string{"2026-07", "2026-08", "2026-09"} {
		freeze(period, "")
	}
	if n := shown(freeze("2026-Q3", "")); n == nil || *n != 7 {
		t.Fatalf("two months of three and four, and one of nobody: %v", n)
	}
	c.add(atom{1, 3, 0, 8}, Registered, 1)
	if n := shown(freeze("2026-08", "late_entry")); n != nil {
		t.Fatalf("a month of one is shown: %d", *n)
	}
	if n := shown(freeze("2026-Q3", "late_entry")); n != nil {
		t.Errorf("less the seven of before, %d are a month of %d", *n, *n-7)
	}
}

// TestWhatWasHiddenStaysHiddenUnderItsColumn: also where a rulebook that came between has another column before it.
func TestWhatWasHiddenStaysHiddenUnderItsColumn(t *testing.T) {
	before := Return{Body: Body{Columns: []string{"settled", "oral"}, Total: Line{N: []int64{20, 3}, Hidden: []bool{false, true}}}}
	now := Body{Columns: []string{"registered", "settled", "oral"}, Total: Line{N: []int64{30, 20, 8}, Hidden: make([]bool, 3)}}
	if hideLike(&now, []Return{before}); !slices.Equal(now.Total.Hidden, []bool{false, false, true}) {
		t.Errorf("hidden are %v", now.Total.Hidden)
	}
}

// TestNobodyIsDerivedFromSums plays somebody who has the months, the quarters and the half of an office's year, and solves the
// equations between them: no count of a few comes out of any.
func TestNobodyIsDerivedFromSums(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := cube{}
		for m := 7; m <= 12; m++ {
			for range rapid.IntRange(0, 5).Draw(t, "cells") {
				a := atom{byte(rapid.IntRange(1, 3).Draw(t, "unit")), byte(rapid.IntRange(0, 3).Draw(t, "kind")), 0, m}
				settled := rapid.Int64Range(0, 9).Draw(t, "settled")
				c.add(a, InMonthSettled, settled)
				c.add(a, InMonthOral, rapid.Int64Range(0, settled).Draw(t, "oral"))
			}
		}
		s, _, q := adding(c)
		var periods []string
		for _, kind := range []string{"month", "quarter", "half_year"} {
			all := Closed(kind, calendar.Date{Year: 2027, Month: 1, Day: 21}, 6/months[kind])
			periods = append(periods, rapid.Permutation(all).Draw(t, kind)...)
		}
		var all []Return
		for _, period := range periods {
			r, err := s.Freeze(t.Context(), access.Actor{}, q.of(period), "")
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, r)
		}
		sums := sumsOf(c, all)
		attack := newAttack(c).reads(sums)
		for _, x := range sums {
			for i, m := range x.columns {
				if n := x.line.N[i]; n > 0 && n < 5 && attack.derives(x.holds, m) {
					t.Fatalf("%s of %s: %d come out", x.line.Of, x.period, n)
				}
			}
		}
	})
}

// TestNoMonthIsDerivedFromRestatedSums plays somebody who kept every version: what the months do not tell by themselves, no sum of theirs does,
// neither as it was first nor as it was restated after something was entered late. To the attack each version of a month is a month of its own.
func TestNoMonthIsDerivedFromRestatedSums(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, versions := cube{}, cube{}
		enter := func(m, most int) {
			for range rapid.IntRange(0, most).Draw(t, "cells") {
				a := atom{byte(rapid.IntRange(1, 3).Draw(t, "unit")), byte(rapid.IntRange(0, 3).Draw(t, "kind")), 0, m}
				c.add(a, InMonthSettled, rapid.Int64Range(1, 9).Draw(t, "settled"))
			}
		}
		for m := 7; m <= 12; m++ {
			enter(m, 5)
		}
		s, _, q := adding(c)
		var months, sums []Return
		freeze := func(period, reason string) {
			r, err := s.Freeze(t.Context(), access.Actor{}, q.of(period), reason)
			switch {
			case errors.Is(err, ErrUnchanged):
			case err != nil:
				t.Fatal(err)
			case len(r.Body.Sums) > 0:
				sums = append(sums, r)
			default:
				months = append(months, r)
				for a, n := range c {
					if a.month == int(r.Body.From.Month) {
						versions[atom{a.unit, a.kind, a.source, versionOf(a.month, r.Version)}] = n
					}
				}
			}
		}
		longer := []string{"2026-Q3", "2026-Q4", "2026-H2"}
		for m := 7; m <= 12; m++ {
			freeze(fmt.Sprintf("2026-%02d", m), "")
		}
		for _, period := range longer {
			freeze(period, "")
		}
		for range 2 {
			m := rapid.IntRange(7, 12).Draw(t, "late")
			enter(m, 2)
			freeze(fmt.Sprintf("2026-%02d", m), "late_entry")
			for _, period := range longer {
				freeze(period, "late_entry")
			}
		}
		alone := newAttack(versions).reads(sumsOf(c, months))
		all := sumsOf(c, slices.Concat(months, sums))
		attack := newAttack(versions).reads(all)
		for _, x := range all {
			for i, m := range x.columns {
				if n := x.line.N[i]; n > 0 && n < 5 && attack.derives(x.holds, m) && !alone.derives(x.holds, m) {
					t.Fatalf("%s of %s: %d come out", x.line.Of, x.period, n)
				}
			}
		}
	})
}

// reads adds what is shown of releases to what is known.
func (a *attack) reads(rows []releasedRow) *attack {
	for _, x := range rows {
		for i, m := range x.columns {
			if x.line.Shown(i) != nil {
				a.knows(x.holds, m)
			}
		}
	}
	return a
}

// versionOf is a version of a month as a month of its own; the first is the month.
func versionOf(month, version int) int { return month + 100*(version-1) }

// releasedRow is a row of a release, with what the attack knows its columns by.
type releasedRow struct {
	period  string
	line    Line
	holds   func(atom) bool
	columns map[int]Measure
}

func sumsOf(c cube, all []Return) []releasedRow {
	var out []releasedRow
	for _, r := range all {
		// The columns stand in the places of two measures that the attack knows.
		columns := map[int]Measure{slices.Index(r.Body.Columns, "settled"): Mediated, slices.Index(r.Body.Columns, "oral"): Settled}
		months := []int{versionOf(int(r.Body.From.Month), max(r.Version, 1))}
		if len(r.Body.Sums) > 0 {
			months = nil
			for i, x := range r.Body.Sums {
				months = append(months, versionOf(int(r.Body.From.Month)+i, x.Version))
			}
		}
		within := func(a atom) bool { return slices.Contains(months, a.month) }
		out = append(out, releasedRow{r.Body.Period, r.Body.Total, within, columns})
		for _, table := range r.Body.Tables {
			for _, l := range table.Lines {
				out = append(out, releasedRow{r.Body.Period, l, func(a atom) bool {
					p := c.name(Dimension(table.Rows), a)
					return within(a) && (p.Of == l.Of || table.Rows == "unit" && p.Unit.String() == l.Of)
				}, columns})
			}
		}
	}
	return out
}
