package main_test

import (
	"os"
	"path/filepath"
	"testing"
)

func TestLanguagesCheck(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "language.ug.yaml")
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("language.name: x\nlanguage.fallback: zh-Hans\nlanguage.gone: y\n")
	r := linli(t, dir, "languages", "check", dir).want(t, 1, file+":3:1: the key \"language.gone\" is unknown")
	r.want(t, 1, filepath.Join(dir, "nav.ug.yaml")+":1:1: the key \"nav.main\" is missing")
	write("language.name: x\nlanguage.fallback: fr\n")
	linli(t, dir, "languages", "check", dir).want(t, 1, file+":2:1: \"fr\" cannot stand in")
	linli(t, dir, "languages", "check", filepath.Join(dir, "nowhere")).want(t, 2, "cannot be read as a folder of languages")
}
