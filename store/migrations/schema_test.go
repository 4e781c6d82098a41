package migrations_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"linli/store/dialect"
	"linli/store/migrations"
	"linli/testkit"
)

// table is what must be alike on both engines.
type table struct {
	columns []column
	primary []string
	indexes map[string]string // name → "unique (a, b)"
	options string            // SQLite: what follows the columns
}

type column struct {
	name, family, fallback string // family: number, bytes, text, fraction; fallback: the default
	null                   bool
}

func (c column) String() string {
	return fmt.Sprintf("%s %s null=%t default=%q", c.name, c.family, c.null, c.fallback)
}

var families = map[string]string{
	"integer": "number", "bigint": "number", "blob": "bytes", "bytea": "bytes", "text": "text",
}

// untenanted are the tables in which a tenant is found: their key and indexes need not begin with one.
var untenanted = map[string]bool{"tenant": true, "tenant_tag": true}

func schemas(t *testing.T, set migrations.Set, test func(t *testing.T, engine dialect.Engine, tables map[string]table)) {
	t.Helper()
	testkit.EachPlace(t, string(set), func(t *testing.T, p testkit.Place) {
		db := p.Open(t, dialect.Options{})
		read := sqliteSchema
		if p.Engine == dialect.Postgres {
			read = postgresSchema
		}
		tables := read(t, db)
		delete(tables, "goose_db_version")
		if len(tables) == 0 {
			t.Fatal("the schema is empty")
		}
		test(t, p.Engine, tables)
	})
}

func eachSet(t *testing.T, test func(t *testing.T, set migrations.Set)) {
	t.Helper()
	for _, set := range []migrations.Set{migrations.Cases, migrations.Keys} {
		t.Run(string(set), func(t *testing.T) { test(t, set) })
	}
}

func TestBothEnginesHaveTheSameTables(t *testing.T) {
	eachSet(t, func(t *testing.T, set migrations.Set) {
		seen := map[dialect.Engine]map[string]table{}
		schemas(t, set, func(_ *testing.T, engine dialect.Engine, tables map[string]table) { seen[engine] = tables })
		lite, post := seen[dialect.SQLite], seen[dialect.Postgres]
		if post == nil {
			t.Skip("PostgreSQL did not run")
		}
		for _, name := range union(lite, post) {
			a, b := describe(name, lite), describe(name, post)
			if a != b {
				t.Errorf("table %s differs\nsqlite:\n%s\npostgres:\n%s", name, a, b)
			}
		}
	})
}

func TestTheTenantLeadsEveryKeyAndIndex(t *testing.T) {
	eachSet(t, func(t *testing.T, set migrations.Set) {
		schemas(t, set, func(t *testing.T, _ dialect.Engine, tables map[string]table) {
			for name, table := range tables {
				if untenanted[name] {
					continue
				}
				if len(table.primary) == 0 || table.primary[0] != "tenant_id" {
					t.Errorf("%s: the primary key is (%s)", name, strings.Join(table.primary, ", "))
				}
				for index, over := range table.indexes {
					if _, columns, _ := strings.Cut(over, "("); !strings.HasPrefix(columns, "tenant_id") {
						t.Errorf("%s: index %s is %s", name, index, over)
					}
				}
				for _, c := range table.columns {
					if c.name == "tenant_id" && (c.null || c.family != "bytes") {
						t.Errorf("%s: %s", name, c)
					}
				}
			}
		})
	})
}

func TestTypesAreThoseBothEnginesShare(t *testing.T) {
	eachSet(t, func(t *testing.T, set migrations.Set) {
		schemas(t, set, func(t *testing.T, engine dialect.Engine, tables map[string]table) {
			for name, table := range tables {
				for _, c := range table.columns {
					if !slices.Contains([]string{"number", "bytes", "text"}, c.family) {
						t.Errorf("%s: %s", name, c)
					}
				}
				options := strings.ToLower(table.options)
				if engine == dialect.SQLite && (!strings.Contains(options, "strict") || !strings.Contains(options, "without rowid")) {
					t.Errorf("%s is made with %q, not strict, without rowid", name, table.options)
				}
			}
		})
	})
}

func TestNothingRunsByItselfInTheDatabase(t *testing.T) {
	eachSet(t, func(t *testing.T, set migrations.Set) {
		testkit.EachPlace(t, string(set), func(t *testing.T, p testkit.Place) {
			db := p.Open(t, dialect.Options{})
			text := `select name from sqlite_schema where type in ('trigger', 'view')`
			if p.Engine == dialect.Postgres {
				text = `select trigger_name from information_schema.triggers
					union all select table_name from information_schema.views where table_schema = current_schema()
					union all select sequence_name from information_schema.sequences where sequence_schema = current_schema() and sequence_name not like 'goose%'`
			}
			for _, name := range column1(t, db, text) {
				t.Errorf("a trigger, view or sequence: %s", name)
			}
		})
	})
}

// describe is all of a table that must be alike, as text that a diff can show; column order counts too.
func describe(name string, tables map[string]table) string {
	t, ok := tables[name]
	if !ok {
		return "missing"
	}
	var b strings.Builder
	for _, c := range t.columns {
		fmt.Fprintln(&b, "\t", c)
	}
	fmt.Fprintf(&b, "\t primary key (%s)\n", strings.Join(t.primary, ", "))
	for _, index := range sorted(t.indexes) {
		fmt.Fprintln(&b, "\t", index, t.indexes[index])
	}
	return b.String()
}

func union(a, b map[string]table) []string {
	names := append(sorted(a), sorted(b)...)
	slices.Sort(names)
	return slices.Compact(names)
}

func sorted[V any](m map[string]V) []string {
	var names []string
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
