package casefile

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"linli/platform/id"
	"linli/platform/notify"
	"linli/promise"
)

// ErrTold says that what was to be told was told, or changed, meanwhile.
var ErrTold = errors.New("casefile: told or changed meanwhile")

// sweepBatch bounds one tick, so that a tick never holds the writer for long.
const sweepBatch = 200

// Due gives the notices of the promises of one case for which the time has come.
type Due func(ctx context.Context, tenant id.ID, rows []Reminder, happened []Event, now time.Time) ([]notify.Notice, error)

// Sweep does what deadlines bring to a capability's cases of one tenant. Where its rules or holidays are new, what is open is counted
// again, a batch at a time, and before any of it is late by the old ones. Every promise that is past due is written down as late,
// after first (nil: nothing) has done what has to come before that: one that is written down is not looked at again. Then those
// who are to be told are told, case by case. A case that fails does not keep the others waiting.
func (s *Service) Sweep(ctx context.Context, kept Kept, capability string, tenant id.ID, again Again, first func(Reminder) error, due Due) error {
	now := s.Clock.Now()
	var failed []error
	waits, err := s.recount(ctx, kept, capability, tenant, again)
	if err != nil {
		failed = append(failed, err)
	}
	late, err := s.overdue(ctx, kept, capability, tenant, waits, again)
	if err != nil {
		failed = append(failed, err)
	}
	late = slices.DeleteFunc(late, func(p Reminder) bool {
		if first == nil {
			return false
		}
		err := first(p)
		if err != nil {
			failed = append(failed, fmt.Errorf("what is late on case %s: %w", p.Case, err))
		}
		return err != nil
	})
	if err := kept.MarkLate(ctx, tenant, late); err != nil {
		return errors.Join(append(failed, err)...)
	}
	rows, err := kept.Untold(ctx, tenant, capability, now, sweepBatch)
	if err != nil {
		return errors.Join(append(failed, err)...)
	}
	slices.SortStableFunc(rows, func(a, b Reminder) int { return bytes.Compare(a.Case[:], b.Case[:]) })
	var all []telling
	for len(rows) > 0 {
		n := 1
		for n < len(rows) && rows[n].Case == rows[0].Case {
			n++
		}
		one, err := tellingOf(ctx, kept, tenant, rows[:n], due, now)
		if err != nil {
			failed = append(failed, fmt.Errorf("tell of case %s: %w", rows[0].Case, err))
		} else {
			all = append(all, one)
		}
		rows = rows[n:]
	}
	return errors.Join(append(failed, tell(ctx, kept, tenant, all))...)
}

// telling is what is to be told of the promises of one case.
type telling struct {
	rows    []Reminder
	notices []notify.Notice
}

func tellingOf(ctx context.Context, kept Kept, tenant id.ID, rows []Reminder, due Due, now time.Time) (telling, error) {
	happened, err := kept.Happened(ctx, tenant, rows[0].Case)
	if err != nil {
		return telling{}, err
	}
	notices, err := due(ctx, tenant, rows, happened, now)
	return telling{rows, notices}, err
}

// tell writes the notices of all cases at once, and case by case where one of them moved meanwhile or fails: that one is looked at
// again the next time.
func tell(ctx context.Context, kept Kept, tenant id.ID, all []telling) error {
	if len(all) == 0 {
		return nil
	}
	var together telling
	for _, x := range all {
		together.rows, together.notices = append(together.rows, x.rows...), append(together.notices, x.notices...)
	}
	if err := kept.Tell(ctx, tenant, together.rows, together.notices); err == nil || ctx.Err() != nil {
		return err
	}
	var failed []error
	for _, x := range all {
		if err := kept.Tell(ctx, tenant, x.rows, x.notices); err != nil && !errors.Is(err, ErrTold) {
			failed = append(failed, fmt.Errorf("tell of case %s: %w", x.rows[0].Case, err))
		}
	}
	return errors.Join(failed...)
}

// Remind sets when somebody is next to be told of each of the promises of one case, and returns what is to be told of them now:
// what falls due soon, unless it is late by now, and what is late to the next post of the chain. all are the case's promises; one
// that the rules know no more is told of never again.
func Remind(rows []Reminder, all []PromiseRow, now time.Time) []promise.Notice {
	var out []promise.Notice
	for i := range rows {
		at := slices.IndexFunc(all, func(p PromiseRow) bool { return p.Key == rows[i].Key })
		if at < 0 {
			continue
		}
		p := all[at].Promise
		rows[i].Next = p.Next(now)
		for _, n := range promise.Notices([]promise.Promise{p}, rows[i].At.Add(-time.Microsecond), now) {
			if n.Late || !now.After(p.Due) { // that it falls due soon is no news once it is late
				out = append(out, n)
			}
		}
	}
	return out
}

// Lines are the lines for the accounts that are told of promises of one case: one for each account and text, however many of them
// fall due. to says what is told of one of them, and to whom.
func (s *Service) Lines(due []promise.Notice, to func(promise.Notice) (notify.Notice, []id.ID, error)) ([]notify.Notice, error) {
	var out []notify.Notice
	for _, n := range due {
		line, accounts, err := to(n)
		if err != nil {
			return nil, err
		}
		for _, account := range accounts {
			if !slices.ContainsFunc(out, func(x notify.Notice) bool {
				return x.Account == account && x.Key == line.Key && maps.Equal(x.Args, line.Args)
			}) {
				line.ID, line.Account = s.IDs.New(), account
				out = append(out, line)
			}
		}
	}
	return out, nil
}
