package mediation

import (
	"context"
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

// tell writes the notices for which the time has come.
func (s *Service) tell(ctx context.Context, tenant id.ID) error {
	now := s.Clock.Now()
	rows, err := s.Repo.Untold(ctx, tenant, Capability, now, sweepBatch)
	if err != nil {
		return err
	}
	return casefile.Tell(rows, ErrMoved, func(rows []casefile.Reminder) error { return s.tellOf(ctx, tenant, rows, now) })
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
	rules, err := s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion)
	if err != nil {
		return err
	}
	due := casefile.Remind(rows, Promises(c, events, rules, now), now)
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
