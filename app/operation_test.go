package app

import (
	"testing"

	"linli/platform/i18n"
)

// TestEveryJobHasAName: what failed is told in words.
func TestEveryJobHasAName(t *testing.T) {
	texts, err := i18n.Open()
	if err != nil {
		t.Fatal(err)
	}
	kinds := (&App{}).handlers()
	if len(kinds) < 6 {
		t.Fatalf("%d kinds of jobs", len(kinds))
	}
	for kind := range kinds {
		for _, lang := range i18n.Languages() {
			if !texts.Has(lang, "office.job."+kind) {
				t.Errorf("%s has no name for %s", lang, kind)
			}
		}
	}
}
