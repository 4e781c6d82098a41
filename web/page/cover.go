package page

import (
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
	Name    string // of the fields
	Legend  string
	Picture string // address of the picture
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
