package app

import (
	"context"

	"linli/platform/id"
)

// How the steps of the tallies are folded into their sums. A figure reads what is not folded beside the sums, so that few
// steps cost it nothing, and each fold is short, because requests wait for it.
const (
	foldFrom   = 256 // steps that are worth it
	foldAtOnce = 64
	foldRounds = 64   // of one look, so that what an import left does not hold up the deadlines
	foldAlone  = 1000 // at once, where nobody waits
)

// fold folds a tenant's tallies while enough steps wait. Another process may do the same at the same time: one of the two
// stops, and nothing is counted twice.
func (a *App) fold(ctx context.Context, tenant id.ID) error {
	for range foldRounds {
		n, err := a.tallies.Fold(ctx, tenant, foldFrom, foldAtOnce)
		if err != nil || n == 0 {
			return err
		}
	}
	return nil
}

// foldAll folds all steps that wait, a number of them at once.
func (a *App) foldAll(ctx context.Context, tenant id.ID, atOnce int) error {
	for {
		n, err := a.tallies.Fold(ctx, tenant, 1, atOnce)
		if err != nil || n == 0 {
			return err
		}
	}
}
