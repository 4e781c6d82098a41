package paper

import (
	"errors"
	"html/template"
	"io/fs"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"linli/mediation"
	"linli/mediation/paper"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/web/page"
)

// whole is the address of all papers of a party in one.
const whole = "file"

func isSignIn(err error) bool { return fault.Of(err).Code == fault.Unauthenticated }

// paper shows one paper on the screen, or with .pdf at its end prints it; file.pdf is all papers of a party in one.
func (p *Pages) paper(w http.ResponseWriter, r *http.Request, who reader) error {
	name, pdf := strings.CutSuffix(r.PathValue("paper"), ".pdf")
	o, err := p.Mediation.Print(r.Context(), who.Actor, who.Of)
	if err != nil {
		return err
	}
	to, err := addressee(r, o, who)
	if err != nil {
		return err
	}
	order, err := p.order(r, o)
	if err != nil {
		return err
	}
	if name == whole && pdf && !to.IsZero() {
		return p.print(w, order, name, paper.List(o, to)...)
	}
	one, err := paper.Find(o, to, name)
	if err != nil {
		return err
	}
	if pdf {
		if r.URL.Query().Get("paper") == "" && one.Kind == "agreement" { // a translation is for reading, not for signing
			if l, ok := i18n.Parse(o.Case.Agreement.Language); ok {
				order.Language = l
			}
		}
		return p.print(w, order, one.ID, one)
	}
	if err := p.frame(r, who, o); err != nil {
		return err
	}
	return p.show(w, r, who, order, one)
}

// addressee is the party whose papers are asked for: the reader itself, or the one for whom the office prints (?party=2).
func addressee(r *http.Request, o *mediation.Opened, who reader) (id.ID, error) {
	if !who.Own.IsZero() {
		return who.Own, nil
	}
	asked := r.URL.Query().Get("party")
	if asked == "" {
		return id.ID{}, nil
	}
	n, err := strconv.Atoi(asked)
	if err != nil || n < 1 || n > len(o.Case.Parties) {
		return id.ID{}, paper.ErrNone
	}
	return o.Case.Parties[n-1].ID, nil
}

type showPage struct {
	Form      *page.Form
	Title     string
	Base      string
	Paper     paper.Paper
	HTML      template.HTML
	Language  string
	Languages []i18n.Language
	Proof     string // address of what the code on the paper says; empty: it bears none
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request, who reader, order paper.Order, one paper.Paper) error {
	html, err := p.Press.HTML(order, one)
	if err != nil {
		return err
	}
	has, err := p.Press.Languages(order.Opened, one)
	if err != nil {
		return err
	}
	data := showPage{Form: page.NewForm(nil), Title: p.Press.Title(order.Opened, one, page.Of(r).Language), Base: who.Base, Paper: one, HTML: html, Language: string(order.Language)}
	for _, l := range i18n.Languages() {
		if slices.Contains(has, string(l)) {
			data.Languages = append(data.Languages, l)
		}
	}
	if p.Desk.Prover != nil {
		if data.Proof, err = p.Press.Code(order, one); err != nil {
			return err
		}
	}
	p.Render.Render(w, r, http.StatusOK, side(who)+"show", data)
	return nil
}

func side(who reader) string {
	if who.Own.IsZero() {
		return "paper/staff_"
	}
	return "paper/party_"
}

// print answers with a PDF. Its name holds the case's number and which paper it is, and no person's name.
func (p *Pages) print(w http.ResponseWriter, order paper.Order, name string, papers ...paper.Paper) error {
	result, err := p.Press.PDF(order, papers...)
	if err != nil {
		return err
	}
	if number := paper.Number(order.Opened, order.Names.Unit); number != "" {
		name = number + "-" + name
	}
	send(w, "application/pdf", "inline", name+".pdf", result.Bytes)
	return nil
}

// send answers with a file that is not kept anywhere on the way.
func send(w http.ResponseWriter, kind, disposition, name string, body []byte) {
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType(disposition, map[string]string{"filename": name}))
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(body) //nolint:gosec // a PDF that was made here, or a file under nosniff
}

// order is what papers of an opened case are made with: in the reader's language, or in that of ?paper=.
func (p *Pages) order(r *http.Request, o *mediation.Opened) (paper.Order, error) {
	return p.Desk.Order(r.Context(), o, p.Render.PaperLanguage(r))
}

type listPage struct {
	Form *page.Form
	marks
	Base    string
	Number  string
	Papers  []row
	Files   []fileRow
	Parties []row    // for whom a file of its own can be printed, and who may have given a file
	Acts    []row    // that the agreement still needs
	Lacking []string // papers that the file of an ended case must hold
	May     bool     // add files
	shown
}

type row struct {
	ID, Title string
	No        int
}

// list shows the office the papers and files of a case, and what is still to be signed.
func (p *Pages) list(w http.ResponseWriter, r *http.Request, who reader) error {
	return p.showList(w, r, who, page.NewForm(nil))
}

func (p *Pages) showList(w http.ResponseWriter, r *http.Request, who reader, form *page.Form) error {
	o, err := p.Mediation.Open(r.Context(), who.Actor, who.Of, access.ForWork)
	if err != nil {
		return err
	}
	_, unit, err := p.Desk.Of(r.Context(), o.Case.Tenant, o.Case.Unit)
	if err != nil {
		return err
	}
	lang := page.Of(r).Language
	data := listPage{Form: form, Base: who.Base, Number: paper.Number(o, unit), Files: p.filesOf(r, o, id.ID{}), May: o.Case.State.Open()}
	for _, x := range paper.List(o, id.ID{}) {
		data.Papers = append(data.Papers, row{ID: x.ID, Title: p.Press.Title(o, x, lang)})
	}
	for i, x := range o.Case.Parties {
		if name := o.Name(x.ID); name != "" {
			data.Parties = append(data.Parties, row{ID: x.ID.String(), Title: name, No: i + 1})
		}
	}
	data.Others = others(o, id.ID{})
	data.Acts = p.acts(r, o)
	for _, d := range o.Case.Lacking(o.Rules) {
		data.Lacking = append(data.Lacking, d.Title.In(string(lang)))
	}
	p.Render.Render(w, r, form.Status(), "paper/staff_list", data)
	return nil
}

func (p *Pages) script(w http.ResponseWriter, _ *http.Request, _ reader) error {
	script, err := files.ReadFile("static/signature.js")
	if errors.Is(err, fs.ErrNotExist) {
		return mediation.ErrNotFound
	}
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	_, _ = w.Write(script)
	return nil
}
