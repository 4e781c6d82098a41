package rulebook_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"linli/rulebook"
)

func TestDiff(t *testing.T) {
	line := func(f fstest.MapFS, file, passage string) int {
		before, _, ok := strings.Cut(string(f[file].Data), passage)
		if !ok {
			t.Fatalf("%s does not contain %q", file, passage)
		}
		return 1 + strings.Count(before, "\n")
	}
	for _, c := range []struct {
		name, file, old, now string
		at                   string // a passage on the line that is told
		gone                 bool
		reason               string
	}{
		{"a clock", "promises.yaml", "clock: 3 working days", "clock: 5 working days", "clock: 5 working days", false,
			"promises[screening].clock: 3 working days → 5 working days"},
		{"a list of events", "promises.yaml", "kept_by: [screen, not_accept]", "kept_by: [screen]", "kept_by: [screen]", false,
			"promises[screening].kept_by: [screen, not_accept] → [screen]"},
		{"a warning that is new", "promises.yaml", "    kept_by: [apply] #", "    warn_before: [1 day]\n    kept_by: [apply] #", "warn_before: [1 day]", false,
			"promises[receipt].warn_before: new"},
		{"a warning that is gone", "promises.yaml", "    warn_before: [1 working day]\n", "", "warn_before: [1 working day]", true,
			"promises[screening].warn_before: gone"},
		{"a word of one language", "promises.yaml", "en: A receipt at once", "en: A receipt now", "en: A receipt now", false,
			"promises[receipt].title.en: A receipt at once → A receipt now"},
		{"a word far inside a text", "rulebook.yaml", "and by when, under the People's", "and by when, under People's", "and by when, under People's", false,
			"summary.en: …when, under the People's Mediation Law, the Civil Code and t… → …when, under People's Mediation Law, the Civil Code and the C…"},
		{"a holiday, also of open cases", "calendars.yaml", "to: 2024-02-17", "to: 2024-02-18", "to: 2024-02-18", false,
			"calendars[cn].years[2024].holidays[spring_festival].to: 2024-02-17 → 2024-02-18 (for open cases too)"},
		{"a group in place of a word", "laws.yaml", "number: ", "number: {a: b} # ", "number: {a: b}", false, ""},
	} {
		was, now := cn(t), cn(t)
		change(t, now, c.file, c.old, c.now)
		all, err := rulebook.Diff(was, now)
		if err != nil || len(all) != 1 {
			t.Errorf("%s: %v, %v", c.name, all, err)
			continue
		}
		in := now
		if c.gone {
			in = was
		}
		d := all[0]
		if d.File != c.file || d.Line != line(in, c.file, c.at) || d.Gone != c.gone || c.reason != "" && d.Reason != c.reason {
			t.Errorf("%s: %+v", c.name, d)
		}
	}
}

// TestDiffMarksWhatOpenCasesGet: the clock of a rule that says so counts for open cases, its words and another rule's clock do not.
func TestDiffMarksWhatOpenCasesGet(t *testing.T) {
	was, now := cn(t), cn(t)
	change(t, now, "promises.yaml", "clock: 3 working days", "clock: 5 working days\n    open_cases: true")
	change(t, now, "promises.yaml", "en: Screening opened within 3 working days", "en: Screening opened within 5 working days")
	change(t, now, "promises.yaml", "clock: 13 working days", "clock: 14 working days")
	all, err := rulebook.Diff(was, now)
	if err != nil {
		t.Fatal(err)
	}
	marked := map[string]bool{}
	for _, d := range all {
		reason, open := strings.CutSuffix(d.Reason, " (for open cases too)")
		marked[reason] = open
	}
	for reason, open := range map[string]bool{"promises[screening].clock: 3 working days → 5 working days": true, "promises[screening].open_cases: new: true": true,
		"promises[screening].title.en: Screening opened within 3 working days → Screening opened within 5 working days": false, "promises[report_answer].clock: 13 working days → 14 working days": false} {
		if is, told := marked[reason]; !told || is != open {
			t.Errorf("%s: told %t, of open cases %t: %v", reason, told, is, all)
		}
	}
}

func TestDiffOfWholeParts(t *testing.T) {
	was, now := cn(t), cn(t)
	if all, err := rulebook.Diff(was, now); err != nil || len(all) != 0 {
		t.Fatalf("a rulebook differs from itself: %v, %v", all, err)
	}
	template := "documents/agreement.zh-Hans.md"
	lines := strings.SplitAfter(string(now[template].Data), "\n")
	lines[4] += "另起一行\n"
	now[template] = &fstest.MapFile{Data: []byte(strings.Join(lines, ""))}
	now["documents/new.en.md"] = &fstest.MapFile{Data: []byte("# New\n")}
	delete(now, "documents/closing.en.md")
	rule := string(now["promises.yaml"].Data)
	first, second := strings.Index(rule, "  - id: receipt"), strings.Index(rule, "  - id: screening")
	third := strings.Index(rule, "  - id: decision")
	now["promises.yaml"] = &fstest.MapFile{Data: []byte(rule[:first] + rule[second:third] + rule[first:second] + rule[third:])}
	all, err := rulebook.Diff(was, now)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"documents/agreement.zh-Hans.md:6:1: the text differs from this line on", "documents/closing.en.md:1:1: the file is gone",
		"documents/new.en.md:1:1: the file is new", "promises.yaml:4:3: promises: another order: screening, receipt, decision, not_accepted_reason, invitatio…"}
	for i, d := range all {
		if i >= len(want) || d.String() != want[i] {
			t.Errorf("%d: %s", i, d)
		}
	}
	if len(all) != len(want) {
		t.Errorf("%d differences, not %d", len(all), len(want))
	}
}
