package blob

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"linli/platform/fault"
)

// active are names that make a PDF act or carry other files, as a dictionary's key or as the value of its Type, Subtype
// or S (ISO 32000-1, sections 7.11.4, 12.6.4, 12.7.8, 13).
var active = []pdfName{
	"JavaScript", "JS", "Launch", "SubmitForm", "ImportData", "GoToE", "GoToR", "Rendition", "Movie", "Sound", "Hide", "SetOCGState",
	"EmbeddedFile", "EmbeddedFiles", "EF", "FileAttachment", "RichMedia", "RichMediaExecute", "3D", "Screen", "XFA", "Collection",
}

// left out wherever they stand: they tell of the author, the program or the past, or act.
var leftOut = []pdfName{"Metadata", "PieceInfo", "LastModified", "Thumb", "SpiderInfo", "CreatorInfo", "OutputIntents"}

// ofPage are left out of pages, annotations and form fields. A font or picture may bear such a name elsewhere.
var ofPage = []pdfName{"AA", "ID", "AF", "Tabs"}

// inCatalogue are the only keys of the catalogue that are kept.
var inCatalogue = []pdfName{"Type", "Pages", "AcroForm", "OCProperties", "StructTreeRoot", "MarkInfo", "Lang", "PageLabels"}

// ofAnnotation are left out of annotations: who wrote them, when, under which name.
var ofAnnotation = []pdfName{"CreationDate", "M", "NM", "RC", "Popup"}

// cleanPDF reads a PDF and writes it anew without what does not belong to its pages.
func cleanPDF(raw []byte) (File, error) {
	f, err := openPDF(raw)
	if errors.Is(err, errEncrypted) {
		return File{}, ErrEncrypted
	}
	if err != nil {
		return File{}, because(ErrPDF, err)
	}
	c := &pdfCleaner{file: f, numbers: map[int]int{}, seen: map[int]bool{}}
	out, err := c.clean()
	if known := (*fault.Error)(nil); errors.As(err, &known) {
		return File{}, known
	}
	if err != nil {
		return File{}, because(ErrPDF, err)
	}
	if isZIP(out) {
		return File{}, ErrPolyglot
	}
	return File{Type: PDF, Bytes: out, Pages: c.pages}, nil
}

// pdfCleaner copies what is reachable from the catalogue, each object once, under new numbers.
type pdfCleaner struct {
	file    *pdfFile
	numbers map[int]int // old number → new number
	queue   []int       // old numbers, in the order of their new ones
	pages   int
	depth   int
	seen    map[int]bool // old numbers of what inspect has looked at
}

func (c *pdfCleaner) clean() ([]byte, error) {
	o, err := c.file.resolve(c.file.root)
	if err != nil {
		return nil, err
	}
	catalogue, ok := o.(pdfDict)
	if !ok || catalogue["Type"] != pdfName("Catalog") {
		return nil, errors.New("no catalogue")
	}
	if err := c.refuseActive(catalogue); err != nil {
		return nil, err
	}
	c.number(c.file.root.number)
	w := newPDFWriter()
	for i := 0; i < len(c.queue); i++ { // grows while references are found
		o, err := c.file.get(c.queue[i])
		if err != nil {
			return nil, err
		}
		if c.queue[i] == c.file.root.number {
			o = only(catalogue, inCatalogue)
		}
		if o, err = c.copy(o); err != nil {
			return nil, err
		}
		w.object(i+1, o)
	}
	if c.pages == 0 {
		return nil, errors.New("no pages")
	}
	return w.end(1), nil
}

// only keeps keys of a dictionary.
func only(d pdfDict, keys []pdfName) pdfDict {
	out := pdfDict{}
	for _, k := range keys {
		if v, ok := d[k]; ok {
			out[k] = v
		}
	}
	return out
}

// number gives an old object its new number.
func (c *pdfCleaner) number(old int) int {
	n, ok := c.numbers[old]
	if !ok {
		c.queue = append(c.queue, old)
		n = len(c.queue)
		c.numbers[old] = n
	}
	return n
}

// copy is an object without what is left out, its references renumbered.
func (c *pdfCleaner) copy(o any) (any, error) {
	if c.depth++; c.depth > 2*maxDepth {
		return nil, errors.New("objects nested too deep")
	}
	defer func() { c.depth-- }()
	switch o := o.(type) {
	case pdfRef:
		return pdfRef{c.number(o.number), 0}, nil
	case pdfArray:
		out := make(pdfArray, len(o))
		for i := range o {
			var err error
			if out[i], err = c.copy(o[i]); err != nil {
				return nil, err
			}
		}
		return out, nil
	case pdfDict:
		return c.copyDict(o)
	case pdfStream:
		return c.copyStream(o)
	}
	return o, nil
}

func (c *pdfCleaner) copyDict(d pdfDict) (pdfDict, error) {
	if err := forbidden(d); err != nil {
		return nil, err
	}
	annotation := d["Type"] == pdfName("Annot") || d["Subtype"] != nil && d["Rect"] != nil
	if d["Type"] == pdfName("Page") {
		c.pages++
	}
	page := annotation || d["Type"] == pdfName("Page") || d["FT"] != nil
	out := pdfDict{}
	for _, k := range slices.Sorted(maps.Keys(d)) { // in order, so that the same file gives the same copy
		v := d[k]
		switch {
		case slices.Contains(leftOut, k):
		case page && slices.Contains(ofPage, k):
			if err := c.inspect(v, 0); err != nil {
				return nil, err
			}
		case annotation && slices.Contains(ofAnnotation, k):
		case annotation && k == "T" && d["Subtype"] != pdfName("Widget"): // of a widget it is the field's name, else the author
		default:
			copied, err := c.copy(v)
			if err != nil {
				return nil, err
			}
			out[k] = copied
		}
	}
	return out, nil
}

// forbidden refuses what acts, carries files, or would lose its signature.
func forbidden(d pdfDict) error {
	if _, ok := d["ByteRange"]; ok {
		return ErrSigned
	}
	for _, name := range active {
		if _, ok := d[name]; ok || d["S"] == name || d["Subtype"] == name || d["Type"] == name {
			return ErrActive.With(fault.Args{"found": string(name)})
		}
	}
	return nil
}

// refuseActive looks at what is left out of the catalogue, so that a file that tried to act is refused rather than
// mended. A plain destination is no action.
func (c *pdfCleaner) refuseActive(catalogue pdfDict) error {
	for _, k := range []pdfName{"Names", "OpenAction", "AA", "AF", "Collection", "URI"} {
		if v := catalogue[k]; v != nil {
			if err := c.inspect(pdfDict{k: v}, 0); err != nil {
				return err
			}
		}
	}
	return nil
}

// inspect refuses what is forbidden anywhere below an object that is left out. It stops at pages: they are copied.
func (c *pdfCleaner) inspect(o any, depth int) error {
	if depth > 2*maxDepth {
		return errors.New("objects nested too deep")
	}
	switch o := o.(type) {
	case pdfRef:
		if c.seen[o.number] {
			return nil
		}
		c.seen[o.number] = true
		next, err := c.file.get(o.number)
		if err != nil {
			return err
		}
		return c.inspect(next, depth+1)
	case pdfArray:
		for _, v := range o {
			if err := c.inspect(v, depth+1); err != nil {
				return err
			}
		}
	case pdfStream:
		return c.inspect(o.dict, depth+1)
	case pdfDict:
		if o["Type"] == pdfName("Page") || o["Type"] == pdfName("Pages") {
			return nil
		}
		if err := forbidden(o); err != nil {
			return err
		}
		for _, v := range o {
			if err := c.inspect(v, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *pdfCleaner) copyStream(s pdfStream) (any, error) {
	for _, k := range []pdfName{"F", "FFilter", "FDecodeParms"} {
		if _, ok := s.dict[k]; ok {
			return nil, ErrActive.With(fault.Args{"found": "F"}) // the data stand in another file (section 7.3.8.2)
		}
	}
	d, err := c.copyDict(s.dict)
	if err != nil {
		return nil, err
	}
	delete(d, "Length")
	data, err := c.strip(s, d)
	if err != nil {
		return nil, err
	}
	return pdfStream{d, data}, nil
}

// strip takes the metadata out of photographs that are embedded as they came from a camera.
func (c *pdfCleaner) strip(s pdfStream, copied pdfDict) ([]byte, error) {
	filter, err := c.file.resolve(s.dict["Filter"])
	if err != nil {
		return nil, err
	}
	filters, ok := filter.(pdfArray)
	if !ok {
		filters = pdfArray{filter}
	}
	for i := range filters {
		if filters[i], err = c.file.resolve(filters[i]); err != nil {
			return nil, err
		}
	}
	last := filters[max(0, len(filters)-1):]
	if len(last) == 0 || last[0] != pdfName("DCTDecode") && last[0] != pdfName("DCT") && last[0] != pdfName("JPXDecode") {
		return s.data, nil
	}
	data := s.data
	switch {
	case len(filters) == 1:
	case len(filters) == 2 && filters[0] == pdfName("FlateDecode"):
		z, err := zlib.NewReader(bytes.NewReader(data))
		if err != nil {
			return nil, fmt.Errorf("inflating a photograph: %w", err)
		}
		if data, err = io.ReadAll(io.LimitReader(z, maxInflated)); err != nil || len(data) == maxInflated {
			return nil, fmt.Errorf("inflating a photograph: %w", errors.Join(err, errors.New("too large or broken")))
		}
		copied["Filter"] = last[0]
		delete(copied, "DecodeParms")
	default:
		return nil, errors.New("a photograph in an encoding that is not read")
	}
	if last[0] == pdfName("JPXDecode") {
		return stripJPX(data)
	}
	return stripJPEG(data)
}

// stripJPEG drops all application segments but JFIF's and Adobe's own, which carry the colours' meaning, and comments.
func stripJPEG(data []byte) ([]byte, error) {
	if len(data) < 4 || data[0] != 0xff || data[1] != 0xd8 {
		return nil, errors.New("a photograph that is no JPEG")
	}
	out := append(make([]byte, 0, len(data)), 0xff, 0xd8)
	at := 2
	for _, s := range segments(data) {
		for data[at+1] == 0xff {
			at++
		}
		at += len(s.whole)
		switch {
		case s.marker == 0xe0 && bytes.HasPrefix(s.body, []byte("JFIF\x00")) && len(s.body) >= 14:
			// Without its thumbnail (JFIF 1.02, page 5).
			out = append(out, 0xff, 0xe0, 0, 16)
			out = append(out, s.body[:12]...)
			out = append(out, 0, 0)
		case s.marker == 0xee && bytes.HasPrefix(s.body, []byte("Adobe")):
			out = append(out, s.whole...)
		case s.marker >= 0xe0 && s.marker <= 0xef, s.marker == 0xfe:
		default:
			out = append(out, s.whole...)
		}
	}
	rest := data[at:]
	if len(rest) < 2 || rest[0] != 0xff || rest[1] != 0xda {
		return nil, errors.New("a photograph whose segments cannot be read")
	}
	if end := bytes.LastIndex(rest, []byte{0xff, 0xd9}); end >= 0 {
		rest = rest[:end+2]
	}
	if i := bytes.Index(rest, []byte("Exif\x00\x00")); i >= 0 {
		return nil, errors.New("a photograph with metadata after its first scan")
	}
	return append(out, rest...), nil
}

// stripJPX keeps of a JPEG 2000 file (ISO 15444-1, annex I) the boxes that make the picture.
func stripJPX(data []byte) ([]byte, error) {
	if bytes.HasPrefix(data, []byte{0xff, 0x4f, 0xff, 0x51}) {
		return data, nil // the bare code stream
	}
	var out []byte
	for len(data) >= 8 {
		n := uint64(binary.BigEndian.Uint32(data))
		if n == 0 {
			n = uint64(len(data))
		}
		if n < 8 || n > uint64(len(data)) {
			return nil, errors.New("a JPEG 2000 picture whose boxes cannot be read")
		}
		switch string(data[4:8]) {
		case "jP  ", "ftyp", "jp2h", "jp2c":
			out = append(out, data[:n]...)
		}
		data = data[n:]
	}
	if len(out) == 0 {
		return nil, errors.New("a picture that is no JPEG 2000")
	}
	return out, nil
}

// Pages counts the pages of a PDF that was cleaned. Errors: as [Cleaner.Clean].
func Pages(pdf []byte) (int, error) {
	f, err := cleanPDF(pdf)
	return f.Pages, err
}
