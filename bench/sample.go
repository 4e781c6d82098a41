package bench

import (
	"strings"

	"linli/mediation/paper"
)

// different is how many more characters a dense sample has than an ordinary one.
const different = 1400

// sample is the invented case; a dense one has an account of the facts in which no character comes twice.
func sample(dense bool) map[string]any {
	all := paper.Invented()
	if dense {
		all["Facts"] = crowd()
	}
	return all
}

// crowd is a text of different characters, with a full stop now and then.
func crowd() string {
	var b strings.Builder
	for i := range different {
		b.WriteRune(rune(0x4e00 + 14*i)) // spread over the CJK block, all of it in the shipped fonts
		if i%40 == 39 {
			b.WriteString("。")
		}
	}
	return b.String()
}
