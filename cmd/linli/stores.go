package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"linli/app"
	"linli/platform/fault"
)

// storage says where an office's records are.
type storage struct {
	Data      string `env:"LINLI_DATA" default:"var/linli" help:"Folder of the database, the files and, by default, the keys."`
	Database  string `env:"LINLI_DATABASE" placeholder:"URL" help:"postgres://…; empty: SQLite in the data folder."`
	Keys      string `env:"LINLI_KEYS" placeholder:"PLACE" help:"Key store: a folder, or postgres:// of another database; default DATA/keys."`
	Operator  string `env:"LINLI_OPERATOR_KEY" name:"operator-key" placeholder:"FILE" help:"Operator key; default KEYS/operator.key."`
	KMS       string `env:"LINLI_KMS" placeholder:"URL" help:"Key service that locks the operator key: hcvault://TOKEN@HOST/MOUNT/keys/NAME, better in the environment than on the command line; empty: none."`
	Rulebooks string `env:"LINLI_RULEBOOKS" placeholder:"DIR" help:"Folder of the office's own rulebooks, one in each folder of it; empty: those that are built in."`
	Languages string `env:"LINLI_LANGUAGES" placeholder:"DIR" help:"Folder of languages that the office adds, as AREA.LANGUAGE.yaml; empty: those that are built in."`
	Journal   string `env:"LINLI_ERASURE_JOURNAL" name:"erasure-journal" placeholder:"FILE" help:"Mirror of the erasure journal; default erasures.jsonl beside the key store."`
}

// named chooses a tenant where there are several.
type named struct {
	Tenant string `placeholder:"NAME" help:"Public name of the office, where there are several."`
}

// errNoOffice says that the data folder holds no office yet.
var errNoOffice = fault.New(fault.Unavailable, "cli.no_office")

// errNoOperator says that the operator key is gone while what it sealed is there: another one would open nothing.
var errNoOperator = fault.New(fault.Unavailable, "cli.no_operator_key")

func (s storage) config() (app.Config, error) {
	return app.Config{Data: s.Data, Database: s.Database, Keys: s.Keys, Operator: s.Operator, KMS: s.KMS, Journal: s.Journal, Rulebooks: s.Rulebooks, Languages: s.Languages}.Complete()
}

// open opens the stores of an office that is there.
func (t *terminal) open(ctx context.Context, c app.Config) (*app.Stores, error) {
	if err := c.Unfinished(); err != nil {
		return nil, err
	}
	if !c.OnPostgres() && !isFile(databaseFile(c)) {
		return nil, errNoOffice.With(fault.Args{"data": c.Data})
	}
	s, err := app.OpenStores(ctx, c, false, t.passphrase)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errNoOperator.With(fault.Args{"file": c.Operator})
	}
	return s, err
}

// make opens the stores, with what a new office needs made. A missing operator key is made for a key store that was never
// used, and for no other.
func (t *terminal) make(ctx context.Context, c app.Config) (*app.Stores, error) {
	if !isFile(c.Operator) {
		used, err := c.KeysUsed(ctx)
		if err != nil {
			return nil, err
		}
		if used {
			return nil, errNoOperator.With(fault.Args{"file": c.Operator})
		}
	}
	return app.OpenStores(ctx, c, true, t.passphrase)
}

// migrate brings both databases to this program's schema.
func (t *terminal) migrate(ctx context.Context, s *app.Stores) error {
	done, err := s.Migrate(ctx)
	for _, m := range done {
		t.say("cli.migrated", fault.Args{"name": m.Name})
	}
	return err
}

// with runs f on the services of an office that is there, with the schema of this program.
func (t *terminal) with(ctx context.Context, place storage, f func(a *app.App) error) (err error) {
	c, err := place.config()
	if err != nil {
		return err
	}
	s, err := t.open(ctx, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := s.Check(ctx); err != nil {
		return err
	}
	return t.on(ctx, c, s, app.Options{}, f)
}

// on runs f on the services over open stores.
func (t *terminal) on(ctx context.Context, c app.Config, s *app.Stores, o app.Options, f func(a *app.App) error) error {
	o.Log = t.log()
	a, err := app.New(ctx, c, s, o)
	if err != nil {
		return err
	}
	defer a.Close()
	return f(a)
}

func (t *terminal) log() *slog.Logger { return slog.New(slog.NewTextHandler(t.stderr, nil)) }

// passphrase reads the operator key's passphrase: the first line of standard input.
func (t *terminal) passphrase() (string, error) {
	t.say("cli.passphrase", nil)
	line, err := bufio.NewReader(t.stdin).ReadString('\n')
	if err != nil && line == "" {
		return "", fmt.Errorf("reading the passphrase: %w", err)
	}
	t.typed = strings.TrimRight(line, "\r\n")
	return t.typed, nil
}

func databaseFile(c app.Config) string { return filepath.Join(c.Data, "linli.db") }

func isFile(path string) bool {
	s, err := os.Stat(path)
	return err == nil && s.Mode().IsRegular()
}
