package sheet

import (
	"archive/zip"
	"bufio"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"linli/platform/i18n"
)

const (
	header = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	main   = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	pack   = "http://schemas.openxmlformats.org/package/2006"
	kinds  = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

// made is the date of every part in the archive: a workbook says nothing about when it was written.
var made = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// Write writes the workbook. Errors: a name, text or number that the format cannot hold, and the writer's.
func Write(w io.Writer, b Book) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("sheet: %w", err)
		}
	}()
	if err := b.check(); err != nil {
		return err
	}
	z := zip.NewWriter(w)
	currencies := b.currencies()
	for _, p := range []struct {
		name  string
		write func(*bufio.Writer)
	}{
		{"[Content_Types].xml", func(w *bufio.Writer) { b.types(w, "") }},
		{"_rels/.rels", func(w *bufio.Writer) { relations(w, []string{"officeDocument"}, []string{"xl/workbook.xml"}) }},
		{"xl/workbook.xml", b.workbook},
		{"xl/_rels/workbook.xml.rels", b.parts},
		{"xl/styles.xml", func(w *bufio.Writer) { styles(w, currencies) }},
	} {
		if err := part(z, p.name, p.write); err != nil {
			return err
		}
	}
	for i, s := range b.Sheets {
		var told error
		err := part(z, "xl/"+sheetFile(i), func(w *bufio.Writer) { told = s.write(w, currencies) })
		if told != nil {
			return fmt.Errorf("sheet %q: %w", s.Name, told)
		}
		if err != nil {
			return err
		}
	}
	return z.Close()
}

func part(z *zip.Writer, name string, write func(*bufio.Writer)) error {
	f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: made})
	if err != nil {
		return err
	}
	out := bufio.NewWriter(f)
	_, _ = out.WriteString(header) // its error comes back from Flush
	write(out)
	return out.Flush()
}

func sheetFile(i int) string { return fmt.Sprintf("worksheets/sheet%d.xml", i+1) }

func (b Book) types(w *bufio.Writer, more string) {
	put(w, `<Types xmlns="`, pack, `/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`)
	put(w, `<Override PartName="/xl/workbook.xml" ContentType="`, kinds, `sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="`, kinds, `styles+xml"/>`)
	for i := range b.Sheets {
		put(w, `<Override PartName="/xl/`, sheetFile(i), `" ContentType="`, kinds, `worksheet+xml"/>`)
	}
	put(w, more, `</Types>`)
}

func (b Book) parts(w *bufio.Writer) {
	types, targets := []string{"styles"}, []string{"styles.xml"}
	for i := range b.Sheets {
		types, targets = append(types, "worksheet"), append(targets, sheetFile(i))
	}
	relations(w, types, targets)
}

func relations(w *bufio.Writer, types, targets []string) {
	put(w, `<Relationships xmlns="`, pack, `/relationships">`)
	for i := range types {
		put(w, `<Relationship Id="rId`, strconv.Itoa(i+1), `" Type="`, office, `/`, types[i], `" Target="`, targets[i], `"/>`)
	}
	put(w, `</Relationships>`)
}

func (b Book) workbook(w *bufio.Writer) {
	put(w, `<workbook xmlns="`, main, `" xmlns:r="`, office, `"><sheets>`)
	for i, s := range b.Sheets {
		put(w, `<sheet name="`, escape(s.Name), `" sheetId="`, strconv.Itoa(i+1), `" r:id="rId`, strconv.Itoa(i+2), `"/>`)
	}
	put(w, `</sheets>`)
	if len(b.Names) > 0 || slices.ContainsFunc(b.Sheets, func(s Sheet) bool { return s.Frozen > 0 }) {
		put(w, `<definedNames>`)
		for i, s := range b.Sheets {
			if s.Frozen > 0 { // the headings are printed on each page
				name := strings.ReplaceAll(s.Name, "'", "''")
				put(w, `<definedName name="_xlnm.Print_Titles" localSheetId="`, strconv.Itoa(i), `">'`, escape(name), `'!$1:$`, strconv.Itoa(s.Frozen), `</definedName>`)
			}
		}
		for _, n := range b.Names {
			at := placeForm.FindStringSubmatch(place(n.Row, n.Column))
			put(w, `<definedName name="`, escape(n.Name), `">'`, escape(strings.ReplaceAll(b.Sheets[n.Sheet].Name, "'", "''")), `'!$`, at[1], `$`, at[2], `</definedName>`)
		}
		put(w, `</definedNames>`)
	}
	put(w, `</workbook>`)
}

// write writes the sheet. Errors: those of rows that are told one by one; the writer's come back from Flush.
func (s Sheet) write(w *bufio.Writer, currencies []string) error {
	put(w, `<worksheet xmlns="`, main, `"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0">`)
	if s.Frozen > 0 {
		put(w, `<pane ySplit="`, strconv.Itoa(s.Frozen), `" topLeftCell="`, place(s.Frozen, 0), `" activePane="bottomLeft" state="frozen"/>`)
	}
	put(w, `</sheetView></sheetViews>`)
	if len(s.Widths) > 0 {
		put(w, `<cols>`)
		for i, width := range s.Widths {
			n := strconv.Itoa(i + 1)
			put(w, `<col min="`, n, `" max="`, n, `" width="`, strconv.FormatFloat(width, 'f', 2, 64), `" customWidth="1"/>`)
		}
		put(w, `</cols>`)
	}
	put(w, `<sheetData>`)
	for i, row := range s.Rows {
		writeRow(w, i, row, currencies)
	}
	if err := s.each(w); err != nil {
		return err
	}
	put(w, `</sheetData><pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>`)
	if s.Footer != "" { // & begins a code in a footer
		put(w, `<headerFooter><oddFooter>&amp;L`, escape(strings.ReplaceAll(s.Footer, "&", "&&")), `&amp;R&amp;P / &amp;N</oddFooter></headerFooter>`)
	}
	put(w, `</worksheet>`)
	return nil
}

// each writes the rows that are told one by one.
func (s Sheet) each(w *bufio.Writer) error {
	if s.Each == nil {
		return nil
	}
	i := len(s.Rows)
	return s.Each(func(row []Cell) error {
		if err := checkRow(i, row); err != nil {
			return err
		}
		if slices.ContainsFunc(row, func(c Cell) bool { return c.kind == amount }) {
			return fmt.Errorf("row %d: an amount among rows that are told one by one", i+1)
		}
		writeRow(w, i, row, nil)
		i++
		_, err := w.Write(nil) // what went wrong before: no more rows are asked for
		return err
	})
}

func writeRow(w *bufio.Writer, i int, row []Cell, currencies []string) {
	put(w, `<row r="`, strconv.Itoa(i+1), `">`)
	for j, c := range row {
		c.write(w, place(i, j), currencies)
	}
	put(w, `</row>`)
}

func (c Cell) write(w *bufio.Writer, at string, currencies []string) {
	switch c.kind {
	case words, head:
		style := styleText
		if c.kind == head {
			style = styleHead
		}
		put(w, `<c r="`, at, `" s="`, strconv.Itoa(style), `" t="inlineStr"><is><t xml:space="preserve">`, escape(literal(guarded(c.text))), `</t></is></c>`)
	case integer:
		value(w, at, styleInteger, strconv.FormatInt(c.number, 10))
	case day:
		value(w, at, styleDay, strconv.FormatInt(c.number, 10))
	case amount:
		value(w, at, styleAmount+slices.Index(currencies, c.currency), i18n.Decimal(c.number, c.currency))
	}
}

func value(w *bufio.Writer, at string, style int, v string) {
	put(w, `<c r="`, at, `" s="`, strconv.Itoa(style), `"><v>`, v, `</v></c>`)
}

// guarded puts an apostrophe before what a spreadsheet could take for a formula.
func guarded(s string) string {
	if utf8.RuneCountInString(s) > 1 && strings.ContainsAny(s[:1], "=+-@\t\r\n") || strings.HasPrefix(s, "＝") || strings.HasPrefix(s, "＋") || strings.HasPrefix(s, "－") || strings.HasPrefix(s, "＠") {
		return "'" + s
	}
	return s
}

// coded is how the format writes a character that XML cannot hold (ISO/IEC 29500-1, 22.9.2.19, ST_Xstring).
var coded = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// literal keeps text that only looks like such a code.
func literal(s string) string { return coded.ReplaceAllString(s, "_x005F$0") }

// escape writes text for an element or an attribute; what XML cannot hold becomes U+FFFD.
func escape(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r == '\r':
			b.WriteString("&#13;")
		case r < ' ' && r != '\t' && r != '\n', r == 0xFFFE, r == 0xFFFF:
			b.WriteRune(utf8.RuneError)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// put writes the pieces; an error stays with the writer until it is flushed.
func put(w *bufio.Writer, pieces ...string) {
	for _, p := range pieces {
		_, _ = w.WriteString(p)
	}
}
