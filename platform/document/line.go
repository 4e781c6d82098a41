package document

import (
	"maps"
	"slices"
	"unicode"
)

// style is how a stretch of text is set.
type style struct {
	size    float64 // points
	strong  bool
	grey    bool
	justify bool
	indent  float64 // of the first line, points
	track   float64 // points between letters, for a title
}

// line is one line of text, its runs placed from its own left end.
type line struct {
	runs  []run
	width float64
	size  float64
	grey  bool
}

// run is text of one face at one distance from the line's left end.
type run struct {
	face  int
	x     float64
	track float64
	runes []rune
	box   bool // no text, but a place for a character that has to be written by hand
}

// setter sets text for one PDF: it remembers which characters each face is asked for, and which none has.
type setter struct {
	fonts    *Fonts
	language string
	used     [faceCount]map[rune]bool
	missing  map[rune]bool
	err      error
}

func newSetter(fonts *Fonts) *setter {
	s := &setter{fonts: fonts, missing: map[rune]bool{}}
	for i := range s.used {
		s.used[i] = map[rune]bool{}
	}
	return s
}

func (s *setter) missed() []rune { return slices.Sorted(maps.Keys(s.missing)) }

// item is a character on its way into a line.
type item struct {
	r     rune
	face  int
	width float64 // points
	full  float64 // the width by which a reader of the PDF moves on
	lead  float64 // points that the glyph moves to the left, over a blank that was squeezed out
	gap   float64 // points before it, between Chinese and Latin
	box   bool
}

// hair is the space between Chinese and Latin text, in ems. Readers of the PDF take a gap of a tenth for a space
// character, so this and the widest tracking of a justified line together stay below.
const (
	hair     = 0.05
	maxTrack = 0.045
)

// items looks up every character of the text.
func (s *setter) items(spans []span, st style) []item {
	var items []item
	for _, sp := range spans {
		for _, r := range sp.text {
			items = append(items, s.item(r, st.strong || sp.strong, st))
		}
	}
	for i := 1; i < len(items); i++ {
		a, b := &items[i-1], &items[i]
		after, before := squeeze(a.r, b.r, s.language)
		a.width -= after * st.size
		b.width -= before * st.size
		b.lead += before * st.size
		if meets(a.r, b.r) {
			b.gap = hair * st.size
		}
	}
	return items
}

func (s *setter) item(r rune, strong bool, st style) item {
	if r == '\n' {
		return item{r: r}
	}
	p, err := s.fonts.find(s.language, strong, r)
	if err != nil {
		s.err = err
	}
	if p.missing {
		s.missing[r] = true
		if unicode.Is(unicode.Mn, r) || joins(r) {
			return item{r: r, box: true} // changes the character before it, which is printed
		}
		return item{r: r, width: st.size, full: st.size, box: true}
	}
	s.used[p.face][r] = true
	it := item{r: r, face: p.face, width: float64(p.width) * st.size / 1000}
	it.full = it.width
	if s.language == "en" && p.width > 900 {
		it.width, it.lead = narrow(r, it.width)
	}
	return it
}

// narrow sets the quotation marks of a Chinese face, drawn in a full em, as an English text has them.
func narrow(r rune, width float64) (float64, float64) {
	switch r {
	case '‘':
		return width * 0.26, width * 0.71
	case '“':
		return width * 0.44, width * 0.53
	case '’':
		return width * 0.26, width * 0.03
	case '”':
		return width * 0.44, width * 0.03
	}
	return width, 0
}

// lines breaks text into lines of at most this width. Empty text gives no line.
func (s *setter) lines(spans []span, st style, width float64) []line {
	items := s.items(spans, st)
	var all []line
	for len(items) > 0 {
		room := width
		if len(all) == 0 {
			room -= st.indent
		}
		n, forced := s.fit(items, st, room)
		l := s.compose(items[:n], st, room, forced || n == len(items))
		if len(all) == 0 {
			for i := range l.runs {
				l.runs[i].x += st.indent
			}
			l.width += st.indent
		}
		all = append(all, l)
		items = items[n:]
		for !forced && len(items) > 0 && items[0].r == ' ' {
			items = items[1:]
		}
	}
	return all
}

// fit counts the items of the next line. forced says that the text asks for the line's end.
func (s *setter) fit(items []item, st style, room float64) (n int, forced bool) {
	used, last := 0.0, 0
	for i, it := range items {
		if it.r == '\n' {
			return i + 1, true
		}
		if i > 0 && (items[i-1].r == ' ' || it.r != ' ' && mayBreak(items[i-1].r, it.r)) {
			last = i
		}
		used += it.gap + it.width + st.track
		end := used - st.track
		if i+1 == len(items) || !closes(items[i+1].r) {
			end -= blankAfter(it.r, s.language) * st.size
		}
		if it.r != ' ' && end > room+0.01 {
			if last == 0 || tooWide(items[last:], room) {
				return max(1, i), false // a word, an address or a key wider than a line is cut where the line ends
			}
			return last, false
		}
	}
	return len(items), false
}

// tooWide reports whether the items up to the next place where a line may end need more than a line.
func tooWide(items []item, room float64) bool {
	width := 0.0
	for i, it := range items {
		if it.r == ' ' || it.r == '\n' || i > 0 && mayBreak(items[i-1].r, it.r) {
			return false
		}
		if width += it.gap + it.width; width > room {
			return true
		}
	}
	return false
}

// compose places the items of one line. The last line of a paragraph keeps its natural spaces.
func (s *setter) compose(items []item, st style, room float64, last bool) line {
	for len(items) > 0 && (items[len(items)-1].r == ' ' || items[len(items)-1].r == '\n') {
		items = items[:len(items)-1]
	}
	natural := 0.0
	for _, it := range items {
		natural += it.gap + it.width + st.track
	}
	track := st.track
	if n := len(items); n > 1 {
		end := natural - st.track - blankAfter(items[n-1].r, s.language)*st.size
		if extra := (room - end) / float64(n-1); st.justify && !last && extra < maxTrack*st.size && extra > -maxTrack*st.size {
			track += extra
		}
	}
	l := line{size: st.size, grey: st.grey}
	x := 0.0
	for i, it := range items {
		x += it.gap
		plainNeighbour := i > 0 && it.gap == 0 && it.lead == 0 && !it.box && items[i-1].width == items[i-1].full
		if k := len(l.runs) - 1; k >= 0 && plainNeighbour && !l.runs[k].box && l.runs[k].face == it.face {
			l.runs[k].runes = append(l.runs[k].runes, it.r)
		} else if it.width > 0 || !it.box {
			l.runs = append(l.runs, run{face: it.face, x: x - it.lead, track: track, runes: []rune{it.r}, box: it.box})
		}
		x += it.width + track
	}
	l.width = x - track
	if len(items) == 0 {
		l.width = 0
	}
	return l
}

func plainSpan(text string) []span { return []span{{text: text}} }

// one sets text in a single line of any width.
func (s *setter) one(text string, st style) line {
	lines := s.lines(plainSpan(text), st, 1e6)
	if len(lines) == 0 {
		return line{size: st.size}
	}
	return lines[0]
}
