package tabular

import (
	"errors"
	"io"
	"strings"
)

// Bounds of a record whose quoted fields reach over line ends.
const (
	maxRecordLines = 200
	maxRecord      = 256 << 10 // bytes
)

// Trouble is why a record cannot be read.
type Trouble int

// The troubles.
const (
	Fine     Trouble = iota
	BadQuote         // a quotation mark that opens or closes nothing
	BadText          // bytes that are no character
	NulByte
	TooLong // a line above [MaxLine]
)

// Record is one row, or why it is none. A blank one has no fields.
type Record struct {
	Line    int // of its beginning, from 1
	Fields  []string
	Trouble Trouble
	Unread  map[int]Reason // fields of a workbook that say nothing, by their places, and why
}

// Records reads a file record by record. A quoted field may reach over line ends; where no quotation mark closes it within the
// bounds, its first line alone is in trouble, and reading goes on with the line after: one wrong quotation mark does not cost
// the rest of a file.
type Records struct {
	Header []string

	lines   *Lines
	text    Decode
	comma   rune
	waiting []kept // lines that were read ahead
	ended   bool
}

// kept is a line that stays good while others are read.
type kept struct {
	number  int
	text    string
	trouble Trouble
}

// NewRecords reads the header of a file and finds out what separates its fields. decode is what [Detect] found. It returns
// io.EOF for an empty file, and errHeader where the first line names no columns.
func NewRecords(r io.Reader, decode Decode) (*Records, error) {
	l, marked, err := NewLines(r)
	if err != nil {
		return nil, err
	}
	if marked {
		decode = UTF8
	}
	out := &Records{lines: l, text: decode, comma: ','}
	head, ok := out.peek(0)
	if !ok {
		return nil, io.EOF
	}
	if head.trouble != Fine {
		return nil, ErrHeader
	}
	for _, comma := range []rune{',', '\t', ';'} {
		out.comma = comma
		if record := out.read(); record.Trouble == Fine && len(record.Fields) > 1 {
			out.Header = record.Fields
			return out, nil
		} else if len(out.waiting) == 0 || out.waiting[0].number != head.number {
			out.waiting = append([]kept{head}, out.waiting...)
		}
	}
	return nil, ErrHeader
}

// ErrHeader says that the first line of a file names no columns.
var ErrHeader = errors.New("tabular: the first line is not a header")

// Next returns the next record that is not blank, or io.EOF.
func (r *Records) Next() (Record, error) {
	for {
		if _, ok := r.peek(0); !ok {
			return Record{}, io.EOF
		}
		record := r.read()
		if record.Trouble != Fine || strings.TrimSpace(strings.Join(record.Fields, "")) != "" {
			return record, nil
		}
	}
}

// peek is the line so many after the next.
func (r *Records) peek(n int) (kept, bool) {
	for len(r.waiting) <= n && !r.ended {
		line, err := r.lines.Next()
		if err != nil {
			r.ended = true
			break
		}
		k := kept{number: line.Number}
		text, ok := r.text(line.Bytes)
		switch k.text = text; {
		case line.TooLong:
			k.trouble, k.text = TooLong, ""
		case strings.ContainsRune(text, 0):
			k.trouble = NulByte
		case !ok:
			k.trouble = BadText
		}
		r.waiting = append(r.waiting, k)
	}
	if len(r.waiting) <= n {
		return kept{}, false
	}
	return r.waiting[n], true
}

func (r *Records) take(n int) { r.waiting = append(r.waiting[:0], r.waiting[n:]...) }

// read takes one record.
func (r *Records) read() Record {
	first, _ := r.peek(0)
	if first.trouble != Fine {
		r.take(1)
		return Record{Line: first.number, Trouble: first.trouble}
	}
	whole := first.text
	quotes := strings.Count(whole, `"`)
	n := 1
	for quotes%2 == 1 && n < maxRecordLines && len(whole) < maxRecord {
		more, ok := r.peek(n)
		if !ok || more.trouble != Fine {
			break
		}
		whole += "\n" + more.text
		quotes += strings.Count(more.text, `"`)
		n++
	}
	fields, err := Fields(whole, r.comma)
	if quotes%2 == 1 || err != nil {
		r.take(1)
		return Record{Line: first.number, Trouble: BadQuote}
	}
	r.take(n)
	return Record{Line: first.number, Fields: fields}
}
