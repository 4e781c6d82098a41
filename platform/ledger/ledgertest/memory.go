// Package ledgertest holds a ledger store in memory and the contract that every ledger store keeps, for tests.
package ledgertest

import (
	"bytes"
	"context"
	"slices"
	"sync"

	"golang.org/x/mod/sumdb/tlog"

	"linli/platform/id"
	"linli/platform/ledger"
)

// Memory is a ledger.Store in memory. Its rows are open to tests, which play an attacker with the database in hand.
type Memory struct {
	mu      sync.Mutex
	Tenants map[id.ID]*Rows
	Fail    func(write string) error // when set, asked before each write; its error is the write's
}

// Rows are one tenant's.
type Rows struct {
	State       ledger.State
	Queue       []ledger.Leaf
	Leaves      []tlog.Hash
	Nodes       []tlog.Hash
	Place       map[tlog.Hash]int64
	Checkpoints []ledger.Checkpoint
	Cosigned    map[int64]map[string]string
	KeyRows     []ledger.SealedKey
}

// NewMemory returns an empty store.
func NewMemory() *Memory { return &Memory{Tenants: map[id.ID]*Rows{}} }

func (m *Memory) lock(tenant id.ID) (*Rows, func()) {
	m.mu.Lock()
	r := m.Tenants[tenant]
	if r == nil {
		r = &Rows{Place: map[tlog.Hash]int64{}, Cosigned: map[int64]map[string]string{}}
		m.Tenants[tenant] = r
	}
	return r, m.mu.Unlock
}

func (m *Memory) fails(write string) error {
	if m.Fail == nil {
		return nil
	}
	return m.Fail(write)
}

// Queue puts a leaf into the queue, as an event's transaction does.
func (m *Memory) Queue(_ context.Context, tenant id.ID, l ledger.Leaf) error {
	r, unlock := m.lock(tenant)
	defer unlock()
	r.Queue = append(r.Queue, l)
	return nil
}

// Start implements ledger.Store.
func (m *Memory) Start(_ context.Context, tenant id.ID) error {
	_, unlock := m.lock(tenant)
	unlock()
	return nil
}

// State implements ledger.Store.
func (m *Memory) State(_ context.Context, tenant id.ID) (ledger.State, error) {
	r, unlock := m.lock(tenant)
	defer unlock()
	st := r.State
	st.Waiting = len(r.Queue) > 0
	return st, nil
}

// Waiting implements ledger.Store.
func (m *Memory) Waiting(_ context.Context, tenant id.ID, limit int) ([]ledger.Leaf, error) {
	r, unlock := m.lock(tenant)
	defer unlock()
	out := slices.Clone(r.Queue)
	slices.SortFunc(out, func(a, b ledger.Leaf) int { return bytes.Compare(a.ID[:], b.ID[:]) })
	return out[:min(limit, len(out))], nil
}

// Append implements ledger.Store.
func (m *Memory) Append(_ context.Context, tenant id.ID, b ledger.Batch, l ledger.Lease) error {
	if err := m.fails("append"); err != nil {
		return err
	}
	r, unlock := m.lock(tenant)
	defer unlock()
	if l.Bars(r.State) || r.State.Size != b.From {
		return ledger.ErrFenced
	}
	left := slices.DeleteFunc(slices.Clone(r.Queue), func(q ledger.Leaf) bool { return slices.Contains(b.Taken, q.ID) })
	if len(r.Queue)-len(left) != len(b.Taken) {
		return ledger.ErrFenced
	}
	r.Queue, r.Leaves, r.Nodes = left, append(r.Leaves, b.Leaves...), append(r.Nodes, b.Nodes...)
	r.State.Size += int64(len(b.Leaves))
	r.State.Holder, r.State.LeaseUntil = l.Holder, l.Until
	return nil
}

// Index implements ledger.Store.
func (m *Memory) Index(_ context.Context, tenant id.ID, from, to int64, l ledger.Lease) error {
	if err := m.fails("index"); err != nil {
		return err
	}
	r, unlock := m.lock(tenant)
	defer unlock()
	if l.Bars(r.State) || r.State.Indexed != from || to > r.State.Size {
		return ledger.ErrFenced
	}
	for i := from; i < to; i++ {
		if _, ok := r.Place[r.Leaves[i]]; !ok {
			r.Place[r.Leaves[i]] = i
		}
	}
	r.State.Indexed = to
	return nil
}

// PutCheckpoint implements ledger.Store.
func (m *Memory) PutCheckpoint(_ context.Context, tenant id.ID, c ledger.Checkpoint, before int64, l ledger.Lease) error {
	if err := m.fails("checkpoint"); err != nil {
		return err
	}
	r, unlock := m.lock(tenant)
	defer unlock()
	taken := slices.ContainsFunc(r.Checkpoints, func(o ledger.Checkpoint) bool { return o.Size == c.Size })
	if l.Bars(r.State) || r.State.Size != c.Size || r.State.Checkpointed != before || taken {
		return ledger.ErrFenced
	}
	r.Checkpoints = append(r.Checkpoints, c)
	r.State.Checkpointed, r.State.CheckpointAt = c.Size, c.At
	return nil
}

// Cosign implements ledger.Store.
func (m *Memory) Cosign(_ context.Context, tenant id.ID, size int64, witness, line string) error {
	r, unlock := m.lock(tenant)
	defer unlock()
	if r.Cosigned[size] == nil {
		r.Cosigned[size] = map[string]string{}
	}
	if _, ok := r.Cosigned[size][witness]; !ok {
		r.Cosigned[size][witness] = line
	}
	return nil
}

func (r *Rows) cosigned(c ledger.Checkpoint) ledger.Checkpoint {
	c.Note = slices.Clone(c.Note)
	var names []string
	for n := range r.Cosigned[c.Size] {
		names = append(names, n)
	}
	slices.Sort(names)
	for _, n := range names {
		c.Note = append(c.Note, r.Cosigned[c.Size][n]...)
	}
	return c
}

// Newest implements ledger.Store.
func (m *Memory) Newest(_ context.Context, tenant id.ID) (ledger.Checkpoint, error) {
	r, unlock := m.lock(tenant)
	defer unlock()
	if len(r.Checkpoints) == 0 {
		return ledger.Checkpoint{}, ledger.ErrNoCheckpoint
	}
	return r.cosigned(r.Checkpoints[len(r.Checkpoints)-1]), nil
}

// Checkpoints implements ledger.Store.
func (m *Memory) Checkpoints(_ context.Context, tenant id.ID, after int64, limit int) ([]ledger.Checkpoint, error) {
	r, unlock := m.lock(tenant)
	defer unlock()
	var out []ledger.Checkpoint
	for _, c := range r.Checkpoints {
		if c.Size > after && len(out) < limit {
			out = append(out, r.cosigned(c))
		}
	}
	return out, nil
}

// Hashes implements ledger.Store.
func (m *Memory) Hashes(_ context.Context, tenant id.ID, indexes []int64) ([]tlog.Hash, error) {
	r, unlock := m.lock(tenant)
	defer unlock()
	out := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		level, n := tlog.SplitStoredHashIndex(x)
		rows := r.Leaves
		if level > 0 {
			rows, n = r.Nodes, ledger.NodeIndex(level, n)
		}
		if n >= int64(len(rows)) {
			return nil, ledger.ErrMissingHash
		}
		out[i] = rows[n]
	}
	return out, nil
}

// Find implements ledger.Store.
func (m *Memory) Find(_ context.Context, tenant id.ID, leaf tlog.Hash) (int64, error) {
	r, unlock := m.lock(tenant)
	defer unlock()
	if i, ok := r.Place[leaf]; ok {
		return i, nil
	}
	return 0, ledger.ErrNoLeaf
}

// Known implements ledger.Store.
func (m *Memory) Known(_ context.Context, tenant id.ID, commitments [][32]byte) ([]bool, error) {
	r, unlock := m.lock(tenant)
	defer unlock()
	out := make([]bool, len(commitments))
	for i, c := range commitments {
		out[i] = slices.Contains(r.Leaves, ledger.LeafHash(c)) ||
			slices.ContainsFunc(r.Queue, func(l ledger.Leaf) bool { return l.Commitment == c })
	}
	return out, nil
}

// EachLeaf implements ledger.Store.
func (m *Memory) EachLeaf(_ context.Context, tenant id.ID, from, to int64, yield func(int64, tlog.Hash) error) error {
	r, unlock := m.lock(tenant)
	rows := slices.Clone(r.Leaves)
	unlock()
	return each(rows, from, to, yield)
}

// EachNode implements ledger.Store.
func (m *Memory) EachNode(_ context.Context, tenant id.ID, from, to int64, yield func(int64, tlog.Hash) error) error {
	r, unlock := m.lock(tenant)
	rows := slices.Clone(r.Nodes)
	unlock()
	return each(rows, from, to, yield)
}

func each(rows []tlog.Hash, from, to int64, yield func(int64, tlog.Hash) error) error {
	for i := from; i < min(to, int64(len(rows))); i++ {
		if err := yield(i, rows[i]); err != nil {
			return err
		}
	}
	return nil
}

// Keys implements ledger.Store.
func (m *Memory) Keys(_ context.Context, tenant id.ID) ([]ledger.SealedKey, error) {
	r, unlock := m.lock(tenant)
	defer unlock()
	return slices.Clone(r.KeyRows), nil
}

// AddKey implements ledger.Store.
func (m *Memory) AddKey(_ context.Context, tenant id.ID, k ledger.SealedKey) error {
	r, unlock := m.lock(tenant)
	defer unlock()
	if slices.ContainsFunc(r.KeyRows, func(o ledger.SealedKey) bool { return o.Ordinal == k.Ordinal }) {
		return ledger.ErrFenced
	}
	r.KeyRows = append(r.KeyRows, k)
	return nil
}

// Plain is a Sealer that seals nothing but marks what it has seen.
type Plain struct{}

// Seal implements ledger.Sealer.
func (Plain) Seal(_ context.Context, _ id.ID, b []byte) ([]byte, error) {
	return append([]byte("sealed:"), b...), nil
}

// Open implements ledger.Sealer.
func (Plain) Open(_ context.Context, _ id.ID, b []byte) ([]byte, error) {
	return bytes.TrimPrefix(b, []byte("sealed:")), nil
}
