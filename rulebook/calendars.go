package rulebook

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"linli/platform/calendar"
)

// calendarsFile is calendars.yaml.
type calendarsFile struct {
	Calendars []calendarEntry `rb:"calendars"`
}

type calendarEntry struct {
	ID             string        `rb:"id,key"`
	Title          Label         `rb:"title"`
	Rest           []string      `rb:"rest"`  // weekdays in English
	Hours          []string      `rb:"hours"` // "09:00-12:00"
	PublishedUntil calendar.Date `rb:"published_until"`
	Source         Source        `rb:"source"`
	Years          []yearEntry   `rb:"years"`
}

type yearEntry struct {
	Year     int            `rb:"year,positive"`
	Source   Source         `rb:"source"`
	Holidays []holidayEntry `rb:"holidays"`
}

type holidayEntry struct {
	ID    string          `rb:"id,key"`
	Title Label           `rb:"title"`
	From  calendar.Date   `rb:"from"`
	To    calendar.Date   `rb:"to"`
	Work  []calendar.Date `rb:"work,optional"` // days of rest that are worked for it
}

// longestHoliday bounds one holiday; a slip in a year or a month is found by it.
const longestHoliday = 15

func pathf(format string, args ...any) string { return fmt.Sprintf(format, args...) }

func (d *draft) zone() {
	name := d.header.Zone
	if name == "" {
		return
	}
	zone, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		d.at("rulebook.yaml", "zone", "%q is no time zone; write for instance Asia/Shanghai", name)
		return
	}
	d.book.Zone = zone
}

func (d *draft) buildCalendars() {
	d.book.calendars = map[string]*calendar.Calendar{}
	for i, entry := range d.calendars.Calendars {
		path := pathf("calendars[%d]", i)
		table := calendar.Table{
			ID: entry.ID, PublishedUntil: entry.PublishedUntil, Holidays: map[calendar.Date]string{}, Moved: map[calendar.Date]string{},
			Rest: d.weekdays(entry.Rest, path), Hours: d.hours(entry.Hours, path),
		}
		last := d.years(entry.Years, &table, path)
		if !entry.PublishedUntil.IsZero() && last > 0 && entry.PublishedUntil.Year != last {
			d.at("calendars.yaml", path+".published_until", "the table ends with the year %d, so it cannot be published until %s", last, entry.PublishedUntil)
		}
		c, err := calendar.New(table)
		if err != nil {
			d.at("calendars.yaml", path, "%s", strings.TrimPrefix(err.Error(), "calendar: "))
			continue
		}
		d.book.calendars[entry.ID] = c
	}
	if d.book.Calendar = d.book.calendars[d.header.Calendar]; d.book.Calendar == nil && d.header.Calendar != "" && d.isSound("calendars.yaml") {
		d.at("rulebook.yaml", "calendar", "there is no calendar %q in calendars.yaml", d.header.Calendar)
	}
}

func (d *draft) weekdays(names []string, path string) []time.Weekday {
	var out []time.Weekday
	for i, name := range names {
		found := false
		for w := time.Sunday; w <= time.Saturday; w++ {
			if name == strings.ToLower(w.String()) {
				out, found = append(out, w), true
			}
		}
		if !found {
			d.at("calendars.yaml", pathf("%s.rest[%d]", path, i), "%q is no weekday; write for instance sunday", name)
		}
	}
	return out
}

func (d *draft) hours(spans []string, path string) []calendar.Hours {
	var out []calendar.Hours
	for i, span := range spans {
		from, to, _ := strings.Cut(span, "-")
		a, okA := minutes(from)
		b, okB := minutes(to)
		if !okA || !okB || a >= b {
			d.at("calendars.yaml", pathf("%s.hours[%d]", path, i), "%q is no span of hours; write for instance \"09:00-12:00\"", span)
			continue
		}
		out = append(out, calendar.Hours{From: a, To: b})
	}
	return out
}

// minutes reads "09:30" as minutes after midnight; 24:00 is the end of the day.
func minutes(s string) (int, bool) {
	if len(s) != 5 || s[2] != ':' {
		return 0, false
	}
	h, errH := strconv.ParseUint(s[:2], 10, 8)
	m, errM := strconv.ParseUint(s[3:], 10, 8)
	total := int(h)*60 + int(m)
	return total, errH == nil && errM == nil && m < 60 && total <= 24*60
}

// years enters the holidays of each year and returns the last year.
func (d *draft) years(years []yearEntry, table *calendar.Table, path string) int {
	last := 0
	for y, year := range years {
		if last > 0 && year.Year != last+1 {
			d.at("calendars.yaml", pathf("%s.years[%d].year", path, y), "the year %d follows %d: the years must stand in order, without a gap", year.Year, last)
		}
		last = year.Year
		for h, holiday := range year.Holidays {
			d.holiday(holiday, year.Year, table, pathf("%s.years[%d].holidays[%d]", path, y, h))
		}
	}
	return last
}

func (d *draft) holiday(h holidayEntry, year int, table *calendar.Table, path string) {
	d.book.holidays[h.ID] = h.Title
	if h.From.IsZero() || h.To.IsZero() {
		return // told already
	}
	if n := h.From.Until(h.To); n < 0 || n >= longestHoliday {
		d.at("calendars.yaml", path+".to", "the holiday lasts from %s to %s: that is no span of 1 to %d days", h.From, h.To, longestHoliday)
		return
	}
	for _, day := range []calendar.Date{h.From, h.To} {
		if day.Year != year {
			d.at("calendars.yaml", path, "%s is not in the year %d", day, year)
		}
	}
	for day := h.From; !day.After(h.To); day = day.AddDays(1) {
		if other, twice := table.Holidays[day]; twice {
			d.at("calendars.yaml", path, "%s is a day of %s already", day, other)
		}
		table.Holidays[day] = h.ID
	}
	for i, day := range h.Work {
		at := pathf("%s.work[%d]", path, i)
		switch {
		case day.IsZero():
		case day.Year != year:
			d.at("calendars.yaml", at, "%s is not in the year %d", day, year)
		case !isRest(table.Rest, day):
			d.at("calendars.yaml", at, "%s is a %s, which is worked anyway: only a weekly day of rest can be moved", day, day.Weekday())
		}
		if !day.IsZero() {
			table.Moved[day] = h.ID
		}
	}
}

func isRest(rest []time.Weekday, d calendar.Date) bool {
	for _, w := range rest {
		if d.Weekday() == w {
			return true
		}
	}
	return false
}
