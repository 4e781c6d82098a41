package app

import (
	"context"

	"linli/platform/job"
	"linli/platform/outbound"
	"linli/report/recipient"
	recipients "linli/store/report/recipient"
)

// openRecipients builds the way to other offices that take reports.
func (a *App) openRecipients() {
	a.Recipients = &recipient.Service{Repo: recipients.New(a.Stores.Cases), Office: tops{a}, Access: a.Rights, Seal: a.Vault.Secrets(), Clock: a.Clock, IDs: a.IDs,
		Out: outbound.New(false)}
	a.Report.Relay = a.Recipients
}

// follow is the job "report.follow". That there is nothing new is no failure: the same job waits for the next time.
func (a *App) follow(ctx context.Context, j job.Job) error {
	next, err := a.Report.Follow(ctx, j)
	if err != nil || next.IsZero() {
		return err
	}
	j.Attempts = 0
	if err := a.Queue.Again(ctx, j, next, ""); err != nil {
		return err
	}
	return job.ErrEnded
}
