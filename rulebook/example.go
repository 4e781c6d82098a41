package rulebook

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
	"time"

	"linli/platform/calendar"
)

// Example is one of the rulebook's own tests: these events on these days give these promises. Package promise runs it.
type Example struct {
	Name     string            `rb:"name,key"`
	Why      string            `rb:"why,optional"`
	Now      Moment            `rb:"now,optional"`      // "" is the instant of the last event
	Category string            `rb:"category,optional"` // of a report: only the rules for it count
	Events   []ExampleEvent    `rb:"events"`
	Promises []ExpectedPromise `rb:"promises,optional"`
	None     []string          `rb:"none,optional"` // rules of which there must be no promise
	File     string            `rb:"-"`
	Line     int               `rb:"-"`
	Col      int               `rb:"-"`
}

// ExampleEvent is an event of an example.
type ExampleEvent struct {
	At      Moment            `rb:"at"`
	Event   string            `rb:"event"`
	Subject string            `rb:"subject,optional"` // a made-up name of a party or session
	Undoes  string            `rb:"undoes,optional"`  // the event that it takes back: the last of that kind before it
	Extend  *ExampleExtension `rb:"extend,optional"`
	Waive   *ExampleWaiver    `rb:"waive,optional"`
}

// ExampleExtension is an extension in an example.
type ExampleExtension struct {
	Rule     string `rb:"rule"`
	Length   Length `rb:"length"`
	By       string `rb:"by"`
	Consents int    `rb:"consents,optional"`
	Parties  int    `rb:"parties,optional"`
}

// ExampleWaiver is the event "waive" in an example: the person to whom the promise was made waives it.
type ExampleWaiver struct {
	Rule string `rb:"rule"`
}

// ExpectedPromise is what an example expects. What is left out is not compared, except how many promises a rule has.
type ExpectedPromise struct {
	Rule        string `rb:"rule"`
	Subject     string `rb:"subject,optional"`
	State       string `rb:"state"`
	Due         Moment `rb:"due,optional"` // a day, or an instant
	Ended       Moment `rb:"ended,optional"`
	Extended    *int   `rb:"extended,optional"`
	Provisional *bool  `rb:"provisional,optional"`
	Line        int    `rb:"-"`
	Col         int    `rb:"-"`
}

// Moment is a day, or a day and a time by the office's clock: "2026-01-31" or "2026-01-31 17:30", with seconds and
// microseconds where they matter.
type Moment struct {
	Day   calendar.Date
	Clock time.Duration // after midnight by the clock
	Exact bool          // a time was given
}

// IsZero reports whether no moment was given.
func (m Moment) IsZero() bool { return m.Day.IsZero() }

// In is the instant in the zone; for a day alone, its beginning.
func (m Moment) In(zone *time.Location) time.Time {
	if !m.Exact {
		return m.Day.Start(zone)
	}
	c := m.Clock
	return time.Date(m.Day.Year, m.Day.Month, m.Day.Day, int(c/time.Hour), int(c/time.Minute%60), int(c/time.Second%60), int(c%time.Second), zone).UTC()
}

// ParseMoment reads a moment.
func ParseMoment(s string) (Moment, error) {
	day, clock, exact := strings.Cut(strings.Join(strings.Fields(s), " "), " ")
	d, err := calendar.ParseDate(day)
	if err != nil || !exact {
		return Moment{Day: d}, err
	}
	for _, layout := range []string{"15:04", "15:04:05", "15:04:05.000000"} {
		if t, err := time.Parse(layout, clock); err == nil {
			return Moment{Day: d, Clock: t.Sub(time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC)), Exact: true}, nil
		}
	}
	_, err = time.Parse("15:04", clock)
	return Moment{}, err
}

type testsFile struct {
	Tests  []Example     `rb:"tests,optional"`
	Duties []DutyExample `rb:"duties,optional"`
}

// examples decodes and checks tests/*.yaml.
func (d *draft) examples() {
	for name, tree := range d.folder.trees {
		if !strings.HasPrefix(name, "tests/") {
			continue
		}
		var file testsFile
		d.decoder(name).value(tree, reflect.ValueOf(&file).Elem(), "")
		for i := range file.Tests {
			e := &file.Tests[i]
			path := pathf("tests[%d]", i)
			p := d.place(name, path)
			e.File, e.Line, e.Col = name, p.line, p.col
			d.checkExample(name, path, e)
		}
		for i := range file.Duties {
			e := &file.Duties[i]
			path := pathf("duties[%d]", i)
			p := d.place(name, path)
			e.File, e.Line, e.Col = name, p.line, p.col
			d.checkDutyExample(name, path, e)
		}
		if len(file.Tests)+len(file.Duties) == 0 {
			d.addf(place{name, 1, 1}, "the file tests nothing: write tests or duties")
		}
		d.book.Examples = append(d.book.Examples, file.Tests...)
		d.book.DutyExamples = append(d.book.DutyExamples, file.Duties...)
	}
	slices.SortStableFunc(d.book.DutyExamples, func(a, b DutyExample) int {
		return cmp.Or(strings.Compare(a.File, b.File), a.Line-b.Line)
	})
	slices.SortStableFunc(d.book.Examples, func(a, b Example) int {
		if a.File != b.File {
			return strings.Compare(a.File, b.File)
		}
		return a.Line - b.Line
	})
}

func (d *draft) checkExample(file, path string, e *Example) {
	rules := []string{}
	for _, r := range slices.Concat(d.promises.Promises, d.inspects.Promises) {
		rules = append(rules, r.ID)
	}
	kinds := []string{}
	for _, c := range Capabilities() {
		kinds = append(kinds, Events(c)...)
	}
	if e.Category != "" {
		var known []string
		for _, c := range d.reports.Categories {
			known = append(known, c.Code)
		}
		d.refers("report.yaml", file, path+".category", "category", e.Category, known)
	}
	if len(e.Promises)+len(e.None) == 0 {
		d.at(file, path, "the example expects nothing: write promises, or none")
	}
	var last time.Time
	for i, ev := range e.Events {
		at := pathf("%s.events[%d]", path, i)
		if ev.Undoes != "" && !slices.ContainsFunc(e.Events[:i], func(x ExampleEvent) bool { return x.Event == ev.Undoes }) {
			d.at(file, at+".undoes", "no event %s stands before this one", ev.Undoes)
		}
		switch {
		case ev.Waive == nil:
			d.oneOf(file, at+".event", "event", ev.Event, kinds)
		case ev.Event != "waive":
			d.at(file, at+".event", "a promise is waived by the event \"waive\", not by %q", ev.Event)
		}
		if ev.Extend != nil {
			d.refers("promises.yaml", file, at+".extend.rule", "rule", ev.Extend.Rule, rules)
		}
		if ev.Waive != nil {
			d.refers("promises.yaml", file, at+".waive.rule", "rule", ev.Waive.Rule, rules)
		}
		if ev.At.IsZero() || d.book.Zone == nil {
			continue
		}
		if t := ev.At.In(d.book.Zone); t.Before(last) {
			d.at(file, at+".at", "the events must stand in the order of time")
		} else {
			last = t
		}
	}
	states := []string{"running", "paused", "kept", "late", "waived", "void"}
	for i := range e.Promises {
		x := &e.Promises[i]
		at := pathf("%s.promises[%d]", path, i)
		p := d.place(file, at)
		x.Line, x.Col = p.line, p.col
		d.refers("promises.yaml", file, at+".rule", "rule", x.Rule, rules)
		d.oneOf(file, at+".state", "state", x.State, states)
	}
	for i, rule := range e.None {
		d.refers("promises.yaml", file, pathf("%s.none[%d]", path, i), "rule", rule, rules)
	}
}
