package document

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"github.com/signintech/gopdf"
	"rsc.io/qr"

	"linli/platform/blob"
	"linli/platform/fault"
)

// Options are what a PDF shows beside the text of its papers.
type Options struct {
	Number    string    // the case's number, on every page; may be empty before acceptance
	VerifyURL string    // what the code on every page opens; no code when empty
	Mark      string    // a fingerprint that stands beside the code; empty: none
	Office    string    // the office's name, on every page
	Title     string    // of the whole file in its properties; the first paper's title when empty. No personal data.
	At        time.Time // printed into the properties as the time of making; the same input and time give the same bytes
	Stamp     string    // what every page says, large and pale across it, of where this copy went; empty: nothing
	Locale    Locale    // words and days in the reader's language
	Contents  *Contents // several papers get a contents page; nil: none

	// Last makes the paper that closes the file, which knows how many pages there are with its own one; nil: none.
	Last func(pages int) (*Doc, error)
}

// Result is a finished PDF.
type Result struct {
	Bytes   []byte
	Pages   int
	Missing []rune // characters that no font has, each once; their places are left open for handwriting
}

// leaf is a page with the paper that it belongs to.
type leaf struct {
	paper  paper
	height float64
	pieces []placedPiece
	title  string // set on the first page of a paper
	foot   []func(c *canvas)
}

// PDF prints papers into one file, in their order, with continuous page numbers. More than one paper gets bookmarks.
// Faults: document.too_long for more pages than the limits allow, document.code_too_long for a verification address that
// no code can hold.
func PDF(fonts *Fonts, docs []*Doc, o Options) (Result, error) {
	if len(docs) == 0 || len(docs) > maxDocs {
		return Result{}, fmt.Errorf("printing %d papers: between 1 and %d are possible", len(docs), maxDocs)
	}
	s := newSetter(fonts)
	leaves, err := s.assemble(docs, o)
	if err != nil {
		return Result{}, err
	}
	if err := s.frames(leaves, docs[0].Language, o); err != nil {
		return Result{}, err
	}
	if errors.Is(s.err, errCode) {
		return Result{}, fault.New(fault.Invalid, "document.code_too_long")
	}
	if s.err != nil {
		return Result{}, s.err
	}
	file, err := s.print(leaves, docs, o)
	if err != nil {
		return Result{}, err
	}
	return Result{Bytes: file, Pages: len(leaves), Missing: s.missed()}, nil
}

func (s *setter) leaves(d *Doc, o Options) []leaf {
	p := papers[d.Paper]
	pieces := s.layout(d, o.Locale)
	room := p.height - p.top - p.bottom
	if p.height == 0 {
		room = maxRoll
	}
	var leaves []leaf
	for _, placed := range paginate(pieces, room) {
		one := leaf{paper: p, height: p.height, pieces: placed}
		if p.height == 0 {
			end := placed[len(placed)-1]
			one.height = p.top + end.y + end.height + p.bottom
		}
		leaves = append(leaves, one)
	}
	if len(leaves) == 0 {
		leaves = []leaf{{paper: p, height: max(p.height, 100)}}
	}
	leaves[0].title = d.Title
	return leaves
}

// frames sets what stands above and below the text of each page.
func (s *setter) frames(leaves []leaf, language string, o Options) error {
	s.language = language
	small := style{size: 8.5, grey: true}
	var seal *qr.Code
	if o.VerifyURL != "" {
		var err error
		if seal, err = qr.Encode(o.VerifyURL, qr.M); err != nil {
			return fault.New(fault.Invalid, "document.code_too_long")
		}
	}
	office := s.one(o.Office, small)
	number := line{}
	if o.Number != "" {
		number = s.one(o.Locale.Text("document.number", fault.Args{"number": o.Number}), small)
	}
	stamp := line{}
	if o.Stamp != "" {
		stamp = s.one(o.Stamp, style{size: stampSize, grey: true})
		if stamp.width > stampWidth { // across the narrowest page
			stamp = s.one(o.Stamp, style{size: stampSize * stampWidth / stamp.width, grey: true})
		}
	}
	verify := s.one(o.Locale.Text("document.verify", nil), style{size: 7.5, grey: true})
	mark := s.one(o.Mark, style{size: 7.5, grey: true})
	for i := range leaves {
		p := leaves[i].paper
		page := s.one(o.Locale.Text("document.page", fault.Args{"page": i + 1, "pages": len(leaves)}), small)
		if o.Stamp != "" {
			leaves[i].foot = append(leaves[i].foot, func(c *canvas) { c.stamp(stamp, p) })
		}
		if p.frame {
			leaves[i].foot = append(leaves[i].foot, func(c *canvas) { frame(c, p, office, number, page, [2]line{verify, mark}, seal) })
		} else if p.height > 0 && len(leaves) > 1 {
			leaves[i].foot = append(leaves[i].foot, func(c *canvas) {
				c.text(page, (p.width-page.width)/2, p.height-p.bottom+8, 12)
			})
		}
	}
	return nil
}

// The words across a page: their size, and how long they may be, in points.
const (
	stampSize  = 15
	stampWidth = 560
)

func frame(c *canvas, p paper, office, number, page line, beside [2]line, seal *qr.Code) {
	end := p.width - p.right
	c.text(office, p.left, p.top-29, 14)
	c.text(number, end-number.width, p.top-29, 14)
	c.hairline(p.left, p.top-13, end, p.top-13, 0.7)
	foot := p.height - p.bottom + 18
	c.text(page, p.left, foot+15, 14)
	if seal != nil {
		const side = 46
		c.code(seal, end-side, foot, side)
		for i, l := range beside {
			c.text(l, end-side-8-l.width, foot+15+float64(12*i), 14)
		}
	}
}

func (s *setter) print(leaves []leaf, docs []*Doc, o Options) ([]byte, error) {
	pdf := &gopdf.GoPdf{}
	pdf.Start(gopdf.Config{PageSize: gopdf.Rect{W: papers["A4"].width, H: papers["A4"].height}})
	title := o.Title
	if title == "" {
		title = docs[0].Title
	}
	pdf.SetInfo(gopdf.PdfInfo{Title: title, Producer: "linli", Creator: "linli", CreationDate: o.At.UTC()})
	c := &canvas{pdf: pdf, face: -1}
	if err := c.embed(s); err != nil {
		return nil, err
	}
	for i, one := range leaves {
		size := gopdf.Rect{W: one.paper.width, H: one.height}
		pdf.AddPageWithOption(gopdf.PageOption{PageSize: &size})
		c.face, c.tone, c.page, c.height = -1, -1, i+1, one.height
		if one.title != "" && len(docs) > 1 {
			pdf.SetXY(0, 0)
			pdf.AddOutlineWithPosition(one.title)
		}
		for _, p := range one.pieces {
			p.draw(c, one.paper.left, one.paper.top+p.y, p.first, p.last)
		}
		for _, draw := range one.foot {
			draw(c)
		}
	}
	if c.err != nil {
		return nil, fmt.Errorf("drawing the pages: %w", c.err)
	}
	var out bytes.Buffer
	if _, err := pdf.WriteTo(&out); err != nil {
		return nil, fmt.Errorf("writing the PDF: %w", err)
	}
	file, err := amend(out.Bytes(), docs[0].Language, c.codes)
	if err != nil || len(c.bound) == 0 {
		return file, err
	}
	return blob.Bind(file, c.bound)
}
