package rulebook_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"linli/rulebook"
)

const layout = "returns/monthly.zh-Hans.xlsx"

// refilled is a workbook with passages of one part changed; a part that it does not have is added.
func refilled(t *testing.T, body []byte, part, was, now string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	to, found := zip.NewWriter(&out), false
	put := func(name, text string) {
		w, err := to.Create(name)
		if err == nil {
			_, err = io.WriteString(w, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == part {
			if found = true; !strings.Contains(string(text), was) {
				t.Fatalf("%s does not hold %q", part, was)
			}
			text = []byte(strings.ReplaceAll(string(text), was, now))
		}
		put(f.Name, string(text))
	}
	if !found {
		put(part, now)
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestAWorkbookThatDoesNotFitIsRefused: each mistake of a template is told with the file and the name or cell that it is about.
func TestAWorkbookThatDoesNotFitIsRefused(t *testing.T) {
	sound := cn(t)[layout].Data
	const book, first = "xl/workbook.xml", "xl/worksheets/sheet1.xml"
	many := ""
	for i := range 120 {
		many += fmt.Sprintf(`<sheet name="S%d" sheetId="%d"/>`, i, i+9)
	}
	for name, c := range map[string]struct {
		body []byte
		says string
	}{
		"a name that is missing":     {refilled(t, sound, book, `name="accepted"`, `name="_xlnm.Print_Area"`), "no cell has the name accepted, which the return monthly fills"},
		"a list that is missing":     {refilled(t, sound, book, `name="by_unit"`, `name="_xlnm.Print_Area"`), "no cell has the name by_unit"},
		"sums that are not told":     {refilled(t, sound, book, `name="sums"`, `name="_xlnm.Print_Area"`), "no cell has the name sums"},
		"a name of nothing":          {refilled(t, sound, book, `<definedNames>`, `<definedNames><definedName name="kept_rate">'统计表'!$A$1</definedName>`), "has nothing for the name kept_rate"},
		"a name for many cells":      {refilled(t, sound, book, `!$B$2`, `!$B$2:$C$9`), "the name unit is to stand for one cell"},
		"two names alike":            {refilled(t, sound, book, `name="period"`, `name="unit"`), "the name unit is to stand for one cell"},
		"a formula":                  {refilled(t, sound, first, `<c r="B11" s="3">`, `<c r="B11" s="3"><f>SUM(B14:B15)</f>`), "the cell B11 holds a formula"},
		"a macro":                    {refilled(t, sound, "xl/vbaProject.bin", "", "x"), "it holds xl/vbaProject.bin: macros"},
		"a link to another file":     {refilled(t, sound, "xl/externalLinks/externalLink1.xml", "", "<x/>"), "it holds xl/externalLinks/externalLink1.xml"},
		"a link to the web":          {refilled(t, sound, "xl/worksheets/_rels/sheet1.xml.rels", "", `<Relationships><Relationship TargetMode="External" Target="https://example.org/"/></Relationships>`), "it links to something outside"},
		"something that looks up":    {refilled(t, sound, first, `</sheetData>`, `</sheetData><dataConsolidate/>`), "dataConsolidate is not taken"},
		"two tables in one row":      {refilled(t, sound, book, `!$A$17</definedName>`, `!$L$14</definedName>`), "by_source and by_type begin in the same row"},
		"cells joined across a list": {refilled(t, sound, first, `</sheetData>`, `</sheetData><mergeCells><mergeCell ref="A13:A15"/></mergeCells>`), "cells are joined across the row in which the table by_type begins"},
		"a bomb":                     {refilled(t, sound, "xl/theme/theme1.xml", "", strings.Repeat(" ", 3<<20)), "its part xl/theme/theme1.xml is larger than 2 MiB"},
		"many sheets":                {refilled(t, sound, book, `<sheets>`, `<sheets>`+many), "a template has one to 10 sheets"},
		"a row beyond all":           {refilled(t, sound, first, `<row r="3">`, `<row r="1048576">`), "it has a row 1048576"},
		"no workbook":                {[]byte("unit,period"), "this is no workbook (xlsx)"},
		"too large":                  {bytes.Repeat([]byte("x"), 600<<10), "the workbook is larger than 512 KiB"},
	} {
		f := cn(t)
		f[layout] = &fstest.MapFile{Data: c.body}
		_, findings, err := rulebook.Load(f)
		if err != nil || !slices.ContainsFunc(findings, func(x rulebook.Finding) bool {
			return strings.HasPrefix(x.String(), layout+":1:1: ") && strings.Contains(x.Reason, c.says)
		}) {
			t.Errorf("%s: %v %v", name, findings, err)
		}
	}
	f := cn(t)
	delete(f, layout)
	if _, findings, _ := rulebook.Load(f); len(findings) != 1 || findings[0].File != "mediation.yaml" || !strings.Contains(findings[0].Reason, layout) {
		t.Errorf("without its file: %v", findings)
	}
}

// TestWhatAReturnIsAddedUpFor is longer than its own period, and stands there once.
func TestWhatAReturnIsAddedUpFor(t *testing.T) {
	for also, want := range map[string]string{
		"[quarter, year]":          "",
		"[month]":                  "mediation.yaml:435:10: a month is no longer than a month: nothing is added up",
		"[year, quarter, year]":    `mediation.yaml:435:25: value "year" stands here a second time`,
		"[fortnight]":              `mediation.yaml:435:10: there is no period "fortnight"`,
		"[quarter, every_quarter]": `mediation.yaml:435:19: there is no period "every_quarter"`,
	} {
		f := cn(t)
		change(t, f, "mediation.yaml", "also: [quarter, half_year, year]", "also: "+also)
		got := findingsOf(t, f)
		if want == "" && len(got) > 0 || want != "" && !slices.ContainsFunc(got, func(x string) bool { return strings.HasPrefix(x, want) }) {
			t.Errorf("%s: %q, want %q", also, got, want)
		}
	}
}
