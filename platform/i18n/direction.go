package i18n

import (
	"slices"
	"strings"

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

// apart keeps what is filled into a sentence that is written from right to left from mixing with the words around it (Unicode
// UAX 9, first strong isolate). An address is left as it is: programs that find addresses in a mail would take the sign with it.
func (l Locale) apart(value string) string {
	if p, ok := l.bundle.pack(l.Language); !ok || !p.rightward || value == "" || strings.Contains(value, "://") {
		return value
	}
	return "\u2068" + value + "\u2069"
}
