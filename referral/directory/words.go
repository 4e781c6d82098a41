package directory

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// Prefixes of the words of an entry: what kind of word it is.
const (
	wordText         = "g:" // of the names and descriptions
	wordTerm         = "t:" // id of a term
	wordTaxonomy     = "x:" // id of a taxonomy
	wordOrganization = "o:" // id of an organisation
	wordArea         = "a:" // name of a service area
	wordLanguage     = "l:" // code of a language
	wordPostcode     = "p:"
	wordParent       = "u:" // id of a term above
	wordTop          = "top"
	wordListed       = "open" // a service that people can go to now or later
)

// maxWord bounds a word in bytes; longer ones are cut.
const maxWord = 60

// Terms are the words of a text for the index: words of letters and digits in small letters, and each pair of neighbours of
// Chinese characters; a character that stands alone is a word. Full-width forms are read as plain ones.
func Terms(text string) []string {
	var out []string
	var word, han []rune
	end := func() {
		if len(word) > 0 {
			out = append(out, cut(string(word)))
		}
		for i := range han {
			switch {
			case i+1 < len(han):
				out = append(out, string(han[i:i+2]))
			case len(han) == 1:
				out = append(out, string(han))
			}
		}
		word, han = word[:0], han[:0]
	}
	for _, r := range strings.ToLower(width.Fold.String(text)) {
		switch {
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul):
			if len(word) > 0 {
				end()
			}
			han = append(han, r)
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.Is(unicode.Mn, r):
			if len(han) > 0 {
				end()
			}
			word = append(word, r)
		default:
			end()
		}
	}
	end()
	slices.Sort(out)
	return slices.Compact(out)
}

func cut(s string) string {
	if len(s) > maxWord {
		return strings.ToValidUTF8(s[:maxWord], "")
	}
	return s
}

// postcode is a postal code as it is compared: without spaces, in small letters.
func postcode(s string) string {
	return cut(strings.ToLower(strings.Join(strings.Fields(width.Fold.String(s)), "")))
}

// bag collects the words of an entry.
type bag map[string]bool

func (b bag) text(texts ...string) {
	for _, t := range texts {
		for _, w := range Terms(t) {
			b[wordText+w] = true
		}
	}
}

func (b bag) add(prefix, value string) {
	if value = strings.TrimSpace(value); value != "" {
		b[prefix+cut(value)] = true
	}
}

func (b bag) sorted() []string {
	out := make([]string, 0, len(b))
	for w := range b {
		out = append(out, w)
	}
	slices.Sort(out)
	return out
}
