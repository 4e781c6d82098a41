// Package keys is the key store on SQL: wrapped data keys, tenant keys and the erasure journal, in a database apart from
// the cases (a file keys.db in the folder LINLI_KEYS, or another PostgreSQL database).
//
// It keeps the promises of [vault.KeyStore] in this way:
//
//   - Put updates the tenant key's row in the same Change, so that closing a generation waits for it, and no key can be
//     added to a generation after it was closed;
//   - Rewrap only updates, so that it never brings back a key that was destroyed meanwhile;
//   - Destroy overwrites on SQLite (secure_delete), and Compact empties the write-ahead log, whose frames hold former
//     pages. On PostgreSQL Compact vacuums the table; PostgreSQL's own log and its archive keep former rows until they
//     are recycled, which docs/security/vault.md says how to bound.
package keys

import (
	"context"
	"database/sql"
	"fmt"

	"linli/platform/vault"
	"linli/store/dialect"
)

// Store is the key store. It is safe for concurrent use and by several processes.
type Store struct{ db *dialect.DB }

// New returns a key store over a database with the schema of migrations.Keys. Closing it is the caller's.
func New(db *dialect.DB) *Store { return &Store{db: db} }

var _ vault.KeyStore = (*Store)(nil)

const vacuum = "vacuum wrapped_key"

// Compact removes what deleted rows left in the write-ahead log (SQLite), or makes their space reusable (PostgreSQL). It
// fails when a reader holds the log for longer than five seconds; call it again.
func (s *Store) Compact(ctx context.Context) error {
	if s.db.Engine() == dialect.SQLite {
		return wrap("compacting the keys", s.db.Truncate(ctx))
	}
	return s.db.Administer(ctx, func(ctx context.Context, pool *sql.DB) error {
		_, err := pool.ExecContext(ctx, vacuum)
		return wrap("vacuuming the keys", err)
	})
}

func wrap(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, err)
}
