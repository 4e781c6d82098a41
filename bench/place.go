package bench

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"linli/store/dialect"
)

// place is where the two databases of an office are: files in a folder, or databases of a PostgreSQL server.
type place struct {
	engine dialect.Engine
	dir    string
	server string // PostgreSQL: URL of a database from which others are made
	name   string // PostgreSQL: what the names of the databases begin with
}

func newPlace(ctx context.Context, e dialect.Engine, dir, server string) (*place, error) {
	p := &place{engine: e, dir: dir, server: server, name: "linli_bench_" + strings.ToLower(rand.Text()[:8])}
	if err := os.MkdirAll(filepath.Join(dir, "keys"), 0o700); err != nil {
		return nil, err
	}
	if e == dialect.SQLite {
		return p, nil
	}
	for _, d := range p.databases() {
		if err := p.order(ctx, "create database "+d); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func (p *place) databases() []string { return []string{p.name + "_cases", p.name + "_keys"} }

// order runs a statement about databases on the server.
func (p *place) order(ctx context.Context, text string) error {
	db, err := dialect.Open(ctx, p.server, dialect.Options{Connections: 1})
	if err != nil {
		return err
	}
	err = db.Administer(ctx, func(ctx context.Context, pool *sql.DB) error {
		_, err := pool.ExecContext(ctx, text)
		return err
	})
	return errors.Join(err, db.Close())
}

func (p *place) url(database string) (string, error) {
	if p.engine == dialect.SQLite {
		return "", nil
	}
	u, err := url.Parse(p.server)
	if err != nil {
		return "", fmt.Errorf("reading the URL of the server: %w", err)
	}
	u.Path = "/" + database
	return u.String(), nil
}

// open opens the cases and the keys; watch, which may be nil, is told what each is sent.
func (p *place) open(ctx context.Context, watch func(keys bool) func(dialect.Traffic)) (cases, keys *dialect.DB, err error) {
	if watch == nil {
		watch = func(bool) func(dialect.Traffic) { return nil }
	}
	files := []string{filepath.Join(p.dir, "linli.db"), filepath.Join(p.dir, "keys", "keys.db")}
	var opened [2]*dialect.DB
	for i, database := range p.databases() {
		at, err := p.url(database)
		if err != nil {
			return nil, nil, err
		}
		if opened[i], err = dialect.Open(ctx, at, dialect.Options{File: files[i], Watch: watch(i == 1)}); err != nil {
			return nil, nil, err
		}
	}
	return opened[0], opened[1], nil
}

// copy makes the same databases again, in a folder of their own. Nobody may have them open.
func (p *place) copy(ctx context.Context, dir string) (*place, error) {
	c := &place{engine: p.engine, dir: dir, server: p.server, name: p.name + "_floor"}
	if err := os.MkdirAll(filepath.Join(dir, "keys"), 0o700); err != nil {
		return nil, err
	}
	if p.engine == dialect.SQLite { // closing the last connection has emptied the WAL into the file
		for _, f := range []string{"linli.db", filepath.Join("keys", "keys.db")} {
			if err := copyFile(filepath.Join(dir, f), filepath.Join(p.dir, f)); err != nil {
				return nil, err
			}
		}
		return c, nil
	}
	for i, d := range c.databases() {
		if err := p.order(ctx, "create database "+d+" template "+p.databases()[i]); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func copyFile(to, from string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	if _, err := io.Copy(out, in); err != nil {
		return fmt.Errorf("copying a database: %w", err)
	}
	return out.Sync() // so that its pages are not written while something is measured
}

// close removes the databases.
func (p *place) close(ctx context.Context) error {
	err := os.RemoveAll(p.dir)
	if p.engine == dialect.Postgres {
		for _, d := range p.databases() {
			err = errors.Join(err, p.order(ctx, "drop database if exists "+d+" with (force)"))
		}
	}
	return err
}

func (p *place) durability() string {
	if p.engine == dialect.Postgres {
		return "synchronous_commit=on"
	}
	return "WAL, synchronous=FULL"
}
