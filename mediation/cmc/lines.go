package cmc

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

// maxLine bounds a line in bytes. What is longer is not a row of these tables; its rest is skipped, not kept.
const maxLine = 64 << 10

// line is one line of a file, without its end.
type line struct {
	number  int // from 1
	bytes   []byte
	tooLong bool // bytes holds the beginning only
}

// lines reads a file line by line in constant memory.
type lines struct {
	in     *bufio.Reader
	number int
	buf    []byte
}

// newLines takes away a byte order mark and turns UTF-16 into UTF-8. marked says that there was one.
func newLines(r io.Reader) (l *lines, marked bool, err error) {
	in := bufio.NewReaderSize(r, 32<<10)
	mark, err := in.Peek(3)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, false, err
	}
	switch {
	case bytes.HasPrefix(mark, []byte{0xef, 0xbb, 0xbf}):
		_, err := in.Discard(3)
		return &lines{in: in}, true, err
	case bytes.HasPrefix(mark, []byte{0xff, 0xfe}), bytes.HasPrefix(mark, []byte{0xfe, 0xff}):
		decoder := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder()
		return &lines{in: bufio.NewReaderSize(transform.NewReader(in, decoder), 32<<10)}, true, nil
	}
	return &lines{in: in}, false, nil
}

// next returns the next line, or io.EOF. Its bytes are good until the call after.
func (l *lines) next() (line, error) {
	l.buf = l.buf[:0]
	tooLong, read := false, false
	for {
		part, err := l.in.ReadSlice('\n')
		read = read || len(part) > 0
		if room := maxLine - len(l.buf); len(part) > room {
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
			return line{}, err
		}
		l.number++
		return line{number: l.number, bytes: bytes.TrimRight(l.buf, "\r\n"), tooLong: tooLong}, nil
	}
}

// decode turns the bytes of a line into text.
type decode func([]byte) (string, bool)

func utf8Text(b []byte) (string, bool) { return string(b), utf8.Valid(b) }

func gb18030Text(b []byte) (string, bool) {
	out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b)
	s := string(out)
	return s, err == nil && !strings.ContainsRune(s, utf8.RuneError)
}

// detect reads a file through once and says how its text is to be decoded. A file is GB18030 when more of its lines are
// good GB18030 and bad UTF-8 than are good UTF-8 beyond ASCII: one damaged line does not change the reading of the rest.
// Neither a line's end nor a comma or a quote occurs inside a character of GB18030, so lines are cut before decoding.
func detect(r io.Reader) (decode, error) {
	l, marked, err := newLines(r)
	if err != nil || marked {
		return utf8Text, err
	}
	score := 0
	for {
		row, err := l.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("reading line %d: %w", l.number+1, err)
		}
		if row.tooLong || !beyondASCII(row.bytes) {
			continue
		}
		if utf8.Valid(row.bytes) {
			score--
		} else if _, ok := gb18030Text(row.bytes); ok {
			score++
		}
	}
	if score > 0 {
		return gb18030Text, nil
	}
	return utf8Text, nil
}

func beyondASCII(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return true
		}
	}
	return false
}
