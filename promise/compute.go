package promise

import (
	"slices"
	"time"

	"linli/platform/calendar"
	"linli/platform/id"
	"linli/rulebook"
)

// track is a promise while its events are folded.
type track struct {
	Promise
	term   term
	from   id.ID   // the event that began it
	before Promise // as it stood before it ended
}

// Compute folds the events of one case into its promises. The events come in the order in which they were recorded; now
// decides only whether an open promise is running or late, and never lies before the last event (a server's clock that
// was moved back does not make a late promise running again). cal and zone are the office's; a rule that names its own
// calendar uses that. The promises are ordered by rule, then by start.
func Compute(rules []rulebook.PromiseRule, cal *calendar.Calendar, zone *time.Location, events []Event, now time.Time) []Promise {
	for _, e := range events {
		if e.At.After(now) {
			now = e.At
		}
	}
	var out []Promise
	for _, rule := range rules {
		for _, t := range tracks(rule, cal, zone, events) {
			out = append(out, t.finish(now))
		}
	}
	return out
}

// tracks are the promises of one rule, by its own clock and then by each that a later version gave it for open cases. What ended, or was
// due, before that version's day stays as it was, and so does what its clock would make due before that day: an amendment makes nothing be in
// time that was late, and nothing late that was in time.
func tracks(rule rulebook.PromiseRule, cal *calendar.Calendar, zone *time.Location, events []Event) []*track {
	all := fold(rule, cal, zone, events)
	for _, a := range rule.Amended {
		from, next := a.From.Start(zone), fold(rule.As(a), cal, zone, events)
		for i, t := range all {
			at := slices.IndexFunc(next, func(n *track) bool { return n.Key == t.Key })
			if at >= 0 && !t.over(from) && !next[at].over(from) {
				all[i] = next[at]
			}
		}
	}
	return all
}

// over reports whether a promise ended, or was due, before an instant. One that is paused is not over.
func (t *track) over(by time.Time) bool {
	return !t.Open() && t.End.Before(by) || t.State != Paused && t.term.due().Before(by)
}

func fold(rule rulebook.PromiseRule, cal *calendar.Calendar, zone *time.Location, events []Event) []*track {
	var all []*track
	for _, e := range events {
		for _, t := range all {
			t.undo(e)
			if t.Open() && t.concerns(e) {
				t.apply(e)
			}
		}
		if !slices.Contains(rule.Start, e.Kind) || running(rule, all, e) {
			continue
		}
		t := &track{term: newTerm(rule, cal, zone, e.At).on(e.Day), from: e.ID}
		t.Promise = Promise{Rule: rule.ID, Key: rule.ID + "/" + e.ID.String(), OwedBy: rule.OwedBy, Start: e.At.UTC(), State: Running}
		if perSubject(rule) {
			t.Subject = e.Subject
		}
		if slices.ContainsFunc(all, func(x *track) bool { return x.Key == t.Key }) { // one event began it for several
			t.Key += "/" + e.Subject.String()
		}
		if slices.Contains(rule.KeptBy, e.Kind) { // the step that makes the promise also keeps it: a receipt at once
			t.end(e, Kept)
		}
		all = append(all, t)
	}
	return all
}

func perSubject(rule rulebook.PromiseRule) bool {
	return slices.Contains([]string{"party", "session", "instalment", "demand", "urgent", "referral", "call"}, rule.Per)
}

// running reports whether a promise of the rule is open that the start event would double.
func running(rule rulebook.PromiseRule, all []*track, e Event) bool {
	return slices.ContainsFunc(all, func(t *track) bool {
		return t.Open() && (!perSubject(rule) || t.Subject == e.Subject)
	})
}

// concerns reports whether the event is about the track's party or session; what concerns the case concerns each.
func (t *track) concerns(e Event) bool {
	return !perSubject(t.term.rule) || e.Subject.IsZero() || e.Subject == t.Subject
}

// late reports whether the due instant had passed at the instant. A paused clock does not pass it.
func (t *track) late(at time.Time) bool { return t.State != Paused && at.After(t.term.due()) }

func (t *track) apply(e Event) {
	rule := t.term.rule
	switch {
	case slices.Contains(rule.KeptBy, e.Kind):
		t.end(e, Kept)
	case slices.Contains(rule.VoidBy, e.Kind):
		t.end(e, Void)
	case e.Waive != nil && e.Waive.Rule == rule.ID && rule.Waiver == rulebook.ByPerson && !t.late(e.At):
		t.end(e, Waived)
	case e.Extend != nil && e.Extend.Rule == rule.ID:
		if t.check(*e.Extend, e.At) == nil {
			t.term = t.term.extended(e.Extend.Length)
			t.Extended++
		}
	case t.State == Running && slices.Contains(rule.Pause, e.Kind) && !t.late(e.At):
		t.State, t.PausedSince = Paused, e.At.UTC()
	case t.State == Paused && slices.Contains(rule.Resume, e.Kind):
		t.term = t.term.afterPause(t.PausedSince, e.At)
		t.State, t.PausedSince = Running, time.Time{}
	}
}

// undo takes back what an event did that was entered wrongly: a promise that it began is void, one that it ended goes on.
func (t *track) undo(e Event) {
	switch {
	case e.Undoes.IsZero():
	case !t.Open() && t.Ended == e.Undoes && t.from != e.Undoes:
		t.Promise = t.before
	case t.Open() && t.from == e.Undoes:
		t.State, t.End, t.Ended, t.PausedSince = Void, e.At.UTC(), e.ID, time.Time{}
	}
}

// end closes the track; what is late ends late, whatever ended it.
func (t *track) end(e Event, s State) {
	t.before = t.Promise
	if t.late(e.At) {
		s = Late
	}
	t.State, t.End, t.Ended, t.PausedSince = s, e.At.UTC(), e.ID, time.Time{}
}

func (t *track) finish(now time.Time) Promise {
	p := t.Promise
	p.Due, p.Provisional = t.term.due(), t.term.provisional()
	if !p.Open() {
		return p
	}
	if p.State == Paused {
		return p
	}
	if t.late(now) {
		p.State = Late
	}
	p.Warn, p.Escalate = t.term.warnings(p.Start), t.term.escalations()
	return p
}
