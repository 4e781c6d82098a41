package document

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// source is a template file, read and checked line by line before any data meets it.
type source struct {
	name     string
	front    front
	body     string       // with its lines where the file has them: the front matter is blank
	folded   map[int]bool // lines that hold control actions only, and so print nothing, not even their end
	problems Problems
}

// front is the front matter.
type front struct {
	id, title, language, paper string
}

const (
	foldStart = "{{/*"
	foldEnd   = "*/}}"
)

var (
	identity    = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)
	languageTag = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`) // BCP 47, without extensions
	control     = regexp.MustCompile(`^[ \t]*((?:\{\{-?\s*(?:if|else|end|range|with|break|continue|/\*|\$\w+\s*:?=)[^\n]*?\}\}[ \t]*)+)$`)
	action      = regexp.MustCompile(`(?s)\{\{.*?\}\}`)
)

func readSource(name string, src []byte) *source {
	s := &source{name: name, folded: map[int]bool{}}
	switch {
	case len(src) > maxSource:
		s.report(1, 1, "the file is longer than %d bytes", maxSource)
		return s
	case !utf8.Valid(src):
		s.report(1, 1, "the file is not UTF-8")
		return s
	}
	lines := strings.Split(string(bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))), "\n")
	from := s.readFront(lines)
	for i := range lines[:from] {
		lines[i] = ""
	}
	s.check(lines)
	for i, line := range lines {
		if m := control.FindStringSubmatch(line); m != nil && i < len(lines)-1 {
			lines[i] = strings.TrimRight(m[1], " \t") + foldStart
			s.folded[i+1] = true
		}
	}
	var b strings.Builder
	for i, line := range lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		if s.folded[i] {
			b.WriteString(foldEnd)
		}
		b.WriteString(line)
	}
	s.body = b.String()
	return s
}

func (s *source) report(line, col int, format string, args ...any) {
	s.problems = append(s.problems, Problem{s.name, line, col, fmt.Sprintf(format, args...)})
}

// readFront reads the lines between the first two lines of three hyphens and returns how many lines they take.
func (s *source) readFront(lines []string) int {
	if strings.TrimRight(lines[0], " ") != "---" {
		s.report(1, 1, "the file must start with a front matter between lines of ---")
		return 0
	}
	for i := 1; i < len(lines); i++ {
		line := strings.TrimSpace(lines[i])
		if line == "---" {
			s.checkFront()
			return i + 1
		}
		key, value, found := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case found && key == "id":
			s.front.id = value
		case found && key == "title":
			s.front.title = value
		case found && key == "language":
			s.front.language = value
		case found && key == "paper":
			s.front.paper = value
		default:
			s.report(i+1, 1, "the front matter has id, title, language and paper, not %q", line)
		}
	}
	s.report(1, 1, "the front matter does not end")
	return len(lines)
}

func (s *source) checkFront() {
	if !identity.MatchString(s.front.id) {
		s.report(1, 1, "id must be a lower-case word such as agreement")
	}
	if s.front.title == "" {
		s.report(1, 1, "title is missing")
	}
	if !languageTag.MatchString(s.front.language) {
		s.report(1, 1, "language must be a tag such as zh-Hans, zh-Hant or en")
	}
	if s.front.paper == "" {
		s.front.paper = "A4"
	}
	if _, known := papers[s.front.paper]; !known {
		s.report(1, 1, "paper must be A4, Letter, A6, 80mm, 58mm or poster")
	}
}

// check finds, without data, what would otherwise only be seen on paper.
func (s *source) check(lines []string) {
	fence, opened := "", 0
	for i, line := range lines {
		n := i + 1
		if at := strings.IndexFunc(line, hidden); at >= 0 {
			r, _ := utf8.DecodeRuneInString(line[at:])
			s.report(n, at+1, "the invisible character %U is not allowed", r)
		}
		masked := action.ReplaceAllStringFunc(line, func(a string) string { return strings.Repeat("x", len(a)) })
		rest, isFence := strings.CutPrefix(strings.TrimSpace(masked), "```")
		switch {
		case isFence && fence == "":
			fence, opened = strings.TrimSpace(rest), n
			if name, _, _ := strings.Cut(fence, " "); !fences[name] {
				s.report(n, 1, "unknown block %q; there are form, sign, right, centre, big, code, space and page", name)
			}
		case isFence:
			fence = ""
		case fence == "form" && strings.TrimSpace(masked) != "" && !control.MatchString(line):
			if cells := strings.Count(masked, "|") + 1; cells != 2 && cells != 4 {
				s.report(n, 1, "a form row has one or two pairs of label | value")
			}
		case fence == "sign" && strings.TrimSpace(masked) != "" && !control.MatchString(line):
			if _, places, _ := strings.Cut(masked, "|"); !knownPlaces(places) {
				s.report(n, 1, "a signature line is label | signature fingerprint seal date, with the places that are wanted")
			}
		case fence == "" && strings.HasPrefix(masked, "####"):
			s.report(n, 1, "a heading has at most three #")
		case strings.Count(masked, "**")%2 != 0:
			s.report(n, strings.Index(masked, "**")+1, "** opens strong text and must close it on the same line")
		}
	}
	if fence != "" {
		s.report(opened, 1, "the block does not end with ```")
	}
}

// hidden reports control characters, invisible characters and those that turn the direction of text (the attack of
// CVE-2021-42574); zero-width joiners stay, because scripts need them.
func hidden(r rune) bool {
	switch {
	case r == '\t' || r == '\u200c' || r == '\u200d':
		return false
	case r < 0x20 || r >= 0x7f && r < 0xa0, r == '\u00ad', r == '\u061c', r == '\u180e', r >= '\u200b' && r <= '\u200f',
		r >= '\u2028' && r <= '\u202e', r >= '\u2060' && r <= '\u206f', r == '\ufeff', r >= '\ufff9' && r <= '\ufffb',
		r >= 0xe0000 && r < 0xe0080, r >= opaque && r < opaque+0x80:
		return true
	}
	return unicode.Is(unicode.Cs, r)
}
