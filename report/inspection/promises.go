package inspection

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/notify"
	"linli/promise"
	"linli/rulebook"
)

// owe computes the case's promises from all its events.
func (s *Service) owe(ctx context.Context, before Case, ch *Change, rules *rulebook.Rulebook) error {
	happened, old, err := casefile.History(ctx, s.Repo, before.Tenant, before.ID, before.Version)
	if err != nil {
		return err
	}
	all := Promises(ch.Case, append(happened, ch.Events...), rules, s.Clock.Now())
	ch.Promises, ch.Due = casefile.Owed(old, all, s.Clock.Now())
	return nil
}

// CountAgain counts the promises of a case by the rules and holidays that hold now.
func (s *Service) CountAgain(ctx context.Context, tenant, caseID id.ID) error {
	return casefile.CountAgain(ctx, s.Service, s.Repo, tenant, caseID, ErrMoved, ErrNotFound, func(c Case) (Change, bool, error) {
		rules, err := s.Office.RulebookOf(ctx, tenant, c.Rulebook, c.RulebookVersion)
		if err != nil {
			return Change{}, false, err
		}
		ch := Change{Change: casefile.Change{Tenant: tenant}, Case: c, From: c.Version}
		err = s.owe(ctx, c, &ch, rules)
		return ch, len(ch.Promises) > 0, err
	})
}

// Promises computes what the office owes, from the events and the rulebook: replaying gives the same. What runs with an order is
// counted from the end of its term, so each order has rules of its own, whose clock is longer by the term. What runs with a
// supervision until somebody looks again ends with its last day.
func Promises(c Case, happened []casefile.Event, rules *rulebook.Rulebook, now time.Time) []casefile.PromiseRow {
	var out []casefile.PromiseRow
	add := func(all []promise.Promise) {
		for _, p := range all {
			out = append(out, casefile.PromiseRow{Case: c.ID, Capability: Capability, Unit: c.Unit, Promise: p})
		}
	}
	var plain, ordered, supervised []rulebook.PromiseRule
	for _, rule := range rules.Promises(Capability) {
		switch {
		case slices.Contains(rule.Start, "order"):
			ordered = append(ordered, rule)
		case slices.Contains(rule.Start, "supervise") && slices.Contains(rule.KeptBy, "reinspect"):
			supervised = append(supervised, rule)
		default:
			plain = append(plain, rule)
		}
	}
	events := counted(&c, happened, id.ID{})
	add(promise.Compute(plain, rules.Calendar, rules.Zone, events, now))
	add(promise.Compute(supervised, rules.Calendar, rules.Zone, untilDays(happened, events), now))
	for _, o := range c.Orders {
		mine := slices.Clone(ordered)
		for i := range mine {
			mine[i].Clock.N += o.Days
		}
		add(promise.Compute(mine, rules.Calendar, rules.Zone, counted(&c, happened, o.ID), now))
	}
	return out
}

// counted are the events as promises are counted from them; with an order, without every other one.
func counted(c *Case, happened []casefile.Event, order id.ID) []promise.Event {
	var out []promise.Event
	current := id.ID{}
	for _, e := range happened {
		p := promise.Event{ID: e.ID, Kind: string(e.Kind), At: e.At}
		switch {
		case e.Kind == "order":
			if current = e.ID; !order.IsZero() && e.ID != order {
				continue
			}
		case e.Kind == "extend" && current == order:
			i := slices.IndexFunc(c.Orders, func(o Order) bool { return o.ID == order })
			if i >= 0 {
				p.Extend = &promise.Extension{Rule: "inspection_recheck", Length: rulebook.Length{N: c.Orders[i].More, Unit: rulebook.Days}, By: string(access.Lead)}
			}
		}
		out = append(out, p)
	}
	return out
}

// untilDays are the events as they are counted, each supervision with its last day.
func untilDays(happened []casefile.Event, events []promise.Event) []promise.Event {
	for i, e := range happened {
		var b Supervision
		if e.Kind == "supervise" && json.Unmarshal(e.Body, &b) == nil {
			events[i].Day = b.Until
		}
	}
	return events
}

// Tick does what the end of a unit and deadlines bring for one tenant: the listed places of a unit go to its heir, every promise that is past due is written down as late, and those who work in the
// unit are told what falls due soon.
func (s *Service) Tick(ctx context.Context, tenant id.ID) (err error) {
	defer wrap(&err, "tick")
	left := s.inherit(ctx, tenant)
	return errors.Join(left, s.Sweep(ctx, s.Repo, Capability, tenant, s.CountAgain, nil, s.toTell))
}

// toTell are the notices of one case's promises for which the time has come.
func (s *Service) toTell(ctx context.Context, tenant id.ID, rows []casefile.Reminder, happened []casefile.Event, now time.Time) ([]notify.Notice, error) {
	c, err := s.Repo.Case(ctx, tenant, rows[0].Case)
	if err != nil {
		return nil, err
	}
	rules, err := s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion)
	if err != nil {
		return nil, err
	}
	return s.Lines(casefile.Remind(rows, Promises(c, happened, rules, now), now), func(n promise.Notice) (notify.Notice, []id.ID, error) {
		key, accounts, err := s.toldOf(ctx, &c, n)
		return notify.Notice{Tenant: tenant, Case: c.ID, Key: key, At: now}, accounts, err
	})
}

// toldOf are those who are told of a promise, and what: the post that owes it, and the chain above once it is late.
func (s *Service) toldOf(ctx context.Context, c *Case, n promise.Notice) (key string, accounts []id.ID, err error) {
	key = "inspection.notice.due"
	if n.Late {
		key = "inspection.notice.late"
	}
	accounts, err = s.Office.Holders(ctx, c.Tenant, c.Unit, access.PostKind(n.Post), n.Parent)
	return key, accounts, err
}
