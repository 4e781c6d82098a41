package report

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"linli/platform/id"
	"linli/report"
	"linli/web/page"
)

// letPage is where the second of two sees what somebody proposes to take out of a report, and lets or refuses it. Whoever handles the
// report sees there that it waits, and takes the proposal back.
type letPage struct {
	Form *page.Form
	words
	*Waiting
	Title, Back string
	Proposer    string
	Second      bool // the reader is the second of two
	Kept        bool // the author wants it kept
	Mine        bool // the reader handles the report
}

// Waiting is what waits to be taken out, as somebody sees it who can let or refuse it.
type Waiting struct {
	Case  *report.Case
	Texts [][]Piece // those in which something goes
	Files []File
	Twins [][]Piece // of the other halves of a split report
}

// Piece is a piece of a text.
type Piece struct {
	Text string
	Goes bool
}

// File is a photograph or a paper that goes, by its number.
type File struct {
	N     int
	ID    string
	Name  string
	Image bool
}

// Seen is the version of the report that is looked at.
func (w *Waiting) Seen() int64 { return w.Case.Version }

// Why is the reason, as a message key.
func (w *Waiting) Why() string { return "takeout.reason." + w.Case.Taking.Reason }

// WaitingIn is what waits to be taken out of a report, or nil.
func WaitingIn(o *report.Opened) *Waiting {
	if o.Case.Taking == nil {
		return nil
	}
	w := &Waiting{Case: &o.Case, Texts: marked(o.Texts(), o.Taking), Twins: marked(o.Twins, o.Taking)}
	for i, f := range o.Case.Files {
		if slices.Contains(o.Case.Taking.Files, f.ID) {
			w.Files = append(w.Files, File{i + 1, f.ID.String(), o.Names[f.ID], f.Picture()})
		}
	}
	return w
}

// marked are those of some texts in which something goes.
func marked(texts, words []string) (out [][]Piece) {
	for _, text := range texts {
		if pieces := cut(text, words); len(pieces) > 1 || len(pieces) == 1 && pieces[0].Goes {
			out = append(out, pieces)
		}
	}
	return out
}

// Split reports whether the report is one half of what was split.
func (w *Waiting) Split() bool {
	return w.Case.Taking.Words && (len(w.Case.Parts) > 0 || !w.Case.PartOf.IsZero())
}

// cut cuts a text at the words that go.
func cut(text string, words []string) (out []Piece) {
	for text != "" {
		at, word := len(text), ""
		for _, w := range words {
			if i := strings.Index(text, w); i >= 0 && (i < at || i == at && len(w) > len(word)) {
				at, word = i, w
			}
		}
		if at > 0 {
			out = append(out, Piece{Text: text[:at]})
		}
		if word != "" {
			out = append(out, Piece{word, true})
		}
		text = text[at+len(word):]
	}
	return out
}

// Href is the address of the report, or of one of its pages.
func (d *letPage) Href(rest ...string) string { return d.Back + "/" + strings.Join(rest, "/") }

func (p *Pages) letPage(r *http.Request, form *page.Form) (*letPage, error) {
	d, a := &letPage{Form: form, Back: "/reports/" + r.PathValue("report")}, actor(r)
	caseID, err := id.Parse(r.PathValue("report"))
	if of := r.PathValue("complaint"); of != "" {
		d.Back = "/complaints/" + of
		caseID, err = id.Parse(of)
	}
	if err != nil {
		return nil, report.ErrNotFound
	}
	o, err := p.Report.OpenTakeOut(r.Context(), a, caseID)
	if err != nil {
		return nil, err
	}
	if o.Case.IsIssue() != (r.PathValue("report") != "") {
		return nil, report.ErrNotFound
	}
	if d.words, err = p.words(r.Context(), r); err != nil {
		return nil, err
	}
	d.Waiting, d.Title = WaitingIn(o), d.category(&o.Case, o.Rules)
	d.Mine = o.Case.Handles(a.Account)
	d.Second, d.Kept = !d.Mine, o.Case.MustKeep(o.Rules, p.Report.Clock.Now())
	d.Proposer, err = p.Office.AccountName(r.Context(), a.Tenant, o.Case.Taking.By)
	return d, err
}

func (p *Pages) letForm(w http.ResponseWriter, r *http.Request) error {
	d, err := p.letPage(r, page.NewForm(url.Values{}))
	if err != nil {
		return err
	}
	p.Render.Render(w, r, http.StatusOK, "report/take_out_let", d)
	return nil
}

// let takes out what was proposed, or keeps it.
func (p *Pages) let(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	d, err := p.letPage(r, form)
	if err != nil {
		return err
	}
	if form.Looking() {
		p.Render.Render(w, r, http.StatusOK, "report/take_out_let", d)
		return nil
	}
	cmd, done := Let(form, form.Value("do") == "take_out")
	ask, err := request(r, form, url.Values{"do": {form.Value("do")}, "seen": {form.Value("seen")}})
	if err == nil {
		_, err = p.Report.Act(r.Context(), actor(r), d.Case.ID, cmd, ask)
	}
	if err != nil && !form.Take(err) {
		return err
	}
	if err != nil {
		p.Render.Render(w, r, form.Status(), "report/take_out_let", d)
		return nil //nolint:nilerr // the form says it
	}
	p.Browser.Notify(w, done)
	if d.Mine {
		return seeOther(w, r, d.Back)
	}
	return seeOther(w, r, "/due") // the report itself is not the second's to see
}

// Let is what somebody decided of what waits to be taken out, and the words that say it is done.
func Let(form *page.Form, out bool) (cmd report.Command, done string) {
	if !out {
		return report.RefuseTakeOut{}, "takeout.kept"
	}
	seen, err := strconv.ParseInt(form.Value("seen"), 10, 64)
	if err != nil {
		seen = -1 // no report has this version: nothing was looked at
	}
	return report.TakeOut{Seen: seen}, "takeout.done"
}
