package i18n

import (
	"fmt"
	"strconv"
	"time"

	"linli/platform/fault"
)

func (l Locale) in(t time.Time) time.Time {
	if l.Zone == nil {
		return t.UTC()
	}
	return t.In(l.Zone)
}

// Date writes the day of an instant in the office's zone: "2026年11月21日", "21 November 2026".
func (l Locale) Date(t time.Time) string {
	t = l.in(t)
	return l.Text("date.day", fault.Args{"year": strconv.Itoa(t.Year()), "month": l.month(t), "day": strconv.Itoa(t.Day())})
}

// LongDate is Date with the weekday: "2026年11月21日 星期六", "Saturday 21 November 2026".
func (l Locale) LongDate(t time.Time) string {
	return l.Text("date.long", fault.Args{"day": l.Date(t), "weekday": l.weekday(l.in(t))})
}

// ShortDate is Date without the year, for columns: "11月21日", "21 Nov".
func (l Locale) ShortDate(t time.Time) string {
	t = l.in(t)
	month := l.Text("date.month_short."+strconv.Itoa(int(t.Month())), nil)
	return l.Text("date.short", fault.Args{"month": month, "day": strconv.Itoa(t.Day())})
}

// DateTime writes an instant in the office's zone: "2026年11月21日 星期六 下午3:00", "21 November 2026, 3:00 pm".
func (l Locale) DateTime(t time.Time) string {
	return l.Text("date.datetime", fault.Args{"day": l.Date(t), "weekday": l.weekday(l.in(t)), "time": l.Time(t)})
}

// Time writes the time of day: "下午3:00", "3:00 pm". The Chinese parts of the day are those of Unicode CLDR.
func (l Locale) Time(t time.Time) string {
	t = l.in(t)
	hour := t.Hour() % 12
	if hour == 0 && (t.Hour() == 12 || l.bundle.Whole(l.Language) == English) {
		hour = 12
	}
	clock := fmt.Sprintf("%d:%02d", hour, t.Minute())
	return l.Text("date.time", fault.Args{"part": l.Text("date.part."+partOfDay(t.Hour()), nil), "clock": clock})
}

func partOfDay(hour int) string {
	switch {
	case hour < 5:
		return "night"
	case hour < 8:
		return "dawn"
	case hour < 12:
		return "morning"
	case hour < 13:
		return "noon"
	case hour < 19:
		return "afternoon"
	default:
		return "evening"
	}
}

func (l Locale) month(t time.Time) string {
	return l.Text("date.month."+strconv.Itoa(int(t.Month())), nil)
}

func (l Locale) weekday(t time.Time) string {
	return l.Text("date.weekday."+strconv.Itoa(int(t.Weekday())), nil)
}

// Left says how long it is until due, or by how much it is late, seen from now: "还有 3 天", "2 hours late". From one day
// on it counts days of the office's calendar, as people do; below that, hours, then minutes.
func (l Locale) Left(due, now time.Time) string {
	until, word := due.Sub(now), "left"
	if until < 0 {
		until, word = -until, "late"
	}
	switch {
	case until >= 24*time.Hour:
		return l.counted("date."+word+".days", l.daysBetween(due, now))
	case until >= time.Hour:
		return l.counted("date."+word+".hours", int64(until/time.Hour))
	case until >= time.Minute:
		return l.counted("date."+word+".minutes", int64(until/time.Minute))
	default:
		return l.Text("date."+word+".now", nil)
	}
}

func (l Locale) counted(key string, n int64) string { return l.Text(key, fault.Args{"n": n}) }

// daysBetween counts the midnights of the office's zone between two instants.
func (l Locale) daysBetween(a, b time.Time) int64 {
	midnight := func(t time.Time) time.Time {
		y, m, d := l.in(t).Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	}
	days := int64(midnight(a).Sub(midnight(b)) / (24 * time.Hour))
	if days < 0 {
		return -days
	}
	return days
}
