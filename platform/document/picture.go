package document

import (
	"bytes"
	"fmt"
	"image"
	_ "image/jpeg" // the sizes of scans
	_ "image/png"

	"github.com/signintech/gopdf"

	"linli/platform/blob"
)

// picture is an image that fills the width of the page, or its height.
type picture struct {
	file          []byte
	width, height float64 // pixels
}

func (picture) isBlock() {}

// Picture is a paper of one page that holds a scan, a JPEG or a PNG, below a line that says what it is. language is that
// of the line.
func Picture(title, language, caption string, file []byte) (*Doc, error) {
	size, _, err := image.DecodeConfig(bytes.NewReader(file))
	if err != nil {
		return nil, fmt.Errorf("reading a scan: %w", err)
	}
	return &Doc{ID: "scan", Title: title, Language: language, Paper: "A4", blocks: []block{
		aside{manner: "note", lines: [][]span{plainSpan(plain(caption))}},
		picture{file, float64(size.Width), float64(size.Height)},
	}}, nil
}

// sheet is a page of a PDF that fills the page, as far as its form allows.
type sheet struct {
	of    *blob.Sheets
	n     int // from 0
	first bool
}

func (sheet) isBlock() {}

// Sheets is a paper that holds the pages of a scan that came as a PDF, a page each, below a line that says what it is.
// language is that of the line.
func Sheets(title, language, caption string, of *blob.Sheets) *Doc {
	d := &Doc{ID: "scan", Title: title, Language: language, Paper: "A4", blocks: []block{aside{manner: "note", lines: [][]span{plainSpan(plain(caption))}}}}
	for n := range of.Len() {
		d.blocks = append(d.blocks, sheet{of, n, n == 0})
	}
	return d
}

// sheet takes the whole page, so that each page of a scan has its own; the first leaves room for a caption of three lines.
// It is never drawn larger than it is.
func (l *layout) sheet(s sheet) {
	room := l.paper.height - l.paper.top - l.paper.bottom
	if s.first {
		room -= 6 * l.paper.size
	}
	wide, high := s.of.Size(s.n)
	scale := min(l.width/wide, room/high, 1)
	l.gap = 0
	l.put(piece{height: room, draw: func(c *canvas, x, y float64, _, _ bool) {
		c.bound = append(c.bound, blob.Bound{On: c.page, Of: s.of, Sheet: s.n, Width: wide * scale,
			X: x + (l.width-wide*scale)/2, Y: c.height - y - high*scale})
	}})
}

// picture is drawn as large as what is left of a page below a caption of three lines allows, and never above 150 pixels an
// inch, so that a drawn signature stays a signature.
func (l *layout) picture(p picture) {
	room := l.paper.height - l.paper.top - l.paper.bottom - 6*l.paper.size
	scale := min(l.width/p.width, room/p.height, 72.0/150)
	width, height := p.width*scale, p.height*scale
	l.put(piece{height: height, draw: func(c *canvas, x, y float64, _, _ bool) {
		holder, err := gopdf.ImageHolderByBytes(p.file)
		if err == nil {
			err = c.pdf.ImageByHolder(holder, x+(l.width-width)/2, y, &gopdf.Rect{W: width, H: height})
		}
		c.keep(err)
	}})
}
