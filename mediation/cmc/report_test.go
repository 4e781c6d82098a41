package cmc

import (
	"testing"

	"linli/platform/i18n"
)

// Every reason and every fault has words in every language.
func TestWords(t *testing.T) {
	b, err := i18n.Open()
	if err != nil {
		t.Fatal(err)
	}
	keys := []string{"import.cmc.folder", "import.cmc.file_missing", "import.cmc.two_files", "import.cmc.empty", "import.cmc.header", "import.cmc.column_missing",
		"import.cmc.persons", "import.cmc.persons_column"}
	for _, r := range Reasons() {
		keys = append(keys, r.Key())
	}
	for _, lang := range i18n.Languages() {
		for _, k := range keys {
			if !b.Has(lang, k) {
				t.Errorf("%s lacks %s", lang, k)
			}
		}
	}
}
