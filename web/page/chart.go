package page

// Chart is a drawing of figures, as the page prints it; package chart makes them. Lengths are the drawing's own units, 640 of them across the page's column.
type Chart struct {
	ID      string // of the element; unique on its page
	Title   string // what it shows
	Text    string // the same for who does not see it
	Caption string
	Height  string
	Marks   []Mark // in the order in which they are drawn
}

func (*Chart) template() string { return "chart" }

func (*Chart) prepare(*press) {}

// Mark is one line, curve, dot, bar or word of a chart. Class says which kind of mark it is, and with it its style.
type Mark struct {
	Shape  string // line, polyline, polygon, circle, rect or text, as in SVG
	Class  string
	X, Y   string // of a word, of the middle of a dot, of the upper left corner of a bar, of the start of a line
	X2, Y2 string // the end of a line
	W, H   string // width and height of a bar, the first also the radius of a dot
	Points string // of a curve and of an area
	Words  string
	Anchor string // where a word stands to its place: start, middle or end
}
