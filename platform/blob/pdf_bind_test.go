package blob

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
)

// file writes objects as a PDF; the first is the catalogue.
func file(objects ...string) []byte {
	var b bytes.Buffer
	var table strings.Builder
	b.WriteString("%PDF-1.4\n")
	for i, o := range objects {
		fmt.Fprintf(&table, "%010d 00000 n \n", b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	at := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R/Info<</Producer(linli)>>>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table.String(), len(objects)+1, at)
	return b.Bytes()
}

func drawn(s string) string { return fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(s), s) }

// scanned is a PDF of two pages with a picture in common; page and catalogue add to the first page and to the catalogue.
func scanned(page, catalogue string) []byte {
	return file("<</Type/Catalog/Pages 2 0 R"+catalogue+">>",
		"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2/MediaBox[0 0 200 100]/Resources<</XObject<</I 7 0 R>>>>>>",
		"<</Type/Page/Parent 2 0 R/Contents[5 0 R 6 0 R]"+page+">>",
		"<</Type/Page/Parent 2 0 R/MediaBox[300 300 100 0]/Contents 6 0 R/B[3 0 R]>>",
		drawn("/I Do"), drawn("% the second stream"),
		"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Of 3 0 R/Length 1>>\nstream\nx\nendstream")
}

func base() []byte {
	return file("<</Type/Catalog/Lang(zh)/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R 5 0 R]/Count 2/MediaBox[0 0 595 842]>>",
		"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<<>>>>>>", drawn("% the frame"), "<</Type/Page/Parent 2 0 R/Contents 4 0 R>>")
}

func TestPagesAreBoundIn(t *testing.T) {
	s, err := ReadSheets(scanned("/Annots[<</Subtype/Link/Rect[0 0 1 1]/A<</S/URI/URI(https://example.org)>>>>]", ""))
	if err != nil {
		t.Fatal(err)
	}
	all := []Bound{{On: 2, Of: s, Sheet: 0, X: 70, Y: 80, Width: 200}, {On: 2, Of: s, Sheet: 1, X: 70, Y: 300, Width: 200}}
	out, err := Bind(base(), all)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Bind(base(), all)
	if err != nil || !bytes.Equal(out, again) {
		t.Errorf("the same pages bound twice differ: %v", err)
	}
	f, err := openPDF(out)
	if err != nil {
		t.Fatal(err)
	}
	pages, catalogue, err := f.pages()
	if err != nil || len(pages) != 2 || string(catalogue["Lang"].(pdfString)) != "zh" || f.properties == nil {
		t.Fatalf("%d pages, %v, %v", len(pages), catalogue, err)
	}
	for _, not := range []string{"/Annots", "https", "/B ["} {
		if bytes.Contains(out, []byte(not)) {
			t.Errorf("%s came along", not)
		}
	}
	if n := bytes.Count(out, []byte("/Subtype /Image")); n != 1 {
		t.Errorf("the picture of both pages is there %d times", n)
	}
	bound := &Sheets{file: f, pages: pages}
	text, err := bound.drawing(pages[1])
	if err != nil || !strings.HasPrefix(string(text), "q\n") || !strings.Contains(string(text), "% the frame") || strings.Count(string(text), "Do Q") != 2 {
		t.Errorf("the page draws %q, %v", text, err)
	}
	forms := pages[1].dict["Resources"].(pdfDict)["XObject"].(pdfDict)
	o, err := f.resolve(forms["Sheet1"])
	if err != nil {
		t.Fatal(err)
	}
	inside, err := f.inflate(o.(pdfStream))
	if err != nil || string(inside) != "/I Do\n% the second stream\n" {
		t.Errorf("the bound page draws %q, %v", inside, err)
	}
	if _, ok := pages[0].dict["Resources"].(pdfDict)["XObject"]; ok {
		t.Error("the other page was changed")
	}
	if _, err := Bind(base(), []Bound{{On: 3, Of: s}}); err == nil {
		t.Error("there is no third page, and something was bound on it")
	}
}

// TestABoundPageStandsUpright: however a page lies in its file, its corners come to the corners of where it is drawn.
func TestABoundPageStandsUpright(t *testing.T) {
	for _, turn := range []int{0, 90, 180, 270, -90, 450} {
		s, err := ReadSheets(scanned(fmt.Sprintf("/Rotate %d/MediaBox[-20 10 180 110]/CropBox[0 20 160 500]", turn), ""))
		if err != nil {
			t.Fatal(err)
		}
		wide, high := s.Size(0)
		if odd := turn%180 != 0; odd && (wide != 90 || high != 160) || !odd && (wide != 160 || high != 90) {
			t.Errorf("turned by %d: %v × %v", turn, wide, high)
		}
		m := s.matrix(0, 1000, 2000, 2*wide)
		left, bottom, right, top := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
		for _, at := range [][2]float64{{0, 20}, {160, 20}, {0, 110}, {160, 110}} {
			x, y := m[0]*at[0]+m[2]*at[1]+m[4], m[1]*at[0]+m[3]*at[1]+m[5]
			left, bottom, right, top = min(left, x), min(bottom, y), max(right, x), max(top, y)
		}
		if left != 1000 || bottom != 2000 || right != 1000+2*wide || top != 2000+2*high {
			t.Errorf("turned by %d: from %v, %v to %v, %v", turn, left, bottom, right, top)
		}
		first := map[int][2]float64{0: {1000, 2000}, 90: {1000, 2000 + 2*high}, 180: {1000 + 2*wide, 2000 + 2*high}, 270: {1000 + 2*wide, 2000}}[(turn+360)%360]
		if x, y := m[2]*20+m[4], m[3]*20+m[5]; x != first[0] || y != first[1] { // the lower left corner, turned clockwise
			t.Errorf("turned by %d: the first corner is at %v, %v, want %v", turn, x, y, first)
		}
	}
}

func TestWhatABoundPageWouldLoseLiesApart(t *testing.T) {
	for name, raw := range map[string][]byte{
		"a field": scanned("/Annots[<</Subtype/Widget/Rect[0 0 1 1]/FT/Tx>>]", ""),
		"a note":  scanned("/Annots[<</Subtype/FreeText/Rect[0 0 1 1]>>]", ""),
		"a layer": scanned("", "/OCProperties<</OCGs[]>>"),
	} {
		if _, err := ReadSheets(raw); !errors.Is(err, errLoose) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, raw := range map[string][]byte{
		"no size":       scanned("/MediaBox[0 0 0 0]", ""),
		"a word":        scanned("/MediaBox[0 0 (a) 1]", ""),
		"askew":         scanned("/Rotate 45", ""),
		"in a circle":   file("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R 2 0 R]>>"),
		"other filter":  file("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/MediaBox[0 0 9 9]>>", "<</Type/Page/Contents 4 0 R>>", "<</Filter/LZWDecode/Length 1>>\nstream\nx\nendstream"),
		"no pages":      file("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]>>"),
		"no page tree":  file("<</Type/Catalog>>"),
		"not even that": []byte("%PDF-1.4"),
	} {
		if _, err := ReadSheets(raw); err == nil {
			t.Errorf("%s: it is read", name)
		}
	}
}

// FuzzBind: whatever is bound in, the file that linli made can be read afterwards and has its pages.
func FuzzBind(f *testing.F) {
	f.Add(scanned("", ""))
	f.Add(scanned("/Rotate 90/Group<</S/Transparency>>", ""))
	f.Fuzz(func(t *testing.T, raw []byte) {
		s, err := ReadSheets(raw)
		if err != nil {
			return
		}
		out, err := Bind(base(), []Bound{{On: 1, Of: s, X: 70, Y: 80, Width: 200}})
		if err != nil {
			return
		}
		made, err := openPDF(out)
		if err != nil {
			t.Fatal(err)
		}
		if pages, _, err := made.pages(); err != nil || len(pages) != 2 {
			t.Fatalf("%d pages: %v", len(pages), err)
		}
	})
}
