package ledger_test

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"testing"
	"time"

	"linli/platform/ledger"
	"linli/platform/ledger/ledgertest"
	"linli/store/dialect"
	store "linli/store/ledger"
	"linli/testkit"
)

// Whoever holds the database can change any row; the audit tells.
func TestAuditFindsChangedRows(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, db *dialect.DB) {
		o := ledgertest.Open(t, store.New(db), queue(db))
		seq := o.Sequencer()
		for minute := range 4 {
			for n := range 30 {
				o.Event(minute*100 + n)
			}
			o.Steps(seq)
			o.Clock.Add(time.Minute)
		}
		if r := o.Audit(); !r.Whole() || r.Leaves != 256 || r.Checkpoints != 4 {
			t.Fatalf("before any harm: %+v", r)
		}
		for _, c := range []struct {
			name string
			harm dialect.Statement
			want ledger.FindingReason
		}{ // in an order in which each harm adds its own finding
			{"a checkpoint redated", dialect.Statement{SQL: "update ledger_checkpoint set note = replace(note, '2026-03-02', '2026-03-01') where tenant_id = $1 and size = 128", Args: []any{o.Tenant}, Rows: 1}, ledger.CheckpointForged},
			{"an inner hash edited", dialect.Statement{SQL: "update ledger_node set hash = $2 where tenant_id = $1 and idx = 3", Args: []any{o.Tenant, make([]byte, 32)}, Rows: 1}, ledger.NodeDiffers},
			{"one leaf edited", dialect.Statement{SQL: "update ledger_leaf set leaf = $2 where tenant_id = $1 and idx = 200", Args: []any{o.Tenant, make([]byte, 32)}, Rows: 1}, ledger.RootDiffers},
			{"leaves cut off", dialect.Statement{SQL: "delete from ledger_leaf where tenant_id = $1 and idx >= 210", Args: []any{o.Tenant}, Rows: 46}, ledger.Truncated},
		} {
			if err := db.Play(t.Context(), []dialect.Statement{c.harm}); err != nil {
				t.Fatal(err)
			}
			found := o.Audit().Findings
			if !slices.ContainsFunc(found, func(f ledger.Finding) bool { return f.Reason == c.want }) {
				t.Errorf("%s: found %v", c.name, found)
			}
		}
		edge := dialect.Statement{
			SQL:  "update ledger_node set hash = $2 where tenant_id = $1 and idx = $3",
			Args: []any{o.Tenant, make([]byte, 32), ledger.NodeCount(256) - 1}, Rows: 1,
		}
		if err := db.Play(t.Context(), []dialect.Statement{edge}); err != nil {
			t.Fatal(err)
		}
		o.Event(999)
		signed, _ := o.Store.Checkpoints(t.Context(), o.Tenant, 0, 100)
		if err := o.Sequencer().Step(t.Context()); !errors.Is(err, ledger.ErrForked) {
			t.Errorf("a sequencer that finds another right edge says %v", err)
		}
		if after, _ := o.Store.Checkpoints(t.Context(), o.Tenant, 0, 100); len(after) != len(signed) {
			t.Error("a checkpoint was signed over the changed edge")
		}
	})
}

// On PostgreSQL transactions overlap: the one with the older id commits after the sequencer took the newer one.
func TestALateTransactionIsNotForgotten(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, db *dialect.DB) {
		if db.Engine() != dialect.Postgres {
			t.Skip("one writer: transactions do not overlap")
		}
		o := ledgertest.Open(t, store.New(db), queue(db))
		seq := o.Sequencer()
		late := ledger.Leaf{ID: o.IDs.New(), Event: o.IDs.New(), Commitment: [32]byte{42}, QueuedAt: o.Clock.Now()}
		err := db.Administer(t.Context(), func(ctx context.Context, pool *sql.DB) error {
			tx, err := pool.BeginTx(ctx, nil)
			if err != nil {
				return err
			}
			defer tx.Rollback() //nolint:errcheck // does nothing after the commit
			s := store.InsertLeaf(o.Tenant, late)
			args := slices.Clone(s.Args)
			args[4] = late.QueuedAt.UnixMicro()
			if _, err := tx.ExecContext(ctx, s.SQL, args...); err != nil {
				return err
			}
			o.Event(1)
			o.Steps(seq)
			if st, err := o.Store.State(ctx, o.Tenant); err != nil || st.Size == 0 || st.Waiting {
				t.Errorf("while the other transaction runs: %+v, %v", st, err)
			}
			return tx.Commit()
		})
		if err != nil {
			t.Fatal(err)
		}
		o.Clock.Add(time.Minute)
		o.Steps(seq)
		if got := ledger.Verify(new(o.Receipt(late.Commitment)), o.Signer.Verifiers()); !got.Proven {
			t.Error(got)
		}
	})
}
