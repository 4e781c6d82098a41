package calendar

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// Hours is one span of working hours of a day, in minutes after midnight by the office's clock; To is not included.
type Hours struct{ From, To int }

// Table is what a calendar is made of.
type Table struct {
	ID             string
	Rest           []time.Weekday  // the weekly days of rest
	Holidays       map[Date]string // days off, with the holiday's name
	Moved          map[Date]string // days of rest that were moved to work, with the holiday for which they were
	Hours          []Hours         // working hours of a working day, in order
	PublishedUntil Date            // the last day for which holidays are known; the zero Date: none is
}

// Calendar knows which days and hours an office works. It is immutable and safe for concurrent use.
type Calendar struct {
	table  Table
	rest   [7]bool
	from   Date      // the first day for which the table counts
	before *Calendar // counts the days before it; nil: the table counts for all
}

// New returns a calendar. It refuses one without a working weekday or working hours, hours that overlap, and a day that
// is both a holiday and moved to work.
func New(t Table) (*Calendar, error) {
	c := &Calendar{table: t}
	for _, w := range t.Rest {
		if w < time.Sunday || w > time.Saturday {
			return nil, fmt.Errorf("calendar: there is no weekday %d", w)
		}
		c.rest[w] = true
	}
	if !slices.Contains(c.rest[:], false) {
		return nil, errors.New("calendar: no weekday is left to work")
	}
	if len(t.Hours) == 0 {
		return nil, errors.New("calendar: there are no working hours")
	}
	last := 0
	for _, h := range t.Hours {
		if h.From < last || h.To <= h.From || h.To > 24*60 {
			return nil, fmt.Errorf("calendar: the working hours %d-%d overlap, run backwards or leave the day", h.From, h.To)
		}
		last = h.To
	}
	for d := range t.Moved {
		if _, both := t.Holidays[d]; both {
			return nil, fmt.Errorf("calendar: %s is a holiday and a working day", d)
		}
	}
	return c, nil
}

// Since is the calendar with its table from a day on; the days before stay as another calendar has them.
func (c *Calendar) Since(from Date, before *Calendar) *Calendar {
	next := *c
	next.from, next.before = from, before
	return &next
}

// on is the calendar whose table counts for a day.
func (c *Calendar) on(d Date) *Calendar {
	for c.before != nil && d.Before(c.from) {
		c = c.before
	}
	return c
}

// ID is the calendar's name in its rulebook.
func (c *Calendar) ID() string { return c.table.ID }

// PublishedUntil is the last day for which holidays are known; the zero Date: none is.
func (c *Calendar) PublishedUntil() Date { return c.table.PublishedUntil }

// Provisional reports whether the day lies beyond the published table.
func (c *Calendar) Provisional(d Date) bool { return d.After(c.table.PublishedUntil) }

// Working reports whether the office works on the day.
func (c *Calendar) Working(d Date) bool {
	c = c.on(d)
	if _, ok := c.table.Moved[d]; ok {
		return true
	}
	if _, ok := c.table.Holidays[d]; ok {
		return false
	}
	return !c.rest[d.Weekday()]
}

// Holiday is the name of the holiday on the day, or of the holiday for which the day was moved to work; "" for other days.
func (c *Calendar) Holiday(d Date) string {
	c = c.on(d)
	if name, ok := c.table.Holidays[d]; ok {
		return name
	}
	return c.table.Moved[d]
}

// NextWorking is the day itself when it is worked, else the first working day after it.
func (c *Calendar) NextWorking(d Date) Date {
	for !c.Working(d) {
		d = d.AddDays(1)
	}
	return d
}

// AddWorkingDays is the n-th working day after d (before d when n is negative); d itself never counts. n = 0 gives d.
func (c *Calendar) AddWorkingDays(d Date, n int) Date {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		d = d.AddDays(step)
		if c.Working(d) {
			n--
		}
	}
	return d
}

// WorkingDays is the number of working days after from, up to and including to; 0 when to is not later.
func (c *Calendar) WorkingDays(from, to Date) int {
	n := 0
	for d := from.AddDays(1); !d.After(to); d = d.AddDays(1) {
		if c.Working(d) {
			n++
		}
	}
	return n
}
