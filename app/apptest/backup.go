package apptest

import (
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"linli/app"
	"linli/store/dialect"
	"linli/testkit"
)

// Backup writes both halves of a backup into a folder, the cases first, as an operator does.
func (w *World) Backup(dir string) (cases, keys string) {
	w.T.Helper()
	cases, keys = filepath.Join(dir, "cases"), filepath.Join(dir, "keys")
	w.must(app.SaveFile(cases, func(out io.Writer) error { _, err := w.App.Backup(w.Ctx, out); return err }))
	w.must(app.SaveFile(keys, func(out io.Writer) error { _, err := w.App.BackupKeys(w.Ctx, out, nil); return err }))
	return cases, keys
}

// Target is an empty place on one engine with the operator key in it, into which a backup can be restored.
func (w *World) Target(e dialect.Engine) app.Config {
	w.T.Helper()
	dir := w.T.TempDir()
	c := app.Config{Data: dir, Keys: filepath.Join(dir, "keys"), Operator: filepath.Join(dir, "keys", "operator.key")}
	if e == dialect.Postgres {
		c.Database, c.Keys = testkit.Fresh(w.T, e).URL, testkit.Fresh(w.T, e).URL
	}
	key, err := os.ReadFile(w.App.Config.Operator)
	w.must(err)
	w.must(os.MkdirAll(filepath.Dir(c.Operator), 0o700))
	w.must(os.WriteFile(c.Operator, key, 0o600))
	c, err = c.Complete()
	w.must(err)
	return c
}

// Restoring is a restore of two files into a place, by the world's clock.
func (w *World) Restoring(c app.Config, cases, keys string) *app.Restoring {
	return &app.Restoring{Config: c, Cases: cases, Keys: keys, Clock: w.Clock, Log: slog.New(slog.DiscardHandler)}
}

// Opened opens a restored place, as a server does, and closes it with the test.
func (w *World) Opened(t testing.TB, c app.Config) *World {
	t.Helper()
	stores, err := app.OpenStores(w.Ctx, c, false, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := stores.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := stores.Check(w.Ctx); err != nil {
		t.Fatal(err)
	}
	other := *w
	if other.App, err = app.New(w.Ctx, c, stores, w.Options()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(other.App.Close)
	other.T, other.Place = t, testkit.Place{Engine: stores.Cases.Engine()}
	return &other
}
