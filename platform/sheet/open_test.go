package sheet_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/platform/fault"
	"linli/platform/sheet"
)

const (
	listed   = `<workbook xmlns:r="x"><workbookPr date1904="0"/><sheets><sheet name="Hidden" state="hidden" sheetId="1" r:id="r1"/><sheet name="Data" sheetId="2" r:id="r2"/></sheets></workbook>`
	related  = `<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://x/worksheet" Target="/xl/worksheets/sheet2.xml"/><Relationship Id="r3" Type="http://x/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="r4" Type="http://x/styles" Target="styles.xml"/><Relationship Id="r9" Type="http://x/externalLink" Target="http://127.0.0.1:1/x.xlsx" TargetMode="External"/></Relationships>`
	lookOf   = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd&quot; d &quot;hh:mm"/><numFmt numFmtId="165" formatCode="[Red]0.00&quot;day&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>`
	sharedOf = `<sst><si><t>one</t></si><si><r><t>two </t></r><r><t>runs_x000A_</t></r><rPh><t>aloud</t></rPh></si></sst>`
)

// workbook is a workbook of another program: two sheets, of which the first is hidden.
func workbook(t testing.TB, cells string, more map[string]string) []byte {
	t.Helper()
	parts := map[string]string{
		"[Content_Types].xml": `<Types/>`, "_rels/.rels": `<Relationships><Relationship Id="a" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml": listed, "xl/_rels/workbook.xml.rels": related, "xl/styles.xml": lookOf, "xl/sharedStrings.xml": sharedOf,
		"xl/worksheets/sheet1.xml": `<worksheet><sheetData><row><c t="inlineStr"><is><t>hidden</t></is></c></row></sheetData></worksheet>`,
		"xl/worksheets/sheet2.xml": cells,
	}
	for name, body := range more {
		parts[name] = body
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, body := range parts {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, body)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func rowsOf(body []byte, name string) (out []string, err error) {
	book, err := sheet.Open(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		return nil, err
	}
	rows, err := book.Rows(name)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		line := fmt.Sprint(row.Number)
		for _, c := range row.Cells {
			line += "|" + c.Text
			if c.Trouble != sheet.Fine {
				line += fmt.Sprint("!", int(c.Trouble))
			}
		}
		out = append(out, line)
	}
}

func data(rows string) string {
	return `<x:worksheet xmlns:x="x"><x:sheetData>` + rows + `</x:sheetData></x:worksheet>`
}

// TestACellIsReadAsItIsShown: words shared and in place, numbers, days by their style, results of formulas, and why a cell says nothing.
func TestACellIsReadAsItIsShown(t *testing.T) {
	got, err := rowsOf(workbook(t, data(
		`<row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c><c t="inlineStr"><is><t>here</t></is></c></row>`+
			`<row r="7"><c s="1"><v>43100</v></c><c s="2"><v>43100.99997685185</v></c><c s="3"><v>43100.5</v></c><c><v>34.073216645</v></c><c><v>1E2</v></c><c s="1"><v>59</v></c></row>`+
			`<row><c><f>A1+1</f><v>2</v></c><c><f>A1</f></c><c t="str"><f>A1</f><v></v></c><c t="e"><f>A1/0</f><v>#DIV/0!</v></c><c t="b"><v>1</v></c><c t="d"><v>2026-01-31T10:00:00</v></c></row>`+
			`<row r="2500"><c><v>110101199003077758</v></c><c t="inlineStr"><is><t>`+strings.Repeat("x", 300_000)+`</t></is></c></row>`), nil), "")
	want := []string{"2|one||two runs\n|here", "7|2017-12-31T00:00:00|2017-12-31T23:59:58|43100.5|34.073216645|100|59",
		"8|2|!1||!2|TRUE|2026-01-31T10:00:00", "2500|!4|!3"}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

// TestDaysOf1904: workbooks of an old Macintosh count from another day.
func TestDaysOf1904(t *testing.T) {
	got, err := rowsOf(workbook(t, data(`<row><c s="1"><v>41638</v></c><c s="1"><v>0</v></c></row>`), map[string]string{"xl/workbook.xml": strings.Replace(listed, `1904="0"`, `1904="1"`, 1)}), "")
	if diff := cmp.Diff([]string{"1|2017-12-31T00:00:00|1904-01-01T00:00:00"}, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

// TestASheetIsNamed: however it is capitalised; one that there is not is told with those that there are.
func TestASheetIsNamed(t *testing.T) {
	body := workbook(t, data(`<row><c><v>1</v></c></row>`), nil)
	for name, want := range map[string]string{"": "1|1", "data": "1|1", "HIDDEN": "1|hidden"} {
		if got, err := rowsOf(body, name); err != nil || len(got) != 1 || got[0] != want {
			t.Errorf("%q: %q, %v", name, got, err)
		}
	}
	_, err := rowsOf(body, "other")
	if f := fault.Of(err); !errors.Is(err, sheet.ErrUnknown) || f.Field != "sheet" || f.Args["known"] != "Hidden, Data" {
		t.Error(err)
	}
}

// TestWhatWasWrittenIsReadAgain by the reader of any program's workbooks.
func TestWhatWasWrittenIsReadAgain(t *testing.T) {
	var out bytes.Buffer
	day := time.Date(2026, 2, 28, 0, 0, 0, 0, time.UTC)
	err := sheet.Write(&out, sheet.Book{Sheets: []sheet.Sheet{{Name: "A", Rows: [][]sheet.Cell{{sheet.Head("a_x000A_<"), sheet.Integer(7), {}, sheet.Date(day), sheet.Amount(1250, "EUR"), sheet.Text("=1+1")}}}}})
	if err != nil {
		t.Fatal(err)
	}
	got, err := rowsOf(out.Bytes(), "")
	if diff := cmp.Diff([]string{"1|a_x000A_<|7||2026-02-28T00:00:00|12.5|'=1+1"}, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

// TestAFileThatIsNoWorkbook, or one that is made to harm, is refused with its reason, and none of it is followed or unpacked whole.
func TestAFileThatIsNoWorkbook(t *testing.T) {
	const compound = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
	whole := workbook(t, data(`<row><c><v>1</v></c></row>`), nil)
	for name, x := range map[string]struct {
		body []byte
		want error
	}{
		"a text":                          {[]byte("a,b\n"), sheet.ErrNone},
		"half":                            {whole[:len(whole)/2], sheet.ErrNone},
		"another archive":                 {zipped(t, map[string]string{"a.csv": "a,b\n"}), sheet.ErrNone},
		"old":                             {[]byte(compound + strings.Repeat("\x00", 4096)), sheet.ErrOld},
		"binary":                          {workbook(t, data(""), map[string]string{"xl/workbook.bin": "x"}), sheet.ErrOld},
		"encrypted":                       {[]byte(compound + strings.Repeat("\x00", 512) + "E\x00E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00"), sheet.ErrEncrypted},
		"a cell of 10 MB":                 {workbook(t, data(`<row><c t="inlineStr"><is><t>`+strings.Repeat("x", 10<<20)+`</t></is></c></row>`), nil), sheet.ErrLarge},
		"shared 10 MB":                    {workbook(t, data(""), map[string]string{"xl/sharedStrings.xml": `<sst><si><t>` + strings.Repeat("x", 10<<20) + `</t></si></sst>`}), sheet.ErrLarge},
		"a long mark":                     {workbook(t, `<worksheet a="`+strings.Repeat("x", 10<<20)+`"/>`, nil), sheet.ErrLarge},
		"shared bomb":                     {workbook(t, data(""), map[string]string{"xl/sharedStrings.xml": `<sst>` + strings.Repeat(`<si><t>`+strings.Repeat("x", 30_000)+`</t></si>`, 2400) + `</sst>`}), sheet.ErrLarge},
		"many parts":                      {zipped(t, many(60_000)), sheet.ErrLarge},
		"deep":                            {workbook(t, strings.Repeat("<a>", 1000), nil), sheet.ErrBroken},
		"a document type":                 {workbook(t, `<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>`+data(`<row><c t="inlineStr"><is><t>&b;</t></is></c></row>`), nil), sheet.ErrBroken},
		"another writing":                 {workbook(t, `<?xml version="1.0" encoding="utf-16"?>`+data(""), nil), sheet.ErrBroken},
		"open":                            {workbook(t, `<worksheet><sheetData><row><c><v>1</v></c></row>`, nil), sheet.ErrBroken},
		"a shared word that is not there": {workbook(t, data(`<row><c t="s"><v>2</v></c></row>`), nil), sheet.ErrBroken},
		"rows backwards":                  {workbook(t, data(`<row r="2"/><row r="1"/>`), nil), sheet.ErrBroken},
		"beyond a sheet":                  {workbook(t, data(`<row><c r="XFE1"><v>1</v></c></row>`), nil), sheet.ErrBroken},
		"no sheet":                        {workbook(t, "", map[string]string{"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r2" Type="http://x/worksheet" Target="worksheets/gone.xml"/></Relationships>`}), sheet.ErrBroken},
	} {
		if rows, err := rowsOf(x.body, ""); !errors.Is(err, x.want) {
			t.Errorf("%s: %.100q, %v", name, rows, err)
		}
	}
}

func many(n int) map[string]string {
	out := map[string]string{}
	for i := range n {
		out[fmt.Sprint("xl/customXml/a-long-name-of-an-item-", i)] = ""
	}
	return out
}

func zipped(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, body := range parts {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, body)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// FuzzOpen: whatever the parts of a workbook hold, it is refused with a reason or read row by row, upwards.
func FuzzOpen(f *testing.F) {
	f.Add(listed, related, lookOf, sharedOf, data(`<row r="2"><c r="A2" t="s"><v>1</v></c><c s="2"><v>43100.5</v></c><c t="b"><f>A1</f></c></row>`))
	f.Add(strings.Replace(listed, `1904="0"`, `1904="1"`, 1), related, "", "<sst><si/></sst>", data(`<row r="1048576"><c r="XFD1048576" t="e"/></row>`))
	f.Fuzz(func(t *testing.T, book, rels, styles, shared, cells string) {
		body := workbook(t, cells, map[string]string{"xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": rels, "xl/styles.xml": styles, "xl/sharedStrings.xml": shared})
		opened, err := sheet.Open(bytes.NewReader(body), int64(len(body)))
		if err != nil {
			reasoned(t, err)
			return
		}
		rows, err := opened.Rows("")
		if err != nil {
			reasoned(t, err)
			return
		}
		defer rows.Close()
		for last := 0; ; {
			row, err := rows.Next()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				reasoned(t, err)
				return
			}
			if row.Number <= last {
				t.Fatalf("row %d after %d", row.Number, last)
			}
			last = row.Number
		}
	})
}

func reasoned(t *testing.T, err error) {
	t.Helper()
	if !strings.HasPrefix(fault.Of(err).Key, "import.sheet.") {
		t.Fatal(err)
	}
}
