package promise_test

import (
	"io/fs"
	"os"
	"slices"
	"testing"
	"testing/fstest"

	"linli/promise"
	"linli/rulebooks"
)

// TestShippedRulebooksHoldTheirOwnExamples: each rule has one, of what it promises, and where its clock can stand still or be extended, of that too.
func TestShippedRulebooksHoldTheirOwnExamples(t *testing.T) {
	folders, err := fs.ReadDir(rulebooks.FS, ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		t.Run(folder.Name(), func(t *testing.T) {
			sub, err := fs.Sub(rulebooks.FS, folder.Name())
			if err != nil {
				t.Fatal(err)
			}
			ran, findings, err := promise.TestRulebook(sub)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range findings {
				t.Error(f)
			}
			if ran < 20 {
				t.Errorf("%d examples ran; a shipped rulebook has at least 20", ran)
			}
		})
	}
}

// TestExamplesThatDoNotHoldAreTold runs examples of which each expects something false.
func TestExamplesThatDoNotHoldAreTold(t *testing.T) {
	files := fstest.MapFS{"tests/wrong.yaml": {Data: []byte(`tests:
  - name: wrong day
    events: [{at: 2026-03-02 10:00, event: apply}]
    promises:
      - {rule: answer, state: running, due: 2026-03-10}
  - name: wrong state
    events: [{at: 2026-03-02 10:00, event: apply}, {at: 2026-03-03 10:00, event: accept}]
    promises:
      - {rule: answer, state: late, ended: 2026-03-04, extended: 1, provisional: true}
  - name: too many
    events: [{at: 2026-03-02 10:00, event: apply}]
    none: [answer]
  - name: too few
    events: [{at: 2026-03-02 10:00, event: suspend}]
    promises:
      - {rule: answer, state: paused}
`)}}
	small := os.DirFS("../rulebook/testdata/small")
	for _, name := range []string{"rulebook.yaml", "laws.yaml", "posts.yaml", "calendars.yaml", "promises.yaml", "texts/en.yaml", "texts/zh-Hans.yaml"} {
		body, err := fs.ReadFile(small, name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: body}
	}
	ran, findings, err := promise.TestRulebook(files)
	if err != nil || ran != 4 {
		t.Fatalf("%d examples ran: %v", ran, err)
	}
	var got []string
	for _, f := range findings {
		got = append(got, f.String())
	}
	want := []string{
		"tests/wrong.yaml:5:9: wrong day: answer is due 2026-03-09, not 2026-03-10",
		"tests/wrong.yaml:9:9: wrong state: answer is kept, not late",
		"tests/wrong.yaml:9:9: wrong state: answer ended 2026-03-03, not 2026-03-04",
		"tests/wrong.yaml:9:9: wrong state: answer was extended 0 times, not 1 times",
		"tests/wrong.yaml:9:9: wrong state: answer has a provisional due day: false, not true",
		"tests/wrong.yaml:10:5: too many: there is one more promise answer, due 2026-03-09 23:59:59.999999",
		"tests/wrong.yaml:16:9: too few: there is no promise answer here",
		"promises.yaml:2:5: no example shows an extension of the rule answer: write one in tests/",
	}
	if !slices.Equal(got, want) {
		t.Errorf("findings:\n%q\nwant:\n%q", got, want)
	}
}
