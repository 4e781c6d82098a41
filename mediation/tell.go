package mediation

import (
	"context"
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

// toTell are the notices of one case's promises for which the time has come: one line for each account and rule, however many promises
// of the rule the case has.
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
		line := notify.Notice{Tenant: tenant, Case: c.ID, Key: noticeWarn, Args: job.Payload{"rule": n.Rule, "unit": c.Unit.String()}, At: now}
		if n.Late {
			line.Key = noticeLate
		}
		accounts, err := s.addressees(ctx, &c, n)
		return line, accounts, err
	})
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
