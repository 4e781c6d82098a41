package app

import (
	"context"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"slices"

	"linli/store/migrations"
)

// Complete fills in what follows from the rest and refuses what cannot be right.
func (c Config) Complete() (Config, error) {
	c, err := c.complete()
	if err == nil {
		_, err = c.proxies()
	}
	return c, err
}

// Origin is the public origin, or that of this machine at the port listened on.
func (c Config) Origin(port string) (*url.URL, error) { return c.origin(port) }

// OnPostgres reports whether the cases are kept in PostgreSQL; else they are in a file in the data folder.
func (c Config) OnPostgres() bool { return isPostgres(c.Database) }

// KeysUsed reports whether the key store has ever held anything, so that a missing operator key is a loss and not a
// beginning.
func (c Config) KeysUsed(ctx context.Context) (used bool, err error) {
	url, file := c.Keys, filepath.Join(c.Keys, "keys.db")
	if !isPostgres(url) {
		if _, err := os.Stat(file); errors.Is(err, os.ErrNotExist) {
			return false, nil
		}
		url = ""
	}
	db, err := open(ctx, url, file)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	all, err := migrations.Status(ctx, db, migrations.Keys)
	return slices.ContainsFunc(all, func(m migrations.Migration) bool { return m.Applied }), err
}
