package rulebook_test

import (
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"linli/rulebook"
	"linli/rulebooks"
)

// folder copies a rulebook's files so that a test can change them.
func folder(t testing.TB, from fs.FS) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	err := fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := fs.ReadFile(from, name)
		out[name] = &fstest.MapFile{Data: body}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func small(t testing.TB) fstest.MapFS { return folder(t, os.DirFS("testdata/small")) }

func cn(t testing.TB) fstest.MapFS {
	t.Helper()
	sub, err := fs.Sub(rulebooks.FS, "cn")
	if err != nil {
		t.Fatal(err)
	}
	return folder(t, sub)
}

// change replaces a passage that occurs in the file.
func change(t testing.TB, f fstest.MapFS, file, old, now string) {
	t.Helper()
	body := string(f[file].Data)
	if !strings.Contains(body, old) {
		t.Fatalf("%s does not contain %q", file, old)
	}
	f[file] = &fstest.MapFile{Data: []byte(strings.Replace(body, old, now, 1))}
}

func load(t testing.TB, f fs.FS) *rulebook.Rulebook {
	t.Helper()
	book, findings, err := rulebook.Load(f)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range findings {
		t.Error(x)
	}
	if book == nil {
		t.FailNow()
	}
	return book
}

func TestLoadGivesTheRulebook(t *testing.T) {
	b := load(t, small(t))
	if b.ID != "small" || b.Version != "1" || b.Effective.String() != "2026-01-01" || b.Zone.String() != "Asia/Shanghai" || b.MinimumCell != 5 {
		t.Errorf("the header is wrong: %+v", b)
	}
	p, ok := b.Promise("answer")
	if !ok || len(b.Promises("mediation")) != 1 || len(b.Promises("report")) != 0 {
		t.Fatalf("promises: %+v", p)
	}
	if p.Clock.String() != "5 working days" || p.Extension.Longest.String() != "5 working days" || len(p.Chain) != 1 || p.Chain[0].Post != "lead" {
		t.Errorf("the rule is wrong: %+v", p)
	}
	if got := b.Text("zh-Hans", "greeting"); got != "{name}，您好。" {
		t.Errorf("Text = %q", got)
	}
	if got := b.Text("zh-Hant", "greeting"); got != "{name}，您好。" {
		t.Errorf("a language that is not there gives %q", got)
	}
	if b.Holiday("en", "festival") != "Festival" || b.Law("act").Title.In("en") != "The Act" || b.CalendarOf("office") != b.Calendar {
		t.Error("a name is wrong")
	}
}

func TestFindings(t *testing.T) {
	for _, c := range []struct {
		name, file, old, now string
		want                 string // one of the findings, exactly or its end
	}{
		{"unknown key", "promises.yaml", "owed_by:", "owned_by:", `promises.yaml:5:5: unknown key "owned_by"; did you mean "owed_by"?`},
		{"missing key", "promises.yaml", "    owed_by: clerk\n", "", `promises.yaml:2:5: "owed_by" is missing here`},
		{"impossible date", "calendars.yaml", "2026-02-15", "2026-02-30", `calendars.yaml:14:19: there is no 2026-02-30: the month ends on day 28`},
		{"no date", "rulebook.yaml", "2026-01-01", "soon", `rulebook.yaml:3:12: "soon" is not a day written as 2026-01-31`},
		{"circle", "posts.yaml", "负责人}}", "负责人}, tells: clerk}", "posts.yaml:2:58: the escalation runs in a circle: clerk → lead → clerk"},
		{"missing label", "promises.yaml", ", zh-Hans: 答复", "", "promises.yaml:4:12: the text is missing in the language zh-Hans"},
		{"missing text", "texts/zh-Hans.yaml", "greeting: ", "other: ", `texts/en.yaml:1:1: the text "greeting" is missing in texts/zh-Hans.yaml`},
		{"other placeholder", "texts/zh-Hans.yaml", "{name}", "{who}", `the text "greeting" has other placeholders than in en: [{who}], not [{name}]`},
		{"unknown event", "promises.yaml", "[apply]", "[aply]", `promises.yaml:6:13: there is no event "aply"; did you mean "apply"?`},
		{"unknown law", "promises.yaml", "law: act", "law: acts", `there is no law "acts"; did you mean "act"?`},
		{"unknown post", "promises.yaml", "owed_by: clerk", "owed_by: police", `there is no post "police"`},
		{"unknown calendar", "rulebook.yaml", "calendar: office", "calendar: none", `rulebook.yaml:9:11: there is no calendar "none" in calendars.yaml`},
		{"wrong type", "rulebook.yaml", "minimum_cell: 5", "minimum_cell: five", `rulebook.yaml:10:15: expected a whole number, not "five"`},
		{"number for text", "rulebook.yaml", `version: "1"`, "version: 1.0", `rulebook.yaml:2:10: expected a text: write "1.0" in quotes`},
		{"yes for true", "promises.yaml", "confirmed: true", "confirmed: yes", `expected true or false, not "yes"`},
		{"negative number", "rulebook.yaml", "minimum_cell: 5", "minimum_cell: -5", "rulebook.yaml:10:15: -5 is negative: the number is at least 0"},
		{"negative length", "promises.yaml", "clock: 5 working days", "clock: -5 working days", `promises.yaml:9:12: "-5 working days" is negative: a length of time is at least 0`},
		{"no length", "promises.yaml", "clock: 5 working days", "clock: a while", `is no length of time`},
		{"unknown unit", "promises.yaml", "clock: 5 working days", "clock: 5 moons", `counts in an unknown unit`},
		{"duplicate key", "rulebook.yaml", "currency: CNY", "currency: CNY\ncurrency: USD", `rulebook.yaml:9:1: the key "currency" stands here a second time; the first is on line 8`},
		{"duplicate id", "posts.yaml", "id: mediator", "id: clerk", `posts.yaml:3:10: id "clerk" stands here a second time; the first is on line 2`},
		{"small cell", "rulebook.yaml", "minimum_cell: 5", "minimum_cell: 1", "lets single cases show"},
		{"zone", "rulebook.yaml", "Asia/Shanghai", "Mars/Olympus", `rulebook.yaml:7:7: "Mars/Olympus" is no time zone`},
		{"language", "rulebook.yaml", "[en, zh-Hans]", "[en, zh-Hans, fr]", "texts/fr.yaml:0:0: the file is missing"},
		{"alias bomb", "laws.yaml", "laws:", "a: &a [x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\nlaws:", "references (& and *) are not allowed"},
		{"merge", "laws.yaml", "laws:", "<<: {a: b}\nlaws:", "a key must be a plain word"},
		{"tag", "laws.yaml", `number: "2010"`, `number: !!binary aGk=`, "type marks (!!binary) are not allowed"},
		{"two documents", "laws.yaml", "laws:", "a: b\n---\nlaws:", "laws.yaml:1:1: the file holds more than one document"},
		{"broken", "laws.yaml", "url: https://example.org/act}", "url: https://example.org/act", "this is not well-formed YAML"},
		{"tab", "laws.yaml", "  - {id", "\t- {id", "laws.yaml:2:1: this is not well-formed YAML"},
		{"not UTF-8", "laws.yaml", "法", "\xb7\xa8", "laws.yaml:2:45: this is not UTF-8: save the file as UTF-8"},
		{"invisible character", "texts/en.yaml", "Good day", "Good\u202eday", "invisible control character (U+202E)"},
		{"pause without resume", "promises.yaml", "    resume: [resume]\n", "", "promises.yaml:2:5: pause and resume go together: a clock that stops must start again"},
		{"clock of nothing", "promises.yaml", "clock: 5 working days", "clock: 0 days", "a clock of 0 is none"},
		{"keeps and voids", "promises.yaml", "void_by: [withdraw]", "void_by: [accept]", `"accept" keeps the promise, so it cannot end it unkept`},
		{"nobody to tell", "promises.yaml", "escalate_after: [0 days]", "escalate_after: [0 days, 1 day]", "so there is nobody to tell here"},
		{"waiver by a post", "promises.yaml", "    warn_before", "    waiver: [lead]\n    warn_before", `promises.yaml:13:13: a promise belongs to whom it was made to: that person alone can waive it, and no post of the office; write "waiver: person" or leave it out, not a list`},
		{"waiver by one post", "promises.yaml", "    warn_before", "    waiver: lead\n    warn_before", `write "waiver: person" or leave it out, not "lead"`},
		{"waiver of a decision", "promises.yaml", "    warn_before", "    waiver: person\n    warn_before", `promises.yaml:13:13: "accept" keeps this promise, and is owed whatever the person says: only what is kept by [call_back follow_up] can be waived`},
		{"waiver for others", "promises.yaml", "kept_by: [accept, not_accept]", "kept_by: [call_back]\n    waiver: person", `promises.yaml:8:13: this is promised to all parties, and none of them can waive it for the others`},
		{"endless", "promises.yaml", "times: 1, longest: 5 working days, every_party: true", "times: 0, every_party: false", "otherwise the clock has no end"},
		{"capability", "promises.yaml", "capability: mediation", "capability: policing", `there is no capability "policing"`},
		{"events not known", "promises.yaml", "capability: mediation", "capability: duty", "this linli knows no events of duty"},
		{"subject", "promises.yaml", "    owed_by", "    subject: resident\n    owed_by", `never about a person, a dwelling or a household; "resident" is none of them`},
		{"confirmed without url", "laws.yaml", ", url: https://example.org/act", "", "a confirmed source needs a url"},
		{"office confirmed", "promises.yaml", "law: act", "law: office", "has no official text that could be confirmed"},
		{"holiday in the wrong year", "calendars.yaml", "to: 2026-02-23", "to: 2027-02-23", "that is no span of 1 to 15 days"},
		{"moved day is worked anyway", "calendars.yaml", "work: [2026-02-14]", "work: [2026-02-12]", "2026-02-12 is a Thursday, which is worked anyway"},
		{"published too far", "calendars.yaml", "published_until: 2026-12-31", "published_until: 2027-12-31", "cannot be published until 2027-12-31"},
		{"hours", "calendars.yaml", `"09:00-12:00"`, `"9-12"`, `"9-12" is no span of hours`},
		{"weekday", "calendars.yaml", "rest: [saturday", "rest: [samstag", `"samstag" is no weekday`},
		{"example of an unknown rule", "tests/answer.yaml", "rule: answer", "rule: answr", `tests/answer.yaml:6:16: there is no rule "answr"; did you mean "answer"?`},
		{"example without a moment", "tests/answer.yaml", "2026-02-13 10:00", "2026-02-13 25:00", "is no moment"},
	} {
		f := small(t)
		change(t, f, c.file, c.old, c.now)
		book, findings, err := rulebook.Load(f)
		if err != nil || book != nil {
			t.Errorf("%s: book %v, %v", c.name, book != nil, err)
		}
		found := false
		for _, x := range findings {
			found = found || strings.Contains(x.String(), c.want)
		}
		if !found {
			t.Errorf("%s: no finding %q among %q", c.name, c.want, findings)
		}
	}
}

// TestOneFindingAFault: what follows from a mistake elsewhere is not told as a mistake of its own.
func TestOneFindingAFault(t *testing.T) {
	for _, c := range []struct {
		file, old, now string // without old the file is removed
		want           string
	}{
		{"posts.yaml", "tells: parent.lead", "tells: clerk", "posts.yaml:5:12: the escalation runs in a circle: clerk → lead → clerk"},
		{"posts.yaml", "id: lead", "id: clerk", `posts.yaml:24:9: id "clerk" stands here a second time; the first is on line 3`},
		{"posts.yaml", "id: mediator", "id: lead", `posts.yaml:24:9: id "lead" stands here a second time; the first is on line 6`},
		{"posts.yaml", "", "", "posts.yaml:0:0: the file is missing"},
		{"promises.yaml", "", "", "promises.yaml:0:0: the file is missing"},
		{"promises.yaml", "id: screening", "id: receipt", `promises.yaml:16:9: id "receipt" stands here a second time; the first is on line 4`},
		{"promises.yaml", "owed_by: clerk", "owed_by: police", `promises.yaml:10:14: there is no post "police"; known: `},
		{"laws.yaml", "", "", "laws.yaml:0:0: the file is missing"},
		{"calendars.yaml", "", "", "calendars.yaml:0:0: the file is missing"},
	} {
		f := cn(t)
		if c.old == "" {
			delete(f, c.file)
		} else {
			change(t, f, c.file, c.old, c.now)
		}
		_, findings, err := rulebook.Load(f)
		if err != nil || len(findings) != 1 || !strings.HasPrefix(findings[0].String(), c.want) {
			t.Errorf("%s, %q: %d findings, want the one %q: %q, %v", c.file, c.now, len(findings), c.want, findings, err)
		}
	}
}

func TestFindingsOfMediation(t *testing.T) {
	for _, c := range []struct{ name, old, now, want string }{
		{"no routes", "    text: not_accept.court_only\n", "", "a reason for not_accept needs a text that tells the other routes"},
		{"unknown text", "text: routes.not_started", "text: routes.nowhere", `there is no text "routes.nowhere" in texts/`},
		{"case number", "第{seq}号", "号", "a case number has {seq} exactly once, not 0 times"},
		{"case number twice", "{unit}", "{unit}{unit}", "a case number has {unit} exactly once, not 2 times"},
		{"ages", "limited_from: 8", "limited_from: 20", "the ages must rise"},
		{"agreement field", "{code: facts", "{code: fact", `there is no field "fact"; did you mean "facts"?`},
		{"right", "right: petition", "right: praise", `no entry protects the right "petition"`},
		{"pattern without gap", "[不得…投诉, 不再…投诉", "[不得投诉人, 不再…投诉", "a pattern has an ellipsis"},
		{"pattern that ends with a gap", "[不得…投诉, 不再…投诉", "[不得…, 不再…投诉", "begins or ends with an ellipsis"},
		{"short phrase", "[放弃投诉,", "[诉,", "is too short"},
		{"closure that tells", "closure: not_suitable", "closure: impasse", "a case that ends for safety must look like any other"},
		{"kept for ever", "days: 3650", "days: 99999", "nothing is kept for ever"},
		{"kept without an end", "days: 3650", "days: 0", "days must be at least 1"},
		{"template", "documents/agreement", "documents/agrement", `there is no file "documents/agrement.zh-Hans.md" in the rulebook`},
		{"double code", "{code: contract,", "{code: loan,", `code "loan" stands here a second time`},
	} {
		f := cn(t)
		change(t, f, "mediation.yaml", c.old, c.now)
		_, findings, err := rulebook.Load(f)
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, x := range findings {
			found = found || strings.HasPrefix(x.String(), "mediation.yaml:") && strings.Contains(x.Reason, c.want) && x.Line > 0
		}
		if !found {
			t.Errorf("%s: no finding %q among %q", c.name, c.want, findings)
		}
	}
}

func TestAllFindingsAreToldInOrder(t *testing.T) {
	f := small(t)
	change(t, f, "rulebook.yaml", "currency: CNY", "currency: yuan")
	change(t, f, "rulebook.yaml", "minimum_cell: 5", "minimum_cell: 2")
	change(t, f, "posts.yaml", "tells: lead", "tells: boss")
	change(t, f, "promises.yaml", "clock: 5 working days", "clock: 5 weeks")
	_, findings, _ := rulebook.Load(f)
	var got []string
	for _, x := range findings {
		got = append(got, x.String()[:strings.Index(x.String(), ": ")])
	}
	want := []string{"posts.yaml:2:58", "promises.yaml:9:12", "rulebook.yaml:8:11", "rulebook.yaml:10:15"}
	if !slices.Equal(got, want) {
		t.Errorf("findings at %v, want %v", got, want)
	}
}

func TestLimits(t *testing.T) {
	deep := small(t)
	deep["laws.yaml"] = &fstest.MapFile{Data: []byte("laws: " + strings.Repeat("[", 40) + strings.Repeat("]", 40))}
	wide := small(t)
	wide["laws.yaml"] = &fstest.MapFile{Data: []byte("laws: [" + strings.Repeat("a,", 210_000) + "a]")}
	large := small(t)
	large["laws.yaml"] = &fstest.MapFile{Data: []byte("# " + strings.Repeat("x", 1<<20))}
	for name, c := range map[string]struct {
		f    fs.FS
		want string
	}{"deep": {deep, "nested more than 24 deep"}, "wide": {wide, "more than 200000 values"}, "large": {large, "larger than 1024 KiB"}} {
		_, findings, err := rulebook.Load(c.f)
		if err != nil || len(findings) == 0 || !strings.Contains(findings[0].Reason, c.want) {
			t.Errorf("%s: %v, %v", name, findings, err)
		}
	}
	many := small(t)
	for i := range 1100 {
		many["documents/"+strings.Repeat("a", i+1)+".md"] = &fstest.MapFile{}
	}
	if _, _, err := rulebook.Load(many); err == nil {
		t.Error("1,100 files are read")
	}
}

func TestHashChangesWithEveryFile(t *testing.T) {
	first := load(t, small(t)).Hash
	if len(first) != 64 || load(t, small(t)).Hash != first {
		t.Fatalf("the hash of the same files differs: %q", first)
	}
	f := small(t)
	f["documents/a.md"] = &fstest.MapFile{Data: []byte("x")}
	with := load(t, f).Hash
	f["documents/a.md"] = &fstest.MapFile{Data: []byte("y")}
	if other := load(t, f).Hash; first == with || with == other {
		t.Error("a changed file keeps the hash")
	}
}

func FuzzLoad(f *testing.F) {
	for _, seed := range []string{"", "a: b", "laws: [{id: a}]", "promises:\n  - {clock: 1 month}", "{", "? [a]\n: b", "a: &x 1\nb: *x", "- - - -", "tests:\n  - name: x\n    events: [{at: 2026-01-01 10:00}]",
		"calendars:\n  - {id: a, rest: [sunday], hours: [\"09:00-10:00\"], years: [{year: 2026, holidays: [{id: h, from: 2026-01-01, to: 2026-01-02}]}]}"} {
		f.Add("rulebook.yaml", seed)
		f.Add("promises.yaml", seed)
		f.Add("mediation.yaml", seed)
		f.Add("calendars.yaml", seed)
		f.Add("tests/a.yaml", seed)
		f.Add("documents/agreement.en.md", seed)
		f.Add("returns/monthly.en.xlsx", seed)
	}
	f.Fuzz(func(t *testing.T, name, body string) {
		if !fs.ValidPath(name) || name == "." || strings.Contains(name, "/") && !slices.Contains([]string{"tests", "documents", "returns"}, path.Dir(name)) {
			t.Skip()
		}
		files := small(t)
		files[name] = &fstest.MapFile{Data: []byte(body)}
		book, findings, err := rulebook.Load(files)
		if err != nil {
			t.Skip() // a name that is a file and a folder at once
		}
		if (book == nil) != (len(findings) > 0) {
			t.Fatalf("book %v with %d findings", book != nil, len(findings))
		}
		for _, x := range findings {
			if x.File == "" || x.Reason == "" || x.Line < 0 || x.Col < 0 || strings.Contains(x.Reason, "\n") {
				t.Fatalf("a finding nobody can read: %q", x)
			}
		}
	})
}
