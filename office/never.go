package office

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// never are the bodies that may send a dispute here and never have a unit, an account or a tenant: police, petition and
// security bodies (20-mediation: they are never joint units or accounts). A name that calls itself one is refused. It is
// a closed list in the program, so that no setting opens it; it stops an honest mistake and a bold order, and says to
// everybody who reads it what this office is not.
var never = []string{
	"公安", "派出所", "警察", "警务", "警局", "警署", "交警", "刑警", "特警", "辅警", "治安", "信访", "维稳", "综治", "政法委", "国家安全", "国安局", "国保",
	"警務", "分駐所", "輔警", "信訪", "維穩", "綜治", "政法委員會", "國家安全", "國安局", "國保",
}

// neverWords are the same in English, as whole words.
var neverWords = []string{"police", "constabulary", "sheriff", "petition office", "petitions office", "letters and calls", "letters and visits", "public security", "state security", "national security", "stability maintenance"}

// OnlyWrites reports whether a name is that of a body that can only write a letter.
func OnlyWrites(name string) bool {
	plain := strings.ToLower(norm.NFKC.String(name))
	joined := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return r
		}
		return -1
	}, plain)
	for _, x := range never {
		if strings.Contains(joined, x) {
			return true
		}
	}
	words := " " + strings.Join(strings.FieldsFunc(plain, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }), " ") + " "
	for _, x := range neverWords {
		if strings.Contains(words, " "+x+" ") {
			return true
		}
	}
	return false
}
