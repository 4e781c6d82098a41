// Package plain makes of a text that somebody typed or sent the text that is kept and shown: the one place that knows which
// characters nobody sees and which turn the direction of what follows (Unicode Standard Annex 9, "Trojan Source" CVE-2021-42574).
package plain

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Text is a text with composed characters (NFC) and one sign for a line end, without control characters and without signs that
// show nothing: those that turn the direction among them, and those that keep a number from being found. The joiners with which
// emoji and some scripts are written stay where they join; among digits, Latin letters and Chinese they join nothing.
func Text(s string) string {
	in := []rune(lineEnds.Replace(norm.NFC.String(s)))
	out := in[:0:0]
	for i, c := range in {
		joins := (c == '\u200c' || c == '\u200d') && len(out) > 0 && i+1 < len(in) && joined(out[len(out)-1]) && joined(in[i+1])
		if joins || !hidden(c) {
			out = append(out, c)
		}
	}
	return strings.TrimSpace(string(out))
}

// Line is [Text] on one line.
func Line(s string) string { return strings.Join(strings.Fields(Text(s)), " ") }

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n")

// hidden reports whether a character is a control character, shows nothing, or is none.
func hidden(c rune) bool {
	switch {
	case c == '\n' || c == '\t':
		return false
	case unicode.Is(unicode.Cf, c):
		return !unicode.Is(unicode.Prepended_Concatenation_Mark, c) // these are seen
	}
	return unicode.IsControl(c) || c == unicode.ReplacementChar || c&0xfffe == 0xfffe
}

func joined(c rune) bool {
	return c > unicode.MaxASCII && !unicode.IsDigit(c) && !unicode.Is(unicode.Han, c)
}
