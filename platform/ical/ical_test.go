package ical

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func written(t testing.TB, c Calendar) string {
	t.Helper()
	var b bytes.Buffer
	if err := c.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestACalendarAsTheStandardWritesIt(t *testing.T) {
	at := time.Date(2026, 3, 5, 9, 30, 0, 0, time.FixedZone("CST", 8*3600))
	got := written(t, Calendar{Name: "调解会", Events: []Event{
		{UID: "1@linli", Stamp: at.Add(-time.Hour), Start: at, Length: time.Hour, Summary: "调解会 3号; a, b\\c\n二", Location: "一楼"},
		{UID: "2@linli", Stamp: at, Start: at, Length: time.Hour, Sequence: 1, Cancelled: true, Summary: "调解会"}}})
	want := strings.ReplaceAll(`BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//linli//calendar//EN
CALSCALE:GREGORIAN
METHOD:PUBLISH
NAME:调解会
BEGIN:VEVENT
UID:1@linli
DTSTAMP:20260305T003000Z
DTSTART:20260305T013000Z
DTEND:20260305T023000Z
SEQUENCE:0
SUMMARY:调解会 3号\; a\, b\\c\n二
LOCATION:一楼
CLASS:PRIVATE
STATUS:CONFIRMED
END:VEVENT
BEGIN:VEVENT
UID:2@linli
DTSTAMP:20260305T013000Z
DTSTART:20260305T013000Z
DTEND:20260305T023000Z
SEQUENCE:1
SUMMARY:调解会
CLASS:PRIVATE
STATUS:CANCELLED
END:VEVENT
END:VCALENDAR
`, "\n", "\r\n")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Whatever a title says, no line is longer than 75 octets, no character is cut, nothing in it begins a line of its own,
// and unfolded it is the title again.
func TestAnyTitleIsOneLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		title := rapid.String().Draw(t, "title")
		if !utf8.ValidString(title) {
			t.Skip("not text")
		}
		var b bytes.Buffer
		if err := (Calendar{Events: []Event{{UID: "1", Summary: title}}}).Write(&b); err != nil {
			t.Fatal(err)
		}
		for line := range strings.SplitSeq(strings.TrimSuffix(b.String(), "\r\n"), "\r\n") {
			if len(line) > longest || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") {
				t.Fatalf("a line of %d octets: %q", len(line), line)
			}
		}
		whole := strings.ReplaceAll(b.String(), "\r\n ", "")
		_, rest, _ := strings.Cut(whole, "\r\nSUMMARY:")
		got, _, _ := strings.Cut(rest, "\r\n")
		if got != escape(title) {
			t.Fatalf("%q, want %q", got, escape(title))
		}
	})
}
