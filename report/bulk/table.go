package bulk

import (
	"bufio"
	"errors"
	"io"
	"strings"

	"linli/platform/fault"
	"linli/platform/sheet"
	"linli/platform/tabular"
)

// Why a cell of a workbook says nothing.
const (
	FormulaEmpty  tabular.Reason = "formula_empty"  // a formula whose result is not in the file
	FormulaFailed tabular.Reason = "formula_failed" // #N/A, #REF! and the like
	Rounded       tabular.Reason = "number_rounded" // a number of which the last digits are lost
)

var unreadable = map[sheet.Trouble]tabular.Reason{sheet.Unreckoned: FormulaEmpty, sheet.Failed: FormulaFailed, sheet.TooLong: TextLong, sheet.Rounded: Rounded}

// table is a file that is read row by row: a text or a sheet of a workbook.
type table struct {
	header []string
	next   func() (tabular.Record, error) // io.EOF at the end
	close  func()
}

// tableOf begins to read a file, as what its first bytes say it is.
func tableOf(open func() (io.ReadCloser, error), o Options, total func(lines int)) (*table, error) {
	f, err := open()
	if err != nil {
		return nil, err
	}
	in := bufio.NewReader(f)
	head, err := in.Peek(8)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, errors.Join(err, f.Close())
	}
	if sheet.IsWorkbook(head) {
		t, err := sheetOf(f, o.Sheet, total)
		if err != nil {
			return nil, errors.Join(err, f.Close())
		}
		return t, nil
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	if o.Sheet != "" {
		return nil, fault.New(fault.Invalid, "import.sheet.text").At("sheet")
	}
	return textOf(open, total)
}

// textOf reads a text through once, and begins to read it again.
func textOf(open func() (io.ReadCloser, error), total func(lines int)) (*table, error) {
	decode, lines, err := survey(open)
	if err != nil {
		return nil, err
	}
	if total != nil {
		total(max(lines-1, 0))
	}
	f, err := open()
	if err != nil {
		return nil, err
	}
	records, err := tabular.NewRecords(f, decode)
	switch {
	case errors.Is(err, io.EOF):
		err = errEmpty
	case errors.Is(err, tabular.ErrHeader):
		err = errHeader
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &table{header: records.Header, next: records.Next, close: func() { _ = f.Close() }}, nil // it was only read
}

// sheetOf reads a sheet through once, so that none that is damaged is taken by half, and begins to read it again. Its first row that has
// words names the columns.
func sheetOf(f io.ReadCloser, name string, total func(lines int)) (*table, error) {
	at, ok := f.(interface {
		io.ReaderAt
		io.Seeker
	})
	if !ok {
		return nil, errors.New("bulk: a workbook is read from a file that can be read at every place")
	}
	size, err := at.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, err
	}
	book, err := sheet.Open(at, size)
	if err != nil {
		return nil, err
	}
	n, err := count(book, name)
	if err != nil {
		return nil, err
	}
	if total != nil {
		total(max(n-1, 0))
	}
	rows, err := book.Rows(name)
	if err != nil {
		return nil, err
	}
	t := &table{close: func() {
		rows.Close()
		_ = f.Close() // it was only read
	}}
	t.next = func() (tabular.Record, error) {
		for {
			row, err := rows.Next()
			if err != nil {
				return tabular.Record{}, err
			}
			if record := recordOf(row, len(t.header)); record.Fields != nil {
				return record, nil
			}
		}
	}
	head, err := t.next()
	switch {
	case errors.Is(err, io.EOF):
		err = errEmpty
	case err == nil && (len(head.Fields) < 2 || len(head.Unread) > 0):
		err = errHeader
	}
	if err != nil {
		rows.Close()
		return nil, err
	}
	t.header = head.Fields
	return t, nil
}

// count reads a sheet to its end: how many rows have words.
func count(book *sheet.Workbook, name string) (n int, err error) {
	rows, err := book.Rows(name)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return n, nil
		}
		if err != nil {
			return 0, err
		}
		if recordOf(row, 0).Fields != nil {
			n++
		}
	}
}

// recordOf is a row as a record of at least so many fields: what a row ends before is empty, and what it has beyond its last words is
// none. A blank row has no fields.
func recordOf(row sheet.Row, least int) tabular.Record {
	out := tabular.Record{Line: row.Number}
	last := 0
	for i, c := range row.Cells {
		if reason, bad := unreadable[c.Trouble]; bad {
			if out.Unread == nil {
				out.Unread = map[int]tabular.Reason{}
			}
			out.Unread[i], last = reason, i+1
		}
		if strings.TrimSpace(c.Text) != "" {
			last = i + 1
		}
	}
	if last == 0 {
		return out
	}
	out.Fields = make([]string, max(last, least))
	for i, c := range row.Cells[:last] {
		out.Fields[i] = c.Text
	}
	return out
}
