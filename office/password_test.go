package office_test

import (
	"context"
	"strings"
	"testing"

	"linli/office"
)

func TestHasher(t *testing.T) {
	h := office.NewHasher(1, office.Cost{})
	stored, err := h.Hash(t.Context(), "密碼Ａ1 and more")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(stored, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("weaker than OWASP's minimum: %s", stored)
	}
	for typed, want := range map[string]bool{"密碼Ａ1 and more": true, "密碼A1 and more": true, "密碼B1 and more": false, "": false} {
		if got, err := h.Check(t.Context(), stored, typed); err != nil || got != want {
			t.Errorf("%q: %v %v", typed, got, err)
		}
	}
	if ok, err := h.Check(t.Context(), "", "decoy"); ok || err != nil {
		t.Errorf("no stored password fits %v %v", ok, err)
	}
	for _, bad := range []string{"plain", "$argon2id$v=19$m=19456,t=2,p=1$x$y", "$argon2id$v=19$m=999999999,t=2,p=1$c2FsdHNhbHQ$" + strings.Repeat("A", 43), "$argon2i$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$AAAA"} {
		if _, err := h.Check(t.Context(), bad, "x"); err == nil {
			t.Errorf("%q is read", bad)
		}
	}
}

func TestHasherWaitsForAPlace(t *testing.T) {
	h := office.NewHasher(1, office.Cost{Memory: 8, Passes: 1})
	release := office.Occupy(h)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := h.Hash(ctx, "x")
	wants(t, err, "signin.busy")
	release()
	if _, err := h.Hash(t.Context(), "x"); err != nil {
		t.Error(err)
	}
}

// TestEveryCommonPasswordIsRefused: what the sources of the list hold and the rule of length lets through is found, whatever
// the letters are, and what somebody makes up is not.
func TestEveryCommonPasswordIsRefused(t *testing.T) {
	const least = 3000 // ASVS 5.0 V6.2.4
	n := office.CountStolen(t)
	if n < least {
		t.Errorf("%d passwords, not %d", n, least)
	}
	for _, word := range []string{"123qweasdzxc", "1qaz2wsx3edc", "leavemealone", "gfhjkmgfhjkm", "LeaveMeAlone", "zxcvbnm123456789"} {
		if !office.Stolen(t, word) {
			t.Errorf("%q is not found", word)
		}
	}
	for _, word := range []string{"leavemealone too", "a password that nobody had", "我住在河边第三座房子里吗"} {
		if office.Stolen(t, word) {
			t.Errorf("%q is found", word)
		}
	}
}

// TestWordsOfTheOfficeAreNoPassword: names and words that everybody there knows do not count.
func TestWordsOfTheOfficeAreNoPassword(t *testing.T) {
	tenant := office.Tenant{Slug: "riverside", Name: "河滨街道人民调解委员会"}
	account := office.Account{Login: "li", Name: "Wang Fang"}
	for password, refused := range map[string]bool{
		"Riverside-2026-Riverside": true, "河滨街道人民调解委员会2026": true, "wangfang-wang-2026": true, "Administrator#1": true, "linlilinli2026": true,
		"a delicious friday cat": false, "the river runs slowly on": false, "mediation by nobody but gulls": false,
	} {
		if got := office.MostlyWords(password, tenant, account); got != refused {
			t.Errorf("%q: refused %v, not %v", password, got, refused)
		}
	}
}
