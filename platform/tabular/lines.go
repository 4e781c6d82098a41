package tabular

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// MaxLine bounds a line in bytes. What is longer is not a row of a table; its rest is skipped, not kept.
const MaxLine = 64 << 10

// Line is one line of a file, without its end.
type Line struct {
	Number  int // from 1
	Bytes   []byte
	TooLong bool // Bytes holds the beginning only
}

// Lines reads a file line by line in constant memory.
type Lines struct {
	in     *bufio.Reader
	number int
	buf    []byte
}

// NewLines takes away a byte order mark and turns UTF-16 into UTF-8. marked says that there was one.
func NewLines(r io.Reader) (l *Lines, marked bool, err error) {
	in := bufio.NewReaderSize(r, 32<<10)
	mark, err := in.Peek(3)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, false, err
	}
	switch {
	case bytes.HasPrefix(mark, []byte{0xef, 0xbb, 0xbf}):
		_, err := in.Discard(3)
		return &Lines{in: in}, true, err
	case bytes.HasPrefix(mark, []byte{0xff, 0xfe}), bytes.HasPrefix(mark, []byte{0xfe, 0xff}):
		decoder := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder()
		return &Lines{in: bufio.NewReaderSize(transform.NewReader(in, decoder), 32<<10)}, true, nil
	}
	return &Lines{in: in}, false, nil
}

// Number is that of the line that was read last.
func (l *Lines) Number() int { return l.number }

// Next returns the next line, or io.EOF. Its bytes are good until the call after.
func (l *Lines) Next() (Line, error) {
	l.buf = l.buf[:0]
	tooLong, read := false, false
	for {
		part, err := l.in.ReadSlice('\n')
		read = read || len(part) > 0
		if room := MaxLine - len(l.buf); len(part) > room {
			// The end of the line is not part of it: a line of exactly the limit is not too long.
			tooLong = tooLong || len(bytes.TrimRight(part, "\r\n")) > room
			part = part[:room]
		}
		l.buf = append(l.buf, part...)
		switch {
		case err == nil:
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && read:
		default:
			return Line{}, err
		}
		l.number++
		return Line{Number: l.number, Bytes: bytes.TrimRight(l.buf, "\r\n"), TooLong: tooLong}, nil
	}
}

// Decode turns the bytes of a line into text.
type Decode func([]byte) (string, bool)

// UTF8 is text that needs no decoding.
func UTF8(b []byte) (string, bool) { return string(b), utf8.Valid(b) }

// GB18030 is text as older Chinese programs write it.
func GB18030(b []byte) (string, bool) {
	out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b)
	s := string(out)
	return s, err == nil && !strings.ContainsRune(s, utf8.RuneError)
}

// Detect reads a file through once and says how its text is to be decoded. A file is GB18030 when more of its lines are
// good GB18030 and bad UTF-8 than are good UTF-8 beyond ASCII: one damaged line does not change the reading of the rest.
// Neither a line's end nor a comma or a quote occurs inside a character of GB18030, so lines are cut before decoding.
func Detect(r io.Reader) (Decode, error) {
	l, marked, err := NewLines(r)
	if err != nil || marked {
		return UTF8, err
	}
	score := 0
	for {
		row, err := l.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("reading line %d: %w", l.number+1, err)
		}
		if row.TooLong || !beyondASCII(row.Bytes) {
			continue
		}
		if utf8.Valid(row.Bytes) {
			score--
		} else if _, ok := GB18030(row.Bytes); ok {
			score++
		}
	}
	if score > 0 {
		return GB18030, nil
	}
	return UTF8, nil
}

func beyondASCII(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return true
		}
	}
	return false
}
