// Package ical writes iCalendar objects (RFC 5545): what a calendar program subscribes to or takes in.
//
// It writes what linli needs and no more: events with a start, a length and a neutral title. Times are UTC, so that no
// time zone has to be described.
package ical

import (
	"bytes"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// MediaType is what a calendar is served as (RFC 5545 section 8.1).
const MediaType = "text/calendar; charset=utf-8"

// Calendar is one iCalendar object.
type Calendar struct {
	Name   string // RFC 7986 section 5.1
	Events []Event
}

// Event is one VEVENT.
type Event struct {
	UID       string    // the same for one appointment for ever
	Stamp     time.Time // when this object was made
	Start     time.Time
	Length    time.Duration
	Sequence  int  // counts the revisions of one appointment
	Cancelled bool // it does not take place
	Summary   string
	Location  string // may be empty
}

// Write writes the calendar, its lines ended by CRLF and folded. Errors: the writer's.
func (c Calendar) Write(w io.Writer) error {
	var b bytes.Buffer
	line := func(name, value string) { fold(&b, name+":"+value) }
	line("BEGIN", "VCALENDAR")
	line("VERSION", "2.0")
	line("PRODID", "-//linli//calendar//EN")
	line("CALSCALE", "GREGORIAN")
	line("METHOD", "PUBLISH")
	if c.Name != "" {
		line("NAME", escape(c.Name))
	}
	for _, e := range c.Events {
		line("BEGIN", "VEVENT")
		line("UID", escape(e.UID))
		line("DTSTAMP", stamp(e.Stamp))
		line("DTSTART", stamp(e.Start))
		line("DTEND", stamp(e.Start.Add(e.Length)))
		line("SEQUENCE", strconv.Itoa(e.Sequence))
		line("SUMMARY", escape(e.Summary))
		if e.Location != "" {
			line("LOCATION", escape(e.Location))
		}
		line("CLASS", "PRIVATE")
		if e.Cancelled {
			line("STATUS", "CANCELLED")
		} else {
			line("STATUS", "CONFIRMED")
		}
		line("END", "VEVENT")
	}
	line("END", "VCALENDAR")
	_, err := w.Write(b.Bytes())
	return err
}

// stamp is an instant in UTC (RFC 5545 section 3.3.5, form 2).
func stamp(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

// escape writes text (RFC 5545 section 3.3.11). Other control characters than a line's end cannot stand in it.
func escape(s string) string {
	var b strings.Builder
	for _, r := range strings.ReplaceAll(s, "\r\n", "\n") {
		switch {
		case r == '\\' || r == ';' || r == ',':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r < ' ' && r != '\t' || r == 0x7f:
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// longest is how many octets a line has at most, without its end (RFC 5545 section 3.1).
const longest = 75

// fold writes one content line in as many as it needs; a character is never cut.
func fold(b *bytes.Buffer, s string) {
	room := longest
	for len(s) > room {
		cut := room
		for !utf8.RuneStart(s[cut]) {
			cut--
		}
		b.WriteString(s[:cut] + "\r\n ")
		s, room = s[cut:], longest-1 // the space that begins a continuation counts
	}
	b.WriteString(s + "\r\n")
}
