package app

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"linli/casefile/bundle"
	"linli/office/webhook"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/ledger"
	"linli/report"
)

// tickEvery is how often deadlines are looked at.
const tickEvery = 10 * time.Second

func (a *App) newWorker() (*job.Worker, error) { return a.workerOf(a.handlers()) }

func (a *App) workerOf(handlers map[string]job.Handler) (*job.Worker, error) {
	return job.NewWorker(job.Options{Queue: a.Queue, Tenants: a.tenants, Clock: a.Clock, Random: spread, Log: a.Log, Handlers: handlers})
}

// handlers are what each kind of job does.
func (a *App) handlers() map[string]job.Handler {
	// ofCase is a job that concerns one case.
	ofCase := func(run func(ctx context.Context, tenant, c id.ID) error) job.Handler {
		return job.Handler{Limit: 2, Run: func(ctx context.Context, j job.Job) error {
			c, err := j.Payload.ID("case")
			if err != nil {
				return job.Permanent(err)
			}
			return run(ctx, j.Tenant, c)
		}}
	}
	return map[string]job.Handler{
		"mediation.answer": ofCase(a.Mediation.AnswerOver),
		"mediation.reply":  ofCase(a.Mediation.ReplyOver),
		jobMinimise:        ofCase(func(ctx context.Context, t, c id.ID) error { return a.Mediation.RetentionOver(ctx, t, c, false) }),
		jobErase:           ofCase(func(ctx context.Context, t, c id.ID) error { return a.Mediation.RetentionOver(ctx, t, c, true) }),
		"stipend.voided":   ofCase(a.Stipends.Voided),
		"mediation.mail":   {Limit: 2, Run: a.mail},
		"mediation.deliver": {Limit: 2, Run: func(ctx context.Context, j job.Job) error {
			c, err := j.Payload.ID("case")
			m, err2 := j.Payload.ID("message")
			if err := errors.Join(err, err2); err != nil {
				return job.Permanent(err)
			}
			return a.Mediation.SendHeld(ctx, j.Tenant, c, m)
		}},
		"webhook.deliver":           {Limit: 4, Attempts: webhook.Attempts, Timeout: time.Minute, Run: a.Webhooks.Deliver},
		"digest.write":              {Limit: 2, Run: a.digest},
		"subscription.write":        {Limit: 2, Run: a.subscribed},
		"bundle.bind":               {Limit: 2, Attempts: bundle.Attempts + 1, Run: a.Bundles.Bind},
		"bundle.forget":             {Limit: 2, Attempts: destroyAttempts, Run: a.Bundles.Forget},
		"casefile.recount":          {Limit: 1, Run: a.recount},
		"breach.tell":               {Limit: 1, Run: a.Breaches.TellParties},
		"report.erase":              ofCase(a.Report.RetentionOver),
		"inspection.erase":          ofCase(a.Inspect.RetentionOver),
		"inspection.destroy":        {Limit: 2, Attempts: destroyAttempts, Run: a.Inspect.Destroy},
		"report.forward":            {Limit: 4, Attempts: report.ForwardAttempts, Timeout: time.Minute, Run: a.Report.Deliver},
		"report.follow":             {Limit: 4, Timeout: time.Minute, Run: a.follow},
		"report.hold":               {Limit: 2, Run: ofEntry("demand", a.Report.HoldOver)},
		"report.joined":             ofCase(a.Report.Joined),
		"report.urgent":             {Limit: 2, Run: ofEntry("urgent", a.Report.UrgentOver)},
		"report.tell_demand":        {Limit: 2, Run: ofEntry("demand", a.Report.SilenceOver)},
		"referral.hold":             {Limit: 2, Run: ofEntry("demand", a.Referral.HoldOver)},
		"referral.urgent":           {Limit: 2, Run: ofEntry("urgent", a.Referral.UrgentOver)},
		"referral.tell_demand":      {Limit: 2, Run: ofEntry("demand", a.Referral.SilenceOver)},
		"report.destroy":            {Limit: 2, Attempts: destroyAttempts, Run: a.Report.Destroy},
		"duty.erase":                ofCase(a.Duty.RetentionOver),
		"duty.count":                ofCase(a.Duty.PeriodOver),
		"duty.destroy":              {Limit: 2, Attempts: destroyAttempts, Run: a.Duty.Destroy},
		"referral.erase":            ofCase(a.Referral.RetentionOver),
		"referral.destroy":          {Limit: 2, Attempts: destroyAttempts, Run: a.Referral.Destroy},
		"referral.lapse":            {Limit: 2, Run: ofEntry("referral", a.Referral.Lapse)},
		"referral.tell":             {Limit: 2, Run: a.tellOrganisation},
		"report.mail":               {Limit: 2, Run: a.tellReporter},
		"report.confirm_mail":       {Limit: 2, Run: a.tellReporter},
		"mediation.remind":          {Limit: 2, Run: a.remind},
		"mediation.remind_due":      {Limit: 2, Run: a.remindDue},
		"mediation.confirm_address": {Limit: 2, Run: a.confirmAddress},
		"mediation.former_address":  {Limit: 2, Run: a.formerAddress},
		"mediation.again":           {Limit: 2, Run: a.again},
		"mediation.hold":            {Limit: 2, Run: ofEntry("demand", a.Mediation.HoldOver)},
		"mediation.tell_demand":     {Limit: 2, Run: ofEntry("demand", a.Mediation.SilenceOver)},
		"mediation.urgent":          {Limit: 2, Run: ofEntry("urgent", a.Mediation.UrgentOver)},
		jobDestroy:                  {Limit: 2, Attempts: destroyAttempts, Run: a.Mediation.Destroy},
		jobShred: {Limit: 2, Run: func(ctx context.Context, j job.Job) error {
			c, err := j.Payload.ID("case")
			p, err2 := j.Payload.ID("party")
			if err := errors.Join(err, err2); err != nil {
				return job.Permanent(err)
			}
			return a.Mediation.ShredRefused(ctx, j.Tenant, c, p)
		}},
	}
}

// ofEntry is a job that concerns one entry of a register on a case.
func ofEntry(name string, run func(ctx context.Context, tenant, c, entry id.ID) error) func(context.Context, job.Job) error {
	return func(ctx context.Context, j job.Job) error {
		c, err := j.Payload.ID("case")
		d, err2 := j.Payload.ID(name)
		if err := errors.Join(err, err2); err != nil {
			return job.Permanent(err)
		}
		return run(ctx, j.Tenant, c, d)
	}
}

func (a *App) tenants(ctx context.Context) ([]id.ID, error) { return a.offices.Tenants(ctx) }

// Work runs what happens beside the requests until ctx ends: jobs, deadlines, and one sequencer a tenant. It tells settled, which
// may be nil, when every deadline was looked at for the first time.
func (a *App) Work(ctx context.Context, settled func()) {
	var group sync.WaitGroup
	defer group.Wait()
	a.resume(ctx)
	group.Go(func() { a.worker.Run(ctx) })
	group.Go(func() { a.tick(ctx, settled) })
	started := map[id.ID]bool{}
	for {
		tenants, err := a.tenants(ctx)
		if err != nil && ctx.Err() == nil {
			a.Log.Error("listing tenants", "error", err)
		}
		for _, t := range tenants {
			if started[t] {
				continue
			}
			s, err := a.sequencer(ctx, t)
			if err != nil {
				a.Log.Error("opening the ledger", "tenant", t, "error", err)
				continue
			}
			started[t] = true
			group.Go(func() { a.relist(ctx, t) })
			group.Go(func() {
				if err := s.Run(ctx); err != nil && ctx.Err() == nil {
					a.Log.Error("the sequencer stopped", "tenant", t, "error", err)
				}
			})
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(tickEvery):
		}
	}
}

// resume finishes the erasures that a stop interrupted.
func (a *App) resume(ctx context.Context) {
	tenants, err := a.tenants(ctx)
	if err != nil {
		a.Log.Error("listing tenants", "error", err)
		return
	}
	for _, t := range tenants {
		if err := a.Vault.Resume(ctx, t); err != nil {
			a.Log.Error("finishing erasures", "tenant", t, "error", err)
		}
	}
}

// relist brings the directory's index to its objects, where a stop came between the two: a place that had just been made secret would stay
// near to whoever looks.
func (a *App) relist(ctx context.Context, tenant id.ID) {
	if err := a.Directory.Reindex(ctx, tenant); err != nil && ctx.Err() == nil {
		a.Log.Error("bringing the directory's index to its objects", "tenant", tenant, "error", err)
	}
}

func (a *App) tick(ctx context.Context, settled func()) {
	every := time.NewTicker(tickEvery)
	defer every.Stop()
	for {
		if err := a.Tick(ctx); err != nil && ctx.Err() == nil {
			a.Log.Error("looking at deadlines", "error", err)
		}
		if settled != nil {
			settled()
			settled = nil
		}
		select {
		case <-ctx.Done():
			return
		case <-every.C:
		}
	}
}

// Tick looks once at the deadlines of every tenant, at the rulebook of its day, and at what there is to fold and to forget.
func (a *App) Tick(ctx context.Context) error {
	tenants, err := a.tenants(ctx)
	if err != nil {
		return err
	}
	var all error
	for _, t := range tenants { // what is wrong with one office keeps no other from being looked at
		if err := a.tickOf(ctx, t); err != nil {
			all = errors.Join(all, fmt.Errorf("tenant %s: %w", t, err))
		}
		a.warn(ctx, t)
	}
	return all
}

// tickOf looks at one office: without its rulebook at nothing, else at everything, whichever look fails.
func (a *App) tickOf(ctx context.Context, tenant id.ID) error {
	err := a.keepRulebook(ctx, tenant)
	if err != nil {
		return err
	}
	for _, look := range []func(context.Context, id.ID) error{a.publishBrought, a.Mediation.Tick, a.fold, a.Report.Tick, a.Duty.Tick, a.Referral.Tick, a.Digest.Tick, a.Follows.Tick,
		a.Breaches.Tick, a.Inspect.Tick, a.forget} {
		err = errors.Join(err, look(ctx, tenant))
	}
	return err
}

// Signer opens a tenant's ledger keys, once a process.
func (a *App) Signer(ctx context.Context, tenant id.ID) (*ledger.Signer, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if s := a.signers[tenant]; s != nil {
		return s, nil
	}
	t, err := a.Office.TenantByID(ctx, tenant)
	if err != nil {
		return nil, err
	}
	s, err := ledger.OpenSigner(ctx, a.ledgers, ledgerKeys{a}, a.Clock, nil, tenant, t.Slug)
	if err == nil {
		a.signers[tenant] = s
	}
	return s, err
}

func (a *App) sequencer(ctx context.Context, tenant id.ID) (*ledger.Sequencer, error) {
	signer, err := a.Signer(ctx, tenant)
	if err != nil {
		return nil, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	s := a.sequencers[tenant]
	if s == nil {
		s = ledger.NewSequencer(ledger.Options{Tenant: tenant, Holder: a.IDs.New(), Store: a.ledgers, Signer: signer, Clock: a.Clock,
			Alarm: func(_ context.Context, err error) { a.Log.Error("ledger", "tenant", tenant, "error", err) }})
		a.sequencers[tenant] = s
	}
	return s, nil
}

// wake tells a tenant's sequencer that leaves wait.
func (a *App) wake(tenant id.ID) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if s := a.sequencers[tenant]; s != nil {
		s.Wake()
	}
}

// ledgerKeys seals the ledger's signing keys in the vault.
type ledgerKeys struct{ app *App }

const ledgerPurpose = "ledger.key"

// Seal seals a signing key.
func (k ledgerKeys) Seal(ctx context.Context, tenant id.ID, plain []byte) ([]byte, error) {
	return k.app.Vault.Secrets().Seal(ctx, tenant, ledgerPurpose, plain)
}

// Open opens a signing key.
func (k ledgerKeys) Open(ctx context.Context, tenant id.ID, sealed []byte) ([]byte, error) {
	return k.app.Vault.Secrets().Open(ctx, tenant, ledgerPurpose, sealed)
}
