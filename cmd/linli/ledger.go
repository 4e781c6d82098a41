package main

import (
	"context"
	"errors"

	"golang.org/x/mod/sumdb/note"

	"linli/app"
	"linli/platform/fault"
	"linli/platform/ledger"
)

// ledgerCommand looks at the ledger.
type ledgerCommand struct {
	Verify ledgerVerifyCommand `cmd:"" help:"Recompute a ledger and compare it with every checkpoint that was signed."`
}

// ledgerVerifyCommand audits this office's ledger, or a copy of any office's.
type ledgerVerifyCommand struct {
	storage
	named
	From string   `placeholder:"URL|DIR" help:"A ledger elsewhere: https://office.example/ledger/NAME, or an exported folder."`
	Key  []string `placeholder:"VERIFIER" sep:"none" help:"Public key to trust, with --from; may be repeated."`
	JSON bool     `help:"Print the reports as JSON."`
}

// Run is called by kong.
func (c *ledgerVerifyCommand) Run(ctx context.Context, t *terminal) error {
	var reports []*ledger.Report
	var err error
	if c.From != "" {
		reports, err = c.elsewhere(ctx, t)
	} else {
		reports, err = c.here(ctx, t)
	}
	if err != nil {
		return err
	}
	whole := true
	for _, r := range reports {
		whole = whole && r.Whole()
		if c.JSON {
			continue
		}
		t.tellReport(r)
	}
	if c.JSON {
		if err := t.json(reports); err != nil {
			return err
		}
	}
	if !whole {
		return errFindings
	}
	return nil
}

func (t *terminal) tellReport(r *ledger.Report) {
	key := "cli.ledger.whole"
	if !r.Whole() {
		key = "cli.ledger.broken"
	}
	t.tell(key, fault.Args{"tenant": r.Tenant, "leaves": r.Leaves, "checkpoints": r.Checkpoints, "size": r.Size, "count": len(r.Findings)})
	for _, f := range r.Findings {
		t.tell(f.Key(), f.Args())
	}
}

// here audits the ledgers of this office's databases.
func (c *ledgerVerifyCommand) here(ctx context.Context, t *terminal) (out []*ledger.Report, err error) {
	err = t.with(ctx, c.storage, func(a *app.App) error {
		tenants, err := a.Office.Tenants(ctx)
		if err != nil {
			return err
		}
		if c.Tenant != "" {
			one, err := a.TenantNamed(ctx, c.Tenant)
			if err != nil {
				return err
			}
			tenants = append(tenants[:0], one)
		}
		for _, tenant := range tenants {
			report, err := a.AuditLedger(ctx, tenant)
			if err != nil {
				return err
			}
			out = append(out, report)
		}
		return nil
	})
	return out, err
}

// elsewhere audits a copy. It trusts the keys of --key; without any, this office's own where the ledger bears its name; else,
// and it says so, those that the newest checkpoint itself names.
func (c *ledgerVerifyCommand) elsewhere(ctx context.Context, t *terminal) ([]*ledger.Report, error) {
	there, err := app.LedgerAt(ctx, c.From)
	if err != nil {
		return nil, err
	}
	var keys []note.Verifier
	for _, k := range c.Key {
		v, err := note.NewVerifier(k)
		if err != nil {
			return nil, fault.New(fault.Invalid, "cli.ledger.key").At("key").With(fault.Args{"key": k})
		}
		keys = append(keys, v)
	}
	if len(keys) == 0 {
		keys = c.own(ctx, t, there.Tenant)
	}
	if len(keys) == 0 {
		keys = there.Claimed
		t.say("cli.ledger.claimed_keys", nil)
	}
	report, err := ledger.Audit(ctx, there.Tenant, there.Source, keys)
	return []*ledger.Report{report}, err
}

// own are the keys that this office keeps for a tenant of that name; none where there is no such office here.
func (c *ledgerVerifyCommand) own(ctx context.Context, t *terminal, name string) (keys []note.Verifier) {
	err := t.with(ctx, c.storage, func(a *app.App) error {
		tenant, err := a.TenantNamed(ctx, name)
		if err != nil {
			return err
		}
		keys, err = a.Verifiers(ctx, tenant)
		return err
	})
	if err != nil && !errors.Is(err, errNoOffice) && !errors.Is(err, app.ErrTenant) && !errors.Is(err, app.ErrNoTenant) && !errors.Is(err, ledger.ErrNoKey) {
		t.sayFault(fault.Of(err))
	}
	return keys
}
