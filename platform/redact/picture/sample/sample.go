// Package sample draws what package picture looks for, freely: a head that is nobody's and a plate that no vehicle has. The demo office
// and tests use it.
package sample

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	xdraw "golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"
)

// blot is an ellipse in parts of the picture's side, soft at its edge.
type blot struct {
	x, y, rx, ry float64
	c            color.RGBA
	soft         float64
}

var (
	skin  = color.RGBA{205, 165, 140, 255}
	dark  = color.RGBA{50, 38, 35, 255}
	shade = color.RGBA{150, 110, 92, 255}
)

// head is a head from the front: hair, face, hollows of the eyes, brows, eyes, nose, mouth, chin.
var head = []blot{
	{0.5, 0.44, 0.40, 0.44, dark, 0.08}, {0.5, 0.54, 0.34, 0.42, skin, 0.15},
	{0.36, 0.46, 0.11, 0.07, shade, 0.9}, {0.64, 0.46, 0.11, 0.07, shade, 0.9},
	{0.36, 0.40, 0.10, 0.025, dark, 0.6}, {0.64, 0.40, 0.10, 0.025, dark, 0.6},
	{0.36, 0.47, 0.065, 0.032, dark, 0.5}, {0.64, 0.47, 0.065, 0.032, dark, 0.5},
	{0.5, 0.58, 0.035, 0.13, color.RGBA{222, 185, 160, 255}, 0.9}, {0.5, 0.67, 0.075, 0.03, shade, 0.7},
	{0.5, 0.78, 0.13, 0.03, color.RGBA{120, 60, 60, 255}, 0.6}, {0.5, 0.84, 0.10, 0.02, shade, 0.9},
}

// Head is a head in a square of so many pixels, transparent around it.
func Head(side int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			p := img.Pix[img.PixOffset(x, y):]
			for _, b := range head {
				dx, dy := (float64(x)/float64(side)-b.x)/b.rx, (float64(y)/float64(side)-b.y)/b.ry
				cover := min(1, max(0, (1-math.Hypot(dx, dy))/b.soft))
				for i, v := range []uint8{b.c.R, b.c.G, b.c.B, 255} {
					p[i] = uint8(float64(p[i])*(1-cover) + float64(v)*cover)
				}
			}
		}
	}
	return img
}

// Plate is a blue plate of the mainland (440 × 140 mm) with letters that no office has given out, so many pixels wide.
func Plate(width int) *image.RGBA {
	const text = "IO.00I0O"
	small := image.NewRGBA(image.Rect(0, 0, 62, 15))
	draw.Draw(small, small.Bounds(), image.NewUniform(color.RGBA{20, 70, 180, 255}), image.Point{}, draw.Src)
	for bold := range 2 {
		d := font.Drawer{Dst: small, Src: image.NewUniform(color.RGBA{245, 245, 245, 255}), Face: basicfont.Face7x13, Dot: fixed.P(3+bold, 12)}
		d.DrawString(text)
	}
	img := image.NewRGBA(image.Rect(0, 0, width, width*140/440))
	xdraw.BiLinear.Scale(img, img.Bounds(), small, small.Bounds(), draw.Src, nil)
	return img
}

// Place draws a head and a plate onto a picture: the head in its upper left quarter, the plate in its lower right.
func Place(on draw.Image) {
	b := on.Bounds()
	side := min(b.Dx(), b.Dy()) / 3
	put := func(what image.Image, x, y int) {
		r := what.Bounds().Add(image.Pt(b.Min.X+x, b.Min.Y+y))
		draw.Draw(on, r, what, image.Point{}, draw.Over)
	}
	put(Head(side), b.Dx()/4-side/2, b.Dy()/4-side/2+b.Dy()/20)
	plate := Plate(b.Dx() * 3 / 10)
	put(plate, b.Dx()*7/10-plate.Bounds().Dx()/2, b.Dy()*3/4-plate.Bounds().Dy()/2)
}
