package picture

import (
	"embed"
	"fmt"
	"image"
	"sync"

	pigo "github.com/esimov/pigo/core"
)

// leastFace is the side in pixels of the smallest face that is looked for.
const leastFace = 24

// The cascade slides a window over the picture by a tenth of its side and lets it grow by a tenth. Each face is met many times; how
// sure those meetings are together has to be sure enough.
const (
	shift  = 0.1
	grow   = 1.1
	sure   = 9.0
	alike  = 0.2 // of two windows: how much they share of what they cover together, to be one face
	margin = 5   // a face is covered with a fifth of its side around it
)

// tilts are the directions in which faces are looked for, in parts of a whole turn: upright, and 22 degrees to both sides.
var tilts = []float64{0, 2.0 / 32, 30.0 / 32}

//go:embed cascade
var shipped embed.FS

// cascade unpacks the classifier once; a classifier can be used by any number of goroutines.
var cascade = sync.OnceValues(func() (*pigo.Pigo, error) {
	packed, err := shipped.ReadFile("cascade/facefinder")
	if err != nil {
		return nil, fmt.Errorf("reading what faces are found with (go run ./build/cascade writes it): %w", err)
	}
	return pigo.NewPigo().Unpack(packed)
})

// faces finds faces on a picture in shades of grey.
func faces(light *image.Gray) ([]find, error) {
	classifier, err := cascade()
	if err != nil {
		return nil, err
	}
	square := squared(light)
	w, h := light.Rect.Dx(), light.Rect.Dy()
	var out []find
	for _, tilt := range tilts {
		least := leastFace
		if tilt > 0 { // the smallest are looked for upright alone: it is they that take the time
			least *= 2
		}
		p := pigo.CascadeParams{MinSize: least, MaxSize: min(w, h), ShiftFactor: shift, ScaleFactor: grow,
			ImageParams: pigo.ImageParams{Pixels: square.Pix, Rows: square.Rect.Dy(), Cols: square.Rect.Dx(), Dim: square.Stride}}
		for _, d := range classifier.ClusterDetections(classifier.RunCascade(p, tilt), alike) {
			if d.Q < sure {
				continue
			}
			half := d.Scale/2 + d.Scale/margin
			out = append(out, find{Face, image.Rect(d.Col-half, d.Row-half, d.Col+half, d.Row+half), float64(d.Q)})
		}
	}
	return out, nil
}
