package paper_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"linli/mediation"
	"linli/platform/i18n"
)

// fingerprint is a picture of noise, several times what a form keeps in memory by default, with a red print in part 24.
func fingerprint(t *testing.T) (raw []byte, in image.Rectangle) {
	t.Helper()
	noise := rand.New(rand.NewPCG(1, 2))
	m := image.NewNRGBA(image.Rect(0, 0, 800, 600))
	for i := range m.Pix {
		m.Pix[i] = byte(noise.IntN(128))
		if i%4 == 3 {
			m.Pix[i] = 0xff
		}
	}
	in = image.Rect(650, 520, 750, 580)
	for y := in.Min.Y; y < in.Max.Y; y++ {
		for x := in.Min.X; x < in.Max.X; x++ {
			m.SetNRGBA(x, y, color.NRGBA{0xf0, byte(noise.IntN(40)), 0, 0xff})
		}
	}
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), in
}

// TestAThumbprintIsPaintedOverBeforeAnythingIsKept: by a part of the picture and by a frame, at the office and from a party's
// page. What was sent touches no disk, and the pixels of the print are black in what the readers get.
func TestAThumbprintIsPaintedOverBeforeAnythingIsKept(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		temporary := t.TempDir()
		t.Setenv("TMPDIR", temporary)
		c := s.To(mediation.InSession)
		base := "/mediations/" + c.ID.String()
		clerk, party := s.browser(t, s.As("clerk")), s.browser(t, s.Party(c, 0))
		raw, at := fingerprint(t)
		for i, x := range []struct {
			who  *browser
			path string
			said map[string]string
		}{
			{clerk, base + "/files", map[string]string{"party": "office", "prints": "some", "print-part": "24"}},
			{party, "/r/X/files", map[string]string{"prints": "some", "print-frame": "1:800,860,150,120"}},
		} {
			if got := x.who.post(x.path, x.said, "file", "签好.png", string(raw)); got.Code != http.StatusSeeOther {
				t.Fatalf("%d %s", got.Code, got.Body)
			}
			f := now(t, s, c).Attachments[i]
			d, err := s.App.Mediation.Download(s.Ctx, s.As("clerk"), c.ID, f.ID)
			if err != nil {
				t.Fatal(err)
			}
			kept, err := png.Decode(bytes.NewReader(d.Bytes))
			if err != nil {
				t.Fatal(err)
			}
			for y := at.Min.Y; y < at.Max.Y; y++ {
				for x := at.Min.X; x < at.Max.X; x++ {
					if r, g, b, a := kept.At(x, y).RGBA(); r+g+b != 0 || a != 0xffff {
						t.Fatalf("file %d: the pixel at %d, %d is kept", i, x, y)
					}
				}
			}
			if r, g, b, _ := kept.At(10, 10).RGBA(); !f.Bare || r+g+b == 0 {
				t.Errorf("file %d: %+v, and more than the print is black: %d %d %d", i, f, r, g, b)
			}
		}
		part := raw[len(raw)/2 : len(raw)/2+64]
		seen := 0
		for _, root := range []string{temporary, s.App.Config.Data, filepath.Dir(s.Place.File)} {
			err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
				if err != nil || d.IsDir() {
					return err
				}
				seen++
				text, err := os.ReadFile(path) // #nosec G304 -- the test's own folder
				if bytes.Contains(text, part) || strings.HasPrefix(path, temporary) {
					t.Errorf("what was sent lies in %s", path)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		if seen < 2 {
			t.Errorf("%d files were looked at", seen)
		}
	})
}

// TestWhatIsSaidOfThumbprints holds, word for word, what is read by whoever says nothing of them, or something that cannot be.
func TestWhatIsSaidOfThumbprints(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		c := s.To(mediation.InSession)
		clerk, party := s.browser(t, s.As("clerk")), s.browser(t, s.Party(c, 0))
		clerk.lang, party.lang = i18n.English, i18n.English
		const gone = "A place to cover is not on the picture. Please choose the file again and frame the fingerprints."
		many := strings.Repeat("1:1,1,5,5;", 10_000)
		for name, x := range map[string]struct {
			said map[string]string
			want string
		}{
			"nothing":     {nil, "Say whether there is a fingerprint on it."},
			"no place":    {map[string]string{"prints": "some"}, "Frame the fingerprints on each file, or tick the parts where they are. Send files without any separately."},
			"both":        {map[string]string{"prints": "none", "print-part": "3"}, "You marked fingerprints and also said that there are none. Please keep one of the two."},
			"part 25":     {map[string]string{"prints": "some", "print-part": "25"}, gone},
			"part 0":      {map[string]string{"prints": "some", "print-part": "0"}, gone},
			"outside":     {map[string]string{"prints": "some", "print-frame": "1:900,10,200,10"}, gone},
			"negative":    {map[string]string{"prints": "some", "print-frame": "1:-5,10,20,10"}, gone},
			"overflowing": {map[string]string{"prints": "some", "print-frame": "1:1,1,18446744073709551615,1"}, gone},
			"no numbers":  {map[string]string{"prints": "some", "print-frame": "1:a,b,c,d"}, gone},
			"file 2 of 1": {map[string]string{"prints": "some", "print-frame": "2:1,1,5,5"}, gone},
			"10,000":      {map[string]string{"prints": "some", "print-frame": many}, "At most 64 places of one file can be covered."},
		} {
			says(t, clerk.post("/mediations/"+c.ID.String()+"/files", x.said, "file", "a.png", picture(t)), http.StatusBadRequest, x.want)
			if got := party.post("/r/X/files", x.said, "file", "a.png", picture(t)); got.Code != http.StatusBadRequest || !strings.Contains(got.Body.String(), x.want[:20]) {
				t.Errorf("%s, a party: %d", name, got.Code)
			}
		}
		pdf := map[string]string{"prints": "some", "print-part": "1"}
		says(t, party.post("/r/X/files", pdf, "file", "a.pdf", "%PDF-1.7\n"), http.StatusBadRequest, "Fingerprints in a PDF cannot be covered. Please photograph the page or scan it as a picture (JPEG, PNG) and send that.")
		again := party.post("/r/X/files", map[string]string{"prints": "none", "print-part": "3"}, "file", "a.png", picture(t))
		if !strings.Contains(again.Body.String(), `value="3" aria-label="Part 3" checked`) {
			t.Error("what was ticked is lost")
		}
		for n := range 24 {
			if !strings.Contains(again.Body.String(), fmt.Sprintf(`aria-label="Part %d"`, n+1)) {
				t.Errorf("there is no part %d", n+1)
			}
		}
		if n := len(now(t, s, c).Attachments); n != 0 {
			t.Errorf("%d refused files stayed", n)
		}
	})
}
