package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"linli/platform/vault"
	"linli/store/dialect"
	"linli/store/migrations"
)

// Stores are the databases that linli stands on, opened.
type Stores struct {
	Cases    *dialect.DB
	Keys     *dialect.DB
	Operator *vault.OperatorKey
}

// OpenStores opens both databases and the operator key. With make set, what is missing is made: folders, and a new
// operator key for a new key store. Where a restore is unfinished it opens nothing and answers ErrUnfinished.
func OpenStores(ctx context.Context, c Config, make bool, ask vault.Passphrase) (_ *Stores, err error) {
	if err := c.Unfinished(); err != nil {
		return nil, err
	}
	if make {
		if err := makeFolders(c); err != nil {
			return nil, err
		}
	}
	s := &Stores{}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	if s.Cases, err = open(ctx, c.Database, filepath.Join(c.Data, "linli.db")); err != nil {
		return nil, fmt.Errorf("the database: %w", err)
	}
	keys := c.Keys
	if !isPostgres(keys) {
		keys = ""
	}
	if s.Keys, err = open(ctx, keys, filepath.Join(c.Keys, "keys.db")); err != nil {
		return nil, fmt.Errorf("the key store: %w", err)
	}
	locks, err := c.Locks(ask)
	if err != nil {
		return nil, err
	}
	s.Operator, err = vault.OpenOperatorKey(ctx, c.Operator, locks)
	if make && errors.Is(err, fs.ErrNotExist) {
		s.Operator, err = vault.CreateOperatorKey(ctx, c.Operator, "", locks.Service)
	}
	if err != nil {
		return nil, fmt.Errorf("the operator key %s: %w", c.Operator, err)
	}
	return s, nil
}

func open(ctx context.Context, url, file string) (*dialect.DB, error) {
	return dialect.Open(ctx, url, dialect.Options{File: file})
}

func makeFolders(c Config) error {
	folders := []string{c.Data, filepath.Dir(c.Operator)}
	if !isPostgres(c.Keys) {
		folders = append(folders, c.Keys)
	}
	for _, f := range folders {
		if err := os.MkdirAll(f, 0o700); err != nil {
			return fmt.Errorf("making a folder: %w", err)
		}
	}
	return nil
}

// Migrate brings both databases to this program's schema and returns what was applied. It touches neither where one of
// them is a newer program's.
func (s *Stores) Migrate(ctx context.Context) ([]migrations.Migration, error) {
	if err := migrations.Check(ctx, s.Cases, migrations.Cases); errors.Is(err, migrations.ErrNewer) {
		return nil, err
	}
	done, err := migrations.Up(ctx, s.Keys, migrations.Keys)
	if err != nil {
		return done, fmt.Errorf("migrating the key store: %w", err)
	}
	more, err := migrations.Up(ctx, s.Cases, migrations.Cases)
	if err != nil {
		return done, fmt.Errorf("migrating the database: %w", err)
	}
	return append(done, more...), nil
}

// Check refuses a schema that is not this program's.
func (s *Stores) Check(ctx context.Context) error {
	if err := migrations.Check(ctx, s.Keys, migrations.Keys); err != nil {
		return err
	}
	return migrations.Check(ctx, s.Cases, migrations.Cases)
}

// Close closes both databases.
func (s *Stores) Close() error {
	var err error
	for _, db := range []*dialect.DB{s.Cases, s.Keys} {
		if db != nil {
			err = errors.Join(err, db.Close())
		}
	}
	return err
}

// OpenStoresAt is [OpenStores] over a case database that is open already and migrated, with a new key store; for tests.
func OpenStoresAt(ctx context.Context, c Config, cases *dialect.DB) (_ *Stores, err error) {
	if err := makeFolders(c); err != nil {
		return nil, err
	}
	s := &Stores{Cases: cases}
	if s.Keys, err = open(ctx, "", filepath.Join(c.Keys, "keys.db")); err != nil {
		return nil, err
	}
	if _, err := migrations.Up(ctx, s.Keys, migrations.Keys); err != nil {
		return nil, errors.Join(err, s.Keys.Close())
	}
	s.Operator, err = vault.CreateOperatorKey(ctx, c.Operator, "", nil)
	return s, err
}
