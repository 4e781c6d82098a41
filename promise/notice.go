package promise

import (
	"cmp"
	"slices"
	"time"

	"linli/rulebook"
)

// Notice is a reminder before the due instant, or an escalation after it.
type Notice struct {
	At     time.Time
	Key    string // of the promise
	Rule   string
	Late   bool // an escalation; else a reminder to the post that owes
	Post   rulebook.Post
	Parent bool // the post of the unit above
}

// Next is the earliest instant at which somebody is to be told of the promise and was not by the instant told; the zero
// time for told asks for the first of all. It is zero where nobody is to be told any more.
func (p Promise) Next(told time.Time) time.Time {
	var next time.Time
	earliest := func(t time.Time, waits bool) {
		if waits && p.Open() && (next.IsZero() || t.Before(next)) {
			next = t
		}
	}
	for _, at := range p.Warn {
		earliest(at, at.After(told))
	}
	for _, e := range p.Escalate { // the due instant itself is still in time, so its escalation waits until it has passed
		earliest(e.At, e.At.After(told) || !told.After(p.Due))
	}
	return next
}

// Notices lists what falls due after since, up to and including now, in the order of time: the reminders and
// escalations of the open promises. A sweep that passes its last now as since neither repeats nor skips one.
func Notices(promises []Promise, since, now time.Time) []Notice {
	var out []Notice
	within := func(t time.Time) bool { return t.After(since) && !t.After(now) }
	for _, p := range promises {
		if !p.Open() {
			continue
		}
		for _, at := range p.Warn {
			if within(at) {
				out = append(out, Notice{At: at, Key: p.Key, Rule: p.Rule, Post: p.OwedBy})
			}
		}
		for _, e := range p.Escalate {
			if within(e.At) && now.After(p.Due) {
				out = append(out, Notice{At: e.At, Key: p.Key, Rule: p.Rule, Late: true, Post: e.Post, Parent: e.Parent})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Notice) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Key, b.Key))
	})
	return out
}
