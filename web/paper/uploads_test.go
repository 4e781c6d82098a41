package paper_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/jpeg"
	"testing"

	"linli/mediation"
	"linli/platform/i18n"
)

// TestWhatIsSaidOfARefusedFile holds, word for word, what a party and the office read of a file that cannot be taken.
func TestWhatIsSaidOfARefusedFile(t *testing.T) {
	var photo, archive bytes.Buffer
	if err := jpeg.Encode(&photo, image.NewRGBA(image.Rect(0, 0, 64, 48)), nil); err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(&archive)
	if _, err := z.Create("second.txt"); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	header := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR") // 10,000 × 6,000 pixels, and nothing to back it
	header = binary.BigEndian.AppendUint32(header, 10_000)
	header = binary.BigEndian.AppendUint32(header, 6_000)
	header = append(header, 8, 6, 0, 0, 0)
	header = binary.BigEndian.AppendUint32(header, crc32.ChecksumIEEE(header[12:]))
	header = append(header, "\x00\x00\x00\x00IDAT\x35\xaf\x06\x1e"...)
	onSQLite(t, func(t *testing.T, s *site) {
		c := s.To(mediation.InSession)
		party, clerk := s.browser(t, s.Party(c, 0)), s.browser(t, s.As("clerk"))
		for name, x := range map[string]struct {
			status         int
			body           string
			en, hans, hant string
		}{
			"large.jpg": {413, photo.String() + string(make([]byte, 10<<20)), "The file is larger than 10 MB. Please send a smaller one, for example a photo instead of a scan.",
				"文件超过 10 MB。请换一个小一些的文件，例如用照片代替扫描件。", "檔案超過 10 MB。請改用較小的檔案，例如以照片代替掃描檔。"},
			"sixty.png": {413, string(header), "The picture has more than 25 megapixels. Please choose a smaller size in the camera, or send a screenshot of it.",
				"图片超过 25 百万像素。请在相机中选择较小的尺寸，或发送该图片的截图。", ""},
			"jar.jpg": {400, photo.String() + archive.String(), "The file hides a second file inside. Please send a new photo or print the document to PDF again.",
				"文件里藏有另一个文件。请重新拍照，或将文档重新打印成 PDF。", ""},
			"drawing.svg": {400, `<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>`, "Web pages and SVG drawings cannot be taken. Please send a screenshot or print it to PDF.",
				"不能接收网页或 SVG 图形。请发送截图，或打印成 PDF。", ""},
			"photo.jpg": {400, `<svg onload="x()">`, "Web pages and SVG drawings cannot be taken. Please send a screenshot or print it to PDF.",
				"不能接收网页或 SVG 图形。请发送截图，或打印成 PDF。", ""},
		} {
			for lang, want := range map[i18n.Language]string{i18n.English: x.en, i18n.Hans: x.hans, i18n.Hant: x.hant} {
				if want == "" {
					continue
				}
				party.lang, clerk.lang = lang, lang
				says(t, party.post("/r/X/files", map[string]string{"prints": "none"}, "file", name, x.body), x.status, want)
				says(t, clerk.post("/mediations/"+c.ID.String()+"/files", map[string]string{"prints": "none"}, "file", name, x.body), x.status, want)
			}
		}
		if n := len(now(t, s, c).Attachments); n != 0 {
			t.Errorf("%d refused files stayed", n)
		}
	})
}
