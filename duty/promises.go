package duty

import (
	"context"
	"time"

	"linli/casefile"
	"linli/platform/id"
	"linli/promise"
	"linli/rulebook"
)

// CheckRule is the name under which the promise to check an occurrence stands: that of its duty with this at the end.
const CheckRule = ".check"

// owe computes the promises of an occurrence from all its events.
func (s *Service) owe(ctx context.Context, before Case, ch *Change, rules *rulebook.Rulebook, rule rulebook.DutyRule) error {
	events, old, err := casefile.History(ctx, s.Repo, before.Tenant, before.ID, before.Version)
	if err != nil {
		return err
	}
	now := s.Clock.Now()
	all := Promises(ch.Case, append(events, ch.Events...), rules, rule, now)
	ch.Last = all[0].Due
	ch.Tallies = counts(&before, ch, old, all, rules)
	ch.Promises, ch.Next = casefile.Owed(old, all, now)
	if ch.Next.IsZero() && ch.Case.Waits() != "" { // nothing says by when it is checked: it stands where it was to be done
		ch.Next = ch.Last
	}
	return nil
}

// CountAgain counts the promises of an occurrence by the holidays that hold now.
func (s *Service) CountAgain(ctx context.Context, tenant, caseID id.ID) error {
	return casefile.CountAgain(ctx, s.Service, s.Repo, tenant, caseID, ErrMoved, ErrNotFound, func(c Case) (Change, bool, error) {
		rules, err := s.Office.RulebookOf(ctx, tenant, c.Rulebook, c.RulebookVersion)
		if err != nil {
			return Change{}, false, err
		}
		rule, _ := rules.Duty(c.Duty)
		ch := Change{Change: casefile.Change{Tenant: tenant}, Case: c.by(rules), From: c.Version}
		err = s.owe(ctx, c, &ch, rules, rule)
		return ch, len(ch.Promises) > 0, err
	})
}

// Promises are what the office owes on an occurrence: to do it, and to check what was done.
func Promises(c Case, events []casefile.Event, rules *rulebook.Rulebook, rule rulebook.DutyRule, now time.Time) []casefile.PromiseRow {
	out := []casefile.PromiseRow{{Case: c.ID, Capability: Capability, Unit: c.Unit, Promise: Owed(c, rule, rules.Zone, rules.Calendar, now)}}
	for _, p := range toCheck(rule, rules, events, now) {
		out = append(out, casefile.PromiseRow{Case: c.ID, Capability: Capability, Unit: c.Unit, Promise: p})
	}
	return out
}

// toCheck is the promise to look at what was done, from the recorded instant of each time at which it was said to be done, and
// of evidence that was changed after a check.
func toCheck(rule rulebook.DutyRule, rules *rulebook.Rulebook, events []casefile.Event, now time.Time) []promise.Promise {
	if rule.CheckWithin == (rulebook.Length{}) {
		return nil
	}
	p := rulebook.PromiseRule{ID: rule.ID + CheckRule, Capability: Capability, OwedBy: rule.CheckedBy, Start: []string{"do", "sign", "evidence"},
		KeptBy: []string{"check", "send_back"}, Clock: rule.CheckWithin}
	var all []promise.Event
	checked := false
	for _, e := range events {
		switch e.Kind {
		case "check":
			checked = true
		case "evidence":
			if !checked {
				continue
			}
			checked = false
		case "do", "sign", "send_back":
		default:
			continue
		}
		all = append(all, promise.Event{ID: e.ID, Kind: string(e.Kind), At: e.At})
	}
	return promise.Compute([]rulebook.PromiseRule{p}, rules.Calendar, rules.Zone, all, now)
}
