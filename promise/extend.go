package promise

import (
	"slices"
	"time"

	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/rulebook"
)

// Why an extension is refused. Each is a Guard fault.
var (
	ErrNotExtendable  = fault.New(fault.Guard, "promise.extend.not_allowed")
	ErrExtendLate     = fault.New(fault.Guard, "promise.extend.too_late")
	ErrExtendTimes    = fault.New(fault.Guard, "promise.extend.too_often")
	ErrExtendLong     = fault.New(fault.Guard, "promise.extend.too_long")
	ErrExtendEmpty    = fault.New(fault.Guard, "promise.extend.no_length")
	ErrExtendBy       = fault.New(fault.Guard, "promise.extend.not_by_this_post")
	ErrExtendConsents = fault.New(fault.Guard, "promise.extend.consents_missing")
	ErrNoPromise      = fault.New(fault.Guard, "promise.extend.none_open")
)

// CheckExtension says whether the extension, recorded at the instant, would lengthen an open promise of its rule: nil, or
// the first of the ErrExtend faults that refuses it. rules, cal, zone and events are those of [Compute].
func CheckExtension(rules []rulebook.PromiseRule, cal *calendar.Calendar, zone *time.Location, events []Event, x Extension, at time.Time) error {
	for _, rule := range rules {
		if rule.ID != x.Rule {
			continue
		}
		var first error = ErrNoPromise
		for _, t := range tracks(rule, cal, zone, events) {
			if !t.Open() {
				continue
			}
			if first = t.check(x, at); first == nil {
				return nil
			}
		}
		return first
	}
	return ErrNoPromise
}

func (t *track) check(x Extension, at time.Time) error {
	rule := t.term.rule.Extension
	switch {
	case rule == nil || !t.term.byDay() && t.term.rule.Clock.Unit == rulebook.AtOnce:
		return ErrNotExtendable
	case t.late(at):
		return ErrExtendLate
	case !slices.Contains(rule.By, x.By):
		return ErrExtendBy
	case rule.Times > 0 && t.Extended >= rule.Times:
		return ErrExtendTimes.With(fault.Args{"times": rule.Times})
	case x.Length.N <= 0 || t.term.byDay() && ofClock(x.Length):
		return ErrExtendEmpty
	case rule.EveryParty && (x.Parties <= 0 || x.Consents < x.Parties):
		return ErrExtendConsents.With(fault.Args{"consents": x.Consents, "parties": x.Parties})
	case rule.Longest != nil && t.term.extended(x.Length).due().After(t.term.extended(*rule.Longest).due()):
		return ErrExtendLong
	}
	return nil
}
