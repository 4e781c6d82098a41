package i18n_test

import (
	"testing"

	"linli/platform/i18n"
)

// TestTheTextsInTheProgramCanBeRead reads every language at once, with an error for what is wrong in any of its files. The
// program itself reads a language when somebody first reads in it, and could only say that a text is missing.
func TestTheTextsInTheProgramCanBeRead(t *testing.T) {
	source, err := i18n.Sources()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := i18n.Read(source); err != nil {
		t.Fatal(err)
	}
}

// BenchmarkRead is what all languages cost together.
func BenchmarkRead(b *testing.B) {
	source, err := i18n.Sources()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := i18n.Read(source); err != nil {
			b.Fatal(err)
		}
	}
}
