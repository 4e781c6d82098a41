package picture

import (
	"fmt"
	"image"
	"image/color"
	"math/rand/v2"
	"slices"
	"testing"

	"golang.org/x/image/draw"
)

var (
	grey  = color.RGBA{150, 150, 155, 255}
	black = color.RGBA{25, 25, 28, 255}
	white = color.RGBA{235, 235, 235, 255}
)

func platesOn(img *image.RGBA) []find { return best(plates(planeOf(img))) }

func covers(all []find, x, y int) bool {
	return slices.ContainsFunc(all, func(f find) bool { return image.Pt(x, y).In(f.at) })
}

// A clear plate is found whatever its colours, the vehicle's, its size on the picture and a tilt of ten degrees.
func TestPlatesAreFound(t *testing.T) {
	for _, k := range plateKinds {
		for i, car := range []color.RGBA{grey, black, white} {
			for _, width := range []int{60, 150, 420} {
				turn := []float64{-10, 0, 10}[(i+width)%3]
				t.Run(fmt.Sprintf("%s/%d/%d/%v", k.name, i, width, turn), func(t *testing.T) {
					img := scene(800, 600, car)
					put(img, plateOf(k, width), 400, 420, turn)
					all := platesOn(noisy(img, 8, 75))
					half := width * 3 / 8 // the middle three quarters of the plate are within what is proposed
					if !covers(all, 400, 420) || !covers(all, 400-half, 420) && turn == 0 || !covers(all, 400+half, 420) && turn == 0 {
						t.Errorf("found %v", all)
					}
				})
			}
		}
	}
}

// What has no upright strokes in a row on the ground of a plate is let alone.
func TestPlacesWithoutPlates(t *testing.T) {
	wall := image.NewRGBA(image.Rect(0, 0, 800, 600))
	draw.Draw(wall, wall.Bounds(), image.NewUniform(color.RGBA{190, 185, 175, 255}), image.Point{}, draw.Src)
	for y := 0; y < 600; y += 24 {
		for x := -(y / 24 % 2) * 30; x < 800; x += 60 {
			draw.Draw(wall, image.Rect(x, y, x+56, y+20), image.NewUniform(color.RGBA{150, 70, 50, 255}), image.Point{}, draw.Src)
		}
	}
	leaves, r := image.NewRGBA(image.Rect(0, 0, 800, 600)), rand.New(rand.NewPCG(3, 4))
	for range 40_000 {
		x, y := r.IntN(800), r.IntN(600)
		c := color.RGBA{uint8(30 + r.IntN(60)), uint8(90 + r.IntN(90)), uint8(20 + r.IntN(40)), 255}
		draw.Draw(leaves, image.Rect(x, y, x+3+r.IntN(6), y+2+r.IntN(4)), image.NewUniform(c), image.Point{}, draw.Src)
	}
	for name, img := range map[string]*image.RGBA{"a street": scene(800, 600, grey), "a wall of bricks": wall, "leaves": leaves} {
		if all := platesOn(noisy(img, 4, 85)); len(all) > 0 {
			t.Errorf("%s: found %v", name, all)
		}
	}
}
