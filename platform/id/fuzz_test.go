package id_test

import (
	"strings"
	"testing"

	"linli/platform/id"
)

// FuzzParsePassphrase: what is read is sixteen digits, and reads the same again however it is shown.
func FuzzParsePassphrase(f *testing.F) {
	for _, seed := range []string{"1234567890123456", "1234-5678-9012-3456", "１２３４　５６７８　９０１２　３４５６", "", "12345678901234567", "123456789012345x", "-", strings.Repeat("-", 99), "\xff234567890123456", "１\x8f"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		p, err := id.ParsePassphrase(typed)
		if err != nil {
			if p != "" {
				t.Errorf("%q is refused and read as %q", typed, p)
			}
			return
		}
		if len(p) != 16 || strings.Trim(p, "0123456789") != "" {
			t.Fatalf("%q is read as %q", typed, p)
		}
		if again, err := id.ParsePassphrase(id.ShowPassphrase(p)); err != nil || again != p {
			t.Errorf("%q reads as %q when it is shown, %v", p, again, err)
		}
	})
}

// FuzzParse: what is read as an id is written again as one, and reads the same.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", "01a2060a-b6a3-7000-9238-638fc48d8ba3", "01A2060A-B6A3-7000-9238-638FC48D8BA3", "{01a2060a-b6a3-7000-9238-638fc48d8ba3}", "01a2060ab6a370009238638fc48d8ba3",
		"01a2060a-b6a3-7000-9238-638fc48d8bag", "01a2060a-b6a3-7000-9238-638fc48d8ba", "------------------------------------", strings.Repeat("0", 36), "\xff1a2060a-b6a3-7000-9238-638fc48d8ba3"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		u, err := id.Parse(s)
		if err != nil {
			if !u.IsZero() {
				t.Errorf("%q is refused and gives %s", s, u)
			}
			return
		}
		if again, err := id.Parse(u.String()); err != nil || again != u || u.IsZero() != (u.String() == "") {
			t.Errorf("%q is read as %s, and that as %s, %v", s, u, again, err)
		}
	})
}
