// Package queries holds every SQL statement of a store package against the schema.
//
// One test a package:
//
//	func TestQueries(t *testing.T) { queries.Check(t, ".", casefile.Queries()) }
package queries

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"linli/store/dialect"
	"linli/store/migrations"
	"linli/testkit"
)

// Check fails the test unless, for the package in the folder and for the list of its SQL in the cases' schema,
//   - every text in the package's source that is SQL is part of a listed statement;
//   - every statement names tenant_id at least once for each table that it reads or writes;
//   - every statement can be prepared on both engines;
//   - SQLite needs to scan no table for it from end to end.
//
// Exempt from tenant_id are tenant and tenant_tag, in which a tenant is found.
func Check(t *testing.T, folder string, list []string) {
	t.Helper()
	check(t, folder, list, migrations.Cases)
}

// CheckKeys is [Check] against the keys' schema.
func CheckKeys(t *testing.T, folder string, list []string) {
	t.Helper()
	check(t, folder, list, migrations.Keys)
}

func check(t *testing.T, folder string, list []string, set migrations.Set) {
	t.Helper()
	if len(list) == 0 {
		t.Fatal("no statement is listed")
	}
	for _, text := range unlisted(t, folder, list) {
		t.Errorf("SQL in the source that Queries() does not list: %s", text)
	}
	for _, text := range list {
		if why := untenanted(text); why != "" {
			t.Errorf("%s: %s", why, text)
		}
	}
	testkit.EachPlace(t, string(set), func(t *testing.T, p testkit.Place) {
		db := p.Open(t, dialect.Options{})
		for _, text := range list {
			if err := db.Prepare(t.Context(), text); err != nil {
				t.Errorf("%v\n%s", err, text)
				continue
			}
			if p.Engine == dialect.SQLite {
				for _, step := range scans(t.Context(), t, db, text) {
					t.Errorf("reads a whole table (%s): %s", step, text)
				}
			}
		}
	})
}

var verb = regexp.MustCompile(`(?is)^\s*(select\s|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s|with\s+\w+\s+(\([^)]*\)\s+)?as\s*\()`)

// unlisted are the texts of the package's source that begin like SQL and are part of no listed statement.
func unlisted(t testing.TB, folder string, list []string) []string {
	t.Helper()
	production := func(f fs.FileInfo) bool { return !strings.HasSuffix(f.Name(), "_test.go") }
	//nolint:staticcheck // go/packages would load the whole program to read a few files
	packages, err := parser.ParseDir(token.NewFileSet(), folder, production, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Join(list, "\x00")
	var missing []string
	for _, p := range packages {
		ast.Inspect(p, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			text, err := strconv.Unquote(lit.Value)
			if err == nil && verb.MatchString(text) && !strings.Contains(all, text) {
				missing = append(missing, text)
			}
			return true
		})
	}
	return missing
}

var (
	tables  = regexp.MustCompile(`(?i)\b(?:from|join|into|update)\s+(\w+)`)
	commons = regexp.MustCompile(`(?i)(?:\bwith|,)\s+(\w+)\s+(?:\([^)]*\)\s+)?as\s*\(`)
	tenants = regexp.MustCompile(`(?i)\btenant_id\b`)
)

// untenanted says what is wrong with the statement's use of tenant_id, or nothing.
func untenanted(text string) string {
	exempt := map[string]bool{"tenant": true, "tenant_tag": true, "set": true} // "do update set" names no table
	for _, m := range commons.FindAllStringSubmatch(text, -1) {
		exempt[strings.ToLower(m[1])] = true
	}
	want := 0
	for _, m := range tables.FindAllStringSubmatch(text, -1) {
		if !exempt[strings.ToLower(m[1])] {
			want++
		}
	}
	if got := len(tenants.FindAllString(text, -1)); got < want {
		return "names tenant_id " + strconv.Itoa(got) + " times for " + strconv.Itoa(want) + " tables"
	}
	return ""
}

// scans are the steps of SQLite's plan that read a table of the schema from end to end.
func scans(ctx context.Context, t testing.TB, db *dialect.DB, text string) []string {
	t.Helper()
	if tables.FindStringSubmatch(text) == nil || untenantedTable.MatchString(text) {
		return nil
	}
	args := make([]any, highest(text))
	var steps []string
	err := db.Query(ctx, "explain query plan "+text, args, func(r *dialect.Rows) error {
		var (
			id, parent, unused int64
			detail             string
		)
		if err := r.Scan(&id, &parent, &unused, &detail); err != nil {
			return err
		}
		if what, ok := strings.CutPrefix(detail, "SCAN "); ok && !derived.MatchString(what) && !isCommon(text, what) {
			steps = append(steps, detail)
		}
		return nil
	})
	if err != nil {
		t.Errorf("explaining: %v\n%s", err, text)
	}
	return steps
}

var (
	untenantedTable = regexp.MustCompile(`(?i)\bfrom\s+(tenant|tenant_tag)\b`)
	derived         = regexp.MustCompile(`^(CONSTANT ROW|\(|\d+ CONSTANT|\d+-ROW)`)
	placeholder     = regexp.MustCompile(`\$(\d+)`)
)

func isCommon(text, what string) bool {
	name, _, _ := strings.Cut(what, " ")
	for _, m := range commons.FindAllStringSubmatch(text, -1) {
		if strings.EqualFold(m[1], name) {
			return true
		}
	}
	return false
}

func highest(text string) int {
	n := 0
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		k, _ := strconv.Atoi(m[1])
		n = max(n, k)
	}
	return n
}
