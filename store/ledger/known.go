package ledger

import (
	"context"
	"database/sql"

	"golang.org/x/mod/sumdb/tlog"

	"linli/platform/id"
	"linli/platform/ledger"
	"linli/store/dialect"
)

// Known implements ledger.Store. Nearly every leaf is in the index. The others are looked for in the order in which a leaf
// moves (queue, tree, index), so that one that moves meanwhile is met in one place or the next.
func (s *Store) Known(ctx context.Context, tenant id.ID, commitments [][32]byte) ([]bool, error) {
	want := make(map[tlog.Hash]bool, len(commitments))
	for _, c := range commitments {
		want[ledger.LeafHash(c)] = false
	}
	for _, look := range []func(context.Context, id.ID, map[tlog.Hash]bool) error{s.indexed, s.queued, s.unindexed, s.indexed} {
		if !missing(want) {
			break
		}
		if err := look(ctx, tenant, want); err != nil {
			return nil, err
		}
	}
	out := make([]bool, len(commitments))
	for i, c := range commitments {
		out[i] = want[ledger.LeafHash(c)]
	}
	return out, nil
}

func missing(want map[tlog.Hash]bool) bool {
	for _, found := range want {
		if !found {
			return true
		}
	}
	return false
}

func (s *Store) indexed(ctx context.Context, tenant id.ID, want map[tlog.Hash]bool) error {
	var prefixes [][]byte
	for h, found := range want {
		if !found {
			prefixes = append(prefixes, h[:8])
		}
	}
	for len(prefixes) > 0 {
		args := make([]any, 0, 1+knownAtOnce)
		args = append(args, tenant)
		for i := range knownAtOnce {
			args = append(args, prefixes[min(i, len(prefixes)-1)])
		}
		prefixes = prefixes[min(knownAtOnce, len(prefixes)):]
		if err := s.mark(ctx, selectKnown, args, want, func(b [32]byte) tlog.Hash { return b }); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) queued(ctx context.Context, tenant id.ID, want map[tlog.Hash]bool) error {
	return s.mark(ctx, selectCommitments, []any{tenant}, want, ledger.LeafHash)
}

func (s *Store) unindexed(ctx context.Context, tenant id.ID, want map[tlog.Hash]bool) error {
	return s.mark(ctx, selectUnindexed, []any{tenant}, want, func(b [32]byte) tlog.Hash { return b })
}

func (s *Store) mark(ctx context.Context, text string, args []any, want map[tlog.Hash]bool, leaf func([32]byte) tlog.Hash) error {
	var raw sql.RawBytes
	return s.db.Query(ctx, text, args, func(r *dialect.Rows) error {
		if err := r.Scan(&raw); err != nil {
			return err
		}
		b, err := hash32(raw)
		if err != nil {
			return err
		}
		h := leaf(b)
		if _, wanted := want[h]; wanted {
			want[h] = true
		}
		return nil
	})
}
