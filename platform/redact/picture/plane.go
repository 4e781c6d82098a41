package picture

import (
	"image"

	"golang.org/x/image/draw"
)

// plane is a picture at one size, with its shades of grey.
type plane struct {
	img   *image.RGBA
	light *image.Gray
}

func planeOf(img *image.RGBA) plane {
	b := img.Bounds()
	p := plane{img: img, light: image.NewGray(image.Rect(0, 0, b.Dx(), b.Dy()))}
	for y := range b.Dy() {
		from, to := p.row(y), p.light.Pix[y*p.light.Stride:]
		for x := range b.Dx() {
			r, g, b := int(from[4*x]), int(from[4*x+1]), int(from[4*x+2])
			to[x] = uint8((299*r + 587*g + 114*b) / 1000) //nolint:gosec // at most 255
		}
	}
	return p
}

// row are the colours of a row of pixels, four numbers each.
func (p plane) row(y int) []uint8 {
	b := p.img.Bounds()
	return p.img.Pix[p.img.PixOffset(b.Min.X, b.Min.Y+y):]
}

// smaller is the picture with its sides divided by a number above one.
func (p plane) smaller(by float64) plane {
	b := p.img.Bounds()
	to := image.NewRGBA(image.Rect(0, 0, int(float64(b.Dx())/by), int(float64(b.Dy())/by)))
	draw.BiLinear.Scale(to, to.Bounds(), p.img, b, draw.Src, nil)
	return planeOf(to)
}

// squared is a grey picture in the upper left corner of a black square: the tilted windows of the cascade are bounded by the number
// of rows in both directions.
func squared(g *image.Gray) *image.Gray {
	side := max(g.Rect.Dx(), g.Rect.Dy())
	out := image.NewGray(image.Rect(0, 0, side, side))
	draw.Draw(out, g.Rect, g, g.Rect.Min, draw.Src)
	return out
}

// sums holds for each point how many pixels above and left of it have something (a summed-area table), so that a rectangle of any
// size is counted in four steps.
type sums struct {
	w, h int
	to   []int32
}

// count fills the table anew with the pixels of a picture of w × h that have a mark.
func (s *sums) count(w, h int, marks []uint8, mark uint8) {
	s.w, s.h = w, h
	if n := (w + 1) * (h + 1); cap(s.to) < n {
		s.to = make([]int32, n)
	} else {
		s.to = s.to[:n]
	}
	clear(s.to[:w+1])
	for y := range h {
		row, above, here := int32(0), s.to[y*(w+1):][:w+1], s.to[(y+1)*(w+1):][:w+1]
		here[0] = 0
		for x, m := range marks[y*w:][:w] {
			if m&mark != 0 {
				row++
			}
			here[x+1] = above[x+1] + row
		}
	}
}

// share is the share of a rectangle's pixels that have it, of what lies on the picture; zero where nothing does.
func (s *sums) share(x0, y0, x1, y1 int) float64 {
	x0, y0, x1, y1 = max(x0, 0), max(y0, 0), min(x1, s.w), min(y1, s.h)
	if x0 >= x1 || y0 >= y1 {
		return 0
	}
	row := s.w + 1
	n := s.to[y1*row+x1] - s.to[y0*row+x1] - s.to[y1*row+x0] + s.to[y0*row+x0]
	return float64(n) / float64((x1-x0)*(y1-y0))
}
