package rulebook_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"linli/rulebook"
)

// withFigures is the small rulebook with an indicators.yaml.
func withFigures(t testing.TB, body string) fstest.MapFS {
	f := small(t)
	f["indicators.yaml"] = &fstest.MapFile{Data: []byte(body)}
	return f
}

func findingsOf(t *testing.T, f fstest.MapFS) []string {
	t.Helper()
	_, findings, err := rulebook.Load(f)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, x := range findings {
		out = append(out, x.String())
	}
	return out
}

// one is an indicators.yaml with one indicator of these formulas.
func one(numerator, denominator string) string {
	return "indicators:\n  - id: x\n    title: {zh-Hans: 某, en: X}\n    numerator: " + numerator + "\n    denominator: " + denominator +
		"\n    cutoff_days: 0\n    grain: month\n    direction: higher\n"
}

// TestAFormulaIsASumOfPublishedMeasures refuses what is none, each with its place and reason.
func TestAFormulaIsASumOfPublishedMeasures(t *testing.T) {
	for name, c := range map[string]struct{ numerator, want string }{
		"unknown measure":       {"report.recieved", `indicators.yaml:4:16: linli publishes no measure "report.recieved"; did you mean "report.received"?`},
		"unknown in quotes":     {`"1 + report.nobody_knows_it"`, `indicators.yaml:4:21: linli publishes no measure "report.nobody_knows_it" (docs/rulebook.md lists them)`},
		"a person":              {"resident.petitions", `indicators.yaml:4:16: linli publishes no measure "resident.petitions" (docs/rulebook.md lists them)`},
		"a fraction":            {"report.fixed * 0.5", `indicators.yaml:4:29: this mixes whole numbers with something else: a formula has measures, whole numbers, + - * / and brackets`},
		"only a fraction":       {`"1.5"`, "indicators.yaml:4:16: the formula gives a number with a fraction and not a whole number: counts are whole"},
		"yes or no":             {"report.fixed > 3", "indicators.yaml:4:29: _>_ is no sum: a formula adds, subtracts, multiplies and divides measures and whole numbers"},
		"a condition":           {"'report.fixed > 3 ? report.fixed : 0'", "indicators.yaml:4:34: _?_:_ is no sum: a formula adds, subtracts, multiplies and divides measures and whole numbers"},
		"a list":                {`"size([1, 2])"`, "is no sum"},
		"a text":                {`"'report.fixed'"`, "indicators.yaml:4:16: the formula gives a text and not a whole number: counts are whole"},
		"no measure":            {`"7"`, "indicators.yaml:4:16: the formula reads no published measure"},
		"not a formula":         {`"report.fixed +"`, "this is no formula: "},
		"longer than a formula": {"report.fixed" + strings.Repeat(" + report.fixed", 40), "indicators.yaml:4:16: the formula is longer than 400 characters"},
	} {
		got := findingsOf(t, withFigures(t, one(c.numerator, "report.received")))
		if !slices.ContainsFunc(got, func(s string) bool { return strings.Contains(s, c.want) }) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	if got := findingsOf(t, withFigures(t, one("report.fixed - report.reopened", `"(report.received + 0) * 1"`))); got != nil {
		t.Errorf("a sound one: %q", got)
	}
}

// TestAnIndicatorShowsNoFewerThanItsRulebook: its own smallest count is larger than the rulebook's, or the rulebook's.
func TestAnIndicatorShowsNoFewerThanItsRulebook(t *testing.T) {
	of := one("report.fixed", "report.received")
	if got := findingsOf(t, withFigures(t, of+"    minimum_cell: 4\n")); len(got) != 1 || !strings.Contains(got[0], "4 lets single cases show: the minimum cell is at least the rulebook's, 5") {
		t.Errorf("fewer than the rulebook's: %q", got)
	}
	if got := findingsOf(t, withFigures(t, of+"    minimum_cell: 6\n")); got != nil {
		t.Errorf("more than the rulebook's: %q", got)
	}
}

// TestDividingByNothingIsNone: a formula without a value says so and gives no number.
func TestDividingByNothingIsNone(t *testing.T) {
	book, findings, err := rulebook.Load(withFigures(t, one("report.fixed / report.received", "report.received")))
	if err != nil || findings != nil {
		t.Fatal(findings, err)
	}
	f := book.Figures.Indicators[0].N
	if _, ok := f.Of(func(string) int64 { return 0 }); ok {
		t.Error("0 ÷ 0 is a number")
	}
	if n, ok := f.Of(func(m string) int64 { return map[string]int64{"report.fixed": 12, "report.received": 5}[m] }); !ok || n != 2 {
		t.Errorf("12 ÷ 5 is %d, %v", n, ok)
	}
	if !slices.Equal(f.Measures, []string{"report.fixed", "report.received"}) {
		t.Errorf("it reads %v", f.Measures)
	}
}

// TestWhatMayNotWeigh holds each fixture that tries to weigh something else than the office's own conduct against the exact
// finding. The one that breaks nothing is read.
func TestWhatMayNotWeigh(t *testing.T) {
	files, err := filepath.Glob("testdata/weighed/*.yaml")
	if err != nil || len(files) < 20 {
		t.Fatal(len(files), err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var want []string
		for line := range strings.SplitSeq(string(b), "\n") {
			if finding, ok := strings.CutPrefix(line, "# finding: "); ok {
				want = append(want, finding)
			}
		}
		got := findingsOf(t, withFigures(t, string(b)))
		if *update {
			_, rest, _ := strings.Cut(string(b), "\nindicators:")
			head, _, _ := strings.Cut(string(b), "\n")
			for _, g := range got {
				head += "\n# finding: " + g
			}
			if err := os.WriteFile(file, []byte(head+"\nindicators:"+rest), 0o600); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s:\n got %q\nwant %q", file, got, want)
		}
		if sound := strings.Contains(file, "00-sound"); sound != (len(want) == 0) {
			t.Errorf("%s: %d findings", file, len(want))
		}
	}
}
