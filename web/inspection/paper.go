package inspection

import (
	"mime"
	"net/http"
	"strconv"

	"linli/platform/access"
	"linli/platform/document"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/report/inspection"
	"linli/report/inspection/paper"
)

// papersOf are the papers that there are by now.
func papersOf(c *inspection.Case) []string { return paper.List(c) }

// paper prints one paper of an inspection, with a code at its foot that anybody can check.
func (p *Pages) paper(w http.ResponseWriter, r *http.Request) error {
	a, ctx, kind := actor(r), r.Context(), r.PathValue("paper")
	of, err := one(r, "inspection")
	if err != nil {
		return err
	}
	o, err := p.Inspect.Open(ctx, a, of, access.ForPrint)
	if err != nil {
		return err
	}
	names := paper.Names{People: map[id.ID]string{}}
	tree, err := p.Office.Tree(ctx, a.Tenant)
	if err != nil {
		return err
	}
	unit, _ := tree.Unit(tree.Now(o.Case.Unit, p.Inspect.Clock.Now()))
	desk := tree.Desk(unit.ID)
	names.Office = paper.Office{Name: unit.Name, Address: desk.Address, Phone: desk.Phone, Hours: desk.Hours}
	for _, account := range paper.Accounts(&o.Case) {
		if names.People[account], err = p.Office.AccountName(ctx, a.Tenant, account); err != nil {
			return err
		}
	}
	doc, err := p.press.Make(o, names, kind, p.Render.PaperLanguage(r))
	if err != nil {
		return err
	}
	body, err := p.print(o, doc, kind, unit.Name)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/pdf")
	h.Set("Content-Disposition", mime.FormatMediaType("inline", map[string]string{"filename": kind + ".pdf"}))
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(body) //nolint:gosec // a PDF that was made here
	return nil
}

// print makes the PDF. Its code says which office made which paper when, with a fingerprint of what stands on it.
func (p *Pages) print(o *inspection.Opened, doc *document.Doc, kind, office string) ([]byte, error) {
	opts := document.Options{Office: office, At: p.Inspect.Clock.Now(), Locale: p.Texts.For(i18n.Language(doc.Language), o.Rules.Zone)}
	docs := []*document.Doc{doc}
	x, err := p.Prover.Of(o.Case.Tenant, o.Case.ID, kind, docs, &opts)
	if err != nil {
		return nil, err
	}
	opts.VerifyURL, opts.Mark = p.Origin.JoinPath("verify").String()+"/"+p.Prover.Seal(x, o.Rules.Inspection.Documents), x.Fingerprint()
	out, err := document.PDF(p.Fonts, docs, opts)
	return out.Bytes, err
}
