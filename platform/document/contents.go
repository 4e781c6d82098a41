package document

import (
	"strconv"

	"linli/platform/fault"
)

// Contents is the contents page 卷内目录 of a file of several papers.
type Contents struct {
	After int     // how many papers stand before it: a cover
	Lines []Entry // in their order; nil: every paper after it by its title
	Note  string  // below the list
}

// Entry is one line of the contents.
type Entry struct {
	Title string
	Doc   int    // which of the papers it is, from 0; negative where the file has no page of it
	Note  string // "on paper, apart", "missing"
}

// contents puts the page that lists the papers behind the first of them. How many pages it takes moves the numbers that
// it prints, so that it is laid out once to be counted and once to be read.
func (s *setter) contents(papers [][]leaf, docs []*Doc, o Options) []leaf {
	lines := o.Contents.Lines
	if lines == nil {
		for i := o.Contents.After; i < len(docs); i++ {
			lines = append(lines, Entry{Title: docs[i].Title, Doc: i})
		}
	}
	front := len(s.list(lines, nil, docs, o))
	starts := make([]int, len(papers))
	page := 1
	for i, p := range papers {
		if i == o.Contents.After {
			page += front
		}
		starts[i] = page
		page += len(p)
	}
	return s.list(lines, starts, docs, o)
}

// list lays the contents out, on paper of the size of the first of them; without starts, with numbers as wide as any can be.
func (s *setter) list(lines []Entry, starts []int, docs []*Doc, o Options) []leaf {
	d := &Doc{Title: o.Locale.Text("document.contents", nil), Language: docs[0].Language, Paper: docs[0].Paper}
	if !papers[d.Paper].frame {
		d.Paper = "A4"
	}
	s.language = d.Language
	p := papers[d.Paper]
	l := &layout{setter: s, paper: p, width: p.width - p.left - p.right, locale: o.Locale}
	l.blocks([]block{heading{1, plainSpan(d.Title)}}, 0)
	st, bold := l.gridStyle(), l.gridStyle()
	bold.strong = true
	widths := [...]float64{0.09, 0.55, 0.11, 0.25}
	row := func(texts [4]string, st style, shade bool) []cell {
		cells, x := make([]cell, len(widths)), 0.0
		for i, share := range widths {
			w := share * l.width
			at := centre
			if i == 1 && !shade {
				at = left
			}
			cells[i] = cell{x: x, width: w, at: at, shade: shade, middle: true, lines: s.lines(plainSpan(texts[i]), st, w-2*cellPad)}
			x += w
		}
		return cells
	}
	say := func(key string) string { return o.Locale.Text("document.contents."+key, nil) }
	head := l.row(row([4]string{say("number"), say("paper"), say("page"), say("note")}, bold, true), nil)
	for i := range head {
		head[i].keep = true
		l.put(head[i])
	}
	for i, one := range lines {
		at := ""
		switch {
		case one.Doc >= 0 && one.Doc < len(starts):
			at = strconv.Itoa(starts[one.Doc])
		case one.Doc >= 0:
			at = strconv.Itoa(maxPages)
		}
		for _, piece := range l.row(row([4]string{strconv.Itoa(i + 1), one.Title, at, one.Note}, st, false), &head[0]) {
			l.put(piece)
		}
	}
	if o.Contents.Note != "" {
		l.after(p.size)
		l.block(aside{manner: "note", lines: [][]span{plainSpan(o.Contents.Note)}}, 0)
	}
	var pages []leaf
	for _, placed := range paginate(l.pieces, p.height-p.top-p.bottom) {
		pages = append(pages, leaf{paper: p, height: p.height, pieces: placed})
	}
	pages[0].title = d.Title
	return pages
}

// assemble puts the papers, their contents and the paper that closes the file behind one another.
func (s *setter) assemble(docs []*Doc, o Options) ([]leaf, error) {
	papers := make([][]leaf, len(docs))
	n := 0
	for i, d := range docs {
		papers[i] = s.leaves(d, o)
		if n += len(papers[i]); n > maxPages {
			return nil, fault.New(fault.TooLarge, "document.too_long")
		}
	}
	var out []leaf
	for i, p := range papers {
		if o.Contents != nil && i == o.Contents.After {
			out = append(out, s.contents(papers, docs, o)...)
		}
		out = append(out, p...)
	}
	if o.Last == nil {
		return out, nil
	}
	last, err := o.Last(len(out) + 1)
	if err != nil {
		return nil, err
	}
	return append(out, s.leaves(last, o)...), nil
}
