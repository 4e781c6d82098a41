package sheet

import (
	"archive/zip"
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"

	"linli/platform/i18n"
)

// Names are the names that the template has for cells, in order.
func (t *Template) Names() []string { return slices.Sorted(maps.Keys(t.names)) }

// Grows tells why a table cannot begin at a name: its row is repeated for each further line, and cells that are joined across it, or a
// second table in it, could not follow. It is empty where it can.
func (t *Template) Grows(name string, tables []string) string {
	at, ok := t.names[name]
	if !ok {
		return ""
	}
	for _, other := range tables {
		if x, known := t.names[other]; known && other != name && x.form == at.form && x.row == at.row {
			return "the tables " + name + " and " + other + " begin in the same row: give each a row of its own"
		}
	}
	for _, m := range t.forms[at.form].merges {
		if m.from.row != m.to.row && m.from.row <= at.row && at.row <= m.to.row {
			return "cells are joined across the row in which the table " + name + " begins"
		}
	}
	return ""
}

// Fill writes a workbook as the template lays it out: one value in each named cell, and from the cell with a table's name on its lines,
// each in a row like that one. A name of the template for which there is nothing leaves its cell empty. Nothing of the template but
// words, numbers and looks is in what is written.
func (t *Template) Fill(w io.Writer, one map[string]Cell, tables map[string][][]Cell) error {
	b := Book{}
	for _, f := range t.forms {
		b.Sheets = append(b.Sheets, Sheet{Name: f.name})
	}
	if err := b.check(); err != nil {
		return fmt.Errorf("sheet: %w", err)
	}
	z := zip.NewWriter(w)
	types, targets := []string{"styles"}, []string{"styles.xml"}
	for i := range t.forms {
		types, targets = append(types, "worksheet"), append(targets, sheetFile(i))
	}
	more := ""
	if t.theme != nil {
		types, targets = append(types, "theme"), append(targets, "theme/theme1.xml")
		more = `<Override PartName="/xl/theme/theme1.xml" ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>`
	}
	type piece struct {
		name  string
		write func(*bufio.Writer)
	}
	all := []piece{
		{"[Content_Types].xml", func(w *bufio.Writer) { b.types(w, more) }},
		{"_rels/.rels", func(w *bufio.Writer) { relations(w, []string{"officeDocument"}, []string{"xl/workbook.xml"}) }},
		{"xl/workbook.xml", b.workbook},
		{"xl/_rels/workbook.xml.rels", func(w *bufio.Writer) { relations(w, types, targets) }},
	}
	for i := range t.forms {
		f := t.filled(i, one, tables)
		all = append(all, piece{"xl/" + sheetFile(i), f.write})
	}
	for _, p := range all {
		if err := part(z, p.name, p.write); err != nil {
			return fmt.Errorf("sheet: %w", err)
		}
	}
	for name, body := range map[string][]byte{"xl/styles.xml": t.styles, "xl/theme/theme1.xml": t.theme} {
		if body == nil {
			continue
		}
		out, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: made})
		if err == nil {
			_, err = out.Write(body)
		}
		if err != nil {
			return fmt.Errorf("sheet: %w", err)
		}
	}
	return z.Close()
}

// filled is a sheet with its values; what stands below a table moves down.
func (t *Template) filled(i int, one map[string]Cell, tables map[string][][]Cell) form {
	f := t.forms[i]
	f.rows = slices.Clone(f.rows)
	for r := range f.rows {
		f.rows[r].slots = slices.Clone(f.rows[r].slots)
	}
	var begin []string
	for name, at := range t.names {
		if at.form != i {
			continue
		}
		if _, table := tables[name]; table {
			begin = append(begin, name)
			continue
		}
		f.set(at.row, at.column, one[name])
	}
	slices.SortFunc(begin, func(a, b string) int { return t.names[b].row - t.names[a].row }) // from below, so that none moves another
	for _, name := range begin {
		f.grow(t.names[name], tables[name])
	}
	return f
}

// set puts a value into a cell, which keeps its look.
func (f *form) set(row, column int, c Cell) {
	r, there := slices.BinarySearchFunc(f.rows, row, func(l line, at int) int { return l.at - at })
	if !there {
		f.rows = slices.Insert(f.rows, r, line{at: row})
	}
	slots := &f.rows[r].slots
	i, there := slices.BinarySearchFunc(*slots, column, func(s slot, at int) int { return s.column - at })
	if !there {
		*slots = slices.Insert(*slots, i, slot{column: column})
	}
	(*slots)[i].cell, (*slots)[i].raw = c, ""
}

// grow repeats the row of a cell for each line after the first, and writes the lines from that cell on.
func (f *form) grow(at spot, lines [][]Cell) {
	if len(lines) == 0 {
		lines = [][]Cell{{{}}}
	}
	f.set(at.row, at.column, Cell{}) // the row is there from now on
	r := slices.IndexFunc(f.rows, func(l line) bool { return l.at == at.row })
	more := len(lines) - 1
	for i := r + 1; i < len(f.rows); i++ {
		f.rows[i].at += more
	}
	var merges []area
	for _, m := range f.merges {
		switch {
		case m.from.row > at.row:
			m.from.row, m.to.row = m.from.row+more, m.to.row+more
		case m.from.row == at.row:
			for i := range more {
				again := m
				again.from.row, again.to.row = at.row+i+1, at.row+i+1
				merges = append(merges, again)
			}
		}
		merges = append(merges, m)
	}
	f.merges = merges
	for i := range more {
		again := f.rows[r]
		again.at, again.slots = at.row+i+1, slices.Clone(again.slots)
		f.rows = slices.Insert(f.rows, r+i+1, again)
	}
	for i, cells := range lines {
		for j, c := range cells {
			f.set(at.row+i, at.column+j, c)
		}
	}
}

func (f form) write(w *bufio.Writer) {
	put(w, `<worksheet xmlns="`, main, `"><sheetPr>`)
	element(w, "pageSetUpPr", f.looks.Fit.All)
	put(w, `</sheetPr>`)
	element(w, "sheetFormatPr", f.looks.Format.All)
	if len(f.looks.Cols) > 0 {
		put(w, `<cols>`)
		for _, c := range f.looks.Cols {
			element(w, "col", c.All)
		}
		put(w, `</cols>`)
	}
	put(w, `<sheetData>`)
	for _, r := range f.rows {
		put(w, `<row r="`, strconv.Itoa(r.at+1), `"`)
		written(w, r.attrs)
		put(w, `>`)
		for _, s := range r.slots {
			s.write(w, place(r.at, s.column))
		}
		put(w, `</row>`)
	}
	put(w, `</sheetData>`)
	if len(f.merges) > 0 {
		put(w, `<mergeCells>`)
		for _, m := range f.merges {
			put(w, `<mergeCell ref="`, place(m.from.row, m.from.column), `:`, place(m.to.row, m.to.column), `"/>`)
		}
		put(w, `</mergeCells>`)
	}
	element(w, "pageMargins", f.looks.Margins.All)
	element(w, "pageSetup", f.looks.Setup.All)
	put(w, `</worksheet>`)
}

func (s slot) write(w *bufio.Writer, at string) {
	put(w, `<c r="`, at, `" s="`, strconv.Itoa(s.style), `"`)
	switch s.cell.kind {
	case words, head:
		put(w, ` t="inlineStr"><is><t xml:space="preserve">`, escape(literal(guarded(s.cell.text))), `</t></is></c>`)
	case integer, day:
		put(w, `><v>`, strconv.FormatInt(s.cell.number, 10), `</v></c>`)
	case amount:
		put(w, `><v>`, i18n.Decimal(s.cell.number, s.cell.currency), `</v></c>`)
	default:
		if s.raw == "" {
			put(w, `/>`)
			return
		}
		put(w, `><v>`, s.raw, `</v></c>`)
	}
}

// element writes an element with attributes of the format's own, and nothing where the template has none of it.
func element(w *bufio.Writer, name string, attrs []xml.Attr) {
	if len(attrs) == 0 {
		return
	}
	put(w, `<`, name)
	written(w, attrs)
	put(w, `/>`)
}

func written(w *bufio.Writer, attrs []xml.Attr) {
	for _, a := range attrs {
		if a.Name.Space == "" && a.Name.Local != "xmlns" && a.Name.Local != "id" {
			put(w, ` `, a.Name.Local, `="`, escape(a.Value), `"`)
		}
	}
}
