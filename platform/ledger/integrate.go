package ledger

import (
	"context"
	"errors"
	"fmt"
	"io"
	mathrand "math/rand/v2"

	"golang.org/x/mod/sumdb/tlog"

	"linli/platform/id"
)

// Step is the size that every checkpoint's size is a multiple of.
const Step = 64

// integrate takes one batch of what waits: rows that are still in the queue, whatever their ids.
func (s *Sequencer) integrate(ctx context.Context, st *State) (more bool, err error) {
	waiting, err := s.Store.Waiting(ctx, s.Tenant, batchLeaves)
	if err != nil {
		return false, fmt.Errorf("reading the queue: %w", err)
	}
	if len(waiting) == 0 {
		return false, nil
	}
	order, err := s.shuffler()
	if err != nil {
		return false, err
	}
	leaves := make([]tlog.Hash, len(waiting))
	taken := make([]id.ID, len(waiting))
	for i, w := range waiting {
		leaves[i], taken[i] = LeafHash(w.Commitment), w.ID
	}
	order.Shuffle(len(leaves), func(i, j int) { leaves[i], leaves[j] = leaves[j], leaves[i] })
	if st.Size == st.Checkpointed { // so that an index tells not how many events came before it in its minute
		lead, err := s.dummies(order.IntN(Step / 2))
		if err != nil {
			return false, err
		}
		leaves = append(lead, leaves...)
	}
	if err := s.append(ctx, st, leaves, taken); err != nil {
		return false, err
	}
	return len(waiting) == batchLeaves, nil
}

// pad fills the tree up to the next multiple of Step, or by a whole step when it has not grown.
func (s *Sequencer) pad(ctx context.Context, st *State) error {
	n := int((Step - st.Size%Step) % Step)
	if st.Size == st.Checkpointed {
		n = Step
	}
	if n == 0 {
		return nil
	}
	leaves, err := s.dummies(n)
	if err != nil {
		return err
	}
	return s.append(ctx, st, leaves, nil)
}

func (s *Sequencer) append(ctx context.Context, st *State, leaves []tlog.Hash, taken []id.ID) error {
	next := s.edge.clone()
	var nodes []tlog.Hash
	for _, h := range leaves {
		nodes = next.add(h, nodes)
	}
	b := Batch{From: st.Size, Leaves: leaves, Nodes: nodes, Taken: taken}
	if err := s.Store.Append(ctx, s.Tenant, b, s.lease()); err != nil {
		return fmt.Errorf("appending %d leaves at %d: %w", len(leaves), st.Size, err)
	}
	s.edge, st.Size = next, next.size
	return nil
}

// dummies are leaf hashes of random commitments, which nobody can tell from real ones.
func (s *Sequencer) dummies(n int) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, n)
	for i := range out {
		var commitment [32]byte
		if _, err := io.ReadFull(s.Random, commitment[:]); err != nil {
			return nil, fmt.Errorf("making a dummy leaf: %w", err)
		}
		out[i] = LeafHash(commitment)
	}
	return out, nil
}

func (s *Sequencer) shuffler() (*mathrand.Rand, error) {
	var seed [32]byte
	if _, err := io.ReadFull(s.Random, seed[:]); err != nil {
		return nil, fmt.Errorf("reading randomness: %w", err)
	}
	return mathrand.New(mathrand.NewChaCha8(seed)), nil //nolint:gosec // ChaCha8, with a seed of 32 bytes from crypto/rand
}

// ErrForked: the stored tree is not an extension of what was signed before. Nothing more is signed until a person has
// looked: the database was cut, edited or restored from an older copy.
var ErrForked = errors.New("ledger: the tree does not extend what was signed")

// extendsLast refuses to sign a tree that does not begin with the tree signed last.
func (s *Sequencer) extendsLast(ctx context.Context, st *State, root tlog.Hash) error {
	last, err := s.Store.Newest(ctx, s.Tenant)
	if errors.Is(err, ErrNoCheckpoint) && st.Checkpointed == 0 {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading the last checkpoint: %w", err)
	}
	head, _, err := OpenCheckpoint(s.Signer.Tenant(), last.Note, s.Signer.verifiers)
	if err != nil {
		return fmt.Errorf("%w: the last checkpoint: %w", ErrForked, err)
	}
	if head.Size != st.Checkpointed || head.Size > st.Size {
		now, err := s.Store.State(ctx, s.Tenant)
		if err != nil {
			return fmt.Errorf("reading the ledger's state: %w", err)
		}
		if now.Checkpointed != st.Checkpointed { // another sequencer signed since the state was read
			return ErrFenced
		}
		return fmt.Errorf("%w: signed size %d, stored %d of %d", ErrForked, head.Size, st.Checkpointed, st.Size)
	}
	path, err := tlog.ProveTree(st.Size, head.Size, hashReader(ctx, s.Store, s.Tenant))
	if err != nil {
		return fmt.Errorf("%w: %w", ErrForked, err)
	}
	if err := tlog.CheckTree(path, st.Size, root, head.Size, head.Root); err != nil {
		return fmt.Errorf("%w: %w", ErrForked, err)
	}
	return nil
}
