package document

// piece is what pagination moves as a whole: a line, a row, a block of signatures.
type piece struct {
	height float64
	before float64 // space above, left out at the top of a page
	keep   bool    // stays on the page of the next piece
	turn   bool    // starts a new page
	head   *piece  // printed again when a page starts with this piece
	draw   func(c *canvas, x, y float64, first, last bool)
}

// placedPiece is a piece with its distance from the top of the page's text area.
type placedPiece struct {
	piece
	y           float64
	first, last bool // on its page
}

// paginate spreads pieces over pages of this height. A run of pieces that keep together moves to the next page as one,
// unless it is higher than a page.
func paginate(pieces []piece, height float64) [][]placedPiece {
	var pages [][]placedPiece
	var current []placedPiece
	y := 0.0
	turn := func() {
		if len(current) > 0 {
			pages = append(pages, current)
		}
		current, y = nil, 0
	}
	put := func(p piece) {
		if len(current) == 0 {
			if p.head != nil {
				current, y = append(current, placedPiece{piece: *p.head}), p.head.height
			}
		} else {
			y += p.before
		}
		current = append(current, placedPiece{piece: p, y: y})
		y += p.height
	}
	for i := 0; i < len(pieces); {
		end := i
		for end+1 < len(pieces) && pieces[end].keep && !pieces[end+1].turn {
			end++
		}
		group := pieces[i : end+1]
		if group[0].turn || y+tall(group, len(current) > 0) > height+0.01 {
			turn()
		}
		for _, p := range group {
			if y+p.before+p.height > height+0.01 { // the group alone is higher than a page
				turn()
			}
			put(p)
		}
		i = end + 1
	}
	turn()
	for _, p := range pages {
		p[0].first, p[len(p)-1].last = true, true
	}
	return pages
}

func tall(group []piece, spaced bool) float64 {
	sum := 0.0
	for i, p := range group {
		if i > 0 || spaced {
			sum += p.before
		}
		sum += p.height
	}
	return sum
}
