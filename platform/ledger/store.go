package ledger

import (
	"context"
	"errors"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"linli/platform/id"
)

// Errors of a Store, compared with errors.Is.
var (
	// ErrFenced: another sequencer moved the tree, or holds the lease; nothing was written. Read the state again.
	ErrFenced = errors.New("ledger: another sequencer moved the tree")
	// ErrNoLeaf: the leaf is not in the indexed part of the tree.
	ErrNoLeaf = errors.New("ledger: no such leaf")
	// ErrNoCheckpoint: no checkpoint of that size, or none at all yet.
	ErrNoCheckpoint = errors.New("ledger: no such checkpoint")
	// ErrMissingHash: the store lacks a hash that the tree's size says it has. The tree was cut: an alarm.
	ErrMissingHash = errors.New("ledger: a stored hash is missing")
	// ErrNoKey: the tenant has no signing key yet.
	ErrNoKey = errors.New("ledger: no key")
)

// State is what a tenant's tree row says.
type State struct {
	Size         int64     // leaves in the tree
	Indexed      int64     // leaves that Store.Find can find; at most Size
	Checkpointed int64     // size of the newest checkpoint; 0 when there is none
	CheckpointAt time.Time // instant of the newest checkpoint
	Holder       id.ID     // sequencer that holds the lease
	LeaseUntil   time.Time
	Waiting      bool // whether any leaf waits in the queue
}

// Lease is a sequencer's claim, checked and renewed inside each of its writes: a write succeeds while nobody else's lease
// runs. An idle sequencer writes nothing and lets its lease lapse.
type Lease struct {
	Holder     id.ID
	Now, Until time.Time
}

// LeaseSkew is by how much another process's clock may run ahead: a lease that ends later than that after one's own would
// is the mark of a clock that was set wrong, and bars nobody.
const LeaseSkew = time.Minute

// Bars reports whether the state's lease belongs to somebody else and still runs. A store's writes hold by the same rule.
func (l Lease) Bars(st State) bool {
	return st.Holder != l.Holder && st.LeaseUntil.After(l.Now) && !st.LeaseUntil.After(l.Until.Add(LeaseSkew))
}

// Batch appends leaves to a tree.
type Batch struct {
	From   int64       // the tree's size before; the append succeeds only at exactly this size
	Leaves []tlog.Hash // leaf hashes From, From+1, …
	Nodes  []tlog.Hash // inner hashes that the leaves complete, in stored order, beginning at NodeCount(From)
	Taken  []id.ID     // queue rows that leave the queue with this batch, each of which must still be there
}

// Checkpoint is a signed note as it was stored, before anybody saw it.
type Checkpoint struct {
	Size int64
	Root tlog.Hash
	At   time.Time
	Note []byte // the signed note (golang.org/x/mod/sumdb/note), with the office's signature and any countersignatures
}

// SealedKey is a tenant's signing key at rest.
type SealedKey struct {
	Ordinal  int64  // 1 for the first key; the highest one signs, all of them verify
	Verifier string // public: NAME+HASH+KEY, as in package note
	Sealed   []byte // the signing key, wrapped by the Sealer
	MadeAt   time.Time
}

// Store keeps the rows of every tenant's ledger. All writes are all-or-nothing and durable when they return nil.
type Store interface {
	// Start makes the tenant's tree row where there is none.
	Start(ctx context.Context, tenant id.ID) error
	State(ctx context.Context, tenant id.ID) (State, error)
	// Waiting returns up to limit leaves of the queue, oldest id first.
	Waiting(ctx context.Context, tenant id.ID, limit int) ([]Leaf, error)
	// Append moves leaves from the queue into the tree, or fails with ErrFenced.
	Append(ctx context.Context, tenant id.ID, b Batch, l Lease) error
	// Index makes the leaves from … to-1 findable by their hash, or fails with ErrFenced.
	Index(ctx context.Context, tenant id.ID, from, to int64, l Lease) error
	// PutCheckpoint stores a checkpoint of the tree as it stands, after the one of size before, or fails with ErrFenced.
	PutCheckpoint(ctx context.Context, tenant id.ID, c Checkpoint, before int64, l Lease) error
	// Cosign keeps a witness's signature line under the checkpoint of that size; a line already kept is left alone.
	Cosign(ctx context.Context, tenant id.ID, size int64, witness, line string) error

	// Newest returns the checkpoint with the greatest size, countersignatures included.
	Newest(ctx context.Context, tenant id.ID) (Checkpoint, error)
	// Checkpoints returns up to limit checkpoints with a size above after, smallest first.
	Checkpoints(ctx context.Context, tenant id.ID, after int64, limit int) ([]Checkpoint, error)
	// Hashes returns the hashes at tlog's stored indexes, in the order asked for, or ErrMissingHash.
	Hashes(ctx context.Context, tenant id.ID, indexes []int64) ([]tlog.Hash, error)
	// Find returns the index of a leaf, or ErrNoLeaf.
	Find(ctx context.Context, tenant id.ID, leaf tlog.Hash) (int64, error)
	// Known reports for each leaf whether it waits in the queue or is in the tree.
	Known(ctx context.Context, tenant id.ID, commitments [][32]byte) ([]bool, error)
	// EachLeaf yields the leaf hashes of indexes from … to-1 that exist, in order, with their index.
	EachLeaf(ctx context.Context, tenant id.ID, from, to int64, yield func(index int64, h tlog.Hash) error) error
	// EachNode yields the inner hashes of node indexes from … to-1 that exist, in order (see NodeIndex).
	EachNode(ctx context.Context, tenant id.ID, from, to int64, yield func(index int64, h tlog.Hash) error) error

	// Keys returns the tenant's keys, lowest ordinal first.
	Keys(ctx context.Context, tenant id.ID) ([]SealedKey, error)
	// AddKey keeps a key, or fails with ErrFenced when its ordinal is taken.
	AddKey(ctx context.Context, tenant id.ID, k SealedKey) error
}
