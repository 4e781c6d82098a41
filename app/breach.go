package app

import (
	"context"

	"linli/mediation/breach"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/job"
	breaches "linli/store/mediation/breach"
)

// openBreaches builds the register of breaches over the cases of mediation.
func (a *App) openBreaches() {
	a.Breaches = &breach.Service{Repo: breaches.New(a.Stores.Cases), Office: breachOffice{tops{a}, &officeOf{a}}, Cases: breachCases{a}, Access: a.Rights,
		Seal: a.Vault.Secrets(), Clock: a.Clock, IDs: a.IDs}
}

// breachOffice is what the register needs to know of the office.
type breachOffice struct {
	tops
	*officeOf
}

// breachCases finds the cases that an entry names, and those of their parties whom a mail may tell.
type breachCases struct{ app *App }

// Named finds the one case of a code or number, as a demand of a court names it.
func (b breachCases) Named(ctx context.Context, who access.Actor, code string, unit id.ID, year, number int) (of, in id.ID, err error) {
	if of, err = b.app.Mediation.CaseOf(ctx, who, code, unit, year, number); err != nil {
		return of, in, err
	}
	c, err := b.app.Mediation.Repo.Case(ctx, who.Tenant, of)
	return of, c.Unit, err
}

// Mails are the jobs that tell parties of a case that something waits.
func (b breachCases) Mails(ctx context.Context, tenant, of id.ID) ([]job.Job, error) {
	return b.app.Mediation.Mails(ctx, tenant, of)
}
