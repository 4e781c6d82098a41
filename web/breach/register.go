package breach

import (
	"embed"
	"fmt"
	"net/http"
	"time"

	"linli/casefile/breach"
	"linli/platform/document"
	"linli/platform/id"
	"linli/web/page"
)

//go:embed paper/*.md
var papers embed.FS

// printed is one case of an entry as the paper has it.
type printed struct {
	Code string
	Told time.Time
}

// register prints the register for the authority: one entry, or all of them. It names cases by their codes and nobody in them.
func (p *Pages) register(w http.ResponseWriter, r *http.Request) error {
	a := actor(r)
	words, err := p.words(r.Context(), a.Tenant, p.Render.PaperLanguage(r))
	if err != nil {
		return err
	}
	all, err := p.Breaches.List(r.Context(), a)
	if err != nil {
		return err
	}
	if r.PathValue("breach") != "" {
		x, err := of(r)
		if err != nil {
			return err
		}
		all = []breach.Entry{{ID: x}}
	}
	if len(all) == 0 {
		return breach.ErrNotFound
	}
	name := "paper/" + string(words.Language) + ".md"
	source, err := papers.ReadFile(name)
	if err != nil {
		return fmt.Errorf("the register on paper in %s: %w", words.Language, err)
	}
	template, err := document.Parse(name, source)
	if err != nil {
		return err
	}
	var docs []*document.Doc
	for _, e := range all {
		doc, err := p.print(r, words, template, e.ID)
		if err != nil {
			return err
		}
		docs = append(docs, doc)
	}
	top, _ := words.tree.Root()
	out, err := document.PDF(p.Fonts, docs, document.Options{Office: top.Name, At: p.Breaches.Clock.Now(), Locale: words})
	if err != nil {
		return err
	}
	return page.SendFile(w, r, page.File{Name: "breaches.pdf", Type: "application/pdf", Bytes: out.Bytes})
}

func (p *Pages) print(r *http.Request, words *words, template *document.Template, x id.ID) (*document.Doc, error) {
	e, said, rows, err := p.Breaches.Show(r.Context(), actor(r), x)
	if err != nil {
		return nil, err
	}
	top, _ := words.tree.Root()
	data := map[string]any{"Office": top.Name, "Cause": words.t("breach.cause." + e.Cause), "Kinds": words.kinds(e.Kinds), "Found": e.Found, "Recorded": e.Recorded,
		"Happened": said.Happened, "Measures": said.Measures, "Authority": e.Authority.At, "Body": said.Body, "Reference": said.Reference, "Late": said.Late,
		"Notice": said.Notice, "Released": e.Notice.Released, "Without": "", "Cases": e.Cases, "More": e.Cases - int64(len(rows)), "Closed": e.Closed, "At": p.Breaches.Clock.Now()}
	if e.Notice.Without != "" {
		data["Without"] = words.t("breach.reason." + e.Notice.Without)
	}
	var cases []printed
	for _, c := range rows {
		cases = append(cases, printed{words.code(c), c.Told})
	}
	data["Rows"] = cases
	doc, err := template.Execute(words, data)
	if err != nil {
		return nil, err
	}
	doc.Paper = document.Sheet(words.rules.Jurisdiction())
	return doc, nil
}
