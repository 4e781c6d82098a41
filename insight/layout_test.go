package insight_test

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"linli/insight"
	"linli/platform/calendar"
	"linli/platform/i18n"
	"linli/platform/sheet"
	"linli/platform/sheet/sheettest"
	"linli/rulebook"
	"linli/rulebooks"
)

var update = flag.Bool("update", false, "write the shipped layouts of returns")

func shipped(t *testing.T, files fs.FS) (*rulebook.Rulebook, *i18n.Bundle) {
	t.Helper()
	rules, findings, err := rulebook.Load(files)
	if err != nil || len(findings) > 0 {
		t.Fatal(err, findings)
	}
	texts, err := i18n.Open()
	if err != nil {
		t.Fatal(err)
	}
	return rules, texts
}

// laidOut is a layout of a return: what it is of, its totals, and under them one table after the other.
func laidOut(form *rulebook.Return, l i18n.Locale) sheet.Book {
	lang := string(l.Language)
	one := sheet.Sheet{Name: l.Text("insight.return.sheet", nil), Widths: []float64{34}, Rows: [][]sheet.Cell{{sheet.Head(form.Title.In(lang))}}}
	var names []sheet.Name
	named := func(name string, column int) {
		names = append(names, sheet.Name{Name: name, Row: len(one.Rows), Column: column})
	}
	for _, fact := range []string{"unit", "period", "version", "frozen", "reason", "hash"} {
		key := map[string]string{"frozen": "frozen_at"}[fact]
		if key == "" {
			key = fact
		}
		named(fact, 1)
		one.Rows = append(one.Rows, []sheet.Cell{sheet.Text(l.Text("insight.return."+key, nil)), sheet.Text("")})
	}
	if len(form.Also) > 0 {
		named("sums", 1)
		one.Rows = append(one.Rows, []sheet.Cell{sheet.Text(l.Text("insight.return.sums", nil)), sheet.Text("")})
	}
	heads, zeros := []string{}, []sheet.Cell{}
	for _, c := range form.Columns {
		heads, zeros = append(heads, c.Label.In(lang)), append(zeros, sheet.Integer(0))
	}
	one.Rows = append(one.Rows, nil, sheet.Heads(append([]string{""}, heads...)...))
	for i, c := range form.Columns {
		named(c.Counts, i+1)
	}
	one.Rows = append(one.Rows, append([]sheet.Cell{sheet.Head(l.Text("insight.page.total", nil))}, zeros...))
	for _, x := range form.Tables {
		one.Rows = append(one.Rows, nil, sheet.Heads(append([]string{x.Title.In(lang)}, heads...)...))
		named("by_"+x.Rows, 0)
		one.Rows = append(one.Rows, append([]sheet.Cell{sheet.Text("")}, zeros...))
	}
	if left := form.Left.In(lang); left != "" {
		one.Rows = append(one.Rows, nil, []sheet.Cell{sheet.Text(left)})
	}
	return sheet.Book{Sheets: []sheet.Sheet{one}, Names: names}
}

// TestShippedLayoutsAreOurOwn: the workbooks that linli ships are drawn up here from the form of the return, byte by byte.
func TestShippedLayoutsAreOurOwn(t *testing.T) {
	files := fstest.MapFS{} // without the layouts that are to be drawn up
	if err := fs.WalkDir(rulebooks.FS, "cn", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := fs.ReadFile(rulebooks.FS, name)
		files[strings.TrimPrefix(name, "cn/")] = &fstest.MapFile{Data: bytes.Replace(body, []byte("\n  workbook: returns/monthly"), nil, 1)}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	rules, texts := shipped(t, files)
	for _, lang := range rules.Languages {
		var drawn bytes.Buffer
		if err := sheet.Write(&drawn, laidOut(rules.Form(""), texts.For(i18n.Language(lang), rules.Zone))); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join("../rulebooks/cn", "returns/monthly."+lang+".xlsx")
		if *update {
			if err := os.WriteFile(file, drawn.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if kept, err := os.ReadFile(file); err != nil || !bytes.Equal(kept, drawn.Bytes()) {
			t.Errorf("%s is not the form of the return (go test ./insight -run Layouts -update): %v", file, err)
		}
	}
}

// TestAReturnIsFilledIntoItsTemplate: each figure in the cell of its name, a hidden one as hidden, and a line for each unit.
func TestAReturnIsFilledIntoItsTemplate(t *testing.T) {
	town, err := fs.Sub(rulebooks.FS, "cn-town")
	if err != nil {
		t.Fatal(err)
	}
	rules, texts := shipped(t, town)
	l, form := texts.For(i18n.English, rules.Zone), rules.Form("")
	n := func(x int64) (out []int64) {
		for i := range form.Columns {
			out = append(out, x+int64(i))
		}
		return out
	}
	open, hidden := make([]bool, len(form.Columns)), make([]bool, len(form.Columns))
	hidden[2] = true
	r := insight.Return{Version: 2, Frozen: time.Date(2026, 4, 2, 3, 0, 0, 0, time.UTC), Reason: "late_entry", Body: insight.Body{Form: form.ID, Name: "Willow township",
		From: calendar.Date{Year: 2026, Month: 3, Day: 1}, To: calendar.Date{Year: 2026, Month: 3, Day: 31}, Total: insight.Line{N: n(70), Hidden: open}, Tables: []insight.Table{
			{Rows: "type", Lines: []insight.Line{{Of: "neighbour", N: n(10), Hidden: open}, {Of: "family", N: n(20), Hidden: hidden}}},
			{Rows: "source"},
			{Rows: "unit", Lines: []insight.Line{{Of: "x", Name: "=HYPERLINK(1)", N: n(40), Hidden: open}}},
		}}}
	for _, c := range form.Columns {
		r.Body.Columns = append(r.Body.Columns, c.Counts)
	}
	body, _ := rules.Workbook(form, "en")
	template, err := sheet.ReadTemplate(body)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := insight.Fill(&out, template, r, insight.Print(r, rules, l), l); err != nil {
		t.Fatal(err)
	}
	got := sheettest.Read(t, out.Bytes())[0].Cells
	for at, want := range map[string]string{"A1": "Return of people's mediation cases", "B2": "Willow township", "B3": "2026-03-01 – 2026-03-31", "B4": "2", "B7": r.Masked().Hash, "B8": "",
		"A11": "Together", "B11": "70", "J11": "78", "A13": "By kind of dispute", "B14": "10", "B15": "20", "D15": "not shown", "E15": "23", "A17": "By how cases came", "A18": "",
		"A20": "By unit", "A21": "'=HYPERLINK(1)", "J21": "48"} {
		if got[at] != want {
			t.Errorf("%s is %q, not %q", at, got[at], want)
		}
	}
	if len(got["A23"]) < 40 {
		t.Errorf("what stood below the tables is not there: %q", got["A23"])
	}
}
