package picture

import (
	"testing"

	"linli/platform/redact/picture/sample"
)

// What the demo office draws is found, also on a thumbnail of it that was made twice as large.
func TestSampleIsFound(t *testing.T) {
	for _, w := range []int{1280, 640} {
		img := scene(w, w*3/4, grey)
		sample.Place(img)
		all, err := Find(noisy(img, 3, 80))
		if err != nil {
			t.Fatal(err)
		}
		kinds := map[Kind]int{}
		for _, f := range all {
			if x, y := f.At.X+f.At.W/2, f.At.Y+f.At.H/2; f.Kind == Face && x < 500 && y < 500 || f.Kind == Plate && x > 500 && y > 500 {
				kinds[f.Kind]++
			}
		}
		if kinds[Face] == 0 || kinds[Plate] == 0 {
			t.Errorf("%d pixels: found %v", w, all)
		}
	}
}
