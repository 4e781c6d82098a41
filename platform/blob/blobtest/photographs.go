// Package blobtest holds photographs as they come from telephones, programs and people with bad intent. Each way by which a
// file comes into linli is tested with all of them.
package blobtest

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"slices"
	"strconv"
	"strings"

	"linli/platform/fault"
)

// Planted stands wherever a photograph can hold what is no picture. Nothing that is kept may hold it.
const Planted = "PLANTED-王小明-31.2304N"

// Photograph is one of them.
type Photograph struct {
	What          string
	Name          string // of the file
	Raw           []byte
	Refused       string     // the key of the fault; empty: it is taken
	Kind          fault.Code // of the fault
	Width, Height int        // of what is kept
}

// Photographs are all of them. Their order never changes.
func Photographs() []Photograph {
	plain := jpegOf(64, 32)
	xmp := []byte("http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta exif:GPSLatitude=\"" + Planted + "\"/>")
	moving := asGIF()
	taken := func(what, name string, raw []byte) Photograph {
		return Photograph{What: what, Name: name, Raw: raw, Width: 64, Height: 32}
	}
	refused := func(what, name, key string, raw []byte) Photograph {
		return Photograph{What: what, Name: name, Raw: raw, Refused: key, Kind: fault.Invalid}
	}
	return []Photograph{
		{What: "turned by EXIF", Name: "turned.jpg", Raw: Segment(plain, 0xe1, append([]byte("Exif\x00\x00"), exif(6, nil)...)), Width: 32, Height: 64},
		{What: "PNG turned by EXIF", Name: "turned.png", Raw: chunk(pngOf(64, 32), "eXIf", exif(8, nil)), Width: 32, Height: 64},
		taken("GPS in EXIF", "gps.jpg", Segment(plain, 0xe1, append([]byte("Exif\x00\x00"), exif(1, nil)...))),
		taken("GPS in XMP", "xmp.jpg", Segment(plain, 0xe1, xmp)),
		taken("GPS in XMP of a PNG", "xmp.png", chunk(pngOf(64, 32), "iTXt", append([]byte("XML:com.adobe.xmp\x00\x00\x00\x00\x00"), xmp...))),
		taken("GPS in the thumbnail", "thumbnail.jpg", Segment(plain, 0xe1, append([]byte("Exif\x00\x00"), exif(1, Segment(jpegOf(16, 8), 0xe1, xmp))...))),
		taken("IPTC", "iptc.jpg", Segment(plain, 0xed, []byte("Photoshop 3.0\x00"+Planted))),
		taken("a colour profile that names a device", "profile.jpg", Segment(plain, 0xe2, []byte("ICC_PROFILE\x00\x01\x01"+Planted))),
		taken("a comment", "comment.jpg", Segment(plain, 0xfe, []byte(Planted))),
		taken("something after its end", "after.jpg", append(bytes.Clone(plain), Planted...)),
		{What: "CMYK", Name: "cmyk.jpg", Raw: CMYK(), Width: 8, Height: 8},
		{What: "WebP", Name: "small.webp", Raw: webp(), Width: 1, Height: 1},
		{What: "60 megapixels", Name: "sixty.png", Raw: header(10_000, 6_000), Refused: "blob.pixels", Kind: fault.TooLarge},
		refused("moving PNG", "moving.png", "blob.animated", chunk(pngOf(8, 8), "acTL", []byte("\x00\x00\x00\x02\x00\x00\x00\x00"))),
		refused("moving GIF", "moving.gif", "blob.type_gif", moving),
		refused("HEIC", "photo.heic", "blob.type_heic", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"+Planted)),
		refused("an archive behind a photograph", "jar.jpg", "blob.polyglot", append(bytes.Clone(plain), zipped()...)),
		refused("a page within a photograph", "page.jpg", "blob.polyglot", Segment(plain, 0xfe, []byte("<SCRIPT>alert(1)</SCRIPT>"))),
		refused("a drawing that calls itself a photograph", "drawing.jpg", "blob.type_markup", []byte("<svg onload=alert(1)>")),
		refused("a photograph that calls itself a PDF", "photo.pdf", "blob.extension", plain),
	}
}

func picture(w, h int) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range w * h {
		m.Set(i%w, i/w, color.RGBA{uint8(i), uint8(i * 3), uint8(i * 7), 255})
	}
	return m
}

// made is what was written into memory, which does not fail.
func made(write func(*bytes.Buffer) error) []byte {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		panic("blobtest: " + err.Error())
	}
	return b.Bytes()
}

func jpegOf(w, h int) []byte {
	return made(func(b *bytes.Buffer) error { return jpeg.Encode(b, picture(w, h), nil) })
}

func pngOf(w, h int) []byte {
	return made(func(b *bytes.Buffer) error { return png.Encode(b, picture(w, h)) })
}

func asGIF() []byte {
	frame := image.NewPaletted(image.Rect(0, 0, 4, 4), color.Palette{color.Black})
	return made(func(b *bytes.Buffer) error {
		return gif.EncodeAll(b, &gif.GIF{Image: []*image.Paletted{frame, frame}, Delay: []int{1, 1}})
	})
}

func zipped() []byte {
	return made(func(b *bytes.Buffer) error {
		z := zip.NewWriter(b)
		if _, err := z.Create("second.txt"); err != nil {
			return err
		}
		return z.Close()
	})
}

// exif is EXIF data: an orientation, a place in the directory of GPS (CIPA DC-008: 0x0112, 0x8825, 0x0012), and a second
// directory with a thumbnail (0x0201, 0x0202) where there is one.
func exif(orientation uint16, thumbnail []byte) []byte {
	order := binary.BigEndian
	field := func(b []byte, tag, kind uint16, n, value uint32) []byte {
		return order.AppendUint32(order.AppendUint32(order.AppendUint16(order.AppendUint16(b, tag), kind), n), value)
	}
	size := func(s string) uint32 { return uint32(len(s)) }
	const first = 8
	const gps = first + 2 + 2*12 + 4
	const words = gps + 2 + 12 + 4
	second := words + size(Planted)
	b := order.AppendUint32([]byte("MM\x00*"), first)
	b = field(order.AppendUint16(b, 2), 0x0112, 3, 1, uint32(orientation)<<16)
	b = field(b, 0x8825, 4, 1, gps)
	if thumbnail == nil {
		second = 0
	}
	b = order.AppendUint32(b, second)
	b = field(order.AppendUint16(b, 1), 0x0012, 2, size(Planted), words)
	b = append(order.AppendUint32(b, 0), Planted...)
	if thumbnail == nil {
		return b
	}
	b = field(order.AppendUint16(b, 2), 0x0201, 4, 1, second+2+2*12+4)
	b = field(b, 0x0202, 4, 1, size(string(thumbnail)))
	return append(order.AppendUint32(b, 0), thumbnail...)
}

// Segment puts a marker segment behind a JPEG's start.
func Segment(photo []byte, marker byte, body []byte) []byte {
	s := binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(body)+2))
	return slices.Concat(photo[:2], s, body, photo[2:])
}

// chunk puts a chunk behind a PNG's header.
func chunk(picture []byte, kind string, body []byte) []byte {
	c := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	c = append(append(c, kind...), body...)
	c = binary.BigEndian.AppendUint32(c, crc32.ChecksumIEEE(c[4:]))
	return slices.Concat(picture[:33], c, picture[33:])
}

// header is the header of a PNG that claims a size, and nothing to back it.
func header(w, h uint32) []byte {
	b := binary.BigEndian.AppendUint32([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), w)
	b = append(binary.BigEndian.AppendUint32(b, h), 8, 6, 0, 0, 0)
	b = binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[12:]))
	return append(b, "\x00\x00\x00\x00IDAT\x35\xaf\x06\x1e"...)
}

// webp is a picture of one pixel.
func webp() []byte {
	b, err := base64.StdEncoding.DecodeString("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA")
	if err != nil {
		panic("blobtest: " + err.Error())
	}
	return b
}

// CMYK is a JPEG of 8 × 8 red pixels in four inks, as Adobe's programs write them: inverted, with marker APP14. Each
// component is one block with a DC coefficient alone.
func CMYK() []byte {
	b := []byte("\xff\xd8\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00\xff\xdb\x00\x43\x00")
	b = append(b, bytes.Repeat([]byte{1}, 64)...)
	b = append(b, "\xff\xc0\x00\x14\x08\x00\x08\x00\x08\x04\x01\x11\x00\x02\x11\x00\x03\x11\x00\x04\x11\x00"...)
	b = append(b, "\xff\xc4\x00\x15\x00\x01\x01"+strings.Repeat("\x00", 14)+"\x00\x0a"...) // DC: category 0 is "0", 10 is "10"
	b = append(b, "\xff\xc4\x00\x14\x10\x01"+strings.Repeat("\x00", 15)+"\x00"...)         // AC: end of block is "0"
	b = append(b, "\xff\xda\x00\x0e\x04\x01\x00\x02\x00\x03\x00\x04\x00\x00\x3f\x00"...)
	const none, full = "10" + "1111111000" + "0", "10" + "0000000111" + "0" // 1016 and -1016: no ink and all of it
	bits := none + full + full + none + "1111"
	for ; bits != ""; bits = bits[8:] {
		v, err := strconv.ParseUint(bits[:8], 2, 8)
		if err != nil {
			panic("blobtest: " + err.Error())
		}
		b = append(b, byte(v))
		if v == 0xff {
			b = append(b, 0)
		}
	}
	return append(b, 0xff, 0xd9)
}
