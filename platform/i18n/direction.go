package i18n

import (
	"slices"

	"golang.org/x/text/language"
)

// rightward are the scripts that are written from right to left (ISO 15924).
var rightward = []string{"Adlm", "Arab", "Aran", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"}

// Direction is "rtl" for a language that is written from right to left, by its BCP 47 tag, else "ltr": Uyghur is written in Arabic
// script unless the tag says otherwise. A pack of such a language needs nothing else of the program; what a tag does not tell is "ltr".
func Direction(tag string) string {
	t, err := language.Parse(tag)
	if err != nil {
		return "ltr"
	}
	if script, _ := t.Script(); slices.Contains(rightward, script.String()) {
		return "rtl"
	}
	return "ltr"
}
