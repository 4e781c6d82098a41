package i18n

import (
	"slices"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// endings are those of the keys of a text that depends on a number (Unicode CLDR plural categories). Every language has the last.
var endings = []string{".zero", ".one", ".two", ".few", ".many", other}

const other = ".other"

var forms = map[plural.Form]string{plural.Zero: ".zero", plural.One: ".one", plural.Two: ".two", plural.Few: ".few", plural.Many: ".many"}

// formOf is the ending for a whole number of things, by the plural rules of the language.
func formOf(l Language, n int64) string {
	switch {
	case l == Hans || l == Hant:
		return other
	case l == English && n == 1:
		return ".one"
	case l == English:
		return other
	}
	tag, err := language.Parse(string(l))
	if err != nil {
		return other
	}
	digits := int(max(n, -n) % 10_000_000) // as much as the rules look at
	if form, ok := forms[plural.Cardinal.MatchPlural(tag, digits, 0, 0, 0, 0)]; ok {
		return form
	}
	return other
}

// stem is a key without its plural ending.
func stem(key string) string {
	if at := strings.LastIndexByte(key, '.'); at > 0 && slices.Contains(endings, key[at:]) {
		return key[:at]
	}
	return key
}
