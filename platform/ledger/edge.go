package ledger

import (
	"context"
	"math/bits"

	"golang.org/x/mod/sumdb/tlog"

	"linli/platform/id"
)

// NodeIndex is the place of an inner hash (level ≥ 1) among the inner hashes alone, which a store keeps in a table of
// their own: tlog's stored index less the leaves stored before it. It is dense: the nodes that a run of leaves completes
// have consecutive indexes.
func NodeIndex(level int, n int64) int64 {
	return tlog.StoredHashIndex(level, n) - (n+1)<<level
}

// NodeCount is how many inner hashes a tree of size leaves has stored.
func NodeCount(size int64) int64 { return tlog.StoredHashCount(size) - size }

// edge is the right edge of a tree: the roots of the full subtrees that its size is the sum of, largest first. With it a
// leaf is appended without reading anything.
type edge struct {
	size  int64
	roots []tlog.Hash
}

// add appends a leaf and appends to nodes the inner hashes that it completes, in stored order.
func (e *edge) add(leaf tlog.Hash, nodes []tlog.Hash) []tlog.Hash {
	h := leaf
	for range bits.TrailingZeros64(^uint64(e.size)) { //nolint:gosec // a number of leaves is never negative
		last := len(e.roots) - 1
		h = tlog.NodeHash(e.roots[last], h)
		e.roots = e.roots[:last]
		nodes = append(nodes, h)
	}
	e.roots = append(e.roots, h)
	e.size++
	return nodes
}

// root is the Merkle tree hash of RFC 6962 section 2.1.
func (e *edge) root() tlog.Hash {
	if len(e.roots) == 0 {
		h, _ := tlog.TreeHash(0, nil) // the empty tree reads nothing and cannot fail
		return h
	}
	h := e.roots[len(e.roots)-1]
	for i := len(e.roots) - 2; i >= 0; i-- {
		h = tlog.NodeHash(e.roots[i], h)
	}
	return h
}

func (e *edge) clone() edge { return edge{e.size, append([]tlog.Hash(nil), e.roots...)} }

// loadEdge reads the right edge of a tree of that size from the store.
func loadEdge(ctx context.Context, s Store, tenant id.ID, size int64) (edge, error) {
	var want []int64
	rest := size
	for level := 62; level >= 0; level-- {
		if rest>>level&1 == 1 {
			want = append(want, tlog.StoredHashIndex(level, size>>level-1))
		}
	}
	if len(want) == 0 {
		return edge{}, nil
	}
	roots, err := s.Hashes(ctx, tenant, want)
	return edge{size, roots}, err
}

// hashReader lets tlog read a tenant's stored hashes.
func hashReader(ctx context.Context, s Store, tenant id.ID) tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) { return s.Hashes(ctx, tenant, indexes) })
}
