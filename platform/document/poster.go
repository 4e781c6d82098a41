package document

import "fmt"

// PosterSheets are the sizes of paper that a poster is printed on.
var PosterSheets = []string{"A4", "A3"}

// Poster prints a paper on one sheet, in the largest text that fits; what fits in none is set on several sheets in the
// smallest. Errors: those of [PDF].
func Poster(fonts *Fonts, d *Doc, sheet string, o Options) (out Result, err error) {
	sizes := posters[sheet]
	if len(sizes) == 0 {
		return Result{}, fmt.Errorf("printing a poster on %s: A4 or A3 are possible", sheet)
	}
	set := *d
	for _, set.Paper = range sizes {
		if out, err = PDF(fonts, []*Doc{&set}, o); err != nil || out.Pages == 1 {
			return out, err
		}
	}
	return out, nil
}
