// Package ledger keeps the rows of package platform/ledger on both engines.
package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"linli/platform/id"
	"linli/platform/ledger"
	"linli/store/dialect"
)

// Store implements ledger.Store.
type Store struct{ db *dialect.DB }

var _ ledger.Store = (*Store)(nil)

// New returns a store over a database that holds the cases' schema.
func New(db *dialect.DB) *Store { return &Store{db} }

// State implements ledger.Store; a tenant without a tree has the zero state.
func (s *Store) State(ctx context.Context, tenant id.ID) (ledger.State, error) {
	var st ledger.State
	err := s.db.QueryRow(ctx, selectState, []any{tenant},
		&st.Size, &st.Indexed, &st.Checkpointed, &st.CheckpointAt, &st.Holder, &st.LeaseUntil, &st.Waiting)
	if errors.Is(err, dialect.ErrNoRows) {
		return ledger.State{}, nil
	}
	return st, err
}

// Waiting implements ledger.Store. It asks for what is in the queue and not for what is above an id: a transaction that
// began earlier may commit later, and its leaf is then found all the same.
func (s *Store) Waiting(ctx context.Context, tenant id.ID, limit int) ([]ledger.Leaf, error) {
	var out []ledger.Leaf
	err := s.db.Query(ctx, selectQueued, []any{tenant, limit}, func(r *dialect.Rows) error {
		var l ledger.Leaf
		var commitment []byte
		if err := r.Scan(&l.ID, &l.Event, &commitment, &l.QueuedAt); err != nil {
			return err
		}
		var err error
		l.Commitment, err = hash32(commitment)
		out = append(out, l)
		return err
	})
	return out, err
}

// Hashes implements ledger.Store.
func (s *Store) Hashes(ctx context.Context, tenant id.ID, indexes []int64) ([]tlog.Hash, error) {
	var leaves, nodes []int64
	for _, x := range indexes {
		if level, n := tlog.SplitStoredHashIndex(x); level == 0 {
			leaves = append(leaves, n)
		} else {
			nodes = append(nodes, ledger.NodeIndex(level, n))
		}
	}
	found := [2]map[int64]tlog.Hash{{}, {}}
	for len(leaves)+len(nodes) > 0 {
		args := make([]any, 0, 1+hashLeaves+hashNodes)
		args = append(args, tenant)
		args, leaves = fill(args, leaves, hashLeaves)
		args, nodes = fill(args, nodes, hashNodes)
		err := s.db.Query(ctx, selectHashes, args, func(r *dialect.Rows) error {
			var table, idx int64
			var raw []byte
			if err := r.Scan(&table, &idx, &raw); err != nil {
				return err
			}
			h, err := hash32(raw)
			found[table][idx] = h
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	out := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		level, n := tlog.SplitStoredHashIndex(x)
		table := 0
		if level > 0 {
			table, n = 1, ledger.NodeIndex(level, n)
		}
		h, ok := found[table][n]
		if !ok {
			return nil, fmt.Errorf("%w: level %d, %d", ledger.ErrMissingHash, level, n)
		}
		out[i] = h
	}
	return out, nil
}

// fill appends n arguments, the first of indexes and then an index that no row has, and returns the indexes left over.
func fill(args []any, indexes []int64, n int) ([]any, []int64) {
	take := min(n, len(indexes))
	for _, x := range indexes[:take] {
		args = append(args, x)
	}
	for range n - take {
		args = append(args, int64(-1))
	}
	return args, indexes[take:]
}

// Find implements ledger.Store.
func (s *Store) Find(ctx context.Context, tenant id.ID, leaf tlog.Hash) (int64, error) {
	var idx int64
	err := s.db.QueryRow(ctx, selectFound, []any{tenant, leaf[:8], leaf[:]}, &idx)
	if errors.Is(err, dialect.ErrNoRows) {
		return 0, ledger.ErrNoLeaf
	}
	return idx, err
}

// EachLeaf implements ledger.Store.
func (s *Store) EachLeaf(ctx context.Context, tenant id.ID, from, to int64, yield func(int64, tlog.Hash) error) error {
	return s.each(ctx, selectLeaves, tenant, from, to, yield)
}

// EachNode implements ledger.Store.
func (s *Store) EachNode(ctx context.Context, tenant id.ID, from, to int64, yield func(int64, tlog.Hash) error) error {
	return s.each(ctx, selectNodes, tenant, from, to, yield)
}

// each reads without copying: an audit reads every row there is.
func (s *Store) each(ctx context.Context, text string, tenant id.ID, from, to int64, yield func(int64, tlog.Hash) error) error {
	var idx int64
	var raw sql.RawBytes
	return s.db.Query(ctx, text, []any{tenant, from, to}, func(r *dialect.Rows) error {
		if err := r.Scan(&idx, &raw); err != nil {
			return err
		}
		h, err := hash32(raw)
		if err != nil {
			return err
		}
		return yield(idx, h)
	})
}

// Keys implements ledger.Store.
func (s *Store) Keys(ctx context.Context, tenant id.ID) ([]ledger.SealedKey, error) {
	var out []ledger.SealedKey
	err := s.db.Query(ctx, selectKeys, []any{tenant}, func(r *dialect.Rows) error {
		var k ledger.SealedKey
		err := r.Scan(&k.Ordinal, &k.Verifier, &k.Sealed, &k.MadeAt)
		out = append(out, k)
		return err
	})
	return out, err
}

func hash32(b []byte) (h [32]byte, err error) {
	if len(b) != len(h) {
		return h, fmt.Errorf("a hash of %d bytes, not 32", len(b))
	}
	return [32]byte(b), nil
}
