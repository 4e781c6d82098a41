package ledger_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"linli/platform/ledger"
	"linli/platform/ledger/ledgertest"
)

// grown is an office with several checkpoints, and its rows in the hands of whoever holds the database.
func grown(t *testing.T, minutes int) (*ledgertest.Office, *ledgertest.Rows, *ledger.Sequencer) {
	t.Helper()
	m := ledgertest.NewMemory()
	o := ledgertest.Open(t, m, m.Queue)
	seq := o.Sequencer()
	for minute := range minutes {
		for n := range 30 {
			o.Event(minute*100 + n)
		}
		o.Steps(seq)
		o.Clock.Add(time.Minute)
	}
	return o, m.Tenants[o.Tenant], seq
}

func TestAuditFinds(t *testing.T) {
	for name, c := range map[string]struct {
		harm func(r *ledgertest.Rows)
		want ledger.FindingReason
		from int64 // the first leaf that the first such finding names
	}{
		"an edited leaf":         {func(r *ledgertest.Rows) { r.Leaves[100][3] ^= 1 }, ledger.RootDiffers, 64},
		"an edited inner hash":   {func(r *ledgertest.Rows) { r.Nodes[0][0] ^= 1 }, ledger.NodeDiffers, 0},
		"a hash gone":            {func(r *ledgertest.Rows) { r.Nodes = r.Nodes[:60] }, ledger.NodeDiffers, 48},
		"rows cut off":           {func(r *ledgertest.Rows) { r.Leaves, r.Nodes = r.Leaves[:130], r.Nodes[:ledger.NodeCount(130)] }, ledger.Truncated, 130},
		"rows and the size cut":  {cut(130), ledger.Truncated, 130},
		"a leaf put in":          {func(r *ledgertest.Rows) { r.Leaves = append(r.Leaves[:70:70], r.Leaves[69:]...) }, ledger.RootDiffers, 64},
		"a checkpoint unsigned":  {func(r *ledgertest.Rows) { r.Checkpoints[1].Note[3] ^= 1 }, ledger.CheckpointBroken, 0},
		"a checkpoint re-signed": {otherRoot, ledger.CheckpointForged, 128},
		"everything gone":        {cut(0), ledger.Truncated, 0},
	} {
		t.Run(name, func(t *testing.T) {
			o, rows, _ := grown(t, 4)
			if r := o.Audit(); !r.Whole() || r.Leaves != 256 {
				t.Fatalf("before the harm: %+v", r)
			}
			c.harm(rows)
			for _, f := range o.Audit().Findings {
				if f.Reason == c.want {
					if f.From != c.from {
						t.Errorf("%+v, want it from leaf %d", f, c.from)
					}
					return
				}
			}
			t.Errorf("found %+v, want %s", o.Audit().Findings, c.want)
		})
	}
}

func cut(size int64) func(*ledgertest.Rows) {
	return func(r *ledgertest.Rows) {
		r.Leaves, r.Nodes = r.Leaves[:size], r.Nodes[:ledger.NodeCount(size)]
		r.State.Size, r.State.Indexed = size, size
	}
}

// Whoever holds the database and the key can make a new past that is whole in itself. One old checkpoint convicts it.
func TestAForkIsFoundByOneOldCheckpoint(t *testing.T) {
	o, rows, _ := grown(t, 3)
	old := rows.Checkpoints[1]
	*rows = ledgertest.Rows{KeyRows: rows.KeyRows, Place: rows.Place, Cosigned: rows.Cosigned}
	for n := range 3 {
		o.Event(n + 7000)
		o.Steps(o.Sequencer())
		o.Clock.Add(time.Minute)
	}
	if r := o.Audit(); !r.Whole() {
		t.Fatalf("the new past is not whole in itself: %+v", r)
	}
	dir := t.TempDir()
	if err := ledger.Export(t.Context(), ledger.StoreSource(o.Store, o.Tenant), dir); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "newspaper.checkpoint"), old.Note, 0o600); err != nil {
		t.Fatal(err)
	}
	src, err := ledger.DirSource(dir)
	if err != nil {
		t.Fatal(err)
	}
	r := o.AuditOf(src)
	if len(r.Findings) == 0 || r.Findings[0].Reason != ledger.Fork && r.Findings[0].Reason != ledger.RootDiffers {
		t.Errorf("found %+v", r.Findings)
	}
}

func TestAnExportAuditsLikeItsLedger(t *testing.T) {
	o, rows, _ := grown(t, 4)
	dir := t.TempDir()
	if err := ledger.Export(t.Context(), ledger.StoreSource(o.Store, o.Tenant), dir); err != nil {
		t.Fatal(err)
	}
	audit := func() *ledger.Report {
		src, err := ledger.DirSource(dir)
		if err != nil {
			t.Fatal(err)
		}
		return o.AuditOf(src)
	}
	if r := audit(); !r.Whole() || r.Leaves != 256 || r.Checkpoints != 4 || r.Size != 256 {
		t.Fatalf("%+v", r)
	}
	leaves := filepath.Join(dir, ledger.LeavesFile)
	whole, err := os.ReadFile(leaves)
	if err != nil || len(whole) != 32*len(rows.Leaves) {
		t.Fatalf("%d bytes, %v", len(whole), err)
	}
	if err := os.WriteFile(leaves, whole[:32*200+7], 0o600); err != nil {
		t.Fatal(err)
	}
	if r := audit(); len(r.Findings) != 1 || r.Findings[0] != (ledger.Finding{Reason: ledger.Truncated, From: 200, To: 256}) {
		t.Errorf("cut: %+v", r.Findings)
	}
	whole[33] ^= 1
	if err := os.WriteFile(leaves, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	if r := audit(); len(r.Findings) != 1 || r.Findings[0] != (ledger.Finding{Reason: ledger.RootDiffers, From: 0, To: 64}) {
		t.Errorf("one leaf edited: %+v", r.Findings)
	}
}

// A sequencer that finds its past changed signs nothing and says so.
func TestNothingIsSignedOverAChangedPast(t *testing.T) {
	for name, harm := range map[string]func(r *ledgertest.Rows){
		"an older backup": func(r *ledgertest.Rows) {
			cut(130)(r)
			r.State.Checkpointed = 64
		},
		"an edited hash":             func(r *ledgertest.Rows) { r.Nodes[len(r.Nodes)-1][0] ^= 1 },
		"the last checkpoint gone":   func(r *ledgertest.Rows) { r.Checkpoints = r.Checkpoints[:3] },
		"the last checkpoint edited": func(r *ledgertest.Rows) { r.Checkpoints[3].Note[30] ^= 1 },
	} {
		t.Run(name, func(t *testing.T) {
			o, rows, _ := grown(t, 4)
			harm(rows)
			signed := len(rows.Checkpoints)
			o.Event(900)
			err := o.Sequencer().Step(t.Context())
			if err == nil {
				t.Error("no alarm")
			}
			if len(rows.Checkpoints) != signed {
				t.Errorf("a checkpoint was signed over it: %v", err)
			}
		})
	}
}

// otherRoot changes one character of a checkpoint's root; it stays base 64, so that only the signature tells.
func otherRoot(r *ledgertest.Rows) {
	c := &r.Checkpoints[1].Note[30]
	if *c == 'A' {
		*c = 'B'
	} else {
		*c = 'A'
	}
}
