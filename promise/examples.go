package promise

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"time"

	"linli/platform/calendar"
	"linli/platform/id"
	"linli/rulebook"
)

// TestRulebook loads the rulebook in the root of fsys and runs its own examples (tests/*.yaml). It returns how many ran,
// and as findings what is wrong with the rulebook or, when nothing is, where an example expects something else than the
// engine computes and which rules no example shows. The error is a failure of reading only.
func TestRulebook(fsys fs.FS) (ran int, findings []rulebook.Finding, err error) {
	book, findings, err := rulebook.Load(fsys)
	if err != nil || len(findings) > 0 {
		return 0, findings, err
	}
	for _, e := range book.Examples {
		findings = append(findings, runExample(book, e)...)
	}
	findings = append(findings, book.RunDuties()...)
	return len(book.Examples) + len(book.DutyExamples), append(findings, book.Unshown...), nil
}

func runExample(book *rulebook.Rulebook, e rulebook.Example) []rulebook.Finding {
	events, now := exampleEvents(book, e)
	if !e.Now.IsZero() {
		now = e.Now.In(book.Zone)
	}
	var rules []rulebook.PromiseRule
	for _, capability := range rulebook.Capabilities() {
		if capability == "report" && e.Category != "" {
			rules = append(rules, book.ReportPromises(e.Category)...)
			continue
		}
		rules = append(rules, book.Promises(capability)...)
	}
	left := Compute(rules, book.Calendar, book.Zone, events, now)

	var out []rulebook.Finding
	fail := func(line, col int, format string, args ...any) {
		out = append(out, rulebook.Finding{File: e.File, Line: line, Col: col, Reason: e.Name + ": " + fmt.Sprintf(format, args...)})
	}
	named := map[string]bool{}
	for _, want := range e.Promises {
		named[want.Rule] = true
		i := indexOf(left, want)
		if i < 0 {
			fail(want.Line, want.Col, "there is no promise %s here", want.Rule)
			continue
		}
		for _, difference := range compare(left[i], want, book.Zone) {
			fail(want.Line, want.Col, "%s %s", want.Rule, difference)
		}
		left = append(left[:i:i], left[i+1:]...)
	}
	for _, rule := range e.None {
		named[rule] = true
	}
	for _, p := range left {
		if named[p.Rule] {
			fail(e.Line, e.Col, "there is one more promise %s, due %s", p.Rule, local(p.Due, book.Zone))
		}
	}
	return out
}

// exampleEvents gives the events of an example ids by their place, so that each run has the same keys.
func exampleEvents(book *rulebook.Rulebook, e rulebook.Example) ([]Event, time.Time) {
	var events []Event
	var last time.Time
	for i, x := range e.Events {
		last = x.At.In(book.Zone)
		ev := Event{ID: id.ID{14: byte(i >> 8), 15: byte(i + 1)}, Kind: x.Event, At: last, Subject: subject(x.Subject)}
		for _, before := range events {
			if before.Kind == x.Undoes {
				ev.Undoes = before.ID
			}
		}
		if x.Extend != nil {
			ev.Extend = &Extension{Rule: x.Extend.Rule, Length: x.Extend.Length, By: x.Extend.By, Consents: x.Extend.Consents, Parties: x.Extend.Parties}
		}
		if x.Waive != nil {
			ev.Waive = &Waiver{Rule: x.Waive.Rule}
		}
		events = append(events, ev)
	}
	return events, last
}

// subject makes an id of the name that an example gives a party or a session.
func subject(name string) (u id.ID) {
	if name != "" {
		sum := sha256.Sum256([]byte(name))
		copy(u[:], sum[:])
	}
	return u
}

func indexOf(all []Promise, want rulebook.ExpectedPromise) int {
	for i, p := range all {
		if p.Rule == want.Rule && (want.Subject == "" || p.Subject == subject(want.Subject)) {
			return i
		}
	}
	return -1
}

// compare tells each difference in words.
func compare(p Promise, want rulebook.ExpectedPromise, zone *time.Location) []string {
	var out []string
	differ := func(what, got, wanted string) {
		if got != wanted {
			out = append(out, fmt.Sprintf("%s %s, not %s", what, got, wanted))
		}
	}
	differ("is", string(p.State), want.State)
	differ("is due", shown(p.Due, want.Due, zone), wanted(want.Due, zone))
	differ("ended", shown(p.End, want.Ended, zone), wanted(want.Ended, zone))
	if want.Extended != nil {
		differ("was extended", fmt.Sprintf("%d times", p.Extended), fmt.Sprintf("%d times", *want.Extended))
	}
	if want.Provisional != nil {
		differ("has a provisional due day:", fmt.Sprint(p.Provisional), fmt.Sprint(*want.Provisional))
	}
	return out
}

// shown is the instant as exactly as the expectation gives it; "" where none is expected.
func shown(t time.Time, want rulebook.Moment, zone *time.Location) string {
	switch {
	case want.IsZero():
		return ""
	case t.IsZero():
		return "never"
	case !want.Exact:
		return calendar.DateOf(t, zone).String()
	}
	return local(t, zone)
}

func wanted(m rulebook.Moment, zone *time.Location) string { return shown(m.In(zone), m, zone) }

func local(t time.Time, zone *time.Location) string {
	return t.In(zone).Format("2006-01-02 15:04:05.000000")
}
