package picture

import (
	"image"
	"math"
)

// leastPlate is the width in pixels of the smallest plate that is looked for.
const leastPlate = 48

// The picture is made smaller step by step, and at each size windows as wide as the smallest plate slide over it: so strokes of
// letters are always about as thick, however near the vehicle stood.
const (
	smaller = 1.25
	stepX   = 4
	stepY   = 2
)

// windows are the rows of letters that are looked for: of one line (440 × 140 mm, 480 × 140, 520 × 110) and of two, or of a short plate (220 × 140, 12 × 6 inches).
var windows = []image.Point{{leastPlate, 15}, {leastPlate - 14, 17}}

// What makes a window one with letters of a plate.
const (
	stroke   = 28   // of 255: how much lighter or darker one side of a stroke is than the other
	strokes  = 0.30 // of the pixels stand at a stroke
	parts    = 6    // of the window's width, of which
	empty    = 1    // may have none: less than a third of what the window has
	around   = 0.55 // above and below there are at most so many strokes, as a share of those within
	ground   = 0.35 // of the pixels have the plate's colour
	grounded = 0.92 // and not more: letters are in another
)

// colours are the grounds of plates. What is in shade or in the sun has other numbers and about the same proportions.
var colours = []func(r, g, b int) bool{
	func(r, g, b int) bool { return b > 50 && 10*b > 14*r && 10*b > 11*g },                     // blue
	func(r, g, b int) bool { return r > 90 && 10*g > 5*r && 10*r > 8*g && 10*g > 16*b },        // yellow
	func(r, g, b int) bool { return g > 80 && 100*g > 108*r && 100*g > 103*b && 10*b > 5*g },   // green, mostly pale
	func(r, g, b int) bool { return min(r, g, b) > 110 && 100*min(r, g, b) > 80*max(r, g, b) }, // white
}

// Marks of a pixel.
const (
	upright = 1 << iota // it stands at an upright stroke
	coloured
)

// plates finds number plates.
func plates(p plane) []find {
	var lines sums
	ground := make([]sums, len(colours))
	var out []find
	for times := 1.0; p.light.Rect.Dx() >= leastPlate && p.light.Rect.Dy() >= windows[0].Y; times *= smaller {
		if times > 1 {
			p = p.smaller(smaller)
		}
		w, h := p.light.Rect.Dx(), p.light.Rect.Dy()
		marks := p.marks()
		lines.count(w, h, marks, upright)
		for i := range ground {
			ground[i].count(w, h, marks, coloured<<i)
		}
		out = append(out, slide(&lines, ground, times)...)
	}
	return out
}

// marks says of each pixel whether it stands at an upright stroke, where the picture is lighter on one side than on the other, and
// which of the colours it has.
func (p plane) marks() []uint8 {
	w, h := p.light.Rect.Dx(), p.light.Rect.Dy()
	out := make([]uint8, w*h)
	for y := range h {
		light, colour := p.light.Pix[y*p.light.Stride:][:w], p.row(y)
		for x := range w {
			m := uint8(0)
			if x > 0 && x < w-1 {
				if d := int(light[x+1]) - int(light[x-1]); d > stroke || d < -stroke {
					m = upright
				}
			}
			r, g, b := int(colour[4*x]), int(colour[4*x+1]), int(colour[4*x+2])
			for i, is := range colours {
				if is(r, g, b) {
					m |= coloured << i
				}
			}
			out[y*w+x] = m
		}
	}
	return out
}

// slide looks at every window of one size of the picture, of which a pixel stands for so many of the first.
func slide(lines *sums, ground []sums, times float64) []find {
	var out []find
	for _, win := range windows {
		for y := 0; y+win.Y <= lines.h; y += stepY {
			for x := 0; x+win.X <= lines.w; x += stepX {
				like := letters(lines, x, y, win)
				if like == 0 || !onGround(ground, x, y, win) {
					continue
				}
				px := func(n int) int { return int(math.Round(float64(n) * times)) }
				out = append(out, find{Plate, image.Rect(px(x-win.X/8), px(y-win.Y/3), px(x+win.X+win.X/8), px(y+win.Y+win.Y/3)), like})
			}
		}
	}
	return out
}

// letters is how much a window looks like a row of letters with nothing above and below it; zero where it does not.
func letters(lines *sums, x, y int, win image.Point) float64 {
	all := lines.share(x, y, x+win.X, y+win.Y)
	if all < strokes {
		return 0
	}
	gaps := 0
	for i := range parts {
		if lines.share(x+i*win.X/parts, y, x+(i+1)*win.X/parts, y+win.Y) < all/3 {
			gaps++
		}
	}
	if gaps > empty {
		return 0
	}
	off, deep := win.Y/3, win.Y*2/3
	above, below := lines.share(x, y-off-deep, x+win.X, y-off), lines.share(x, y+win.Y+off, x+win.X, y+win.Y+off+deep)
	if max(above, below) > around*all {
		return 0
	}
	return all - (above+below)/2
}

// onGround reports whether a window has enough of one of the colours of plates.
func onGround(of []sums, x, y int, win image.Point) bool {
	for i := range of {
		if s := of[i].share(x, y, x+win.X, y+win.Y); s >= ground && s <= grounded {
			return true
		}
	}
	return false
}
