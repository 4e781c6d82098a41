package ledger

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"

	"linli/platform/clock"
	"linli/platform/id"
)

const (
	batchLeaves  = 1024            // leaves taken in one transaction; bounds how long others wait for the writer
	indexAtOnce  = 4096            // leaves indexed in one transaction, for the same reason
	indexBacklog = 32 << 10        // unindexed leaves at which indexing no longer waits for the checkpoint
	leaseFor     = 5 * time.Second // how long a silent sequencer keeps others away
	pollEvery    = time.Second     // how soon leaves written by another process are seen
)

// Tick gives a channel that ticks every d, and a function that stops it.
type Tick func(d time.Duration) (<-chan time.Time, func())

// SystemTick ticks by the machine's clock.
func SystemTick(d time.Duration) (<-chan time.Time, func()) {
	t := time.NewTicker(d)
	return t.C, t.Stop
}

// Options of a sequencer. Tenant, Holder, Store, Signer and Clock are required.
type Options struct {
	Tenant    id.ID
	Holder    id.ID // this sequencer's own random name, one a process and tenant
	Store     Store
	Signer    *Signer
	Clock     clock.Clock
	Random    io.Reader     // nil for the machine's randomness
	Every     time.Duration // between checkpoints while the tree grows; one minute when zero
	Cover     time.Duration // when not zero, a checkpoint of dummies alone is made after so long without one
	Tick      Tick          // nil for SystemTick
	Witnesses []Witness
	Alarm     func(context.Context, error) // told of every failure; nil drops them
}

// Sequencer puts one tenant's waiting leaves into its tree and signs its checkpoints. An idle one costs one point read a
// second and writes nothing.
type Sequencer struct {
	Options
	wake   chan struct{}
	signed chan Checkpoint // the newest checkpoint that the witnesses have not been shown

	mu     sync.Mutex // one step at a time
	edge   edge
	loaded bool // edge is what the store held when last seen
}

// NewSequencer returns a sequencer; it does nothing until Run or Step.
func NewSequencer(o Options) *Sequencer {
	if o.Random == nil {
		o.Random = rand.Reader
	}
	if o.Every == 0 {
		o.Every = time.Minute
	}
	if o.Tick == nil {
		o.Tick = SystemTick
	}
	if o.Alarm == nil {
		o.Alarm = func(context.Context, error) {}
	}
	return &Sequencer{Options: o, wake: make(chan struct{}, 1), signed: make(chan Checkpoint, 1)}
}

// Wake tells the sequencer that a leaf was committed. It never blocks; many calls count as one.
func (s *Sequencer) Wake() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// Run integrates and signs until ctx ends, and returns ctx's error; failures go to Alarm and are tried again.
func (s *Sequencer) Run(ctx context.Context) error {
	if err := s.Store.Start(ctx, s.Tenant); err != nil {
		return fmt.Errorf("starting a ledger: %w", err)
	}
	var witnesses sync.WaitGroup
	witnesses.Go(func() { s.showWitnesses(ctx) })
	defer witnesses.Wait()
	ticks, stop := s.Tick(pollEvery)
	defer stop()
	for {
		if err := s.Step(ctx); err != nil && ctx.Err() == nil {
			s.Alarm(ctx, err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-s.wake:
		case <-ticks:
		}
	}
}

// Step does what is to be done now: takes all waiting leaves, and signs a checkpoint when one is due. It does nothing
// while another sequencer's lease runs.
func (s *Sequencer) Step(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		more, err := s.round(ctx)
		switch {
		case errors.Is(err, ErrFenced): // another one was faster; its work is as good as ours
			s.loaded = false
			return nil
		case err != nil:
			s.loaded = false // whether the last write holds may be unknown
			return err
		case !more:
			return nil
		}
	}
}

// round takes at most one batch and signs at most one checkpoint; more says that leaves may still wait.
func (s *Sequencer) round(ctx context.Context) (more bool, err error) {
	st, err := s.Store.State(ctx, s.Tenant)
	if err != nil {
		return false, fmt.Errorf("reading the ledger's state: %w", err)
	}
	if s.lease().Bars(st) {
		return false, nil
	}
	if !st.Waiting && !s.due(st) {
		return false, nil
	}
	if !s.loaded || s.edge.size != st.Size {
		if s.edge, err = loadEdge(ctx, s.Store, s.Tenant, st.Size); err != nil {
			return false, fmt.Errorf("reading the tree's right edge: %w", err)
		}
		s.loaded = true
	}
	if st.Waiting {
		if more, err = s.integrate(ctx, &st); err != nil {
			return false, err
		}
	}
	if st.Size-st.Indexed >= indexBacklog {
		if err := s.index(ctx, &st); err != nil {
			return false, err
		}
	}
	if s.due(st) {
		err = s.checkpoint(ctx, &st)
	}
	return more, err
}

func (s *Sequencer) due(st State) bool {
	since := s.Clock.Now().Sub(st.CheckpointAt)
	grown := st.Size > st.Checkpointed
	return grown && (since >= s.Every || since < 0) || s.Cover > 0 && since >= s.Cover // since < 0: the clock was set back
}

func (s *Sequencer) lease() Lease {
	now := s.Clock.Now()
	return Lease{Holder: s.Holder, Now: now, Until: now.Add(leaseFor)}
}

// index makes what is in the tree findable, in sorted chunks: cheaper than one random insert a leaf.
func (s *Sequencer) index(ctx context.Context, st *State) error {
	for st.Indexed < st.Size {
		to := min(st.Size, st.Indexed+indexAtOnce)
		if err := s.Store.Index(ctx, s.Tenant, st.Indexed, to, s.lease()); err != nil {
			return fmt.Errorf("indexing leaves: %w", err)
		}
		st.Indexed = to
	}
	return nil
}

// checkpoint pads, indexes, signs and stores; only what is stored is shown to anybody.
func (s *Sequencer) checkpoint(ctx context.Context, st *State) error {
	if err := s.pad(ctx, st); err != nil {
		return err
	}
	if err := s.index(ctx, st); err != nil {
		return err
	}
	root := s.edge.root()
	if err := s.extendsLast(ctx, st, root); err != nil {
		return err
	}
	at := s.Clock.Now()
	head := Head{Tenant: s.Signer.Tenant(), Size: st.Size, Root: root, At: at, Keys: s.Signer.Keys()}
	signed, err := note.Sign(&note.Note{Text: head.text()}, s.Signer.newest)
	if err != nil {
		return fmt.Errorf("signing a checkpoint: %w", err)
	}
	c := Checkpoint{Size: st.Size, Root: root, At: at, Note: signed}
	if err := s.Store.PutCheckpoint(ctx, s.Tenant, c, st.Checkpointed, s.lease()); err != nil {
		return fmt.Errorf("storing a checkpoint: %w", err)
	}
	st.Checkpointed, st.CheckpointAt = c.Size, at
	select { // the witnesses need only the newest one
	case <-s.signed:
	default:
	}
	s.signed <- c
	return nil
}
