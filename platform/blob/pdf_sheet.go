package blob

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
)

// errLoose is why a PDF that can be read is not bound into another one.
var errLoose = errors.New("the PDF has what a bound page would lose")

// maxSheets bounds the pages of one PDF that is bound in.
const maxSheets = 500

// Sheets are the pages of a PDF, to be bound into another one by [Bind].
type Sheets struct {
	file  *pdfFile
	pages []pdfPage
}

// pdfPage is one page with what it inherits (ISO 32000-1, section 7.7.3.4).
type pdfPage struct {
	number    int // of its object; zero where it has none
	dict      pdfDict
	box       [4]float64 // what a reader shows: left, bottom, right, top, in points
	turn      int        // 0, 90, 180 or 270, clockwise
	resources any
}

// ReadSheets reads the pages of a PDF that was cleaned. It refuses one whose bound pages would show something else than its own
// do: with form fields or notes, which stand beside the page, or with layers, of which some may be hidden.
func ReadSheets(pdf []byte) (*Sheets, error) {
	f, err := openPDF(pdf)
	if err != nil {
		return nil, err
	}
	pages, catalogue, err := f.pages()
	if err != nil {
		return nil, err
	}
	switch {
	case catalogue["OCProperties"] != nil:
		return nil, errLoose
	case len(pages) == 0 || len(pages) > maxSheets:
		return nil, errors.New("no pages, or too many to bind")
	}
	s := &Sheets{file: f, pages: pages}
	for i := range s.pages {
		if err := s.complete(&s.pages[i]); err != nil {
			return nil, fmt.Errorf("page %d: %w", i+1, err)
		}
	}
	f.inflated = 0 // it was only tried
	return s, nil
}

// Len is how many pages there are.
func (s *Sheets) Len() int { return len(s.pages) }

// Size is the width and height of a page, from 0, as a reader sees it; in points.
func (s *Sheets) Size(page int) (width, height float64) {
	p := s.pages[page]
	width, height = p.box[2]-p.box[0], p.box[3]-p.box[1]
	if p.turn%180 != 0 {
		return height, width
	}
	return width, height
}

// complete reads what the page is shown with, and whether all of it can be read.
func (s *Sheets) complete(p *pdfPage) error {
	var err error
	if p.box, err = s.file.box(p.dict["MediaBox"]); err != nil {
		return err
	}
	if p.dict["CropBox"] != nil {
		crop, err := s.file.box(p.dict["CropBox"])
		if err != nil {
			return err
		}
		p.box = [4]float64{max(p.box[0], crop[0]), max(p.box[1], crop[1]), min(p.box[2], crop[2]), min(p.box[3], crop[3])}
	}
	for _, side := range []float64{p.box[2] - p.box[0], p.box[3] - p.box[1]} {
		if side < 1 || side > 20_000 {
			return errors.New("a page without an area")
		}
	}
	turn, err := s.file.resolve(p.dict["Rotate"])
	if err != nil {
		return err
	}
	if n, ok := whole(turn); ok {
		p.turn = ((n % 360) + 360) % 360
	}
	if p.turn%90 != 0 {
		return errors.New("a page that stands askew")
	}
	p.resources = p.dict["Resources"]
	if _, err := s.drawing(*p); err != nil {
		return err
	}
	return s.file.bare(p.dict["Annots"])
}

// bare refuses what stands beside a page and is seen on it. A link is not seen.
func (f *pdfFile) bare(annots any) error {
	o, err := f.resolve(annots)
	if err != nil {
		return err
	}
	list, _ := o.(pdfArray)
	for _, one := range list {
		o, err := f.resolve(one)
		if err != nil {
			return err
		}
		if d, ok := o.(pdfDict); ok && d["Subtype"] != pdfName("Link") && d["Subtype"] != pdfName("Popup") {
			return errLoose
		}
	}
	return nil
}

// pages are the pages in their order, each with the entries that it inherits.
func (f *pdfFile) pages() (pages []pdfPage, catalogue pdfDict, err error) {
	o, err := f.resolve(f.root)
	if err != nil {
		return nil, nil, err
	}
	catalogue, ok := o.(pdfDict)
	if !ok {
		return nil, nil, errors.New("no catalogue")
	}
	seen := map[int]bool{}
	var walk func(node any, above pdfDict, depth int) error
	walk = func(node any, above pdfDict, depth int) error {
		var number int
		if r, ok := node.(pdfRef); ok {
			if number = r.number; seen[number] {
				return errors.New("a page tree in a circle")
			}
			seen[number] = true
		}
		o, err := f.resolve(node)
		d, ok := o.(pdfDict)
		if err != nil || !ok || depth > maxDepth {
			return errors.Join(err, errors.New("no page tree"))
		}
		all := pdfDict{}
		for k, v := range d {
			all[k] = v
		}
		for _, k := range []pdfName{"Resources", "MediaBox", "CropBox", "Rotate"} {
			if all[k] == nil && above[k] != nil {
				all[k] = above[k]
			}
		}
		if d["Kids"] == nil {
			pages = append(pages, pdfPage{number: number, dict: all})
			return nil
		}
		kids, err := f.resolve(d["Kids"])
		if err != nil {
			return err
		}
		list, _ := kids.(pdfArray)
		for _, kid := range list {
			if err := walk(kid, all, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	err = walk(catalogue["Pages"], pdfDict{}, 0)
	return pages, catalogue, err
}

// box reads a rectangle; its corners may stand in any order (section 7.9.5).
func (f *pdfFile) box(o any) (box [4]float64, err error) {
	o, err = f.resolve(o)
	if err != nil {
		return box, err
	}
	list, _ := o.(pdfArray)
	if len(list) != 4 {
		return box, errors.New("a page without a size")
	}
	for i := range box {
		o, err := f.resolve(list[i])
		if err != nil {
			return box, err
		}
		w, _ := o.(pdfWord)
		if box[i], err = strconv.ParseFloat(string(w), 64); err != nil || math.Abs(box[i]) > 1e6 {
			return box, errors.New("a page without a size")
		}
	}
	return [4]float64{min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3])}, nil
}

// drawing is what draws a page: its content streams behind one another, inflated.
func (s *Sheets) drawing(p pdfPage) ([]byte, error) {
	o, err := s.file.resolve(p.dict["Contents"])
	if err != nil {
		return nil, err
	}
	parts, ok := o.(pdfArray)
	if !ok {
		parts = pdfArray{o}
	}
	var out []byte
	for _, part := range parts {
		o, err := s.file.resolve(part)
		if err != nil {
			return nil, err
		}
		stream, ok := o.(pdfStream)
		if !ok {
			continue // a page without content is empty
		}
		d := pdfDict{}
		for _, k := range []pdfName{"Filter", "DecodeParms"} {
			if d[k], err = s.file.resolve(stream.dict[k]); err != nil {
				return nil, err
			}
		}
		text, err := s.file.inflate(pdfStream{d, stream.data})
		if err != nil {
			return nil, err
		}
		out = append(slices.Concat(out, text), '\n')
	}
	return out, nil
}

// form is a page as a form that can be drawn on another one (section 8.10); its references are those of its own file.
func (s *Sheets) form(page int) (pdfStream, error) {
	p := s.pages[page]
	text, err := s.drawing(p)
	if err != nil {
		return pdfStream{}, err
	}
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	if _, err := z.Write(text); err != nil {
		return pdfStream{}, fmt.Errorf("deflating a page: %w", err)
	}
	if err := z.Close(); err != nil {
		return pdfStream{}, fmt.Errorf("deflating a page: %w", err)
	}
	d := pdfDict{"Type": pdfName("XObject"), "Subtype": pdfName("Form"), "Filter": pdfName("FlateDecode"), "BBox": pdfArray{}}
	for _, v := range p.box {
		d["BBox"] = append(d["BBox"].(pdfArray), point(v))
	}
	if p.resources != nil {
		d["Resources"] = p.resources
	}
	if group := p.dict["Group"]; group != nil {
		d["Group"] = group // how what is see-through mixes
	}
	return pdfStream{d, packed.Bytes()}, nil
}

// matrix brings a page upright into a rectangle with this lower left corner and width (section 8.3.4).
func (s *Sheets) matrix(page int, x, y, width float64) [6]float64 {
	p := s.pages[page]
	upright, _ := s.Size(page)
	k, w, h := width/upright, p.box[2]-p.box[0], p.box[3]-p.box[1]
	switch p.turn {
	case 90:
		return [6]float64{0, -k, k, 0, x - k*p.box[1], y + k*(w+p.box[0])}
	case 180:
		return [6]float64{-k, 0, 0, -k, x + k*(w+p.box[0]), y + k*(h+p.box[1])}
	case 270:
		return [6]float64{0, k, -k, 0, x + k*(h+p.box[1]), y - k*p.box[0]}
	}
	return [6]float64{k, 0, 0, k, x - k*p.box[0], y - k*p.box[1]}
}

// point writes a number with as many digits as a page needs.
func point(v float64) pdfWord { return pdfWord(strconv.FormatFloat(v, 'f', 4, 64)) }
