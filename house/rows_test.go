package house_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/store/dialect"
)

// row is one row of a table, by column: nil, int64, string or []byte.
type row map[string]any

// rows reads every row of every table of a database, in the order of the keys, which begin with time-ordered ids.
func rows(t testing.TB, db *dialect.DB) map[string][]row {
	t.Helper()
	out := map[string][]row{}
	err := db.Administer(context.Background(), func(ctx context.Context, pool *sql.DB) error {
		list := `select name from sqlite_schema where type = 'table' and name not like 'sqlite%' and name not like 'goose%'`
		order := func(table string) string {
			return `select group_concat(name, ', ') from (select name from pragma_table_info('` + table + `') where pk > 0 order by pk)`
		}
		if db.Engine() == dialect.Postgres {
			list = `select table_name from information_schema.tables where table_schema = current_schema() and table_name not like 'goose%'`
			order = func(table string) string {
				return `select string_agg(a.attname, ', ' order by k.n) from pg_index x cross join unnest(x.indkey) with ordinality k (attnum, n)
					join pg_attribute a on a.attrelid = x.indrelid and a.attnum = k.attnum where x.indisprimary and x.indrelid = '` + table + `'::regclass`
			}
		}
		tables, err := column(ctx, pool, list)
		if err != nil {
			return err
		}
		for _, table := range tables {
			key, err := column(ctx, pool, order(table))
			if err != nil {
				return err
			}
			if out[table], err = read(ctx, pool, "select * from "+table+" order by "+key[0]); err != nil {
				return fmt.Errorf("%s: %w", table, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func column(ctx context.Context, pool *sql.DB, query string) (out []string, err error) {
	r, err := pool.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	for r.Next() {
		var s string
		if err := r.Scan(&s); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, r.Err()
}

func read(ctx context.Context, pool *sql.DB, query string) (out []row, err error) {
	r, err := pool.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	names, err := r.Columns()
	if err != nil {
		return nil, err
	}
	for r.Next() {
		values, to := make([]any, len(names)), make([]any, len(names))
		for i := range values {
			to[i] = &values[i]
		}
		if err := r.Scan(to...); err != nil {
			return nil, err
		}
		x := row{}
		for i, n := range names {
			x[n] = values[i]
			if b, ok := values[i].([]byte); ok {
				x[n] = bytes.Clone(b)
			}
		}
		out = append(out, x)
	}
	return out, r.Err()
}

// count is how many rows each table holds.
func count(t testing.TB, db *dialect.DB) map[string]int {
	t.Helper()
	n := map[string]int{}
	for table, all := range rows(t, db) {
		n[table] = len(all)
	}
	return n
}

// grown lists the tables whose number of rows differs.
func grown(before, after map[string]int) []string {
	var out []string
	for _, table := range slices.Sorted(maps.Keys(after)) {
		if before[table] != after[table] {
			out = append(out, table+" "+strconv.Itoa(before[table])+" → "+strconv.Itoa(after[table]))
		}
	}
	return out
}

// places are the forms in which a word could stand in a file.
func forms(word string) [][]byte {
	escaped := strings.Builder{}
	for _, c := range word {
		if c < 0x80 {
			escaped.WriteRune(c)
		} else {
			fmt.Fprintf(&escaped, `\u%04x`, c)
		}
	}
	wide := func(low, high int) []byte {
		var b []byte
		for _, c := range word {
			pair := []byte{byte(c), byte(c >> 8)}
			b = append(b, pair[low], pair[high])
		}
		return b
	}
	return [][]byte{[]byte(word), []byte(escaped.String()), []byte(hex.EncodeToString([]byte(word))), wide(0, 1), wide(1, 0)}
}

// whereIs lists where planted words stand: in every file below the office's folder and beside its database (the file, its
// WAL, the key store, blobs), and in every row of both databases.
func whereIs(t testing.TB, w *apptest.World, words []string) []string {
	t.Helper()
	var found []string
	look := func(place string, text []byte) {
		for _, word := range words {
			for _, form := range forms(word) {
				if bytes.Contains(text, form) {
					found = append(found, place+" says "+word)
					break
				}
			}
		}
	}
	folders := []string{w.App.Config.Data}
	if w.Place.File != "" {
		folders = append(folders, filepath.Dir(w.Place.File))
	}
	files := 0
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			text, err := os.ReadFile(p)
			if err != nil {
				return err
			}
			files++
			look(filepath.Base(p), text)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if files < 2 {
		t.Fatalf("only %d files were searched", files)
	}
	for _, db := range []*dialect.DB{w.App.Stores.Cases, w.App.Stores.Keys} {
		for table, all := range rows(t, db) {
			for _, r := range all {
				for c, v := range r {
					switch v := v.(type) {
					case string:
						look(table+"."+c, []byte(v))
					case []byte:
						look(table+"."+c, v)
					}
				}
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}
