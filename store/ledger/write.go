package ledger

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"linli/platform/id"
	"linli/platform/ledger"
	"linli/store/dialect"
)

// InsertLeaf is the statement that queues a leaf. It belongs into the Change that writes the event; after that Change is
// played, the tenant's sequencer is woken.
func InsertLeaf(tenant id.ID, l ledger.Leaf) dialect.Statement {
	return dialect.Statement{
		SQL:  insertQueued,
		Args: []any{tenant, l.ID, l.Event, l.Commitment[:], l.QueuedAt},
		Rows: 1,
	}
}

// Start implements ledger.Store.
func (s *Store) Start(ctx context.Context, tenant id.ID) error {
	return s.play(ctx, dialect.Statement{SQL: insertTree, Args: []any{tenant}, Rows: dialect.AnyRows})
}

// Append implements ledger.Store. The compare-and-swap on the tree's size is the first statement, so that a sequencer that
// comes second does no work.
func (s *Store) Append(ctx context.Context, tenant id.ID, b ledger.Batch, l ledger.Lease) error {
	change := []dialect.Statement{swap(updateSize, tenant, b.From, b.From+int64(len(b.Leaves)), l)}
	if len(b.Taken) > 0 {
		change = append(change, dialect.Statement{
			SQL: deleteQueued, Args: []any{tenant, joinIDs(b.Taken), len(b.Taken)}, Rows: int64(len(b.Taken)),
		})
	}
	change = append(change, insertHashes(insertLeaves, tenant, b.From, b.Leaves)...)
	change = append(change, insertHashes(insertNodes, tenant, ledger.NodeCount(b.From), b.Nodes)...)
	return s.play(ctx, change...)
}

// Index implements ledger.Store.
func (s *Store) Index(ctx context.Context, tenant id.ID, from, to int64, l ledger.Lease) error {
	return s.play(ctx,
		swap(updateIndexed, tenant, from, to, l),
		dialect.Statement{SQL: insertPlaces, Args: []any{tenant, from, to}, Rows: to - from},
	)
}

// PutCheckpoint implements ledger.Store.
func (s *Store) PutCheckpoint(ctx context.Context, tenant id.ID, c ledger.Checkpoint, before int64, l ledger.Lease) error {
	moved := swap(updateCheckpoint, tenant, before, c.Size, l)
	moved.Args = append(moved.Args, c.At)
	return s.play(ctx, moved, dialect.Statement{
		SQL: insertCheckpoint, Args: []any{tenant, c.Size, c.Root[:], c.At, string(c.Note)}, Rows: 1,
	})
}

// Cosign implements ledger.Store.
func (s *Store) Cosign(ctx context.Context, tenant id.ID, size int64, witness, line string) error {
	return s.play(ctx, dialect.Statement{SQL: insertCosigned, Args: []any{tenant, size, witness, line}, Rows: dialect.AnyRows})
}

// AddKey implements ledger.Store.
func (s *Store) AddKey(ctx context.Context, tenant id.ID, k ledger.SealedKey) error {
	return s.play(ctx, dialect.Statement{
		SQL: insertKey, Args: []any{tenant, k.Ordinal, k.Verifier, k.Sealed, k.MadeAt}, Rows: 1,
	})
}

func swap(sql string, tenant id.ID, from, to int64, l ledger.Lease) dialect.Statement {
	return dialect.Statement{
		SQL: sql, Args: []any{tenant, from, to, l.Holder, l.Until, l.Now, l.Until.Add(ledger.LeaseSkew)}, Rows: 1,
	}
}

func insertHashes(sql string, tenant id.ID, from int64, hashes []tlog.Hash) []dialect.Statement {
	if len(hashes) == 0 {
		return nil
	}
	run := make([]byte, 0, len(hashes)*tlog.HashSize)
	for _, h := range hashes {
		run = append(run, h[:]...)
	}
	return []dialect.Statement{{SQL: sql, Args: []any{tenant, from, run, len(hashes)}, Rows: int64(len(hashes))}}
}

func joinIDs(ids []id.ID) []byte {
	run := make([]byte, 0, len(ids)*len(id.ID{}))
	for _, u := range ids {
		run = append(run, u[:]...)
	}
	return run
}

// play plays a Change. A row count that is not the demanded one means that another sequencer was here; so does a key that
// is taken, unless rows stand beyond the tree's size, which the sequencer finds out when it tries again.
func (s *Store) play(ctx context.Context, change ...dialect.Statement) error {
	err := s.db.Play(ctx, change)
	var rows *dialect.RowsError
	var taken *dialect.DuplicateError
	switch {
	case errors.As(err, &rows):
		return fmt.Errorf("%w: %w", ledger.ErrFenced, err)
	case errors.As(err, &taken) && (change[taken.Index].SQL == insertLeaves || change[taken.Index].SQL == insertNodes):
		return fmt.Errorf("%w: rows beyond the tree's size: %w", ledger.ErrForked, err)
	case errors.As(err, &taken):
		return fmt.Errorf("%w: %w", ledger.ErrFenced, err)
	case err != nil:
		return fmt.Errorf("writing the ledger: %w", err)
	}
	return nil
}
