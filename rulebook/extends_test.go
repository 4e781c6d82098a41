package rulebook_test

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"linli/rulebook"
	"linli/rulebooks"
)

func town(t testing.TB) fstest.MapFS {
	t.Helper()
	sub, err := fs.Sub(rulebooks.FS, "cn-town")
	if err != nil {
		t.Fatal(err)
	}
	return folder(t, sub)
}

// TestARulebookStandsOnABuiltInOne: what it has no file for is the base's, what it has is its own, and its hash is over both.
func TestARulebookStandsOnABuiltInOne(t *testing.T) {
	on, alone := load(t, town(t)), load(t, cn(t))
	if on.ID != "cn-town" || len(on.Promises("mediation")) != len(alone.Promises("mediation")) || on.Text("en", "complaint.elsewhere") != alone.Text("en", "complaint.elsewhere") {
		t.Errorf("%s has %d promises", on.ID, len(on.Promises("mediation")))
	}
	if body, lang := on.Template("agreement", "en"); len(body) == 0 || lang != "en" {
		t.Error("the papers of the base are not there")
	}
	if on.Law("pml").ID == "" || on.Law("town_rules").ID == "" || alone.Law("town_rules").ID != "" {
		t.Error("the laws are not those of both")
	}
	f := town(t)
	f["texts/en.yaml"] = &fstest.MapFile{Data: append(cn(t)["texts/en.yaml"].Data, '\n')}
	if other := load(t, f).Hash; other == on.Hash || on.Hash == alone.Hash {
		t.Error("the hash does not see which text stands")
	}
}

func TestABaseThatIsNotThere(t *testing.T) {
	for _, c := range []struct{ old, now, want string }{
		{"rulebook: cn,", "rulebook: fr,", `rulebook.yaml:5:21: there is no built-in rulebook "fr" to stand on; known: cn, cn-town, demo, generic, us-ny`},
		{"rulebook: cn,", "rulebook: cn-town,", `rulebook.yaml:5:21: the rulebook "cn-town" stands on another itself: name that one`},
		{`rulebook: cn, version: "2026.1"`, `rulebook: cn, version: "2025.9"`, "the built-in rulebook cn is version 2026.1 now, not 2025.9: read what changed, then name it"},
		{`rulebook: cn, version`, `version`, `"rulebook" is missing here`},
	} {
		f := town(t)
		change(t, f, "rulebook.yaml", c.old, c.now)
		book, findings, err := rulebook.Load(f)
		if err != nil || book != nil || !strings.Contains(fmt.Sprintln(findings), c.want) {
			t.Errorf("%s: %v, %q, want %q", c.now, err, findings, c.want)
		}
	}
}
