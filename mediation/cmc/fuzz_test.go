package cmc

import (
	"strings"
	"testing"
	"testing/fstest"
)

// FuzzRead holds that any four files give a fault or a report that adds up, and that nothing leaves but what was recognised.
func FuzzRead(f *testing.F) {
	f.Add("date_registered,case_number\n2021-01-04,A-1\n", "case_number,type_of_intake\nA-1,Courts\n", "case_number,type_of_dispute\nA-1,Family\n", "case_number,outcome_of_cases\nA-1,Not Mediated\n")
	f.Add("date_registered;case_number\r\n2021-01-04;\"A-1\"", "case_number,type_of_intake\n=1,x\n\"A", "\xff\xfea\x00", "案号,结果\nA-1,\xb5\xf7\xbd\xe2\n")
	f.Fuzz(func(t *testing.T, a, b, c, d string) {
		cases, report, err := Read(t.Context(), fstest.MapFS{
			"registered.csv": {Data: []byte(a)}, "source.csv": {Data: []byte(b)},
			"relationship.csv": {Data: []byte(c)}, "outcome.csv": {Data: []byte(d)},
		}, Options{})
		if err != nil {
			return
		}
		if report.Rows != len(cases)+len(report.Rejected) {
			t.Errorf("rows %d, cases %d, rejected %d", report.Rows, len(cases), len(report.Rejected))
		}
		for _, c := range cases {
			if !validNumber(c.Number) || strings.ContainsAny(c.Number[:1], "=+-@\t") || c.Source == "" || c.Type == "" || c.Outcome == "" || c.Registered.IsZero() {
				t.Errorf("case %+v", c)
			}
		}
		for _, m := range report.Mapped {
			if strings.ContainsAny(m.From[:1], "=+@") {
				t.Errorf("mapped %+v", m)
			}
		}
	})
}
