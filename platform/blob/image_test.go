package blob_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
	"testing"

	"linli/platform/blob"
	"linli/platform/blob/blobtest"
)

const planted = "PLANTED-王小明-31.2304N"

// corner is a picture with one red corner, so that a test sees which way up it is.
func corner(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.Set(x, y, color.RGBA{40, 40, 200, 255})
			if x < w/4 && y < h/4 {
				img.Set(x, y, color.RGBA{220, 20, 20, 255})
			}
		}
	}
	return img
}

func asJPEG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// exif is a directory with an orientation and a planted place.
func exif(orientation uint16) []byte {
	b := []byte("MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01")
	b = binary.BigEndian.AppendUint16(b, orientation)
	return append(b, "\x00\x00\x00\x00\x00\x00"+planted...)
}

// insert puts marker segments behind a JPEG's start.
func insert(photo []byte, marker byte, body []byte) []byte {
	s := binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(body)+2))
	return slices.Concat(photo[:2], s, body, photo[2:])
}

// chunk puts a chunk behind a PNG's header.
func chunk(picture []byte, kind string, body []byte) []byte {
	c := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	c = append(c, kind...)
	c = append(c, body...)
	c = binary.BigEndian.AppendUint32(c, crc32.ChecksumIEEE(c[4:]))
	return slices.Concat(picture[:33], c, picture[33:])
}

func clean(t testing.TB, raw []byte, name string) (blob.File, error) {
	t.Helper()
	return blob.NewCleaner(blob.Limits{}).Clean(t.Context(), bytes.NewReader(raw), name)
}

// taken fails the test unless the file is taken and nothing planted survives.
func taken(t *testing.T, raw []byte, name, kind string) blob.File {
	t.Helper()
	f, err := clean(t, raw, name)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if f.Type != kind {
		t.Errorf("%s became %s, want %s", name, f.Type, kind)
	}
	for _, mark := range []string{"PLANTED", "Exif", "GPS", "<script", "xmpmeta", "JavaScript", "PK\x03\x04"} {
		if bytes.Contains(f.Bytes, []byte(mark)) {
			t.Errorf("%s: %q survives", name, mark)
		}
	}
	return f
}

func TestNothingOfAPhotographSurvivesButItsPixels(t *testing.T) {
	photo := asJPEG(t, corner(64, 48))
	photo = insert(photo, 0xe1, append([]byte("Exif\x00\x00"), exif(1)...))
	photo = insert(photo, 0xe1, []byte("http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>"+planted))
	photo = insert(photo, 0xed, []byte("Photoshop 3.0\x00"+planted))
	photo = insert(photo, 0xfe, []byte(planted))
	photo = append(photo, planted...)
	if f := taken(t, photo, "照片.JPG", blob.JPEG); f.Width != 64 || f.Height != 48 || f.Name != "照片.jpg" {
		t.Errorf("%+v", f)
	}
	picture := chunk(asPNG(t, corner(64, 48)), "tEXt", []byte("Author\x00"+planted))
	picture = chunk(picture, "eXIf", exif(1))
	picture = chunk(picture, "iTXt", []byte("XML:com.adobe.xmp\x00\x00\x00\x00\x00<x:xmpmeta>"+planted))
	picture = append(picture, planted...)
	taken(t, picture, "a.png", blob.PNG)
}

func TestOrientationIsApplied(t *testing.T) {
	// Where the red corner of the stored picture belongs for each orientation: CIPA DC-008, figure of tag 0x0112.
	want := map[uint16][2]string{
		1: {"top", "left"}, 2: {"top", "right"}, 3: {"bottom", "right"}, 4: {"bottom", "left"},
		5: {"top", "left"}, 6: {"top", "right"}, 7: {"bottom", "right"}, 8: {"bottom", "left"},
	}
	for o, corners := range want {
		for kind, raw := range map[string][]byte{
			blob.JPEG: insert(asJPEG(t, corner(64, 32)), 0xe1, append([]byte("Exif\x00\x00"), exif(o)...)),
			blob.PNG:  chunk(asPNG(t, corner(64, 32)), "eXIf", exif(o)),
		} {
			f := taken(t, raw, "", kind)
			img, _, err := image.Decode(bytes.NewReader(f.Bytes))
			if err != nil {
				t.Fatal(err)
			}
			b := img.Bounds()
			if turned := b.Dx() == 32 && b.Dy() == 64; turned != (o >= 5) || f.Width != b.Dx() {
				t.Errorf("orientation %d: %v", o, b)
			}
			x, y := 2, 2
			if corners[0] == "bottom" {
				y = b.Dy() - 3
			}
			if corners[1] == "right" {
				x = b.Dx() - 3
			}
			if r, _, blue, _ := img.At(x, y).RGBA(); r < 0x8000 || blue > 0x8000 {
				t.Errorf("%s, orientation %d: the red corner is not at the %v", kind, o, corners)
			}
		}
	}
}

// A 1 × 1 WebP with one transparent and one opaque pixel, lossless and lossy.
const (
	webpLossless = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=="
	webpLossy    = "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA"
)

func TestWebPBecomesJPEGOrPNG(t *testing.T) {
	lossy, err := base64.StdEncoding.DecodeString(webpLossy)
	if err != nil {
		t.Fatal(err)
	}
	if f := taken(t, lossy, "a.webp", blob.JPEG); f.Name != "a.jpg" || f.Width != 1 {
		t.Errorf("%+v", f)
	}
	lossless, err := base64.StdEncoding.DecodeString(webpLossless)
	if err != nil {
		t.Fatal(err)
	}
	if f := taken(t, lossless, "a.webp", blob.PNG); f.Name != "a.png" {
		t.Errorf("%+v", f)
	}
}

func TestCMYKBecomesRGB(t *testing.T) {
	if c, err := jpeg.DecodeConfig(bytes.NewReader(blobtest.CMYK())); err != nil || c.ColorModel != color.CMYKModel {
		t.Fatalf("the test's picture is not CMYK: %v", err)
	}
	f := taken(t, blobtest.CMYK(), "cmyk.jpg", blob.JPEG)
	out, err := jpeg.Decode(bytes.NewReader(f.Bytes))
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := out.(*image.YCbCr); !ok {
		t.Errorf("came out as %T", out)
	}
	if r, g, b, _ := out.At(4, 4).RGBA(); r < 0xe000 || g > 0x2000 || b > 0x2000 {
		t.Errorf("red came out as %x %x %x", r, g, b)
	}
}

// bomb is a PNG header that claims a size, and nothing to back it.
func bomb(w, h uint32) []byte {
	b := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
	b = binary.BigEndian.AppendUint32(b, w)
	b = binary.BigEndian.AppendUint32(b, h)
	b = append(b, 8, 6, 0, 0, 0)
	b = binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[12:]))
	return append(b, "\x00\x00\x00\x00IDAT\x35\xaf\x06\x1e"...)
}

// webpFile is a WebP of chunks.
func webpFile(chunks ...string) []byte {
	var body string
	for i := 0; i < len(chunks); i += 2 {
		body += chunks[i] + string(binary.LittleEndian.AppendUint32(nil, uint32(len(chunks[i+1])))) + chunks[i+1]
		if len(chunks[i+1])%2 == 1 {
			body += "\x00"
		}
	}
	return []byte("RIFF" + string(binary.LittleEndian.AppendUint32(nil, uint32(len(body)+4))) + "WEBP" + body)
}

func TestRefusedUploads(t *testing.T) {
	photo := asJPEG(t, corner(64, 48))
	var moving bytes.Buffer
	if err := gif.EncodeAll(&moving, &gif.GIF{Image: []*image.Paletted{image.NewPaletted(image.Rect(0, 0, 4, 4), color.Palette{color.Black})}, Delay: []int{1}}); err != nil {
		t.Fatal(err)
	}
	jpegBomb := bytes.Clone(photo)
	sof := bytes.Index(jpegBomb, []byte{0xff, 0xc0})
	copy(jpegBomb[sof+5:], "\xff\x00\xff\x00") // 65,280 × 65,280
	small := "\x00\x00\x00\x00\x09\x00\x00\x09\x00\x00"
	for name, c := range map[string]struct {
		raw  []byte
		want error
	}{
		"empty.jpg":        {nil, blob.ErrEmpty},
		"large.jpg":        {append(bytes.Clone(photo), make([]byte, 10<<20)...), blob.ErrTooLarge},
		"sixty.png":        {bomb(10_000, 6_000), blob.ErrPixels},
		"endless.png":      {bomb(1<<31-1, 1<<31-1), blob.ErrDamaged},
		"bomb.jpg":         {jpegBomb, blob.ErrPixels},
		"bomb.webp":        {webpFile("VP8X", small, "VP8 ", "\x00\x00\x00\x9d\x01\x2a\xff\x3f\xff\x3f"), blob.ErrPixels},
		"bombl.webp":       {webpFile("VP8X", small, "VP8L", "\x2f\xff\xff\xff\x0f"), blob.ErrPixels},
		"zero.webp":        {webpFile("VP8 ", "\x00\x00\x00\x9d\x01\x2a\x00\x00\x00\x00"), blob.ErrDamaged},
		"none.webp":        {webpFile("VP8X", "short"), blob.ErrDamaged},
		"moving.webp":      {webpFile("VP8X", "\x02"+small[1:], "ANIM", "123456"), blob.ErrAnimated},
		"moving.png":       {chunk(asPNG(t, corner(8, 8)), "acTL", []byte("\x00\x00\x00\x02\x00\x00\x00\x00")), blob.ErrAnimated},
		"moving.gif":       {moving.Bytes(), blob.ErrGIF},
		"gifar.gif":        {slices.Concat(moving.Bytes(), zipped(t)), blob.ErrGIF},
		"photo.heic":       {[]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), blob.ErrHEIC},
		"photo.avif":       {[]byte("\x00\x00\x00\x18ftypavif\x00\x00\x00\x00"), blob.ErrHEIC},
		"film.mp4":         {[]byte("\x00\x00\x00\x18ftypisom\x00\x00\x00\x00"), blob.ErrType},
		"drawing.svg":      {[]byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), blob.ErrMarkup},
		"drawing.jpg":      {[]byte("\xef\xbb\xbf \n<svg onload=alert(1)>"), blob.ErrMarkup},
		"page.html":        {[]byte("<!DOCTYPE html><p>x"), blob.ErrMarkup},
		"page.png":         {[]byte("hello <script>alert(1)</script>"), blob.ErrMarkup},
		"letter.docx":      {zipped(t), blob.ErrOffice},
		"letter.doc":       {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), blob.ErrOffice},
		"run.exe":          {[]byte("MZ\x90\x00"), blob.ErrType},
		"jar.jpg":          {slices.Concat(photo, zipped(t)), blob.ErrPolyglot},
		"page.jpg":         {insert(photo, 0xfe, []byte("<SCRIPT>alert(1)</SCRIPT>")), blob.ErrPolyglot},
		"appended.jpg":     {append(bytes.Clone(photo), "<!doctype html><body>"...), blob.ErrPolyglot},
		"photo.pdf":        {photo, blob.ErrExtension},
		"photo.html":       {photo, blob.ErrExtension},
		"invoice.pdf.exe":  {photo, blob.ErrExtension},
		"cut.jpg":          {photo[:len(photo)/2], blob.ErrDamaged},
		"header.jpg":       {photo[:20], blob.ErrDamaged},
		"cut.png":          {asPNG(t, corner(64, 48))[:60], blob.ErrDamaged},
		"notapdfatall.pdf": {[]byte("%PDF-1.7\nhello"), blob.ErrPDF},
	} {
		f, err := clean(t, c.raw, name)
		if !errors.Is(err, c.want) || f.Bytes != nil {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestCleanName(t *testing.T) {
	for in, want := range map[string]string{
		"证据 1.JPG":                     "证据 1.jpg",
		`C:\Users\王\Desktop\照片.jpeg`:   "照片.jpg",
		"../../etc/passwd":             "passwd.jpg",
		"invoice\u202egpj.exe.jpg":     "invoicegpj.exe.jpg",
		"a\x00b\r\nSet-Cookie: x.jpg":  "abSet-Cookie_ x.jpg",
		"zero\u200bwidth\ufeff.jpg":    "zerowidth.jpg",
		"e\u0301te\u0301.jpg":          "été.jpg",
		"<script>\"x\"|?*.jpg":         "_script__x____.jpg",
		"":                             "attachment.jpg",
		"...":                          "attachment.jpg",
		" .htaccess":                   "attachment.jpg",
		"\xff\xfe.jpg":                 "attachment.jpg",
		"wide\u3000space.jpg":          "wide space.jpg",
		strings.Repeat("长", 300):       strings.Repeat("长", 116) + ".jpg",
		"a/b\\" + "c.tar.jpg":          "c.tar.jpg",
		"filler\u3164\u115f\ufe0f.jpg": "filler.jpg",
	} {
		if got := blob.CleanName(in, ".jpg"); got != want {
			t.Errorf("CleanName(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzClean(f *testing.F) {
	f.Add(asJPEG(f, corner(8, 8)), "a.jpg")
	f.Add(asPNG(f, corner(8, 8)), "")
	f.Add(webpFile("VP8X", "\x00\x00\x00\x00\x09\x00\x00\x09\x00\x00"), "x.webp")
	f.Add(paper{}.bytes(), "a.pdf")
	f.Add(packed(), "a.pdf")
	c := blob.NewCleaner(blob.Limits{Bytes: 1 << 20, Pixels: 1 << 16})
	f.Fuzz(func(t *testing.T, raw []byte, name string) {
		out, err := c.Clean(t.Context(), bytes.NewReader(raw), name)
		if err != nil {
			if out.Bytes != nil {
				t.Error("bytes came with a refusal")
			}
			return
		}
		again, err := c.Clean(t.Context(), bytes.NewReader(out.Bytes), out.Name)
		if err != nil || again.Type != out.Type || again.Width != out.Width || again.Pages != out.Pages {
			t.Errorf("what was cleaned is not taken again: %v", err)
		}
	})
}
