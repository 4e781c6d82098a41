package blob_test

import (
	"bytes"
	"errors"
	"image/jpeg"
	"testing"

	"linli/platform/blob"
	"linli/platform/blob/blobtest"
	"linli/platform/fault"
)

// TestPhotographs: what is taken stands upright, with nothing in it but pixels; what is refused leaves nothing.
func TestPhotographs(t *testing.T) {
	for _, p := range blobtest.Photographs() {
		f, err := clean(t, p.Raw, p.Name)
		if p.Refused != "" {
			if x := fault.Of(err); err == nil || x.Key != p.Refused || x.Code != p.Kind || f.Bytes != nil || f.Thumbnail != nil {
				t.Errorf("%s: %v, want %s", p.What, err, p.Refused)
			}
			continue
		}
		if err != nil || f.Width != p.Width || f.Height != p.Height {
			t.Errorf("%s: %d × %d, %v", p.What, f.Width, f.Height, err)
			continue
		}
		for _, mark := range []string{blobtest.Planted, "Exif", "xmpmeta", "ICC_PROFILE", "Photoshop"} {
			if bytes.Contains(f.Packed(), []byte(mark)) {
				t.Errorf("%s: %q survives", p.What, mark)
			}
		}
		small, err := jpeg.DecodeConfig(bytes.NewReader(f.Thumbnail))
		if err != nil || small.Width != p.Width || small.Height != p.Height {
			t.Errorf("%s: its thumbnail is %d × %d, %v", p.What, small.Width, small.Height, err)
		}
	}
}

// TestAThumbnailShowsNothingThatWasPaintedOver: it is small, stands as the picture stands, and is drawn from what is kept.
func TestAThumbnailShowsNothingThatWasPaintedOver(t *testing.T) {
	c := blob.NewCleaner(blob.Limits{})
	f, err := c.CleanMasked(t.Context(), bytes.NewReader(asPNG(t, corner(1000, 500))), "a.png", []blob.Area{{X: 0, Y: 0, W: 300, H: 300}})
	if err != nil {
		t.Fatal(err)
	}
	small, err := jpeg.Decode(bytes.NewReader(f.Thumbnail))
	if err != nil {
		t.Fatal(err)
	}
	if b := small.Bounds(); b.Dx() != blob.ThumbnailSide || b.Dy() != blob.ThumbnailSide/2 {
		t.Errorf("it is %v", b)
	}
	if r, _, _, _ := small.At(40, 20).RGBA(); r > 0x3000 {
		t.Errorf("the red corner can be seen: %x", r)
	}
	if _, _, blue, _ := small.At(300, 140).RGBA(); blue < 0x9000 {
		t.Errorf("the rest cannot be seen: %x", blue)
	}
}

func TestPackedComesApart(t *testing.T) {
	for _, f := range []blob.File{{Bytes: []byte("file"), Thumbnail: []byte("small")}, {Bytes: []byte("%PDF-")}} {
		file, small, err := blob.Unpack(f.Packed())
		if err != nil || !bytes.Equal(file, f.Bytes) || !bytes.Equal(small, f.Thumbnail) {
			t.Errorf("%q, %q, %v", file, small, err)
		}
	}
	long := append(blob.File{}.Packed()[:8], 0, 0, 0, 9, 1)
	for _, not := range [][]byte{nil, []byte("%PDF-"), blob.File{}.Packed()[:10], long} {
		if _, _, err := blob.Unpack(not); err == nil || errors.Is(err, blob.ErrDamaged) {
			t.Errorf("%q: %v", not, err)
		}
	}
}
