package rulebook

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
)

// formulaReader takes a formula apart, one sign after the other, and collects what is wrong with it.
type formulaReader struct {
	text     []rune
	at       int // where the next sign begins
	now      token
	stopped  bool // what follows a mistake is not looked at where it would only repeat it
	measures []string
	bad      []wrong
}

// token is one sign of a formula; at is its place in the text, from 0.
type token struct {
	kind tokenKind
	text string
	at   int
}

type tokenKind int

const (
	ending tokenKind = iota
	name
	number
	quoted
	operator
)

func (r *formulaReader) refuse(at int, reason string, args ...any) {
	if r.stopped {
		return
	}
	col := 1
	for _, c := range r.text[:at] {
		if col++; c == '\n' {
			col = 1
		}
	}
	r.bad = append(r.bad, wrong{col, fmt.Sprintf(reason, args...)})
}

func (r *formulaReader) stop() {
	r.stopped = true
	r.now = token{kind: ending, at: len(r.text)}
}

// next reads the next sign into now.
func (r *formulaReader) next() {
	for r.at < len(r.text) && strings.ContainsRune(" \t\r\n\f", r.text[r.at]) {
		r.at++
	}
	from := r.at
	if r.stopped || from == len(r.text) {
		r.now = token{kind: ending, at: len(r.text)}
		return
	}
	switch c := r.text[from]; {
	case letter(c):
		r.take(func(c rune) bool { return letter(c) || digit(c) || c == '.' })
		r.now = token{name, string(r.text[from:r.at]), from}
		if r.now.text == "in" {
			r.now.kind = operator
		}
	case digit(c):
		r.take(func(c rune) bool { return letter(c) || digit(c) || c == '.' })
		r.now = token{number, string(r.text[from:r.at]), from}
	case c == '\'' || c == '"':
		r.at++
		r.take(func(end rune) bool { return end != c })
		r.at = min(r.at+1, len(r.text))
		r.now = token{quoted, string(r.text[from:r.at]), from}
	default:
		r.at++
		if r.at < len(r.text) {
			switch both := string(r.text[from : r.at+1]); both {
			case "<=", ">=", "==", "!=", "&&", "||":
				r.at++
			}
		}
		r.now = token{operator, string(r.text[from:r.at]), from}
	}
}

func (r *formulaReader) take(belongs func(rune) bool) {
	for r.at < len(r.text) && belongs(r.text[r.at]) {
		r.at++
	}
}

// letter: also one that no measure is written with, so that a name is named whole where it is refused.
func letter(c rune) bool { return c == '_' || unicode.IsLetter(c) }

func digit(c rune) bool { return '0' <= c && c <= '9' }

// number reads a number as it is written.
func (r *formulaReader) number(t token) term {
	n, err := strconv.ParseInt(t.text, 10, 64)
	if err == nil {
		return term{wholeNumber, func(func(string) int64) (int64, bool) { return n, true }}
	}
	if _, err := strconv.ParseFloat(t.text, 64); err == nil && strings.Contains(t.text, ".") {
		return term{kind: fraction}
	}
	r.refuse(t.at, "this is no formula: %s is no number that it can count with", t.text)
	return term{kind: unknown}
}

// arithmetic is what a formula may do. ok is false where the result is none, or leaves the 64 bits.
var arithmetic = map[string]func(a, b int64) (n int64, ok bool){
	"+": func(a, b int64) (int64, bool) { n := a + b; return n, (n > a) == (b > 0) },
	"-": func(a, b int64) (int64, bool) { n := a - b; return n, (n < a) == (b > 0) },
	"*": func(a, b int64) (int64, bool) {
		if a == 0 || b == 0 {
			return 0, true
		}
		n := a * b
		return n, n/b == a && !(a == -1 && b == math.MinInt64) && !(b == -1 && a == math.MinInt64)
	},
	"/": func(a, b int64) (int64, bool) {
		if b == 0 || a == math.MinInt64 && b == -1 {
			return 0, false
		}
		return a / b, true
	},
}
