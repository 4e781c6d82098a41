package blob

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"

	"golang.org/x/image/draw"
)

// ThumbnailSide is the longer side of a thumbnail in pixels; a smaller picture is its own thumbnail in size.
const ThumbnailSide = 320

const thumbnailQuality = 75

// thumbnail draws a picture small, on white. It is drawn from what is kept, so that it shows nothing that was painted over,
// and it is always a JPEG: the one kind of upload that a page of linli may show in itself.
func thumbnail(img image.Image) ([]byte, error) {
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	if long := max(w, h); long > ThumbnailSide {
		w, h = max(1, w*ThumbnailSide/long), max(1, h*ThumbnailSide/long)
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(out, out.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.BiLinear.Scale(out, out.Bounds(), img, img.Bounds(), draw.Over, nil)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, out, &jpeg.Options{Quality: thumbnailQuality}); err != nil {
		return nil, because(ErrDamaged, fmt.Errorf("encoding a thumbnail: %w", err))
	}
	return b.Bytes(), nil
}

// packed begins what a file and its thumbnail are sealed as; no kept file begins like it.
const packed = "linli\x00\x01\x00"

// Packed is what is sealed: the thumbnail and the file in one, so that they share a key and a blob. Whatever destroys the
// file destroys its thumbnail, and no list, backup or sweep has to know of a second thing.
//
//	"linli" 0 1 0 · length of the thumbnail (4 bytes, big-endian) · thumbnail · file
func (f File) Packed() []byte {
	out := make([]byte, 0, len(packed)+4+len(f.Thumbnail)+len(f.Bytes))
	out = append(out, packed...)
	out = binary.BigEndian.AppendUint32(out, uint32(len(f.Thumbnail))) //nolint:gosec // a picture of 320 pixels
	out = append(out, f.Thumbnail...)
	return append(out, f.Bytes...)
}

var errPacked = errors.New("blob: not what Packed makes")

// Unpack takes apart what [File.Packed] put together; thumbnail is empty for a PDF.
func Unpack(b []byte) (file, thumbnail []byte, err error) {
	rest, ok := bytes.CutPrefix(b, []byte(packed))
	if !ok || len(rest) < 4 {
		return nil, nil, errPacked
	}
	n := uint64(binary.BigEndian.Uint32(rest))
	if rest = rest[4:]; n > uint64(len(rest)) {
		return nil, nil, errPacked
	}
	return rest[n:], rest[:n], nil
}
