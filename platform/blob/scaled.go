package blob

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/draw"

	"linli/platform/fault"
)

// larger is by how much [Cleaner.Scaled] enlarges a small picture at most.
const larger = 2

// Scaled draws a picture that was cleaned, on white, so that its longer side has so many pixels, or twice as many as it has
// itself where that is less. It waits its turn with the uploads, so that memory stays bounded. Errors: ErrDamaged for what is no
// picture, ErrPixels, ctx's.
func (c *Cleaner) Scaled(ctx context.Context, kept []byte, side int) (*image.RGBA, error) {
	config, decode := jpeg.DecodeConfig, jpeg.Decode
	if bytes.HasPrefix(kept, []byte("\x89PNG")) {
		config, decode = png.DecodeConfig, png.Decode
	}
	size, err := config(bytes.NewReader(kept))
	if err != nil || size.Width <= 0 || size.Height <= 0 {
		return nil, because(ErrDamaged, fmt.Errorf("a picture of %d × %d: %w", size.Width, size.Height, err))
	}
	if int64(size.Width)*int64(size.Height) > c.limits.Pixels {
		return nil, ErrPixels.With(fault.Args{"max_megapixels": c.limits.Pixels / 1_000_000})
	}
	select {
	case c.gate <- struct{}{}:
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting to look at a picture: %w", ctx.Err())
	}
	defer func() { <-c.gate }()
	img, err := decode(bytes.NewReader(kept))
	if err != nil {
		return nil, because(ErrDamaged, fmt.Errorf("decoding what was kept: %w", err))
	}
	long := max(size.Width, size.Height)
	side = min(side, larger*long)
	out := image.NewRGBA(image.Rect(0, 0, max(1, size.Width*side/long), max(1, size.Height*side/long)))
	draw.Draw(out, out.Bounds(), image.White, image.Point{}, draw.Src)
	draw.BiLinear.Scale(out, out.Bounds(), img, img.Bounds(), draw.Over, nil)
	return out, nil
}

// Preview is a cleaned picture as a JPEG of at most so many pixels a side, to be shown by linli. Errors: as [Cleaner.Scaled].
func (c *Cleaner) Preview(ctx context.Context, kept []byte, side int) ([]byte, error) {
	img, err := c.Scaled(ctx, kept, side)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: thumbnailQuality}); err != nil {
		return nil, because(ErrDamaged, fmt.Errorf("encoding a preview: %w", err))
	}
	return b.Bytes(), nil
}
