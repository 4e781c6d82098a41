package blob_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"math"
	"slices"
	"testing"

	"linli/platform/blob"
)

// printed is a white page with a red thumbprint in its lower right corner.
func printed() *image.RGBA {
	page := image.NewRGBA(image.Rect(0, 0, 200, 100))
	draw.Draw(page, page.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(page, image.Rect(140, 60, 180, 90), image.NewUniform(color.RGBA{R: 0xd0, G: 0x20, B: 0x20, A: 0xff}), image.Point{}, draw.Src)
	return page
}

// reddish counts the pixels of the thumbprint that can still be seen.
func reddish(t *testing.T, f blob.File) (n int) {
	t.Helper()
	img, _, err := image.Decode(bytes.NewReader(f.Bytes))
	if err != nil {
		t.Fatal(err)
	}
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			if r, g, _, _ := img.At(x, y).RGBA(); r > g+0x2000 {
				n++
			}
		}
	}
	return n
}

// side is a picture as a telephone keeps it that was held on its side (orientation 6).
func side(img *image.RGBA) image.Image {
	b := img.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dy(), b.Dx()))
	for y := range b.Dy() {
		for x := range b.Dx() {
			out.Set(y, b.Dx()-1-x, img.At(x, y))
		}
	}
	return out
}

// TestWhatIsPaintedOverIsGone: what lay under a mask is in no pixel of what is kept, nor in a small picture beside it.
func TestWhatIsPaintedOverIsGone(t *testing.T) {
	over := []blob.Area{{X: 680, Y: 580, W: 240, H: 340}}
	small := asJPEG(t, printed())
	for name, raw := range map[string][]byte{
		"a.png": asPNG(t, printed()),
		"b.jpg": insert(asJPEG(t, side(printed())), 0xe1, append([]byte("Exif\x00\x00"), exif(6)...)),
		"c.jpg": insert(asJPEG(t, printed()), 0xe1, slices.Concat([]byte("Exif\x00\x00"), exif(1), small)), // a thumbnail, as cameras add one
	} {
		f, err := blob.NewCleaner(blob.Limits{}).CleanMasked(context.Background(), bytes.NewReader(raw), name, over)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if n := reddish(t, f); n > 0 || f.Width != 200 || f.Height != 100 {
			t.Errorf("%s: %d pixels of the thumbprint are left in %d × %d", name, n, f.Width, f.Height)
		}
		if bytes.Count(f.Bytes, []byte("\xff\xd8\xff")) > 1 || bytes.Contains(f.Bytes, small[len(small)/2:len(small)-2]) {
			t.Errorf("%s: a second picture is left in the file", name)
		}
		if bare, err := clean(t, raw, name); err != nil || reddish(t, bare) == 0 {
			t.Errorf("%s: the picture of this test has no thumbprint: %v", name, err)
		}
	}
}

// TestTheWholePageCanBePaintedOver: the last pixel of each side is covered, however the numbers are rounded.
func TestTheWholePageCanBePaintedOver(t *testing.T) {
	page := image.NewRGBA(image.Rect(0, 0, 97, 61))
	draw.Draw(page, page.Bounds(), image.NewUniform(color.RGBA{R: 0xff, A: 0xff}), image.Point{}, draw.Src)
	var thirds []blob.Area
	for n := range 3 {
		thirds = append(thirds, blob.Area{X: n * 333, Y: 0, W: 334, H: 1000})
	}
	f, err := blob.NewCleaner(blob.Limits{}).CleanMasked(context.Background(), bytes.NewReader(asPNG(t, page)), "a.png", thirds)
	if err != nil {
		t.Fatal(err)
	}
	if n := reddish(t, f); n > 0 {
		t.Errorf("%d pixels are left between the masks", n)
	}
}

func TestHostileMasksAreRefused(t *testing.T) {
	picture := asPNG(t, printed())
	most := slices.Repeat([]blob.Area{{X: 1, Y: 1, W: 1, H: 1}}, blob.MaxAreas)
	for name, x := range map[string]struct {
		file string
		raw  []byte
		over []blob.Area
		want error
	}{
		"negative":       {"a.png", picture, []blob.Area{{X: -1, Y: 0, W: 10, H: 10}}, blob.ErrMask},
		"nothing":        {"a.png", picture, []blob.Area{{X: 0, Y: 0, W: 0, H: 10}}, blob.ErrMask},
		"over the right": {"a.png", picture, []blob.Area{{X: 900, Y: 0, W: 200, H: 10}}, blob.ErrMask},
		"over the end":   {"a.png", picture, []blob.Area{{X: 0, Y: 999, W: 10, H: 2}}, blob.ErrMask},
		"overflowing":    {"a.png", picture, []blob.Area{{X: math.MaxInt, Y: 1, W: math.MaxInt, H: 1}}, blob.ErrMask},
		"the last of 2":  {"a.png", picture, []blob.Area{{X: 0, Y: 0, W: 1, H: 1}, {X: 1, Y: 1, W: 1, H: -1}}, blob.ErrMask},
		"one too many":   {"a.png", picture, append(slices.Clone(most), most[0]), blob.ErrMasks},
		"10,000":         {"a.png", picture, slices.Repeat(most[:1], 10_000), blob.ErrMasks},
		"a PDF":          {"a.pdf", []byte("%PDF-1.4\n"), most[:1], blob.ErrMaskPDF},
		"as many as may": {"a.png", picture, most, nil},
	} {
		_, err := blob.NewCleaner(blob.Limits{}).CleanMasked(context.Background(), bytes.NewReader(x.raw), x.file, x.over)
		if !errors.Is(err, x.want) || x.want == nil && err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
