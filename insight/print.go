package insight

import (
	"bytes"
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"

	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/sheet"
	"linli/rulebook"
)

// Printed is a return in a reader's words: what the page, the workbook and the CSV file show.
type Printed struct {
	Title string
	Facts [][2]string // unit, period, version, when it was frozen, hash
	Heads []string    // of the columns
	Total []Number
	Parts []PrintedTable
	Left  string // what the form of the authority asks for beside it
}

// PrintedTable is one table of a return.
type PrintedTable struct {
	Title string
	Rows  []PrintedRow
}

// PrintedRow is one row.
type PrintedRow struct {
	Name string
	N    []Number
}

// Number is one count; N is 0 where it is not shown.
type Number struct {
	N      int64
	Hidden bool
}

func (l Line) number(column int) Number {
	if l.Hidden[column] {
		return Number{Hidden: true}
	}
	return Number{N: l.N[column]}
}

// Print puts a return into words. rules is the edition of the rulebook that it was drawn up under.
func Print(r Return, rules *rulebook.Rulebook, l i18n.Locale) Printed {
	lang, b := string(l.Language), r.Body
	fact := func(key, value string) [2]string { return [2]string{l.Text("insight.return."+key, nil), value} }
	out := Printed{Facts: [][2]string{fact("unit", b.Name), fact("period", b.From.String()+" – "+b.To.String())}}
	if len(b.Sums) > 0 {
		out.Facts = append(out.Facts, fact("sums", Addends(b.Sums, l)))
	}
	if r.Version > 0 {
		out.Facts = append(out.Facts, fact("version", strconv.Itoa(r.Version)), fact("frozen_at", l.DateTime(r.Frozen)), fact("hash", r.Masked().Hash))
		if r.Reason != "" {
			out.Facts = append(out.Facts, fact("reason", l.Text("insight.restated."+r.Reason, nil)))
		}
	} else {
		out.Facts = append(out.Facts, fact("version", l.Text("insight.return.draft", nil)))
	}
	form := rules.Form(b.Form)
	if form == nil {
		form = &rulebook.Return{}
	}
	out.Title, out.Left = form.Title.In(lang), form.Left.In(lang)
	for i, c := range b.Columns {
		name := c
		if at := slices.IndexFunc(form.Columns, func(x rulebook.ReturnColumn) bool { return x.Counts == c }); at >= 0 {
			name = form.Columns[at].Label.In(lang)
		}
		out.Heads, out.Total = append(out.Heads, name), append(out.Total, b.Total.number(i))
	}
	for _, t := range b.Tables {
		table := PrintedTable{Title: t.Rows}
		if at := slices.IndexFunc(form.Tables, func(x rulebook.ReturnTable) bool { return x.Rows == t.Rows }); at >= 0 {
			table.Title = form.Tables[at].Title.In(lang)
		}
		for _, k := range t.Lines {
			row := PrintedRow{Name: RowName(t.Rows, k, b, rules, l)}
			for i := range k.N {
				row.N = append(row.N, k.number(i))
			}
			table.Rows = append(table.Rows, row)
		}
		out.Parts = append(out.Parts, table)
	}
	return out
}

// Addends are returns that another is the sum of in words, each with its version and why it was restated.
func Addends(sums []Summed, l i18n.Locale) string {
	var out []string
	for _, x := range sums {
		key, args := "insight.return.sum_of", fault.Args{"period": x.Period, "n": x.Version}
		if x.Reason != "" {
			key, args["reason"] = "insight.return.sum_restated", l.Text("insight.restated."+x.Reason, nil)
		}
		out = append(out, l.Text(key, args))
	}
	return strings.Join(out, " · ")
}

// RowName is what a row of a return is called.
func RowName(rows string, k Line, b Body, rules *rulebook.Rulebook, l i18n.Locale) string {
	lang := string(l.Language)
	switch rows {
	case "type":
		if i := slices.IndexFunc(rules.Mediation.DisputeTypes, func(x rulebook.DisputeType) bool { return x.Code == k.Of }); i >= 0 {
			return rules.Mediation.DisputeTypes[i].Label.In(lang)
		}
	case "source":
		if i := slices.IndexFunc(rules.Mediation.Sources, func(x rulebook.Code) bool { return x.Code == k.Of }); i >= 0 {
			return rules.Mediation.Sources[i].Label.In(lang)
		}
	case byCategory:
		if i := slices.IndexFunc(rules.Report.Categories, func(x rulebook.Category) bool { return x.Code == k.Of }); i >= 0 {
			return rules.Report.Categories[i].Label.In(lang)
		}
	case "unit":
		if k.Of == b.Unit.String() {
			return l.Text("insight.page.itself", fault.Args{"unit": k.Name})
		}
		return k.Name
	}
	return k.Of
}

// workbook writes a return as linli lays it out where the rulebook does not: one sheet, the same bytes for the same version and language.
func workbook(w io.Writer, p Printed, l i18n.Locale) error {
	hidden := sheet.Text(l.Text("insight.return.hidden", nil))
	numbers := func(name sheet.Cell, n []Number) []sheet.Cell {
		row := []sheet.Cell{name}
		for _, x := range n {
			if x.Hidden {
				row = append(row, hidden)
			} else {
				row = append(row, sheet.Integer(x.N))
			}
		}
		return row
	}
	one := sheet.Sheet{Name: l.Text("insight.return.sheet", nil), Widths: []float64{34}, Rows: [][]sheet.Cell{{sheet.Head(p.Title)}}}
	for _, f := range p.Facts {
		one.Rows = append(one.Rows, []sheet.Cell{sheet.Text(f[0]), sheet.Text(f[1])})
	}
	for _, t := range p.Parts {
		one.Rows = append(one.Rows, nil, sheet.Heads(append([]string{t.Title}, p.Heads...)...))
		for _, r := range t.Rows {
			one.Rows = append(one.Rows, numbers(sheet.Text(r.Name), r.N))
		}
		one.Rows = append(one.Rows, numbers(sheet.Head(l.Text("insight.page.total", nil)), p.Total))
	}
	if p.Left != "" {
		one.Rows = append(one.Rows, nil, []sheet.Cell{sheet.Text(p.Left)})
	}
	return sheet.Write(w, sheet.Book{Sheets: []sheet.Sheet{one}})
}

// CSV is a return as RFC 4180 has it, in UTF-8 with a byte order mark, without which spreadsheets misread Chinese. Words that
// a spreadsheet could take for a formula get an apostrophe before them (OWASP, CSV Injection).
func CSV(p Printed, l i18n.Locale) []byte {
	var rows [][]string
	row := func(cells ...string) { rows = append(rows, cells) }
	row(p.Title)
	for _, f := range p.Facts {
		row(f[0], f[1])
	}
	numbers := func(n []Number) []string {
		var out []string
		for _, x := range n {
			if x.Hidden {
				out = append(out, l.Text("insight.return.hidden", nil))
			} else {
				out = append(out, strconv.FormatInt(x.N, 10))
			}
		}
		return out
	}
	for _, t := range p.Parts {
		row(append([]string{t.Title}, p.Heads...)...)
		for _, r := range t.Rows {
			row(append([]string{r.Name}, numbers(r.N)...)...)
		}
		row(append([]string{l.Text("insight.page.total", nil)}, numbers(p.Total)...)...)
	}
	return Lines(rows)
}

// Lines are rows as CSV as spreadsheets read it, with nothing in them that one of them would run.
func Lines(rows [][]string) []byte {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	for _, cells := range rows {
		for i := range cells {
			cells[i] = inert(cells[i])
		}
		_ = w.Write(cells) // a buffer takes everything
	}
	w.Flush()
	return b.Bytes()
}

func inert(s string) string {
	if s != "" && strings.ContainsAny(s[:1], "=+-@\t\r\n") || strings.HasPrefix(s, "＝") || strings.HasPrefix(s, "＋") || strings.HasPrefix(s, "－") || strings.HasPrefix(s, "＠") {
		return "'" + s
	}
	return s
}
