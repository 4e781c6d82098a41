package ledger

import (
	"context"
	"errors"

	"linli/platform/id"
	"linli/platform/ledger"
	"linli/store/dialect"
)

// Newest implements ledger.Store.
func (s *Store) Newest(ctx context.Context, tenant id.ID) (ledger.Checkpoint, error) {
	var c ledger.Checkpoint
	var root []byte
	var note string
	err := s.db.QueryRow(ctx, selectNewest, []any{tenant}, &c.Size, &root, &c.At, &note)
	if errors.Is(err, dialect.ErrNoRows) {
		return c, ledger.ErrNoCheckpoint
	}
	if err != nil {
		return c, err
	}
	if c.Root, err = hash32(root); err != nil {
		return c, err
	}
	c.Note = []byte(note)
	page := []ledger.Checkpoint{c}
	err = s.cosigned(ctx, tenant, page)
	return page[0], err
}

// Checkpoints implements ledger.Store.
func (s *Store) Checkpoints(ctx context.Context, tenant id.ID, after int64, limit int) ([]ledger.Checkpoint, error) {
	var page []ledger.Checkpoint
	err := s.db.Query(ctx, selectCheckpoints, []any{tenant, after, limit}, func(r *dialect.Rows) error {
		var c ledger.Checkpoint
		var root []byte
		var note string
		if err := r.Scan(&c.Size, &root, &c.At, &note); err != nil {
			return err
		}
		var err error
		c.Root, err = hash32(root)
		c.Note = []byte(note)
		page = append(page, c)
		return err
	})
	if err != nil || len(page) == 0 {
		return nil, err
	}
	return page, s.cosigned(ctx, tenant, page)
}

// cosigned adds the witnesses' lines to a page of checkpoints in order of size.
func (s *Store) cosigned(ctx context.Context, tenant id.ID, page []ledger.Checkpoint) error {
	i := 0
	return s.db.Query(ctx, selectCosigned, []any{tenant, page[0].Size, page[len(page)-1].Size}, func(r *dialect.Rows) error {
		var size int64
		var line string
		if err := r.Scan(&size, &line); err != nil {
			return err
		}
		for i < len(page)-1 && page[i].Size < size {
			i++
		}
		if page[i].Size == size {
			page[i].Note = append(page[i].Note, line...)
		}
		return nil
	})
}
