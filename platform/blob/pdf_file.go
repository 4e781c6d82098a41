package blob

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
)

const (
	maxObjects  = 200_000
	maxValues   = 2_000_000 // in all objects together; a value takes some 40 bytes
	maxInflated = 64 << 20  // of all tables and object streams together
	maxRevised  = 64        // revisions of one file
)

var errEncrypted = errors.New("the PDF is encrypted")

// pdfEntry says where an object is (ISO 32000-1, section 7.5): at an offset, or in an object stream.
type pdfEntry struct {
	offset int
	in     int // number of the object stream; zero: at offset
	index  int
	free   bool
}

// pdfFile reads the objects of a PDF by its own cross-reference tables.
type pdfFile struct {
	in         []byte
	entries    map[int]pdfEntry
	root       pdfRef
	properties any // the reference to them; nil: none
	inflated   int
	left       int              // values that may still be read
	held       map[int]any      // objects read
	packed     map[int]pdfArray // object streams read
	reading    map[int]bool
}

func openPDF(in []byte) (*pdfFile, error) {
	f := &pdfFile{in: in, left: maxValues, entries: map[int]pdfEntry{}, held: map[int]any{}, packed: map[int]pdfArray{}, reading: map[int]bool{}}
	tail := max(0, len(in)-2048)
	i := bytes.LastIndex(in[tail:], []byte("startxref"))
	if i < 0 {
		return nil, errors.New("no startxref")
	}
	l := &pdfLexer{in: in, at: tail + i + len("startxref")}
	at, err := l.integer()
	if err != nil {
		return nil, errors.New("startxref without an offset")
	}
	seen := map[int]bool{}
	for next := []int{at}; len(next) > 0; {
		at, next = next[0], next[1:]
		if seen[at] || at <= 0 || at >= len(in) || len(seen) >= maxRevised {
			return nil, errors.New("a cross-reference table in a circle or outside the file")
		}
		seen[at] = true
		trailer, err := f.table(at)
		if err != nil {
			return nil, err
		}
		if _, ok := trailer["Encrypt"]; ok {
			return nil, errEncrypted
		}
		if root, ok := trailer["Root"].(pdfRef); ok && f.root == (pdfRef{}) {
			f.root = root
			f.properties = trailer["Info"]
		}
		for _, k := range []pdfName{"XRefStm", "Prev"} { // section 7.5.8.4: the stream of a hybrid file comes first
			if more, ok := whole(trailer[k]); ok {
				next = append(next, more)
			}
		}
	}
	if f.root == (pdfRef{}) {
		return nil, errors.New("no catalogue")
	}
	return f, nil
}

// whole is an object's value as a whole number.
func whole(o any) (int, bool) {
	w, ok := o.(pdfWord)
	if !ok {
		return 0, false
	}
	n, err := strconv.Atoi(string(w))
	return n, err == nil
}

// read reads the indirect object at an offset.
func (f *pdfFile) read(at int) (number int, o any, err error) {
	if at <= 0 || at >= len(f.in) {
		return 0, nil, errors.New("an object outside the file")
	}
	l := &pdfLexer{in: f.in, at: at, left: &f.left}
	if number, err = l.integer(); err != nil {
		return 0, nil, errors.New("no object at its offset")
	}
	if _, err := l.integer(); err != nil || l.word() != "obj" {
		return 0, nil, errors.New("no object at its offset")
	}
	if o, err = l.object(); err != nil {
		return 0, nil, err
	}
	d, isDict := o.(pdfDict)
	if !isDict || !l.take("stream") {
		if !l.take("endobj") {
			return 0, nil, errors.New("an object without an end")
		}
		return number, o, nil
	}
	if l.at < len(f.in) && f.in[l.at] == '\r' {
		l.at++
	}
	if l.at < len(f.in) && f.in[l.at] == '\n' {
		l.at++
	}
	length, err := f.resolve(d["Length"])
	if err != nil {
		return 0, nil, err
	}
	n, ok := whole(length)
	if !ok || n < 0 || n > len(f.in)-l.at {
		return 0, nil, errors.New("a stream of impossible length")
	}
	data := f.in[l.at : l.at+n]
	l.at += n
	for l.at < len(f.in) && isSpace(f.in[l.at]) {
		l.at++
	}
	if !bytes.HasPrefix(f.in[l.at:], []byte("endstream")) {
		return 0, nil, errors.New("a stream of wrong length")
	}
	return number, pdfStream{d, data}, nil
}

// resolve follows references. An object that does not exist is null (section 7.3.10).
func (f *pdfFile) resolve(o any) (any, error) {
	for range maxDepth {
		r, ok := o.(pdfRef)
		if !ok {
			return o, nil
		}
		var err error
		if o, err = f.get(r.number); err != nil {
			return nil, err
		}
	}
	return nil, errors.New("references in a circle")
}

func (f *pdfFile) get(number int) (any, error) {
	if o, ok := f.held[number]; ok {
		return o, nil
	}
	e, ok := f.entries[number]
	if !ok || e.free {
		return nil, nil
	}
	if f.reading[number] {
		return nil, errors.New("an object that needs itself")
	}
	f.reading[number] = true
	defer delete(f.reading, number)
	var o any
	if e.in == 0 {
		found, read, err := f.read(e.offset)
		if err != nil {
			return nil, fmt.Errorf("object %d: %w", number, err)
		}
		if found != number {
			return nil, fmt.Errorf("object %d: object %d stands there", number, found)
		}
		o = read
	} else {
		list, err := f.unpack(e.in)
		if err != nil {
			return nil, err
		}
		if e.index >= len(list) {
			return nil, fmt.Errorf("object %d: not in its object stream", number)
		}
		o = list[e.index]
	}
	f.held[number] = o
	return o, nil
}

// unpack reads an object stream (section 7.5.7).
func (f *pdfFile) unpack(number int) (pdfArray, error) {
	if list, ok := f.packed[number]; ok {
		return list, nil
	}
	o, err := f.get(number)
	if err != nil {
		return nil, err
	}
	s, ok := o.(pdfStream)
	if !ok || f.entries[number].in != 0 {
		return nil, errors.New("an object stream that is none")
	}
	data, err := f.inflate(s)
	if err != nil {
		return nil, err
	}
	n, ok1 := whole(s.dict["N"])
	first, ok2 := whole(s.dict["First"])
	if !ok1 || !ok2 || n < 0 || n > maxObjects || first < 0 || first > len(data) {
		return nil, errors.New("an object stream with a wrong heading")
	}
	head := &pdfLexer{in: data[:first]}
	list := make(pdfArray, 0, min(n, first))
	for range n {
		if _, err := head.integer(); err != nil {
			return nil, errors.New("an object stream with a wrong heading")
		}
		at, err := head.integer()
		if err != nil || at > len(data)-first {
			return nil, errors.New("an object stream with a wrong heading")
		}
		o, err := (&pdfLexer{in: data, at: first + at, left: &f.left}).object()
		if err != nil {
			return nil, err
		}
		list = append(list, o)
	}
	f.packed[number] = list
	return list, nil
}
