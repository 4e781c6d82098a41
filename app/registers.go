package app

import (
	"context"

	"linli/mediation"
	"linli/platform/id"
	residentpages "linli/web/resident"
)

// registers are the counts of the office's registers that everybody reads on /transparency: how many breaches there were, how often a court asked for papers,
// and how often a case was opened urgently.
func (a *App) registers(ctx context.Context, tenant id.ID) ([]residentpages.Counter, error) {
	n, err := a.Mediation.Registered(ctx, tenant)
	if err != nil {
		return nil, err
	}
	breaches, err := a.Breaches.Count(ctx, tenant)
	return []residentpages.Counter{{Key: "breach.counted", N: breaches}, {Key: "demand.counted", N: n[mediation.RegisterDemand]}, {Key: "urgent.counted", N: n[mediation.RegisterUrgent]}}, err
}
