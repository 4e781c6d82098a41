package document

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/signintech/gopdf"
	"rsc.io/qr"

	"linli/platform/blob"
)

var errCode = errors.New("the content of a QR code is too long")

// canvas draws on the pages of one PDF. Distances are points from the upper left corner.
type canvas struct {
	pdf   *gopdf.GoPdf
	codes [faceCount]map[rune]rune // the codes of characters, see encode
	err   error

	face int
	size float64
	tone float64 // 0 black to 1 white, of text

	page   int          // from 1
	height float64      // of the page
	bound  []blob.Bound // pages of scans, which are drawn when the file is written
}

// private is where characters beyond U+FFFF get their codes: gopdf writes no more than four digits into the table by which
// a reader turns codes back into text. [amend] puts the true characters there.
const private = 0xe000

// encode gives each used character a code and each used face its subset.
func (c *canvas) embed(s *setter) error {
	next := rune(private)
	for i, used := range s.used {
		c.codes[i] = map[rune]rune{}
		if len(used) == 0 {
			continue
		}
		var characters []rune
		for r := range used {
			characters = append(characters, r)
		}
		slices.Sort(characters)
		for _, r := range characters {
			c.codes[i][r] = r
			if r > 0xffff || r >= private && r < 0xf900 {
				c.codes[i][r] = next
				next++
			}
		}
		face, err := s.fonts.faces[i]()
		if err != nil {
			return err
		}
		name := fmt.Sprintf("LINLI%c %s", 'A'+i, Faces[i].Name)
		if err := c.pdf.AddTTFFontData(name, face.subset(c.codes[i], Faces[i].Name)); err != nil {
			return fmt.Errorf("embedding %s: %w", Faces[i].Name, err)
		}
	}
	return nil
}

func (c *canvas) keep(err error) {
	if c.err == nil && err != nil {
		c.err = err
	}
}

// text draws a line in a band of this height.
func (c *canvas) text(l line, x, y, height float64) {
	tone := 0.0
	if l.grey {
		tone = 0.38
	}
	if tone != c.tone {
		c.tone = tone
		v := uint8(math.Round(tone * 255))
		c.pdf.SetTextColor(v, v, v)
	}
	baseline := y + height/2 + l.size*0.36 // half the height of a Chinese character above its foot
	for _, r := range l.runs {
		if r.box {
			c.dashed(x+r.x+0.5, baseline-l.size*0.82, l.size-1, l.size*0.94)
			continue
		}
		if c.face != r.face || c.size != l.size {
			c.face, c.size = r.face, l.size
			c.keep(c.pdf.SetFont(fmt.Sprintf("LINLI%c %s", 'A'+r.face, Faces[r.face].Name), "", l.size))
		}
		c.keep(c.pdf.SetCharSpacing(r.track))
		c.pdf.SetXY(x+r.x, baseline)
		coded := make([]rune, len(r.runes))
		for i, one := range r.runes {
			coded[i] = c.codes[r.face][one]
		}
		c.keep(c.pdf.Text(string(coded)))
	}
}

// stamp writes a line across a page, three times, so pale that the text under it stays readable and so large that it
// cannot be cut away.
func (c *canvas) stamp(l line, p paper) {
	height := p.height
	if height == 0 {
		return // a roll is no copy of a file
	}
	c.pdf.SetTextColor(205, 205, 205)
	for i := range 3 {
		y := height * float64(2*i+1) / 6
		c.pdf.Rotate(28, p.width/2, y)
		c.tone = 0.38 // the colour above is the one that stays: text sets another only where the tone changes
		c.text(l, (p.width-l.width)/2, y, stampSize)
		c.pdf.RotateReset()
	}
	c.tone = -1
}

func (c *canvas) hairline(x0, y0, x1, y1, grey float64) {
	c.stroke(0.6, grey, "solid")
	c.pdf.Line(x0, y0, x1, y1)
}

func (c *canvas) stroke(width, grey float64, kind string) {
	v := uint8(math.Round(grey * 255))
	c.pdf.SetStrokeColor(v, v, v)
	c.pdf.SetLineWidth(width)
	if kind == "dashed" {
		c.pdf.SetCustomLineType([]float64{2, 2}, 0)
	} else {
		c.pdf.SetCustomLineType([]float64{}, 0)
	}
}

func (c *canvas) shade(x, y, width, height float64) {
	c.pdf.SetFillColor(245, 245, 243)
	c.pdf.RectFromUpperLeftWithStyle(x, y, width, height, "F")
}

// frame draws the borders of a cell, its upper and lower ones only where the row starts or ends.
func (c *canvas) frame(x, y, width, height float64, top, bottom bool) {
	c.stroke(0.6, 0.25, "solid")
	c.pdf.Line(x, y, x, y+height)
	c.pdf.Line(x+width, y, x+width, y+height)
	if top {
		c.pdf.Line(x, y, x+width, y)
	}
	if bottom {
		c.pdf.Line(x, y+height, x+width, y+height)
	}
}

func (c *canvas) dashed(x, y, width, height float64) {
	c.stroke(0.5, 0.6, "dashed")
	c.pdf.RectFromUpperLeftWithStyle(x, y, width, height, "D")
}

func (c *canvas) ring(x, y, radius float64) {
	c.stroke(0.5, 0.6, "dashed")
	c.pdf.Oval(x-radius, y-radius, x+radius, y+radius)
}

// code draws a QR code with its quiet zone left to the white around it.
func (c *canvas) code(q *qr.Code, x, y, side float64) {
	c.pdf.SetFillColor(0, 0, 0)
	unit := side / float64(q.Size)
	bars(q, func(cx, cy, n int) {
		c.pdf.RectFromUpperLeftWithStyle(x+float64(cx)*unit, y+float64(cy)*unit, float64(n)*unit, unit+0.02, "F")
	})
}
