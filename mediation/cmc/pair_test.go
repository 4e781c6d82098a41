package cmc

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestPair(t *testing.T) {
	rows := func(change map[string]string) fstest.MapFS {
		files := fstest.MapFS{}
		for name, f := range map[string][2]string{
			"registered.csv": {"case_number,date_registered", "2021-01-04"}, "source.csv": {"case_number,type_of_intake", "Courts"},
			"relationship.csv": {"case_number,type_of_dispute", "Family"}, "outcome.csv": {"case_number,outcome_of_cases", "Not Mediated"},
		} {
			text := f[0] + "\n"
			for number := range strings.FieldsSeq(either(change[name], "A-1 A-2 A-3")) {
				text += number + "," + f[1] + "\n"
			}
			files[name] = &fstest.MapFile{Data: []byte(text)}
		}
		return files
	}
	for name, c := range map[string]struct {
		change   map[string]string
		cases    string
		paired   []Mapping
		rejected int
	}{
		"one file has another number": {map[string]string{"registered.csv": "A-1 B-9 A-3"}, "A-1 A-2 A-3",
			[]Mapping{{File: "registered.csv", Line: 3, Field: "case_number", From: "B-9", To: "A-2"}}, 0},
		"two and two":             {map[string]string{"registered.csv": "A-1 B-9 A-3", "source.csv": "A-1 B-9 A-3"}, "A-1 A-3", []Mapping{}, 2},
		"three different numbers": {map[string]string{"registered.csv": "A-1 B-9 A-3", "source.csv": "A-1 B-8 A-3"}, "A-1 A-3", []Mapping{}, 3},
		"on another line":         {map[string]string{"registered.csv": "A-1 A-3 B-9"}, "A-1 A-3", []Mapping{}, 2},
		"other neighbours":        {map[string]string{"registered.csv": "A-3 B-9 A-1"}, "A-3 A-1", []Mapping{}, 2},
		"at the edge":             {map[string]string{"registered.csv": "A-1 A-2 B-9"}, "A-1 A-2", []Mapping{}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			cases, report := read(t, rows(c.change))
			if d := cmp.Diff(c.paired, report.Paired); d != "" || numbers(cases) != c.cases || len(report.Rejected) != c.rejected {
				t.Errorf("cases %s, rejected %+v %s", numbers(cases), report.Rejected, d)
			}
		})
	}
}

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
