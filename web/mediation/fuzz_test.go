package mediation

import (
	"net/url"
	"strings"
	"testing"

	"linli/platform/fault"
)

// FuzzPlaceInAList: a place in a list that was typed or altered is the beginning of a page or not found, and what linli writes
// reads back as it was.
func FuzzPlaceInAList(f *testing.F) {
	whole := "z~01890000-0000-7000-8000-000000000001"
	for _, seed := range []string{whole, "", "~", "z~", "~01890000", "zzzzzzzzzzzzzzzzzzzzz~" + whole[2:], "-1~" + whole[2:], whole + "~x", "z~../../etc", "1~" + whole[2:] + "~party", strings.Repeat("~", 99), "\xff~\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if c, err := cursorAt(s); err == nil {
			if again, err := cursorAt(cursorText(c)); err != nil || again.ID != c.ID || !again.Due.Equal(c.Due) {
				t.Errorf("%q is written as %q: %+v, %v", s, cursorText(c), again, err)
			}
		} else if fault.Of(err).Code != fault.NotFound {
			t.Errorf("%q: %v", s, err)
		}
		show, after, err := dueAt(url.Values{"show": {"week"}, "after": {s}})
		if err != nil {
			if fault.Of(err).Code != fault.NotFound {
				t.Errorf("%q: %v", s, err)
			}
			return
		}
		if s == "" {
			return
		}
		typed, err := url.QueryUnescape(dueCursor(after))
		if err != nil {
			t.Fatal(err)
		}
		if _, again, err := dueAt(url.Values{"show": {show}, "after": {typed}}); err != nil || again.Case != after.Case || again.Key != after.Key || !again.Due.Equal(after.Due) {
			t.Errorf("%q is written as %q: %+v, %v", s, typed, again, err)
		}
	})
}
