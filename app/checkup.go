package app

import (
	"context"
	"time"

	"linli/platform/fault"
	"linli/platform/id"
)

// Check is one thing that a check-up looked at, with the fault that it found, or nil.
type Check struct {
	Name    string // "keys", "clock" …; its words have the key "cli.doctor.NAME"
	Of      string // the tenant, where each has its own
	Problem *fault.Error
}

// Times that a check-up allows.
const (
	clockSlack = 2 * time.Minute  // by how much the last signed checkpoint may lie ahead of the clock
	leafLate   = 10 * time.Minute // how long an event may wait for the ledger while linli serves
)

// Checkup looks at what an operator should know of a running office: whether the operator key opens the key store, whether
// the clock went back or differs, who administers, whether the ledger is whole, and what jobs failed for good. It changes nothing.
func (a *App) Checkup(ctx context.Context) ([]Check, error) {
	var out []Check
	add := func(name, of string, err error) {
		out = append(out, Check{name, of, fault.Of(err)})
	}
	add("keys", "", a.Vault.Check(ctx))
	add("clocks", "", a.checkClocks(ctx))
	tenants, err := a.Office.Tenants(ctx)
	if err != nil {
		return out, err
	}
	if len(tenants) == 0 {
		add("office", "", ErrNoTenant)
	}
	for _, t := range tenants {
		add("office", t.Slug, a.checkOffice(ctx, t.ID))
		add("clock", t.Slug, a.checkClock(ctx, t.ID))
		add("ledger", t.Slug, a.checkLedger(ctx, t.ID))
		add("jobs", t.Slug, a.checkJobs(ctx, t.ID))
	}
	return out, nil
}

func (a *App) checkOffice(ctx context.Context, tenant id.ID) error {
	t, err := a.Office.TenantByID(ctx, tenant)
	if err != nil {
		return err
	}
	if _, err := time.LoadLocation(t.Zone); err != nil {
		return fault.New(fault.Internal, "cli.doctor.zone").With(fault.Args{"zone": t.Zone})
	}
	if err := a.CheckRulebooks(ctx, t); err != nil {
		return err
	}
	if _, err := (&officeOf{a}).Rulebook(ctx, tenant, a.Clock.Now()); err != nil {
		return fault.Wrap(fault.Internal, "cli.doctor.rulebook", err).With(fault.Args{"rulebook": t.Rulebook})
	}
	administrators, err := a.administrators(ctx, tenant)
	if err != nil {
		return err
	}
	for _, c := range administrators {
		if c.Enrolled {
			return nil
		}
	}
	return fault.New(fault.Internal, "cli.doctor.no_administrator").With(fault.Args{"tenant": t.Slug})
}

// checkClock compares the clock with the newest checkpoint: an office whose clock went back would sign the past.
func (a *App) checkClock(ctx context.Context, tenant id.ID) error {
	state, err := a.ledgers.State(ctx, tenant)
	if err != nil {
		return err
	}
	if ahead := state.CheckpointAt.Sub(a.Clock.Now()); ahead > clockSlack {
		return fault.New(fault.Internal, "cli.doctor.clock_back").With(fault.Args{"by": ahead.Round(time.Second).String()})
	}
	return nil
}

func (a *App) checkLedger(ctx context.Context, tenant id.ID) error {
	t, err := a.Office.TenantByID(ctx, tenant)
	if err != nil {
		return err
	}
	report, err := a.AuditLedger(ctx, t)
	if err != nil {
		return err
	}
	if !report.Whole() {
		return fault.New(fault.Internal, "cli.doctor.ledger_findings").With(fault.Args{"count": len(report.Findings)})
	}
	return a.checkLate(ctx, tenant)
}

// checkLate looks whether events wait for the ledger.
func (a *App) checkLate(ctx context.Context, tenant id.ID) error {
	late, err := a.Ledger.Late(ctx, tenant, leafLate, 1)
	if err != nil {
		return err
	}
	if len(late) > 0 {
		return fault.New(fault.Internal, "cli.doctor.ledger_late").With(fault.Args{"minutes": int(leafLate.Minutes())})
	}
	return nil
}

func (a *App) checkJobs(ctx context.Context, tenant id.ID) error {
	dead, err := a.Queue.Dead(ctx, tenant, id.ID{}, 100)
	if err != nil {
		return err
	}
	if len(dead) > 0 {
		return fault.New(fault.Internal, "cli.doctor.dead_jobs").With(fault.Args{"count": len(dead)})
	}
	return nil
}
