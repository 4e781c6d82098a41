package dialect

import (
	"context"
	"database/sql"
	"fmt"
)

// Truncate empties SQLite's write-ahead log into the file, so that no former page is left in it; on PostgreSQL, whose log
// is the server's, it does nothing. It answers "store.busy" when a reader holds the log for longer than five seconds.
func (db *DB) Truncate(ctx context.Context) error {
	if db.engine == Postgres {
		return nil
	}
	return db.Administer(ctx, truncate)
}

func truncate(ctx context.Context, pool *sql.DB) error {
	var busy, frames, moved int
	if err := pool.QueryRowContext(ctx, "pragma wal_checkpoint(truncate)").Scan(&busy, &frames, &moved); err != nil {
		return fmt.Errorf("emptying the write-ahead log: %w", err)
	}
	if busy != 0 {
		return because(ErrBusy, fmt.Errorf("emptying the write-ahead log: a reader holds it"))
	}
	return nil
}

// Rebuild writes a SQLite file anew, without the pages that deleting freed, and empties the log; on PostgreSQL it vacuums
// the tables. Writers wait meanwhile, about a second for 200 MB.
func (db *DB) Rebuild(ctx context.Context) error {
	return db.Administer(ctx, func(ctx context.Context, pool *sql.DB) error {
		if _, err := pool.ExecContext(ctx, "vacuum"); err != nil {
			if isBusy(err) {
				return because(ErrBusy, err)
			}
			if isFull(err) {
				return because(ErrFull, err)
			}
			return fmt.Errorf("rebuilding the database: %w", err)
		}
		if db.engine == Postgres {
			return nil
		}
		return truncate(ctx, pool)
	})
}
