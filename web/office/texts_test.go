package office_test

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"linli/platform/access"
	"linli/platform/i18n"
)

var (
	quoted = regexp.MustCompile(`"((?:office|signin|access)\.[a-z0-9_.]+[a-z0-9_])"`)
	guards = regexp.MustCompile(`guard\("([a-z_]+)"\)`)
	events = regexp.MustCompile(`(?:s\.event\([a-zA-Z.]+, |Kind: )"([a-z]+\.[a-z]+)"`)
)

// Every text that the office, its pages and the access rules ask for by name is there in every language.
func TestEveryKeyHasWords(t *testing.T) {
	b, err := i18n.Open()
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]string{}
	for _, folder := range []string{".", "../../office", "../../platform/access"} {
		err := fs.WalkDir(os.DirFS(folder), ".", func(path string, _ fs.DirEntry, err error) error {
			if err != nil || strings.HasSuffix(path, "_test.go") || !strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, ".html") {
				return err
			}
			text, err := fs.ReadFile(os.DirFS(folder), path)
			if err != nil {
				return err
			}
			for _, m := range quoted.FindAllStringSubmatch(string(text), -1) {
				keys[m[1]] = path
			}
			for _, m := range guards.FindAllStringSubmatch(string(text), -1) {
				keys["office.guard."+m[1]] = path
			}
			for _, m := range events.FindAllStringSubmatch(string(text), -1) {
				keys["office.event."+strings.ReplaceAll(m[1], ".", "_")] = path
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, action := range access.Actions() { // acts are no texts
		delete(keys, action)
	}
	for _, k := range access.PostKinds() {
		keys["office.post.kind."+string(k)] = "posts"
	}
	if len(keys) < 150 {
		t.Errorf("only %d keys were found: the search has gone blind", len(keys))
	}
	for key, path := range keys {
		for _, lang := range i18n.Languages() {
			if !b.Has(lang, key) {
				t.Errorf("%s lacks %s (%s)", lang, key, path)
			}
		}
	}
}
