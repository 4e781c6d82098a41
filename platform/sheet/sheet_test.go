package sheet_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"linli/platform/sheet"
	"linli/platform/sheet/sheettest"
)

func written(t testing.TB, b sheet.Book) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := sheet.Write(&out, b); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func one(cells ...sheet.Cell) sheet.Book {
	return sheet.Book{Sheets: []sheet.Sheet{{Name: "A", Rows: [][]sheet.Cell{cells}}}}
}

func TestEveryKindOfCell(t *testing.T) {
	shanghai := time.FixedZone("", 8*60*60)
	b := sheet.Book{Sheets: []sheet.Sheet{
		{Name: "批次 1", Widths: []float64{20, 8}, Frozen: 1, Footer: "A & B", Rows: [][]sheet.Cell{
			sheet.Heads("案号", "Amount"),
			{sheet.Text("（2026）桥人调字第1号"), sheet.Amount(1234050, "CNY"), sheet.Integer(-7), sheet.Date(time.Date(2026, 11, 23, 1, 0, 0, 0, shanghai)), {}, sheet.Amount(-5, "CNY"), sheet.Amount(700, "JPY"), sheet.Amount(1, "KWD")},
		}},
		{Name: "It's", Rows: [][]sheet.Cell{{sheet.Date(time.Time{}), sheet.Date(time.Date(1888, 2, 29, 0, 0, 0, 0, time.UTC)), sheet.Date(time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC))}}, Frozen: 1},
	}}
	got := sheettest.Read(t, written(t, b))
	if len(got) != 2 || got[0].Name != "批次 1" || got[1].Name != "It's" {
		t.Fatalf("sheets: %+v", got)
	}
	for at, want := range map[string][3]string{
		"A1": {"案号", "inlineStr", ""}, "B1": {"Amount", "inlineStr", ""},
		"A2": {"（2026）桥人调字第1号", "inlineStr", ""}, "B2": {"12340.50", "", "[$CNY] #,##0.00"}, "C2": {"-7", "", ""},
		"D2": {"46349", "", `yyyy\-mm\-dd`}, "F2": {"-0.05", "", "[$CNY] #,##0.00"}, "G2": {"700", "", "[$JPY] #,##0"}, "H2": {"0.001", "", "[$KWD] #,##0.000"},
	} {
		if s := got[0]; s.Cells[at] != want[0] || s.Types[at] != want[1] || s.Style[at] != want[2] {
			t.Errorf("%s = %q %q %q, want %q", at, s.Cells[at], s.Types[at], s.Style[at], want)
		}
	}
	if _, there := got[0].Cells["E2"]; there {
		t.Error("an empty cell was written")
	}
	if s := got[1]; s.Cells["B1"] != "1888-02-29" || s.Cells["C1"] != "61" || len(s.Cells) != 2 {
		t.Errorf("days: %v", s.Cells)
	}
}

// TestNothingIsAFormula: whatever a cell holds, it is text, and it does not begin as a formula would.
func TestNothingIsAFormula(t *testing.T) {
	for give, want := range map[string]string{
		"=1+2": "'=1+2", "+86 10": "'+86 10", "-1+1": "'-1+1", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1", "\r=1": "'\r=1", "\n=1": "'\n=1", "＝1": "'＝1",
		"-": "-", "": "", "a=b": "a=b", "'=1": "'=1", "—": "—",
	} {
		for _, cell := range []sheet.Cell{sheet.Text(give), sheet.Head(give)} {
			s := sheettest.Read(t, written(t, one(cell)))[0]
			if s.Cells["A1"] != want || s.Types["A1"] != "inlineStr" {
				t.Errorf("%q became %q (%s), want %q", give, s.Cells["A1"], s.Types["A1"], want)
			}
		}
	}
}

// TestTextComesBack: any text that XML can hold is read again as it was given.
func TestTextComesBack(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		text := "x" + rapid.StringOf(rapid.RuneFrom([]rune("a_xF05 \t\n<>&\"']]>中𠮷é"))).Draw(r, "text")
		got := sheettest.Read(t, written(t, one(sheet.Text(text))))[0].Cells["A1"]
		if decoded := strings.ReplaceAll(got, "_x005F_x", "_x"); decoded != text {
			r.Fatalf("%q came back as %q", text, got)
		}
	})
	if got := sheettest.Read(t, written(t, one(sheet.Text("a\x00b\xffc"))))[0].Cells["A1"]; got != "a\uFFFDb\uFFFDc" {
		t.Errorf("what XML cannot hold became %q", got)
	}
	if got := sheettest.Read(t, written(t, one(sheet.Text("_x0041_"))))[0].Cells["A1"]; got != "_x005F_x0041_" {
		t.Errorf("a text that looks like a code became %q", got)
	}
}

func TestTheSameBookGivesTheSameBytes(t *testing.T) {
	b := one(sheet.Text("a"), sheet.Amount(1, "USD"), sheet.Amount(1, "CNY"), sheet.Amount(1, "EUR"))
	if !bytes.Equal(written(t, b), written(t, b)) {
		t.Error("the same workbook was written in two ways")
	}
}

// TestPartsAreWellFormed: every part of the archive is XML without a document type, none has a date, and none is about a person.
func TestPartsAreWellFormed(t *testing.T) {
	data := written(t, sheet.Book{Sheets: []sheet.Sheet{{Name: `A & "B"`, Frozen: 2, Footer: "<&>", Rows: [][]sheet.Cell{{sheet.Text("x")}}}}})
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		if f.Modified.Year() != 1980 || strings.HasPrefix(f.Name, "docProps") {
			t.Errorf("%s is dated %s", f.Name, f.Modified)
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		for d := xml.NewDecoder(r); ; {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
			if _, is := token.(xml.Directive); is {
				t.Errorf("%s has a directive", f.Name)
			}
		}
	}
}

func TestWhatTheFormatCannotHoldIsRefused(t *testing.T) {
	named := func(names ...string) (b sheet.Book) {
		for _, n := range names {
			b.Sheets = append(b.Sheets, sheet.Sheet{Name: n})
		}
		return b
	}
	for name, x := range map[string]struct {
		book sheet.Book
		says string
	}{
		"no sheet":         {sheet.Book{}, "sheet: a workbook has a sheet"},
		"no name":          {named(" "), `sheet: " " cannot be the name of a sheet`},
		"a slash":          {named("a/b"), `sheet: "a/b" cannot be the name of a sheet`},
		"a long name":      {named(strings.Repeat("名", 32)), "cannot be the name of a sheet"},
		"a name twice":     {named("One", "one"), `sheet: "one" cannot be the name of a sheet`},
		"a reserved name":  {named("History"), "cannot be the name of a sheet"},
		"a quoted name":    {named("'a"), "cannot be the name of a sheet"},
		"a long text":      {one(sheet.Text(strings.Repeat("字", 32_768))), `sheet "A": A1: text of more than 32767 characters`},
		"a number too big": {one(sheet.Integer(1_000_000_000_000_000)), "more digits than a spreadsheet keeps"},
		"no currency":      {one(sheet.Text(""), sheet.Amount(1, "cny")), `B1: "cny" is not a currency code of ISO 4217`},
	} {
		if err := sheet.Write(io.Discard, x.book); err == nil || !strings.Contains(err.Error(), x.says) {
			t.Errorf("%s: %v, want %q", name, err, x.says)
		}
	}
}

func TestAnErrorOfTheWriterComesBack(t *testing.T) {
	full := errors.New("disk full")
	if err := sheet.Write(broken{full}, one(sheet.Text("a"))); !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
}

type broken struct{ err error }

func (b broken) Write([]byte) (int, error) { return 0, b.err }

func TestColumnsGoOnAfterZ(t *testing.T) {
	row := make([]sheet.Cell, 16_384)
	row[26], row[701], row[702], row[16_383] = sheet.Integer(1), sheet.Integer(2), sheet.Integer(3), sheet.Integer(4)
	s := sheettest.Read(t, written(t, one(row...)))[0]
	if s.Cells["AA1"] != "1" || s.Cells["ZZ1"] != "2" || s.Cells["AAA1"] != "3" || s.Cells["XFD1"] != "4" {
		t.Errorf("places: %v", s.Cells)
	}
}

// TestRowsThatComeOneByOne: they are the same workbook as rows that are there at once, and are written before the last has come; what the format
// cannot hold ends it where it stands, and so does whoever tells them, or a writer that has no more room.
func TestRowsThatComeOneByOne(t *testing.T) {
	row := []sheet.Cell{sheet.Text("路灯不亮 & dark"), {}, sheet.Integer(7)}
	const many = 20_000
	held := sheet.Sheet{Name: "A", Frozen: 1, Rows: [][]sheet.Cell{sheet.Heads("a", "b", "c")}}
	told := held
	var out bytes.Buffer
	before := 0
	told.Each = func(put func([]sheet.Cell) error) error {
		for range many {
			if err := put(row); err != nil {
				return err
			}
		}
		before = out.Len()
		return nil
	}
	for range many {
		held.Rows = append(held.Rows, row)
	}
	if err := sheet.Write(&out, sheet.Book{Sheets: []sheet.Sheet{told}}); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(out.Bytes(), written(t, sheet.Book{Sheets: []sheet.Sheet{held}})) {
		t.Error("the workbook is another")
	}
	if before < out.Len()/2 {
		t.Errorf("%d of %d bytes were written when the last row had come", before, out.Len())
	}
	gone := errors.New("gone")
	for says, each := range map[string]func(func([]sheet.Cell) error) error{
		"gone":      func(func([]sheet.Cell) error) error { return gone },
		"an amount": func(put func([]sheet.Cell) error) error { return put([]sheet.Cell{sheet.Amount(1, "EUR")}) },
		"A2: text": func(put func([]sheet.Cell) error) error {
			return put([]sheet.Cell{sheet.Text(strings.Repeat("x", 32_768))})
		},
		"more than 1048576 rows": func(put func([]sheet.Cell) error) error {
			for {
				if err := put(nil); err != nil {
					return err
				}
			}
		},
	} {
		told.Each = each
		if err := sheet.Write(io.Discard, sheet.Book{Sheets: []sheet.Sheet{told}}); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", says, err)
		}
	}
	full, asked := errors.New("no space"), 0
	told.Each = func(put func([]sheet.Cell) error) error {
		for {
			asked++
			if err := put(row); err != nil {
				return err
			}
		}
	}
	if err := sheet.Write(broken{full}, sheet.Book{Sheets: []sheet.Sheet{told}}); !errors.Is(err, full) || asked > 1_000_000 {
		t.Errorf("a full disk: %v after %d rows", err, asked)
	}
}
