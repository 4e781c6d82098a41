package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"linli/platform/clock"
	"linli/platform/id"
	"linli/platform/vault"
	cases "linli/store/casefile"
	"linli/store/dialect"
)

// forgetEvery is how often a process looks for what nobody needs any more.
const forgetEvery = time.Hour

// destroyAttempts is how often destroying a key is tried before an administrator has to look: with the longest pauses
// between them, some weeks.
const destroyAttempts = 1000

// forget removes what no case needs any more: stored answers whose 24 hours are over, one-time codes that nobody used, and, in two steps some days apart,
// data keys that were written ahead and that no case came to use, and files of uploads that were cut short. It does nothing before forgetEvery has passed.
func (a *App) forget(ctx context.Context, tenant id.ID) error {
	now := a.Clock.Now()
	if !a.mayForget(tenant, now) {
		return nil
	}
	_, _, err := a.forgetNow(ctx, tenant)
	return errors.Join(err, a.foldAll(ctx, tenant, foldAtOnce), a.emptyLogs(ctx))
}

// forgetNow does what forget does, whenever it was done last, and tells what was swept and how many files were removed.
// While a restore waits to be confirmed, keys and files that no case names are left alone: a newer copy of the cases may
// turn up.
func (a *App) forgetNow(ctx context.Context, tenant id.ID) (vault.Swept, int, error) {
	store := cases.New(a.Stores.Cases)
	if err := a.Stores.Cases.Play(ctx, store.Forget(tenant, clock.Micros(a.Clock.Now()))); err != nil {
		return vault.Swept{}, 0, fmt.Errorf("forgetting stored answers and unused slips: %w", err)
	}
	swept, err := a.Vault.Sweep(ctx, tenant, store.Referenced)
	if err != nil {
		return swept, 0, fmt.Errorf("sweeping data keys: %w", err)
	}
	if swept.Destroyed > 0 {
		a.Log.Info("data keys that no case uses were destroyed", "tenant", tenant, "keys", swept.Destroyed)
	}
	if err := a.Mediation.ForgetHalfSigned(ctx, tenant); err != nil {
		return swept, 0, fmt.Errorf("forgetting half-done signatures: %w", err)
	}
	if err := a.Survey.Forget(ctx, tenant); err != nil {
		return swept, 0, fmt.Errorf("forgetting used codes: %w", err)
	}
	if err := a.Webhooks.Forget(ctx, tenant); err != nil {
		return swept, 0, fmt.Errorf("forgetting deliveries: %w", err)
	}
	if err := a.Breaches.Forget(ctx, tenant); err != nil {
		return swept, 0, err
	}
	if a.Mediation.Files == nil || swept.Held {
		return swept, 0, nil
	}
	files, err := a.Mediation.TidyFiles(ctx, tenant, store.Referenced)
	if err != nil {
		return swept, files, fmt.Errorf("tidying files: %w", err)
	}
	return swept, files, nil
}

// emptyLogs leaves no former page of what was erased in SQLite's write-ahead logs. A log that somebody reads is emptied an
// hour later.
func (a *App) emptyLogs(ctx context.Context) error {
	for _, db := range []*dialect.DB{a.Stores.Cases, a.Stores.Keys} {
		if err := db.Truncate(ctx); err != nil && !errors.Is(err, dialect.ErrBusy) {
			return err
		}
	}
	return nil
}

func (a *App) mayForget(tenant id.ID, now time.Time) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if last, ok := a.forgot[tenant]; ok && now.Sub(last) < forgetEvery {
		return false
	}
	if a.forgot == nil {
		a.forgot = map[id.ID]time.Time{}
	}
	a.forgot[tenant] = now
	return true
}

// DoDue runs the jobs that are due now, as a server does beside its requests, and returns how many. For the command line
// and for tests.
func (a *App) DoDue(ctx context.Context) (int, error) {
	total := 0
	for {
		n, err := a.worker.Pass(ctx)
		a.worker.Wait()
		total += n
		if err != nil || n == 0 {
			return total, err
		}
	}
}
