package paper

import (
	"slices"
	"strings"
	"time"

	"linli/mediation"
	"linli/platform/blob"
	"linli/platform/document"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/rulebook"
)

// maxPictures bounds what a printed file holds of scans, in bytes: the rest is listed and lies apart. With at most two
// files in the press at a time, printing takes a bounded part of the office's memory.
const maxPictures = 32 << 20

// maxSheets bounds the pages of PDFs in a printed file; a PDF beyond them lies apart.
const maxSheets = 400

// Scan is an original that was taken in, on its way into the file.
type Scan struct {
	Document string    // the paper of the rulebook's list that it is
	At       time.Time // taken in
	Picture  []byte    // a JPEG or a PNG
	PDF      []byte    // or a PDF that was cleaned; neither: it lies apart
	Pages    int       // of a PDF
	Hash     string    // SHA-256 in hexadecimal
}

// Filed reports whether a paper has a place in the file for an original. Covers, slips and receipts have none.
func Filed(d rulebook.Document) bool {
	return d.Template == "" || slices.ContainsFunc(table, func(k kind) bool { return k.document == d.ID })
}

// Room is how many bytes of scans a file still takes after so many.
func Room(taken int) int { return maxPictures - taken }

type coverData struct {
	Office       Office
	Case         caseData
	Title        string
	Year         int
	Mediators    []named
	From, To, At time.Time
	Filer, Kept  string
	Papers       int
	Pages, Apart int
	Lacking      []string
}

// File prints the complete file of a case: cover, contents, the papers in the rulebook's order with the originals in
// their places, and the back cover, with continuous page numbers. It holds the joint papers and the notices given to each
// party. No separate talk, no answer to a follow-up and no mediator's own record is in it, whoever prints it. A mandatory
// paper that is not there is named as missing. tell is told after each paper how many of how many are made. Errors: those of
// document.PDF and of tell.
func (p *Press) File(o Order, scans []Scan, tell func(done, of int) error) (document.Result, error) {
	p.gate <- struct{}{}
	defer func() { <-p.gate }()
	b := &binder{press: p, order: o, scans: scans, tell: tell, docs: make([]*document.Doc, 1)}
	set, err := p.set(o.Opened.Rules)
	if err != nil {
		return document.Result{}, err
	}
	b.lang = p.language(o, set, "cover")
	b.l = p.texts.For(b.lang, o.Opened.Rules.Zone)
	if err := b.gather(); err != nil {
		return document.Result{}, err
	}
	if len(b.lines) == 0 {
		return document.Result{}, ErrNone
	}
	data := b.cover()
	if b.docs[0], err = set.Execute("cover", string(b.lang), b.l, data); err != nil {
		return document.Result{}, err
	}
	for _, d := range b.docs {
		if d.ID == "scan" { // an original lies on paper of the file's size
			d.Paper = b.docs[0].Paper
		}
	}
	opts := document.Options{
		Number: data.Case.Number, VerifyURL: o.Verify, Office: o.Names.Office.Name, Title: b.l.Text("paper.file", nil), At: o.At, Locale: b.l,
		Contents: &document.Contents{After: 1, Lines: b.lines, Note: b.l.Text("paper.file.scope", nil)},
		Last: func(pages int) (*document.Doc, error) {
			data.Pages = pages
			return set.Execute("back", string(b.lang), b.l, data)
		},
	}
	if err := p.prove(o, Whole, b.docs, &opts); err != nil {
		return document.Result{}, err
	}
	return document.PDF(p.fonts, b.docs, opts)
}

// binder puts one file together.
type binder struct {
	press *Press
	order Order
	scans []Scan
	tell  func(done, of int) error
	past  int // papers and scans that were looked at, of so many
	of    int
	lang  i18n.Language
	l     i18n.Locale

	docs    []*document.Doc // the cover comes first
	lines   []document.Entry
	made    int // papers and originals in the file
	apart   int
	bound   int // pages of PDFs
	lacking []string
}

// gather makes the papers in the rulebook's order.
func (b *binder) gather() error {
	opened := b.order.Opened
	papers := List(opened, id.ID{})
	missing := opened.Case.Lacking(opened.Rules)
	b.of = len(b.scans)
	for _, x := range papers {
		if _, listed := opened.Rules.Mediation.Document(x.Kind); listed && !x.Private {
			b.of++
		}
	}
	for _, d := range opened.Rules.Mediation.Documents {
		before, note := len(b.lines), ""
		if slices.Contains(d.Mandatory, opened.Case.End()) {
			note = b.l.Text("paper.file.must", nil)
		}
		for _, x := range papers {
			if x.Kind != d.ID || x.Private {
				continue
			}
			doc, err := b.press.Make(b.order, x)
			if err != nil {
				return err
			}
			doc.Title = b.press.title(opened, x, b.lang, false) // bookmarks are no place for names
			b.add(doc, note)
			if err := b.told(); err != nil {
				return err
			}
		}
		if err := b.originals(d); err != nil {
			return err
		}
		i := slices.IndexFunc(missing, func(m rulebook.Document) bool { return m.ID == d.ID })
		if i < 0 {
			continue
		}
		title := missing[i].Title.In(string(b.lang))
		if len(b.lines) == before || title != d.Title.In(string(b.lang)) { // a print does not stand for what was signed by hand
			b.lacking = append(b.lacking, title)
			b.lines = append(b.lines, document.Entry{Title: title, Doc: -1, Note: b.l.Text("paper.file.lacks", nil)})
		}
	}
	return nil
}

func (b *binder) add(doc *document.Doc, note string) {
	b.made++
	b.lines = append(b.lines, document.Entry{Title: doc.Title, Doc: len(b.docs), Note: note})
	b.docs = append(b.docs, doc)
}

func (b *binder) told() error {
	b.past++
	return b.tell(b.past, b.of)
}

// originals puts the scans of a paper behind it; what cannot be bound in is named with its fingerprint.
func (b *binder) originals(d rulebook.Document) error {
	for _, s := range b.scans {
		if s.Document != d.ID {
			continue
		}
		if err := b.told(); err != nil {
			return err
		}
		title := b.l.Text("paper.file.scan", fault.Args{"title": d.Title.In(string(b.lang))})
		if err := b.scan(s, title); err != nil {
			return err
		}
	}
	if o := b.order.Opened.Case.Original(d.ID); o != nil {
		b.apart++
		title := b.l.Text("paper.file.scan", fault.Args{"title": d.Title.In(string(b.lang))})
		b.lines = append(b.lines, document.Entry{Title: title, Doc: -1,
			Note: b.l.Text("paper.file.lies", fault.Args{"place": b.order.Opened.Passage(mediation.FieldOriginal, o.Said)})})
	}
	return nil
}

// scan puts one original into the file, or names it with its fingerprint.
func (b *binder) scan(s Scan, title string) error {
	if sheets := b.sheets(s); sheets != nil {
		b.add(document.Sheets(title, string(b.lang), b.l.Text("paper.file.caption", fault.Args{"title": title, "day": b.l.Date(s.At)}), sheets), b.l.Text("paper.file.original", nil))
		return nil
	}
	if s.Picture == nil {
		b.apart++
		note := b.l.Text("paper.file.apart", fault.Args{"pages": s.Pages, "hash": inGroups(s.Hash)})
		if s.Pages == 0 {
			note = b.l.Text("paper.file.apart_picture", fault.Args{"hash": inGroups(s.Hash)})
		}
		b.lines = append(b.lines, document.Entry{Title: title, Doc: -1, Note: note})
		return nil
	}
	doc, err := document.Picture(title, string(b.lang), b.l.Text("paper.file.caption", fault.Args{"title": title, "day": b.l.Date(s.At)}), s.Picture)
	if err != nil {
		return err
	}
	b.add(doc, b.l.Text("paper.file.original", nil))
	return nil
}

// sheets are the pages of a scan that came as a PDF; nil where they cannot be bound in as they are.
func (b *binder) sheets(s Scan) *blob.Sheets {
	if s.PDF == nil {
		return nil
	}
	sheets, err := blob.ReadSheets(s.PDF)
	if err != nil || b.bound+sheets.Len() > maxSheets {
		return nil
	}
	b.bound += sheets.Len()
	return sheets
}

// inGroups writes a fingerprint so that it can be read and fits a narrow column.
func inGroups(hash string) string {
	var out []string
	for part := range slices.Chunk([]byte(hash), 16) {
		out = append(out, string(part))
	}
	return strings.Join(out, " ")
}

func (b *binder) cover() coverData {
	f := fill{o: b.order.Opened, names: b.order.Names, l: b.l, lang: string(b.lang)}
	c := &f.o.Case
	d := coverData{Office: f.names.Office.orOpen(), Case: f.clear(), Year: c.Year, From: c.Accepted, To: f.closed(), At: b.order.At,
		Papers: b.made, Apart: b.apart, Lacking: b.lacking, Kept: b.kept()}
	if d.From.IsZero() {
		d.From = c.Received
	}
	if d.Year == 0 {
		d.Year = c.Received.In(f.o.Rules.Zone).Year()
	}
	if d.To.Before(d.From) {
		d.To = d.From
	}
	for _, e := range c.Engagements {
		if !e.From.IsZero() && !slices.Contains(d.Mediators, named{f.person(e.Account)}) {
			d.Mediators = append(d.Mediators, named{f.person(e.Account)})
		}
	}
	sides := func(r mediation.Role) string {
		var names []string
		for _, p := range c.Parties {
			if p.Role == r && f.name(p) != "" {
				names = append(names, f.name(p))
			}
		}
		return b.l.List(names)
	}
	d.Title = b.l.Text("paper.file.name", fault.Args{"applicants": sides(mediation.Applicant), "respondents": sides(mediation.Respondent), "type": d.Case.Type})
	return d
}

// kept is how long the rulebook keeps a file of this end; empty while the case is open.
func (b *binder) kept() string {
	days := b.order.Opened.Case.KeptDays(b.order.Opened.Rules)
	switch {
	case days == 0:
		return ""
	case days%365 == 0:
		return b.l.Text("paper.kept.years", fault.Args{"n": days / 365})
	}
	return b.l.Text("paper.kept.days", fault.Args{"n": days})
}
