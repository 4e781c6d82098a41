package bench

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"linli/platform/id"
	"linli/platform/ledger"
	"linli/store/dialect"
	store "linli/store/ledger"
	"linli/store/migrations"
)

// register is one tenant's ledger on files, with a floor beside it.
type register struct {
	clock  *lapse
	trace  *trace
	floor  *floor
	place  *place
	cases  *dialect.DB
	keys   *dialect.DB
	store  *store.Store
	ids    *id.Source
	tenant id.ID
	signer *ledger.Signer
	leaves int
}

// ledgers measures what follows a case's own transaction, in which its leaf was queued: the sequencer in bulk and in eights,
// a proof, and the whole tree recomputed.
func ledgers(ctx context.Context, r *runner) (err error) {
	n := 100_000
	if r.quick {
		n = 40 * r.ops
	}
	dir, err := os.MkdirTemp("", "linli-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	g, err := openRegister(ctx, dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, g.close(ctx)) }()
	w := &world{place: g.place, size: n}
	fmt.Fprintf(r.log, "ledger of %d leaves\n", n)
	var bulk, eights, proof, verify figures
	for range r.repeats {
		if err := g.timed(ctx, &bulk, n/r.repeats, n/r.repeats); err != nil {
			return err
		}
	}
	for range r.repeats {
		if err := g.timed(ctx, &eights, 800, 8); err != nil {
			return err
		}
	}
	for range r.repeats {
		if err := g.proofs(ctx, &proof, 200); err != nil {
			return err
		}
		if err := g.verify(ctx, &verify); err != nil {
			return err
		}
	}
	r.report(bulk.result("ledger.bulk", w, perSecond), eights.result("ledger.eights", w, perSecond), proof.result("ledger.proof", w, milliseconds),
		verify.result("ledger.verify", w, milliseconds))
	return nil
}

func openRegister(ctx context.Context, dir string) (*register, error) {
	g := &register{clock: &lapse{}, trace: &trace{}}
	g.ids = id.NewSource(g.clock, nil)
	g.tenant = g.ids.New()
	var err error
	if g.place, err = newPlace(ctx, dialect.SQLite, filepath.Join(dir, "office"), ""); err != nil {
		return nil, err
	}
	if g.cases, g.keys, err = g.place.open(ctx, g.trace.watch); err != nil {
		return nil, err
	}
	beside, err := newPlace(ctx, dialect.SQLite, filepath.Join(dir, "floor"), "")
	if err != nil {
		return nil, err
	}
	if g.floor, err = openFloor(ctx, beside); err != nil {
		return nil, err
	}
	g.floor.batch = 1 // a sequencer commits alone
	for _, db := range []*dialect.DB{g.cases, g.floor.cases} {
		if _, err := migrations.Up(ctx, db, migrations.Cases); err != nil {
			return nil, err
		}
	}
	g.store = store.New(g.cases)
	err = g.mirror(ctx, func() error {
		if err := g.store.Start(ctx, g.tenant); err != nil {
			return err
		}
		g.signer, err = ledger.OpenSigner(ctx, g.store, unsealed{}, g.clock, nil, g.tenant, "bench")
		return err
	})
	return g, err
}

func (g *register) close(ctx context.Context) error {
	return errors.Join(g.cases.Close(), g.keys.Close(), g.floor.close(ctx))
}

func (g *register) mirror(ctx context.Context, f func() error) error {
	all, err := g.trace.during(f)
	if err != nil {
		return err
	}
	_, err = g.floor.again(ctx, only(all, nothing))
	return err
}

// queue writes leaves as the events' transactions do; that belongs to the events and is not timed here.
func (g *register) queue(ctx context.Context, n int) error {
	return g.mirror(ctx, func() error {
		for n > 0 {
			var change []dialect.Statement
			for range min(n, 1000) {
				change = append(change, store.InsertLeaf(g.tenant, ledger.Leaf{ID: g.ids.New(), Event: g.ids.New(), Commitment: commitment(g.leaves),
					QueuedAt: g.clock.Now()}))
				g.leaves, n = g.leaves+1, n-1
			}
			if err := g.cases.Play(ctx, change); err != nil {
				return err
			}
		}
		return nil
	})
}

func commitment(n int) [32]byte { return sha256.Sum256(binary.BigEndian.AppendUint64(nil, uint64(n))) }

func (g *register) sequencer() *ledger.Sequencer {
	return ledger.NewSequencer(ledger.Options{Tenant: g.tenant, Holder: g.ids.New(), Store: g.store, Signer: g.signer, Clock: g.clock})
}

// timed integrates n leaves, step by step, and signs at the end.
func (g *register) timed(ctx context.Context, f *figures, n, step int) error {
	var took, bare time.Duration
	var each []time.Duration
	seq := g.sequencer()
	for left := n; left > 0; left -= step {
		if err := g.queue(ctx, min(step, left)); err != nil {
			return err
		}
		if left <= step {
			g.clock.add(2 * time.Minute) // a checkpoint is due
		}
		var one time.Duration
		all, err := g.trace.during(func() error {
			began := time.Now()
			err := seq.Step(ctx)
			one = time.Since(began)
			return err
		})
		if err != nil {
			return err
		}
		t, err := g.floor.again(ctx, only(all, nothing))
		if err != nil {
			return err
		}
		took, bare, each = took+one, bare+t, append(each, one)
	}
	f.add(float64(n)/took.Seconds(), float64(n)/bare.Seconds(), each)
	return nil
}

// proofs finds leaves and proves that they are in the tree, one after the other.
func (g *register) proofs(ctx context.Context, f *figures, n int) error {
	l := ledger.New(g.store, g.clock)
	var done load
	all, err := g.trace.during(func() (err error) {
		done, err = closed(ctx, 1, n, func(_, i int) error {
			c := commitment(i * 7919 % g.leaves)
			_, err := l.Prove(ctx, g.tenant, ledger.LeafHash(c), 0)
			return err
		})
		return err
	})
	if err != nil {
		return err
	}
	bare, err := g.floor.again(ctx, only(all, everything))
	if err != nil {
		return err
	}
	f.add(ms(done.took)/float64(n), ms(bare)/float64(n), done.each)
	return nil
}

// verify recomputes the tree and every checkpoint from the leaves.
func (g *register) verify(ctx context.Context, f *figures) error {
	began := time.Now()
	all, err := g.trace.during(func() error {
		report, err := ledger.Audit(ctx, "bench", ledger.StoreSource(g.store, g.tenant), g.signer.Verifiers())
		if err == nil && (!report.Whole() || report.Leaves < int64(g.leaves)) {
			err = fmt.Errorf("the ledger is not whole: %+v", report)
		}
		return err
	})
	took := time.Since(began)
	if err != nil {
		return err
	}
	bare, err := g.floor.again(ctx, only(all, everything))
	if err != nil {
		return err
	}
	f.add(ms(took), ms(bare), nil)
	return nil
}

func everything(string) bool { return true }

// unsealed keeps the signing key of a ledger that nobody relies on.
type unsealed struct{}

// Seal returns the key as it is.
func (unsealed) Seal(_ context.Context, _ id.ID, plain []byte) ([]byte, error) { return plain, nil }

// Open returns the key as it is.
func (unsealed) Open(_ context.Context, _ id.ID, sealed []byte) ([]byte, error) { return sealed, nil }
