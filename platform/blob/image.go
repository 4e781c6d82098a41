package blob

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/webp"

	"linli/platform/fault"
)

// quality of JPEGs written: a document photographed with a phone stays readable, at about the size it came in.
const quality = 90

// cleanImage decodes an image, turns it upright, paints over what is to be seen by nobody, and encodes it again.
func (c *Cleaner) cleanImage(raw []byte, kind string, over []Area) (File, error) {
	var img image.Image
	var facts facts
	var err error
	switch kind {
	case JPEG:
		facts, err = jpegFacts(raw)
	case PNG:
		facts, err = pngFacts(raw)
	default:
		facts, err = webpFacts(raw)
	}
	if err != nil {
		return File{}, because(ErrDamaged, err)
	}
	if facts.animated {
		return File{}, ErrAnimated
	}
	for _, size := range facts.sizes { // from the headers: nothing is decoded yet
		if size.X <= 0 || size.Y <= 0 {
			return File{}, because(ErrDamaged, fmt.Errorf("an image of %d × %d", size.X, size.Y))
		}
		if int64(size.X)*int64(size.Y) > c.limits.Pixels {
			return File{}, ErrPixels.With(fault.Args{"max_megapixels": c.limits.Pixels / 1_000_000})
		}
	}
	switch kind {
	case JPEG:
		img, err = jpeg.Decode(bytes.NewReader(raw))
	case PNG:
		img, err = png.Decode(bytes.NewReader(raw))
	default:
		img, err = webp.Decode(bytes.NewReader(raw))
	}
	if err != nil {
		return File{}, because(ErrDamaged, fmt.Errorf("decoding %s: %w", kind, err))
	}
	return encode(masked(upright(img, facts.orientation), over), kind)
}

func encode(img image.Image, kind string) (File, error) {
	img = plain(img)
	f := File{Type: JPEG, Width: img.Bounds().Dx(), Height: img.Bounds().Dy()}
	var out bytes.Buffer
	var err error
	if kind == PNG || kind == webP && !opaque(img) {
		f.Type = PNG
		err = png.Encode(&out, img)
	} else {
		err = jpeg.Encode(&out, img, &jpeg.Options{Quality: quality})
	}
	if err != nil {
		return File{}, because(ErrDamaged, fmt.Errorf("encoding %s: %w", f.Type, err))
	}
	f.Bytes = out.Bytes()
	f.Thumbnail, err = thumbnail(img)
	return f, err
}

func opaque(img image.Image) bool {
	o, ok := img.(interface{ Opaque() bool })
	return ok && o.Opaque()
}

// plain brings colours that JPEG readers disagree on (CMYK) to RGB.
func plain(img image.Image) image.Image {
	if _, ok := img.(*image.CMYK); !ok {
		return img
	}
	out := image.NewRGBA(img.Bounds())
	draw.Draw(out, out.Bounds(), img, img.Bounds().Min, draw.Src)
	return out
}

// upright applies an EXIF orientation (CIPA DC-008, tag 0x0112): 1 to 8, of which 1 is upright.
func upright(img image.Image, orientation int) image.Image {
	if orientation < 2 || orientation > 8 {
		return img
	}
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	to := image.NewNRGBA(image.Rect(0, 0, w, h))
	if orientation >= 5 {
		to = image.NewNRGBA(image.Rect(0, 0, h, w))
	}
	line := image.NewNRGBA(image.Rect(0, 0, w, 1))
	for y := range h {
		draw.Draw(line, line.Bounds(), img, image.Pt(b.Min.X, b.Min.Y+y), draw.Src)
		for x := range w {
			tx, ty := turned(orientation, x, y, w, h)
			copy(to.Pix[to.PixOffset(tx, ty):][:4], line.Pix[4*x:])
		}
	}
	return to
}

// turned is where a pixel of a w × h image stands when it is upright.
func turned(orientation, x, y, w, h int) (int, int) {
	switch orientation {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return h - 1 - y, x
	case 7:
		return h - 1 - y, w - 1 - x
	default:
		return y, w - 1 - x
	}
}

// facts are what the headers of an image say, read without decoding.
type facts struct {
	sizes       []image.Point // every size that the decoder will believe
	orientation int
	animated    bool
}

func jpegFacts(raw []byte) (facts, error) {
	size, err := jpeg.DecodeConfig(bytes.NewReader(raw))
	if err != nil {
		return facts{}, fmt.Errorf("reading a JPEG's header: %w", err)
	}
	f := facts{sizes: []image.Point{{X: size.Width, Y: size.Height}}}
	for _, s := range segments(raw) {
		if exif, ok := bytes.CutPrefix(s.body, []byte("Exif\x00\x00")); ok && s.marker == 0xe1 && f.orientation == 0 {
			f.orientation = orientation(exif)
		}
	}
	return f, nil
}

// pngFacts walks the chunks (PNG 3rd edition, section 5.3).
func pngFacts(raw []byte) (facts, error) {
	size, err := png.DecodeConfig(bytes.NewReader(raw))
	if err != nil {
		return facts{}, fmt.Errorf("reading a PNG's header: %w", err)
	}
	f := facts{sizes: []image.Point{{X: size.Width, Y: size.Height}}}
	for rest := raw[8:]; len(rest) >= 12; {
		n := uint64(binary.BigEndian.Uint32(rest))
		if n > uint64(len(rest)-12) { //nolint:gosec // the loop asks for 12 bytes
			break // the decoder says what is wrong with it
		}
		switch body := rest[8 : 8+n]; string(rest[4:8]) {
		case "acTL":
			f.animated = true
		case "eXIf":
			f.orientation = orientation(body)
		}
		rest = rest[12+n:]
	}
	return f, nil
}

// webpFacts walks the chunks (RFC 9649). The canvas may claim to be small while the frame in it is huge, so both count.
func webpFacts(raw []byte) (facts, error) {
	var f facts
	for rest := raw[12:]; len(rest) >= 8; {
		n := uint64(binary.LittleEndian.Uint32(rest[4:]))
		if n > uint64(len(rest)-8) { //nolint:gosec // the loop asks for 8 bytes
			return facts{}, errors.New("a WebP chunk longer than the file")
		}
		body := rest[8 : 8+n]
		switch string(rest[:4]) {
		case "VP8X":
			if n < 10 {
				return facts{}, errors.New("a short VP8X chunk")
			}
			f.animated = f.animated || body[0]&0x02 != 0
			f.sizes = append(f.sizes, image.Pt(1+little24(body[4:]), 1+little24(body[7:])))
		case "ANIM", "ANMF":
			f.animated = true
		case "VP8 ":
			if n < 10 {
				return facts{}, errors.New("a short VP8 chunk")
			}
			f.sizes = append(f.sizes, image.Pt(int(binary.LittleEndian.Uint16(body[6:])&0x3fff), int(binary.LittleEndian.Uint16(body[8:])&0x3fff)))
		case "VP8L":
			if n < 5 {
				return facts{}, errors.New("a short VP8L chunk")
			}
			bits := binary.LittleEndian.Uint32(body[1:])
			f.sizes = append(f.sizes, image.Pt(1+int(bits&0x3fff), 1+int(bits>>14&0x3fff)))
		case "EXIF":
			f.orientation = orientation(bytes.TrimPrefix(body, []byte("Exif\x00\x00")))
		}
		rest = rest[min(8+n+n%2, uint64(len(rest))):]
	}
	if len(f.sizes) == 0 {
		return facts{}, errors.New("a WebP file without an image")
	}
	return f, nil
}

func little24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }
