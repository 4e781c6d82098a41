package rulebook

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxGap is how many characters an ellipsis of a pattern may stand for.
const maxGap = 24

// Waiver is a passage of a text that would give up a right.
type Waiver struct {
	Right      string
	Start, End int // byte offsets in the text
}

// plainText is a text brought to the form in which phrases are compared: compatibility forms folded, small letters,
// without spaces, marks and signs. from holds, for each character, the bytes of the original that it came from.
type plainText struct {
	runes []rune
	from  [][2]int
	// stop marks the characters before which a sentence ended.
	stop []bool
}

func plain(s string) plainText {
	most := utf8.RuneCountInString(s)
	p := plainText{runes: make([]rune, 0, most), from: make([][2]int, 0, most), stop: make([]bool, 0, most)}
	stopped := false
	for i, c := range s {
		end := i + len(string(c))
		if strings.ContainsRune("。！？；.!?;\n", c) {
			stopped = true
		}
		forms := string(c)
		if c >= 0x80 && !unicode.Is(unicode.Han, c) || unicode.IsUpper(c) { // the common characters have one form
			forms = strings.ToLower(norm.NFKC.String(forms))
		}
		for _, k := range forms {
			if !unicode.IsLetter(k) && !unicode.IsDigit(k) {
				continue
			}
			p.runes, p.from, p.stop = append(p.runes, k), append(p.from, [2]int{i, end}), append(p.stop, stopped)
			stopped = false
		}
	}
	return p
}

// pattern is a row of passages with gaps between them: "不得…上访".
type pattern [][]rune

func newPattern(s string) (pattern, error) {
	var p pattern
	for part := range strings.SplitSeq(strings.ReplaceAll(s, "...", "…"), "…") {
		r := plain(part).runes
		if len(r) == 0 {
			return nil, fmt.Errorf("%q begins or ends with an ellipsis, or has two together", s)
		}
		p = append(p, r)
	}
	if len(p) < 2 {
		return nil, errors.New("a pattern has an ellipsis (…) between its words; without one it is a phrase")
	}
	return p, nil
}

// match is the end of the pattern's match that begins at i, or -1.
func (p pattern) match(t plainText, i int) int {
	if !hasAt(t.runes, i, p[0]) {
		return -1
	}
	end := i + len(p[0])
	if len(p) == 1 {
		return end
	}
	for j := end; j <= end+maxGap && j < len(t.runes); j++ {
		if t.stop[j] {
			return -1
		}
		if last := p[1:].match(t, j); last >= 0 {
			return last
		}
	}
	return -1
}

func hasAt(text []rune, i int, word []rune) bool {
	return i+len(word) <= len(text) && slices.Equal(text[i:i+len(word)], word)
}

// Waivers finds the passages of a text that would give up a right that no agreement may give up, in the order of the
// text. The words of every language are looked for, whatever language the text is in; spaces, signs, full-width letters
// and capitals make no difference. Finding none proves nothing: the mediator declares it besides.
func (m Mediation) Waivers(text string) []Waiver {
	t := plain(text)
	var out []Waiver
	for _, f := range m.Forbidden {
		for _, p := range f.compiled {
			for i := range t.runes {
				if end := p.match(t, i); end > i {
					out = append(out, Waiver{Right: f.Right, Start: t.from[i][0], End: t.from[end-1][1]})
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b Waiver) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		if a.End != b.End {
			return b.End - a.End
		}
		return strings.Compare(a.Right, b.Right)
	})
	return slices.Compact(out)
}

// buildTerms prepares the forbidden terms for searching.
func (d *draft) buildTerms() {
	for i := range d.book.Mediation.Forbidden {
		f := &d.book.Mediation.Forbidden[i]
		for _, lang := range slices.Sorted(maps.Keys(f.Phrases)) {
			for _, phrase := range f.Phrases[lang] {
				f.compiled = append(f.compiled, pattern{plain(phrase).runes})
			}
		}
		for _, lang := range slices.Sorted(maps.Keys(f.Patterns)) {
			for _, s := range f.Patterns[lang] {
				if p, err := newPattern(s); err == nil { // checkForbidden tells the others
					f.compiled = append(f.compiled, p)
				}
			}
		}
	}
}

// Protects is the rule that keeps a right from being given up, or nil.
func (m *Mediation) Protects(right string) *Source {
	for i := range m.Forbidden {
		if m.Forbidden[i].Right == right {
			return &m.Forbidden[i].Source
		}
	}
	return nil
}
