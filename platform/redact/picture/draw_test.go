package picture

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"

	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/f64"
	"golang.org/x/image/math/fixed"
)

var boldFont = func() *opentype.Font {
	f, err := opentype.Parse(gobold.TTF)
	if err != nil {
		panic(err)
	}
	return f
}()

// plateKind is how a sort of plate looks.
type plateKind struct {
	name        string
	ground, ink color.RGBA
	fade        color.RGBA // at the lower edge; the zero value: none
	w, h        int        // millimetres
	text        string
}

var plateKinds = []plateKind{
	{"blue", color.RGBA{20, 70, 180, 255}, color.RGBA{245, 245, 245, 255}, color.RGBA{}, 440, 140, "AB·12C45"},
	{"blue in shade", color.RGBA{12, 35, 85, 255}, color.RGBA{130, 130, 135, 255}, color.RGBA{}, 440, 140, "KQ·7H902"},
	{"yellow", color.RGBA{250, 185, 20, 255}, color.RGBA{20, 20, 20, 255}, color.RGBA{}, 440, 140, "CF·88213"},
	{"green", color.RGBA{235, 245, 238, 255}, color.RGBA{15, 25, 20, 255}, color.RGBA{100, 200, 130, 255}, 480, 140, "ED·D04471"},
	{"white", color.RGBA{240, 240, 240, 255}, color.RGBA{25, 25, 25, 255}, color.RGBA{}, 440, 140, "GA·0417X"},
	{"short", color.RGBA{235, 238, 240, 255}, color.RGBA{20, 30, 90, 255}, color.RGBA{}, 305, 152, "7KLM392"},
}

// plateOf draws a plate of so many pixels' width, flat.
func plateOf(k plateKind, width int) *image.RGBA {
	w, h := width, width*k.h/k.w
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		c := k.ground
		if k.fade.A != 0 {
			mix := func(a, b uint8) uint8 { return uint8((int(a)*(h-y) + int(b)*y) / h) }
			c = color.RGBA{mix(c.R, k.fade.R), mix(c.G, k.fade.G), mix(c.B, k.fade.B), 255}
		}
		draw.Draw(img, image.Rect(0, y, w, y+1), image.NewUniform(c), image.Point{}, draw.Src)
	}
	face, err := opentype.NewFace(boldFont, &opentype.FaceOptions{Size: float64(h) * 0.82, DPI: 72})
	if err != nil {
		panic(err)
	}
	d := font.Drawer{Dst: img, Src: image.NewUniform(k.ink), Face: face}
	// Letters of plates are narrow: they are set side by side and pressed into the width.
	long := d.MeasureString(k.text).Ceil()
	wide := image.NewRGBA(image.Rect(0, 0, long, h))
	draw.Draw(wide, wide.Bounds(), image.NewUniform(color.RGBA{}), image.Point{}, draw.Src)
	d.Dst, d.Dot = wide, fixed.P(0, h*80/100)
	d.DrawString(k.text)
	draw.BiLinear.Scale(img, image.Rect(w/20, 0, w-w/20, h), wide, wide.Bounds(), draw.Over, nil)
	return img
}

// put lays a picture onto another with its middle at a point, turned by some degrees.
func put(on *image.RGBA, what image.Image, x, y int, degrees float64) {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	cx, cy := float64(what.Bounds().Dx())/2, float64(what.Bounds().Dy())/2
	m := f64.Aff3{cos, -sin, float64(x) - cos*cx + sin*cy, sin, cos, float64(y) - sin*cx - cos*cy}
	draw.BiLinear.Transform(on, m, what, what.Bounds(), draw.Over, nil)
}

// scene is a street in plain colours with a vehicle on it.
func scene(w, h int, car color.RGBA) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		c := color.RGBA{135, 190, uint8(235 - 40*y/h), 255}
		if y > h/2 {
			c = color.RGBA{110, 108, 105, 255}
		}
		draw.Draw(img, image.Rect(0, y, w, y+1), image.NewUniform(c), image.Point{}, draw.Src)
	}
	draw.Draw(img, image.Rect(w/6, h/3, 5*w/6, 5*h/6), image.NewUniform(car), image.Point{}, draw.Src)
	draw.Draw(img, image.Rect(w/4, h/3+h/20, 3*w/4, h/2), image.NewUniform(color.RGBA{40, 45, 50, 255}), image.Point{}, draw.Src)
	return img
}

// noisy adds grain and what JPEG does to a picture.
func noisy(img *image.RGBA, grain int, quality int) *image.RGBA {
	r := rand.New(rand.NewPCG(1, 2))
	for i := range img.Pix {
		if i%4 != 3 && grain > 0 {
			img.Pix[i] = uint8(max(0, min(255, int(img.Pix[i])+r.IntN(2*grain+1)-grain)))
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
		panic(err)
	}
	back, err := jpeg.Decode(&b)
	if err != nil {
		panic(err)
	}
	out := image.NewRGBA(back.Bounds())
	draw.Draw(out, out.Bounds(), back, image.Point{}, draw.Src)
	return out
}
