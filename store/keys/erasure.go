package keys

import (
	"context"
	"time"

	"linli/platform/id"
	"linli/platform/vault"
	"linli/store/dialect"
)

const (
	entryColumns = "tenant_id, key_id, journal_id, ordered_at, finished_at"
	insertEntry  = "insert into erasure_journal (" + entryColumns + ") values ($1, $2, $3, $4, $5)" +
		" on conflict (tenant_id, key_id) do nothing"
	finishEntry      = "update erasure_journal set finished_at = $3 where tenant_id = $1 and key_id = $2 and finished_at = 0"
	selectEntry      = "select " + entryColumns + " from erasure_journal where tenant_id = $1 and key_id = $2"
	selectUnfinished = "select " + entryColumns + " from erasure_journal" +
		" where tenant_id = $1 and finished_at = 0 order by key_id limit $2"
	selectEntries = "select " + entryColumns + " from erasure_journal" +
		" where tenant_id = $1 and key_id > $2 order by key_id limit $3"
	countShredded = "select count(distinct journal_id) from erasure_journal where tenant_id = $1 and finished_at > 0 and finished_at < $2"

	insertHold = "insert into sweep_hold (tenant_id, held_at) values ($1, $2) on conflict (tenant_id) do nothing"
	selectHold = "select count(*) from sweep_hold where tenant_id = $1"
	deleteHold = "delete from sweep_hold where tenant_id = $1"
)

// Record adds entries; one whose key is journalled already is passed over.
func (s *Store) Record(ctx context.Context, entries []vault.Entry) error {
	change := make([]dialect.Statement, len(entries))
	for i, e := range entries {
		change[i] = dialect.Statement{SQL: insertEntry, Args: []any{e.Tenant, e.Key, e.Journal, e.At, e.FinishedAt}, Rows: dialect.AnyRows}
	}
	return wrap("writing the erasure journal", s.db.Play(ctx, change))
}

// Finish ends the entries of keys.
func (s *Store) Finish(ctx context.Context, tenant id.ID, keys []id.ID, at time.Time) error {
	return wrap("ending erasures", s.each(ctx, finishEntry, tenant, keys, at))
}

// Erased returns those of the keys that the journal names.
func (s *Store) Erased(ctx context.Context, tenant id.ID, keys []id.ID) ([]id.ID, error) {
	var erased []id.ID
	for _, k := range keys {
		found, err := s.entries(ctx, selectEntry, tenant, k)
		if err != nil {
			return nil, err
		}
		if len(found) > 0 {
			erased = append(erased, k)
		}
	}
	return erased, nil
}

// Unfinished returns entries that have not ended.
func (s *Store) Unfinished(ctx context.Context, tenant id.ID, limit int) ([]vault.Entry, error) {
	return s.entries(ctx, selectUnfinished, tenant, limit)
}

// Shredded counts the erasures that ended before an instant.
func (s *Store) Shredded(ctx context.Context, tenant id.ID, before time.Time) (n int64, err error) {
	err = s.db.QueryRow(ctx, countShredded, []any{tenant, before}, &n)
	return n, wrap("counting erasures", err)
}

// Entries returns entries with keys above after.
func (s *Store) Entries(ctx context.Context, tenant, after id.ID, limit int) ([]vault.Entry, error) {
	return s.entries(ctx, selectEntries, tenant, after[:], limit)
}

func (s *Store) entries(ctx context.Context, query string, args ...any) (found []vault.Entry, err error) {
	err = s.db.Query(ctx, query, args, func(r *dialect.Rows) error {
		var e vault.Entry
		err := r.Scan(&e.Tenant, &e.Key, &e.Journal, &e.At, &e.FinishedAt)
		found = append(found, e)
		return err
	})
	return found, wrap("reading the erasure journal", err)
}

// Hold forbids sweeping a tenant's keys.
func (s *Store) Hold(ctx context.Context, tenant id.ID, at time.Time) error {
	return wrap("holding the sweep", s.play(ctx, insertHold, tenant, at))
}

// Held reports whether sweeping is forbidden.
func (s *Store) Held(ctx context.Context, tenant id.ID) (bool, error) {
	var n int64
	err := s.db.QueryRow(ctx, selectHold, []any{tenant}, &n)
	return n > 0, wrap("asking for a hold", err)
}

// Release allows sweeping again.
func (s *Store) Release(ctx context.Context, tenant id.ID) error {
	return wrap("releasing the sweep", s.play(ctx, deleteHold, tenant))
}
