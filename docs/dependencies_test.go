package docs_test

import (
	"encoding/json"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/mod/modfile"
)

const dependenciesPage = "docs/decisions/dependencies.md"

// dependency is a row of the page: what we ask for, in which version, and why.
type dependency struct{ name, version, where, why string }

var row = regexp.MustCompile("(?m)^\\| `([^`]+)` \\| ([^|]*) \\| ([^|]*) \\| ([^|]*) \\|$")

// TestEachDependencyHasItsReason: a direct dependency without a line in dependencies.md fails, as does a line without a
// dependency, and another version. The page tells of a module that nothing imports.
func TestEachDependencyHasItsReason(t *testing.T) {
	page := read(t, dependenciesPage)
	reasons := map[string]string{}
	for _, m := range row.FindAllStringSubmatch(page, -1) {
		reasons[m[1]] = strings.TrimSpace(m[4])
	}
	groups := map[string][]dependency{"Go": goModules(t), "npm": npmPackages(t)}
	for group, all := range groups {
		for i := range all {
			d := &all[i]
			if d.why = reasons[d.name]; d.why == "" {
				t.Errorf("%s: %s has no line: write why linli needs it", dependenciesPage, d.name)
			}
			if d.where == "" {
				d.where = "nothing yet"
			}
			delete(reasons, d.name)
		}
		start, end := "<!-- "+group+" -->\n", "<!-- end -->"
		before, rest, ok := strings.Cut(page, start)
		_, after, ok2 := strings.Cut(rest, end)
		if !ok || !ok2 {
			t.Fatalf("%s: the marks of %s are gone", dependenciesPage, group)
		}
		page = before + start + table(all) + end + after
	}
	for name := range maps.Keys(reasons) {
		t.Errorf("%s speaks of %s, which is no direct dependency", dependenciesPage, name)
	}
	if !t.Failed() {
		same(t, dependenciesPage, page)
	}
}

func table(all []dependency) string {
	var b strings.Builder
	b.WriteString("\n| | version | used by | why |\n|---|---|---|---|\n")
	for _, d := range all {
		b.WriteString("| `" + d.name + "` | " + d.version + " | " + d.where + " | " + d.why + " |\n")
	}
	b.WriteString("\n")
	return b.String()
}

// goModules are the direct requirements of go.mod, with whether the program or only its tests import them.
func goModules(t *testing.T) []dependency {
	t.Helper()
	mod, err := modfile.Parse("go.mod", []byte(read(t, "go.mod")), nil)
	if err != nil {
		t.Fatal(err)
	}
	var out []dependency
	for _, r := range mod.Require {
		if !r.Indirect {
			out = append(out, dependency{name: r.Mod.Path, version: r.Mod.Version})
		}
	}
	for _, name := range files(t, ".go") {
		for _, path := range imports(t, name) {
			i := slices.IndexFunc(out, func(d dependency) bool { return path == d.name || strings.HasPrefix(path, d.name+"/") })
			switch {
			case i < 0:
			case !ofTests(name):
				out[i].where = "linli"
			case out[i].where == "":
				out[i].where = "tests"
			}
		}
	}
	return out
}

func imports(t *testing.T, name string) []string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, name), nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, s := range f.Imports {
		path, err := strconv.Unquote(s.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, path)
	}
	return out
}

// ofTests reports whether a file is no part of the program.
func ofTests(name string) bool {
	return strings.HasSuffix(name, "_test.go") || slices.ContainsFunc([]string{"testkit/", "e2e/", "house/", "app/apptest/"}, func(p string) bool { return strings.HasPrefix(name, p) }) ||
		strings.HasSuffix(filepath.Dir(name), "test")
}

// npmPackages are those of package.json, and of the one that Lighthouse has of its own.
func npmPackages(t *testing.T) []dependency {
	t.Helper()
	var out []dependency
	for _, file := range []string{"package.json", "e2e/lighthouse/package.json"} {
		var p struct {
			Dependencies    map[string]string `json:"dependencies"`
			DevDependencies map[string]string `json:"devDependencies"`
		}
		if err := json.Unmarshal([]byte(read(t, file)), &p); err != nil {
			t.Fatal(err)
		}
		for where, group := range map[string]map[string]string{"build": p.Dependencies, "tests": p.DevDependencies} {
			for name, version := range group {
				out = append(out, dependency{name: name, version: version, where: where})
			}
		}
	}
	slices.SortFunc(out, func(a, b dependency) int { return strings.Compare(a.name, b.name) })
	return out
}
