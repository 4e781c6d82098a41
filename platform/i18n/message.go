package i18n

import (
	"fmt"
	"strings"
)

// piece is a stretch of a text: words, or the name of a placeholder.
type piece struct {
	words string
	name  string
}

// split takes a text apart at its placeholders. A brace that opens or closes nothing is refused, so that a slip of the
// pen is found when the catalogs are read and not by the reader.
func split(text string) ([]piece, error) {
	var pieces []piece
	for text != "" {
		open := strings.IndexAny(text, "{}")
		if open < 0 {
			return append(pieces, piece{words: text}), nil
		}
		if text[open] == '}' {
			return nil, fmt.Errorf("a closing brace without an opening one")
		}
		if open > 0 {
			pieces = append(pieces, piece{words: text[:open]})
		}
		end := strings.IndexByte(text[open:], '}')
		if end < 0 {
			return nil, fmt.Errorf("an opening brace without a closing one")
		}
		name := text[open+1 : open+end]
		if !isName(name) {
			return nil, fmt.Errorf("%q is not the name of a placeholder", name)
		}
		pieces = append(pieces, piece{name: name})
		text = text[open+end+1:]
	}
	return pieces, nil
}

func isName(s string) bool {
	for i, r := range s {
		letter := r >= 'a' && r <= 'z' || r == '_'
		if !letter && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return s != ""
}

// Placeholders returns the names in a text, each once, in the order of their first use.
func Placeholders(text string) []string {
	pieces, err := split(text)
	if err != nil {
		return nil
	}
	var names []string
	seen := map[string]bool{}
	for _, p := range pieces {
		if p.name != "" && !seen[p.name] {
			seen[p.name] = true
			names = append(names, p.name)
		}
	}
	return names
}
