package main

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// A small strict reader of JSON (RFC 8259). encoding/json accepts a name given twice, and takes "TIME" for "time"; two
// readers could then see two receipts in one file.

// number is a number as it was written.
type number string

type jsonReader struct {
	s  string
	at int
}

const maxNesting = 8

// parseJSON reads one value and nothing after it: nil, bool, number, string, []any or map[string]any.
func parseJSON(s string) (any, bool) {
	if !utf8.ValidString(s) {
		return nil, false
	}
	r := &jsonReader{s: s}
	v, ok := r.value(0)
	r.space()
	return v, ok && r.at == len(r.s)
}

func (r *jsonReader) space() {
	for r.at < len(r.s) && strings.IndexByte(" \t\r\n", r.s[r.at]) >= 0 {
		r.at++
	}
}

func (r *jsonReader) take(c byte) bool {
	r.space()
	if r.at < len(r.s) && r.s[r.at] == c {
		r.at++
		return true
	}
	return false
}

func (r *jsonReader) value(depth int) (any, bool) {
	r.space()
	if r.at == len(r.s) || depth > maxNesting {
		return nil, false
	}
	switch c := r.s[r.at]; {
	case c == '{':
		return r.object(depth)
	case c == '[':
		return r.array(depth)
	case c == '"':
		return r.str()
	case c == '-' || c >= '0' && c <= '9':
		return r.number()
	}
	for word, v := range map[string]any{"null": nil, "true": true, "false": false} {
		if strings.HasPrefix(r.s[r.at:], word) {
			r.at += len(word)
			return v, true
		}
	}
	return nil, false
}

func (r *jsonReader) object(depth int) (any, bool) {
	r.take('{')
	o := map[string]any{}
	if r.take('}') {
		return o, true
	}
	for {
		r.space()
		name, ok := r.str()
		if !ok || !r.take(':') {
			return nil, false
		}
		if _, twice := o[name]; twice {
			return nil, false
		}
		if o[name], ok = r.value(depth + 1); !ok {
			return nil, false
		}
		if r.take('}') {
			return o, true
		}
		if !r.take(',') {
			return nil, false
		}
	}
}

func (r *jsonReader) array(depth int) (any, bool) {
	r.take('[')
	list := []any{}
	if r.take(']') {
		return list, true
	}
	for {
		v, ok := r.value(depth + 1)
		if !ok {
			return nil, false
		}
		list = append(list, v)
		if r.take(']') {
			return list, true
		}
		if !r.take(',') {
			return nil, false
		}
	}
}

// number reads -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?
func (r *jsonReader) number() (any, bool) {
	start := r.at
	r.skip("-", 1)
	if r.skip("0", 1) == 0 && r.skip("0123456789", -1) == 0 {
		return nil, false
	}
	if r.skip(".", 1) == 1 && r.skip("0123456789", -1) == 0 {
		return nil, false
	}
	if r.skip("eE", 1) == 1 {
		r.skip("+-", 1)
		if r.skip("0123456789", -1) == 0 {
			return nil, false
		}
	}
	return number(r.s[start:r.at]), true
}

// skip passes over at most limit characters out of a set, any number of them when limit is negative.
func (r *jsonReader) skip(set string, limit int) int {
	n := 0
	for n != limit && r.at < len(r.s) && strings.IndexByte(set, r.s[r.at]) >= 0 {
		r.at++
		n++
	}
	return n
}

func (r *jsonReader) str() (string, bool) {
	if r.at == len(r.s) || r.s[r.at] != '"' {
		return "", false
	}
	r.at++
	var b strings.Builder
	for r.at < len(r.s) {
		switch c := r.s[r.at]; {
		case c == '"':
			r.at++
			return b.String(), true
		case c < 0x20:
			return "", false
		case c == '\\':
			if !r.escape(&b) {
				return "", false
			}
		default:
			b.WriteByte(c)
			r.at++
		}
	}
	return "", false
}

func (r *jsonReader) escape(b *strings.Builder) bool {
	if r.at+1 >= len(r.s) {
		return false
	}
	c := r.s[r.at+1]
	r.at += 2
	if i := strings.IndexByte(`"\/bfnrt`, c); i >= 0 {
		b.WriteByte("\"\\/\b\f\n\r\t"[i])
		return true
	}
	if c != 'u' {
		return false
	}
	unit, ok := r.hex4()
	if !ok {
		return false
	}
	if utf16.IsSurrogate(unit) { // a half without its other half reads as U+FFFD
		mark := r.at
		if strings.HasPrefix(r.s[r.at:], `\u`) {
			r.at += 2
			low, ok := r.hex4()
			if !ok {
				return false
			}
			if pair := utf16.DecodeRune(unit, low); pair != utf8.RuneError {
				b.WriteRune(pair)
				return true
			}
			r.at = mark
		}
		unit = utf8.RuneError
	}
	b.WriteRune(unit)
	return true
}

func (r *jsonReader) hex4() (rune, bool) {
	if r.at+4 > len(r.s) {
		return 0, false
	}
	var v rune
	for _, c := range []byte(r.s[r.at : r.at+4]) {
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c >= 'a' && c <= 'f':
			c -= 'a' - 10
		case c >= 'A' && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, false
		}
		v = v<<4 | rune(c)
	}
	r.at += 4
	return v, true
}
