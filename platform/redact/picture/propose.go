package picture

import (
	"context"

	"linli/platform/blob"
)

// Propose looks at a picture that was cleaned, a file or its thumbnail, and proposes what could be covered on it. Errors: those of
// [blob.Cleaner.Scaled] and [Find].
func Propose(ctx context.Context, c *blob.Cleaner, kept []byte) ([]blob.Area, error) {
	img, err := c.Scaled(ctx, kept, Side)
	if err != nil {
		return nil, err
	}
	found, err := Find(img)
	var out []blob.Area
	for _, f := range found {
		out = append(out, f.At)
	}
	return out, err
}
