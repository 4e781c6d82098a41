package house_test

import (
	"fmt"
	"go/ast"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"linli/store/migrations"
)

func TestNoBannedWordInTheSchema(t *testing.T) {
	allowed := allow(t, map[string]string{
		"tenant_tag":      "the random mark of an office in front of its codes, not of a person",
		"tenant_tag.tag":  "the same",
		"tenant.tag":      "the same",
		"tenant_tag_kind": "the same",
		"unit.level":      "a unit is a county, a township or a village",
	})
	eachSchema(t, func(t *testing.T, _ migrations.Set, s schema) { report(t, s.banned(allowed)) })
}

// banned lists the banned words among the names of tables, views, columns and indexes.
func (s schema) banned(allowed *exceptions) (found []string) {
	say := func(name, text string) {
		if word := banned(text); word != "" && !allowed.has(name) {
			found = append(found, fmt.Sprintf("%s: %q", name, word))
		}
	}
	for table, columns := range s.columns {
		say(table, table)
		for _, c := range columns {
			say(table+"."+c, c)
		}
	}
	for index := range s.indexes {
		table, name, _ := strings.Cut(index, ": ")
		if name != "key" && !strings.HasSuffix(name, "_pkey") && !strings.HasPrefix(name, "sqlite_") && name != table {
			say(name, name)
		}
	}
	return found
}

// TestNoBannedWordInAField looks at every exported field of every struct of the program, and at its JSON name.
func TestNoBannedWordInAField(t *testing.T) {
	allowed := allow(t, map[string]string{
		"cmd/linli.initCommand.Level":  "a unit is a county, a township or a village",
		"web/office.unitPage.Levels":   "the same",
		"web/mediation.promiseRow.Tag": "a coloured word for how a promise of the office stands",
		"store/dialect.Options.Watch":  "told how long a statement took, for the metrics",
		"office.Tenant.Tag":            "the random mark of an office in front of its codes",
		"office.Unit.Level":            "a unit is a county, a township or a village",
		"office.AddUnit.Level":         "the same",
		"office.Found.Level":           "the same",
		"app.UnitPlan.Level":           "the same",
	})
	for _, f := range program(t) {
		if f.test || under(f.folder, "web/page", "bench", "e2e", "testkit", "platform/document") {
			continue // web/page has the vocabulary of govuk-frontend (Tag: a coloured word beside a task)
		}
		report(t, bannedFields(f, allowed))
	}
}

// bannedFields lists the banned words among the exported fields of a file's structs.
func bannedFields(f source, allowed *exceptions) (found []string) {
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		spec, ok := n.(*ast.TypeSpec)
		if !ok {
			return true
		}
		st, ok := spec.Type.(*ast.StructType)
		if !ok {
			return true
		}
		for _, field := range st.Fields.List {
			var tag string
			if field.Tag != nil {
				if raw, err := strconv.Unquote(field.Tag.Value); err == nil {
					tag, _, _ = strings.Cut(reflect.StructTag(raw).Get("json"), ",")
				}
			}
			for _, name := range field.Names {
				at := f.folder + "." + spec.Name.Name + "." + name.Name
				if !name.IsExported() {
					continue
				}
				if word := banned(name.Name + " " + tag); word != "" && !allowed.has(at) {
					found = append(found, fmt.Sprintf("%s (%s): %q", at, tag, word))
				}
			}
		}
		return true
	})
	return found
}

var routePattern = regexp.MustCompile(`^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (/\S*)$`)

// routes are the addresses that any file of the program names: those of the tables of web, and the paths of the API.
func routes(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, f := range program(t) {
		if !f.test && under(f.folder, "web", "api", "app", "cmd") {
			for _, address := range addressesIn(f) {
				found[address] = f.name
			}
		}
	}
	if len(found) < 40 {
		t.Fatalf("only %d addresses found", len(found))
	}
	return found
}

// addressesIn are the addresses that a file names.
func addressesIn(f source) (out []string) {
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		l, ok := n.(*ast.BasicLit)
		if !ok {
			return true
		}
		s, err := strconv.Unquote(l.Value)
		if err != nil {
			return true
		}
		if m := routePattern.FindStringSubmatch(s); m != nil {
			out = append(out, m[2])
		} else if under(f.folder, "api") && strings.HasPrefix(s, "/") && !strings.ContainsAny(s, " \n") {
			out = append(out, s)
		}
		return true
	})
	return out
}

// wayToPeople are segments and parameters of an address that would lead to a person.
var wayToPeople = regexp.MustCompile(`(?i)/(people|persons?|residents?|citizens?|parties|households?|families|search)(/|$)|\{(name|phone|person|resident|id_?number|face|address|mail|party)\}`)

// inside are the beginnings of addresses that have named a case already: a party's page stands inside its own case.
var inside = []string{"/mediations/{", "/api/v1/mediations/{", "/r/{"}

func TestNoBannedWordInAnAddress(t *testing.T) {
	allowed := allow(t, map[string]string{
		"/resident/enter.js": "a script of the pages for residents",
	})
	for address, file := range routes(t) {
		for _, x := range bannedAddress(address, allowed) {
			t.Errorf("%s (%s)", x, file)
		}
	}
}

// bannedAddress lists what is wrong with an address: a banned word, or that it begins with a person.
func bannedAddress(address string, allowed *exceptions) (found []string) {
	if word := banned(address); word != "" && !allowed.has(address) {
		found = append(found, fmt.Sprintf("%s: %q", address, word))
	}
	of := slices.ContainsFunc(inside, func(p string) bool { return strings.HasPrefix(address, p) })
	if wayToPeople.MatchString(address) && !of && !allowed.has(address) {
		found = append(found, address+" leads to people")
	}
	return found
}

// TestNothingIsAskedForByAPerson: no page and no operation takes the name, the number or the like of a person after the
// question mark of its address. What people type of themselves goes into the body of a form, and nothing is looked up by it.
func TestNothingIsAskedForByAPerson(t *testing.T) {
	asked := 0
	for _, f := range program(t) {
		if f.test || !under(f.folder, "web", "api", "app") {
			continue
		}
		found, n := queriesByPerson(f)
		asked += n
		report(t, found)
	}
	if asked < 5 {
		t.Errorf("only %d questions were seen", asked)
	}
}

// queriesByPerson lists the parameters of a file's addresses that name people, or that a banned word is in. n counts all.
func queriesByPerson(f source) (found []string, n int) {
	ast.Inspect(f.syntax, func(node ast.Node) bool {
		call, ok := node.(*ast.CallExpr)
		if !ok || len(call.Args) != 1 {
			return true
		}
		get, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || get.Sel.Name != "Get" {
			return true
		}
		if of, ok := get.X.(*ast.CallExpr); ok { // r.URL.Query().Get, or Get of a variable that holds it
			if q, ok := of.Fun.(*ast.SelectorExpr); !ok || q.Sel.Name != "Query" {
				return true
			}
		} else if _, ok := get.X.(*ast.Ident); !ok {
			return true
		}
		n++
		l, ok := call.Args[0].(*ast.BasicLit)
		if !ok {
			return true
		}
		if name, err := strconv.Unquote(l.Value); err == nil && (slices.Contains(ofPersons, name) || banned(name) != "") {
			found = append(found, f.name+" is asked by "+name)
		}
		return true
	})
	return found, n
}
