package document

// paper is a size of paper with its margins, in points of 1/72 inch, and the size of its text.
type paper struct {
	width, height            float64 // height 0: a roll, cut where the text ends
	left, right, top, bottom float64
	size                     float64 // of body text, points
	frame                    bool    // office and number above, page and code below
}

const millimetre = 72 / 25.4

var papers = map[string]paper{
	"A4": {width: 210 * millimetre, height: 297 * millimetre, left: 26 * millimetre, right: 26 * millimetre,
		top: 25 * millimetre, bottom: 29 * millimetre, size: 11.5, frame: true},
	"Letter": {width: 612, height: 792, left: 27 * millimetre, right: 27 * millimetre,
		top: 25 * millimetre, bottom: 29 * millimetre, size: 11.5, frame: true},
	"A6": {width: 105 * millimetre, height: 148 * millimetre, left: 9 * millimetre, right: 9 * millimetre,
		top: 8 * millimetre, bottom: 10 * millimetre, size: 9},
	"80mm": {width: 80 * millimetre, left: 5 * millimetre, right: 5 * millimetre, top: 4 * millimetre,
		bottom: 8 * millimetre, size: 9},
}

// The distance of lines in sizes of the text. Chinese needs 1.7 or more to be read with ease; Latin letters, which fill
// less of their line, need less.
const (
	leadingChinese = 1.75
	leadingLatin   = 1.5
)

// maxRoll is the longest slip, in points: two metres.
const maxRoll = 2000 * millimetre
