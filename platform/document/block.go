package document

// A Doc is a list of blocks; HTML and PDF both walk it.
type block interface{ isBlock() }

type (
	heading struct {
		level int // 1 is the paper's title
		text  []span
	}
	paragraph struct{ text []span }
	// aside is a group of lines in a manner of their own: right (office and day under a paper), centre, big (a code to read
	// aloud), note (small print, a Markdown quotation).
	aside struct {
		manner string
		lines  [][]span
	}
	listing struct {
		ordered bool
		start   int
		items   [][]block
	}
	table struct {
		head   [][]span
		rows   [][][]span
		aligns []align
	}
	rule struct{}
	// form is the grid of an official form: label and value in bordered cells, one or two pairs a row.
	form struct{ rows [][]pair }
	pair struct {
		label, value []span
		lines        int // at least this many lines of height, for handwriting
	}
	// sign is a place for the acts that make a paper valid; it is never split over two pages.
	sign      struct{ fields []signature }
	signature struct {
		label  []span
		places []string // signature, fingerprint, seal, date
	}
	code  struct{ content string } // a QR code as large as the paper allows, within reason
	space struct{ lines int }      // ruled lines for handwriting
	page  struct{}                 // a new page
)

func (heading) isBlock()   {}
func (paragraph) isBlock() {}
func (aside) isBlock()     {}
func (listing) isBlock()   {}
func (table) isBlock()     {}
func (rule) isBlock()      {}
func (form) isBlock()      {}
func (sign) isBlock()      {}
func (code) isBlock()      {}
func (space) isBlock()     {}
func (page) isBlock()      {}

// span is a stretch of text; \n in it is a line end that the reader asked for.
type span struct {
	text   string
	strong bool
}

type align int

const (
	left align = iota
	centre
	right
)

// fences are the blocks that linli adds to Markdown, as ```name.
var fences = map[string]bool{
	"form": true, "sign": true, "right": true, "centre": true, "big": true, "code": true, "space": true, "page": true,
}

// places are what a signature block can leave room for.
var places = map[string]bool{"signature": true, "fingerprint": true, "seal": true, "date": true}
