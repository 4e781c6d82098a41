package inspection

import (
	"context"
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
	var happened []casefile.Event
	var old []casefile.PromiseRow
	if before.Version > 0 {
		var err error
		if happened, err = s.Repo.Happened(ctx, before.Tenant, before.ID); err != nil {
			return err
		}
		if old, err = s.Repo.Promises(ctx, before.Tenant, before.ID); err != nil {
			return err
		}
	}
	all := Promises(ch.Case, append(happened, ch.Events...), rules, s.Clock.Now())
	ch.Promises, ch.Due = casefile.Owed(old, all, s.Clock.Now())
	return nil
}

// Promises computes what the office owes, from the events and the rulebook: replaying gives the same. What runs with an order is
// counted from the end of its term, so each order has rules of its own, whose clock is longer by the term.
func Promises(c Case, happened []casefile.Event, rules *rulebook.Rulebook, now time.Time) []casefile.PromiseRow {
	var out []casefile.PromiseRow
	add := func(all []promise.Promise) {
		for _, p := range all {
			out = append(out, casefile.PromiseRow{Case: c.ID, Capability: Capability, Unit: c.Unit, Promise: p})
		}
	}
	var plain, ordered []rulebook.PromiseRule
	for _, rule := range rules.Promises(Capability) {
		if slices.Contains(rule.Start, "order") {
			ordered = append(ordered, rule)
		} else {
			plain = append(plain, rule)
		}
	}
	add(promise.Compute(plain, rules.Calendar, rules.Zone, counted(&c, happened, id.ID{}), now))
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

// sweepBatch bounds one tick, so that a tick never holds the writer for long.
const sweepBatch = 200

// Tick does what deadlines bring for one tenant: every promise that is past due is written down as late, and those who work in the
// unit are told what falls due soon.
func (s *Service) Tick(ctx context.Context, tenant id.ID) (err error) {
	defer wrap(&err, "tick")
	now := s.Clock.Now()
	late, err := s.Repo.Overdue(ctx, tenant, now, sweepBatch)
	if err != nil {
		return err
	}
	for _, p := range late {
		if err := s.Repo.MarkLate(ctx, tenant, p); err != nil {
			return err
		}
	}
	rows, err := s.Repo.Untold(ctx, tenant, Capability, now, sweepBatch)
	if err != nil {
		return err
	}
	return casefile.Tell(rows, ErrMoved, func(rows []casefile.Reminder) error { return s.tell(ctx, tenant, rows, now) })
}

// tell writes the notices of one case's promises for which the time has come.
func (s *Service) tell(ctx context.Context, tenant id.ID, rows []casefile.Reminder, now time.Time) error {
	c, err := s.Repo.Case(ctx, tenant, rows[0].Case)
	if err != nil {
		return err
	}
	happened, err := s.Repo.Happened(ctx, tenant, c.ID)
	if err != nil {
		return err
	}
	rules, err := s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion)
	if err != nil {
		return err
	}
	var notices []notify.Notice
	for _, n := range casefile.Remind(rows, Promises(c, happened, rules, now), now) {
		key, accounts, err := s.toldOf(ctx, &c, n)
		if err != nil {
			return err
		}
		for _, account := range accounts {
			if !slices.ContainsFunc(notices, func(x notify.Notice) bool { return x.Account == account && x.Key == key }) {
				notices = append(notices, notify.Notice{Tenant: tenant, ID: s.IDs.New(), Account: account, Case: c.ID, Key: key, At: now})
			}
		}
	}
	return s.Repo.Tell(ctx, tenant, rows, notices)
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
