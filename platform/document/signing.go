package document

// Sizes of the places of a signature block, in points. A people's mediation committee's seal is 42 mm wide or less.
const (
	signatureHeight   = 34
	fingerprintWidth  = 52
	fingerprintHeight = 62
	sealWidth         = 42 * millimetre
	dateHeight        = 28
)

// sign sets the fields in two columns, or one below the other where the paper is narrow; the whole block is one group.
func (l *layout) sign(s sign) {
	columns := 2
	if l.width < 300 || len(s.fields) == 1 && !has(s.fields[0], "seal") {
		columns = 1
	}
	gutter := 24.0
	width := (l.width - gutter*float64(columns-1)) / float64(columns)
	if len(s.fields) == 1 && columns == 1 {
		width = min(width, 300)
	}
	l.after(l.paper.size * 1.1)
	for i := 0; i < len(s.fields); i += columns {
		row := s.fields[i:min(i+columns, len(s.fields))]
		height := 0.0
		var draws []func(c *canvas, x, y, height float64)
		for _, f := range row {
			h, draw := l.signature(f, width)
			height = max(height, h)
			draws = append(draws, draw)
		}
		alone := columns == 2 && len(row) == 1 && has(row[0], "seal")
		l.put(piece{height: height, keep: i+columns < len(s.fields), draw: func(c *canvas, x, y float64, _, _ bool) {
			for j, draw := range draws {
				if alone {
					j = 1 // the office signs and seals at the right foot of a paper
				}
				draw(c, x+float64(j)*(width+gutter), y, height)
			}
		}})
		l.after(l.paper.size * 1.0)
	}
}

func has(f signature, place string) bool {
	for _, p := range f.places {
		if p == place {
			return true
		}
	}
	return false
}

// signature measures one field and returns how to draw it: the label above, the line to sign on, the day below it, the
// box for a fingerprint or the ring for a seal to the right.
func (l *layout) signature(f signature, width float64) (float64, func(c *canvas, x, y, height float64)) {
	small := style{size: l.paper.size * 0.72, grey: true}
	label := l.setter.lines(f.label, style{size: l.paper.size}, width)
	step := l.paper.size * l.leading()
	caption := map[string]line{}
	for _, p := range f.places {
		caption[p] = l.one(l.locale.Text("document.place."+p, nil), small)
	}
	day := l.one(l.locale.Text("document.date_blank", nil), style{size: l.paper.size * 0.9})
	top := float64(len(label)) * step
	area, aside := 0.0, 0.0
	if has(f, "signature") {
		area += signatureHeight
	}
	if has(f, "date") {
		area += dateHeight
	}
	switch {
	case has(f, "seal"):
		aside = min(sealWidth, width)
		area = max(area, aside)
	case has(f, "fingerprint"):
		aside = fingerprintWidth
		area = max(area, fingerprintHeight)
	}
	return top + area + 2, func(c *canvas, x, y, _ float64) {
		for i, one := range label {
			c.text(one, x, y+float64(i)*step, step)
		}
		y += top
		room := width
		if aside > 0 {
			room -= aside + 8
		}
		at := y + 2
		if has(f, "signature") {
			c.hairline(x, at+signatureHeight-10, x+room, at+signatureHeight-10, 0.35)
			c.text(caption["signature"], x, at+signatureHeight-9, small.size*1.5)
			at += signatureHeight
		}
		switch {
		case has(f, "seal"):
			c.ring(x+width-aside/2, y+aside/2, aside/2-1)
			c.text(caption["seal"], x+width-aside/2-caption["seal"].width/2, y+aside/2-small.size*0.7, small.size*1.4)
		case has(f, "fingerprint"):
			c.dashed(x+width-aside, y+2, aside, fingerprintHeight-2)
			c.text(caption["fingerprint"], x+width-aside/2-caption["fingerprint"].width/2, y+fingerprintHeight-small.size*1.6, small.size*1.4)
		}
		if has(f, "date") {
			if has(f, "signature") {
				at += 5
			}
			c.text(day, x, at, dateHeight-4)
		}
	}
}
