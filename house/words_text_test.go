package house_test

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

func TestNoBannedWordInTheAPI(t *testing.T) {
	words, found := bannedInAPI(openapi(t))
	report(t, found)
	if words < 50 {
		t.Errorf("openapi.json has %d keys", words)
	}
}

// openapi is the committed description of the API.
func openapi(t *testing.T) any {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(root, "api", "openapi.json"))
	if err != nil {
		t.Fatal(err)
	}
	var doc any
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

// bannedInAPI counts the keys of a description and lists its banned words and the parameters that name people. Names and
// texts are looked at alike; "tags" is OpenAPI's own key for groups of operations.
func bannedInAPI(doc any) (words int, found []string) {
	var look func(at string, v any)
	look = func(at string, v any) {
		switch v := v.(type) {
		case map[string]any:
			if name, _ := v["name"].(string); v["in"] != nil && slices.Contains(ofPersons, name) {
				found = append(found, fmt.Sprintf("openapi.json%s is asked by %s", at, name))
			}
			for k, x := range v {
				if word := banned(k); word != "" && k != "tags" {
					found = append(found, fmt.Sprintf("openapi.json%s/%s: %q", at, k, word))
				}
				words++
				look(at+"/"+k, x)
			}
		case []any:
			for _, x := range v {
				look(at, x)
			}
		case string:
			if word := banned(excused(v)); word != "" {
				found = append(found, fmt.Sprintf("openapi.json%s: %q says %q", at, v, word))
			}
		}
	}
	look("", doc)
	return words, found
}

var fieldName = regexp.MustCompile(`\b(?:name|id|for)="([^"{]+)"`)

func TestNoBannedWordInAFormOrTemplate(t *testing.T) {
	allowed := allow(t, map[string]string{
		"web/office/templates/office/unit.html level": "a unit is a county, a township or a village",
		"web/office/units.go level":                   "the same",
	})
	pages := 0
	err := walk(func(name string) error {
		if !under(name, "web") || path.Ext(name) != ".html" || under(name, "web/page", "web/design") {
			return nil
		}
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			return err
		}
		pages++
		report(t, bannedInTemplate(name, string(text), allowed))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if pages < 5 {
		t.Errorf("only %d templates found", pages)
	}
	for _, f := range program(t) {
		if !f.test && under(f.folder, "web") {
			report(t, bannedInForms(f, allowed))
		}
	}
}

// bannedInTemplate lists the banned words among the names of a template's fields, and the Chinese ones in all of it.
func bannedInTemplate(name, text string, allowed *exceptions) (found []string) {
	for _, m := range fieldName.FindAllStringSubmatch(text, -1) {
		if word := banned(m[1]); word != "" && !allowed.has(name+" "+m[1]) {
			found = append(found, fmt.Sprintf("%s: the field %s: %q", name, m[1], word))
		}
	}
	for _, sign := range signs {
		if strings.Contains(text, sign) {
			found = append(found, fmt.Sprintf("%s: %q", name, sign))
		}
	}
	return found
}

// forming are the functions of package page and of net/http by which Go code names a form's fields.
var forming = []string{"FormValue", "PostFormValue", "Value", "Get", "Input", "Text", "Textarea", "Radios", "Select", "Checkboxes"}

// bannedInForms lists the banned words among the names of form fields in a page's Go code.
func bannedInForms(f source, allowed *exceptions) (found []string) {
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		sel, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || !slices.Contains(forming, sel.Sel.Name) {
			return true
		}
		for _, a := range call.Args {
			if l, ok := a.(*ast.BasicLit); ok {
				if s, err := strconv.Unquote(l.Value); err == nil {
					if word := banned(excused(s)); word != "" && !allowed.has(f.name+" "+s) {
						found = append(found, fmt.Sprintf("%s: %q: %q", f.name, s, word))
					}
				}
			}
		}
		return true
	})
	return found
}

func TestNoBannedWordInTheTexts(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(root, "platform", "i18n", "locales", "*.yaml"))
	if err != nil || len(files) < 30 {
		t.Fatal(len(files), err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		found, err := bannedInTexts(filepath.Base(file), raw)
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		report(t, found)
	}
}

// bannedInTexts lists the banned words in the keys and sentences of a file of texts.
func bannedInTexts(file string, raw []byte) (found []string, err error) {
	texts := map[string]string{}
	if err := yaml.Unmarshal(raw, &texts); err != nil {
		return nil, err
	}
	for _, key := range slices.Sorted(maps.Keys(texts)) {
		if _, ok := refusals[key]; ok {
			usedPhrases[key] = true
			continue
		}
		for _, s := range []string{key, texts[key]} {
			if word := banned(excused(s)); word != "" {
				found = append(found, fmt.Sprintf("%s: %s: %q in %q", file, key, word, s))
			}
		}
	}
	return found, nil
}

func TestNoBannedWordInTheRulebooks(t *testing.T) {
	scanned := 0
	err := filepath.WalkDir(filepath.Join(root, "rulebooks"), func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(p) == ".go" {
			return err
		}
		raw, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		scanned++
		found, err := bannedInRulebook(p, raw)
		report(t, found)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if scanned < 10 {
		t.Errorf("only %d files", scanned)
	}
}

// bannedInRulebook lists the banned words in a file of a rulebook: in the keys and values of YAML, in the lines of anything
// else. It leaves out what forbidden terms must name: the phrases by which an agreement would make somebody give up a right.
func bannedInRulebook(file string, raw []byte) (found []string, err error) {
	if path.Ext(file) != ".yaml" {
		for i, line := range strings.Split(string(raw), "\n") {
			if word := banned(excused(line)); word != "" {
				found = append(found, fmt.Sprintf("%s:%d: %q", file, i+1, word))
			}
		}
		return found, nil
	}
	var tree yaml.Node
	if err := yaml.Unmarshal(raw, &tree); err != nil {
		return nil, err
	}
	var look func(n *yaml.Node)
	look = func(n *yaml.Node) {
		if n.Kind == yaml.ScalarNode {
			if word := banned(excused(n.Value)); word != "" {
				found = append(found, fmt.Sprintf("%s:%d: %q in %q", file, n.Line, word, n.Value))
			}
			return
		}
		for i, c := range n.Content {
			if n.Kind == yaml.MappingNode && i%2 == 1 && (n.Content[i-1].Value == "phrases" || n.Content[i-1].Value == "patterns") {
				continue
			}
			look(c)
		}
	}
	look(&tree)
	return found, nil
}

// TestEveryExcuseIsNeeded runs after those above: an excuse that nothing needs is taken away.
func TestEveryExcuseIsNeeded(t *testing.T) {
	if len(usedPhrases) == 0 {
		t.Skip("the tests that use them did not run")
	}
	for _, list := range []map[string]string{phrases, exact, refusals} {
		for p := range list {
			if !usedPhrases[p] {
				t.Errorf("no text says %q any more", p)
			}
		}
	}
}
