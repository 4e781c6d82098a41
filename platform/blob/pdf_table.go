package blob

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// enter adds an entry unless a newer table had one.
func (f *pdfFile) enter(number int, e pdfEntry) error {
	if _, ok := f.entries[number]; ok {
		return nil
	}
	if len(f.entries) >= maxObjects || number < 0 || number > 1<<23 {
		return errors.New("too many objects")
	}
	f.entries[number] = e
	return nil
}

// table reads a cross-reference table or stream and returns its trailer.
func (f *pdfFile) table(at int) (pdfDict, error) {
	l := &pdfLexer{in: f.in, at: at, left: &f.left}
	if !l.take("xref") {
		return f.tableStream(at)
	}
	for !l.take("trailer") {
		first, err := l.integer()
		if err != nil {
			return nil, errors.New("a broken cross-reference table")
		}
		n, err := l.integer()
		if err != nil || n > maxObjects {
			return nil, errors.New("a broken cross-reference table")
		}
		for i := range n {
			offset, err := l.integer()
			if err != nil {
				return nil, errors.New("a broken cross-reference table")
			}
			if _, err := l.integer(); err != nil {
				return nil, errors.New("a broken cross-reference table")
			}
			if err := f.enter(first+i, pdfEntry{offset: offset, free: l.word() != "n"}); err != nil {
				return nil, err
			}
		}
	}
	o, err := l.object()
	if err != nil {
		return nil, fmt.Errorf("reading a trailer: %w", err)
	}
	d, ok := o.(pdfDict)
	if !ok {
		return nil, errors.New("a trailer that is no dictionary")
	}
	return d, nil
}

// tableStream reads a cross-reference stream (section 7.5.8).
func (f *pdfFile) tableStream(at int) (pdfDict, error) {
	_, o, err := f.read(at)
	if err != nil {
		return nil, fmt.Errorf("reading a cross-reference stream: %w", err)
	}
	s, ok := o.(pdfStream)
	if !ok || s.dict["Type"] != pdfName("XRef") {
		return nil, errors.New("no cross-reference table at its offset")
	}
	data, err := f.inflate(s)
	if err != nil {
		return nil, err
	}
	var w [3]int
	widths, _ := s.dict["W"].(pdfArray)
	if len(widths) != 3 {
		return nil, errors.New("a cross-reference stream without widths")
	}
	row := 0
	for i := range w {
		n, ok := whole(widths[i])
		if !ok || n < 0 || n > 7 {
			return nil, errors.New("a cross-reference stream with wrong widths")
		}
		w[i] = n
		row += n
	}
	size, _ := whole(s.dict["Size"])
	index, ok := s.dict["Index"].(pdfArray)
	if !ok {
		index = pdfArray{pdfWord("0"), pdfWord(strconv.Itoa(size))}
	}
	for ; len(index) >= 2; index = index[2:] {
		first, ok1 := whole(index[0])
		n, ok2 := whole(index[1])
		if !ok1 || !ok2 || n < 0 || n > maxObjects || row == 0 || n*row > len(data) {
			return nil, errors.New("a cross-reference stream that is too short")
		}
		for i := range n {
			if err := f.enter(first+i, entryOf(data[i*row:], w)); err != nil {
				return nil, err
			}
		}
		data = data[n*row:]
	}
	return s.dict, nil
}

func entryOf(data []byte, w [3]int) pdfEntry {
	var v [3]int
	for i, n := range w {
		for range n {
			v[i] = v[i]<<8 | int(data[0])
			data = data[1:]
		}
	}
	if w[0] == 0 {
		v[0] = 1
	}
	switch v[0] {
	case 1:
		return pdfEntry{offset: v[1]}
	case 2:
		return pdfEntry{in: v[1], index: v[2]}
	}
	return pdfEntry{free: true}
}

// inflate decodes a table or object stream: plain, or FlateDecode with or without a PNG predictor.
func (f *pdfFile) inflate(s pdfStream) ([]byte, error) {
	filter, parms := s.dict["Filter"], s.dict["DecodeParms"]
	if a, ok := filter.(pdfArray); ok && len(a) == 1 {
		filter = a[0]
	}
	if a, ok := parms.(pdfArray); ok && len(a) == 1 {
		parms = a[0]
	}
	if filter == nil {
		return s.data, nil
	}
	if filter != pdfName("FlateDecode") {
		return nil, errors.New("a table in an encoding other than Flate")
	}
	z, err := zlib.NewReader(bytes.NewReader(s.data))
	if err != nil {
		return nil, fmt.Errorf("inflating: %w", err)
	}
	out, err := io.ReadAll(io.LimitReader(z, int64(maxInflated-f.inflated)+1))
	if err != nil {
		return nil, fmt.Errorf("inflating: %w", err)
	}
	if f.inflated += len(out); f.inflated > maxInflated {
		return nil, errors.New("inflates too far")
	}
	d, ok := parms.(pdfDict)
	if !ok {
		return out, nil
	}
	if p, ok := whole(d["Predictor"]); !ok || p == 1 {
		return out, nil
	} else if p < 10 {
		return nil, errors.New("an unknown predictor")
	}
	columns, ok := whole(d["Columns"])
	if !ok || columns < 1 || columns > 1<<16 || d["Colors"] != nil || d["BitsPerComponent"] != nil {
		return nil, errors.New("a predictor that does not fit a table")
	}
	return unpredict(out, columns)
}

// unpredict undoes PNG filters of one byte a sample (PNG 3rd edition, section 9).
func unpredict(in []byte, columns int) ([]byte, error) {
	out := make([]byte, 0, len(in))
	above := make([]byte, columns)
	for ; len(in) > columns; in = in[columns+1:] {
		row := bytes.Clone(in[1 : columns+1])
		for i := range row {
			var left, corner byte
			if i > 0 {
				left, corner = row[i-1], above[i-1]
			}
			switch in[0] {
			case 0:
			case 1:
				row[i] += left
			case 2:
				row[i] += above[i]
			case 3:
				row[i] += byte((int(left) + int(above[i])) / 2) //nolint:gosec // the mean of two bytes is a byte
			case 4:
				row[i] += paeth(left, above[i], corner)
			default:
				return nil, errors.New("an unknown PNG filter")
			}
		}
		out, above = append(out, row...), row
	}
	return out, nil
}

func paeth(left, above, corner byte) byte {
	p := int(left) + int(above) - int(corner)
	a, b, c := distance(p, left), distance(p, above), distance(p, corner)
	switch {
	case a <= b && a <= c:
		return left
	case b <= c:
		return above
	}
	return corner
}

func distance(p int, v byte) int {
	d := p - int(v)
	return max(d, -d)
}
