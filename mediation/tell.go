package mediation

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/notify"
	"linli/promise"
)

// What accounts are told of promises. The text names the promise by its title in the rulebook.
const (
	noticeWarn = "promise.notice.warn" // it falls due soon
	noticeLate = "promise.notice.late" // it fell due and is not kept
)

// tell writes the notices for which the time has come. A case that cannot be told does not keep the others waiting.
func (s *Service) tell(ctx context.Context, tenant id.ID) error {
	now := s.Clock.Now()
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
		if err := s.tellOf(ctx, tenant, rows[:n], now); err != nil && !errors.Is(err, ErrMoved) {
			failed = append(failed, fmt.Errorf("tell of case %s: %w", rows[0].Case, err))
		}
		rows = rows[n:]
	}
	return errors.Join(failed...)
}

// tellOf tells what is due of one case's promises.
func (s *Service) tellOf(ctx context.Context, tenant id.ID, rows []casefile.Reminder, now time.Time) error {
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
	var due []promise.Notice
	for i := range rows {
		r := &rows[i]
		at := slices.IndexFunc(all, func(p casefile.PromiseRow) bool { return p.Key == r.Key })
		if at < 0 {
			continue // the rules know it no more: nobody is told of it again
		}
		p := all[at].Promise
		r.Next = p.Next(now)
		for _, n := range promise.Notices([]promise.Promise{p}, r.At.Add(-time.Microsecond), now) {
			if n.Late || !now.After(p.Due) { // that it falls due soon is no news once it is late
				due = append(due, n)
			}
		}
	}
	notices, err := s.notices(ctx, &c, due, now)
	if err != nil {
		return err
	}
	return s.Repo.Tell(ctx, tenant, rows, notices)
}

// notices are the lines for the accounts that are to be told: one for each account and rule, however many promises of the
// rule the case has.
func (s *Service) notices(ctx context.Context, c *Case, due []promise.Notice, now time.Time) ([]notify.Notice, error) {
	var out []notify.Notice
	for _, n := range due {
		key := noticeWarn
		if n.Late {
			key = noticeLate
		}
		accounts, err := s.addressees(ctx, c, n)
		if err != nil {
			return nil, err
		}
		for _, account := range accounts {
			if slices.ContainsFunc(out, func(x notify.Notice) bool {
				return x.Account == account && x.Key == key && x.Args["rule"] == n.Rule
			}) {
				continue
			}
			out = append(out, notify.Notice{Tenant: c.Tenant, ID: s.IDs.New(), Account: account, Case: c.ID, Key: key,
				Args: job.Payload{"rule": n.Rule, "unit": c.Unit.String()}, At: now})
		}
	}
	return out, nil
}

// addressees are the accounts that a notice goes to: a warning to those at work on the case, or to the lead where nobody
// is; an escalation to the post of the chain.
func (s *Service) addressees(ctx context.Context, c *Case, n promise.Notice) ([]id.ID, error) {
	if n.Late {
		return s.Office.Holders(ctx, c.Tenant, c.Unit, access.PostKind(n.Post), n.Parent)
	}
	if at := c.Assigned(); len(at) > 0 {
		return at, nil
	}
	return s.Office.Holders(ctx, c.Tenant, c.Unit, access.Lead, false)
}
