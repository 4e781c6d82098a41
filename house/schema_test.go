package house_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"linli/app"
	"linli/platform/vault"
	"linli/store/dialect"
	"linli/store/migrations"
	"linli/testkit"
)

var update = flag.Bool("update", false, "write the golden files and docs/security/fields.md anew")

// schema is what a database holds: columns by table, and the columns of each key and index.
type schema struct {
	columns map[string][]string
	indexes map[string][]string // "table: name" → columns, primary keys among them
}

func readSchema(t *testing.T, db *dialect.DB) schema {
	t.Helper()
	s := schema{map[string][]string{}, map[string][]string{}}
	columns := `select m.name, c.name from sqlite_schema m, pragma_table_info(m.name) c
		where m.type in ('table', 'view') and m.name not like 'sqlite%' order by m.name, c.cid`
	indexes := `select m.name, l.name, coalesce(i.name, (select x.sql from sqlite_schema x where x.name = l.name))
		from sqlite_schema m, pragma_index_list(m.name) l, pragma_index_info(l.name) i
		where m.type = 'table' and l.origin <> 'pk' union all
		select m.name, 'key', c.name from sqlite_schema m, pragma_table_info(m.name) c where m.type = 'table' and c.pk > 0
		order by 1, 2`
	if db.Engine() == dialect.Postgres {
		columns = `select t.relname, a.attname from pg_class t join pg_attribute a on a.attrelid = t.oid
			where t.relnamespace = current_schema()::regnamespace and t.relkind in ('r', 'p', 'v', 'm', 'f') and a.attnum > 0 and not a.attisdropped
			order by t.relname, a.attnum`
		indexes = `select t.relname, case when x.indisprimary then 'key' else i.relname end, coalesce(a.attname, pg_get_indexdef(x.indexrelid, k.n::int, true))
			from pg_index x join pg_class t on t.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
			cross join unnest(x.indkey) with ordinality k (attnum, n)
			left join pg_attribute a on a.attrelid = t.oid and a.attnum = k.attnum and k.attnum > 0
			where t.relnamespace = current_schema()::regnamespace order by 1, 2, k.n`
	}
	err := db.Query(t.Context(), columns, nil, func(r *dialect.Rows) error {
		var table, column string
		err := r.Scan(&table, &column)
		if !strings.HasPrefix(table, "goose_") {
			s.columns[table] = append(s.columns[table], column)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	err = db.Query(t.Context(), indexes, nil, func(r *dialect.Rows) error {
		var table, index, column string
		err := r.Scan(&table, &index, &column)
		if !strings.HasPrefix(table, "goose_") {
			s.indexes[table+": "+index] = append(s.indexes[table+": "+index], column)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// eachSchema runs a test with the cases' and the keys' schema on both engines.
func eachSchema(t *testing.T, test func(t *testing.T, set migrations.Set, s schema)) {
	t.Helper()
	for _, set := range []migrations.Set{migrations.Cases, migrations.Keys} {
		t.Run(string(set), func(t *testing.T) {
			testkit.EachPlace(t, string(set), func(t *testing.T, p testkit.Place) {
				test(t, set, readSchema(t, p.Open(t, dialect.Options{})))
			})
		})
	}
}

// TestColumnsAreThoseAllowed is the allow-list of refusal R2: a column that is not in the golden file is not there.
// Adding one is a decision that this file shows.
func TestColumnsAreThoseAllowed(t *testing.T) {
	eachSchema(t, func(t *testing.T, set migrations.Set, s schema) { golden(t, columnsFile(set), s.listed()) })
}

func columnsFile(set migrations.Set) string {
	return filepath.Join("testdata", "columns."+string(set)+".golden")
}

// listed is a line for each table and view.
func (s schema) listed() string {
	var b strings.Builder
	for _, table := range slices.Sorted(maps.Keys(s.columns)) {
		fmt.Fprintf(&b, "%s: %s\n", table, strings.Join(s.columns[table], " "))
	}
	return b.String()
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	report(t, beside(file, string(want), got))
}

// beside lists in what a text differs from the one that was agreed on.
func beside(file, want, got string) (found []string) {
	if want == got {
		return nil
	}
	have, lines := strings.Split(got, "\n"), strings.Split(want, "\n")
	for _, l := range have {
		if !slices.Contains(lines, l) {
			found = append(found, file+" lacks: "+l)
		}
	}
	for _, l := range lines {
		if !slices.Contains(have, l) {
			found = append(found, file+" has, and the program has not: "+l)
		}
	}
	if len(found) == 0 {
		found = append(found, file+" has another order")
	}
	return found
}

func TestTheFieldTableNamesEveryColumn(t *testing.T) {
	table := app.FieldTable()
	if err := table.Validate(); err != nil {
		t.Fatal(err)
	}
	seen := map[vault.Column]bool{}
	eachSchema(t, func(t *testing.T, _ migrations.Set, s schema) {
		for name, columns := range s.columns {
			for _, c := range columns {
				seen[vault.Column{Table: name, Name: c}] = true
			}
		}
	})
	for _, differs := range table.Compare(slices.Collect(maps.Keys(seen))) {
		t.Error(differs)
	}
}

func TestTheFieldTableIsDocumented(t *testing.T) {
	head := "# What linli keeps, and how\n\n" +
		"Every column of both databases and every sealed field, with what it is needed for. A field that is *clear* can be read by whoever reads the\n" +
		"store: ids, dates, codes, states and counts, ciphertexts and hashes. A field that is *sealed* is written under the key of a section of its case\n" +
		"([vault.md](vault.md)). This page is made from the code (`go test ./house -run FieldTable -update`) and compared with it by a test; the vault\n" +
		"refuses to seal a field that is not in it, and a column that is not in it fails the tests.\n\n"
	golden(t, filepath.Join(root, "docs", "security", "fields.md"), head+app.FieldTable().Markdown())
}

// ofPersons are words by which people are known elsewhere. A column called so is allowed where it names a unit, an office
// or a member of staff, and is never part of an index there, except the login by which an account signs in.
var ofPersons = []string{"name", "phone", "telephone", "mobile", "number_of", "id_number", "idcard", "passport", "face", "photo", "fingerprint_of", "address",
	"dwelling", "household", "birth", "birthday", "age", "sex", "gender", "mail", "email", "wechat", "contact", "language", "nationality", "occupation", "login", "ip",
	"user_agent", "agent", "device", "location", "lat", "long", "latitude", "longitude", "plate", "person", "person_id", "resident", "resident_id", "family"}

func TestNoColumnNamesAPerson(t *testing.T) {
	allowed := allow(t, map[string]string{
		"tenant.name":        "the office's own name",
		"unit.name":          "a unit's name",
		"unit.address":       "where a unit receives people",
		"unit.phone":         "a unit's own telephone",
		"account.name":       "staff, who answer with their name",
		"account.login":      "staff",
		"account.language":   "staff: the language of the account's pages",
		"bundle.language":    "staff: the language in which an account had a file printed",
		"report_place.name":  "what a public place or thing is called, as the office lists it",
		"report_place.lat":   "where a public place or thing is",
		"report_place.long":  "where a public place or thing is",
		"report_public.lat":  "where what was reported is, rounded, once a person has let it through",
		"report_public.long": "where what was reported is, rounded, once a person has let it through",
		"passkey.name":       "what a member of staff calls an own device",
		"program.name":       "what the administrator calls a program of another organisation",
	})
	eachSchema(t, func(t *testing.T, _ migrations.Set, s schema) { report(t, s.persons(allowed)) })
}

// persons lists the columns of tables and views that are called as people are known.
func (s schema) persons(allowed *exceptions) (found []string) {
	for table, columns := range s.columns {
		for _, c := range columns {
			if slices.Contains(ofPersons, c) && !allowed.has(table+"."+c) {
				found = append(found, table+"."+c+" names a person")
			}
		}
	}
	return found
}

// sides are columns that stand for a party of one case. Before the case's id they may lead no index: that would be a way
// from a person to a case.
var sides = []string{"party_id", "by_party", "subject_id", "guardian_id", "owner_id", "section_of", "reader", "recipient_id", "hash"}

// staffs are tables of accounts, of other organisations' programs, of the ledger and of survey codes that were used, in which such a column stands for no
// party: a survey code was given to nobody by name and stands in no case.
var staffs = []string{"signin_session", "signin_step", "enrolment", "ledger_node", "survey_used", "program_key"}

var plainColumn = regexp.MustCompile(`^[a-z_0-9]+$`)

func TestNoIndexLeadsFromAPersonToACase(t *testing.T) {
	eachSchema(t, func(t *testing.T, set migrations.Set, s schema) {
		if len(s.indexes) < len(s.columns) {
			t.Fatalf("%d keys and indexes of %d tables", len(s.indexes), len(s.columns))
		}
		report(t, s.waysToCases())
	})
}

// waysToCases lists the keys and indexes that lead from a person to a case. What an index computes is not looked into: there
// is none.
func (s schema) waysToCases() (found []string) {
	for index, columns := range s.indexes {
		table, _, _ := strings.Cut(index, ":")
		at := slices.Index(columns, "case_id")
		for i, c := range columns {
			switch {
			case !plainColumn.MatchString(c):
				found = append(found, fmt.Sprintf("%s is over %q: nobody sees what an expression is keyed by", index, c))
			case slices.Contains(ofPersons, c) && (table != "account" || c != "login"):
				found = append(found, fmt.Sprintf("%s is over %v: no index is keyed by a person", index, columns))
			case slices.Contains(sides, c) && (at < 0 || at > i) && !slices.Contains(staffs, table):
				found = append(found, fmt.Sprintf("%s is over %v: %s comes before the case", index, columns, c))
			}
		}
	}
	return found
}
