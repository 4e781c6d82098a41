package document

// cell is one cell of a table or a form, set for its width.
type cell struct {
	x, width float64
	lines    []line
	at       align
	least    int // lines of height
	shade    bool
	middle   bool // centred from top to bottom
}

const (
	cellPad   = 5.5
	cellAbove = 3.2
)

func (l *layout) gridStyle() style { return style{size: l.paper.size * 0.915} }

// row makes a bordered row. A row of up to twelve lines stays whole; a higher one is cut between lines, its side borders
// going on and each page closing it.
func (l *layout) row(cells []cell, head *piece) []piece {
	step := l.gridStyle().size * 1.7
	n := 1
	for _, c := range cells {
		n = max(n, len(c.lines), c.least)
	}
	if n <= 12 {
		height := float64(n)*step + 2*cellAbove
		return []piece{{height: height, head: head, draw: func(cv *canvas, x, y float64, _, _ bool) {
			for _, c := range cells {
				if c.shade {
					cv.shade(x+c.x, y, c.width, height)
				}
			}
			for _, c := range cells {
				cv.frame(x+c.x, y, c.width, height, true, true)
				top := y + cellAbove
				if c.middle {
					top = y + (height-float64(len(c.lines))*step)/2
				}
				for i, one := range c.lines {
					cv.text(one, x+c.x+cellPad+shift(c.at, c.width-2*cellPad, one.width), top+float64(i)*step, step)
				}
			}
		}}}
	}
	pieces := make([]piece, n)
	for i := range pieces {
		above, below := 0.0, 0.0
		if i == 0 {
			above = cellAbove
		}
		if i == n-1 {
			below = cellAbove
		}
		height := step + above + below
		pieces[i] = piece{height: height, head: head, keep: i < 1 || i == n-2, draw: func(cv *canvas, x, y float64, first, last bool) {
			for _, c := range cells {
				if c.shade {
					cv.shade(x+c.x, y, c.width, height)
				}
			}
			for _, c := range cells {
				cv.frame(x+c.x, y, c.width, height, i == 0 || first, i == n-1 || last)
				if i < len(c.lines) {
					one := c.lines[i]
					cv.text(one, x+c.x+cellPad+shift(c.at, c.width-2*cellPad, one.width), y+above, step)
				}
			}
		}}
	}
	return pieces
}

func (l *layout) form(f form) {
	st := l.gridStyle()
	label := 0.0
	for _, row := range f.rows {
		for _, p := range row {
			for _, one := range l.setter.lines(p.label, st, 1e6) {
				label = max(label, one.width)
			}
		}
	}
	label = min(label+2*cellPad+6, l.width*0.24)
	label = max(label, l.width*0.15)
	l.after(l.paper.size * 0.5)
	for i, row := range f.rows {
		var cells []cell
		x, share := 0.0, l.width/float64(len(row))
		for _, p := range row {
			cells = append(cells,
				cell{x: x, width: label, at: centre, lines: l.setter.lines(p.label, st, label-2*cellPad), shade: true, middle: true},
				cell{x: x + label, width: share - label, least: p.lines, lines: l.setter.lines(p.value, l.valueStyle(), share-label-2*cellPad), middle: p.lines < 2})
			x += share
		}
		pieces := l.row(cells, nil)
		if i == 0 && len(f.rows) > 1 {
			pieces[len(pieces)-1].keep = true
		}
		for _, p := range pieces {
			l.put(p)
		}
	}
	l.after(l.paper.size * 0.9)
}

func (l *layout) valueStyle() style {
	st := l.gridStyle()
	st.justify = l.chinese()
	return st
}

func (l *layout) table(t table) {
	widths := l.columns(t)
	st := l.gridStyle()
	headStyle := st
	headStyle.strong = true
	cellsOf := func(texts [][]span, st style, shade bool) []cell {
		cells := make([]cell, len(widths))
		x := 0.0
		for i, w := range widths {
			cells[i] = cell{x: x, width: w, shade: shade, at: t.aligns[i], middle: shade}
			if shade && t.aligns[i] == left {
				cells[i].at = centre
			}
			if i < len(texts) {
				cells[i].lines = l.setter.lines(texts[i], st, w-2*cellPad)
			}
			x += w
		}
		return cells
	}
	l.after(l.paper.size * 0.5)
	head := l.row(cellsOf(t.head, headStyle, true), nil)
	for i := range head {
		head[i].keep = true
		l.put(head[i])
	}
	for _, row := range t.rows {
		for _, p := range l.row(cellsOf(row, st, false), &head[0]) {
			l.put(p)
		}
	}
	l.after(l.paper.size * 0.9)
}

// columns gives each column its share: its natural width where all fit, else the narrow ones theirs and the others the rest
// by what they hold.
func (l *layout) columns(t table) []float64 {
	st := l.gridStyle()
	widths := make([]float64, len(t.aligns))
	for _, row := range append([][][]span{t.head}, t.rows...) {
		for i, c := range row {
			if i < len(widths) {
				for _, one := range l.setter.lines(c, st, 1e6) {
					widths[i] = max(widths[i], one.width+2*cellPad+4)
				}
			}
		}
	}
	room, open := l.width, len(widths)
	done := make([]bool, len(widths))
	for again := true; again; {
		again = false
		for i, w := range widths {
			if !done[i] && w <= room/float64(max(open, 1)) {
				done[i], again = true, true
				room -= w
				open--
			}
		}
	}
	sum := 0.0
	for i, w := range widths {
		if !done[i] {
			sum += min(w, 3*l.width)
		}
	}
	for i, w := range widths {
		switch {
		case open == 0:
			widths[i] = w * l.width / (l.width - room)
		case !done[i]:
			equal := room / float64(open)
			widths[i] = (equal + room*min(w, 3*l.width)/sum) / 2
		}
	}
	return widths
}
