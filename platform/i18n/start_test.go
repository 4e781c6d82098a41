package i18n_test

import (
	"testing"

	"linli/platform/i18n"
)

// BenchmarkOpen is linli's share of reading texts in a cold start.
func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		if _, err := i18n.Open(); err != nil {
			b.Fatal(err)
		}
	}
}
