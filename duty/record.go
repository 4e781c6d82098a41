package duty

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"linli/casefile"
	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/rulebook"
)

// maxTask is how long the words of a task are, in characters.
const maxTask = 500

// Record writes down the event upon which something is owed: a serious incident, a notice of review, a decision of a meeting
// that becomes a task with an owner and a date, a finding.
type Record struct {
	Occurrence
	Text        string    // what was decided; of nothing else are there words here
	Happened    time.Time // when it happened according to who enters it; zero: now
	NamesNobody bool      // the declaration that the words name no resident
}

// Kind is the machine's event.
func (Record) Kind() casefile.Kind { return "open" }

// Follows is upon which event a duty is owed that an occurrence of this one leads to: a decision of a meeting, a notice that an incident
// is reviewed; empty where it leads to none.
func Follows(rule rulebook.DutyRule) string {
	switch {
	case rule.Kind == "meeting" && rule.Recurs.Upon == "":
		return "decision"
	case rule.Kind == "incident" && rule.Recurs.Upon == "incident":
		return "review_notice"
	}
	return ""
}

// recorded reports whether somebody records the event upon which a duty is owed: upon an occurrence what that leads to, else an incident
// or a finding.
func recorded(rule rulebook.DutyRule, of *rulebook.DutyRule) bool {
	upon := rule.Recurs.Upon
	if of != nil {
		return upon != "" && upon == Follows(*of)
	}
	return upon == "incident" || upon == "finding"
}

func (r Record) decide(d *decision, e *casefile.Event) (any, error) {
	var l fault.List
	r.Text = strings.TrimSpace(r.Text)
	switch upon := d.Rule.Recurs.Upon; {
	case upon == "":
		l.Add("duty", "form.choose") // the calendar's alone
	case upon == "incident" && !slices.Contains(d.Causes, r.Cause), upon != "incident" && r.Cause != "":
		l.Add("cause", "form.choose")
	case upon == "decision":
		r.checkTask(&l, d)
	}
	if r.Happened.After(d.now) {
		l.Add("claimed", "duty.claimed.future")
	}
	e.Claimed = r.Happened
	if err := l.Err(); err != nil {
		return nil, err
	}
	if r.Text != "" {
		return r.Occurrence, d.seal(e.ID, FieldWords, r.Text)
	}
	return r.Occurrence, nil
}

func (r Record) checkTask(l *fault.List, d *decision) {
	n := utf8.RuneCountInString(r.Text)
	switch {
	case n == 0:
		l.Add("text", "form.required")
	case n > maxTask:
		l.Add("text", "duty.task.long")
	case !r.NamesNobody:
		l.Add("names_nobody", "duty.names_nobody.required")
	}
	if !slices.Contains(d.Here, r.Owner) {
		l.Add("owner", "form.choose")
	}
	if r.Last.IsZero() || r.Last.Before(d.today()) || r.Last.After(d.today().AddDays(longestTask)) {
		l.Add("last", "duty.last.wrong")
	}
}

// longestTask is how many days a task may take.
const longestTask = 366

// WriteAgenda says what a meeting is going to speak about; a later one stands for an earlier.
type WriteAgenda struct {
	Text        string `json:"text"`
	NamesNobody bool   `json:"names_nobody"`
}

// Kind is the machine's event.
func (WriteAgenda) Kind() casefile.Kind { return "agenda" }

func (a WriteAgenda) decide(d *decision, e *casefile.Event) (any, error) {
	var l fault.List
	a.Text = strings.TrimSpace(a.Text)
	switch n := utf8.RuneCountInString(a.Text); {
	case n == 0:
		l.Add("text", "form.required")
	case n > maxText:
		l.Add("text", "duty.text.long")
	case !a.NamesNobody:
		l.Add("names_nobody", "duty.names_nobody.required")
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	return nil, d.seal(e.ID, FieldWords, a.Text)
}

func foldAgenda(c *Case, e casefile.Event, _ struct{}) { c.Agenda = e.ID }

// Task is the occurrence that a decision of a meeting makes owed: by its own day, by one account of the unit.
func Task(of Case, duty string, event, owner id.ID, today, last calendar.Date) Occurrence {
	return Occurrence{Rulebook: of.Rulebook, RulebookVersion: of.RulebookVersion, Duty: duty, Unit: of.Unit, Period: event.String(), From: today, Last: last,
		Of: of.ID, Owner: owner}
}
