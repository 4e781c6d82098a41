package paper_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/platform/i18n"
	"linli/platform/id"

	"linli/mediation/paper"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGoldenFile prints the whole file of a case in force, in each language, and reads it as a person would.
func TestGoldenFile(t *testing.T) {
	onSQLite(t, func(t *testing.T, w *apptest.World) {
		c := sign(t, w, whole(t, w))
		p := press(t, w)
		o := opened(t, w, w.As("mediator"), c)
		for _, lang := range i18n.Languages() {
			made := order(t, w, o, lang)
			result, err := p.PDF(made, paper.List(o, id.ID{})...)
			if err != nil {
				t.Fatal(err)
			}
			again, err := p.PDF(made, paper.List(o, id.ID{})...)
			if err != nil || !bytes.Equal(result.Bytes, again.Bytes) {
				t.Errorf("%s: equal input gives other bytes (%v)", lang, err)
			}
			if !slices.Contains(result.Missing, '𠮷') {
				t.Errorf("%s: 𠮷 has no glyph and is not reported: %q", lang, string(result.Missing))
			}
			if dir := os.Getenv("LINLI_SAMPLES"); dir != "" {
				if err := os.WriteFile(filepath.Join(dir, "file."+string(lang)+".pdf"), result.Bytes, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			golden(t, "file."+string(lang)+".txt", text(t, result.Bytes))
		}
	})
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	name = filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs from the golden text; look at it with -update\n%s", name, firstDifference(string(want), got))
	}
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(w), len(g)) {
		if w[i] != g[i] {
			return "want " + w[i] + "\ngot  " + g[i]
		}
	}
	return "one is longer"
}
