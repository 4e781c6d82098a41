package ledger_test

import (
	"encoding/binary"
	"path/filepath"
	"testing"
	"time"

	"linli/platform/ledger"
	"linli/platform/ledger/ledgertest"
	"linli/store/dialect"
	store "linli/store/ledger"
	"linli/store/migrations"
)

const benchLeaves = 100_000

// office opens a SQLite database with that many leaves in the queue.
func office(b *testing.B, leaves int) *ledgertest.Office {
	b.Helper()
	db, err := dialect.Open(b.Context(), "", dialect.Options{File: filepath.Join(b.TempDir(), "cases.db")})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	if _, err := migrations.Up(b.Context(), db, migrations.Cases); err != nil {
		b.Fatal(err)
	}
	o := ledgertest.Open(b, store.New(db), queue(db))
	for from := 0; from < leaves; from += 1000 {
		var change []dialect.Statement
		for n := from; n < from+1000; n++ {
			c := ledger.Commit([16]byte{1}, binary.BigEndian.AppendUint64(nil, uint64(n)))
			change = append(change, store.InsertLeaf(o.Tenant, ledger.Leaf{ID: o.IDs.New(), Event: o.IDs.New(), Commitment: c, QueuedAt: o.Clock.Now()}))
		}
		if err := db.Play(b.Context(), change); err != nil {
			b.Fatal(err)
		}
	}
	return o
}

// BenchmarkBulk integrates, indexes and signs; the queueing is not timed. Run it with -benchtime=1x.
func BenchmarkBulk(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		o := office(b, benchLeaves)
		b.StartTimer()
		seq := o.Sequencer()
		o.Steps(seq)
		o.Clock.Add(time.Minute)
		o.Event(benchLeaves)
		o.Steps(seq)
	}
	b.ReportMetric(float64(b.N*benchLeaves)/b.Elapsed().Seconds(), "leaves/s")
}

// BenchmarkProof finds a leaf and proves it.
func BenchmarkProof(b *testing.B) {
	o := office(b, benchLeaves)
	o.Steps(o.Sequencer())
	o.Clock.Add(time.Minute)
	o.Event(benchLeaves)
	o.Steps(o.Sequencer())
	n := 0
	for b.Loop() {
		n = (n + 7919) % benchLeaves
		c := ledger.Commit([16]byte{1}, binary.BigEndian.AppendUint64(nil, uint64(n)))
		if _, err := o.Ledger.Prove(b.Context(), o.Tenant, ledger.LeafHash(c), 0); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkVerify recomputes the tree.
func BenchmarkVerify(b *testing.B) {
	o := office(b, benchLeaves)
	o.Steps(o.Sequencer())
	for b.Loop() {
		if r := o.Audit(); !r.Whole() || r.Leaves < benchLeaves {
			b.Fatalf("%+v", r)
		}
	}
	b.ReportMetric(float64(b.N*benchLeaves)/b.Elapsed().Seconds(), "leaves/s")
}

// BenchmarkEights integrates eight leaves at a time, each in a transaction of its own; the queueing is not timed.
func BenchmarkEights(b *testing.B) {
	o := office(b, 0)
	seq := o.Sequencer(func(opts *ledger.Options) { opts.Every = time.Hour })
	n := 0
	for b.Loop() {
		b.StopTimer()
		for range 8 {
			o.Event(n)
			n++
		}
		b.StartTimer()
		o.Steps(seq)
	}
	b.ReportMetric(float64(b.N*8)/b.Elapsed().Seconds(), "leaves/s")
}
