package bench

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"io"
	"math"
	"slices"
	"testing"
	"time"

	"linli/mediation/paper"
	"linli/platform/access"
	"linli/platform/id"
	"linli/store/dialect"
	"linli/testkit/postgres"
)

func TestEveryScenarioGivesAFigureAndItsFloor(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes some seconds")
	}
	engines := map[string][]string{"sqlite": {"--engine", "sqlite"}}
	if postgres.Missing() == "" {
		c, err := postgres.Start(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Close() })
		engines["postgres"] = []string{"list", "open", "create", "act", "mixed", "report", "--engine", "postgres", "--postgres", c.URL("postgres")}
	}
	for engine, args := range engines {
		t.Run(engine, func(t *testing.T) {
			var out bytes.Buffer
			code, err := Run(t.Context(), append(args, "--quick", "--scale", "100", "--repeats", "1", "--json"), &out, io.Discard)
			if err != nil || code != 0 {
				t.Fatalf("exit %d: %v", code, err)
			}
			var results []Result
			d := json.NewDecoder(&out)
			d.DisallowUnknownFields()
			if err := d.Decode(&results); err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{"list", "open", "create", "act", "act.full", "mixed", "report.list", "report.open", "report.create", "report.mixed"} {
				at := []int{}
				for _, r := range results {
					if r.Scenario != name {
						continue
					}
					at = append(at, r.N)
					if r.Engine != engine || r.Value <= 0 || r.Floor <= 0 || r.Ratio <= 0 || r.P50 <= 0 || r.P95 < r.P50 || r.P99 < r.P95 || r.Durability == "" {
						t.Errorf("%+v", r)
					}
				}
				if len(at) != 2 || at[0] >= at[1] {
					t.Errorf("%s was measured at %v cases, want two sizes", name, at)
				}
			}
			for _, name := range []string{"page", "page.weight"} {
				if i := slices.IndexFunc(results, func(r Result) bool { return r.Scenario == name }); engine == "sqlite" && (i < 0 || results[i].Value <= 0) {
					t.Errorf("%s is missing", name)
				}
			}
			for _, name := range []string{"ledger.bulk", "ledger.eights", "ledger.proof", "ledger.verify", "pdf.agreement", "pdf.file", "pdf.dense", "pdf.dense_file", "sweep", "recompute", "recompute.version", "import", "directory.search", "directory.broad", "directory.act"} {
				if engine == "postgres" {
					break // these measure no office
				}
				i := slices.IndexFunc(results, func(r Result) bool { return r.Scenario == name })
				if i < 0 || results[i].Value <= 0 || results[i].Floor <= 0 {
					t.Errorf("%s is missing, or without its floor", name)
				}
			}
		})
	}
}

// TestTheFloorWritesTheSameRows is what the ratios rest on: after a load both databases hold equally many rows in every table.
func TestTheFloorWritesTheSameRows(t *testing.T) {
	ctx := context.Background()
	p, err := newPlace(ctx, dialect.SQLite, t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	r := &runner{plan: plan{ops: 24, repeats: 1}, log: io.Discard}
	w, err := openWorld(ctx, p, r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := w.close(); err != nil {
			t.Error(err)
		}
	}()
	if err := w.fill(ctx, &w.disputes, 50); err != nil {
		t.Fatal(err)
	}
	if err := w.restart(ctx); err != nil {
		t.Fatal(err)
	}
	before := rows(t, w.floor.cases)
	if before["mediation"] != 50 {
		t.Errorf("%d cases after filling to 50", before["mediation"])
	}
	if err := create(ctx, r, w); err != nil {
		t.Fatal(err)
	}
	if err := act(ctx, r, w); err != nil {
		t.Fatal(err)
	}
	linli, bare := rows(t, w.stores.Cases), rows(t, w.floor.cases)
	// What linli does by itself beside the load, and at its own times, has no floor: it integrates leaves. So does the folding of
	// tallies, whose tables are not counted.
	byItself := []string{"ledger_queue", "ledger_leaf", "ledger_node", "ledger_place", "ledger_checkpoint"}
	for table, n := range linli {
		if bare[table] != n && !slices.Contains(byItself, table) {
			t.Errorf("%s: %d rows in linli, %d in the floor", table, n, bare[table])
		}
	}
	if linli["mediation"] <= before["mediation"] || linli["case_event"] <= before["case_event"] {
		t.Errorf("nothing was opened: %v, before %v", linli, before)
	}
}

// TestAFullCase is what open and act.full measure: a hundred events and a file of twelve papers.
func TestAFullCase(t *testing.T) {
	ctx := t.Context()
	p, err := newPlace(ctx, dialect.SQLite, t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	w, err := openWorld(ctx, p, &runner{log: io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := w.close(); err != nil {
			t.Error(err)
		}
	}()
	cases, err := w.full(ctx, 2)
	if err != nil {
		t.Fatal(err)
	}
	clerk, err := w.as(ctx, "clerk")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		o, err := w.app.Mediation.Open(ctx, clerk, c.ID, access.ForWork)
		if err != nil {
			t.Fatal(err)
		}
		if made := paper.List(o, id.ID{}); len(o.Events) != events || len(made) != papers {
			t.Errorf("%d events, %d papers", len(o.Events), len(made))
		}
	}
}

func rows(t *testing.T, db *dialect.DB) map[string]int {
	t.Helper()
	out := map[string]int{}
	err := db.Administer(t.Context(), func(ctx context.Context, pool *sql.DB) error {
		for _, table := range []string{"mediation", "case_event", "case_key", "sealed", "promise", "slip", "assignment", "answer", "ledger_queue"} {
			var n int
			if err := pool.QueryRowContext(ctx, "select count(*) from "+table).Scan(&n); err != nil {
				return err
			}
			out[table] = n
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestWhatMakesNoSenseIsRefused(t *testing.T) {
	for _, args := range [][]string{{"nothing"}, {"--scale", "7"}, {"--engine", "oracle"}, {"--engine", "postgres"}, {"create", "--sideways"}} {
		if code, err := Run(t.Context(), args, io.Discard, io.Discard); code != 2 || err == nil {
			t.Errorf("%v: exit %d, %v", args, code, err)
		}
	}
}

func TestFigures(t *testing.T) {
	var f figures
	for _, v := range []float64{100, 300, 200} {
		f.add(v, 2*v, []time.Duration{time.Millisecond, 3 * time.Millisecond})
	}
	rate, took := f.result("x", nil, perSecond), f.result("x", nil, milliseconds)
	if rate.Value != 200 || rate.Floor != 400 || rate.Ratio != 0.5 || rate.Spread != 1 || rate.P50 != 3 || rate.P99 != 3 {
		t.Errorf("a rate: %+v", rate)
	}
	if took.Ratio != 2 {
		t.Errorf("a time of half its floor reaches %v of its speed, want 2", took.Ratio)
	}
	if g := growth(Result{N: 10, Value: 400, Unit: perSecond}, Result{N: 1000, Value: 200, Unit: perSecond}); math.Abs(g-0.1505) > 0.001 {
		t.Errorf("half the rate at a hundred times the cases grows by %v", g)
	}
	if x := significant(1234567); x != 1235000 {
		t.Errorf("four digits of 1234567 are %v", x)
	}
}
