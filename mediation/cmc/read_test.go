package cmc

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/platform/tabular"
)

// folder is the two good cases, with what a test changes.
func folder(change map[string]string) fstest.MapFS {
	files := map[string]string{
		"registered.csv":   "date_registered,case_number\n2021-01-04,A-1\n2021-02-28,A-2\n",
		"source.csv":       "case_number,type_of_intake\nA-1,Courts\nA-2,Walk Ins\n",
		"relationship.csv": "case_number,type_of_dispute\nA-2,Family\nA-1,Neighbour\n",
		"outcome.csv":      "case_number,outcome_of_cases\nA-1,Mediation With Settlement\nA-2,Not Mediated\n",
	}
	for name, text := range change {
		files[name] = text
	}
	out := fstest.MapFS{}
	for name, text := range files {
		if text != "\x00none" {
			out[name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	return out
}

func read(t *testing.T, fsys fs.FS) ([]Case, Report) {
	t.Helper()
	cases, report, err := Read(t.Context(), fsys, Options{NotAfter: calendar.Date{Year: 2026, Month: 11, Day: 21}})
	if err != nil {
		t.Fatal(err)
	}
	if report.Rows != len(cases)+len(report.Rejected) {
		t.Errorf("rows = %d, but %d cases and %d rejected", report.Rows, len(cases), len(report.Rejected))
	}
	return cases, report
}

func numbers(cases []Case) string {
	var all []string
	for _, c := range cases {
		all = append(all, c.Number)
	}
	return strings.Join(all, " ")
}

func TestRead(t *testing.T) {
	cases, report := read(t, folder(nil))
	want := []Case{
		{Number: "A-1", Registered: calendar.Date{Year: 2021, Month: 1, Day: 4}, Source: "court", Type: "neighbour", Outcome: Settled, Lines: Lines{2, 2, 3, 2}},
		{Number: "A-2", Registered: calendar.Date{Year: 2021, Month: 2, Day: 28}, Source: "walk_in", Type: "family", Outcome: NotMediated, Lines: Lines{3, 3, 2, 3}},
	}
	if d := cmp.Diff(want, cases); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(Report{Registered: "registered.csv", Rows: 2, Rejected: []Rejection{}, Mapped: []Mapping{}, Paired: []Mapping{}}, report); d != "" {
		t.Error(d)
	}
}

func TestBadRows(t *testing.T) {
	const outcomeHead, sourceHead, registeredHead = "case_number,outcome_of_cases\n", "case_number,type_of_intake\n", "date_registered,case_number\n"
	for name, c := range map[string]struct {
		file, text string
		want       []Rejection
		left       string
	}{
		"quote opened and not closed": {"outcome.csv", outcomeHead + "A-1,\"Not Mediated\nA-2,Not Mediated\n",
			[]Rejection{{File: "outcome.csv", Line: 2, Field: "", Reason: BadQuote}}, "A-2"},
		"quote in the middle": {"outcome.csv", outcomeHead + "A-1,Not \"Mediated\nA-2,Not Mediated\n",
			[]Rejection{{File: "outcome.csv", Line: 2, Field: "", Reason: BadQuote}}, "A-2"},
		"quoted as it should be": {"outcome.csv", outcomeHead + "\"A-1\",\"Not Mediated\"\nA-2,Not Mediated\n",
			[]Rejection{}, "A-1 A-2"},
		"broken quote around the number": {"outcome.csv", outcomeHead + "\"A-1,Not Mediated\nA-2,Not Mediated\n",
			[]Rejection{{File: "outcome.csv", Line: 0, Field: "case_number", Reason: CaseMissing}, {File: "outcome.csv", Line: 2, Field: "", Reason: BadQuote}}, "A-2"},
		"unknown label": {"outcome.csv", outcomeHead + "A-1,Half Settled\nA-2,Not Mediated\n",
			[]Rejection{{File: "outcome.csv", Line: 2, Field: "outcome_of_cases", Reason: LabelUnknown}}, "A-2"},
		"formula as a label": {"source.csv", sourceHead + "A-1,\"=HYPERLINK(\"\"http://x\"\")\"\nA-2,Walk Ins\n",
			[]Rejection{{File: "source.csv", Line: 2, Field: "type_of_intake", Reason: LabelUnknown}}, "A-2"},
		"formula as a number": {"source.csv", sourceHead + "=1+2,Courts\nA-1,Courts\nA-2,Walk Ins\n",
			[]Rejection{{File: "source.csv", Line: 2, Field: "case_number", Reason: NumberInvalid}}, "A-1 A-2"},
		"a name as a number": {"source.csv", sourceHead + "李雷,Courts\nA-1,Courts\nA-2,Walk Ins\n",
			[]Rejection{{File: "source.csv", Line: 2, Field: "case_number", Reason: NumberInvalid}}, "A-1 A-2"},
		"an identity card as a number": {"source.csv", sourceHead + "A-1,Courts\nA-2,Walk Ins\n11010519491231002X,Courts\n",
			[]Rejection{{File: "source.csv", Line: 4, Field: "case_number", Reason: PersonNumber}}, "A-1 A-2"},
		"an identity card behind a quote that does not close": {"source.csv", sourceHead + "A-1,Courts\nA-2,Walk Ins\n11010519491231002X,\"Courts\n",
			[]Rejection{{File: "source.csv", Line: 4, Field: "", Reason: BadQuote}}, "A-1 A-2"},
		"a mobile telephone in the place of a number": {"source.csv", sourceHead + "13812345678,Courts\nA-1,Courts\nA-2,Walk Ins\n",
			[]Rejection{{File: "source.csv", Line: 2, Field: "case_number", Reason: PersonNumber}}, "A-1 A-2"},
		"no such day": {"registered.csv", registeredHead + "2021-02-29,A-1\n2021-02-28,A-2\n",
			[]Rejection{{File: "registered.csv", Line: 2, Field: "date_registered", Reason: DateInvalid}}, "A-2"},
		"tomorrow": {"registered.csv", registeredHead + "2026-11-22,A-1\n2026-11-21,A-2\n",
			[]Rejection{{File: "registered.csv", Line: 2, Field: "date_registered", Reason: DateInvalid}}, "A-2"},
		"day or month first": {"registered.csv", registeredHead + "04/01/2021,A-1\n2021-02-28,A-2\n",
			[]Rejection{{File: "registered.csv", Line: 2, Field: "date_registered", Reason: DateInvalid}}, "A-2"},
		"another century": {"registered.csv", registeredHead + "1021-01-04,A-1\n2021-02-28,A-2\n",
			[]Rejection{{File: "registered.csv", Line: 2, Field: "date_registered", Reason: DateInvalid}}, "A-2"},
		"twice in one file": {"outcome.csv", outcomeHead + "A-1,Not Mediated\nA-2,Not Mediated\nA-1,Not Mediated\n",
			[]Rejection{{File: "outcome.csv", Line: 4, Field: "case_number", Reason: NumberTwice}}, "A-2"},
		"not in one file": {"outcome.csv", outcomeHead + "A-2,Not Mediated\n",
			[]Rejection{{File: "outcome.csv", Line: 0, Field: "case_number", Reason: CaseMissing}}, "A-2"},
		"only in one file": {"outcome.csv", outcomeHead + "A-1,Not Mediated\nA-2,Not Mediated\nA-3,Not Mediated\n",
			[]Rejection{{File: "registered.csv", Line: 0, Field: "case_number", Reason: CaseMissing}}, "A-1 A-2"},
		"a field less": {"outcome.csv", outcomeHead + "A-1\nA-2,Not Mediated\n",
			[]Rejection{{File: "outcome.csv", Line: 2, Field: "", Reason: FieldMissing}}, "A-2"},
		"an empty number": {"outcome.csv", outcomeHead + "A-1,Not Mediated\nA-2,Not Mediated\n,Not Mediated\n",
			[]Rejection{{File: "outcome.csv", Line: 4, Field: "case_number", Reason: FieldMissing}}, "A-1 A-2"},
		"a field more": {"outcome.csv", outcomeHead + "A-1,Not Mediated,Lee\nA-2,Not Mediated\n",
			[]Rejection{{File: "outcome.csv", Line: 2, Field: "", Reason: FieldTooMany}}, "A-2"},
		"NUL": {"outcome.csv", outcomeHead + "A-1,Not\x00Mediated\nA-2,Not Mediated\n",
			[]Rejection{{File: "outcome.csv", Line: 2, Field: "", Reason: NulByte}}, "A-2"},
		"no character": {"outcome.csv", outcomeHead + "A-1,Not Mediated\xff\nA-2,Not Mediated\n",
			[]Rejection{{File: "outcome.csv", Line: 2, Field: "", Reason: BadEncoding}}, "A-2"},
		"a line at the limit": {"outcome.csv", outcomeHead + "A-1,Not Mediated" + strings.Repeat("x", tabular.MaxLine-16) + "\r\nA-2,Not Mediated\n",
			[]Rejection{{File: "outcome.csv", Line: 2, Field: "outcome_of_cases", Reason: LabelUnknown}}, "A-2"},
		"a line above the limit": {"outcome.csv", outcomeHead + "A-1,Not Mediated" + strings.Repeat("x", tabular.MaxLine-15) + "\nA-2,Not Mediated\n",
			[]Rejection{{File: "outcome.csv", Line: 2, Field: "", Reason: TooLong}}, "A-2"},
		"header and no rows": {"outcome.csv", outcomeHead,
			[]Rejection{{File: "outcome.csv", Line: 0, Field: "case_number", Reason: CaseMissing}, {File: "outcome.csv", Line: 0, Field: "case_number", Reason: CaseMissing}}, ""},
		"CRLF, empty lines, no last line end, empty columns": {"outcome.csv",
			"case_number,outcome_of_cases\r\nA-1,Not Mediated,,\r\n\r\n,\r\nA-2,Not Mediated", []Rejection{}, "A-1 A-2"},
	} {
		t.Run(name, func(t *testing.T) {
			cases, report := read(t, folder(map[string]string{c.file: c.text}))
			if d := cmp.Diff(c.want, report.Rejected); d != "" {
				t.Error(d)
			}
			if numbers(cases) != c.left {
				t.Errorf("cases %q, want %q", numbers(cases), c.left)
			}
		})
	}
}

func TestOneStrangeNumberInFourFiles(t *testing.T) {
	files := folder(nil)
	for name, row := range map[string]string{"registered.csv": "2021-01-04,-7", "source.csv": "-7,Courts", "relationship.csv": "-7,Family", "outcome.csv": "-7,Not Mediated"} {
		files[name].Data = append(files[name].Data, row...)
	}
	_, report := read(t, files)
	if d := cmp.Diff([]Rejection{{File: "registered.csv", Line: 4, Field: "case_number", Reason: NumberInvalid}}, report.Rejected); d != "" || report.Rows != 3 {
		t.Errorf("rows %d %s", report.Rows, d)
	}
}

func TestVariants(t *testing.T) {
	cases, report := read(t, folder(map[string]string{
		"registered.csv": "date_registered,case_number\n2021/1/4,A-1\n2021年2月28日,A-2\n",
		"source.csv":     "case_number,type_of_intake\nA-1,External agency referrals -Town Council \\\nA-2,WALK–INS\n",
	}))
	if len(cases) != 2 || cases[0].Source != "town_council" || cases[1].Source != "walk_in" || cases[1].Registered.String() != "2021-02-28" {
		t.Errorf("cases %+v", cases)
	}
	want := []Mapping{
		{File: "registered.csv", Line: 2, Field: "date_registered", From: "2021/1/4", To: "2021-01-04"},
		{File: "registered.csv", Line: 3, Field: "date_registered", From: "2021年2月28日", To: "2021-02-28"},
		{File: "source.csv", Line: 2, Field: "type_of_intake", From: `External agency referrals -Town Council \`, To: "External Agency Referrals - Town Council"},
		{File: "source.csv", Line: 3, Field: "type_of_intake", From: "WALK–INS", To: "Walk Ins"},
	}
	if d := cmp.Diff(want, report.Mapped); d != "" {
		t.Error(d)
	}
}

func TestEncodings(t *testing.T) {
	const chinese = "案号,结果\nA-1,调解成功\nA-2,未调解\n"
	encode := func(e interface{ String(string) (string, error) }, s string) string {
		out, err := e.String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	utf16 := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	for name, text := range map[string]string{
		"UTF-8":                      chinese,
		"UTF-8 with a mark":          "\ufeff" + chinese,
		"UTF-16 LE":                  encode(utf16.NewEncoder(), strings.ReplaceAll(chinese, ",", "\t")),
		"UTF-16 BE":                  encode(unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder(), chinese),
		"GB18030":                    encode(simplifiedchinese.GB18030.NewEncoder(), chinese),
		"GB18030 with four bytes":    encode(simplifiedchinese.GB18030.NewEncoder(), "案号,结果,附注㐂𠮷\nA-1,调解成功,𠮷\nA-2,未调解,㐂\n"),
		"UTF-8 with semicolons":      strings.ReplaceAll(chinese, ",", ";"),
		"columns beyond are ignored": "附注,结果,案号\n\"李雷, 电话\",调解成功,A-1\n,未调解,A-2\n",
	} {
		t.Run(name, func(t *testing.T) {
			cases, report := read(t, folder(map[string]string{"outcome.csv": text}))
			if len(cases) != 2 || cases[0].Outcome != Settled || cases[1].Outcome != NotMediated || len(report.Mapped) != 0 {
				t.Errorf("%+v %+v", cases, report)
			}
		})
	}
	t.Run("one damaged line in UTF-8", func(t *testing.T) {
		cases, report := read(t, folder(map[string]string{"outcome.csv": "案号,结果\nA-1,调解成\xb9\xa6\nA-2,未调解\n"}))
		if numbers(cases) != "A-2" || len(report.Rejected) != 1 || report.Rejected[0].Reason != BadEncoding {
			t.Errorf("%+v %+v", cases, report)
		}
	})
}

func TestFaults(t *testing.T) {
	for name, c := range map[string]struct {
		change map[string]string
		want   *fault.Error
	}{
		"no file": {map[string]string{"outcome.csv": "\x00none"},
			fault.New(fault.Invalid, "import.cmc.file_missing").With(fault.Args{"table": "outcome"})},
		"empty file": {map[string]string{"outcome.csv": ""},
			fault.New(fault.Invalid, "import.cmc.empty").With(fault.Args{"file": "outcome.csv"})},
		"no value column": {map[string]string{"outcome.csv": "case_number,result_text\nA-1,x\n"},
			fault.New(fault.Invalid, "import.cmc.column_missing").With(fault.Args{"file": "outcome.csv", "column": "outcome_of_cases"})},
		"no number column": {map[string]string{"outcome.csv": "number,outcome_of_cases\nA-1,x\n"},
			fault.New(fault.Invalid, "import.cmc.column_missing").With(fault.Args{"file": "outcome.csv", "column": "case_number"})},
		"number column twice": {map[string]string{"outcome.csv": "case_number,case_number,outcome_of_cases\nA-1,A-1,x\n"},
			fault.New(fault.Invalid, "import.cmc.column_missing").With(fault.Args{"file": "outcome.csv", "column": "case_number"})},
		"no text": {map[string]string{"outcome.csv": "\x00\x01\x02"},
			fault.New(fault.Invalid, "import.cmc.header").With(fault.Args{"file": "outcome.csv"})},
		"endless header": {map[string]string{"outcome.csv": strings.Repeat("case_number,", 1<<20)},
			fault.New(fault.Invalid, "import.cmc.header").With(fault.Args{"file": "outcome.csv"})},
		"a column of persons": {map[string]string{"outcome.csv": "case_number,outcome_of_cases,The Name\nA-1,Not Mediated,x\n"},
			fault.New(fault.Invalid, "import.cmc.persons_column").With(fault.Args{"file": "outcome.csv", "number": "3", "word": "name"})},
		"a column of persons in Chinese": {map[string]string{"source.csv": "联系电话,case_number,type_of_intake\n1,A-1,Courts\n"},
			fault.New(fault.Invalid, "import.cmc.persons_column").With(fault.Args{"file": "source.csv", "number": "1", "word": "电话"})},
		"most numbers are persons'": {map[string]string{"outcome.csv": "case_number,outcome_of_cases\n13812345678,Settled\n13912345678,Settled\nA-1,Settled\n"},
			fault.New(fault.Invalid, "import.cmc.persons").With(fault.Args{"file": "outcome.csv", "column": "case_number"})},
		"two files": {map[string]string{"outcome-2.csv": "case_number,outcome_of_cases\n"},
			fault.New(fault.Invalid, "import.cmc.two_files").With(fault.Args{"table": "outcome"})},
	} {
		t.Run(name, func(t *testing.T) {
			cases, _, err := Read(t.Context(), folder(c.change), Options{})
			var f *fault.Error
			if !errors.As(err, &f) || cases != nil {
				t.Fatalf("cases %v, error %v", cases, err)
			}
			f.Err = nil
			if d := cmp.Diff(c.want, f); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestOtherFilesAreLeftAlone(t *testing.T) {
	cases, _ := read(t, folder(map[string]string{
		"outcome.csv":    "\x00none",
		"endings.csv":    "case_number,outcome_of_cases\nA-1,Not Mediated\nA-2,Not Mediated\n", // its header is enough
		"source-old.txt": "case_number,type_of_intake\n",
		"la311.csv":      "SRNumber,RequestSource\n1,Call\n",
	}))
	if numbers(cases) != "A-1 A-2" {
		t.Errorf("cases %s", numbers(cases))
	}
}

func TestHugeField(t *testing.T) {
	const size = 10 << 20
	cases, report := read(t, folder(map[string]string{
		"outcome.csv": "case_number,outcome_of_cases\nA-1," + strings.Repeat("x", size) + "\nA-2,Not Mediated\n",
	}))
	if d := cmp.Diff([]Rejection{{File: "outcome.csv", Line: 2, Field: "", Reason: TooLong}}, report.Rejected); d != "" || numbers(cases) != "A-2" {
		t.Errorf("cases %s %s", numbers(cases), d)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var b strings.Builder
	b.WriteString("date_registered,case_number\n")
	for i := range 3000 {
		fmt.Fprintf(&b, "2021-01-04,A-%d\n", i)
	}
	_, _, err := Read(ctx, folder(map[string]string{"registered.csv": b.String()}), Options{})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestLabelsFoldApart(t *testing.T) {
	for name, labels := range map[string][]label{"source": sources, "type": types, "outcome": outcomes} {
		seen := map[string]string{}
		for _, l := range labels {
			for _, text := range l.texts {
				if other, ok := seen[tabular.Fold(text)]; ok {
					t.Errorf("%s: %q and %q are one label", name, other, text)
				}
				seen[tabular.Fold(text)] = text
			}
		}
	}
}

func TestSynthetic(t *testing.T) {
	cases, report := read(t, os.DirFS("testdata/synthetic"))
	checkTotals(t, cases, report, 20, 10, 7, 5)
}

// TestPublished reads the centre's own tables, where the machine has them; their licence keeps them out of the project.
func TestPublished(t *testing.T) {
	dir := os.Getenv("LINLI_TEST_DATA")
	if dir == "" {
		dir = "../../../shared/data"
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the published tables are not here; set LINLI_TEST_DATA to their folder")
	}
	cases, report := read(t, os.DirFS(dir))
	checkTotals(t, cases, report, 7194, 2776, 2069, 12)
	if d := cmp.Diff([]Mapping{{File: "cmc-registered.csv", Line: 3017, Field: "case_number", From: "CAS-04728-M0M2T6", To: "CAS-04053-P9P5L3"}}, report.Paired); d != "" {
		t.Error(d)
	}
	from := map[string]bool{}
	for _, m := range report.Mapped {
		from[m.From] = true
	}
	if len(from) != 5 {
		t.Errorf("%d variants: %v", len(from), from)
	}
}

func checkTotals(t *testing.T, cases []Case, report Report, rows, mediated, settled, mapped int) {
	t.Helper()
	count := map[string]int{}
	for _, c := range cases {
		count[c.Outcome]++
	}
	if len(cases) != rows || count[Settled]+count[NotSettled] != mediated || count[Settled] != settled || len(report.Rejected) != 0 || len(report.Mapped) != mapped {
		t.Errorf("%d cases, %v, %d rejected, %d mapped", len(cases), count, len(report.Rejected), len(report.Mapped))
	}
}
