package app

import (
	"context"
	"time"

	"linli/office/webhook"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/outbound"
	webhooks "linli/store/office/webhook"
)

// openWebhooks builds the service that tells programs of the office's own what happened in the office. What happens in a
// mediation or a complaint reaches it by no way: the places that tell are those below.
func (a *App) openWebhooks() {
	a.Webhooks = &webhook.Service{Repo: webhooks.New(a.Stores.Cases), Office: tops{a}, Access: a.Rights, Seal: a.Vault.Secrets(), Clock: a.Clock, IDs: a.IDs,
		Out: outbound.New(false)}
	a.Outreach.Written = func(ctx context.Context, tenant, invitation id.ID) {
		a.tellHooks(ctx, tenant, webhook.InvitationPublished, invitation)
	}
	a.Report.Opens = func(ctx context.Context, tenant, publicID id.ID) {
		a.tellHooks(ctx, tenant, webhook.ReportPublished, publicID)
	}
	a.Insight.Froze = func(ctx context.Context, tenant, unit id.ID) { a.tellHooks(ctx, tenant, webhook.ReturnFrozen, unit) }
}

// tellHooks never fails what it tells of: that is done already.
func (a *App) tellHooks(ctx context.Context, tenant id.ID, event string, subject id.ID) {
	if err := a.Webhooks.Tell(ctx, tenant, event, subject); err != nil {
		a.Log.Error("telling webhooks", "event", event, "error", err)
	}
}

// tops finds the top unit of a tenant's tree.
type tops struct{ app *App }

// Top is the unit without one above it.
func (t tops) Top(ctx context.Context, tenant id.ID) (id.ID, error) {
	units, err := t.app.offices.Units(ctx, tenant)
	for _, u := range units {
		if u.Parent.IsZero() {
			return u.ID, nil
		}
	}
	return id.ID{}, err
}

// warnEvery is how often the office is looked at for a warning.
const warnEvery = time.Hour

// warned is how an office stood when it was looked at last.
type warned struct {
	at  time.Time
	bad bool
}

// warn tells webhooks that the quick check-up of an office finds a problem, once until it finds none. Each process that
// serves the office tells by itself.
func (a *App) warn(ctx context.Context, tenant id.ID) {
	a.mu.Lock()
	was := a.warnings[tenant]
	due := !a.Clock.Now().Before(was.at.Add(warnEvery))
	if due {
		a.warnings[tenant] = warned{a.Clock.Now(), was.bad}
	}
	a.mu.Unlock()
	if !due {
		return
	}
	bad := false
	for _, check := range []func(context.Context, id.ID) error{a.checkOffice, a.checkClock, a.checkLate} {
		bad = bad || fault.Of(check(ctx, tenant)) != nil
	}
	a.mu.Lock()
	a.warnings[tenant] = warned{a.Clock.Now(), bad}
	a.mu.Unlock()
	if bad && !was.bad {
		a.tellHooks(ctx, tenant, webhook.OperationWarning, a.IDs.New())
	}
}
