package settle_test

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"strings"
	"testing"

	"linli/platform/blob"
	"linli/platform/redact/picture/sample"
	"linli/web/settle"
)

// TestWithoutAPageMarksAndProposalsAreCovered: what its sender marked and what looks like a face or a plate; of a picture without either
// nothing is covered, and a picture never has more places than can be painted over.
func TestWithoutAPageMarksAndProposalsAreCovered(t *testing.T) {
	d := settle.Desk{Aside: blob.Aside{Cleaner: blob.NewCleaner(blob.Limits{})}}
	draws := func(with bool) *bytes.Buffer {
		img := image.NewRGBA(image.Rect(0, 0, 960, 720))
		draw.Draw(img, img.Bounds(), image.NewUniform(color.Gray{Y: 150}), image.Point{}, draw.Src)
		if with {
			sample.Place(img)
		}
		var b bytes.Buffer
		if err := jpeg.Encode(&b, img, nil); err != nil {
			t.Fatal(err)
		}
		return &b
	}
	mark := blob.Area{X: 900, Y: 0, W: 100, H: 100}
	f, err := d.Proposed(t.Context(), "a.jpg", draws(true), blob.Prints{At: []blob.Area{mark}})
	if err != nil || len(f.Said.At) < 3 || f.Said.At[0] != mark || f.Held.Name != "a.jpg" {
		t.Errorf("%+v, %v", f.Said, err)
	}
	f, err = d.Proposed(t.Context(), "a.jpg", draws(true), blob.Prints{None: true})
	if err != nil || f.Said.None || len(f.Said.At) < 2 {
		t.Errorf("somebody said that there is nothing: %+v, %v", f.Said, err)
	}
	f, err = d.Proposed(t.Context(), "a.jpg", draws(false), blob.Prints{None: true})
	if err != nil || !f.Said.None || len(f.Said.At) != 0 {
		t.Errorf("a wall: %+v, %v", f.Said, err)
	}
	many := make([]blob.Area, blob.MaxAreas)
	for i := range many {
		many[i] = mark
	}
	f, err = d.Proposed(t.Context(), "a.jpg", draws(true), blob.Prints{At: many})
	if err != nil || len(f.Said.At) != blob.MaxAreas {
		t.Errorf("%d places, %v", len(f.Said.At), err)
	}
	if _, err := d.Proposed(t.Context(), "a.jpg", strings.NewReader("no picture"), blob.Prints{None: true}); err == nil {
		t.Error("what is no picture is taken")
	}
}
