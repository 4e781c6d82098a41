package bulk_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/platform/fault"
	"linli/platform/sheet"
	"linli/platform/tabular"
	"linli/report/bulk"
)

type file struct{ *bytes.Reader }

func (file) Close() error { return nil }

// laSheet is a workbook of Los Angeles' form with a title above nothing: the header stands in the third row.
func laSheet(t testing.TB, rows ...[]sheet.Cell) []byte {
	t.Helper()
	all := [][]sheet.Cell{nil, nil, sheet.Heads(strings.Split(strings.TrimSpace(laHead), ",")...)}
	for _, r := range rows {
		full := make([]sheet.Cell, 22) // nothing stands behind the address
		copy(full, r)
		all = append(all, full)
	}
	return written(t, sheet.Book{Sheets: []sheet.Sheet{{Name: "First", Rows: [][]sheet.Cell{sheet.Heads("a", "b")}}, {Name: "Requests", Rows: all}}})
}

func written(t testing.TB, b sheet.Book) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := sheet.Write(&out, b); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func readSheet(t testing.TB, body []byte, o bulk.Options) (rows []bulk.Row, out bulk.Result, err error) {
	t.Helper()
	o.Name, o.Now, o.Known = "requests.xlsx", now, func(c string) bool { return office[c] }
	out, err = bulk.Read(t.Context(), func() (io.ReadCloser, error) { return file{bytes.NewReader(body)}, nil }, o, nil, func(r bulk.Row) error {
		rows = append(rows, r)
		return nil
	})
	if err == nil && out.Rows != len(rows)+len(out.Rejected) {
		t.Errorf("%d rows, %d told, %d rejected", out.Rows, len(rows), len(out.Rejected))
	}
	return rows, out, err
}

// TestAWorkbookIsReadAsATextIs: by the same maps and the same rule of zones, with the numbers of its rows.
func TestAWorkbookIsReadAsATextIs(t *testing.T) {
	row := func(ref sheet.Cell, created sheet.Cell, kind string) []sheet.Cell {
		return []sheet.Cell{ref, created, {}, sheet.Text("x"), {}, sheet.Text(kind), sheet.Text("Open"), {}, {}, {}, {}, {}, {}, {}, {}, sheet.Text("1 ANY AVE")}
	}
	day := sheet.Date(time.Date(2017, 12, 31, 0, 0, 0, 0, time.UTC))
	body := laSheet(t,
		row(sheet.Text("1-1"), sheet.Text("12/31/2017 11:59:58 PM"), "Bulky Items"),
		nil, // a blank row
		row(sheet.Integer(102), day, "Bulky Items"),
		row(sheet.Text("1-3"), sheet.Integer(43100), "Bulky Items"), // a number that is not shown as a day
		row(sheet.Text("1-4"), sheet.Text("yesterday"), "Bulky Items"),
		row(sheet.Text("'=1+1"), day, "Bulky Items"),
		row(sheet.Integer(13812345678), day, "Bulky Items"),
	)
	pacific := zone(t, "America/Los_Angeles")
	rows, out, err := readSheet(t, body, bulk.Options{Sheet: "requests", Zone: pacific})
	if err != nil || out.Map != "la" {
		t.Fatal(out, err)
	}
	var got []string
	for _, r := range rows {
		got = append(got, fmt.Sprint(r.Line, " ", r.Ref, " ", r.Category, " ", stamp(r.Requested), " ", r.Address))
	}
	if diff := cmp.Diff([]string{"4 1-1 waste 2018-01-01T07:59:58Z 1 ANY AVE", "6 102 waste 2017-12-31T08:00:00Z 1 ANY AVE"}, got); diff != "" {
		t.Error(diff)
	}
	want := []tabular.Rejection{
		{File: "requests.xlsx", Line: 7, Field: "CreatedDate", Reason: "date_invalid"},
		{File: "requests.xlsx", Line: 8, Field: "CreatedDate", Reason: "date_invalid"},
		{File: "requests.xlsx", Line: 9, Field: "SRNumber", Reason: "number_invalid"},
		{File: "requests.xlsx", Line: 10, Field: "SRNumber", Reason: "person_number"},
	}
	if diff := cmp.Diff(want, out.Rejected); diff != "" {
		t.Error(diff)
	}
	_, _, err = readSheet(t, body, bulk.Options{Sheet: "Requests"})
	if f := fault.Of(err); f == nil || f.Key != "import.reports.zone" {
		t.Error(err)
	}
}

// TestACellThatSaysNothing: a row of which a column that is read has a failed formula, or a number that lost its digits, is rejected with
// it; in a column that no map reads it matters to nobody.
func TestACellThatSaysNothing(t *testing.T) {
	line := func(ref string) []sheet.Cell {
		return []sheet.Cell{sheet.Text(ref), sheet.Text("2026-01-02T08:00:00Z"), sheet.Text("waste"), sheet.Text("words"), sheet.Text("beside")}
	}
	body := written(t, sheet.Book{Sheets: []sheet.Sheet{{Name: "A", Rows: [][]sheet.Cell{
		sheet.Heads("service_request_id", "requested_datetime", "service_name", "description", "other"), line("A-1"), line("A-2"), line("A-3"), line("A-4"),
	}}}})
	body = changed(t, body, func(text string) string {
		for at, now := range map[string]string{"E2": `<c r="E2" t="e"><v>#N/A</v></c>`, "D3": `<c r="D3" t="e"><f>X</f><v>#REF!</v></c>`, "D4": `<c r="D4"><f>X</f></c>`, "A5": `<c r="A5"><v>1.10101199003077e17</v></c>`} {
			if i := strings.Index(text, `<c r="`+at+`"`); i >= 0 {
				text = text[:i] + now + text[i+strings.Index(text[i:], "</c>")+4:]
			}
		}
		return text
	})
	rows, read, err := readSheet(t, body, bulk.Options{})
	want := []tabular.Rejection{
		{File: "requests.xlsx", Line: 3, Field: "description", Reason: bulk.FormulaFailed},
		{File: "requests.xlsx", Line: 4, Field: "description", Reason: bulk.FormulaEmpty},
		{File: "requests.xlsx", Line: 5, Field: "service_request_id", Reason: bulk.Rounded},
	}
	if diff := cmp.Diff(want, read.Rejected); diff != "" || err != nil || len(rows) != 1 || rows[0].Ref != "A-1" {
		t.Error(rows, diff, err)
	}
}

// TestAWorkbookThatHasNoTable is refused as a text is.
func TestAWorkbookThatHasNoTable(t *testing.T) {
	for name, x := range map[string]struct {
		body  []byte
		sheet string
		want  string
	}{
		"another sheet":    {laSheet(t), "", "import.map.unknown"},
		"no such sheet":    {laSheet(t), "x", "import.sheet.unknown"},
		"empty":            {written(t, sheet.Book{Sheets: []sheet.Sheet{{Name: "A"}}}), "", "import.reports.empty"},
		"one column":       {written(t, sheet.Book{Sheets: []sheet.Sheet{{Name: "A", Rows: [][]sheet.Cell{sheet.Heads("a")}}}}), "", "import.reports.header"},
		"a text":           {[]byte(laHead), "Requests", "import.sheet.text"},
		"no workbook":      {[]byte("PK\x03\x04 and no more"), "", "import.sheet.none"},
		"an old workbook":  {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600)), "", "import.sheet.old"},
		"a short old text": {[]byte("a"), "", "import.reports.header"},
	} {
		_, _, err := readSheet(t, x.body, bulk.Options{Sheet: x.sheet, Zone: time.UTC})
		if f := fault.Of(err); err == nil || f.Key != x.want {
			t.Errorf("%s: %v", name, err)
		} else if strings.Contains(sentence(t, err), "{") {
			t.Error(sentence(t, err))
		}
	}
}

// TestADamagedSheetIsNotTakenByHalf: not one row is told of a sheet that breaks off.
func TestADamagedSheetIsNotTakenByHalf(t *testing.T) {
	row := []sheet.Cell{sheet.Text("A-1"), sheet.Text("2026-01-02T08:00:00Z"), sheet.Text("waste")}
	body := changed(t, written(t, sheet.Book{Sheets: []sheet.Sheet{{Name: "A", Rows: [][]sheet.Cell{sheet.Heads("service_request_id", "requested_datetime", "service_name"), row}}}}),
		func(text string) string { return strings.Replace(text, "</sheetData>", "", 1) })
	rows, _, err := readSheet(t, body, bulk.Options{})
	if f := fault.Of(err); err == nil || f.Key != "import.sheet.broken" || len(rows) > 0 {
		t.Error(rows, err)
	}
}

// changed is a workbook of which the parts are changed.
func changed(t testing.TB, body []byte, part func(string) string) []byte {
	t.Helper()
	var out bytes.Buffer
	r, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(&out)
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		to, err := w.Create(f.Name)
		if err == nil {
			_, err = io.WriteString(to, part(string(text)))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestMemoryDoesNotGrowWithAWorkbook.
func TestMemoryDoesNotGrowWithAWorkbook(t *testing.T) {
	made := func(n int) string {
		rows := [][]sheet.Cell{sheet.Heads("service_request_id", "requested_datetime", "status_description", "service_name", "description")}
		for i := range n {
			rows = append(rows, []sheet.Cell{sheet.Text(fmt.Sprint("A-", i)), sheet.Text("2026-01-02T08:00:00Z"), sheet.Text("open"), sheet.Text("waste"), sheet.Text(strings.Repeat("words ", 20))})
		}
		name := filepath.Join(t.TempDir(), "requests.xlsx")
		if err := os.WriteFile(name, written(t, sheet.Book{Sheets: []sheet.Sheet{{Name: "A", Rows: rows}}}), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	held := func(name string, n int) (most uint64) {
		seen := 0
		_, err := bulk.Read(t.Context(), func() (io.ReadCloser, error) { return os.Open(name) }, bulk.Options{Now: now, Known: func(string) bool { return true }}, nil, func(bulk.Row) error {
			if seen++; seen == n {
				runtime.GC()
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				most = m.HeapAlloc
			}
			return nil
		})
		if err != nil || seen != n {
			t.Fatal(seen, err)
		}
		return most
	}
	few, many := held(made(500), 500), held(made(20_000), 20_000)
	if many > few+2<<20 {
		t.Errorf("%d bytes at the 500th row, %d at the 20,000th", few, many)
	}
}

// FuzzReadSheet: whatever the sheet of a workbook holds, each of its rows is told or rejected.
func FuzzReadSheet(f *testing.F) {
	f.Add("A-1", "2026-01-02T08:00:00Z", int64(46000), "waste")
	f.Add("=1", "", int64(-1), "\x00_x0000_")
	f.Fuzz(func(t *testing.T, ref, at string, n int64, kind string) {
		var body bytes.Buffer
		if sheet.Write(&body, sheet.Book{Sheets: []sheet.Sheet{{Name: "A", Rows: [][]sheet.Cell{
			sheet.Heads("service_request_id", "requested_datetime", "service_name", "lat"),
			{sheet.Text(ref), sheet.Text(at), sheet.Text(kind), sheet.Integer(n)},
			{sheet.Integer(n), sheet.Integer(n), sheet.Text(kind), sheet.Text(at)},
		}}}}) != nil {
			return
		}
		told := 0
		out, err := bulk.Read(t.Context(), func() (io.ReadCloser, error) { return file{bytes.NewReader(body.Bytes())}, nil }, bulk.Options{Zone: time.UTC, Now: now, Known: func(string) bool { return true }}, nil,
			func(bulk.Row) error { told++; return nil })
		if err == nil && out.Rows != told+len(out.Rejected) {
			t.Fatalf("%d rows, %d told, %d rejected", out.Rows, told, len(out.Rejected))
		}
		if err != nil && !strings.HasPrefix(fault.Of(err).Key, "import.") {
			t.Fatal(err)
		}
	})
}
