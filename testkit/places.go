package testkit

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"linli/store/dialect"
	"linli/store/migrations"
	"linli/testkit/postgres"
)

// process is what the tests of one process share: a server, and one migrated copy of each schema.
var process struct {
	mu      sync.Mutex
	cluster *postgres.Cluster
	failed  error             // why there is no cluster
	bases   map[string]bool   // schemas that have a template database
	images  map[string][]byte // schema → a migrated SQLite file
	count   int
}

func sqlitePlace(t testing.TB, schema string) Place {
	t.Helper()
	p := Place{Engine: dialect.SQLite, File: filepath.Join(t.TempDir(), "linli.db")}
	if schema == "" {
		return p
	}
	process.mu.Lock()
	defer process.mu.Unlock()
	image, ok := process.images[schema]
	if !ok {
		file := filepath.Join(t.TempDir(), "image.db")
		if err := migrate("", file, schema); err != nil {
			t.Fatal(err)
		}
		var err error
		if image, err = os.ReadFile(file); err != nil { // closing the last connection has emptied the WAL into it
			t.Fatal(err)
		}
		if process.images == nil {
			process.images = map[string][]byte{}
		}
		process.images[schema] = image
	}
	if err := os.WriteFile(p.File, image, 0o600); err != nil {
		t.Fatal(err)
	}
	return p
}

func postgresPlace(t testing.TB, schema string) Place {
	t.Helper()
	postgres.SkipIfMissing(t)
	process.mu.Lock()
	defer process.mu.Unlock()
	ctx := context.Background()
	if process.cluster == nil && process.failed == nil {
		process.cluster, process.failed = postgres.StartIn(ctx, postgres.Memory())
	}
	if process.failed != nil {
		t.Fatal(process.failed)
	}
	template := ""
	if schema != "" {
		template = "template_" + schema
		if err := base(ctx, template, schema); err != nil {
			t.Fatal(err)
		}
	}
	process.count++
	name := fmt.Sprintf("test_%d", process.count)
	url, err := process.cluster.Create(ctx, name, template)
	if err != nil {
		t.Fatal(err)
	}
	cluster := process.cluster
	t.Cleanup(func() {
		if err := cluster.Drop(ctx, name); err != nil {
			t.Errorf("dropping the test's database: %v", err)
		}
	})
	return Place{Engine: dialect.Postgres, URL: url}
}

// base makes the template database of a schema once.
func base(ctx context.Context, template, schema string) error {
	if process.bases[template] {
		return nil
	}
	url, err := process.cluster.Create(ctx, template, "")
	if err != nil {
		return err
	}
	if err := migrate(url, "", schema); err != nil {
		return err
	}
	if process.bases == nil {
		process.bases = map[string]bool{}
	}
	process.bases[template] = true
	return nil
}

func migrate(url, file, schema string) error {
	ctx := context.Background()
	db, err := dialect.Open(ctx, url, dialect.Options{File: file})
	if err != nil {
		return err
	}
	_, err = migrations.Up(ctx, db, migrations.Set(schema))
	if e := db.Close(); err == nil {
		err = e
	}
	return err
}
