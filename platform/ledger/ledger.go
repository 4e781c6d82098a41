package ledger

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/id"
)

// Ledger answers questions about tenants' trees. It writes nothing.
type Ledger struct {
	store Store
	clock clock.Clock
}

// New returns a ledger over a store.
func New(s Store, c clock.Clock) *Ledger { return &Ledger{s, c} }

// Checkpoint returns the newest checkpoint. Faults: NotFound "ledger.checkpoint.none".
func (l *Ledger) Checkpoint(ctx context.Context, tenant id.ID) (Checkpoint, error) {
	c, err := l.store.Newest(ctx, tenant)
	if errors.Is(err, ErrNoCheckpoint) {
		return c, fault.Wrap(fault.NotFound, "ledger.checkpoint.none", err)
	}
	return c, err
}

// Checkpoints returns up to limit checkpoints above a size, smallest first.
func (l *Ledger) Checkpoints(ctx context.Context, tenant id.ID, after int64, limit int) ([]Checkpoint, error) {
	return l.store.Checkpoints(ctx, tenant, after, limit)
}

// Prove proves that a leaf is in the tree of that size; size 0 means the newest checkpoint's.
// Faults: NotFound "ledger.leaf.unknown" (also for a leaf that no checkpoint covers yet), "ledger.checkpoint.none";
// Invalid "ledger.size.beyond" (field size).
func (l *Ledger) Prove(ctx context.Context, tenant id.ID, leaf tlog.Hash, size int64) (Proof, error) {
	newest, err := l.Checkpoint(ctx, tenant)
	if err != nil {
		return Proof{}, err
	}
	if size == 0 {
		size = newest.Size
	}
	return l.prove(ctx, tenant, leaf, size, newest.Size)
}

func (l *Ledger) prove(ctx context.Context, tenant id.ID, leaf tlog.Hash, size, published int64) (Proof, error) {
	if size < 1 || size > published {
		return Proof{}, fault.Field("size", "ledger.size.beyond").With(fault.Args{"size": published})
	}
	index, err := l.store.Find(ctx, tenant, leaf)
	if errors.Is(err, ErrNoLeaf) || err == nil && index >= size {
		return Proof{}, fault.Wrap(fault.NotFound, "ledger.leaf.unknown", err).At("leaf")
	}
	if err != nil {
		return Proof{}, fmt.Errorf("finding a leaf: %w", err)
	}
	path, err := tlog.ProveRecord(size, index, hashReader(ctx, l.store, tenant))
	if err != nil {
		return Proof{}, fmt.Errorf("proving leaf %d of %d: %w", index, size, err)
	}
	return Proof{Index: index, Size: size, Hashes: hexIDs(path)}, nil
}

// Consistency proves that the tree of size begins with the tree of from (RFC 6962 section 2.1.2); size 0 means the newest
// checkpoint's. Faults as Prove, field from or size.
func (l *Ledger) Consistency(ctx context.Context, tenant id.ID, from, size int64) (Consistency, error) {
	newest, err := l.Checkpoint(ctx, tenant)
	if err != nil {
		return Consistency{}, err
	}
	if size == 0 {
		size = newest.Size
	}
	if size < 1 || size > newest.Size {
		return Consistency{}, fault.Field("size", "ledger.size.beyond").With(fault.Args{"size": newest.Size})
	}
	if from < 1 || from > size {
		return Consistency{}, fault.Field("from", "ledger.from.beyond").With(fault.Args{"size": size})
	}
	path, err := tlog.ProveTree(size, from, hashReader(ctx, l.store, tenant))
	if err != nil {
		return Consistency{}, fmt.Errorf("proving %d within %d: %w", from, size, err)
	}
	return Consistency{From: from, Size: size, Hashes: hexIDs(path)}, nil
}

// Consistency shows that one tree is the beginning of another.
type Consistency struct {
	From   int64   `json:"from"`
	Size   int64   `json:"size"`
	Hashes []HexID `json:"hashes"`
}

// Leaves yields leaf hashes from an index on, as far as the newest checkpoint covers them and at most limit of them.
func (l *Ledger) Leaves(ctx context.Context, tenant id.ID, from, limit int64, yield func(tlog.Hash) error) error {
	newest, err := l.Checkpoint(ctx, tenant)
	if err != nil {
		return err
	}
	to := min(newest.Size, from+limit)
	return l.store.EachLeaf(ctx, tenant, from, to, func(_ int64, h tlog.Hash) error { return yield(h) })
}

// Complete adds the newest checkpoint and the proof under it. It returns the receipt as it was when no checkpoint covers
// its leaf yet.
func (l *Ledger) Complete(ctx context.Context, tenant id.ID, r Receipt) (Receipt, error) {
	leaf, err := parseHex(r.Leaf)
	if err != nil {
		return r, fmt.Errorf("completing a receipt: %w", err)
	}
	newest, err := l.store.Newest(ctx, tenant)
	if errors.Is(err, ErrNoCheckpoint) {
		return r, nil
	}
	if err != nil {
		return r, fmt.Errorf("completing a receipt: %w", err)
	}
	p, err := l.prove(ctx, tenant, leaf, newest.Size, newest.Size)
	if f := (*fault.Error)(nil); errors.As(err, &f) && f.Code == fault.NotFound {
		return r, nil
	}
	if err != nil {
		return r, err
	}
	return r.Prove(newest, p), nil
}

// Verify checks a receipt against the tenant's own tree as it stands now: beyond what [Verify] does, a receipt without a
// proof is completed, and the tree of today must contain the tree that the receipt's checkpoint signed.
func (l *Ledger) Verify(ctx context.Context, tenant id.ID, r *Receipt) (Result, error) {
	keys, err := ReadVerifiers(ctx, l.store, tenant)
	if errors.Is(err, ErrNoKey) {
		return Result{Reason: UnknownKey}, nil
	}
	if err != nil {
		return Result{}, err
	}
	got := Verify(r, keys)
	if got.Signed && got.Reason == Pending {
		full, err := l.Complete(ctx, tenant, *r)
		if err != nil {
			return Result{}, fmt.Errorf("completing a receipt: %w", err)
		}
		return Verify(&full, keys), nil
	}
	if !got.Proven {
		return got, nil
	}
	ok, err := l.extends(ctx, tenant, *r.Checkpoint, keys)
	if err != nil {
		return Result{}, err
	}
	if !ok {
		return Result{Signed: true, Reason: Forked}, nil
	}
	return got, nil
}

// extends reports whether today's tree begins with the tree of a checkpoint that the office signed.
func (l *Ledger) extends(ctx context.Context, tenant id.ID, signed string, keys []note.Verifier) (bool, error) {
	old, err := HeadOf([]byte(signed))
	if err != nil {
		return false, err
	}
	newest, err := l.store.Newest(ctx, tenant)
	if errors.Is(err, ErrNoCheckpoint) {
		return false, nil // the office signed a checkpoint that its ledger has lost
	}
	if err != nil {
		return false, fmt.Errorf("reading the newest checkpoint: %w", err)
	}
	now, _, err := OpenCheckpoint(old.Tenant, newest.Note, keys)
	if err != nil {
		return false, fmt.Errorf("reading the newest checkpoint: %w", err)
	}
	if old.Size > now.Size {
		return false, nil
	}
	path, err := tlog.ProveTree(now.Size, old.Size, hashReader(ctx, l.store, tenant))
	if errors.Is(err, ErrMissingHash) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("proving %d within %d: %w", old.Size, now.Size, err)
	}
	return tlog.CheckTree(path, now.Size, now.Root, old.Size, old.Root) == nil, nil
}

// Late returns up to limit leaves that have waited in the queue for longer than after: an alarm, because the sequencer
// takes a leaf within a second.
func (l *Ledger) Late(ctx context.Context, tenant id.ID, after time.Duration, limit int) ([]Leaf, error) {
	waiting, err := l.store.Waiting(ctx, tenant, limit)
	if err != nil {
		return nil, fmt.Errorf("reading the queue: %w", err)
	}
	before := l.clock.Now().Add(-after)
	var late []Leaf
	for _, w := range waiting {
		if w.QueuedAt.Before(before) {
			late = append(late, w)
		}
	}
	return late, nil
}

// Committed is an event as its own row has it.
type Committed struct {
	Event      id.ID
	Commitment [32]byte
}

// Missing returns the events whose leaf is neither in the queue nor in the tree: an alarm, because the leaf is written in
// the event's transaction. An event whose commitment was altered is missing too.
func (l *Ledger) Missing(ctx context.Context, tenant id.ID, events iter.Seq2[Committed, error]) ([]id.ID, error) {
	const chunk = 256
	var missing []id.ID
	var batch []Committed
	flush := func() error {
		commitments := make([][32]byte, len(batch))
		for i, e := range batch {
			commitments[i] = e.Commitment
		}
		known, err := l.store.Known(ctx, tenant, commitments)
		if err != nil {
			return fmt.Errorf("looking for leaves: %w", err)
		}
		for i, e := range batch {
			if !known[i] {
				missing = append(missing, e.Event)
			}
		}
		batch = batch[:0]
		return nil
	}
	for e, err := range events {
		if err != nil {
			return missing, fmt.Errorf("reading events: %w", err)
		}
		if batch = append(batch, e); len(batch) == chunk {
			if err := flush(); err != nil {
				return missing, err
			}
		}
	}
	return missing, flush()
}

func hexIDs(path []tlog.Hash) []HexID {
	out := make([]HexID, len(path))
	for i, h := range path {
		out[i] = HexID(h)
	}
	return out
}
