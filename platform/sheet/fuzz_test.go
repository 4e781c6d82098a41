package sheet_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"testing"

	"linli/platform/sheet"
)

// FuzzReadTemplate: whatever the parts of a workbook hold, it is refused with a reason, or filled as a workbook of which each part that
// linli writes is well-formed.
func FuzzReadTemplate(f *testing.F) {
	body, err := os.ReadFile("../../rulebooks/cn/returns/monthly.en.xlsx")
	if err != nil {
		f.Fatal(err)
	}
	parts := unzipped(f, body)
	f.Add(parts["xl/workbook.xml"], parts["xl/_rels/workbook.xml.rels"], parts["xl/worksheets/sheet1.xml"], parts["xl/sharedStrings.xml"])
	f.Add(parts["xl/workbook.xml"], parts["xl/_rels/workbook.xml.rels"], []byte(`<worksheet><sheetData><row r="1048577"><c r="XFE0" t="s"><v>9</v></c></row></sheetData><mergeCells><mergeCell ref="B2:A1"/></mergeCells></worksheet>`), []byte(`<sst><si><t>&#x202e;</t></si></sst>`))
	f.Add([]byte(`<workbook><sheets><sheet name="[a]" r:id="x"/></sheets><definedNames><definedName name="n">'a'!$A$0</definedName></definedNames></workbook>`), []byte(`<Relationships><Relationship Id="x" Target="../../etc"/></Relationships>`), []byte("<"), []byte(nil))
	f.Fuzz(func(t *testing.T, workbook, targets, cells, words []byte) {
		var file bytes.Buffer
		z := zip.NewWriter(&file)
		for name, body := range map[string][]byte{"xl/workbook.xml": workbook, "xl/_rels/workbook.xml.rels": targets, "xl/worksheets/sheet1.xml": cells, "xl/sharedStrings.xml": words, "xl/styles.xml": parts["xl/styles.xml"]} {
			w, err := z.Create(name)
			if err == nil {
				_, err = w.Write(body)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		template, err := sheet.ReadTemplate(file.Bytes())
		if (template == nil) == (err == nil) {
			t.Fatalf("%v, %v", template, err)
		}
		if err != nil {
			return
		}
		one, tables := map[string]sheet.Cell{}, map[string][][]sheet.Cell{}
		for _, n := range template.Names() {
			if len(tables) == 0 && template.Grows(n, []string{n}) == "" {
				tables[n] = [][]sheet.Cell{{sheet.Text("a")}, {sheet.Text("b"), sheet.Integer(2)}, {}}
				continue
			}
			one[n] = sheet.Text("<&\x00")
		}
		var out bytes.Buffer
		if err := template.Fill(&out, one, tables); err != nil {
			return
		}
		for name, body := range unzipped(t, out.Bytes()) {
			d := xml.NewDecoder(bytes.NewReader(body))
			for {
				if _, err := d.Token(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatalf("%s: %v\n%s", name, err, body)
				}
			}
		}
	})
}

func unzipped(t testing.TB, body []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if out[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return out
}
