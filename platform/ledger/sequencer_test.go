package ledger_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"linli/platform/id"
	"linli/platform/ledger"
	"linli/platform/ledger/ledgertest"
)

// counted counts what a sequencer asks of its store.
type counted struct {
	*ledgertest.Memory
	mu            sync.Mutex
	states, reads int
}

func (c *counted) State(ctx context.Context, tenant id.ID) (ledger.State, error) {
	c.mu.Lock()
	c.states++
	c.mu.Unlock()
	return c.Memory.State(ctx, tenant)
}

func (c *counted) Waiting(ctx context.Context, tenant id.ID, limit int) ([]ledger.Leaf, error) {
	c.mu.Lock()
	c.reads++
	c.mu.Unlock()
	return c.Memory.Waiting(ctx, tenant, limit)
}

func TestRunIntegratesWithinASecondAndSignsWithinAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := ledgertest.NewMemory()
		c := &counted{Memory: m}
		o := ledgertest.Open(t, c, m.Queue)
		m.Fail = func(write string) error {
			t.Errorf("an idle sequencer writes: %s", write)
			return nil
		}
		seq := o.Sequencer()
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- seq.Run(ctx) }()
		time.Sleep(time.Hour) // of the bubble's clock
		synctest.Wait()
		c.mu.Lock()
		if c.reads != 0 || c.states > 3602 {
			t.Errorf("an idle hour cost %d reads of the queue and %d of the state", c.reads, c.states)
		}
		c.mu.Unlock()
		m.Fail = nil

		woken := o.Event(1)
		seq.Wake()
		synctest.Wait() // no time passes
		if st, _ := m.State(ctx, o.Tenant); st.Waiting {
			t.Error("a woken sequencer left the leaf in the queue")
		}
		if got := ledger.Verify(new(o.Receipt(woken)), o.Signer.Verifiers()); !got.Proven {
			t.Errorf("the first leaf: %v", got)
		}
		polled := o.Event(2) // another process wrote it, and woke nobody
		time.Sleep(1100 * time.Millisecond)
		synctest.Wait()
		if st, _ := m.State(ctx, o.Tenant); st.Waiting {
			t.Error("after a second the leaf still waits")
		}
		if r := o.Receipt(polled); r.Proof != nil {
			t.Error("two checkpoints within a minute")
		}
		o.Clock.Add(time.Minute)
		time.Sleep(time.Second)
		synctest.Wait()
		if got := ledger.Verify(new(o.Receipt(polled)), o.Signer.Verifiers()); !got.Proven {
			t.Errorf("after a minute: %v", got)
		}
		stop()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
}

func TestAFailedWriteIsTriedAgain(t *testing.T) {
	broken := errors.New("no room")
	for _, write := range []string{"append", "index", "checkpoint"} {
		m := ledgertest.NewMemory()
		o := ledgertest.Open(t, m, m.Queue)
		w := &recorder{}
		seq := o.Sequencer(func(opts *ledger.Options) { opts.Witnesses = []ledger.Witness{w} })
		c := o.Event(1)
		m.Fail = func(got string) error {
			if got == write {
				return broken
			}
			return nil
		}
		if err := seq.Step(t.Context()); !errors.Is(err, broken) {
			t.Errorf("%s: %v", write, err)
		}
		if _, err := m.Newest(t.Context(), o.Tenant); !errors.Is(err, ledger.ErrNoCheckpoint) {
			t.Errorf("%s: a checkpoint that was not stored is published", write)
		}
		m.Fail = nil
		o.Steps(seq)
		if got := ledger.Verify(new(o.Receipt(c)), o.Signer.Verifiers()); !got.Proven {
			t.Errorf("%s: %v", write, got)
		}
		if r := o.Audit(); !r.Whole() {
			t.Errorf("%s: %+v", write, r)
		}
	}
}

// The size tells no count: whatever was written in a minute up to a step, the published size grows by one step.
func TestSizesTellNoCount(t *testing.T) {
	sizes := func(events int) (out []int64) {
		m := ledgertest.NewMemory()
		o := ledgertest.Open(t, m, m.Queue)
		seq := o.Sequencer()
		for minute := range 5 {
			for n := range events {
				o.Event(minute*100 + n)
			}
			o.Steps(seq)
			o.Clock.Add(time.Minute)
			_, h := o.Newest()
			out = append(out, h.Size)
		}
		return out
	}
	if one, many := sizes(1), sizes(32); !slices.Equal(one, many) || one[4] != 5*ledger.Step {
		t.Errorf("one event a minute: %v, thirty-two: %v", one, many)
	}
}

// A receipt's index must not tell how many events came before it in its minute.
func TestTheFirstLeafStandsAnywhere(t *testing.T) {
	seen := map[int64]bool{}
	for range 40 {
		m := ledgertest.NewMemory()
		o := ledgertest.Open(t, m, m.Queue)
		c := o.Event(1)
		o.Steps(o.Sequencer())
		seen[o.Receipt(c).Proof.Index] = true
	}
	if len(seen) < 8 {
		t.Errorf("the first of a minute stood at %v in forty ledgers", seen)
	}
}

func TestCoverMakesCheckpointsOfDummiesAlone(t *testing.T) {
	m := ledgertest.NewMemory()
	o := ledgertest.Open(t, m, m.Queue)
	seq := o.Sequencer(func(opts *ledger.Options) { opts.Cover = time.Hour })
	for range 3 {
		o.Steps(seq)
		o.Clock.Add(time.Hour)
	}
	if _, h := o.Newest(); h.Size != 3*ledger.Step {
		t.Errorf("size %d after three quiet hours", h.Size)
	}
	if r := o.Audit(); !r.Whole() {
		t.Errorf("%+v", r)
	}
}

type recorder struct {
	mu    sync.Mutex
	sizes []int64
	line  string
	err   error
}

func (r *recorder) Name() string { return "recorder" }

func (r *recorder) Countersign(ctx context.Context, c ledger.Checkpoint, prove func(context.Context, int64) (tlog.TreeProof, error)) (string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if n := len(r.sizes); n > 0 {
		if _, err := prove(ctx, r.sizes[n-1]); err != nil {
			return "", err
		}
	}
	r.sizes = append(r.sizes, c.Size)
	return r.line, r.err
}

func TestWitnesses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := ledgertest.NewMemory()
		o := ledgertest.Open(t, m, m.Queue)
		sign, verifier := ledgertest.Key(t, "press.example")
		press := &ledger.FileWitness{Dir: t.TempDir(), Log: o.Signer.Verifiers(), Sign: sign}
		silent := &ledger.FileWitness{Dir: t.TempDir(), Log: o.Signer.Verifiers()}
		liar := &recorder{line: "— liar notbase64\n"}
		down := &recorder{err: errors.New("down")}
		seq := o.Sequencer(func(opts *ledger.Options) { opts.Witnesses = []ledger.Witness{down, liar, press, silent} })
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		done := make(chan error)
		go func() { done <- seq.Run(ctx) }()
		for n := range 3 {
			o.Event(n)
			seq.Wake()
			synctest.Wait()
			o.Clock.Add(time.Minute)
		}
		c, _ := o.Newest()
		head, witnesses, err := ledger.OpenCheckpoint("demo", c.Note, append(o.Signer.Verifiers(), verifier))
		if err != nil || !slices.Equal(witnesses, []string{"press.example"}) {
			t.Errorf("countersigned by %v, %v", witnesses, err)
		}
		if !slices.Equal(down.sizes, []int64{64, 128, 192}) || head.Size != 192 {
			t.Errorf("the witness saw %v", down.sizes)
		}
		if len(o.Alarms.All()) != 6 {
			t.Errorf("a witness that is down and one that lies made %d alarms in three minutes", len(o.Alarms.All()))
		}
		stop()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("stopped with %v", err)
		}
	})
}

func TestAWitnessRefusesAFork(t *testing.T) {
	o, rows, _ := grown(t, 2)
	w := &ledger.FileWitness{Dir: t.TempDir(), Log: o.Signer.Verifiers()}
	prove := func(_ context.Context, from int64) (tlog.TreeProof, error) {
		return tlog.ProveTree(rows.State.Size, from, tlog.HashReaderFunc(func(x []int64) ([]tlog.Hash, error) {
			return o.Store.Hashes(t.Context(), o.Tenant, x)
		}))
	}
	for _, c := range rows.Checkpoints {
		if _, err := w.Countersign(t.Context(), c, prove); err != nil {
			t.Fatal(err)
		}
	}
	older := rows.Checkpoints[0]
	if _, err := w.Countersign(t.Context(), older, prove); !errors.Is(err, ledger.ErrForked) {
		t.Errorf("an older checkpoint after a newer one: %v", err)
	}
	*rows = ledgertest.Rows{KeyRows: rows.KeyRows, Place: rows.Place, Cosigned: rows.Cosigned}
	for n := range 3 {
		o.Event(n + 4000)
		o.Steps(o.Sequencer())
		o.Clock.Add(time.Minute)
	}
	for _, c := range rows.Checkpoints[1:] { // the same size with another root, and a greater one
		if _, err := w.Countersign(t.Context(), c, prove); !errors.Is(err, ledger.ErrForked) {
			t.Errorf("size %d of another past: %v", c.Size, err)
		}
	}
	stranger, _ := ledgertest.Key(t, "linli/demo")
	h, _ := ledger.HeadOf(rows.Checkpoints[2].Note)
	text := string(rows.Checkpoints[2].Note[:slices.Index(rows.Checkpoints[2].Note, 226)-1])
	forged, err := note.Sign(&note.Note{Text: text}, stranger)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Countersign(t.Context(), ledger.Checkpoint{Size: h.Size, Root: h.Root, Note: forged}, prove); !errors.Is(err, ledger.ErrUnsigned) {
		t.Errorf("signed by a stranger: %v", err)
	}
}
