package ledgertest

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"linli/platform/clock"
	"linli/platform/id"
	"linli/platform/ledger"
)

// Queue writes a leaf as an event's transaction does.
type Queue func(ctx context.Context, tenant id.ID, l ledger.Leaf) error

// Office is one tenant with a ledger, for tests.
type Office struct {
	T      testing.TB
	Tenant id.ID
	Store  ledger.Store
	Put    Queue
	Clock  *clock.Manual
	IDs    *id.Source
	Signer *ledger.Signer
	Ledger *ledger.Ledger
	Alarms *Alarms
}

// Start is the instant at which an Office's clock begins.
var Start = time.Date(2026, 3, 2, 9, 0, 0, 123456000, time.UTC)

// Open makes the tenant "demo" with a fresh key over a store. Its ids come from the test's name, so that tests may
// share a database.
func Open(t testing.TB, s ledger.Store, put Queue) *Office {
	t.Helper()
	c := clock.NewManual(Start)
	o := &Office{T: t, Store: s, Put: put, Clock: c, IDs: id.NewSource(c, Random(t.Name()+" ids")), Ledger: ledger.New(s, c), Alarms: &Alarms{}}
	o.Tenant = o.IDs.New()
	if err := s.Start(t.Context(), o.Tenant); err != nil {
		t.Fatal(err)
	}
	signer, err := ledger.OpenSigner(t.Context(), s, Plain{}, c, nil, o.Tenant, "demo")
	if err != nil {
		t.Fatal(err)
	}
	o.Signer = signer
	return o
}

// Sequencer makes one more sequencer of the tenant.
func (o *Office) Sequencer(change ...func(*ledger.Options)) *ledger.Sequencer {
	opts := ledger.Options{
		Tenant: o.Tenant, Holder: o.IDs.New(), Store: o.Store, Signer: o.Signer, Clock: o.Clock, Alarm: o.Alarms.Add,
	}
	for _, c := range change {
		c(&opts)
	}
	return ledger.NewSequencer(opts)
}

// Event queues the leaf of event n and returns its commitment.
func (o *Office) Event(n int) [32]byte {
	o.T.Helper()
	return o.EventAs(n, o.IDs.New())
}

// EventAs queues the leaf of event n under a given row id.
func (o *Office) EventAs(n int, row id.ID) [32]byte {
	o.T.Helper()
	c := ledger.Commit([16]byte{byte(n)}, binary.BigEndian.AppendUint64(nil, uint64(n)))
	l := ledger.Leaf{ID: row, Event: o.IDs.New(), Commitment: c, QueuedAt: o.Clock.Now()}
	if err := o.Put(o.T.Context(), o.Tenant, l); err != nil {
		o.T.Fatal(err)
	}
	return c
}

// Steps has a sequencer do what is to be done now.
func (o *Office) Steps(s *ledger.Sequencer) {
	o.T.Helper()
	if err := s.Step(o.T.Context()); err != nil {
		o.T.Fatal(err)
	}
}

// Newest is the newest checkpoint, checked.
func (o *Office) Newest() (ledger.Checkpoint, ledger.Head) {
	o.T.Helper()
	c, err := o.Store.Newest(o.T.Context(), o.Tenant)
	if err != nil {
		o.T.Fatal(err)
	}
	h, _, err := ledger.OpenCheckpoint("demo", c.Note, o.Signer.Verifiers())
	if err != nil {
		o.T.Fatalf("the newest checkpoint: %v\n%s", err, c.Note)
	}
	return c, h
}

// Receipt is the complete receipt of an event.
func (o *Office) Receipt(commitment [32]byte) ledger.Receipt {
	o.T.Helper()
	r, err := o.Ledger.Complete(o.T.Context(), o.Tenant, o.Signer.Sign("7KD493MX0ZQ8TWP5", commitment, Start))
	if err != nil {
		o.T.Fatal(err)
	}
	return r
}

// Audit audits the store.
func (o *Office) Audit() *ledger.Report {
	o.T.Helper()
	return o.AuditOf(ledger.StoreSource(o.Store, o.Tenant))
}

// AuditOf audits another source of the same office.
func (o *Office) AuditOf(src ledger.Source) *ledger.Report {
	o.T.Helper()
	r, err := ledger.Audit(o.T.Context(), "demo", src, o.Signer.Verifiers())
	if err != nil {
		o.T.Fatal(err)
	}
	return r
}

// Key makes a note key of any name, the same each time.
func Key(t testing.TB, name string) (note.Signer, note.Verifier) {
	t.Helper()
	private, public := KeyText(t, name)
	s, err := note.NewSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	v, err := note.NewVerifier(public)
	if err != nil {
		t.Fatal(err)
	}
	return s, v
}

// KeyText is the key of Key as text: the private one and the public one.
func KeyText(t testing.TB, name string) (private, public string) {
	t.Helper()
	private, public, err := note.GenerateKey(Random(name), name)
	if err != nil {
		t.Fatal(err)
	}
	return private, public
}

// Random is a stream of bytes that depends on the seed alone.
func Random(seed string) *rand.ChaCha8 { return rand.NewChaCha8(sha256.Sum256([]byte(seed))) }

// Alarms remembers what a sequencer complained about.
type Alarms struct {
	mu  sync.Mutex
	all []error
}

// Add is a ledger.Options.Alarm.
func (a *Alarms) Add(_ context.Context, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.all = append(a.all, err)
}

// All are the alarms so far.
func (a *Alarms) All() []error {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]error(nil), a.all...)
}
