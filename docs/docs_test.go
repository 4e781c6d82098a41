// Package docs_test keeps the documentation true: what it lists is what the program has, and what it points to is there.
//
//	go test ./docs -update     writes the generated parts anew: rulebook.md, decisions/dependencies.md
package docs_test

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

var update = flag.Bool("update", false, "write the generated parts anew")

const root = ".."

// skipped are folders that are no part of the source.
var skipped = []string{".git", "node_modules", "var", "testdata"}

// files lists the project's files whose names end so, by their path from the root.
func files(t *testing.T, ending string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && slices.Contains(skipped, d.Name()):
			return filepath.SkipDir
		case !d.IsDir() && strings.HasSuffix(path, ending):
			name, err := filepath.Rel(root, path)
			if err != nil {
				return err
			}
			out = append(out, filepath.ToSlash(name))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// same compares a generated text with the file, or writes it.
func same(t *testing.T, name, want string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(filepath.Join(root, name), []byte(want), 0o644); err != nil { // a page for everybody
			t.Fatal(err)
		}
		return
	}
	if read(t, name) != want {
		t.Errorf("%s is not what the code says: run go test ./docs -update, and read the difference", name)
	}
}

var (
	link    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	fence   = regexp.MustCompile("(?ms)^```.*?^```")
	heading = regexp.MustCompile(`(?m)^#+ +(.+)$`)
)

// anchor is the name under which a heading can be linked to.
func anchor(heading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return -1
	}, heading)
}

func TestLinksLeadSomewhere(t *testing.T) {
	checked := 0
	for _, name := range files(t, ".md") {
		if strings.HasPrefix(name, "rulebooks/") {
			continue // document templates
		}
		for _, m := range link.FindAllStringSubmatch(fence.ReplaceAllString(read(t, name), ""), -1) {
			if strings.Contains(m[1], ":") {
				continue // another site
			}
			checked++
			path, fragment, _ := strings.Cut(m[1], "#")
			to := name
			if path != "" {
				to = filepath.ToSlash(filepath.Join(filepath.Dir(name), path))
			}
			if _, err := os.Stat(filepath.Join(root, to)); err != nil {
				t.Errorf("%s: nothing is at %s", name, m[1])
				continue
			}
			if fragment == "" || !strings.HasSuffix(to, ".md") {
				continue
			}
			if !slices.ContainsFunc(heading.FindAllStringSubmatch(read(t, to), -1), func(h []string) bool { return anchor(h[1]) == fragment }) {
				t.Errorf("%s: %s has no heading %q", name, to, fragment)
			}
		}
	}
	if checked < 40 {
		t.Errorf("only %d links were found to check", checked)
	}
}

// TestTheHouseIsWhole: whoever opens the source finds each of its folders in the table of README.md.
func TestTheHouseIsWhole(t *testing.T) {
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	text := read(t, "README.md")
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") && !slices.Contains(skipped, e.Name()) && !strings.Contains(text, "`"+e.Name()+"/`") {
			t.Errorf("README.md does not tell what the folder %s/ holds", e.Name())
		}
	}
	for _, m := range regexp.MustCompile("`([a-z0-9]+)/`").FindAllStringSubmatch(text, -1) {
		if info, err := os.Stat(filepath.Join(root, m[1])); err != nil || !info.IsDir() {
			t.Errorf("README.md names the folder %s/, which is not there", m[1])
		}
	}
}

// TestTheEnvironmentIsDocumented: what the operator can set, and nothing else, stands in operation.md.
func TestTheEnvironmentIsDocumented(t *testing.T) {
	text := read(t, "docs/operation.md")
	names := regexp.MustCompile(`LINLI_[A-Z_]+`)
	set := map[string]bool{}
	for _, m := range regexp.MustCompile(`\[(LINLI_[A-Z_]+)\]`).FindAllStringSubmatch(read(t, "app/config.go"), -1) {
		set[m[1]] = true
		if !strings.Contains(text, "`"+m[1]+"`") {
			t.Errorf("operation.md does not speak of %s", m[1])
		}
	}
	if len(set) < 5 {
		t.Fatalf("only %d settings were found in app/config.go", len(set))
	}
	for _, name := range names.FindAllString(text, -1) {
		if !set[name] {
			t.Errorf("operation.md speaks of %s, which linli does not know", name)
		}
	}
}

func TestTheLicenceIsWhole(t *testing.T) {
	text := read(t, "LICENSE")
	for _, part := range []string{"GNU AFFERO GENERAL PUBLIC LICENSE\n                       Version 3, 19 November 2007", "  13. Remote Network Interaction", "  17. Interpretation of Sections 15 and 16.", "END OF TERMS AND CONDITIONS", "How to Apply These Terms to Your New Programs"} {
		if !strings.Contains(text, part) {
			t.Errorf("LICENSE lacks %q", part)
		}
	}
	for _, name := range []string{"README.md", "README.zh-Hans.md", "package.json"} {
		if !strings.Contains(read(t, name), "AGPL-3.0-or-later") {
			t.Errorf("%s does not name the licence", name)
		}
	}
}
