package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"linli/app"
	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/archive"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/store/dialect"
	"linli/store/keys"
)

// TestEraseDueLeavesNothingInTheFiles: before the day nothing happens; on it the case is erased, and no sealed byte of it is left in
// the files of SQLite or among the rows; a second run finds nothing.
func TestEraseDueLeavesNothingInTheFiles(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c := w.To(mediation.Screening)
		c = w.Act(w.Party(c, 0), c, mediation.Withdraw{Party: c.Parties[0].ID})
		fields, err := w.App.Mediation.Repo.Sealed(w.Ctx, w.Tenant(), c.ID)
		if err != nil || len(fields) == 0 {
			t.Fatal(len(fields), err)
		}
		early, err := w.App.EraseDue(w.Ctx)
		if err != nil || early.Cases+early.Contacts+early.Keys != 0 {
			t.Errorf("before the day: %+v, %v", early, err)
		}
		if len(found(t, w, fields)) == 0 && w.Place.Engine == dialect.SQLite {
			t.Fatal("the search does not see what is there")
		}
		w.Clock.Add(370 * 24 * time.Hour)
		done, err := w.App.EraseDue(w.Ctx)
		if err != nil || done.Cases != 1 || done.Keys == 0 || done.Failed != 0 {
			t.Fatalf("%+v, %v", done, err)
		}
		if left := found(t, w, fields); len(left) != 0 {
			t.Errorf("left in the files: %v", left)
		}
		if left, err := w.App.Mediation.Repo.Sealed(w.Ctx, w.Tenant(), c.ID); err != nil || len(left) != 0 {
			t.Errorf("%d sealed fields are left, %v", len(left), err)
		}
		again, err := w.App.EraseDue(w.Ctx)
		if err != nil || again.Cases+again.Contacts+again.Parties+again.Keys+again.Failed != 0 {
			t.Errorf("a second time: %+v, %v", again, err)
		}
		mirror, err := os.Open(w.App.Config.Journal)
		if err != nil {
			t.Fatal(err)
		}
		defer mirror.Close()
		if entries, err := vault.ReadJournal(mirror); err != nil || len(entries) < done.Keys {
			t.Errorf("the mirror names %d of %d keys, %v", len(entries), done.Keys, err)
		}
	})
}

// found lists the files of SQLite in which a sealed text stands.
func found(t *testing.T, w *apptest.World, fields []vault.Sealed) (out []string) {
	t.Helper()
	if w.Place.File == "" {
		return nil // the files are the server's
	}
	files, err := filepath.Glob(w.Place.File + "*")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range fields {
			if bytes.Contains(raw, f.Body) {
				out = append(out, filepath.Base(file)+" has "+f.Field)
			}
		}
	}
	return out
}

// deadly is a key store that kills its process with SIGKILL before or after the n-th thing that it is asked to change.
type deadly struct {
	vault.KeyStore
	calls, at int
	after     bool
}

func (d *deadly) change(do func() error) error {
	d.calls++
	die := func() { _ = syscall.Kill(os.Getpid(), syscall.SIGKILL) }
	if d.calls == d.at && !d.after {
		die()
	}
	err := do()
	if d.calls == d.at && d.after {
		die()
	}
	return err
}

func (d *deadly) Record(ctx context.Context, e []vault.Entry) error {
	return d.change(func() error { return d.KeyStore.Record(ctx, e) })
}

func (d *deadly) Destroy(ctx context.Context, tenant id.ID, ids []id.ID) error {
	return d.change(func() error { return d.KeyStore.Destroy(ctx, tenant, ids) })
}

func (d *deadly) Compact(ctx context.Context) error {
	return d.change(func() error { return d.KeyStore.Compact(ctx) })
}

func (d *deadly) Finish(ctx context.Context, tenant id.ID, ids []id.ID, at time.Time) error {
	return d.change(func() error { return d.KeyStore.Finish(ctx, tenant, ids, at) })
}

// The child of the test below finds what it erases in these.
const (
	childErase = "LINLI_TEST_CHILD_ERASE" // step and "before" or "after"
	childOf    = "LINLI_TEST_CHILD_OF"    // tenant, keys and the journal's id
)

// TestErasesUntilItIsKilled is no test but the child of the one below.
func TestErasesUntilItIsKilled(t *testing.T) {
	step, when, ok := strings.Cut(os.Getenv(childErase), " ")
	if !ok {
		t.Skip("runs as a child of TestAnErasureThatIsKilledIsFinished")
	}
	var place app.Config
	if err := json.Unmarshal([]byte(os.Getenv(childPlace)), &place); err != nil {
		t.Fatal(err)
	}
	stores, err := app.OpenStores(t.Context(), place, false, nil)
	if err != nil {
		t.Fatal(err)
	}
	mirror, err := vault.OpenJournalFile(place.Journal)
	if err != nil {
		t.Fatal(err)
	}
	at, err := strconv.Atoi(step)
	if err != nil {
		t.Fatal(err)
	}
	c := clock.System{}
	v, err := vault.New(&deadly{KeyStore: keys.New(stores.Keys), at: at, after: when == "after"}, stores.Operator, c, id.NewSource(c, nil), vault.Settings{Mirror: mirror})
	if err != nil {
		t.Fatal(err)
	}
	var ids []id.ID
	for _, text := range strings.Fields(os.Getenv(childOf)) {
		x, err := id.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, x)
	}
	t.Fatalf("it was not killed: %v", v.Shred(t.Context(), ids[0], ids[2:], ids[1]))
}

// TestAnErasureThatIsKilledIsFinished kills linli with SIGKILL before and after each step of an erasure in the key store. The next
// `linli erase --due` finishes whatever had begun, and the mirror names it.
func TestAnErasureThatIsKilledIsFinished(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c := w.To(mediation.Submitted)
		cases, backedUp := w.Backup(t.TempDir())
		place := w.Target(w.Place.Engine)
		if _, err := w.Restoring(place, cases, backedUp).Run(w.Ctx); err != nil { // a place of its own, with the case in it
			t.Fatal(err)
		}
		named, err := w.App.Mediation.Repo.Keys(w.Ctx, w.Tenant(), c.ID)
		if err != nil || len(named) < 4 {
			t.Fatal(len(named), err)
		}
		where, err := json.Marshal(place)
		if err != nil {
			t.Fatal(err)
		}
		for step := 1; step <= 4; step++ { // record, destroy, compact, finish
			for _, when := range []string{"before", "after"} {
				key := named[step%len(named)].ID
				child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestErasesUntilItIsKilled$")
				child.Env = append(os.Environ(), childErase+"="+strconv.Itoa(step)+" "+when, childPlace+"="+string(where),
					childOf+"="+strings.Join([]string{w.Tenant().String(), w.App.IDs.New().String(), key.String()}, " "))
				out, err := child.CombinedOutput()
				var exit *exec.ExitError
				if !errors.As(err, &exit) || exit.ExitCode() != -1 {
					t.Fatalf("step %d %s: not killed: %v\n%s", step, when, err, out)
				}
				finished(t, w, place, key, step == 1 && when == "before")
			}
		}
	})
}

// finished fails the test unless an erasure of the key is complete after the next start; one that never began left it alone.
func finished(t *testing.T, w *apptest.World, place app.Config, key id.ID, never bool) {
	t.Helper()
	stores, err := app.OpenStores(w.Ctx, place, false, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer stores.Close()
	a, err := app.New(w.Ctx, place, stores, w.Options())
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if _, err := a.EraseDue(w.Ctx); err != nil {
		t.Fatal(err)
	}
	store := keys.New(stores.Keys)
	there, err := store.Get(w.Ctx, w.Tenant(), []id.ID{key})
	if err != nil || (len(there) == 1) != never {
		t.Errorf("%d keys are left, %v", len(there), err)
	}
	open, err := store.Unfinished(w.Ctx, w.Tenant(), 9)
	if err != nil || len(open) != 0 {
		t.Errorf("%d erasures are not finished, %v", len(open), err)
	}
	mirror, err := os.ReadFile(place.Journal)
	if err != nil || bytes.Contains(mirror, []byte(key.String())) == never {
		t.Errorf("the mirror does not say what happened: %v", err)
	}
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

func TestAFullDiskIsTold(t *testing.T) {
	w := embedded(t)
	w.Apply()
	file := filepath.Join(t.TempDir(), "cases")
	err := app.SaveFile(file, func(io.Writer) error {
		_, err := w.App.Backup(w.Ctx, full{})
		return err
	})
	says(t, w, err, "There is no room left on the disk of "+file+". Make room and run the same command again.")
	err = app.SaveFile(file, func(io.Writer) error {
		_, err := w.App.BackupKeys(w.Ctx, full{}, nil)
		return err
	})
	says(t, w, err, "There is no room left on the disk of "+file+". Make room and run the same command again.")
	if left, err := os.ReadDir(filepath.Dir(file)); err != nil || len(left) != 0 {
		t.Errorf("%v is left, %v", left, err)
	}
	cases, backedUp := w.Backup(t.TempDir())
	place := w.Target(dialect.SQLite)
	r := w.Restoring(place, cases, backedUp)
	r.Step = func(step string) error {
		if step == app.StepKeys {
			return fault.Wrap(dialect.ErrFull.Code, dialect.ErrFull.Key, errors.New("database or disk is full"))
		}
		return nil
	}
	_, err = r.Run(w.Ctx)
	says(t, w, err, "There is no room left on the disk of "+place.Data+". Make room and run the same command again.")
	if _, err := w.Restoring(place, cases, backedUp).Run(w.Ctx); err != nil {
		t.Errorf("with room made: %v", err)
	}
}

func TestTheLastBackupsAreRemembered(t *testing.T) {
	c := app.Config{Data: t.TempDir()}
	if last, err := c.LastBackups(); err != nil || len(last) != 0 {
		t.Errorf("%v, %v", last, err)
	}
	for _, k := range []archive.Kind{archive.Cases, archive.Keys, archive.Cases} {
		if err := c.Remember(app.Saved{Kind: k, Made: apptest.Noon}); err != nil {
			t.Fatal(err)
		}
	}
	if last, err := c.LastBackups(); err != nil || len(last) != 2 || !last[archive.Keys].Equal(apptest.Noon) {
		t.Errorf("%v, %v", last, err)
	}
}

// TestErasuresAreCountedInPublicByMonths: the number of this month is not there before the month is over, so that it tells
// nobody on which day a case was forgotten.
func TestErasuresAreCountedInPublicByMonths(t *testing.T) {
	s := apptest.OpenSite(t)
	count := func(want string) {
		t.Helper()
		_, rest, _ := strings.Cut(s.Page("", "/transparency"), "destroyed for ever, until the end of last month")
		if rest, _, _ = strings.Cut(rest, "</div>"); !strings.Contains(rest, ">"+want+"<") {
			t.Errorf("erasures counted in public are not %s: %s", want, rest)
		}
	}
	count("0")
	for _, keys := range [][]id.ID{{s.App.IDs.New(), s.App.IDs.New()}, {s.App.IDs.New()}} {
		if err := s.App.Vault.Shred(s.Ctx, s.Tenant(), keys, s.App.IDs.New()); err != nil {
			t.Fatal(err)
		}
	}
	count("0")
	s.Clock.Add(32 * 24 * time.Hour)
	count("2")
}
