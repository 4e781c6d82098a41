package house_test

import (
	"fmt"
	"go/ast"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// lowest are the packages on which everything stands; they import the standard library alone.
var lowest = []string{"platform/fault", "platform/clock", "platform/id"}

// tiers are the floors of the house, the lowest first. A package imports what lies below; "within" are the neighbours of
// its own floor that it may import besides.
var tiers = []struct {
	trees  []string
	within func(from, to string) bool
}{
	{[]string{"platform"}, func(from, to string) bool {
		return !under(from, lowest...)
	}},
	{[]string{"rulebook", "rulebooks", "office"}, func(from, to string) bool { return from == "rulebook" && to == "rulebooks" }}, // one stands on a built-in one
	{[]string{"casefile", "promise", "consent"}, func(from, to string) bool { return under(from, "casefile") && !under(to, "casefile") }},
	{[]string{"mediation", "report", "referral", "duty", "insight"}, nil},
	{[]string{"web", "api"}, func(from, to string) bool { return under(from, "web") && under(to, "web") }},
	{[]string{"app"}, nil},
	{[]string{"bench"}, nil},
	{[]string{"cmd", "build"}, nil},
}

const storeFloor = 5 // a store stands above the capabilities and below the wiring, and nothing of the web is its business

// tools are folders of tests alone: no part of the program imports them.
var tools = []string{"testkit", "e2e", "house", "app/apptest", "platform/vault/vaulttest", "platform/ledger/ledgertest", "platform/sheet/sheettest"}

func floor(folder string) int {
	for i, t := range tiers {
		if under(folder, t.trees...) {
			return i
		}
	}
	return -1
}

// first is the top folder of a package: a capability with its parts is one.
func first(folder string) string { top, _, _ := strings.Cut(folder, "/"); return top }

// refusal says why a package may not import another, or is empty.
func refusal(from, to string) string {
	switch {
	case under(to, tools...):
		if under(from, tools...) || under(from, "bench") && to == "testkit/postgres" { // the bench measures on a server of its own
			return ""
		}
		return "the program imports a tool of the tests"
	case under(from, tools...):
		return ""
	case under(from, "cmd/linli-verify"):
		return "the stand-alone verifier shares no code with the server"
	case under(from, "store"):
		return ofStore(from, to)
	case under(to, "store"):
		if floor(from) < floor("app") {
			return "only the wiring knows the stores"
		}
		return ""
	}
	a, b := floor(from), floor(to)
	switch {
	case a < 0 || b < 0:
		return "a folder that stands on no floor of the house"
	case a > b:
		return ""
	case a == b && (first(from) == first(to) && a > 0 || tiers[a].within != nil && tiers[a].within(from, to)):
		return ""
	}
	return fmt.Sprintf("%s stands below or beside %s", from, to)
}

// ofStore: a store implements the Repo of one package and may share rows with those below it. Counts are written in the
// transaction of the case that they count.
func ofStore(from, to string) string {
	name := strings.TrimPrefix(from, "store/")
	switch {
	case under(to, "store", "platform", "casefile", "promise", "consent", "rulebook", "office", "insight"), under(to, name):
		return ""
	case floor(to) >= storeFloor-1:
		return "a store knows nothing of what stands above it"
	}
	return "a store implements one capability's Repo, not another's"
}

func TestImportsGoDownOnly(t *testing.T) {
	for _, f := range program(t) {
		if f.test {
			continue
		}
		for _, i := range f.imports {
			to, ours := strings.CutPrefix(i, "linli/")
			if !ours {
				continue
			}
			if why := refusal(f.folder, to); why != "" {
				t.Errorf("%s imports %s: %s", f.name, to, why)
			}
		}
	}
}

// TestTheTableOfFloors shows that the rule above refuses what it must, whatever the tree holds today.
func TestTheTableOfFloors(t *testing.T) {
	for _, x := range []struct {
		from, to string
		allowed  bool
	}{
		{"web/mediation", "mediation", true}, {"web/mediation", "web/page", true}, {"api", "mediation", true}, {"app", "web/page", true},
		{"app", "store/mediation", true}, {"cmd/linli", "app", true}, {"mediation", "casefile", true}, {"casefile", "consent", true}, {"casefile/breach", "promise", true},
		{"store/mediation", "mediation", true}, {"store/casefile", "insight", true}, {"platform/vault", "platform/access", true},
		{"mediation/paper", "mediation", true}, {"rulebook", "platform/calendar", true},
		{"web/mediation", "store/mediation", false}, {"api", "store/dialect", false}, {"api", "web/page", false}, {"web/page", "api", false},
		{"mediation", "report", false}, {"mediation", "insight", false}, {"mediation", "store/mediation", false}, {"mediation", "web/page", false},
		{"casefile", "mediation", false}, {"promise", "casefile", false}, {"rulebook", "promise", false}, {"office", "rulebook", false},
		{"platform/vault", "casefile", false}, {"platform/clock", "platform/id", false}, {"platform/id", "platform/clock", false}, {"platform/fault", "platform/id", false}, {"platform/access", "office", false},
		{"store/mediation", "web/page", false}, {"store/mediation", "app", false}, {"store/report", "mediation", false},
		{"cmd/linli-verify", "platform/ledger", false}, {"web/page", "app", false}, {"app", "cmd/linli", false}, {"mediation", "testkit", false},
		{"mediation", "nowhere", false},
	} {
		if why := refusal(x.from, x.to); (why == "") != x.allowed {
			t.Errorf("%s → %s: refused because %q, want allowed = %v", x.from, x.to, why, x.allowed)
		}
	}
}

func TestTheLowestImportTheStandardLibraryOnly(t *testing.T) {
	for _, f := range program(t) {
		if f.test || !under(f.folder, append([]string{"cmd/linli-verify"}, lowest...)...) {
			continue
		}
		for _, i := range f.imports {
			if strings.Contains(first(i), ".") || first(i) == "linli" {
				t.Errorf("%s imports %s", f.name, i)
			}
		}
	}
}

func TestCapabilitiesKnowNeitherHTTPNorSQL(t *testing.T) {
	below := []string{"mediation", "report", "referral", "duty", "insight", "casefile", "promise", "consent", "office", "rulebook"}
	for _, f := range program(t) {
		if f.test || !under(f.folder, below...) {
			continue
		}
		for _, i := range f.imports {
			if under(i, "net/http", "database/sql", "github.com/jackc/pgx", "modernc.org/sqlite") {
				t.Errorf("%s imports %s", f.name, i)
			}
		}
	}
}

// vague are names that tell nothing of what is inside.
var vague = []string{"util", "utils", "common", "helper", "helpers", "types", "models", "manager", "info", "data", "misc", "shared", "base", "core"}

func TestNamesSayWhatIsInside(t *testing.T) {
	for _, f := range program(t) {
		if slices.Contains(vague, f.syntax.Name.Name) || slices.Contains(vague, path.Base(f.folder)) {
			t.Errorf("%s: a package called %s", f.name, f.syntax.Name.Name)
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			s, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			name := strings.ToLower(s.Name.Name)
			if slices.Contains(vague, name) || slices.ContainsFunc([]string{"manager", "helper", "helpers", "util", "utils"}, func(w string) bool { return strings.HasSuffix(name, w) }) {
				t.Errorf("%s: a type called %s", f.name, s.Name.Name)
			}
			return true
		})
	}
}

func TestFilesAreShort(t *testing.T) {
	const most = 400
	for _, f := range program(t) {
		if n := strings.Count(string(f.text), "\n"); n > most {
			t.Errorf("%s has %d lines, more than %d", f.name, n, most)
		}
	}
}

// TestOneClock: the instant comes from the injected clock. Measuring how long something took is the bench's business.
func TestOneClock(t *testing.T) {
	for _, f := range program(t) {
		if f.test || under(f.folder, "platform/clock", "cmd/linli-verify", "bench", "e2e", "testkit") {
			continue
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			s, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := s.X.(*ast.Ident); ok && x.Name == "time" && x.Obj == nil && slices.Contains([]string{"Now", "Since", "Until"}, s.Sel.Name) {
				t.Errorf("%s asks time.%s; the clock is injected", f.name, s.Sel.Name)
			}
			return true
		})
	}
}

func TestNothingRunsBeforeMain(t *testing.T) {
	for _, f := range program(t) {
		for _, d := range f.syntax.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				t.Errorf("%s has a func init", f.name)
			}
		}
	}
}

// unfinished are words of somebody who means to come back.
var unfinished = regexp.MustCompile(`\b(TODO|FIXME|XXX|HACK)\b|(?i)\b(only|just|enough|fine|works|left|simply|disabled|skipped|hard-?coded) for now\b`)

func TestNothingIsLeftForLater(t *testing.T) {
	kinds := []string{".go", ".sql", ".html", ".css", ".scss", ".mjs", ".js", ".cedar", ".yaml", ".md", ".sh", ""}
	err := walk(func(name string) error {
		if !slices.Contains(kinds, path.Ext(name)) || under(name, "house") {
			return nil
		}
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			return err
		}
		for i, line := range strings.Split(string(text), "\n") {
			if word := unfinished.FindString(line); word != "" && len(line) < 1000 {
				t.Errorf("%s:%d: %q", name, i+1, word)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
