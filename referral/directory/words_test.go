package directory_test

import (
	"slices"
	"testing"

	"linli/referral/directory"
)

func TestTerms(t *testing.T) {
	for text, want := range map[string][]string{
		"法律援助":             {"律援", "援助", "法律"},
		"援":                {"援"},
		"Legal Aid, legal": {"aid", "legal"},
		"ＡＢＣ12 租房":         {"abc12", "租房"},
		"法律aid援助":          {"aid", "援助", "法律"},
		" ,; ":             nil,
	} {
		if got := directory.Terms(text); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
