package sheet

import (
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"linli/platform/fault"
)

// Row is one row of a sheet that has a cell.
type Row struct {
	Number int // as a spreadsheet shows it, from 1
	Cells  []Value
}

// Value is what a cell shows, as text: words as they stand; a number in the digits that a spreadsheet keeps, 15; a day with its time as
// 2026-01-31T17:30:00; true and false in capital letters. A cell that is not there has none.
type Value struct {
	Text    string
	Trouble Trouble
}

// Trouble is why a cell shows nothing that could be read.
type Trouble int

// The troubles.
const (
	Fine       Trouble = iota
	Unreckoned         // a formula whose result is not in the file; linli reckons none
	Failed             // a formula that failed: #N/A, #REF! …
	TooLong            // more words than a cell can hold
	Rounded            // a number of more digits than a spreadsheet keeps: the last are lost
)

// Rows are those of one sheet, in their order. Memory does not grow with them.
type Rows struct {
	book *Workbook
	part *reading
	at   int  // the number of the row that was read last
	done bool // the rows are over, and the part was read to its end
}

// Rows begins to read a sheet; without a name, the first that is shown. Errors: ErrUnknown, ErrBroken.
func (b *Workbook) Rows(sheet string) (*Rows, error) {
	part, err := b.part(sheet)
	if err != nil {
		return nil, err
	}
	p, err := b.read(part)
	return &Rows{book: b, part: p}, err
}

// Close ends the reading.
func (r *Rows) Close() { r.part.close() }

// Next is the next row, or io.EOF at the end of a sheet that is whole. Errors: ErrBroken, ErrLarge.
func (r *Rows) Next() (Row, error) {
	for !r.done {
		t, err := r.part.next()
		if errors.Is(err, io.EOF) {
			r.done = true
			break
		}
		if err != nil {
			return Row{}, err
		}
		if x, ok := t.(xml.StartElement); ok && x.Name.Local == "row" && up(r.part.within, 1) == "sheetData" {
			return r.row(x)
		}
	}
	return Row{}, io.EOF
}

func (r *Rows) broken() error { return ErrBroken.With(fault.Args{"part": r.part.name}) }

func (r *Rows) row(start xml.StartElement) (Row, error) {
	r.at++
	if n := of(start, "r"); n != "" {
		at, err := strconv.Atoi(n)
		if err != nil || at < r.at || at > maxRows {
			return Row{}, r.broken()
		}
		r.at = at
	}
	out := Row{Number: r.at}
	size := 0
	for {
		t, err := r.part.next()
		if err != nil {
			return Row{}, err
		}
		switch x := t.(type) {
		case xml.EndElement:
			if x.Name.Local == "row" {
				return out, nil
			}
		case xml.StartElement:
			if x.Name.Local != "c" || up(r.part.within, 1) != "row" {
				continue
			}
			column := len(out.Cells)
			if place := of(x, "r"); place != "" {
				at, ok := located(place)
				if !ok || at.row != r.at-1 || at.column < column {
					return Row{}, r.broken()
				}
				column = at.column
			}
			if column >= maxColumns {
				return Row{}, r.broken()
			}
			v, err := r.cell(x)
			if err != nil {
				return Row{}, err
			}
			if size += len(v.Text); size > maxToken {
				v = Value{Trouble: TooLong}
			}
			out.Cells = append(append(out.Cells, make([]Value, column-len(out.Cells))...), v)
		}
	}
}

// cell reads one cell. Of a formula the result is taken that the file has; it is never reckoned.
func (r *Rows) cell(start xml.StartElement) (Value, error) {
	var value, inline limited
	formula := false
	for {
		t, err := r.part.next()
		if err != nil {
			return Value{}, err
		}
		within := r.part.within
		switch x := t.(type) {
		case xml.StartElement:
			formula = formula || x.Name.Local == "f" && up(within, 1) == "c"
		case xml.CharData:
			switch {
			case up(within, 0) == "v" && up(within, 1) == "c":
				value.add(x)
			case up(within, 0) == "t" && (up(within, 1) == "is" || up(within, 1) == "r" && up(within, 2) == "is"): // what is read aloud (rPh) is left out
				inline.add(x)
			}
		case xml.EndElement:
			if x.Name.Local == "c" && up(within, 1) == "row" {
				return r.shown(start, value, inline, formula)
			}
		}
	}
}

// shown is what a cell of a kind shows (ISO/IEC 29500-1, 18.18.11, ST_CellType).
func (r *Rows) shown(start xml.StartElement, value, inline limited, formula bool) (Value, error) {
	v := value.String()
	switch kind := of(start, "t"); {
	case value.over || inline.over:
		return Value{Trouble: TooLong}, nil
	case kind == "e":
		return Value{Trouble: Failed}, nil
	case kind == "inlineStr":
		return Value{Text: unescaped(inline.String())}, nil
	case v == "" && formula && kind != "str":
		return Value{Trouble: Unreckoned}, nil
	case v == "":
		return Value{}, nil
	case kind == "s":
		n, err := strconv.Atoi(strings.TrimSpace(v))
		text, over, ok := r.book.shared.at(n)
		if err != nil || !ok {
			return Value{}, r.broken()
		}
		if over {
			return Value{Trouble: TooLong}, nil
		}
		return Value{Text: text}, nil
	case kind == "str":
		return Value{Text: unescaped(v)}, nil
	case kind == "d":
		return Value{Text: strings.TrimSpace(v)}, nil
	case kind == "b":
		return Value{Text: strings.ToUpper(strconv.FormatBool(on(strings.TrimSpace(v))))}, nil
	case kind == "" || kind == "n":
		n, err := strconv.ParseFloat(strings.TrimSpace(v), 64)
		if err != nil {
			return Value{}, r.broken()
		}
		style, _ := strconv.Atoi(of(start, "s"))
		return r.book.number(n, style), nil
	}
	return Value{}, r.broken()
}
