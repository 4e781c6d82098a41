package docs_test

import (
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const cryptographyPage = "docs/security/cryptography.md"

// cryptographic are the beginnings of the packages that encrypt, hash, sign or draw numbers, the weak ones among them too.
var cryptographic = []string{"crypto/", "hash/", "math/rand", "golang.org/x/crypto/", "golang.org/x/mod/sumdb/", "filippo.io/", "github.com/tink-crypto/",
	"github.com/go-webauthn/", "github.com/coreos/go-oidc/", "golang.org/x/oauth2"}

// TestEveryUseOfCryptographyIsInTheInventory searches the program for it (ASVS 5.0 V11.1.3): a package that is used and has
// no line, a line whose package is used nowhere any more, and a use in another folder fail.
func TestEveryUseOfCryptographyIsInTheInventory(t *testing.T) {
	uses := map[string]map[string]bool{}
	for _, name := range files(t, ".go") {
		if ofTests(name) || strings.HasPrefix(name, "bench/") || strings.HasPrefix(name, "build/") {
			continue
		}
		for _, p := range imports(t, name) {
			if !slices.ContainsFunc(cryptographic, func(begin string) bool { return strings.HasPrefix(p, begin) }) {
				continue
			}
			if uses[p] == nil {
				uses[p] = map[string]bool{}
			}
			uses[p]["`"+path.Dir(name)+"`"] = true
		}
	}
	page := read(t, cryptographyPage)
	before, rest, ok := strings.Cut(page, "<!-- uses -->\n")
	_, after, ok2 := strings.Cut(rest, "<!-- end -->")
	if !ok || !ok2 {
		t.Fatalf("%s: the marks of the table are gone", cryptographyPage)
	}
	purposes := map[string]string{}
	for _, m := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\| ([^|]*) \\| ([^|]*) \\|$").FindAllStringSubmatch(rest, -1) {
		purposes[m[1]] = strings.TrimSpace(m[2])
	}
	var b strings.Builder
	b.WriteString("\n| package | what for | where |\n|---|---|---|\n")
	for _, p := range slices.Sorted(maps.Keys(uses)) {
		if purposes[p] == "" {
			t.Errorf("%s: %s has no line: write what it is for", cryptographyPage, p)
		}
		b.WriteString("| `" + p + "` | " + purposes[p] + " | " + strings.Join(slices.Sorted(maps.Keys(uses[p])), " ") + " |\n")
		delete(purposes, p)
	}
	for p := range purposes {
		t.Errorf("%s speaks of %s, which nothing uses", cryptographyPage, p)
	}
	if !t.Failed() {
		same(t, cryptographyPage, before+"<!-- uses -->\n"+b.String()+"\n<!-- end -->"+after)
	}
}
