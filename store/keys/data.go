package keys

import (
	"context"
	"errors"
	"time"

	"linli/platform/id"
	"linli/platform/vault"
	"linli/store/dialect"
)

const (
	keyColumns = "tenant_id, key_id, generation, wrapped, made_at, state, marked_at"

	// It changes nothing, but takes the row: see the package comment.
	holdGeneration = "update tenant_key set closed_at = 0 where tenant_id = $1 and generation = $2 and closed_at = 0"
	insertKey      = "insert into wrapped_key (" + keyColumns + ") values ($1, $2, $3, $4, $5, 0, 0)"

	selectKey  = "select " + keyColumns + " from wrapped_key where tenant_id = $1 and key_id = $2"
	selectKeys = "select " + keyColumns + " from wrapped_key where tenant_id = $1 and key_id in " + sixteen
	sixteen    = "($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)"

	// The index by state comes first, whatever the engine would prefer: without statistics SQLite goes through all keys of the
	// tenant, of which nearly all are used.
	listState = "select k.tenant_id, k.key_id, k.generation, k.wrapped, k.made_at, k.state, k.marked_at from wrapped_key i" +
		" cross join wrapped_key k where i.tenant_id = $1 and i.state = $2 and i.key_id > $3" +
		" and k.tenant_id = i.tenant_id and k.key_id = i.key_id "
	listFresh      = listState + "and k.made_at < $4 order by i.key_id limit $5"
	listMarked     = listState + "and k.marked_at < $4 order by i.key_id limit $5"
	listGeneration = "select " + keyColumns + " from wrapped_key" +
		" where tenant_id = $1 and generation < $2 and key_id > $3 order by key_id limit $4"

	countKeys = "select state, count(*) from wrapped_key where tenant_id = $1 group by state"

	deleteKey       = "delete from wrapped_key where tenant_id = $1 and key_id = $2"
	deleteMarkedKey = "delete from wrapped_key where tenant_id = $1 and key_id = $2 and state = 2 and marked_at < $3"
	settleKey       = "update wrapped_key set state = 1, marked_at = 0 where tenant_id = $1 and key_id = $2"
	markKey         = "update wrapped_key set state = 2, marked_at = $3 where tenant_id = $1 and key_id = $2 and state = 0"
	rewrapKey       = "update wrapped_key set wrapped = $3, generation = $4 where tenant_id = $1 and key_id = $2"
)

// forever stands for "no bound": later than any instant that linli writes.
var forever = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)

// Put adds keys of one tenant and generation.
func (s *Store) Put(ctx context.Context, keys []vault.WrappedKey) error {
	if len(keys) == 0 {
		return nil
	}
	change := make([]dialect.Statement, 0, len(keys)+1)
	change = append(change, dialect.Statement{SQL: holdGeneration, Args: []any{keys[0].Tenant, keys[0].Generation}, Rows: 1})
	for _, k := range keys {
		if k.Tenant != keys[0].Tenant || k.Generation != keys[0].Generation {
			return errors.New("putting keys: of two tenants or generations at once")
		}
		change = append(change, dialect.Statement{SQL: insertKey, Args: []any{k.Tenant, k.ID, k.Generation, k.Wrapped, k.MadeAt}, Rows: 1})
	}
	err := s.db.Play(ctx, change)
	if rows := (*dialect.RowsError)(nil); errors.As(err, &rows) && rows.Index == 0 {
		return vault.ErrClosed
	}
	return wrap("putting keys", err)
}

// Get returns those of the ids that exist.
func (s *Store) Get(ctx context.Context, tenant id.ID, ids []id.ID) ([]vault.WrappedKey, error) {
	if len(ids) == 1 {
		return s.keys(ctx, selectKey, []any{tenant, ids[0]})
	}
	var found []vault.WrappedKey
	for len(ids) > 0 {
		n := min(len(ids), 16)
		args := append(make([]any, 0, 17), tenant)
		for i := range 16 {
			args = append(args, ids[min(i, n-1)]) // the last id fills up: one text for every number
		}
		part, err := s.keys(ctx, selectKeys, args)
		if err != nil {
			return nil, err
		}
		found, ids = append(found, part...), ids[n:]
	}
	return found, nil
}

// List returns the keys that the filter selects, in ascending order of id.
func (s *Store) List(ctx context.Context, tenant id.ID, f vault.Filter) ([]vault.WrappedKey, error) {
	if f.Generation != 0 {
		return s.keys(ctx, listGeneration, []any{tenant, f.Generation, f.After[:], f.Limit})
	}
	if f.Before.IsZero() {
		f.Before = forever
	}
	list := listFresh
	if f.State == vault.Marked {
		list = listMarked
	}
	return s.keys(ctx, list, []any{tenant, int64(f.State), f.After[:], f.Before, f.Limit})
}

func (s *Store) keys(ctx context.Context, query string, args []any) (found []vault.WrappedKey, err error) {
	err = s.db.Query(ctx, query, args, func(r *dialect.Rows) error {
		var k vault.WrappedKey
		var state int64
		if err := r.Scan(&k.Tenant, &k.ID, &k.Generation, &k.Wrapped, &k.MadeAt, &state, &k.MarkedAt); err != nil {
			return err
		}
		k.State = vault.State(state)
		found = append(found, k)
		return nil
	})
	return found, wrap("reading keys", err)
}

// Destroy deletes keys.
func (s *Store) Destroy(ctx context.Context, tenant id.ID, ids []id.ID) error {
	return wrap("destroying keys", s.each(ctx, deleteKey, tenant, ids))
}

// DestroyMarked deletes those of the keys that were marked before the instant and are so still.
func (s *Store) DestroyMarked(ctx context.Context, tenant id.ID, ids []id.ID, before time.Time) error {
	return wrap("destroying orphans", s.each(ctx, deleteMarkedKey, tenant, ids, before))
}

// Settle makes keys Used.
func (s *Store) Settle(ctx context.Context, tenant id.ID, ids []id.ID) error {
	return wrap("settling keys", s.each(ctx, settleKey, tenant, ids))
}

// Mark makes Fresh keys Marked.
func (s *Store) Mark(ctx context.Context, tenant id.ID, ids []id.ID, at time.Time) error {
	return wrap("marking orphans", s.each(ctx, markKey, tenant, ids, at))
}

// Rewrap replaces wrapping and generation of keys that still exist.
func (s *Store) Rewrap(ctx context.Context, keys []vault.WrappedKey) error {
	change := make([]dialect.Statement, len(keys))
	for i, k := range keys {
		change[i] = dialect.Statement{SQL: rewrapKey, Args: []any{k.Tenant, k.ID, k.Wrapped, k.Generation}, Rows: dialect.AnyRows}
	}
	return wrap("rewrapping keys", s.db.Play(ctx, change))
}

// each plays one statement for every id, all in one Change.
func (s *Store) each(ctx context.Context, query string, tenant id.ID, ids []id.ID, more ...any) error {
	change := make([]dialect.Statement, len(ids))
	for i, k := range ids {
		change[i] = dialect.Statement{SQL: query, Args: append([]any{tenant, k}, more...), Rows: dialect.AnyRows}
	}
	return s.db.Play(ctx, change)
}

// Count is how many keys of a tenant each state has.
func (s *Store) Count(ctx context.Context, tenant id.ID) (map[vault.State]int64, error) {
	out := map[vault.State]int64{}
	err := s.db.Query(ctx, countKeys, []any{tenant}, func(r *dialect.Rows) error {
		var state, n int64
		err := r.Scan(&state, &n)
		out[vault.State(state)] = n
		return err
	})
	return out, wrap("counting keys", err)
}
