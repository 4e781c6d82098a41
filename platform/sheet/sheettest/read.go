// Package sheettest reads workbooks again, for tests of what writes them. It shares no code with the writer.
package sheettest

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"testing"
)

// Sheet is a sheet as it was read: each cell by its place (A1), as text; numbers as they stand in the file.
type Sheet struct {
	Name  string
	Cells map[string]string
	Types map[string]string // inlineStr for words, empty for a number
	Style map[string]string // format code of the number, empty where it has none of its own
}

// Read opens a workbook and fails the test where it is not one.
func Read(t testing.TB, data []byte) []Sheet {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
		} `xml:"sheets>sheet"`
	}
	decode(t, z, "xl/workbook.xml", &book)
	formats := codes(t, z)
	var out []Sheet
	for i, s := range book.Sheets {
		var body struct {
			Cells []struct {
				Place string `xml:"r,attr"`
				Type  string `xml:"t,attr"`
				Style int    `xml:"s,attr"`
				Value string `xml:"v"`
				Text  string `xml:"is>t"`
				Runs  string `xml:"f"`
			} `xml:"sheetData>row>c"`
		}
		decode(t, z, fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1), &body)
		one := Sheet{Name: s.Name, Cells: map[string]string{}, Types: map[string]string{}, Style: map[string]string{}}
		for _, c := range body.Cells {
			if c.Runs != "" {
				t.Errorf("%s!%s holds a formula: %s", s.Name, c.Place, c.Runs)
			}
			one.Cells[c.Place], one.Types[c.Place], one.Style[c.Place] = c.Value+c.Text, c.Type, formats[c.Style]
		}
		out = append(out, one)
	}
	return out
}

// codes are the format codes of the cell styles, in their order.
func codes(t testing.TB, z *zip.Reader) []string {
	var styles struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	decode(t, z, "xl/styles.xml", &styles)
	var out []string
	for _, c := range styles.Cells {
		code := ""
		for _, f := range styles.Formats {
			if f.ID == c.Format {
				code = f.Code
			}
		}
		out = append(out, code)
	}
	return out
}

func decode(t testing.TB, z *zip.Reader, name string, into any) {
	t.Helper()
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	body, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	if err := xml.Unmarshal(body, into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}
