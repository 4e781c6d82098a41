package plain_test

import (
	"testing"

	"linli/platform/plain"
)

func TestWhatNobodySeesIsNotKept(t *testing.T) {
	for in, want := range map[string]string{
		" a\r\nb\rc\u2028d\x00\x07\u0085 ": "a\nb\nc\nd",
		"\u202eevil\u202c":                 "evil",
		"\u2066left\u2069\u061c\u200e":     "left",
		"👩\u200d👩\u200d👧":                  "👩\u200d👩\u200d👧",
		"می\u200cخواهم":                    "می\u200cخواهم",
		"e\u0301":                          "é",
		"\ufeffmark\ufffe\ufffd":           "mark",
		"𠮷\tx":                             "𠮷\tx",
		"138\u200d1234\u200b56\u00ad78":    "13812345678",
		"王\u200d先\u2060生":                  "王先生",
		"１３８\u200c１２３４５６７８":                "１３８１２３４５６７８",
		"\u200dabc\u200d":                  "abc",
	} {
		if got := plain.Text(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	if got := plain.Line(" \n one\ttwo\r\nthree\u202e "); got != "one two three" {
		t.Errorf("%q", got)
	}
}
