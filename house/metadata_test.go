package house_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
	"testing"
)

// What a telephone and an office program write into files without being asked.
const (
	takenBy  = "Nachbars Telefon 4711"
	takenAt  = "31.2304N 121.4737E"
	remark   = "于林间小筑三号拍摄"
	author   = "端木秋水的电脑"
	oldTitle = "给律师看的第二稿"
)

// inMetadata must not outlive the upload; inFiles is content: it is kept under seal until retention ends.
var (
	inMetadata = []string{takenBy, takenAt, remark, author, oldTitle}
	inFiles    = []string{"漏水天花板的照片", "借条扫描件", "物业回函", "Ueberweisung an Herrn Duanmu"}
)

// tiff is EXIF data with the maker of the camera and, in the directory of GPS, a place (CIPA DC-008: tags 0x010F, 0x8825 and
// 0x0012).
func tiff() []byte {
	order := binary.BigEndian
	text := func(b []byte, tag uint16, s string, at int) []byte {
		b = order.AppendUint16(order.AppendUint16(b, tag), 2) // ASCII
		return order.AppendUint32(order.AppendUint32(b, uint32(len(s)+1)), uint32(at))
	}
	const first, gps = 8, 8 + 2 + 2*12 + 4
	words := gps + 2 + 12 + 4
	b := order.AppendUint32([]byte("MM\x00*"), first)
	b = text(order.AppendUint16(b, 2), 0x010f, takenBy, words)
	b = order.AppendUint32(order.AppendUint32(order.AppendUint16(order.AppendUint16(b, 0x8825), 4), 1), gps)
	b = order.AppendUint32(b, 0)
	b = order.AppendUint32(text(order.AppendUint16(b, 1), 0x0012, takenAt, words+len(takenBy)+1), 0)
	return slices.Concat(b, []byte(takenBy+"\x00"+takenAt+"\x00"))
}

func photograph() image.Image {
	m := image.NewRGBA(image.Rect(0, 0, 32, 24))
	for i := range 32 * 24 {
		m.Set(i%32, i/32, color.RGBA{uint8(i), uint8(i * 3), uint8(i * 7), 255})
	}
	return m
}

// photoFile is a JPEG with EXIF, XMP and a comment.
func photoFile(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, photograph(), nil); err != nil {
		t.Fatal(err)
	}
	segment := func(marker byte, body string) []byte {
		return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(body)+2)), body...)
	}
	return slices.Concat(b.Bytes()[:2], segment(0xe1, "Exif\x00\x00"+string(tiff())), segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>"+remark+author+"</x:xmpmeta>"),
		segment(0xfe, remark), b.Bytes()[2:])
}

// scanFile is a PNG with EXIF and texts.
func scanFile(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, photograph()); err != nil {
		t.Fatal(err)
	}
	chunk := func(body string) []byte { // of four letters of its name and its content
		return binary.BigEndian.AppendUint32(append(binary.BigEndian.AppendUint32(nil, uint32(len(body)-4)), body...), crc32.ChecksumIEEE([]byte(body)))
	}
	return slices.Concat(b.Bytes()[:33], chunk("eXIf"+string(tiff())), chunk("tEXtAuthor\x00"+takenBy), chunk("iTXtComment\x00\x00\x00\x00\x00"+remark), b.Bytes()[33:])
}

// letterFile is a PDF with document properties, and with a page that says the last of inFiles.
func letterFile() []byte {
	drawn := "BT /F1 12 Tf 20 50 Td (" + inFiles[3] + ") Tj ET"
	utf16 := func(s string) string { // as a PDF writes Chinese in its properties
		b := []byte{0xfe, 0xff}
		for _, c := range s {
			b = binary.BigEndian.AppendUint16(b, uint16(c))
		}
		return fmt.Sprintf("<%x>", b)
	}
	objects := []string{"<</Type/Catalog/Pages 2 0 R/Metadata 6 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
		fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(drawn), drawn),
		"<</Author" + utf16(author) + "/Title(" + oldTitle + ")/Creator(" + takenBy + ")>>",
		fmt.Sprintf("<</Type/Metadata/Subtype/XML/Length %d>>\nstream\n%s\nendstream", len(remark), remark)}
	var b bytes.Buffer
	var table strings.Builder
	b.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	for i, o := range objects {
		fmt.Fprintf(&table, "%010d 00000 n \n", b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	at := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R/Info 5 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table.String(), len(objects)+1, at)
	return b.Bytes()
}
