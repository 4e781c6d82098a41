package blob

import (
	"image"
	"image/color"
	"image/draw"

	"linli/platform/fault"
)

// Area is a rectangle of a picture that stands upright, in thousandths of its width and height from the upper left corner.
type Area struct{ X, Y, W, H int }

// MaxAreas is how many areas of one file can be painted over.
const MaxAreas = 64

// unit is the width and the height of every picture in an [Area].
const unit = 1000

// Prints is what the sender of a file says of the fingerprints on it. The zero value says nothing.
type Prints struct {
	None bool   // none can be seen
	At   []Area // where they are: painted over before anything is kept. The places themselves are kept nowhere
}

// Said reports whether something was said, so that nothing to be seen is left on what is kept.
func (p Prints) Said() bool { return p.None || len(p.At) > 0 }

// fits reports whether the area lies within the picture and covers something of it. Each number is bounded before two are
// added, so that no sum can wrap.
func (a Area) fits() bool {
	for _, n := range []int{a.X, a.Y, a.W, a.H} {
		if n < 0 || n > unit {
			return false
		}
	}
	return a.W > 0 && a.H > 0 && a.X+a.W <= unit && a.Y+a.H <= unit
}

// in is the area in pixels, rounded outwards; nothing of it lies outside the picture.
func (a Area) in(b image.Rectangle) image.Rectangle {
	down := func(n, size int) int { return n * size / unit }
	up := func(n, size int) int { return (n*size + unit - 1) / unit }
	return image.Rect(b.Min.X+down(a.X, b.Dx()), b.Min.Y+down(a.Y, b.Dy()), b.Min.X+up(a.X+a.W, b.Dx()), b.Min.Y+up(a.Y+a.H, b.Dy())).Intersect(b)
}

// mayMask refuses areas that cannot be painted over in a file of a kind.
func mayMask(kind string, areas []Area) error {
	switch {
	case len(areas) == 0:
		return nil
	case kind == PDF:
		return ErrMaskPDF
	case len(areas) > MaxAreas:
		return ErrMasks.With(fault.Args{"max": MaxAreas})
	}
	for _, a := range areas {
		if !a.fits() {
			return ErrMask
		}
	}
	return nil
}

// masked paints areas over, solid and in one colour. What was there is in no pixel of the picture that is then encoded.
func masked(img image.Image, areas []Area) image.Image {
	if len(areas) == 0 {
		return img
	}
	out, ours := img.(*image.NRGBA) // one that was turned upright is already a copy
	if !ours {
		out = image.NewNRGBA(img.Bounds())
		draw.Draw(out, out.Bounds(), img, img.Bounds().Min, draw.Src)
	}
	for _, a := range areas {
		draw.Draw(out, a.in(out.Bounds()), image.NewUniform(color.NRGBA{A: 0xff}), image.Point{}, draw.Src)
	}
	return out
}
