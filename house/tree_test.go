package house_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// root is the project's folder.
const root = ".."

// skipped are folders and programs that are nobody's source: installed, built or data.
var skipped = []string{"node_modules", "e2e/lighthouse/node_modules", "var", ".git", "web/static/dist", "platform/document/fonts", "linli", "linli-verify", "linli.cdx.json"}

// source is one Go file.
type source struct {
	name    string // path from the root
	folder  string // of the package, from the root
	test    bool
	text    []byte
	syntax  *ast.File
	imports []string
}

var goFiles = sync.OnceValues(func() ([]source, error) {
	var out []source
	fset := token.NewFileSet()
	err := walk(func(name string) error {
		if path.Ext(name) != ".go" {
			return nil
		}
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(fset, name, text, parser.ParseComments)
		if err != nil {
			return err
		}
		s := source{name: name, folder: path.Dir(name), test: strings.HasSuffix(name, "_test.go"), text: text, syntax: f}
		for _, i := range f.Imports {
			s.imports = append(s.imports, strings.Trim(i.Path.Value, `"`))
		}
		out = append(out, s)
		return nil
	})
	return out, err
})

// program are the Go files of the project.
func program(t *testing.T) []source {
	t.Helper()
	files, err := goFiles()
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 200 {
		t.Fatalf("only %d files found", len(files))
	}
	return files
}

// walk visits every file of the project by its path from the root.
func walk(visit func(name string) error) error {
	return filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		switch gone := slices.Contains(skipped, name); {
		case gone && d.IsDir():
			return fs.SkipDir
		case gone || d.IsDir():
			return nil
		}
		return visit(name)
	})
}

// under reports whether a folder is one of the trees, or below it.
func under(folder string, trees ...string) bool {
	return slices.ContainsFunc(trees, func(t string) bool { return folder == t || strings.HasPrefix(folder, t+"/") })
}

// exceptions are rows that excuse; a row that excused nothing is reported at the end.
type exceptions struct {
	rows map[string]string // what → why
	used map[string]bool
}

func allow(t *testing.T, rows map[string]string) *exceptions {
	t.Helper()
	e := &exceptions{rows: rows, used: map[string]bool{}}
	t.Cleanup(func() {
		for what := range rows {
			if !e.used[what] && !t.Failed() {
				t.Errorf("the exception for %q excuses nothing any more", what)
			}
		}
	})
	return e
}

func (e *exceptions) has(what string) bool {
	_, ok := e.rows[what]
	if ok {
		e.used[what] = true
	}
	return ok
}
