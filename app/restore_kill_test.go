package app_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"linli/app"
	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/clock"
)

// The child of the test below finds what it restores in these.
const (
	childRestore = "LINLI_TEST_CHILD_RESTORE" // the step after which it kills itself
	childPlace   = "LINLI_TEST_CHILD_PLACE"   // the configuration, as JSON
	childFiles   = "LINLI_TEST_CHILD_FILES"   // cases, keys and journal
)

// TestRestoresUntilItIsKilled is no test but the child of the one below.
func TestRestoresUntilItIsKilled(t *testing.T) {
	at := os.Getenv(childRestore)
	if at == "" {
		t.Skip("runs as a child of TestARestoreThatIsKilledIsBegunAgain")
	}
	var place app.Config
	if err := json.Unmarshal([]byte(os.Getenv(childPlace)), &place); err != nil {
		t.Fatal(err)
	}
	files := strings.Split(os.Getenv(childFiles), ":")
	r := &app.Restoring{Config: place, Cases: files[0], Keys: files[1], Journals: files[2:], Clock: clock.System{}, Log: slog.New(slog.DiscardHandler),
		Step: func(step string) error {
			if step == at {
				return syscall.Kill(os.Getpid(), syscall.SIGKILL)
			}
			return nil
		}}
	_, err := r.Run(t.Context())
	t.Fatalf("it was not killed: %v", err)
}

// TestARestoreThatIsKilledIsBegunAgain kills a restore with SIGKILL after each of its steps. Nothing is served from what it left,
// another pair of files is refused, and the same pair completes it: nothing erased is back.
func TestARestoreThatIsKilledIsBegunAgain(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c := w.To(mediation.Submitted)
		c = w.Act(w.Party(c, 0), c, mediation.Withdraw{Party: c.Parties[0].ID})
		kept := w.To(mediation.Submitted)
		w.Clock.Add(time.Hour)
		cases, keys := w.Backup(t.TempDir())
		otherCases, otherKeys := w.Backup(t.TempDir())
		w.Clock.Add(370 * 24 * time.Hour)
		done, err := w.App.EraseDue(w.Ctx)
		if err != nil || done.Cases != 1 {
			t.Fatalf("%+v, %v", done, err)
		}
		steps := []string{app.StepChecked, app.StepMarked, app.StepKeys, app.StepCases, app.StepErasures, app.StepHeld}
		for _, step := range steps {
			t.Run(step, func(t *testing.T) {
				place := w.Target(w.Place.Engine)
				kill(t, place, step, cases, keys, w.App.Config.Journal)
				if step != app.StepChecked {
					_, err := app.OpenStores(w.Ctx, place, false, nil)
					says(t, w, err, "A restore into "+place.Data+" is not finished. Run `linli restore` with the same files again; nothing else works there before.")
					_, err = w.Restoring(place, otherCases, otherKeys).Run(w.Ctx)
					says(t, w, err, "A restore of other files into "+place.Data+" is not finished. Run it again with those files, or empty the place.")
				}
				r := w.Restoring(place, cases, keys)
				r.Journals = []string{w.App.Config.Journal}
				out, err := r.Run(w.Ctx)
				if err != nil || out.Left == 0 {
					t.Fatalf("%+v, %v", out, err)
				}
				back := w.Opened(t, place)
				if _, err := back.App.EraseDue(w.Ctx); err != nil {
					t.Error(err)
				}
				clerk := access.Actor{Kind: access.Staff, Tenant: w.Tenant(), Account: w.Hired("clerk").Account, Posts: []access.Post{{Kind: access.Clerk, Unit: w.Unit("V1")}}, Via: "web"}
				if o, err := back.App.Mediation.Open(w.Ctx, clerk, kept.ID, access.ForWork); err != nil || o.Application.Summary == "" {
					t.Errorf("what was kept does not open: %v", err)
				}
				if o, err := back.App.Mediation.Open(w.Ctx, clerk, c.ID, access.ForWork); err == nil && o.Application.Summary != "" {
					t.Error("what was erased opens")
				}
				mirror, err := os.ReadFile(place.Journal)
				if err != nil || bytes.Count(mirror, []byte("\n")) < done.Keys {
					t.Errorf("the mirror has %d lines, %v", bytes.Count(mirror, []byte("\n")), err)
				}
			})
		}
	})
}

func kill(t *testing.T, place app.Config, step string, files ...string) {
	t.Helper()
	where, err := json.Marshal(place)
	if err != nil {
		t.Fatal(err)
	}
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestRestoresUntilItIsKilled$")
	child.Env = append(os.Environ(), childRestore+"="+step, childPlace+"="+string(where), childFiles+"="+strings.Join(files, ":"))
	out, err := child.CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != -1 {
		t.Fatalf("the child was not killed after %s: %v\n%s", step, err, out)
	}
}
