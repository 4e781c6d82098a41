package document

import (
	"slices"
	"strconv"
	"strings"

	"rsc.io/qr"
)

// layout turns blocks into pieces for one paper and one language.
type layout struct {
	*setter
	paper  paper
	width  float64 // of the text
	locale Locale
	pieces []piece
	gap    float64 // wanted above the next piece
}

func (s *setter) layout(d *Doc, locale Locale) []piece {
	p := papers[d.Paper]
	s.language = d.Language
	l := &layout{setter: s, paper: p, width: p.width - p.left - p.right, locale: locale}
	l.blocks(d.blocks, 0)
	return l.pieces
}

func (l *layout) chinese() bool { return strings.HasPrefix(l.language, "zh") }

func (l *layout) leading() float64 {
	if l.chinese() {
		return leadingChinese
	}
	return leadingLatin
}

func (l *layout) body() style { return style{size: l.paper.size, justify: l.chinese()} }

func (l *layout) put(p piece) {
	p.before = max(p.before, l.gap)
	l.gap = 0
	l.pieces = append(l.pieces, p)
}

// after asks for space above whatever follows.
func (l *layout) after(gap float64) { l.gap = max(l.gap, gap) }

// bind keeps what was put last on the page of what comes next.
func (l *layout) bind() {
	if n := len(l.pieces); n > 0 {
		l.pieces[n-1].keep = true
	}
}

func (l *layout) blocks(blocks []block, inset float64) {
	for i, b := range blocks {
		if _, isSign := b.(sign); isSign && i > 0 {
			l.bind() // signatures never stand on a page without text
		}
		if _, isForm := b.(form); isForm && i > 0 {
			if _, isText := blocks[i-1].(paragraph); isText { //nolint:gosec // i is above 0
				l.bind() // the sentence that the form completes
			}
		}
		l.block(b, inset)
	}
}

func (l *layout) block(b block, inset float64) {
	size := l.paper.size
	switch b := b.(type) {
	case heading:
		l.heading(b)
	case paragraph:
		st := l.body()
		if l.chinese() && inset == 0 && l.paper.frame {
			st.indent = 2 * size
		}
		l.lines(l.setter.lines(b.text, st, l.width-inset), inset, left)
		l.after(size * 0.45)
	case aside:
		l.aside(b)
	case listing:
		l.listing(b, inset)
	case table:
		l.table(b)
	case form:
		l.form(b)
	case sign:
		l.sign(b)
	case rule:
		l.after(size * 0.6)
		l.put(piece{height: 0.5, draw: func(c *canvas, x, y float64, _, _ bool) { c.hairline(x, y, x+l.width, y, 0.75) }})
		l.after(size * 0.8)
	case space:
		for range b.lines {
			l.put(piece{height: size * 2.1, draw: func(c *canvas, x, y float64, _, _ bool) {
				c.hairline(x, y+size*2.1, x+l.width, y+size*2.1, 0.55)
			}})
		}
		l.after(size)
	case code:
		l.code(b.content)
	case picture:
		l.picture(b)
	case sheet:
		l.sheet(b)
	case page:
		l.put(piece{turn: true, draw: func(*canvas, float64, float64, bool, bool) {}})
	}
}

func (l *layout) heading(h heading) {
	size := l.paper.size
	st := style{size: size * 1.13, strong: true}
	above, below, at := size*0.9, size*0.35, left
	switch h.level {
	case 1:
		st.size, at, above, below = size*1.75, centre, size*0.6, size*1.1
		if l.chinese() {
			st.track = st.size * 0.06
		}
	case 2:
		st.size = size * 1.26
		above = size * 1.2
	}
	l.after(above)
	from := len(l.pieces)
	l.lines(l.setter.lines(h.text, st, l.width), 0, at)
	for i := from; i < len(l.pieces); i++ {
		l.pieces[i].keep = true
	}
	l.gap = below
}

// lines puts lines of text so that no line of a paragraph stands alone at the foot or the head of a page.
func (l *layout) lines(lines []line, inset float64, at align) {
	for i, one := range lines {
		height := one.size * l.leading()
		if l.paper.frame && at == centre && one.size > l.paper.size*1.5 {
			height = one.size * 1.5
		}
		l.put(piece{
			height: height,
			keep:   i == 0 && len(lines) > 1 || i == len(lines)-2,
			draw: func(c *canvas, x, y float64, _, _ bool) {
				c.text(one, x+inset+shift(at, l.width-inset, one.width), y, height)
			},
		})
	}
}

func shift(at align, room, width float64) float64 {
	switch at {
	case centre:
		return (room - width) / 2
	case right:
		return room - width
	}
	return 0
}

func (l *layout) aside(a aside) {
	size := l.paper.size
	st, at := l.body(), left
	switch a.manner {
	case "right":
		at, st.justify = right, false
	case "centre":
		at, st.justify = centre, false
	case "big":
		st, at = style{size: size * 1.7, strong: true, track: size * 0.09}, centre
	case "note":
		st.size, st.grey = size*0.86, true
	}
	if a.manner == "big" {
		l.bind() // its caption
	}
	for a.manner == "big" && st.size > size && l.wraps(a.lines, st) { // a code is read in one line
		st.size, st.track = st.size*0.95, st.track*0.95
	}
	l.after(size * 0.5)
	for i, text := range a.lines {
		from := len(l.pieces)
		l.lines(l.setter.lines(text, st, l.width), 0, at)
		if a.manner == "right" && i < len(a.lines)-1 {
			for j := from; j < len(l.pieces); j++ {
				l.pieces[j].keep = true
			}
		}
	}
	l.after(size * 0.6)
}

// wraps reports whether a text needs more than one line.
func (l *layout) wraps(texts [][]span, st style) bool {
	return slices.ContainsFunc(texts, func(s []span) bool { return len(l.setter.lines(s, st, l.width)) > 1 })
}

func (l *layout) listing(b listing, inset float64) {
	size := l.paper.size
	step := size * 1.9
	for i, item := range b.items {
		mark := "•"
		if b.ordered {
			mark = strconv.Itoa(b.start+i) + "."
		}
		sign := l.one(mark, style{size: size})
		from := len(l.pieces)
		l.blocks(item, inset+step)
		if from < len(l.pieces) {
			first := l.pieces[from]
			l.pieces[from].draw = func(c *canvas, x, y float64, top, end bool) {
				c.text(sign, x+inset+step-size*0.5-sign.width, y, size*l.leading())
				first.draw(c, x, y, top, end)
			}
		}
		l.gap = size * 0.2
	}
	l.after(size * 0.5)
}

func (l *layout) code(content string) {
	c, err := qr.Encode(content, qr.M)
	if err != nil {
		l.err = errCode
		return
	}
	side := min(l.width*0.6, max(42*millimetre, l.paper.size*3*millimetre)) // read from where the text is read
	l.after(l.paper.size * 0.5)
	l.put(piece{height: side, draw: func(cv *canvas, x, y float64, _, _ bool) {
		cv.code(c, x+(l.width-side)/2, y, side)
	}})
	l.after(l.paper.size * 0.7)
}
