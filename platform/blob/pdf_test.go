package blob_test

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"linli/platform/blob"
)

func zipped(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("META-INF/MANIFEST.MF")
	if err == nil {
		_, err = w.Write([]byte("hello"))
	}
	if err = errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// paper is a PDF of one page, to which a test adds. Objects: 1 catalogue, 2 pages, 3 page, 4 content, then more.
type paper struct {
	catalogue, page, trailer string
	more                     []string
}

const drawing = "BT /F1 12 Tf (hello) Tj ET"

func (p paper) objects() []string {
	return append([]string{
		"<</Type/Catalog/Pages 2 0 R" + p.catalogue + ">>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R" + p.page + ">>",
		stream("", drawing),
	}, p.more...)
}

func stream(dict, data string) string {
	return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(data), data)
}

func (p paper) bytes() []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	var table strings.Builder
	objects := p.objects()
	for i, o := range objects {
		fmt.Fprintf(&table, "%010d 00000 n \n", b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	at := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n",
		len(objects)+1, table.String(), len(objects)+1, p.trailer, at)
	return b.Bytes()
}

func deflate(s []byte) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, err := z.Write(s)
	if err = errors.Join(err, z.Close()); err != nil {
		panic(err)
	}
	return b.String()
}

// packed is the same PDF with its objects in an object stream and a cross-reference stream with a predictor, as PDF 1.5
// writes it. Objects: 4 content, 5 object stream, 6 table.
func packed() []byte {
	objects := paper{}.objects()
	var head, body strings.Builder
	for i, o := range objects[:3] {
		fmt.Fprintf(&head, "%d %d ", i+1, body.Len())
		body.WriteString(o + "\n")
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
	content := b.Len()
	fmt.Fprintf(&b, "4 0 obj\n%s\nendobj\n", objects[3])
	streams := b.Len()
	fmt.Fprintf(&b, "5 0 obj\n%s\nendobj\n", stream(fmt.Sprintf("/Type/ObjStm/N 3/First %d/Filter/FlateDecode", head.Len()), deflate([]byte(head.String()+body.String()))))
	table := b.Len()
	rows := [][]byte{{0, 0, 0, 0}, {2, 0, 5, 0}, {2, 0, 5, 1}, {2, 0, 5, 2},
		{1, byte(content >> 8), byte(content), 0}, {1, byte(streams >> 8), byte(streams), 0}, {1, byte(table >> 8), byte(table), 0}}
	var data []byte
	above := make([]byte, 4)
	for _, r := range rows {
		data = append(data, 2) // PNG filter "up"
		for i := range r {
			data = append(data, r[i]-above[i])
		}
		above = r
	}
	fmt.Fprintf(&b, "6 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n",
		stream("/Type/XRef/Size 7/Root 1 0 R/W[1 2 1]/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 4>>", deflate(data)), table)
	return b.Bytes()
}

func TestPDFLosesItsPropertiesAndItsPast(t *testing.T) {
	photo := insert(insert(asJPEG(t, corner(32, 32)), 0xe1, append([]byte("Exif\x00\x00"), exif(6)...)), 0xfe, []byte(planted))
	p := paper{
		catalogue: "/Metadata 5 0 R/OpenAction[3 0 R/Fit]/PieceInfo<</X<</Private(" + planted + ")>>>>/Lang(zh)",
		page: "/Thumb 5 0 R/LastModified(" + planted + ")/Annots[<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(kept)/T(" + planted + ")/M(" + planted + ")>>" +
			"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(https://example.org)>>>>]/Resources<</XObject<</I 6 0 R/AA 7 0 R>>>>",
		more: []string{
			stream("/Type/Metadata/Subtype/XML", "<x:xmpmeta>"+planted),
			stream("/Type/XObject/Subtype/Image/Filter/DCTDecode/Width 32/Height 32", string(photo)),
			stream("/Type/XObject/Subtype/Image/Filter[/FlateDecode/DCTDecode]/DecodeParms[null null]", deflate(photo)),
			"<</Title(" + planted + ")/Author(" + planted + ")>>",
			"(an object of a former revision: " + planted + ")",
		},
		trailer: "/Info 8 0 R/ID[<" + fmt.Sprintf("%x", planted) + "><00>]",
	}
	raw := append(p.bytes(), "\n% "+planted...)
	f := taken(t, raw, "判决书.pdf", blob.PDF)
	if f.Pages != 1 || f.Name != "判决书.pdf" {
		t.Errorf("%+v", f)
	}
	hexed := []byte(fmt.Sprintf("%x", planted))
	if bytes.Contains(f.Bytes, hexed) || bytes.Contains(f.Bytes, []byte("/Metadata")) {
		t.Error("something planted survives in hexadecimal digits, or metadata by name")
	}
	for _, kept := range []string{drawing, fmt.Sprintf("%x", "kept"), fmt.Sprintf("%x", "https://example.org"), "/AA "} {
		if !bytes.Contains(f.Bytes, []byte(kept)) {
			t.Errorf("%q is lost", kept)
		}
	}
	// Both photographs are still photographs.
	photos := 0
	for rest := f.Bytes; ; {
		i := bytes.Index(rest, []byte("\xff\xd8\xff"))
		if i < 0 {
			break
		}
		if _, err := clean(t, rest[i:], "x.jpg"); err != nil {
			t.Errorf("a photograph was spoilt: %v", err)
		}
		photos++
		rest = rest[i+3:]
	}
	if photos != 2 {
		t.Errorf("%d photographs, want 2", photos)
	}
	again := taken(t, f.Bytes, "x.pdf", blob.PDF)
	if !bytes.Equal(again.Bytes, f.Bytes) {
		t.Error("cleaning twice changes the file")
	}
}

func TestPDFWithObjectStreams(t *testing.T) {
	f := taken(t, packed(), "a.pdf", blob.PDF)
	if f.Pages != 1 || !bytes.Contains(f.Bytes, []byte(drawing)) {
		t.Errorf("%d pages in %q", f.Pages, f.Bytes)
	}
}

// A page that was taken away in a later revision is not handed on.
func TestPDFKeepsTheLastRevisionOnly(t *testing.T) {
	first := paper{}.bytes()
	first = bytes.Replace(first, []byte("(hello)"), []byte("(NAMED)"), 1)
	b := bytes.NewBuffer(first)
	previous := bytes.LastIndex(first, []byte("xref\n0"))
	at := b.Len()
	fmt.Fprintf(b, "4 0 obj\n%s\nendobj\n", stream("", "BT (blackened) Tj ET"))
	table := b.Len()
	fmt.Fprintf(b, "xref\n4 1\n%010d 00000 n \ntrailer\n<</Size 5/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n", at, previous, table)
	f := taken(t, b.Bytes(), "a.pdf", blob.PDF)
	if bytes.Contains(f.Bytes, []byte("NAMED")) || !bytes.Contains(f.Bytes, []byte("blackened")) {
		t.Errorf("%q", f.Bytes)
	}
}

func TestRefusedPDFs(t *testing.T) {
	js := "<</S/JavaScript/JS(app.alert(1))>>"
	plain := paper{}.bytes()
	mixed := paper{page: "/Resources<</XObject<</I 5 0 R>>>>", more: []string{stream("", string(zipped(t)))}}
	for name, c := range map[string]struct {
		raw  []byte
		want error
	}{
		"script on opening":      {paper{catalogue: "/OpenAction" + js}.bytes(), blob.ErrActive},
		"script by reference":    {paper{catalogue: "/OpenAction 5 0 R", more: []string{js}}.bytes(), blob.ErrActive},
		"script by its name":     {paper{catalogue: "/Names<</JavaScript<</Names[(a)5 0 R]>>>>", more: []string{js}}.bytes(), blob.ErrActive},
		"script in escapes":      {paper{catalogue: "/OpenAction<</S/J#61vaScript/J#53(x)>>"}.bytes(), blob.ErrActive},
		"script chained":         {paper{catalogue: "/OpenAction<</S/GoTo/D[3 0 R/Fit]/Next" + js + ">>"}.bytes(), blob.ErrActive},
		"script of a page":       {paper{page: "/AA<</O" + js + ">>"}.bytes(), blob.ErrActive},
		"script of a link":       {paper{page: "/Annots[<</Subtype/Link/Rect[0 0 1 1]/A" + js + ">>]"}.bytes(), blob.ErrActive},
		"script of a form field": {paper{catalogue: "/AcroForm<</Fields[<</FT/Tx/T(a)/AA<</K" + js + ">>>>]>>"}.bytes(), blob.ErrActive},
		"launch":                 {paper{page: "/Annots[<</Subtype/Link/Rect[0 0 1 1]/A<</S/Launch/F(cmd.exe)>>>>]"}.bytes(), blob.ErrActive},
		"form that submits":      {paper{page: "/Annots[<</Subtype/Widget/Rect[0 0 1 1]/A<</S/SubmitForm/F(http://x)>>>>]"}.bytes(), blob.ErrActive},
		"XFA":                    {paper{catalogue: "/AcroForm<</XFA[(a)5 0 R]>>", more: []string{stream("", "<xdp/>")}}.bytes(), blob.ErrActive},
		"attached file":          {paper{catalogue: "/Names<</EmbeddedFiles<</Names[(a)<</Type/Filespec/EF<</F 5 0 R>>>>]>>>>", more: []string{stream("/Type/EmbeddedFile", "x")}}.bytes(), blob.ErrActive},
		"attachment on a page":   {paper{page: "/Annots[<</Subtype/FileAttachment/Rect[0 0 1 1]>>]"}.bytes(), blob.ErrActive},
		"film":                   {paper{page: "/Annots[<</Subtype/RichMedia/Rect[0 0 1 1]>>]"}.bytes(), blob.ErrActive},
		"data of another file":   {paper{page: "/Resources<</XObject<</I 5 0 R>>>>", more: []string{stream("/F(/etc/passwd)", "")}}.bytes(), blob.ErrActive},
		"encrypted":              {paper{trailer: "/Encrypt<</Filter/Standard>>"}.bytes(), blob.ErrEncrypted},
		"signed":                 {paper{catalogue: "/AcroForm<</Fields[<</FT/Sig/V<</Type/Sig/ByteRange[0 1 2 3]>>>>]>>"}.bytes(), blob.ErrSigned},
		"with a ZIP behind":      {slices.Concat(plain, zipped(t)), blob.ErrPolyglot},
		"behind something else":  {append([]byte("<html>"), plain...), blob.ErrMarkup},
		"no pages":               {bytes.Replace(plain, []byte("/Type/Page/"), []byte("/Type/Pagf/"), 1), blob.ErrPDF},
		"cut":                    {plain[:len(plain)-40], blob.ErrPDF},
		"shifted":                {bytes.Replace(plain, []byte("%PDF-1.4\n"), []byte("%PDF-1.4\n\n\n"), 1), blob.ErrPDF},
		"wrong length":           {bytes.Replace(plain, []byte("/Length 26"), []byte("/Length 20"), 1), blob.ErrPDF},
		"length in a circle":     {paper{page: "/X 5 0 R", more: []string{"<</Length 5 0 R>>\nstream\nx\nendstream"}}.bytes(), blob.ErrPDF},
		"table in a circle":      {bytes.Replace(plain, []byte("/Root 1 0 R"), fmt.Appendf(nil, "/Root 1 0 R/Prev %d", bytes.LastIndex(plain, []byte("xref\n0"))), 1), blob.ErrPDF},
		"nested too deep":        {paper{page: "/X " + strings.Repeat("[", 5000) + strings.Repeat("]", 5000)}.bytes(), blob.ErrPDF},
		"key given twice":        {paper{page: "/Contents 4 0 R"}.bytes(), blob.ErrPDF},
		"metadata kept elsewhere": {paper{page: "/Resources<</XObject<</I 5 0 R>>>>", more: []string{
			stream("/Filter[/ASCII85Decode/DCTDecode]", "x")}}.bytes(), blob.ErrPDF},
	} {
		f, err := clean(t, c.raw, "a.pdf")
		if !errors.Is(err, c.want) || f.Bytes != nil {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	// A ZIP inside a stream is data of the page; the file must not open as an archive.
	if f, err := clean(t, mixed.bytes(), "a.pdf"); err == nil {
		if _, err := zip.NewReader(bytes.NewReader(f.Bytes), int64(len(f.Bytes))); err == nil {
			t.Error("the cleaned file opens as an archive")
		}
	} else if !errors.Is(err, blob.ErrPolyglot) {
		t.Error(err)
	}
}

// Tables that inflate to more than the whole file may are refused before they fill the memory.
func TestPDFBomb(t *testing.T) {
	raw := packed()
	i := bytes.Index(raw, []byte("/Type/ObjStm"))
	b := bytes.NewBuffer(bytes.Clone(raw[:bytes.LastIndex(raw[:i], []byte("5 0 obj"))]))
	fmt.Fprintf(b, "5 0 obj\n%s\nendobj\n", stream("/Type/ObjStm/N 3/First 20/Filter/FlateDecode", deflate(make([]byte, 65<<20))))
	rest := raw[bytes.Index(raw, []byte("6 0 obj")):]
	table := b.Len()
	rest = rest[:bytes.Index(rest, []byte("startxref"))]
	b.Write(rest)
	fmt.Fprintf(b, "startxref\n%d\n%%%%EOF\n", table)
	if _, err := clean(t, b.Bytes(), "a.pdf"); !errors.Is(err, blob.ErrPDF) || !strings.Contains(err.Error(), "inflates too far") {
		t.Errorf("%v", err)
	}
}
