package report

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/id"
	"linli/platform/notify"
	"linli/promise"
	"linli/rulebook"
)

// owe computes the case's promises from all its events.
func (s *Service) owe(ctx context.Context, before Case, ch *Change, rules *rulebook.Rulebook) error {
	var events []casefile.Event
	var old []casefile.PromiseRow
	if before.Version > 0 {
		var err error
		if events, err = s.Repo.Happened(ctx, before.Tenant, before.ID); err != nil {
			return err
		}
		if old, err = s.Repo.Promises(ctx, before.Tenant, before.ID); err != nil {
			return err
		}
	}
	all := Promises(ch.Case, append(events, ch.Events...), rules, s.Clock.Now())
	ch.Promises, ch.Due = casefile.Owed(old, all, s.Clock.Now())
	return nil
}

// Promises computes what the office owes, from the events and the rulebook: replaying gives the same.
func Promises(c Case, events []casefile.Event, rules *rulebook.Rulebook, now time.Time) []casefile.PromiseRow {
	var out []casefile.PromiseRow
	for _, p := range promise.Compute(rules.ReportPromises(c.Category), rules.Calendar, rules.Zone, counted(events, rules, c.Category), now) {
		out = append(out, casefile.PromiseRow{Case: c.ID, Capability: Capability, Unit: c.Desk.Unit, Promise: p})
	}
	return out
}

func counted(events []casefile.Event, rules *rulebook.Rulebook, category string) []promise.Event {
	var out []promise.Event
	for _, e := range events {
		p := promise.Event{ID: e.ID, Kind: string(e.Kind), At: e.At}
		if e.Kind == "extend" {
			x := extension(rules, category)
			p.Extend = &x
		}
		out = append(out, p)
	}
	return out
}

// extension is the one by which a rulebook lets an answer to a report of the category take longer: that of the first rule that
// allows one, as long as it may be, decided by the first post that may.
func extension(rules *rulebook.Rulebook, category string) promise.Extension {
	for _, rule := range rules.ReportPromises(category) {
		if x := rule.Extension; x != nil && x.Longest != nil {
			return promise.Extension{Rule: rule.ID, Length: *x.Longest, By: x.By[0]}
		}
	}
	return promise.Extension{}
}

// extends says why the term of the answer cannot become longer now, or nil.
func extends(c *Case, events []casefile.Event, rules *rulebook.Rulebook, now time.Time) error {
	return promise.CheckExtension(rules.ReportPromises(c.Category), rules.Calendar, rules.Zone, counted(events, rules, c.Category), extension(rules, c.Category), now)
}

// sweepBatch bounds one tick, so that a tick never holds the writer for long.
const sweepBatch = 200

// Tick does what deadlines bring for one tenant: every promise that is past due is written down as late, and those who answer
// are told what falls due soon.
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
	slices.SortStableFunc(rows, func(a, b casefile.Reminder) int { return bytes.Compare(a.Case[:], b.Case[:]) })
	var failed []error
	for len(rows) > 0 {
		n := 1
		for n < len(rows) && rows[n].Case == rows[0].Case {
			n++
		}
		// A case that moved, or was told by another process, is looked at again the next time.
		if err := s.tell(ctx, tenant, rows[:n], now); err != nil && !errors.Is(err, ErrMoved) {
			failed = append(failed, fmt.Errorf("tell of complaint %s: %w", rows[0].Case, err))
		}
		rows = rows[n:]
	}
	return errors.Join(failed...)
}

// tell writes the notices of one case's promises for which the time has come.
func (s *Service) tell(ctx context.Context, tenant id.ID, rows []casefile.Reminder, now time.Time) error {
	c, err := s.Repo.Case(ctx, tenant, rows[0].Case)
	if err != nil {
		return err
	}
	events, err := s.Repo.Happened(ctx, tenant, c.ID)
	if err != nil {
		return err
	}
	rules, err := s.Office.RulebookOf(c.Rulebook, c.RulebookVersion)
	if err != nil {
		return err
	}
	all := Promises(c, events, rules, now)
	due := false
	for i := range rows {
		at := slices.IndexFunc(all, func(p casefile.PromiseRow) bool { return p.Key == rows[i].Key })
		if at < 0 {
			continue // the rules know it no more: nobody is told of it again
		}
		rows[i].Next = all[at].Next(now)
		due = due || all[at].Open() && !now.After(all[at].Due) // that it falls due soon is no news once it is late
	}
	key := "report.notice.due"
	if c.IsIssue() {
		key = "issue.notice.due"
	}
	var notices []notify.Notice
	if due {
		accounts, err := s.addressees(ctx, &c)
		if err != nil {
			return err
		}
		for _, account := range accounts {
			notices = append(notices, notify.Notice{Tenant: tenant, ID: s.IDs.New(), Account: account, Case: c.ID, Key: key, At: now})
		}
	}
	return s.Repo.Tell(ctx, tenant, rows, notices)
}
