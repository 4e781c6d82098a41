package app_test

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"linli/app"
	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/ledger"
	"linli/store/dialect"
	ledgers "linli/store/ledger"
)

// The child process of the crash test is this test run alone; it finds its office in these.
const (
	childData     = "LINLI_TEST_CHILD_DATA"
	childDatabase = "LINLI_TEST_CHILD_DATABASE" // URL, or file of SQLite
	childTenant   = "LINLI_TEST_CHILD_TENANT"
	childUnit     = "LINLI_TEST_CHILD_UNIT"
	childClerk    = "LINLI_TEST_CHILD_CLERK"
)

// TestAppliesUntilItIsKilled is no test but the child of the one below: eight desks write down applications, and print
// each case's id once it was acknowledged.
func TestAppliesUntilItIsKilled(t *testing.T) {
	data := os.Getenv(childData)
	if data == "" {
		t.Skip("runs as a child of TestKilledWhileEightDesksWrite")
	}
	ctx := t.Context()
	c := app.Config{Data: data, Keys: data + "/keys", Operator: data + "/keys/operator.key", Database: os.Getenv(childDatabase)}
	stores, err := app.OpenStores(ctx, c, false, nil)
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.New(ctx, c, stores, app.Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	parse := func(name string) id.ID {
		x, err := id.Parse(os.Getenv(name))
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	unit := parse(childUnit)
	clerk := access.Actor{Kind: access.Staff, Tenant: parse(childTenant), Account: parse(childClerk), Posts: []access.Post{{Kind: access.Clerk, Unit: unit}}, Via: "web"}
	var desks sync.WaitGroup
	for range 8 {
		desks.Go(func() {
			for {
				c, _, err := a.Mediation.Create(ctx, clerk, mediation.Apply{Unit: unit, Type: "neighbour", Summary: "楼道堆放杂物",
					Parties: []mediation.NewParty{{Role: mediation.Applicant, Kind: "person", Name: "甲"}, {Role: mediation.Respondent, Kind: "person", Name: "乙"}}}, mediation.Ask{})
				if err != nil {
					fmt.Fprintln(os.Stderr, err)
					return
				}
				fmt.Println("acknowledged", c.ID) // one write call: whole lines reach the parent
			}
		})
	}
	desks.Wait()
}

// TestKilledWhileEightDesksWrite kills linli with SIGKILL while eight desks write. Whatever was acknowledged is there and
// replays, its texts open, its leaf is in the ledger or waits for it, and the ledger is whole.
func TestKilledWhileEightDesksWrite(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		acknowledged := killed(t, w)
		w.Clock.Set(w.Events(mediation.Case{ID: acknowledged[len(acknowledged)-1]})[0].At.Add(time.Hour)) // the child lives by the machine's clock
		checkKilled(t, w, acknowledged)
	})
}

func killed(t *testing.T, w *apptest.World) []id.ID {
	t.Helper()
	if w.Place.File != "" { // the child looks for the database in the data folder
		if err := os.Symlink(w.Place.File, w.App.Config.Data+"/linli.db"); err != nil {
			t.Fatal(err)
		}
	}
	child := exec.CommandContext(context.Background(), os.Args[0], "-test.run=^TestAppliesUntilItIsKilled$", "-test.v")
	child.Env = append(os.Environ(), childData+"="+w.App.Config.Data, childDatabase+"="+w.Place.URL, childTenant+"="+w.Tenant().String(),
		childUnit+"="+w.Unit("V1").String(), childClerk+"="+w.Hired("clerk").Account.String())
	var complaint strings.Builder
	child.Stderr = &complaint
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var ids []id.ID
	for lines := bufio.NewScanner(out); lines.Scan(); {
		text, ok := strings.CutPrefix(lines.Text(), "acknowledged ")
		if !ok {
			continue
		}
		c, err := id.Parse(text)
		if err != nil {
			t.Fatalf("the child said %q", lines.Text())
		}
		ids = append(ids, c)
		if len(ids) == 100 {
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := child.Wait(); err == nil || len(ids) < 100 {
		t.Fatalf("the child ended by itself after %d cases: %v: %s", len(ids), err, complaint.String())
	}
	return ids
}

func checkKilled(t *testing.T, w *apptest.World, acknowledged []id.ID) {
	t.Helper()
	s := w.App.Mediation
	clerk := access.Actor{Kind: access.Staff, Tenant: w.Tenant(), Account: w.Hired("clerk").Account, Posts: []access.Post{{Kind: access.Clerk, Unit: w.Unit("V1")}}, Via: "web"}
	for i, c := range acknowledged {
		stored, err := s.Repo.Case(w.Ctx, w.Tenant(), c)
		if err != nil {
			t.Errorf("case %d was acknowledged and is gone: %v", i, err)
			continue
		}
		events := w.Events(stored)
		replayed, err := mediation.Replay(w.Tenant(), events)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(stored, replayed, cmpopts.IgnoreFields(mediation.Case{}, "Number"), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("case %d: %s", i, diff)
		}
		if i%10 == 0 { // reading has its budget
			if o, err := s.Open(w.Ctx, clerk, c, access.ForWork); err != nil || o.Name(stored.Parties[0].ID) != "甲" || o.Application.Summary == "" {
				t.Errorf("case %d does not open: %v", i, err)
			}
		}
	}
	// Half a case is nowhere: every row of every table belongs to a case that stands.
	whole := map[id.ID]bool{}
	for _, x := range idsOf(t, w, "select id from mediation") {
		whole[x] = true
	}
	for _, table := range []string{"case_event", "case_key", "sealed", "promise", "slip", "assignment"} {
		for _, x := range idsOf(t, w, "select distinct case_id from "+table) {
			if !whole[x] {
				t.Errorf("%s has rows of a case that is not there", table)
			}
		}
	}
	// The ledger knows every event, waiting or integrated, and is whole after the sequencer's next step.
	store := ledgers.New(w.App.Stores.Cases)
	known := func(when string) {
		var commitments [][32]byte
		for _, c := range acknowledged {
			for _, e := range w.Events(mediation.Case{ID: c}) {
				commitments = append(commitments, e.Commitment)
			}
		}
		there, err := store.Known(w.Ctx, w.Tenant(), commitments)
		if err != nil || slices.Contains(there, false) || len(there) < len(acknowledged) {
			t.Errorf("%s the ledger lacks leaves of acknowledged events: %v", when, err)
		}
	}
	known("before the sequencer")
	if err := w.App.Integrate(w.Ctx, w.Office.Tenant); err != nil {
		t.Fatal(err)
	}
	known("after the sequencer")
	if waiting, err := store.Waiting(w.Ctx, w.Tenant(), 10); err != nil || len(waiting) != 0 {
		t.Errorf("%d leaves still wait: %v", len(waiting), err)
	}
	signer, err := w.App.Signer(w.Ctx, w.Tenant())
	if err != nil {
		t.Fatal(err)
	}
	keys, err := ledger.ReadVerifiers(w.Ctx, store, w.Tenant())
	if err != nil {
		t.Fatal(err)
	}
	report, err := ledger.Audit(w.Ctx, signer.Tenant(), ledger.StoreSource(store, w.Tenant()), keys)
	if err != nil || len(report.Findings) != 0 || report.Leaves < int64(len(acknowledged)) {
		t.Errorf("the ledger: %+v, %v", report, err)
	}
}

func idsOf(t *testing.T, w *apptest.World, query string) []id.ID {
	t.Helper()
	var out []id.ID
	err := w.App.Stores.Cases.Query(w.Ctx, query, nil, func(r *dialect.Rows) error {
		var x id.ID
		err := r.Scan(&x)
		out = append(out, x)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
