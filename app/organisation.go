package app

import (
	"context"
	"errors"

	"linli/mediation"
	"linli/platform/job"
	"linli/referral/directory"
)

// tellOrganisation writes to an organisation that has accounts here that something waits for them: a code and nothing else, to the address
// that the directory has. One without an account is told by whoever hands it the link.
func (a *App) tellOrganisation(ctx context.Context, j job.Job) error {
	c, err := j.Payload.ID("case")
	r, err2 := j.Payload.ID("referral")
	if err := errors.Join(err, err2); err != nil {
		return job.Permanent(err)
	}
	if a.Mailer == nil {
		return nil
	}
	x, organisation, err := a.Referral.Waiting(ctx, j.Tenant, c, r)
	if err != nil || x.Code == "" {
		return err
	}
	accounts, err := a.Office.Outside(ctx, j.Tenant, organisation)
	if err != nil || len(accounts) == 0 {
		return err
	}
	service, err := a.Directory.Show(ctx, j.Tenant, x.Service)
	if errors.Is(err, directory.ErrNotFound) {
		return nil
	}
	to := service.Email
	if to == "" && service.Organization != nil {
		to = service.Organization.Email
	}
	if err != nil || to == "" {
		return err
	}
	return a.send(ctx, j, mailsOf[j.Kind], mediation.MailTo{To: to, Language: accounts[0].Language}, "/provider/"+string(x.Code))
}
