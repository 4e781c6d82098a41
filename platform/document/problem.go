package document

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Problem is something that the author of a template has to mend. Line and Col count from 1; Col counts bytes.
type Problem struct {
	File      string
	Line, Col int
	Reason    string // plain English: authors read it in `linli rulebook check`
}

func (p Problem) Error() string { return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Col, p.Reason) }

// Problems are all findings in one template, in the order of its lines.
type Problems []Problem

func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, one := range p {
		lines[i] = one.Error()
	}
	return strings.Join(lines, "\n")
}

// templatePosition is how package text/template names a place: "template: NAME:LINE:COL: reason", the column not always.
var templatePosition = regexp.MustCompile(`^template: .*?:(\d+):(?:(\d+):)? (?:executing "[^"]*" at )?`)

// place turns an error of package text/template into a Problem of the source file.
func (s *source) place(err error) Problem {
	p := Problem{File: s.name, Line: 1, Col: 1, Reason: err.Error()}
	m := templatePosition.FindStringSubmatch(p.Reason)
	if m == nil {
		return p
	}
	p.Line, _ = strconv.Atoi(m[1])
	if col, err := strconv.Atoi(m[2]); err == nil {
		p.Col = col + 1
	}
	if s.folded[p.Line-1] {
		p.Col = max(1, p.Col-len(foldEnd))
	}
	p.Reason = p.Reason[len(m[0]):]
	return p
}
