package casefile

import (
	"context"
	"errors"

	"linli/casefile"
	"linli/platform/id"
	"linli/store/dialect"
)

const (
	// An entry's id begins with its time, so that their order is that of the entries.
	selectEntries = `select id, case_id, unit_id, capability, kind, state, at, ended_at from register_entry
		where tenant_id = $1 and kind = $2 and capability = $3 order by id desc limit $4`
	selectEntry = `select id, case_id, unit_id, capability, kind, state, at, ended_at from register_entry where tenant_id = $1 and kind = $2 and id = $3`
)

// Entries returns the newest rows of a register that are of a capability.
func (s *Store) Entries(ctx context.Context, tenant id.ID, kind, capability string, limit int) ([]casefile.Entry, error) {
	var out []casefile.Entry
	err := s.db.Query(ctx, selectEntries, []any{tenant, kind, capability, limit}, func(r *dialect.Rows) error {
		var x casefile.Entry
		err := r.Scan(&x.ID, &x.Case, &x.Unit, &x.Capability, &x.Kind, &x.State, &x.At, &x.Ended)
		out = append(out, x)
		return err
	})
	return out, err
}

// Entry returns one row of a register.
func (s *Store) Entry(ctx context.Context, tenant id.ID, kind string, entry id.ID) (x casefile.Entry, err error) {
	err = s.db.QueryRow(ctx, selectEntry, []any{tenant, kind, entry}, &x.ID, &x.Case, &x.Unit, &x.Capability, &x.Kind, &x.State, &x.At, &x.Ended)
	if errors.Is(err, dialect.ErrNoRows) {
		err = errNotFound
	}
	return x, err
}
