package calendar_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"linli/platform/calendar"
)

// worked says of one day, looking at nothing but the table of spring, whether anybody works on it.
func worked(d calendar.Date) bool {
	if d.Year == 2026 && d.Month == 2 {
		switch {
		case d.Day == 14 || d.Day == 28:
			return true
		case d.Day >= 15 && d.Day <= 23:
			return false
		}
	}
	return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday
}

// open says of one minute whether the office is open in it.
func open(at time.Time) bool {
	m := at.Hour()*60 + at.Minute()
	return worked(calendar.DateOf(at, at.Location())) && (m >= 9*60 && m < 12*60 || m >= 13*60 && m < 18*60)
}

// TestWorkingDaysDayByDay holds terms by working days against days that are looked at one by one, forwards and back.
func TestWorkingDaysDayByDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := spring(t)
		from := calendar.Date{Year: 2025, Month: 12, Day: 1}.AddDays(rapid.IntRange(0, 200).Draw(t, "day"))
		n, step := rapid.IntRange(1, 60).Draw(t, "n"), rapid.SampledFrom([]int{1, -1}).Draw(t, "step")
		want, days := from, 0
		for left := n; left > 0; {
			want, days = want.AddDays(step), days+1
			if worked(want) {
				left--
			}
		}
		if got := c.AddWorkingDays(from, step*n); got != want {
			t.Fatalf("%s and %d working days is %s; day by day it is %s", from, step*n, got, want)
		}
		next := from
		for !worked(next) {
			next = next.AddDays(1)
		}
		if got := c.NextWorking(from); got != next || c.Working(from) != worked(from) {
			t.Fatalf("the next working day from %s is %s; day by day it is %s", from, got, next)
		}
	})
}

// TestWorkingTimeMinuteByMinute holds terms by opening hours against minutes that are looked at one by one, also where the clock
// changes in the night.
func TestWorkingTimeMinuteByMinute(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, z := spring(t), anyZone(t)
		from := time.Date(2026, 1, 20, 0, 0, 0, 0, z).Add(time.Duration(rapid.IntRange(0, 80*24*60).Draw(t, "minute")) * time.Minute)
		n := rapid.IntRange(1, 20*60).Draw(t, "work")
		at := from
		for left := n; left > 0; at = at.Add(time.Minute) {
			if open(at) {
				left--
			}
		}
		if got := c.AddWorkingTime(from, time.Duration(n)*time.Minute, z); !got.Equal(at) {
			t.Fatalf("%s and %d minutes is %s; minute by minute it is %s", from, n, got, at)
		}
		if got := c.WorkingTime(from, at, z); got != time.Duration(n)*time.Minute {
			t.Fatalf("from %s to %s are %s; minute by minute %d minutes", from, at, got, n)
		}
	})
}
