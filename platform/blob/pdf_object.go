package blob

import (
	"bytes"
	"errors"
	"strconv"
)

// The objects of a PDF (ISO 32000-1, section 7.3). null is a Go nil; true, false and numbers keep their text.
type (
	pdfWord   string // a number, true or false
	pdfName   string // without the slash, with #xx resolved
	pdfString []byte // with escapes resolved
	pdfArray  []any
	pdfDict   map[pdfName]any
	pdfRef    struct{ number, generation int }
	pdfStream struct {
		dict pdfDict
		data []byte
	}
)

const maxDepth = 60

var errPDF = errors.New("not the form of a PDF object")

// pdfLexer reads objects from bytes.
type pdfLexer struct {
	in    []byte
	at    int
	depth int
	left  *int // how many more values may be read; nil: no bound
}

func isSpace(b byte) bool {
	return b == 0 || b == '\t' || b == '\n' || b == '\f' || b == '\r' || b == ' '
}

func isDelimiter(b byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), b) >= 0 }

// space passes over white space and comments.
func (l *pdfLexer) space() {
	for l.at < len(l.in) {
		switch b := l.in[l.at]; {
		case isSpace(b):
			l.at++
		case b == '%':
			for l.at < len(l.in) && l.in[l.at] != '\n' && l.in[l.at] != '\r' {
				l.at++
			}
		default:
			return
		}
	}
}

// word reads regular characters.
func (l *pdfLexer) word() string {
	l.space()
	from := l.at
	for l.at < len(l.in) && !isSpace(l.in[l.at]) && !isDelimiter(l.in[l.at]) {
		l.at++
	}
	return string(l.in[from:l.at])
}

// take passes over a text that must stand next.
func (l *pdfLexer) take(text string) bool {
	l.space()
	if !bytes.HasPrefix(l.in[l.at:], []byte(text)) {
		return false
	}
	l.at += len(text)
	return true
}

// integer reads a whole number that is not negative.
func (l *pdfLexer) integer() (int, error) {
	n, err := strconv.Atoi(l.word())
	if err != nil || n < 0 {
		return 0, errPDF
	}
	return n, nil
}

// object reads one object; a stream's data are not part of it.
func (l *pdfLexer) object() (any, error) {
	l.space()
	if l.at >= len(l.in) {
		return nil, errPDF
	}
	if l.depth++; l.depth > maxDepth {
		return nil, errors.New("objects nested too deep")
	}
	defer func() { l.depth-- }()
	if l.left != nil {
		if *l.left--; *l.left < 0 {
			return nil, errors.New("too many values")
		}
	}
	switch b := l.in[l.at]; {
	case b == '/':
		return l.name()
	case b == '(':
		return l.literal()
	case b == '[':
		l.at++
		return l.array()
	case b == '<' && bytes.HasPrefix(l.in[l.at:], []byte("<<")):
		l.at += 2
		return l.dict()
	case b == '<':
		l.at++
		return l.hex()
	}
	switch w := l.word(); w {
	case "":
		return nil, errPDF
	case "null":
		return nil, nil
	case "true", "false":
		return pdfWord(w), nil
	default:
		if _, err := strconv.ParseFloat(w, 64); err != nil || bytes.ContainsAny([]byte(w), "eExXpPnNiI_") {
			return nil, errPDF
		}
		return l.reference(w), nil
	}
}

// reference looks whether a number begins "12 0 R".
func (l *pdfLexer) reference(w string) any {
	number, err := strconv.Atoi(w)
	if err != nil || number < 0 {
		return pdfWord(w)
	}
	from := l.at
	if generation, err := l.integer(); err == nil && l.word() == "R" {
		return pdfRef{number, generation}
	}
	l.at = from
	return pdfWord(w)
}

func (l *pdfLexer) name() (any, error) {
	l.at++
	from := l.at
	for l.at < len(l.in) && !isSpace(l.in[l.at]) && !isDelimiter(l.in[l.at]) {
		l.at++
	}
	raw := l.in[from:l.at]
	var out []byte
	for i := 0; i < len(raw); i++ {
		if raw[i] == '#' && i+2 < len(raw) {
			if v, err := strconv.ParseUint(string(raw[i+1:i+3]), 16, 8); err == nil {
				out = append(out, byte(v))
				i += 2
				continue
			}
		}
		out = append(out, raw[i])
	}
	return pdfName(out), nil
}

func (l *pdfLexer) array() (any, error) {
	list := pdfArray{}
	for {
		if l.take("]") {
			return list, nil
		}
		o, err := l.object()
		if err != nil {
			return nil, err
		}
		list = append(list, o)
	}
}

func (l *pdfLexer) dict() (any, error) {
	d := pdfDict{}
	for {
		if l.take(">>") {
			return d, nil
		}
		key, err := l.object()
		if err != nil {
			return nil, err
		}
		k, ok := key.(pdfName)
		if !ok {
			return nil, errPDF
		}
		if _, twice := d[k]; twice { // readers differ on which one counts
			return nil, errors.New("a key that stands twice in a dictionary")
		}
		if d[k], err = l.object(); err != nil {
			return nil, err
		}
	}
}

func (l *pdfLexer) hex() (any, error) {
	var digits []byte
	for ; l.at < len(l.in); l.at++ {
		b := l.in[l.at]
		switch {
		case b == '>':
			l.at++
			if len(digits)%2 == 1 {
				digits = append(digits, '0')
			}
			out := make(pdfString, len(digits)/2)
			for i := range out {
				v, err := strconv.ParseUint(string(digits[2*i:2*i+2]), 16, 8)
				if err != nil {
					return nil, errPDF
				}
				out[i] = byte(v)
			}
			return out, nil
		case !isSpace(b):
			digits = append(digits, b)
		}
	}
	return nil, errPDF
}

func (l *pdfLexer) literal() (any, error) {
	l.at++
	out := pdfString{}
	for depth := 1; l.at < len(l.in); {
		b := l.in[l.at]
		l.at++
		switch b {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return out, nil
			}
		case '\\':
			out = l.escape(out)
			continue
		}
		out = append(out, b)
	}
	return nil, errPDF
}

// escape reads what follows a backslash.
func (l *pdfLexer) escape(out pdfString) pdfString {
	if l.at >= len(l.in) {
		return out
	}
	b := l.in[l.at]
	l.at++
	switch b {
	case 'n':
		return append(out, '\n')
	case 'r':
		return append(out, '\r')
	case 't':
		return append(out, '\t')
	case 'b':
		return append(out, '\b')
	case 'f':
		return append(out, '\f')
	case '\n':
		return out
	case '\r':
		if l.at < len(l.in) && l.in[l.at] == '\n' {
			l.at++
		}
		return out
	}
	if b < '0' || b > '7' {
		return append(out, b)
	}
	v := int(b - '0')
	for i := 0; i < 2 && l.at < len(l.in) && l.in[l.at] >= '0' && l.in[l.at] <= '7'; i++ {
		v = v*8 + int(l.in[l.at]-'0')
		l.at++
	}
	return append(out, byte(v)) //nolint:gosec // ISO 32000-1 section 7.3.4.2: high-order overflow is ignored
}
