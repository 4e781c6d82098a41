package app

import (
	"context"

	"linli/casefile/breach"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/job"
	"linli/referral"
	"linli/report"
	breaches "linli/store/casefile/breach"
)

// openBreaches builds the register of breaches over the cases of every kind that holds what people told the office.
func (a *App) openBreaches() {
	a.Breaches = &breach.Service{Repo: breaches.New(a.Stores.Cases), Office: breachOffice{tops{a}, &officeOf{a}}, Cases: breachCases{a}, Access: a.Rights,
		Seal: a.Vault.Secrets(), Clock: a.Clock, IDs: a.IDs}
}

// breachOffice is what the register needs to know of the office.
type breachOffice struct {
	tops
	*officeOf
}

// breachCases finds the cases that an entry names, and those of their people whom a mail may tell.
type breachCases struct{ app *App }

// Named finds the one case of a code or number. A number is of a mediation; reports and requests for help have their codes alone.
func (b breachCases) Named(ctx context.Context, who access.Actor, code string, unit id.ID, year, number int) (breach.Row, error) {
	if parsed, wrong := id.ParseCode(code); wrong == nil {
		slip, err := b.app.Mediation.Repo.Slip(ctx, who.Tenant, parsed)
		if err != nil {
			return breach.Row{}, err
		}
		if slip.Capability != mediation.Capability {
			return b.named(ctx, who, breach.Row{Case: slip.Case, Capability: slip.Capability})
		}
	}
	of, err := b.app.Mediation.CaseOf(ctx, who, code, unit, year, number)
	if err != nil {
		return breach.Row{}, err
	}
	return b.named(ctx, who, breach.Row{Case: of, Capability: mediation.Capability})
}

func (b breachCases) named(ctx context.Context, who access.Actor, x breach.Row) (breach.Row, error) {
	facts, err := b.facts(ctx, who.Tenant, x)
	if err == nil && b.app.Rights.Check(who, "breach.name", facts) != nil {
		err = breach.ErrNotFound
	}
	x.Unit = facts.Unit
	return x, err
}

func (b breachCases) facts(ctx context.Context, tenant id.ID, x breach.Row) (access.Facts, error) {
	switch x.Capability {
	case report.Capability:
		c, err := b.app.Report.Repo.Case(ctx, tenant, x.Case)
		return c.Facts(), err
	case referral.Capability:
		c, err := b.app.Referral.Repo.Case(ctx, tenant, x.Case)
		return c.Facts(), err
	}
	c, err := b.app.Mediation.Repo.Case(ctx, tenant, x.Case)
	return c.Facts(), err
}

// Known leaves out the complaints that the actor may not learn of.
func (b breachCases) Known(ctx context.Context, who access.Actor, rows []breach.Row) ([]breach.Row, error) {
	var out []breach.Row
	for _, x := range rows {
		if x.Capability == report.Capability {
			if _, err := b.named(ctx, who, x); err != nil {
				if fault.Of(err).Code == fault.NotFound {
					continue
				}
				return nil, err
			}
		}
		out = append(out, x)
	}
	return out, nil
}

// Mails are the jobs that tell people of a case that something waits. Nobody who asks for help is written to by itself: what that
// person left is for whoever helps to read.
func (b breachCases) Mails(ctx context.Context, tenant id.ID, of breach.Row) ([]job.Job, error) {
	switch of.Capability {
	case report.Capability:
		return b.app.Report.Mails(ctx, tenant, of.Case)
	case referral.Capability:
		return nil, nil
	}
	return b.app.Mediation.Mails(ctx, tenant, of.Case)
}
