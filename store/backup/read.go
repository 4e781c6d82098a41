package backup

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"linli/platform/archive"
	"linli/platform/fault"
	"linli/store/dialect"
	"linli/store/migrations"
)

// ErrSchema: a newer program took the backup from tables that this one does not know. Args: have, want.
var ErrSchema = fault.New(fault.Invalid, "backup.schema_newer")

// Reader gives the rows of an archive, entry by entry. The zero value is ready.
type Reader struct{ Database }

// Entry takes an entry of the archive: it calls rows with the rows of a chunk, and reports false for an entry that is not
// the database's. Errors: ErrSchema, archive.ErrDamaged.
func (r *Reader) Entry(name string, body []byte, rows func(t dialect.Table, rows [][]any) error) (ours bool, err error) {
	if name == databaseName {
		if err := json.Unmarshal(body, &r.Database); err != nil {
			return true, damaged(name, err)
		}
		for _, e := range []dialect.Engine{dialect.SQLite, dialect.Postgres} { // both have the same numbers
			newest, err := migrations.Newest(e, r.Set)
			if err != nil {
				return true, err
			}
			if r.Schema > newest {
				return true, ErrSchema.With(fault.Args{"have": strconv.FormatInt(r.Schema, 10), "want": strconv.FormatInt(newest, 10)})
			}
		}
		return true, nil
	}
	rest, ours := strings.CutPrefix(name, rowsPrefix)
	if !ours {
		return false, nil
	}
	table, _, _ := strings.Cut(rest, "/")
	i := slices.IndexFunc(r.Tables, func(t dialect.Table) bool { return t.Name == table })
	if i < 0 {
		return true, damaged(name, errors.New("rows of a table that the archive does not describe"))
	}
	var all [][]any
	for line := range strings.Lines(string(body)) {
		row, err := decode(line, r.Tables[i])
		if err != nil {
			return true, damaged(name, err)
		}
		all = append(all, row)
	}
	return true, rows(r.Tables[i], all)
}

// Prepare makes the tables of the archive in an empty database, as they were when it was taken.
func (r *Reader) Prepare(ctx context.Context, db *dialect.DB) error {
	if _, err := migrations.UpTo(ctx, db, r.Set, r.Schema); err != nil {
		return err
	}
	there, err := db.Tables(ctx)
	if err != nil {
		return err
	}
	for _, t := range r.Tables {
		i := slices.IndexFunc(there, func(x dialect.Table) bool { return x.Name == t.Name })
		if i < 0 || migrations.Counts(t.Name) {
			return damaged(databaseName, fmt.Errorf("a table %s that linli does not have", t.Name))
		}
		for _, c := range t.Columns {
			if !slices.Contains(there[i].Columns, c) {
				return damaged(databaseName, fmt.Errorf("a column %s.%s that linli does not have", t.Name, c.Name))
			}
		}
	}
	return nil
}

func damaged(entry string, err error) error {
	return fault.Wrap(archive.ErrDamaged.Code, archive.ErrDamaged.Key, err).With(fault.Args{"entry": entry})
}
