package page

import (
	"html/template"
	"slices"
	"strconv"

	"linli/platform/blob"
)

// A picture that is covered is cut into this many parts: no more than one file can have painted over.
const (
	coverColumns = 8
	coverRows    = 8
)

// Cover lays a grid of boxes over a picture. What is ticked is black at once and is painted over when the form is sent
// ([Form.Covered]); it needs no script.
//
//	{{show .Cover}}   with   Cover page.Cover
type Cover struct {
	Name    string       // of the fields
	Unseen  bool         // linli could not look at it, and the page says so
	Picture template.URL // address of the picture, made of ids, or the picture itself
	Large   bool         // as wide as the page lets it be: small faces can be made out
	Cells   []PrintCell
}

func (*Cover) template() string { return "cover" }

func (c *Cover) prepare(p *press) {
	c.Cells = nil
	for n := 1; n <= coverColumns*coverRows; n++ {
		c.Cells = append(c.Cells, PrintCell{n, p.form != nil && slices.Contains(p.form.Values(c.Name), strconv.Itoa(n))})
	}
}

// Covered reads the parts that were ticked on a [Cover]. Error: blob.ErrMask for a part that there is not.
func (f *Form) Covered(name string) ([]blob.Area, error) {
	var out []blob.Area
	for _, part := range f.Values(name) {
		n := whole(part) - 1
		if n < 0 || n >= coverColumns*coverRows {
			return nil, blob.ErrMask.At(name)
		}
		out = append(out, cell(n, coverColumns, coverRows))
	}
	return out, nil
}

// Cover ticks the parts of a [Cover] that areas of the picture reach into, for what a page proposes.
func (f *Form) Cover(name string, areas []blob.Area) {
	var parts []string
	for n := range coverColumns * coverRows {
		part := cell(n, coverColumns, coverRows)
		if slices.ContainsFunc(areas, func(a blob.Area) bool { return reaches(a.X, a.W, part.X, part.W) && reaches(a.Y, a.H, part.Y, part.H) }) {
			parts = append(parts, strconv.Itoa(n+1))
		}
	}
	f.SetAll(name, parts)
}

// margin is the part of an area's length that is proposed around what was found, on either side, and need not be covered: an eighth, but
// no more than half of a part of the picture.
const margin = 8

// reaches reports whether a stretch reaches into another by more than its margin.
func reaches(from, long, part, width int) bool {
	return margin*(min(from+long, part+width)-max(from, part)) > min(long, margin*width/2)
}
