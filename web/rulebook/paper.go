package rulebook

import (
	"html/template"
	"net/http"
	"strings"
	"time"

	"linli/mediation/paper"
	"linli/platform/document"
	"linli/platform/i18n"
	"linli/rulebook/release"
	"linli/web/page"
)

type paperPage struct {
	Version  release.Version
	Href     string // of the version
	File     string
	Edit     string // where the template is changed
	PDF      string
	Title    string
	Language string
	HTML     template.HTML
	Found    []found
	Missing  string // characters that no font has
}

// paper shows a template as it will look, with an invented case: on the screen, or as a PDF.
func (p *Pages) paper(w http.ResponseWriter, r *http.Request) error {
	x, err := of(r)
	if err != nil {
		return err
	}
	v, folder, err := p.Versions.Show(r.Context(), actor(r), x)
	if err != nil {
		return err
	}
	which, pdf := strings.CutSuffix(r.PathValue("paper"), ".pdf")
	name := "documents/" + which + ".md"
	src, there := folder[name]
	if !there {
		return release.ErrNotFound
	}
	lang := which[strings.LastIndexByte(which, '.')+1:]
	words := p.Texts.For(i18n.Language(lang), page.Of(r).Zone)
	doc, wrong, err := paper.Fill(name, src, words)
	if err != nil {
		return err
	}
	data := paperPage{Version: v, Href: at(v.ID), File: name, Edit: at(v.ID) + "/files/" + inAddress(name), PDF: at(v.ID) + "/papers/" + which + ".pdf",
		Title: which, Language: lang, Found: p.findings(v, folder, wrong)}
	if doc == nil {
		p.Render.Render(w, r, http.StatusOK, "rulebook/paper", data)
		return nil
	}
	data.Title = doc.Title
	if pdf {
		printed, err := p.print(doc, words)
		if err != nil {
			return err
		}
		send(w, "application/pdf", "inline", which+".pdf", printed.Bytes)
		return nil
	}
	if data.HTML, err = doc.HTML(words); err != nil {
		return err
	}
	p.Render.Render(w, r, http.StatusOK, "rulebook/paper", data)
	return nil
}

// print sets a paper with the invented case that fills it.
func (p *Pages) print(doc *document.Doc, words i18n.Locale) (document.Result, error) {
	invented := paper.Invented()
	part := func(of, name string) string {
		text, _ := invented[of].(map[string]any)[name].(string)
		return text
	}
	verify, _ := invented["VerifyURL"].(string)
	made, _ := invented["At"].(time.Time)
	return document.PDF(p.Fonts, []*document.Doc{doc}, document.Options{Number: part("Case", "Number"), Office: part("Office", "Name"), VerifyURL: verify, At: made, Locale: words})
}
