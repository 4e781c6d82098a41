package app

import (
	"context"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"linli/platform/fault"
)

// databases are the two databases: by the file where SQLite has it, with the URL where PostgreSQL has it.
func (c Config) databases() map[string]string {
	return map[string]string{filepath.Join(c.Data, "linli.db"): c.Database, filepath.Join(c.Keys, "keys.db"): postgresOnly(c.Keys)}
}

func postgresOnly(place string) string {
	if isPostgres(place) {
		return place
	}
	return ""
}

func (c Config) blobs() string { return filepath.Join(c.Data, "blobs") }

// refuseUsed answers ErrNotEmpty where a database has tables or the folder has files.
func (r *Restoring) refuseUsed(ctx context.Context) error {
	used := func(place string) error { return ErrNotEmpty.With(fault.Args{"place": place}) }
	for file, url := range r.Config.databases() {
		if url == "" {
			if _, err := os.Lstat(file); !errors.Is(err, fs.ErrNotExist) {
				return errors.Join(used(file), err)
			}
			continue
		}
		db, err := open(ctx, url, "")
		if err != nil {
			return err
		}
		tables, err := db.Tables(ctx)
		if err = errors.Join(err, db.Close()); err != nil {
			return err
		}
		if len(tables) > 0 {
			return used(nameOf(url))
		}
	}
	entries, err := os.ReadDir(r.Config.blobs())
	if err == nil && len(entries) > 0 {
		return used(r.Config.blobs())
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// empty removes what an earlier attempt wrote. The marker says that all of it is that attempt's.
func (r *Restoring) empty(ctx context.Context) error {
	for file, url := range r.Config.databases() {
		if url == "" {
			for _, ending := range []string{"", "-wal", "-shm"} {
				if err := os.Remove(file + ending); err != nil && !errors.Is(err, fs.ErrNotExist) {
					return err
				}
			}
			continue
		}
		db, err := open(ctx, url, "")
		if err != nil {
			return err
		}
		if err := errors.Join(db.Clear(ctx), db.Close()); err != nil {
			return err
		}
	}
	return os.RemoveAll(r.Config.blobs())
}

// nameOf is a database's address without its password.
func nameOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "PostgreSQL"
	}
	return u.Redacted()
}
