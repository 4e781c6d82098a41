package vault

import (
	"context"
	"fmt"
	"time"

	"linli/platform/id"
)

// Referenced says which of the keys a case of the tenant uses, by id. The case store answers it from table case_key.
type Referenced func(ctx context.Context, tenant id.ID, keys []id.ID) (map[id.ID]bool, error)

// Swept counts what a sweep did.
type Swept struct {
	Held      bool // a restore is not confirmed: nothing was done
	Used      int  // keys found in a case; they are not asked about again
	Marked    int  // orphans found
	Destroyed int  // orphans marked at least MarkAge ago and still in no case
}

// Sweep looks for orphans among the keys of one tenant that are older than [OrphanAge]: it marks them, and a later
// sweep destroys those that are in no case [MarkAge] afterwards. After a restore it does nothing until the restore is
// confirmed, because cases that are newer than the backup may yet be found.
func (v *Vault) Sweep(ctx context.Context, tenant id.ID, referenced Referenced) (Swept, error) {
	held, err := v.store.Held(ctx, tenant)
	if err != nil {
		return Swept{}, unavailable("asking whether a restore is confirmed", err)
	}
	if held {
		return Swept{Held: true}, nil
	}
	var done Swept
	now := v.clock.Now()
	// Marked before Fresh: what is marked now waits for a later sweep.
	err = v.sweepState(ctx, tenant, Marked, now.Add(-MarkAge), referenced, &done, func(orphans []id.ID) error {
		done.Destroyed += len(orphans)
		v.cache.forget(tenant, orphans)
		return v.store.DestroyMarked(ctx, tenant, orphans, now.Add(-MarkAge))
	})
	if err != nil {
		return done, err
	}
	err = v.sweepState(ctx, tenant, Fresh, now.Add(-OrphanAge), referenced, &done, func(orphans []id.ID) error {
		done.Marked += len(orphans)
		return v.store.Mark(ctx, tenant, orphans, now)
	})
	return done, err
}

// sweepState asks about all keys of one state and gives those in no case to orphaned.
func (v *Vault) sweepState(ctx context.Context, tenant id.ID, s State, before time.Time, referenced Referenced, done *Swept, orphaned func([]id.ID) error) error {
	var after id.ID
	for {
		rows, err := v.store.List(ctx, tenant, Filter{After: after, State: s, Before: before, Limit: pageSize})
		if err != nil {
			return unavailable("listing data keys", err)
		}
		if len(rows) == 0 {
			return nil
		}
		after = rows[len(rows)-1].ID
		keys := make([]id.ID, len(rows))
		for i, row := range rows {
			keys[i] = row.ID
		}
		inUse, err := referenced(ctx, tenant, keys)
		if err != nil {
			return fmt.Errorf("asking which keys are in use: %w", err)
		}
		var used, orphans []id.ID
		for _, k := range keys {
			if inUse[k] {
				used = append(used, k)
			} else {
				orphans = append(orphans, k)
			}
		}
		if len(used) > 0 {
			if err := v.store.Settle(ctx, tenant, used); err != nil {
				return unavailable("settling keys in use", err)
			}
			done.Used += len(used)
		}
		if len(orphans) > 0 {
			if err := orphaned(orphans); err != nil {
				return unavailable("sweeping orphans", err)
			}
		}
	}
}

// Hold forbids sweeping a tenant's keys; a restore calls it for every tenant before the port opens.
func (v *Vault) Hold(ctx context.Context, tenant id.ID) error {
	if err := v.store.Hold(ctx, tenant, v.clock.Now()); err != nil {
		return unavailable("holding the sweep", err)
	}
	return nil
}

// Confirm says that a restore is complete and no newer copy of the cases will be used: sweeping goes on.
func (v *Vault) Confirm(ctx context.Context, tenant id.ID) error {
	if err := v.store.Release(ctx, tenant); err != nil {
		return unavailable("releasing the sweep", err)
	}
	return nil
}

// Tenants lists all tenants of the key store, for Resume, Hold and Sweep at start and in tickers.
func (v *Vault) Tenants(ctx context.Context) ([]id.ID, error) {
	tenants, err := v.store.Tenants(ctx)
	if err != nil {
		return nil, unavailable("listing tenants", err)
	}
	return tenants, nil
}
