package calendar

import "time"

// spans are the working hours of the day as instants of the zone, none on a day off. A span that a change of the clock
// swallows whole is left out.
func (c *Calendar) spans(d Date, zone *time.Location) [][2]time.Time {
	if !c.Working(d) {
		return nil
	}
	hours := c.on(d).table.Hours
	out := make([][2]time.Time, 0, len(hours))
	for _, h := range hours {
		from, to := c.clock(d, h.From, zone), c.clock(d, h.To, zone)
		if from.Before(to) {
			out = append(out, [2]time.Time{from, to})
		}
	}
	return out
}

// clock is the instant at which the zone's clock shows the minutes on the day, kept within the day.
func (c *Calendar) clock(d Date, minutes int, zone *time.Location) time.Time {
	start, end := d.Start(zone), d.AddDays(1).Start(zone)
	t := time.Date(d.Year, d.Month, d.Day, minutes/60, minutes%60, 0, 0, zone).UTC()
	switch {
	case t.Before(start) || minutes == 0:
		return start
	case t.After(end) || minutes == 24*60:
		return end
	}
	return t
}

// Opening is the instant at which the working hours of the day begin by the zone's clock, also on a day off.
func (c *Calendar) Opening(d Date, zone *time.Location) time.Time {
	return c.clock(d, c.on(d).table.Hours[0].From, zone)
}

// AddWorkingTime is the instant at which w of working time has passed after t; for a negative w, the instant before
// which it had. Time outside working hours does not count. w = 0 gives t.
func (c *Calendar) AddWorkingTime(t time.Time, w time.Duration, zone *time.Location) time.Time {
	if w < 0 {
		return c.subWorkingTime(t, -w, zone)
	}
	for d := DateOf(t, zone); w > 0; d = d.AddDays(1) {
		for _, s := range c.spans(d, zone) {
			from := s[0]
			if t.After(from) {
				from = t
			}
			if !from.Before(s[1]) {
				continue
			}
			if left := s[1].Sub(from); w > left {
				w -= left
				continue
			}
			return from.Add(w).UTC()
		}
	}
	return t.UTC()
}

func (c *Calendar) subWorkingTime(t time.Time, w time.Duration, zone *time.Location) time.Time {
	for d := DateOf(t, zone); ; d = d.AddDays(-1) {
		spans := c.spans(d, zone)
		for i := len(spans) - 1; i >= 0; i-- {
			from, to := spans[i][0], spans[i][1]
			if t.Before(to) {
				to = t
			}
			if !from.Before(to) {
				continue
			}
			if left := to.Sub(from); w > left {
				w -= left
				continue
			}
			return to.Add(-w).UTC()
		}
	}
}

// WorkingTime is the working time between two instants; 0 when to is not later.
func (c *Calendar) WorkingTime(from, to time.Time, zone *time.Location) time.Duration {
	var w time.Duration
	for d, last := DateOf(from, zone), DateOf(to, zone); !d.After(last); d = d.AddDays(1) {
		for _, s := range c.spans(d, zone) {
			a, b := s[0], s[1]
			if from.After(a) {
				a = from
			}
			if to.Before(b) {
				b = to
			}
			if a.Before(b) {
				w += b.Sub(a)
			}
		}
	}
	return w
}
