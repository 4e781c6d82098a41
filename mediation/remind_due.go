package mediation

import (
	"context"
	"slices"
	"time"

	"linli/platform/id"
	"linli/platform/job"
	"linli/rulebook"
)

// dueJob looks at an instalment near its day: who owes it is told shortly before, who receives it is asked after.
const dueJob = "mediation.remind_due"

// The two sides of an instalment, as a job names them.
const (
	toObligor = "obligor"
	toPayee   = "payee"
)

// dueHour is the hour of the office's day at which parties are reminded of what is due: a mail by night frightens.
const dueHour = 9

// dueReminders are the jobs of an agreement that has just come into force: two for each instalment that is open, some days
// before its day for who owes it, and after it for who receives it. What is past already reminds nobody: that the agreement
// is in force is a mail of its own.
func (s *Service) dueReminders(ch *Change, rules *rulebook.Rulebook, now time.Time) ([]job.Job, error) {
	rule := rules.Mediation.DueReminders
	if rule == nil || ch.Case.Agreement == nil {
		return nil, nil
	}
	var out []job.Job
	for _, x := range ch.Case.Agreement.Instalments {
		due, err := time.ParseInLocation(time.DateOnly, x.Due, rules.Zone)
		if err != nil || !x.Fulfilled.IsZero() {
			continue // no day was agreed, or everything was done on the spot
		}
		for _, of := range []struct {
			side string
			days int
		}{{toObligor, -rule.BeforeDays}, {toPayee, rule.AfterDays}} {
			at := time.Date(due.Year(), due.Month(), due.Day()+of.days, dueHour, 0, 0, 0, rules.Zone)
			if !at.After(now) {
				continue
			}
			j, err := job.New(ch.Tenant, s.IDs.New(), dueJob, job.Payload{"case": ch.Case.ID.String(), "instalment": x.ID.String(), "side": of.side}, now, at)
			if err != nil {
				return nil, err
			}
			out = append(out, j)
		}
	}
	return out, nil
}

// RemindDue leaves a mail for each party that an instalment still concerns: for those who owe it while they have not said
// that it is done, for those who receive it once the day is past and they have not said that it did not come. Nothing is
// said of an agreement that was changed, voided or put behind a new mediation. It is the job "mediation.remind_due"; the
// mails say no more than that something waits, and go where the party's instructions allow it. Errors: the store's.
func (s *Service) RemindDue(ctx context.Context, tenant, caseID, instalment id.ID, side string) (err error) {
	defer wrap(&err, "remind of an instalment")
	c, err := s.Repo.Case(ctx, tenant, caseID)
	if isNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	rules, err := s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion)
	if err != nil {
		return err
	}
	now := s.Clock.Now()
	for _, p := range c.remindedOf(instalment, side, now, rules.Zone) {
		j, err := job.New(tenant, s.IDs.New(), mailJob, job.Payload{"case": c.ID.String(), "party": p.String()}, now, now)
		if err != nil {
			return err
		}
		if err := s.Repo.Queue(ctx, j); err != nil {
			return err
		}
	}
	return nil
}

// remindedOf are the parties to be told of an instalment now. Of several things that fall due between the same two on one
// day the first that is open speaks for all.
func (c *Case) remindedOf(instalment id.ID, side string, now time.Time, zone *time.Location) []id.ID {
	a := c.owedUnder()
	x := a.Instalment(instalment)
	if x == nil || !c.reminds(x, side, now, zone) {
		return nil
	}
	for i := range a.Instalments {
		y := &a.Instalments[i]
		if y.ID == x.ID {
			break
		}
		if y.Due == x.Due && y.Obligor == x.Obligor && y.Obligee == x.Obligee && c.reminds(y, side, now, zone) {
			return nil
		}
	}
	of := x.Obligor
	if side == toPayee {
		of = x.Obligee
	}
	return slices.DeleteFunc(c.InPlaceOf(of), func(p id.ID) bool { return !c.Party(p).mailed() })
}

// reminds reports whether something is still to be said of an instalment to one of its sides.
func (c *Case) reminds(x *Instalment, side string, now time.Time, zone *time.Location) bool {
	if !x.Fulfilled.IsZero() {
		return false
	}
	if side == toObligor {
		return !x.Waiting() && !x.Overdue(now, zone)
	}
	said := c.Breach != nil && slices.Contains(c.Breach.Instalments, x.ID)
	return c.State.InForce() && x.Overdue(now, zone) && !said
}

// owedUnder is the agreement under which the parties owe each other something now: the one in force, or the one that
// stands while its parties sign another; nil where none does.
func (c *Case) owedUnder() *Agreement {
	switch {
	case c.State.InForce():
		return c.Agreement
	case c.Standing != nil && c.State.Open():
		return &c.Standing.Agreement
	}
	return nil
}
