package vault

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"linli/platform/id"
)

// Mirror keeps a second erasure journal outside the key store. [JournalFile] is one.
type Mirror interface {
	// Append returns when the entries are durable. The same entry may come more than once.
	Append(ctx context.Context, entries []Entry) error
}

// Shred destroys data keys: every text under them is unreadable from then on, in every copy of the case store. journal
// names this erasure. It may be called again with the same arguments until it succeeds, and [Vault.Resume] takes up
// what a crash interrupted; after the first of its steps the erasure will happen.
//
//	1 journal   the keys are written into the erasure journal
//	2 mirror    and into the mirror, if there is one
//	3 destroy   the wrapped keys are deleted
//	4 purge     and forgotten by this process; others forget within Settings.CacheLife
//	5 compact   what deleting left in the store's files is removed
//	6 finish    the journal's entries are ended
func (v *Vault) Shred(ctx context.Context, tenant id.ID, keys []id.ID, journal id.ID) error {
	if tenant.IsZero() || journal.IsZero() {
		return errors.New("vault: shredding without a tenant or a journal id")
	}
	if len(keys) == 0 {
		return nil
	}
	now := v.clock.Now()
	entries := make([]Entry, len(keys))
	for i, k := range keys {
		entries[i] = Entry{Tenant: tenant, Journal: journal, Key: k, At: now}
	}
	if err := v.store.Record(ctx, entries); err != nil {
		return unavailable("writing the erasure journal", err)
	}
	return v.destroy(ctx, tenant, entries)
}

// Shredded counts the erasures of a tenant that ended before an instant, each once however many keys it destroyed. It reads the
// whole journal of the tenant: what is past does not change, so a caller may keep the number.
func (v *Vault) Shredded(ctx context.Context, tenant id.ID, before time.Time) (int64, error) {
	n, err := v.store.Shredded(ctx, tenant, before)
	if err != nil {
		return 0, unavailable("counting erasures", err)
	}
	return n, nil
}

// destroy does steps 2 to 6 for journalled entries of one tenant.
func (v *Vault) destroy(ctx context.Context, tenant id.ID, entries []Entry) error {
	if v.settings.Mirror != nil {
		if err := v.settings.Mirror.Append(ctx, entries); err != nil {
			return unavailable("writing the mirror of the erasure journal", err)
		}
	}
	keys := make([]id.ID, len(entries))
	for i, e := range entries {
		keys[i] = e.Key
	}
	err := v.store.Destroy(ctx, tenant, keys)
	v.cache.forget(tenant, keys) // also after an error: it may have come after the commit
	if err != nil {
		return unavailable("destroying data keys", err)
	}
	if err := v.store.Compact(ctx); err != nil {
		return unavailable("compacting the key store", err)
	}
	if err := v.store.Finish(ctx, tenant, keys, v.clock.Now()); err != nil {
		return unavailable("ending an erasure", err)
	}
	return nil
}

// Resume finishes every erasure of a tenant that a crash interrupted. Call it at start, before the port opens.
func (v *Vault) Resume(ctx context.Context, tenant id.ID) error {
	for {
		entries, err := v.store.Unfinished(ctx, tenant, pageSize)
		if err != nil {
			return unavailable("reading unfinished erasures", err)
		}
		if len(entries) == 0 {
			return nil
		}
		if err := v.destroy(ctx, tenant, entries); err != nil {
			return fmt.Errorf("resuming an erasure: %w", err)
		}
	}
}

// Replay destroys again what a journal says was destroyed, in a key store restored from an older backup. It returns
// how many of the keys were still there. Call it before a restored copy opens its port; it may be repeated.
func (v *Vault) Replay(ctx context.Context, entries []Entry) (int, error) {
	alive := 0
	for len(entries) > 0 {
		n := 0
		for n < len(entries) && n < pageSize && entries[n].Tenant == entries[0].Tenant {
			n++
		}
		page := slices.Clone(entries[:n])
		entries = entries[n:]
		tenant := page[0].Tenant
		keys := make([]id.ID, n)
		for i, e := range page {
			e.FinishedAt = time.Time{} // it has to be finished here as well
			page[i], keys[i] = e, e.Key
		}
		found, err := v.store.Get(ctx, tenant, keys)
		if err != nil {
			return alive, unavailable("reading data keys", err)
		}
		if err := v.store.Record(ctx, page); err != nil {
			return alive, unavailable("writing the erasure journal", err)
		}
		if err := v.destroy(ctx, tenant, page); err != nil {
			return alive, fmt.Errorf("replaying erasures: %w", err)
		}
		alive += len(found)
	}
	return alive, nil
}
