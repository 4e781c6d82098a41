package notify

import (
	"strings"
	"testing"
)

// FuzzAddress: what is taken for an address is one, and cannot begin another line or name another recipient.
func FuzzAddress(f *testing.F) {
	for _, seed := range []string{"wang@example.org", "", "@", "a@b", "A <a@b.org>", "a@b.org, c@d.org", "a@b.org\r\nBcc: c@d.org", "\"a b\"@c.org", "a@[127.0.0.1]", "王@例子.中国", strings.Repeat("a", 300) + "@b.org", "a@b.org(c)", "a@b@c", "\x00@b"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if Plain(s) && (strings.ContainsAny(s, "\r\n\x00 ,<>()\"") || len(s) > 254 || strings.Count(s, "@") != 1) {
			t.Errorf("%q is taken for an address", s)
		}
	})
}
