package tabular

import (
	"encoding/csv"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// Fields splits a line. Most lines have no quotation mark and need no parser.
func Fields(text string, comma rune) ([]string, error) {
	if !strings.ContainsRune(text, '"') {
		return strings.Split(text, string(comma)), nil
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = comma
	r.FieldsPerRecord = -1
	return r.Read()
}

// Fold removes what a spelling may differ in: case, width, spaces, hyphens of every kind, the form of the apostrophe and a
// backslash at the end, left over from somebody's escaping.
func Fold(text string) string {
	text = strings.TrimRight(width.Fold.String(text), "\\ \t\u00a0")
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.Is(unicode.Pd, r), r == '_', r == '\u00ad', r == '\u2212', r == '\u200b', r == '\ufeff':
			return -1
		case r == '’', r == '‘', r == '`':
			return '\''
		}
		return unicode.ToLower(r)
	}, text)
}
