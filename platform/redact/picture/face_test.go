package picture

import (
	"image"
	"os"
	"strings"
	"testing"

	"linli/platform/blob"
	"linli/platform/redact/picture/sample"
)

func TestFacesAreFound(t *testing.T) {
	for _, side := range []int{60, 120, 300} {
		for _, turn := range []float64{-20, 0, 20} {
			img := scene(800, 600, grey)
			put(img, sample.Head(side), 300, 300, turn)
			all, err := faces(planeOf(noisy(img, 6, 80)).light)
			if err != nil {
				t.Fatal(err)
			}
			if all = best(all); !covers(all, 300, 300) {
				t.Errorf("a head of %d pixels, turned by %v: found %v", side, turn, all)
			}
		}
	}
}

func TestNoFaceOnAStreet(t *testing.T) {
	all, err := faces(planeOf(noisy(scene(800, 600, grey), 6, 80)).light)
	if err != nil || len(all) > 0 {
		t.Errorf("found %v, %v", all, err)
	}
}

// A head and a plate on one picture come out together, as areas that lie on it.
func TestFind(t *testing.T) {
	img := scene(800, 600, grey)
	put(img, sample.Head(160), 200, 200, 0)
	put(img, plateOf(plateKinds[0], 200), 560, 420, 0)
	all, err := Find(noisy(img, 6, 80))
	if err != nil {
		t.Fatal(err)
	}
	within := func(k Kind, x, y int) bool {
		for _, f := range all {
			if a := f.At; f.Kind == k && a.X <= x && x < a.X+a.W && a.Y <= y && y < a.Y+a.H {
				return true
			}
		}
		return false
	}
	if !within(Face, 250, 333) || !within(Plate, 700, 700) {
		t.Errorf("found %v", all)
	}
	for _, f := range all {
		if a := f.At; a.X < 0 || a.Y < 0 || a.W < 1 || a.H < 1 || a.X+a.W > 1000 || a.Y+a.H > 1000 {
			t.Errorf("%v is not on the picture", a)
		}
	}
}

// Pictures of every shape are looked at, or let alone, without a fault.
func FuzzFind(f *testing.F) {
	f.Add(uint16(1), uint16(1), []byte{0})
	f.Add(uint16(48), uint16(32), []byte{0, 255, 3})
	f.Add(uint16(1600), uint16(33), []byte{0, 255, 0, 255, 255, 0})
	f.Add(uint16(33), uint16(1600), []byte{9, 200})
	f.Add(uint16(2000), uint16(40), []byte{1})
	f.Fuzz(func(t *testing.T, w, h uint16, pattern []byte) {
		if len(pattern) == 0 || int(w)*int(h) > 60_000 || w == 0 || h == 0 {
			return
		}
		img := image.NewRGBA(image.Rect(0, 0, int(w), int(h)))
		for i := range img.Pix {
			img.Pix[i] = pattern[(i+i/97)%len(pattern)]
		}
		all, err := Find(img)
		if err != nil || len(all) > Most {
			t.Errorf("%d found, %v", len(all), err)
		}
		for _, f := range all {
			if f.At == (blob.Area{}) || f.At.X+f.At.W > 1000 || f.At.Y+f.At.H > 1000 {
				t.Errorf("%v is not on the picture", f.At)
			}
		}
	})
}

// The program is built with the cascade in it, and a checkout without it says what to do.
func TestCascadeIsThere(t *testing.T) {
	if _, err := os.Stat("cascade/facefinder"); err != nil {
		t.Fatal("go run ./build/cascade")
	}
	if _, err := cascade(); err != nil && !strings.Contains(err.Error(), "build/cascade") {
		t.Error(err)
	}
}

func BenchmarkFind(b *testing.B) {
	img := scene(1280, 960, grey)
	put(img, sample.Head(160), 300, 300, 0)
	put(img, plateOf(plateKinds[0], 200), 760, 620, 0)
	img = noisy(img, 6, 80)
	for b.Loop() {
		if _, err := Find(img); err != nil {
			b.Fatal(err)
		}
	}
}
