package sheet

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"linli/platform/i18n"
)

// MediaType is what a workbook is served as.
const MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// Limits of the format (ISO/IEC 29500-1; Excel specifications and limits).
const (
	maxRows    = 1_048_576
	maxColumns = 16_384
	maxText    = 32_767 // UTF-16 units in a cell
	maxName    = 31     // characters of a sheet's name
	maxNumber  = 999_999_999_999_999
)

// Book is a workbook.
type Book struct {
	Sheets []Sheet
	Names  []Name // of cells, for [ReadTemplate]
}

// Name is a name for one cell: by the place of its sheet, row and column, each from 0.
type Name struct {
	Name               string
	Sheet, Row, Column int
}

// Sheet is one sheet of a workbook.
type Sheet struct {
	Name   string    // at most 31 characters, none of []:*?/\
	Widths []float64 // of the columns, in characters; a column without one is as wide as the program likes
	Frozen int       // how many of the first rows stay in view and are printed on each page
	Footer string    // stands under each printed page
	Rows   [][]Cell
	// Each tells the rows after these, which are written as they come and kept nowhere; nil: there are none. It ends with what row returns.
	// There is no amount in them: the formats of a workbook's currencies are written before.
	Each func(row func([]Cell) error) error
}

// Cell is one typed value; the zero Cell is empty.
type Cell struct {
	kind     kind
	text     string
	number   int64
	currency string
}

type kind int

const (
	empty kind = iota
	words
	head
	integer
	amount
	day
)

// Text is a cell of words.
func Text(s string) Cell { return Cell{kind: words, text: s} }

// Head is a cell of words in the style of a heading.
func Head(s string) Cell { return Cell{kind: head, text: s} }

// Heads is a row of headings.
func Heads(titles ...string) []Cell {
	row := make([]Cell, 0, len(titles))
	for _, t := range titles {
		row = append(row, Head(t))
	}
	return row
}

// Integer is a whole number.
func Integer(n int64) Cell { return Cell{kind: integer, number: n} }

// Amount is a sum in minor units (fen, cents) of an ISO 4217 currency.
func Amount(minor int64, currency string) Cell {
	return Cell{kind: amount, number: minor, currency: currency}
}

// Date is a day: that of t in t's own zone. The zero time is an empty cell, a day before March 1900 is written as text,
// for spreadsheets count 29 February 1900, which there was not.
func Date(t time.Time) Cell {
	if t.IsZero() {
		return Cell{}
	}
	y, m, d := t.Date()
	at := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	if at.Before(time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC)) {
		return Text(at.Format(time.DateOnly))
	}
	return Cell{kind: day, number: int64(at.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)) / (24 * time.Hour))}
}

// check refuses what the format cannot hold: a program would call the whole file broken, or round a number.
func (b Book) check() error {
	if len(b.Sheets) == 0 {
		return errors.New("a workbook has a sheet")
	}
	var names []string
	for _, s := range b.Sheets {
		name := strings.ToLower(s.Name)
		switch {
		case strings.TrimSpace(name) == "", utf8.RuneCountInString(s.Name) > maxName, strings.ContainsAny(name, `[]:*?/\`),
			strings.HasPrefix(name, "'"), strings.HasSuffix(name, "'"), name == "history", slices.Contains(names, name):
			return fmt.Errorf("%q cannot be the name of a sheet", s.Name)
		}
		names = append(names, name)
		if err := s.check(); err != nil {
			return fmt.Errorf("sheet %q: %w", s.Name, err)
		}
	}
	return nil
}

func (s Sheet) check() error {
	for i, row := range s.Rows {
		if err := checkRow(i, row); err != nil {
			return err
		}
	}
	return nil
}

// checkRow refuses a row, by its place from 0.
func checkRow(i int, row []Cell) error {
	if i >= maxRows {
		return fmt.Errorf("there are more than %d rows", maxRows)
	}
	if len(row) > maxColumns {
		return fmt.Errorf("row %d: %d columns are more than %d", i+1, len(row), maxColumns)
	}
	for j, c := range row {
		if err := c.check(); err != nil {
			return fmt.Errorf("%s: %w", place(i, j), err)
		}
	}
	return nil
}

func (c Cell) check() error {
	switch {
	case len(utf16.Encode([]rune(c.text))) > maxText:
		return fmt.Errorf("text of more than %d characters", maxText)
	case c.number > maxNumber || c.number < -maxNumber:
		return fmt.Errorf("%d has more digits than a spreadsheet keeps", c.number)
	case c.kind == amount && !i18n.KnownCurrency(c.currency):
		return fmt.Errorf("%q is not a currency code of ISO 4217", c.currency)
	}
	return nil
}

// place names a cell: A1 is row 0, column 0.
func place(row, column int) string {
	name := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return fmt.Sprintf("%s%d", name, row+1)
}
