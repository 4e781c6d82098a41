package promise_test

import (
	"io/fs"
	"testing"

	"linli/promise"
	"linli/rulebooks"
)

func TestShippedRulebooksHoldTheirOwnExamples(t *testing.T) {
	folders, err := fs.ReadDir(rulebooks.FS, ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		t.Run(folder.Name(), func(t *testing.T) {
			sub, err := fs.Sub(rulebooks.FS, folder.Name())
			if err != nil {
				t.Fatal(err)
			}
			ran, findings, err := promise.TestRulebook(sub)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range findings {
				t.Error(f)
			}
			if ran < 20 {
				t.Errorf("%d examples ran; a shipped rulebook has at least 20", ran)
			}
		})
	}
}
