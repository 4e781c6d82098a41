package directory_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"linli/referral/directory"
)

func at(text string) time.Time {
	t, err := time.Parse("2006-01-02 15:04", text)
	if err != nil {
		panic(err)
	}
	return t
}

// 2026-03-01 is a Sunday.
func TestOpen(t *testing.T) {
	day := directory.Schedule{Freq: "WEEKLY", ByDay: "MO,TU,WE,TH,FR", OpensAt: "09:00", ClosesAt: "17:00:00", Timezone: "8"}
	night := directory.Schedule{Freq: "WEEKLY", ByDay: "FR", OpensAt: "22:00", ClosesAt: "02:00"}
	for name, x := range map[string]struct {
		s    directory.Schedule
		at   string
		want bool
	}{
		"in its own zone":            {day, "2026-03-02 01:00", true},
		"before it opens":            {day, "2026-03-02 00:59", false},
		"when it closes":             {day, "2026-03-02 09:00", false},
		"at the weekend":             {day, "2026-03-01 03:00", false},
		"over midnight":              {night, "2026-03-07 01:59", true},
		"over midnight, the evening": {night, "2026-03-06 22:00", true},
		"over midnight, too early":   {night, "2026-03-06 01:00", false},
		"round the clock":            {directory.Schedule{Freq: "WEEKLY", ByDay: "MO,TU,WE,TH,FR,SA,SU", OpensAt: "00:00", ClosesAt: "24:00"}, "2026-03-01 23:59", true},
		"every day without words":    {directory.Schedule{OpensAt: "08:00", ClosesAt: "12:00"}, "2026-03-01 08:00", true},
		"no hours, no time":          {directory.Schedule{Freq: "WEEKLY", ByDay: "SU"}, "2026-03-01 08:00", false},
		"not valid yet":              {directory.Schedule{ValidFrom: "2026-03-02", OpensAt: "08:00", ClosesAt: "12:00"}, "2026-03-01 08:00", false},
		"valid on its last day":      {directory.Schedule{ValidTo: "2026-03-01", OpensAt: "08:00", ClosesAt: "12:00"}, "2026-03-01 08:00", true},
		"the second Tuesday":         {directory.Schedule{Freq: "MONTHLY", ByDay: "2TU", OpensAt: "08:00", ClosesAt: "12:00"}, "2026-03-10 08:00", true},
		"not the third":              {directory.Schedule{Freq: "MONTHLY", ByDay: "2TU", OpensAt: "08:00", ClosesAt: "12:00"}, "2026-03-17 08:00", false},
		"the last Friday":            {directory.Schedule{Freq: "MONTHLY", ByDay: "-1FR", OpensAt: "08:00", ClosesAt: "12:00"}, "2026-03-27 08:00", true},
		"the last of the month":      {directory.Schedule{Freq: "MONTHLY", ByMonthDay: "-1", OpensAt: "08:00", ClosesAt: "12:00"}, "2026-02-28 08:00", true},
		"every second week":          {directory.Schedule{Freq: "WEEKLY", Interval: "2", ByDay: "MO", DTStart: "2026-03-02", OpensAt: "08:00", ClosesAt: "12:00"}, "2026-03-16 08:00", true},
		"not in the week between":    {directory.Schedule{Freq: "WEEKLY", Interval: "2", ByDay: "MO", DTStart: "2026-03-02", OpensAt: "08:00", ClosesAt: "12:00"}, "2026-03-09 08:00", false},
		"the third of three times":   {directory.Schedule{Freq: "WEEKLY", Count: "3", ByDay: "MO", DTStart: "2026-03-02", OpensAt: "08:00", ClosesAt: "12:00"}, "2026-03-16 08:00", true},
		"there is no fourth":         {directory.Schedule{Freq: "WEEKLY", Count: "3", ByDay: "MO", DTStart: "2026-03-02", OpensAt: "08:00", ClosesAt: "12:00"}, "2026-03-23 08:00", false},
		"the first week of the year": {directory.Schedule{Freq: "WEEKLY", ByWeekNo: "1", ByDay: "TH", OpensAt: "08:00", ClosesAt: "12:00"}, "2026-01-01 08:00", true},
		"a single day":               {directory.Schedule{DTStart: "2026-03-01", OpensAt: "08:00", ClosesAt: "12:00"}, "2026-03-08 08:00", false},
	} {
		if got := x.s.Open(at(x.at), nil); got != x.want {
			t.Errorf("%s: open at %s is %v", name, x.at, got)
		}
	}
	holiday := func(time.Time) bool { return true }
	for name, x := range map[string]struct {
		s    directory.Schedule
		want bool
	}{
		"an office on a holiday":        {directory.Schedule{Freq: "WEEKLY", ByDay: "MO,TU,WE,TH,FR", OpensAt: "08:00", ClosesAt: "12:00"}, false},
		"who is there at weekends":      {directory.Schedule{Freq: "WEEKLY", ByDay: "MO,SA,SU", OpensAt: "08:00", ClosesAt: "12:00"}, true},
		"a day that is named by itself": {directory.Schedule{DTStart: "2026-03-02", OpensAt: "08:00", ClosesAt: "12:00"}, true},
	} {
		if got := x.s.Open(at("2026-03-02 08:00"), holiday); got != x.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// slow says the same as Schedule.On, by walking from the first day on and reading each rule by itself.
func slow(s directory.Schedule, day time.Time) bool {
	names := []string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}
	start, _ := time.Parse(time.DateOnly, s.DTStart)
	interval, _ := strconv.Atoi(string(s.Interval))
	count, limited := strconv.Atoi(string(s.Count))
	week := 0
	for d, month := start, 0; !d.After(day); d = d.AddDate(0, 0, 1) {
		if d.After(start) {
			if names[d.Weekday()] == s.WkSt {
				week++
			}
			if d.Day() == 1 {
				month++
			}
		}
		in := false
		for _, word := range strings.Split(s.ByDay, ",") {
			if s.Freq == "WEEKLY" {
				in = in || word == names[d.Weekday()]
				continue
			}
			n, _ := strconv.Atoi(word[:len(word)-2])
			var same []int // days of the month that are this day of the week
			for x := time.Date(d.Year(), d.Month(), 1, 0, 0, 0, 0, time.UTC); x.Month() == d.Month(); x = x.AddDate(0, 0, 1) {
				if names[x.Weekday()] == word[len(word)-2:] {
					same = append(same, x.Day())
				}
			}
			switch {
			case n == 0:
				in = in || slices.Contains(same, d.Day())
			case n > 0 && n <= len(same):
				in = in || same[n-1] == d.Day()
			case n < 0 && -n <= len(same):
				in = in || same[len(same)+n] == d.Day()
			}
		}
		unit := week
		if s.Freq == "MONTHLY" {
			unit = month
		}
		if !in || unit%interval != 0 {
			continue
		}
		count--
		if d.Equal(day) {
			return (limited != nil || count >= 0) && (s.Until == "" || s.Until >= day.Format(time.DateOnly))
		}
	}
	return false
}

// TestOnIsWhatASlowModelSays compares the days of drawn schedules with a model that counts them one by one.
func TestOnIsWhatASlowModelSays(t *testing.T) {
	names := []string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}
	rapid.Check(t, func(t *rapid.T) {
		start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 400).Draw(t, "start"))
		s := directory.Schedule{DTStart: start.Format(time.DateOnly), Freq: rapid.SampledFrom([]string{"WEEKLY", "MONTHLY"}).Draw(t, "freq"),
			Interval: json.Number(fmt.Sprint(rapid.IntRange(1, 4).Draw(t, "interval"))), WkSt: rapid.SampledFrom(names).Draw(t, "wkst")}
		for range rapid.IntRange(1, 3).Draw(t, "days") {
			day := rapid.SampledFrom(names).Draw(t, "day")
			if n := rapid.IntRange(-5, 5).Draw(t, "n"); n != 0 && s.Freq == "MONTHLY" {
				day = fmt.Sprint(n) + day
			}
			s.ByDay = strings.TrimPrefix(s.ByDay+","+day, ",")
		}
		if rapid.Bool().Draw(t, "counted") {
			s.Count = json.Number(fmt.Sprint(rapid.IntRange(1, 20).Draw(t, "count")))
		} else if rapid.Bool().Draw(t, "ends") {
			s.Until = start.AddDate(0, 0, rapid.IntRange(0, 300).Draw(t, "until")).Format(time.DateOnly)
		}
		day := start.AddDate(0, 0, rapid.IntRange(-10, 400).Draw(t, "at"))
		if got, want := s.On(day, nil), slow(s, day); got != want {
			t.Fatalf("%+v on %s: %v, the model says %v", s, day.Format(time.DateOnly), got, want)
		}
	})
}
