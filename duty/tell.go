package duty

import (
	"context"
	"slices"
	"strings"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/notify"
	"linli/promise"
	"linli/rulebook"
)

// What accounts are told. The text names the duty by its title in the rulebook.
const (
	noticeDue      = "duty.notice.due"       // it falls due soon
	noticeLate     = "duty.notice.late"      // it fell due and was not done
	noticeGap      = "duty.notice.gap"       // nobody holds the post that does or checks it
	noticeUnmanned = "duty.notice.unmanned"  // nobody has signed up for the shift
	noticeDone     = "duty.notice.done"      // it waits to be checked
	noticeBack     = "duty.notice.sent_back" // the check found it not done
	noticeTask     = "duty.notice.task"      // a decision gave it to the account
)

// notices are the lines that an event leaves.
func (s *Service) notices(ctx context.Context, ch *Change, e casefile.Event, rule rulebook.DutyRule) error {
	c := &ch.Case
	switch e.Kind {
	case "do", "sign":
		checkers, err := s.checkers(ctx, c, rule)
		s.line(ch, noticeDone, checkers, e, rule)
		return err
	case "send_back":
		did := []id.ID{c.Acts[len(c.Acts)-1].By}
		if did[0].IsZero() { // nobody said so: the places were looked at
			did = nil
			for _, p := range c.Places {
				if !slices.Contains(did, p.By) {
					did = append(did, p.By)
				}
			}
		}
		s.line(ch, noticeBack, did, e, rule)
	case "open":
		if !c.Owner.IsZero() {
			s.line(ch, noticeTask, []id.ID{c.Owner}, e, rule)
		}
	}
	return nil
}

func (s *Service) line(ch *Change, key string, to []id.ID, e casefile.Event, rule rulebook.DutyRule) {
	for _, account := range to {
		if account != e.By.Account {
			ch.Notices = append(ch.Notices, s.notice(&ch.Case, key, account, rule.ID, e.At))
		}
	}
}

func (s *Service) notice(c *Case, key string, account id.ID, rule string, at time.Time) notify.Notice {
	return notify.Notice{Tenant: c.Tenant, ID: s.IDs.New(), Account: account, Case: c.ID, Key: key, Args: job.Payload{"rule": rule, "unit": c.Unit.String()}, At: at}
}

// checkers are the accounts that hold the post that checks an occurrence.
func (s *Service) checkers(ctx context.Context, c *Case, rule rulebook.DutyRule) ([]id.ID, error) {
	f, err := s.facts(ctx, c, rule)
	if err != nil {
		return nil, err
	}
	return s.Office.HeldBy(ctx, c.Tenant, f.ChecksIn, f.Checks)
}

// toTell are the notices of one occurrence's promises for which the time has come.
func (s *Service) toTell(ctx context.Context, tenant id.ID, rows []casefile.Reminder, happened []casefile.Event, now time.Time) ([]notify.Notice, error) {
	c, rules, err := s.load(ctx, tenant, rows[0].Case)
	if err != nil {
		return nil, err
	}
	rule, _ := rules.Duty(c.Duty)
	return s.Lines(casefile.Remind(rows, Promises(c, happened, rules, rule, now), now), func(n promise.Notice) (notify.Notice, []id.ID, error) {
		key, to, err := s.addressees(ctx, &c, rule, n)
		return s.notice(&c, key, id.ID{}, rule.ID, now), to, err
	})
}

// addressees are the accounts that a notice goes to, and what they are told: a warning goes to whoever is on it, or to the post
// that owes it; where nobody holds that post, up the chain at once, because it would be late with nobody to do it.
func (s *Service) addressees(ctx context.Context, c *Case, rule rulebook.DutyRule, n promise.Notice) (string, []id.ID, error) {
	post, above := strings.CutPrefix(string(n.Post), "parent.")
	if n.Late {
		to, err := s.Office.Holders(ctx, c.Tenant, c.Unit, access.PostKind(post), n.Parent || above)
		return noticeLate, to, err
	}
	if !c.Owner.IsZero() {
		return noticeDue, []id.ID{c.Owner}, nil
	}
	if len(c.Crew) > 0 {
		return noticeDue, c.Crew, nil
	}
	held, err := s.Office.HeldBy(ctx, c.Tenant, c.Unit, access.PostKind(post))
	switch {
	case err != nil:
		return "", nil, err
	case len(held) == 0:
		to, err := s.up(ctx, c, rule)
		return noticeGap, to, err
	case rule.Kind == "rota":
		lead, err := s.Office.HeldBy(ctx, c.Tenant, c.Unit, access.Lead)
		for _, account := range lead {
			if !slices.Contains(held, account) {
				held = append(held, account)
			}
		}
		return noticeUnmanned, held, err
	}
	return noticeDue, held, nil
}

// up are the accounts of the first post of the duty's chain that somebody holds, else the lead of the unit or of one above.
func (s *Service) up(ctx context.Context, c *Case, rule rulebook.DutyRule) ([]id.ID, error) {
	for _, step := range rule.Chain {
		post, above := strings.CutPrefix(string(step.Post), "parent.")
		to, err := s.Office.Holders(ctx, c.Tenant, c.Unit, access.PostKind(post), above || step.Parent)
		if err != nil || len(to) > 0 {
			return to, err
		}
	}
	return s.Office.Holders(ctx, c.Tenant, c.Unit, access.Lead, false)
}
