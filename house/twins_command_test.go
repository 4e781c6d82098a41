package house_test

import (
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/store/dialect"
)

// told are the answers of the command line in a world, by command.
type told map[string]string

var (
	clockTime = regexp.MustCompile(`\d{1,2}:\d\d(:\d\d(\.\d+)?)?`)
	took      = regexp.MustCompile(`"seconds":[0-9.e-]+`)
	// A tally lies in as many rows as shards were drawn for it, from the random parts of ids.
	copied = regexp.MustCompile(`"rows":\d+,"blobs"|holds [0-9,]+ rows`)
	// How often a checkpoint was signed, each of which fills the ledger up, is a matter of how long the commands before took.
	signings = regexp.MustCompile(`"leaves":\d+,"checkpoints":\d+,"size":\d+|\d+ entries, \d+ checkpoints, signed up to entry \d+`)
)

// asks are the commands by which an office looks at itself and moves data, in the order in which they are given. RUN is the
// import before.
func asks(t *testing.T) [][]string {
	t.Helper()
	rules, err := filepath.Abs(filepath.Join(root, "rulebooks", "cn"))
	if err != nil {
		t.Fatal(err)
	}
	figures := [][]string{{"insight", "show", "mediation.uptake"}, {"insight", "show", "mediation.uptake", "--unit", "V1", "--json"},
		{"insight", "show", "mediation.settlement", "--from", "2026-03-01", "--to", "2026-03-31", "--json"}, {"insight", "show", "mediation.overall", "--json"},
		{"insight", "return", "2026-03"}, {"insight", "return", "2026-03", "--unit", "V1", "--json"}}
	look := [][]string{{"doctor"}, {"ledger", "verify"}, {"ledger", "verify", "--json"}, {"keys", "check", "--json"}}
	return slices.Concat(figures, look, [][]string{{"rulebook", "check", rules}, {"rulebook", "test", rules}, {"rulebook", "diff", rules, rules},
		{"rulebook", "preview", rules, "--document", "agreement", "--language", "zh-Hans", "--out", "agreement.pdf"}, {"version"},
		{"import", "hsds", "services", "--json"}, {"export", "hsds", "--out", "services.zip"},
		{"import", "open311-csv", "requests/requests.csv", "--json"}, {"export", "open311-csv", "--out", "requests.csv"},
		{"import", "mediation", "tables", "--json"}, {"import", "mediation", "tables"}, {"backup", "cases", "--json"}, {"keys", "backup", "keys", "--json"},
		{"keys", "rotate", "--json"}, {"keys", "confirm"}}, figures, look, [][]string{{"import", "undo", "RUN", "--json"}, {"erase", "--due", "--json"}}, look)
}

// unasked are the commands that tell nothing of the cases of this office.
var unasked = map[string]string{
	"demo": "serves invented cases", "demo-code": "of a demonstration", "init": "opens an office", "migrate": "changes the schema", "serve": "its pages are compared one by one",
	"restore": "brings back what a backup holds, row by row, into another place", "bench": "measures a machine with invented cases", "languages check": "reads a folder of texts, and no office",
	"export case": "hands papers of one case to one recipient, and tells here the name of the file", "export resident": "likewise, one party's own copy",
}

// tells gives every command and keeps what it answers, without what differs in any two worlds.
func (x *terminal) tells(w *apptest.World) told {
	x.t.Helper()
	x.write("tables", cases2021(24))
	x.write("requests", map[string]string{"requests.csv": "service_request_id,requested_datetime,service_name,description,address\n1,2026-03-01T08:00:00+08:00,waste,A bin is full.,By the bridge\n"})
	x.write("services", map[string]string{"services.csv": "id,organization_id,name,status\n11111111-1111-4111-8111-111111111111,22222222-2222-4222-8222-222222222222,Legal aid,active\n"})
	o := &opacity{seen: map[string]int{}}
	out, run, given := told{}, "", map[string]bool{}
	for i, args := range asks(x.t) {
		args = slices.Clone(args)
		for j, a := range args {
			if a == "RUN" {
				args[j] = run
			}
		}
		given[strings.Join(args[:min(2, len(args))], " ")], given[args[0]] = true, true
		said := x.run(args...)
		if id := idText.FindString(said); id != "" && args[0] == "import" {
			run = id
		}
		out[fmt.Sprintf("%02d linli %s", i, o.masked(strings.Join(args, " ")))] = o.masked(x.plain(w, said))
	}
	for _, c := range x.commands() {
		if !given[c] && unasked[c] == "" {
			x.t.Errorf("nobody looked at what `linli %s` tells", c)
		}
	}
	return out
}

// plain is an answer without the instant, the place and the operator key.
func (x *terminal) plain(w *apptest.World, said string) string {
	for _, place := range []string{x.dir, w.App.Config.Data} {
		said = strings.ReplaceAll(said, place, "PLACE")
	}
	said = strings.ReplaceAll(said, w.App.Stores.Operator.ID(), "OPERATOR")
	said = signings.ReplaceAllString(said, "SIGNED")
	return copied.ReplaceAllString(took.ReplaceAllString(clockTime.ReplaceAllString(said, "TIME"), "SECONDS"), "ROWS")
}

// differentlyTold lists the commands that tell two worlds apart, and those that name somebody.
func differentlyTold(a, b told, people cast) (found []string) {
	for _, args := range slices.Sorted(maps.Keys(a)) {
		if a[args] != b[args] {
			found = append(found, args+": "+apart(a[args], b[args]))
		}
		if nameless(a[args], people) != a[args] {
			found = append(found, args+" names somebody")
		}
	}
	return found
}

// TestOnePersonInFiveCasesIsToldAsFivePersonsAre is refusal R1 for the command line: every command of an office prints the
// same for one person in five cases and for five persons in five cases.
func TestOnePersonInFiveCasesIsToldAsFivePersonsAre(t *testing.T) {
	if testing.Short() {
		t.Skip("many commands take their time")
	}
	program := built(t)
	type world struct {
		*apptest.World
		*terminal
	}
	lived := func(t *testing.T, w *apptest.World, people cast) (world, told) {
		t.Helper()
		twin(t, w, people)
		if err := w.App.Integrate(w.Ctx, w.Office.Tenant); err != nil {
			t.Fatal(err)
		}
		x := newTerminal(t, w, program)
		return world{w, x}, x.tells(w)
	}
	first := map[dialect.Engine]told{}
	broken := map[dialect.Engine]told{}
	t.Run("one person", func(t *testing.T) {
		apptest.Each(t, func(t *testing.T, w *apptest.World) {
			x, said := lived(t, w, one)
			first[w.Place.Engine], broken[w.Place.Engine] = said, brokenFigures(t, x.World, x.terminal, one)
		})
	})
	t.Run("five persons", func(t *testing.T) {
		apptest.Each(t, func(t *testing.T, w *apptest.World) {
			x, said := lived(t, w, five)
			report(t, differentlyTold(first[w.Place.Engine], said, one), differentlyTold(said, first[w.Place.Engine], five))
			if !strings.Contains(fmt.Sprint(said), `"accepted":24`) || !strings.Contains(fmt.Sprint(said), `"opened":`) || len(said) < 25 {
				t.Errorf("the commands did not tell what they should: %v", said)
			}
			found := strings.Join(differentlyTold(broken[w.Place.Engine], brokenFigures(t, x.World, x.terminal, five), one), "\n")
			for _, command := range []string{"insight show", "keys check"} {
				if !strings.Contains(found, command) {
					t.Errorf("%s counts persons, and nothing was found", command)
				}
			}
		})
	})
}

// brokenFigures breaks the refusal: the figures count persons in place of cases, and a person has one key in all cases.
func brokenFigures(t *testing.T, w *apptest.World, x *terminal, people cast) told {
	t.Helper()
	different := map[person]bool{}
	for _, pair := range people {
		different[pair[0]], different[pair[1]] = true, true
	}
	n := len(different)
	for _, counts := range []string{"tally_step", "tally"} { // a step that was folded is a sum
		administer(t, w, fmt.Sprintf("update %s set registered = registered + %d, mediated = mediated + %[2]d", counts, 10+n))
	}
	altered(t, w.App.Stores.Keys, fmt.Sprintf("delete from wrapped_key where key_id in (select key_id from wrapped_key order by key_id limit %d)", n))
	return told{"insight show": x.plain(w, x.run("insight", "show", "mediation.uptake")), "keys check": x.plain(w, x.run("keys", "check"))}
}
