package blob_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"testing"

	"linli/platform/blob"
)

func TestScaled(t *testing.T) {
	c := blob.NewCleaner(blob.Limits{Pixels: 1_000_000})
	of := func(w, h int) []byte {
		var b bytes.Buffer
		if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, w, h))); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	for _, x := range []struct{ w, h, side, toW, toH int }{{1000, 500, 400, 400, 200}, {100, 50, 400, 200, 100}, {900, 1, 300, 300, 1}, {1, 900, 300, 1, 300}} {
		img, err := c.Scaled(context.Background(), of(x.w, x.h), x.side)
		if err != nil || img.Bounds() != image.Rect(0, 0, x.toW, x.toH) {
			t.Errorf("%d × %d to %d: %v, %v", x.w, x.h, x.side, img.Bounds(), err)
		}
	}
	if _, err := c.Scaled(context.Background(), of(1200, 1000), 100); !errors.Is(err, blob.ErrPixels) {
		t.Errorf("too many pixels: %v", err)
	}
	for _, raw := range []string{"", "no picture", "\x89PNG\r\n\x1a\n", string(of(40, 40)[:60])} {
		if _, err := c.Scaled(context.Background(), []byte(raw), 100); !errors.Is(err, blob.ErrDamaged) {
			t.Errorf("%q: %v", raw, err)
		}
	}
	ended, end := context.WithCancel(context.Background())
	end()
	busy := blob.NewCleaner(blob.Limits{})
	if _, err := busy.Scaled(ended, of(10, 10), 10); err != nil && !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
