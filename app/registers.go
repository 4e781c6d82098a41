package app

import (
	"context"
	"time"

	"linli/casefile"
	"linli/platform/id"
	residentpages "linli/web/resident"
)

// counters are what is counted in public.
func (a *App) counters(ctx context.Context, tenant id.ID) ([]residentpages.Counter, error) {
	n, err := a.Stipends.Exports(ctx, tenant)
	if err != nil {
		return nil, err
	}
	queues, err := a.Report.QueuesTaken(ctx, tenant)
	if err != nil {
		return nil, err
	}
	reported, err := a.reported(ctx, tenant)
	if err != nil {
		return nil, err
	}
	registers, err := a.registers(ctx, tenant)
	return append(registers, residentpages.Counter{Key: "resident.transparency.exports", N: n + queues}, reported), err
}

// registers are the counts of the office's registers that everybody reads on /transparency: how many breaches there were, how often a court asked for papers,
// how often a case was opened urgently, how many left as a file, how often a referral left as one, how often something was destroyed for ever, and how
// many cases of the figures linli did not see from their beginning.
func (a *App) registers(ctx context.Context, tenant id.ID) ([]residentpages.Counter, error) {
	n, err := a.Mediation.Registered(ctx, tenant)
	if err != nil {
		return nil, err
	}
	brought, err := a.Mediation.Brought(ctx, tenant)
	if err != nil {
		return nil, err
	}
	breaches, err := a.Breaches.Count(ctx, tenant)
	if err != nil {
		return nil, err
	}
	exported, err := a.exported(ctx, tenant)
	if err != nil {
		return nil, err
	}
	files, err := a.Referral.Files(ctx, tenant)
	if err != nil {
		return nil, err
	}
	erased, err := a.erasures(ctx, tenant)
	return []residentpages.Counter{{Key: "breach.counted", N: breaches}, {Key: "demand.counted", N: n[casefile.RegisterDemand]}, {Key: "urgent.counted", N: n[casefile.RegisterUrgent]},
		{Key: "export.counted", N: exported}, {Key: "help.file.counted", N: files}, {Key: "resident.transparency.erasures", N: erased}, {Key: "resident.transparency.brought", N: brought}}, err
}

// untilMonth is a count of what happened before a month. It does not change any more, so it is reckoned once.
type untilMonth struct {
	month time.Time
	n     int64
}

// erasures is how often something was destroyed for ever before the month that has begun everywhere on earth: nobody sees from
// the number on which day a case was forgotten.
func (a *App) erasures(ctx context.Context, tenant id.ID) (int64, error) {
	month := a.monthBegun()
	a.mu.Lock()
	known, ok := a.erased[tenant]
	a.mu.Unlock()
	if ok && known.month.Equal(month) {
		return known.n, nil
	}
	n, err := a.Vault.Shredded(ctx, tenant, month)
	if err != nil {
		return 0, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.erased == nil {
		a.erased = map[id.ID]untilMonth{}
	}
	a.erased[tenant] = untilMonth{month, n}
	return n, nil
}
