package e2e_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/i18n"
)

// TestAPackFromTheRight reads an office's pages in a language that it added itself, written from right to left: the English texts in
// Arabic letters, invented for this test. The program is not built for it.
func TestAPackFromTheRight(t *testing.T) {
	where := apptest.China()
	where.Packs = mirrored(t)
	scene{scenarios: []string{"scenarios/packs.mjs"}, logins: []string{"clerk", "mediator"}, where: func() apptest.Setting { return where },
		data: func(t *testing.T, w *apptest.World) map[string]any {
			c := w.To(mediation.Signing)
			return map[string]any{"slip": slipOf(t, w, c, 0), "case": "/mediations/" + c.ID.String()}
		}}.play(t)
}

// mirrored is a folder with a whole pack of "ug", but for one text.
func mirrored(t *testing.T) string {
	t.Helper()
	texts, err := i18n.Open()
	if err != nil {
		t.Fatal(err)
	}
	areas := map[string]map[string]string{"language": {"language.name": "ئۇيغۇرچە", "language.fallback": "en"}}
	for _, key := range texts.Keys(i18n.English) {
		area, _, _ := strings.Cut(key, ".")
		if areas[area] == nil {
			areas[area] = map[string]string{}
		}
		if key != "nav.verify" {
			areas[area][key] = inArabicLetters(texts.Raw(i18n.English, key))
		}
	}
	dir := t.TempDir()
	for area, all := range areas {
		body, err := yaml.Marshal(all)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, area+".ug.yaml"), body, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// inArabicLetters writes each Latin letter as an Arabic one; a placeholder and an address stay as they are.
func inArabicLetters(text string) string {
	letters := []rune("ابجدهوزحطيكلمنسعفصقرشتثخذض")
	var out strings.Builder
	kept := false
	for _, word := range strings.SplitAfter(text, " ") {
		address := strings.ContainsAny(word, "/<@") || strings.HasPrefix(word, "LINLI_")
		for _, c := range word {
			kept = c == '{' || kept && c != '}'
			lower := c | 0x20
			if kept || c == '}' || address || lower < 'a' || lower > 'z' {
				out.WriteRune(c)
				continue
			}
			out.WriteRune(letters[lower-'a'])
		}
	}
	return out.String()
}
