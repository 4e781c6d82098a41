package document

import (
	"math"
	"strings"
)

// paper is a size of paper with its margins, in points of 1/72 inch, and the size of its text.
type paper struct {
	width, height            float64 // height 0: a roll, cut where the text ends
	left, right, top, bottom float64
	size                     float64 // of body text, points
	frame                    bool    // office and number above, page and code below
}

const millimetre = 72 / 25.4

var papers = withPosters(map[string]paper{
	"A4": {width: 210 * millimetre, height: 297 * millimetre, left: 26 * millimetre, right: 26 * millimetre,
		top: 25 * millimetre, bottom: 29 * millimetre, size: 11.5, frame: true},
	"Letter": {width: 612, height: 792, left: 27 * millimetre, right: 27 * millimetre,
		top: 25 * millimetre, bottom: 29 * millimetre, size: 11.5, frame: true},
	"A6": {width: 105 * millimetre, height: 148 * millimetre, left: 9 * millimetre, right: 9 * millimetre,
		top: 8 * millimetre, bottom: 10 * millimetre, size: 9},
	"80mm": {width: 80 * millimetre, left: 5 * millimetre, right: 5 * millimetre, top: 4 * millimetre,
		bottom: 8 * millimetre, size: 9},
	"58mm": {width: 58 * millimetre, left: 5 * millimetre, right: 5 * millimetre, top: 4 * millimetre, // such a head prints 48 mm
		bottom: 8 * millimetre, size: 7.5},
})

// Sheet is what offices of a legal order print on, A4 or Letter: its code (ISO 3166), or what begins with it, as the id of a rulebook.
func Sheet(jurisdiction string) string {
	if country, _, _ := strings.Cut(strings.ToUpper(jurisdiction), "-"); country == "US" {
		return "Letter"
	}
	return "A4"
}

// Slips are the sizes of paper that a slip is printed on: rolls of receipt printers, cut where the text ends, and a sheet.
var Slips = []string{"A6", "80mm", "58mm"}

// Posters are sheets with large text, the largest first: what does not fit one sheet is set in the next smaller.
var posters = map[string][]string{"A4": {"poster", "poster-15", "poster-13", "poster-11"}, "A3": {"poster-A3", "poster-A3-15", "poster-A3-13", "poster-A3-11"}}

// withPosters adds the sheets of posters.
func withPosters(papers map[string]paper) map[string]paper {
	for sheet, scale := range map[string]float64{"A4": 1, "A3": math.Sqrt2} {
		for i, size := range []float64{17, 15, 13, 11.5} {
			papers[posters[sheet][i]] = paper{width: 210 * millimetre * scale, height: 297 * millimetre * scale, left: 20 * millimetre * scale, right: 20 * millimetre * scale,
				top: 20 * millimetre * scale, bottom: 15 * millimetre * scale, size: size * scale}
		}
	}
	return papers
}

// The distance of lines in sizes of the text. Chinese needs 1.7 or more to be read with ease; Latin letters, which fill
// less of their line, need less.
const (
	leadingChinese = 1.75
	leadingLatin   = 1.5
)

// maxRoll is the longest slip, in points: two metres.
const maxRoll = 2000 * millimetre
