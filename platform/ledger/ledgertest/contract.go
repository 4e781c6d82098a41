package ledgertest

import (
	"context"
	"encoding/hex"
	"errors"
	"iter"
	"slices"
	"sync"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"linli/platform/id"
	"linli/platform/ledger"
)

// Contract is what every ledger.Store keeps. open gives an empty store.
func Contract(t *testing.T, open func(t *testing.T) (ledger.Store, Queue)) {
	for name, test := range map[string]func(*testing.T, *Office){
		"leaves become provable":                    provable,
		"bulk":                                      bulk,
		"a late commit of an older id":              lateCommit,
		"two sequencers at once":                    twoSequencers,
		"a second writer is fenced":                 fenced,
		"a lease bars others until it lapses":       leases,
		"checkpoints are compared and swapped":      checkpoints,
		"missing events":                            missingEvents,
		"keys":                                      keys,
		"a restarted sequencer goes on":             restart,
		"nothing of another tenant is ever touched": tenants,
	} {
		t.Run(name, func(t *testing.T) {
			s, put := open(t)
			test(t, Open(t, s, put))
		})
	}
}

func provable(t *testing.T, o *Office) {
	seq := o.Sequencer()
	var all [][32]byte
	for minute := range 4 {
		for range []int{1, 70, 0, 3}[minute] {
			all = append(all, o.Event(len(all)))
		}
		o.Clock.Add(time.Minute)
		o.Steps(seq)
		c, h := o.Newest()
		if h.Size%ledger.Step != 0 || h.Size != c.Size || h.Root != c.Root {
			t.Fatalf("checkpoint of size %d, signed %d", c.Size, h.Size)
		}
		for _, commitment := range all {
			if got := ledger.Verify(new(o.Receipt(commitment)), o.Signer.Verifiers()); !got.Proven {
				t.Fatalf("minute %d: %v", minute, got)
			}
		}
	}
	list, err := o.Store.Checkpoints(t.Context(), o.Tenant, 0, 10)
	if err != nil || len(list) != 3 { // the minute without events has none
		t.Fatalf("%d checkpoints, %v", len(list), err)
	}
	for i, old := range list[:2] {
		p, err := o.Ledger.Consistency(t.Context(), o.Tenant, old.Size, list[i+1].Size)
		if err != nil {
			t.Fatal(err)
		}
		path := make(tlog.TreeProof, len(p.Hashes))
		for j, h := range p.Hashes {
			path[j] = tlog.Hash(h)
		}
		if err := tlog.CheckTree(path, list[i+1].Size, list[i+1].Root, old.Size, old.Root); err != nil {
			t.Error(err)
		}
	}
	if r := o.Audit(); !r.Whole() || r.Checkpoints != 3 || r.Leaves != list[2].Size {
		t.Errorf("audit: %+v", r)
	}
}

func bulk(t *testing.T, o *Office) {
	const n = 5000
	first := o.Event(0)
	for i := 1; i < n; i++ {
		o.Event(i)
	}
	seq := o.Sequencer()
	o.Steps(seq)
	o.Clock.Add(time.Minute)
	o.Steps(seq)
	_, h := o.Newest()
	if h.Size < n || h.Size > n+2*ledger.Step {
		t.Errorf("size %d for %d leaves", h.Size, n)
	}
	if r := o.Audit(); !r.Whole() {
		t.Errorf("audit: %+v", r)
	}
	if got := ledger.Verify(new(o.Receipt(first)), o.Signer.Verifiers()); !got.Proven {
		t.Error(got)
	}
}

// A transaction that began earlier holds the older id and may commit later.
func lateCommit(t *testing.T, o *Office) {
	older, newer := o.IDs.New(), o.IDs.New()
	seq := o.Sequencer()
	o.EventAs(1, newer)
	o.Steps(seq)
	late := o.EventAs(2, older)
	o.Clock.Add(time.Minute)
	o.Steps(seq)
	if got := ledger.Verify(new(o.Receipt(late)), o.Signer.Verifiers()); !got.Proven {
		t.Errorf("the leaf with the older id: %v", got)
	}
	if left, err := o.Store.Waiting(t.Context(), o.Tenant, 10); err != nil || len(left) != 0 {
		t.Errorf("%d leaves still wait, %v", len(left), err)
	}
}

func twoSequencers(t *testing.T, o *Office) {
	const n = 300
	seen := map[tlog.Hash]int{}
	for i := range n {
		seen[ledger.LeafHash(o.Event(i))] = 0
	}
	blind := &leaseless{Store: o.Store}
	var both sync.WaitGroup
	for range 2 {
		seq := o.Sequencer(func(opts *ledger.Options) { opts.Store = blind })
		both.Go(func() {
			for range 20 {
				if err := seq.Step(t.Context()); err != nil {
					t.Error(err)
				}
				o.Clock.Add(20 * time.Second)
			}
		})
	}
	both.Wait()
	o.Clock.Add(time.Hour)
	o.Steps(o.Sequencer())
	r := o.Audit()
	if !r.Whole() || r.Checkpoints == 0 {
		t.Errorf("audit: %+v", r)
	}
	err := o.Store.EachLeaf(t.Context(), o.Tenant, 0, r.Leaves, func(_ int64, h tlog.Hash) error {
		if _, ok := seen[h]; ok {
			seen[h]++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for h, times := range seen {
		if times != 1 {
			t.Errorf("leaf %v stands in the tree %d times", h, times)
		}
	}
}

// leaseless hides every lease, so that only the compare-and-swap on the size is left to stop a second sequencer.
type leaseless struct{ ledger.Store }

func (l *leaseless) State(ctx context.Context, tenant id.ID) (ledger.State, error) {
	st, err := l.Store.State(ctx, tenant)
	st.LeaseUntil = time.Time{}
	return st, err
}

func (l *leaseless) Append(ctx context.Context, tenant id.ID, b ledger.Batch, lease ledger.Lease) error {
	lease.Now, lease.Until = lease.Now.Add(100*time.Hour), lease.Until.Add(100*time.Hour)
	return l.Store.Append(ctx, tenant, b, lease)
}

func fenced(t *testing.T, o *Office) {
	o.Event(1)
	row, err := o.Store.Waiting(t.Context(), o.Tenant, 1)
	if err != nil || len(row) != 1 {
		t.Fatal(row, err)
	}
	me := ledger.Lease{Holder: o.IDs.New(), Now: o.Clock.Now(), Until: o.Clock.Now().Add(time.Second)}
	leaf := []tlog.Hash{ledger.LeafHash(row[0].Commitment)}
	for name, b := range map[string]ledger.Batch{
		"a size that is not the tree's":  {From: 1, Leaves: leaf, Taken: []id.ID{row[0].ID}},
		"a row that is not in the queue": {From: 0, Leaves: append(leaf, leaf...), Nodes: leaf, Taken: []id.ID{row[0].ID, o.IDs.New()}},
	} {
		if err := o.Store.Append(t.Context(), o.Tenant, b, me); !errors.Is(err, ledger.ErrFenced) {
			t.Errorf("%s: %v", name, err)
		}
	}
	st, err := o.Store.State(t.Context(), o.Tenant)
	if err != nil || st.Size != 0 || !st.Waiting || !st.Holder.IsZero() {
		t.Errorf("after two fenced writes: %+v, %v", st, err)
	}
	if r := o.Audit(); r.Leaves != 0 {
		t.Errorf("%d leaves are left behind", r.Leaves)
	}
}

func leases(t *testing.T, o *Office) {
	first, second := o.Sequencer(), o.Sequencer()
	o.Event(1)
	o.Steps(first)
	c := o.Event(2)
	o.Steps(second)
	if st, _ := o.Store.State(t.Context(), o.Tenant); !st.Waiting {
		t.Error("the second sequencer worked during the first one's lease")
	}
	other := ledger.Lease{Holder: o.IDs.New(), Now: o.Clock.Now(), Until: o.Clock.Now().Add(time.Second)}
	st, _ := o.Store.State(t.Context(), o.Tenant)
	if err := o.Store.Index(t.Context(), o.Tenant, st.Indexed, st.Indexed, other); !errors.Is(err, ledger.ErrFenced) {
		t.Errorf("a write during another's lease: %v", err)
	}
	o.Clock.Add(time.Minute) // the first one is dead
	o.Steps(second)
	if got := ledger.Verify(new(o.Receipt(c)), o.Signer.Verifiers()); !got.Proven {
		t.Error(got)
	}
	o.Clock.Set(Start.Add(-24 * time.Hour)) // a clock that was a day ahead bars nobody once it is right
	o.Event(3)
	o.Steps(first)
	if st, _ := o.Store.State(t.Context(), o.Tenant); st.Waiting {
		t.Error("a lease of tomorrow stops everybody")
	}
}

func checkpoints(t *testing.T, o *Office) {
	o.Event(1)
	o.Steps(o.Sequencer())
	c, _ := o.Newest()
	me := ledger.Lease{Holder: o.IDs.New(), Now: o.Clock.Now().Add(time.Hour), Until: o.Clock.Now().Add(2 * time.Hour)}
	forged := ledger.Checkpoint{Size: c.Size, At: o.Clock.Now(), Note: []byte("other\n")}
	for _, before := range []int64{0, c.Size, c.Size + ledger.Step} {
		if err := o.Store.PutCheckpoint(t.Context(), o.Tenant, forged, before, me); !errors.Is(err, ledger.ErrFenced) {
			t.Errorf("a second checkpoint of size %d after %d: %v", c.Size, before, err)
		}
	}
	sign, v := Key(t, "press.example")
	line, err := ledger.CosignatureLine(c.Note, sign)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := o.Store.Cosign(t.Context(), o.Tenant, c.Size, sign.Name(), line); err != nil {
			t.Fatal(err)
		}
	}
	if err := o.Store.Cosign(t.Context(), o.Tenant, c.Size+1, sign.Name(), line); err != nil {
		t.Fatal(err)
	}
	got, _ := o.Newest()
	_, witnesses, err := ledger.OpenCheckpoint("demo", got.Note, append(o.Signer.Verifiers(), v))
	if err != nil || !slices.Equal(witnesses, []string{"press.example"}) {
		t.Errorf("witnesses %v, %v", witnesses, err)
	}
	list, err := o.Store.Checkpoints(t.Context(), o.Tenant, 0, 5)
	if err != nil || len(list) != 1 || string(list[0].Note) != string(got.Note) {
		t.Errorf("the list says %v, %v", list, err)
	}
}

func missingEvents(t *testing.T, o *Office) {
	var events []ledger.Committed
	put := func(n int) {
		c := o.Event(n)
		events = append(events, ledger.Committed{Event: o.IDs.New(), Commitment: c})
	}
	seq := o.Sequencer(func(opts *ledger.Options) { opts.Every = time.Hour })
	for i := range 40 { // indexed
		put(i)
	}
	o.Steps(seq)
	for i := range 40 { // in the tree
		put(100 + i)
	}
	o.Steps(seq)
	put(200) // in the queue
	lost := ledger.Committed{Event: o.IDs.New(), Commitment: [32]byte{1}}
	all := func() iter.Seq2[ledger.Committed, error] {
		return func(yield func(ledger.Committed, error) bool) {
			for _, e := range append(events, lost) {
				if !yield(e, nil) {
					return
				}
			}
		}
	}
	got, err := o.Ledger.Missing(t.Context(), o.Tenant, all())
	if err != nil || !slices.Equal(got, []id.ID{lost.Event}) {
		t.Errorf("missing: %v, %v; want only the lost one", got, err)
	}
	if late, err := o.Ledger.Late(t.Context(), o.Tenant, 5*time.Second, 10); err != nil || len(late) != 0 {
		t.Errorf("late at once: %v, %v", late, err)
	}
	o.Clock.Add(6 * time.Second)
	if late, err := o.Ledger.Late(t.Context(), o.Tenant, 5*time.Second, 10); err != nil || len(late) != 1 {
		t.Errorf("late after six seconds: %v, %v", late, err)
	}
}

func keys(t *testing.T, o *Office) {
	o.Event(1)
	o.Steps(o.Sequencer())
	old := o.Signer.Sign("7KD493MX0ZQ8TWP5", [32]byte{7}, Start)
	next, err := ledger.Rotate(t.Context(), o.Store, Plain{}, o.Clock, Random("rotated"), o.Tenant, "demo")
	if err != nil {
		t.Fatal(err)
	}
	if len(next.Keys()) != 2 || next.Keys()[1] != o.Signer.Keys()[0] {
		t.Errorf("keys %v after %v", next.Keys(), o.Signer.Keys())
	}
	if got := ledger.Verify(&old, next.Verifiers()); !got.Signed {
		t.Errorf("what the old key signed: %v", got)
	}
	fresh := next.Sign("7KD493MX0ZQ8TWP5", [32]byte{7}, Start)
	if got := ledger.Verify(&fresh, o.Signer.Verifiers()); got.Reason != ledger.WrongSignature {
		t.Errorf("the new key signs as the old one: %v", got)
	}
	err = o.Store.AddKey(t.Context(), o.Tenant, ledger.SealedKey{Ordinal: 2, Verifier: "x", Sealed: []byte("x"), MadeAt: Start})
	if !errors.Is(err, ledger.ErrFenced) {
		t.Errorf("an ordinal twice: %v", err)
	}
	o.Clock.Add(time.Minute)
	o.Event(2)
	o.Steps(o.Sequencer(func(opts *ledger.Options) { opts.Signer = next }))
	c, err := o.Store.Newest(t.Context(), o.Tenant)
	if err != nil {
		t.Fatal(err)
	}
	h, _, err := ledger.OpenCheckpoint("demo", c.Note, next.Verifiers())
	if err != nil || !slices.Equal(h.Keys, next.Keys()) {
		t.Errorf("the checkpoint names %v, %v", h.Keys, err)
	}
}

func restart(t *testing.T, o *Office) {
	for i := range 150 {
		o.Event(i)
		o.Clock.Add(10 * time.Second)
		o.Steps(o.Sequencer()) // each one reads the right edge anew
	}
	if r := o.Audit(); !r.Whole() || r.Checkpoints < 20 {
		t.Errorf("audit: %+v", r)
	}
}

func tenants(t *testing.T, o *Office) {
	other := o.IDs.New()
	if err := o.Store.Start(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	c := o.Event(1)
	o.Steps(o.Sequencer())
	if st, err := o.Store.State(t.Context(), other); err != nil || st != (ledger.State{}) {
		t.Errorf("the other tenant's state: %+v, %v", st, err)
	}
	if _, err := o.Store.Find(t.Context(), other, ledger.LeafHash(c)); !errors.Is(err, ledger.ErrNoLeaf) {
		t.Errorf("the other tenant finds %s: %v", hex.EncodeToString(c[:]), err)
	}
	if _, err := o.Store.Newest(t.Context(), other); !errors.Is(err, ledger.ErrNoCheckpoint) {
		t.Errorf("the other tenant's checkpoint: %v", err)
	}
	if k, err := o.Store.Keys(t.Context(), other); err != nil || len(k) != 0 {
		t.Errorf("the other tenant's keys: %v, %v", k, err)
	}
	if known, err := o.Store.Known(t.Context(), other, [][32]byte{c}); err != nil || known[0] {
		t.Errorf("the other tenant knows the leaf: %v", err)
	}
}
