package postgres_test

import (
	"testing"

	"github.com/jackc/pgx/v5"

	"linli/testkit/postgres"
)

func TestAClusterStopsIsKilledAndStartsAgain(t *testing.T) {
	t.Run("on the disk", func(t *testing.T) { stopsIsKilledAndStartsAgain(t, "") })
	t.Run("in memory", func(t *testing.T) { stopsIsKilledAndStartsAgain(t, postgres.Memory()) })
}

func stopsIsKilledAndStartsAgain(t *testing.T, folder string) {
	postgres.SkipIfMissing(t)
	c, err := postgres.StartIn(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	url, err := c.Create(t.Context(), "one", "")
	if err != nil {
		t.Fatal(err)
	}
	query := func(text string, into ...any) error {
		conn, err := pgx.Connect(t.Context(), url)
		if err != nil {
			return err
		}
		defer conn.Close(t.Context())
		return conn.QueryRow(t.Context(), text).Scan(into...)
	}
	var fsync string
	if err := query("show fsync", &fsync); err != nil || fsync != "on" {
		t.Errorf("fsync is %s: %v", fsync, err)
	}
	for name, end := range map[string]func() error{"stop": c.Stop, "kill": c.Kill} {
		if err := query("select 1", new(int)); err != nil {
			t.Errorf("before %s: %v", name, err)
		}
		if err := end(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := query("select 1", new(int)); err == nil {
			t.Errorf("it answers after %s", name)
		}
		if err := c.Start(); err != nil {
			t.Fatalf("starting after %s: %v", name, err)
		}
	}
	if err := query("select 1", new(int)); err != nil {
		t.Error(err)
	}
	if err := c.Drop(t.Context(), "one"); err != nil {
		t.Error(err)
	}
}
