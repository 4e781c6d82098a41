package rulebook_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"linli/rulebook"
)

var update = flag.Bool("update", false, "write the findings into the fixtures")

// withDuties is the small rulebook with a duties.yaml.
func withDuties(t testing.TB, body string) fstest.MapFS {
	f := small(t)
	f["duties.yaml"] = &fstest.MapFile{Data: []byte(body)}
	return f
}

// fixture is one duties.yaml that aims at what no duty may be about: which rule it breaks, and what is told of it.
type fixture struct {
	name, breaks string
	findings     []string
	body         string
}

func fixtures(t *testing.T) []fixture {
	t.Helper()
	files, err := filepath.Glob("testdata/aimed/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var out []fixture
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		f := fixture{name: file, body: string(b)}
		for line := range strings.SplitSeq(f.body, "\n") {
			if rule, ok := strings.CutPrefix(line, "# breaks: "); ok {
				f.breaks = rule
			}
			if finding, ok := strings.CutPrefix(line, "# finding: "); ok {
				f.findings = append(f.findings, finding)
			}
		}
		out = append(out, f)
	}
	return out
}

// TestNoDutyAimsAtPeople holds each fixture against what it breaks and against the exact finding. The one that breaks nothing
// is read: what is refused is refused for the one thing that was changed in it.
func TestNoDutyAimsAtPeople(t *testing.T) {
	broken := map[string]int{}
	for _, f := range fixtures(t) {
		book, findings, err := rulebook.Load(withDuties(t, f.body))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, x := range findings {
			got = append(got, x.String())
		}
		if *update && f.breaks != "" {
			_, rest, _ := strings.Cut(f.body, "\nlaws:")
			head := "# breaks: " + f.breaks + "\n"
			for _, g := range got {
				head += "# finding: " + g + "\n"
			}
			if err := os.WriteFile(f.name, []byte(head+"laws:"+rest), 0o600); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if (book == nil) != (f.breaks != "") || !slices.Equal(got, f.findings) {
			t.Errorf("%s: read %v, findings\n%q, want\n%q", f.name, book != nil, got, f.findings)
		}
		if f.breaks == "" {
			continue
		}
		broken[f.breaks]++
		how := map[string]string{"closed": "there is no ", "status": "speaks of a person's status"}[f.breaks]
		if how == "" {
			how = " aims at " + f.breaks + " ("
		}
		if !slices.ContainsFunc(got, func(g string) bool { return strings.Contains(g, how) }) {
			t.Errorf("%s breaks %q, and no finding says so: %q", f.name, f.breaks, got)
		}
	}
	total := 0
	for _, rule := range []string{"people", "dwellings", "households", "belief", "petitions", "assembly", "speech", "volume", "closed"} {
		if broken[rule] < 4 && !*update {
			t.Errorf("%d fixtures break %q, want at least 4", broken[rule], rule)
		}
		total += broken[rule]
	}
	if total < 40 && !*update {
		t.Errorf("%d fixtures, want at least 40", total)
	}
}

func TestFindingsOfDuties(t *testing.T) {
	sound, err := os.ReadFile("testdata/aimed/00-sound.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, old, now, want string }{
		{"checks itself", "checked_by: lead", "checked_by: mediator", "duties.yaml:25:17: mediator would check its own work: name another post, or parent.lead"},
		{"owed by nobody of the unit", "owed_by: mediator", "owed_by: parent.lead", "the unit itself owes it: name a post of the unit"},
		{"unknown post", "owed_by: mediator", "owed_by: meditor", `duties.yaml:24:14: there is no post "meditor"; did you mean "mediator"?`},
		{"nobody to tell", "    evidence:", "    escalate_after: [0 days, 1 day]\n    evidence:", "the chain of mediator has 1 further posts (posts.yaml), so there is nobody to tell here"},
		{"no recurrence", "{every: month}", "{day: 3}", "duties.yaml:26:13: say exactly one of every, shifts and upon, not 0"},
		{"two recurrences", "{every: month}", "{every: month, upon: incident}", "say exactly one of every, shifts and upon, not 2"},
		{"rhythm", "{every: month}", "{every: moon}", `there is no rhythm "moon"`},
		{"day of a term", "{every: month}", "{every: term, day: 3}", "there is no day 3 of a term"},
		{"day 32", "{every: month}", "{every: month, day: 32}", "there is no day 32 of a month"},
		{"month of a quarter", "{every: month}", "{every: quarter, month: 3}", "only a year ends its time in a month"},
		{"shift without hours", "kind: round", "kind: rota", "a shift has hours"},
		{"hours of a round", "{every: month}", "{every: working_day, hours: \"07:10-08:10\"}", "only a rota has shifts and hours"},
		{"shift rule", "{every: month}", "{shifts: \"FREQ=SOMETIMES\", since: 2026-01-01}", "write for instance FREQ=WEEKLY"},
		{"hourly", "{every: month}", "{shifts: \"FREQ=HOURLY\", since: 2026-01-01}", "a shift is at most once a day"},
		{"ends by itself", "{every: month}", "{shifts: \"FREQ=DAILY;COUNT=3\", since: 2026-01-01}", "it would end by itself"},
		{"no since", "{every: month}", "{shifts: \"FREQ=DAILY\"}", "write since, for instance 2026-01-01"},
		{"upon without a term", "{every: month}", "{upon: incident}", "say within how long after it"},
		{"no evidence", "evidence: [{kind: checklist}]", "evidence: []", "a duty without evidence cannot be told from one that was only ticked"},
		{"wrong evidence", "[{kind: checklist}]", "[{kind: minutes}]", "a duty of the kind round needs checklist as evidence"},
		{"counted paper", "[{kind: checklist}]", "[{kind: checklist, least: 3}]", "checklist are there or not: nothing is counted here"},
		{"no checklist", "    checklist: grounds\n", "", "the evidence is a checklist: name which"},
		{"unknown checklist", "checklist: grounds\n", "checklist: ground\n", `there is no checklist "ground"; did you mean "grounds"?`},
		{"no places", "    places: [park]\n    checklist", "    checklist", "say to which kinds of public places it goes"},
		{"place not named", "    places: [park]\n    checklist", "    places: [square]\n    checklist", `there is no kind of public place in this rulebook "square"; known: park`},
		{"level", "units: [village]", "units: [hamlet]", `there is no kind of unit "hamlet"; known: county, township, village`},
		{"kept for ever", "n: 365", "n: 99999", "nothing is kept for ever"},
		{"term", "\"02-16\"", "\"02-30\"", `"02-30" is no day of the year`},
		{"law", "law: local, confirmed: false}\nduties", "law: locl, confirmed: false}\nduties", `there is no law "locl"; did you mean "local"?`},
		{"language", "en: Grounds, ", "", "the text is missing in the language en"},
		{"unknown key", "    kind: round", "    kind: round\n    target: all", `unknown key "target"`},
		{"no terms", "{every: month}", "{every: term}", ""},
		{"looked at", "[{kind: checklist}]", "[{kind: coverage}]", ""},
		{"looked at and ticked", "[{kind: checklist}]", "[{kind: coverage}, {kind: checklist}]", "nothing of them is put there a second time"},
		{"looked at on a day", "{every: month}\n    evidence: [{kind: checklist}]", "{every: month, day: 22}\n    evidence: [{kind: coverage}]", "coverage is counted at the end of the period"},
		{"looked at upon an event", "{every: month}\n    evidence: [{kind: checklist}]", "{upon: finding, within: 3 days}\n    evidence: [{kind: coverage}]", "coverage is of the places of a round or an inspection in a period"},
		{"a notice of a round", "[{kind: checklist}]", "[{kind: checklist}, {kind: notice}]", "a notice is of a serious incident"},
		{"a place that no checklist is for", "[{kind: checklist}]\n    places: [park]", "[{kind: coverage}]\n    places: [park, square]", "no place of the kind square could be looked at"},
	} {
		if !strings.Contains(string(sound), c.old) {
			t.Fatalf("%s: no %q", c.name, c.old)
		}
		_, findings, err := rulebook.Load(withDuties(t, strings.Replace(string(sound), c.old, c.now, 1)))
		if err != nil {
			t.Fatal(err)
		}
		if c.want == "" && len(findings) > 0 || c.want != "" && !strings.Contains(fmt.Sprintln(findings), c.want) {
			t.Errorf("%s: no finding %q among %q", c.name, c.want, findings)
		}
	}
}

// TestFindingsOfAStatement: what is signed is there, alone, and of a statement that comes back.
func TestFindingsOfAStatement(t *testing.T) {
	sound, err := os.ReadFile("testdata/aimed/00-signed.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, old, now, want string }{
		{"unknown", "statement: year\n", "statement: yearly\n", `duties.yaml:26:16: there is no statement "yearly"; did you mean "year"?`},
		{"not named", "    statement: year\n", "", "duties.yaml:25:15: the evidence is a statement: name which, under statement"},
		{"beside it", "[{kind: statement}]", "[{kind: statement}, {kind: paper}]", "nothing is put there beside it"},
		{"counted", "[{kind: statement}]", "[{kind: statement, least: 2}]", "nothing is counted here"},
		{"of a meeting", "kind: statement\n", "kind: drill\n", "only a duty of the kind statement has one to sign"},
		{"upon an event", "{every: year, month: 3}", "{upon: finding, within: 3 days}", "a statement is signed once in a period"},
		{"on paper alone", "[{kind: statement}]", "[{kind: signatures, least: 1}, {kind: paper}]", ""},
		{"no text", "text:\n      - {en: The office looks at each listed park once a month., zh-Hans: 办公室每月看一次名录中的公园。}\n      - {en: What is found is put right and looked at again., zh-Hans: 发现的问题改正后复查。}\n", "text: []\n", "a statement has a text: write at least one paragraph"},
		{"a language", "en: The office looks at each listed park once a month., ", "", "the text is missing in the language en"},
		{"a law", "law: local, confirmed: false}\nduties", "law: locl, confirmed: false}\nduties", `there is no law "locl"`},
		{"twice", "statements:\n", "statements:\n  - {id: year, title: {en: A, zh-Hans: 一}, text: [{en: B, zh-Hans: 二}], source: {law: local, confirmed: false}}\n", "year"},
	} {
		if !strings.Contains(string(sound), c.old) {
			t.Fatalf("%s: no %q", c.name, c.old)
		}
		_, findings, err := rulebook.Load(withDuties(t, strings.Replace(string(sound), c.old, c.now, 1)))
		if err != nil {
			t.Fatal(err)
		}
		if c.want == "" && len(findings) > 0 || c.want != "" && !strings.Contains(fmt.Sprintln(findings), c.want) {
			t.Errorf("%s: no finding %q among %q", c.name, c.want, findings)
		}
	}
}

// TestATextIsOneInEachLanguage: what is hashed is the title and all paragraphs, in the language in which they are read.
func TestATextIsOneInEachLanguage(t *testing.T) {
	book := load(t, town(t))
	s, ok := book.Duties.Statement("unit_year")
	if !ok || len(s.Text) < 4 {
		t.Fatalf("%+v", s)
	}
	seen := map[string]bool{}
	for _, lang := range book.Languages {
		text := s.In(lang)
		if !strings.HasPrefix(text, s.Title[lang]+"\n\n"+s.Text[0][lang]) || !strings.HasSuffix(text, s.Text[len(s.Text)-1][lang]) || len(s.Hash(lang)) != 64 || seen[s.Hash(lang)] {
			t.Errorf("%s: %q", lang, text)
		}
		seen[s.Hash(lang)] = true
	}
	other := s
	other.Text = slices.Clone(s.Text)
	other.Text[0] = rulebook.Label{"zh-Hans": "别的"}
	if other.Hash("zh-Hans") == s.Hash("zh-Hans") {
		t.Error("another text has the same hash")
	}
	if _, ok := book.Duties.Statement("nothing"); ok {
		t.Error("there is a statement without a text")
	}
}

// TestTheEscalationOfADutyRunsInNoCircle: duties are told along the posts of posts.yaml.
func TestTheEscalationOfADutyRunsInNoCircle(t *testing.T) {
	sound, err := os.ReadFile("testdata/aimed/00-sound.yaml")
	if err != nil {
		t.Fatal(err)
	}
	f := withDuties(t, strings.Replace(string(sound), "    evidence:", "    escalate_after: [0 days]\n    evidence:", 1))
	if d, _ := load(t, f).Duty("round"); len(d.Chain) != 1 || d.Chain[0].Post != "lead" {
		t.Errorf("the chain is %v", d.Chain)
	}
	change(t, f, "posts.yaml", "{id: lead, label: {en: Lead, zh-Hans: 负责人}}", "{id: lead, label: {en: Lead, zh-Hans: 负责人}, tells: mediator}")
	if _, findings, _ := rulebook.Load(f); !strings.Contains(fmt.Sprintln(findings), "the escalation runs in a circle: mediator → lead → mediator") {
		t.Errorf("findings %q", findings)
	}
}

// TestADutyExampleThatDoesNotHoldIsTold with file, line and column.
func TestADutyExampleThatDoesNotHoldIsTold(t *testing.T) {
	sound, err := os.ReadFile("testdata/aimed/00-sound.yaml")
	if err != nil {
		t.Fatal(err)
	}
	f := withDuties(t, string(sound))
	f["tests/duties.yaml"] = &fstest.MapFile{Data: []byte("duties:\n  - {name: x, duty: round, from: 2026-02-01, to: 2026-02-28, due: [2026-02-22]}\n")}
	book := load(t, f)
	want := "tests/duties.yaml:2:5: x: round falls due on [2026-02-28], not on [2026-02-22]"
	if got := book.RunDuties(); len(got) != 1 || got[0].String() != want {
		t.Errorf("findings %v, want %s", got, want)
	}
	for old, told := range map[string]string{"duty: round": `there is no duty "rond"; did you mean "round"?`, "to: 2026-02-28": "the last day stands before the first"} {
		g := folder(t, f)
		change(t, g, "tests/duties.yaml", old, map[string]string{"duty: round": "duty: rond", "to: 2026-02-28": "to: 2026-01-28"}[old])
		if _, findings, _ := rulebook.Load(g); !strings.Contains(fmt.Sprintln(findings), told) {
			t.Errorf("findings %q, want %s", findings, told)
		}
	}
	f["tests/duties.yaml"] = &fstest.MapFile{Data: []byte("duties: []\n")}
	if _, findings, _ := rulebook.Load(f); !strings.Contains(fmt.Sprintln(findings), "the file tests nothing: write tests or duties") {
		t.Errorf("findings %q", findings)
	}
}

// TestEveryDutyOfTheTownHasAnExample: what 50-duty.md lists is there, and each duty is shown by an example.
func TestEveryDutyOfTheTownHasAnExample(t *testing.T) {
	book := load(t, town(t))
	kinds := map[string]int{}
	for _, d := range book.Duties.Duties {
		kinds[d.Kind]++
		if !slices.ContainsFunc(book.DutyExamples, func(e rulebook.DutyExample) bool { return e.Duty == d.ID }) {
			t.Errorf("no example shows when %s falls due", d.ID)
		}
		if d.Source.Law == "" || d.Kept.N == 0 || len(d.Evidence) == 0 {
			t.Errorf("%s is not whole: %+v", d.ID, d)
		}
	}
	for _, kind := range rulebook.DutyKinds() {
		if kinds[kind] == 0 {
			t.Errorf("the town has no duty of the kind %s", kind)
		}
	}
	if got := book.RunDuties(); len(got) > 0 {
		t.Error(got)
	}
	if len(book.Promises("mediation")) == 0 || len(book.Mediation.Documents) == 0 || len(book.Report.Categories) == 0 {
		t.Error("an office under cn-town could not mediate, or answer complaints")
	}
}
