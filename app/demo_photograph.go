package app

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"math/rand/v2"

	drawn "linli/platform/redact/picture/sample"
)

// demoReported is from which number on a picture is one of a report.
const demoReported = 1000

// demoPhotograph draws a picture of a place: a wall, a door, and boxes that stand before it; on those of reports also a head and a plate
// that are nobody's. The same number gives the same picture.
func demoPhotograph(n int) (*bytes.Buffer, error) {
	random := rand.New(rand.NewPCG(20, uint64(n))) //nolint:gosec // a picture, no secret
	const wide, high, floor = 480, 360, 250
	p := image.NewRGBA(image.Rect(0, 0, wide, high))
	for y := range high {
		c := color.RGBA{R: uint8(196 - y/8), G: uint8(200 - y/8), B: uint8(204 - y/10), A: 255}
		if y > floor {
			c = color.RGBA{R: uint8(120 + (y-floor)/4), G: uint8(116 + (y-floor)/4), B: uint8(108 + (y-floor)/4), A: 255}
		}
		draw.Draw(p, image.Rect(0, y, wide, y+1), image.NewUniform(c), image.Point{}, draw.Src)
	}
	fill := func(x0, y0, x1, y1 int, c color.RGBA) {
		draw.Draw(p, image.Rect(x0, y0, x1, y1), image.NewUniform(c), image.Point{}, draw.Src)
	}
	door := 60 + random.IntN(260)
	fill(door-6, 84, door+106, floor, color.RGBA{R: 90, G: 94, B: 98, A: 255})
	fill(door, 90, door+100, floor, color.RGBA{R: 58, G: 92, B: 84, A: 255})
	fill(door+82, 168, door+90, 186, color.RGBA{R: 214, G: 206, B: 180, A: 255})
	fill(door+22, 60, door+78, 78, color.RGBA{R: 40, G: 130, B: 80, A: 255}) // the sign above it
	for range 2 + random.IntN(4) {
		x, size := random.IntN(wide-90), 36+random.IntN(44)
		shade := uint8(random.IntN(36)) //nolint:gosec // below 36
		fill(x, floor+34-size, x+size+14, floor+34, color.RGBA{R: 176 - shade, G: 138 - shade, B: 96 - shade, A: 255})
		fill(x, floor+32-size/2, x+size+14, floor+36-size/2, color.RGBA{R: 140 - shade, G: 106 - shade, B: 70 - shade, A: 255})
	}
	if n >= demoReported {
		drawn.Place(p)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, p, &jpeg.Options{Quality: 80}); err != nil {
		return nil, fmt.Errorf("draw a photograph: %w", err)
	}
	return &b, nil
}
