package i18n_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"linli/platform/i18n"
)

const root = "../.."

// skipped are folders that hold no source of linli.
var skipped = map[string]bool{"node_modules": true, "var": true, ".git": true, "testdata": true}

func walk(t *testing.T, ending string, visit func(path string, content []byte)) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if skipped[d.Name()] || strings.HasPrefix(d.Name(), "_") {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ending) || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		visit(path, content)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// keyArgument is which argument of a function of package fault is a message key.
var keyArgument = map[string]int{"New": 1, "Field": 1, "Wrap": 1}

func TestEveryKeyInTheCodeHasItsTexts(t *testing.T) {
	b := open(t)
	found := 0
	walk(t, ".go", func(path string, content []byte) {
		file, err := parser.ParseFile(token.NewFileSet(), path, content, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			key, ok := faultKey(n)
			if ok {
				found++
				missing(t, b, path, key)
			}
			return true
		})
	})
	if found < 5 {
		t.Errorf("only %d keys were found in the code", found)
	}
}

// faultKey returns the key of a call of fault.New, Field or Wrap with a literal key.
func faultKey(n ast.Node) (string, bool) {
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return "", false
	}
	f, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return "", false
	}
	at, ok := keyArgument[f.Sel.Name]
	if of, isName := f.X.(*ast.Ident); !ok || !isName || of.Name != "fault" || len(call.Args) <= at {
		return "", false
	}
	lit, ok := call.Args[at].(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	key, err := strconv.Unquote(lit.Value)
	return key, err == nil
}

var templateKey = regexp.MustCompile(`[{(]\s*-?\s*t\s+"([a-z0-9_.]+)"`)

func TestEveryKeyInTheTemplatesHasItsTexts(t *testing.T) {
	b := open(t)
	found := 0
	walk(t, ".html", func(path string, content []byte) {
		if strings.Contains(filepath.ToSlash(path), "e2e/gallery/") {
			return // speaks with texts of its own
		}
		for _, m := range templateKey.FindAllSubmatch(content, -1) {
			if key := string(m[1]); !strings.HasSuffix(key, ".") { // a key that is put together is seen when the page is rendered
				found++
				missing(t, b, path, key)
			}
		}
	})
	if found < 10 {
		t.Errorf("only %d keys were found in the templates", found)
	}
}

func missing(t *testing.T, b *i18n.Bundle, path, key string) {
	t.Helper()
	var without []i18n.Language
	for _, lang := range i18n.Languages() {
		if !b.Has(lang, key) {
			without = append(without, lang)
		}
	}
	if len(without) > 0 {
		t.Errorf("%s uses %q, which has no text in %v", path, key, without)
	}
}
