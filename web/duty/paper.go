package duty

import (
	"embed"
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"time"

	"linli/duty"
	"linli/platform/document"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/rulebook"
	"linli/web/page"
)

//go:embed paper/*.md
var paperForms embed.FS

// Prove puts a code at the foot of papers that anybody can check.
type Prove func(tenant, c id.ID, docs []*document.Doc, opts *document.Options) error

// signedLine is how a statement was signed, as its paper says it.
type signedLine struct {
	By, Post, How string
	At            time.Time
}

// statementPaper prints the statement: to be signed on paper, or as it was signed on the screen, with the drawn signature on a page of
// its own.
func (p *Pages) statementPaper(w http.ResponseWriter, r *http.Request) error {
	v, err := p.view(r, false)
	if err != nil {
		return err
	}
	lang := p.Texts.Whole(p.Render.PaperLanguage(r))
	s, ok := v.reads(string(lang), "")
	if !ok {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	var there *duty.Evidence
	if signed := v.Case.Standing("statement"); len(signed) > 0 && v.Reads {
		there = &signed[0]
		if v.Opened, err = p.Duty.Printed(r.Context(), actor(r), v.Case.ID); err != nil {
			return err
		}
		if there.Signed.Language != "" { // what was signed, as it was read
			if s, _ = v.reads(there.Signed.Language, ""); i18n.Language(s.Language) != lang {
				lang = p.Texts.Whole(i18n.Language(s.Language))
			}
		}
	}
	docs, err := p.statementDocs(r, v, s, lang, there)
	if err != nil {
		return err
	}
	opts := document.Options{Office: v.UnitName(), At: v.now, Locale: p.Texts.For(lang, v.Rules.Zone)}
	if err := p.Prove(v.Case.Tenant, v.Case.ID, docs, &opts); err != nil {
		return err
	}
	out, err := document.PDF(p.Fonts, docs, opts)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/pdf")
	h.Set("Content-Disposition", mime.FormatMediaType("inline", map[string]string{"filename": "statement.pdf"}))
	h.Set("Content-Length", strconv.Itoa(len(out.Bytes)))
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(out.Bytes) // the reader has gone if this fails
	return nil
}

// statementDocs are the statement and, where it was drawn, its signature. there is nil where nobody has signed, or the reader may not know how.
func (p *Pages) statementDocs(r *http.Request, v *view, s statement, lang i18n.Language, there *duty.Evidence) ([]*document.Doc, error) {
	name := "paper/" + string(lang) + ".md"
	source, err := paperForms.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("the statement in %s: %w", lang, err)
	}
	form, err := document.Parse(name, source)
	if err != nil {
		return nil, err
	}
	printed := *v // in the language of the paper, which may be another than the reader's
	printed.Locale = p.Texts.For(lang, v.Rules.Zone)
	var signed []signedLine
	if there != nil {
		line := signedLine{By: v.people[there.By], Post: printed.post(rulebook.Post(there.Signed.Post)), How: printed.how(*there), At: there.At}
		if there.Signed.Means == duty.OnPaper {
			line.Post = printed.post(v.Rule.OwedBy)
		}
		signed = append(signed, line)
	}
	doc, err := form.Execute(printed.Locale, map[string]any{"Name": s.Name, "Paragraphs": s.Paragraphs, "Unit": v.UnitName(), "Period": v.Case.Period, "Official": printed.official(s),
		"Rulebook": v.Case.Rulebook + " " + v.Case.RulebookVersion, "Language": printed.NameOf(s.Language), "Signed": signed, "Mark": (&page.Passkey{Text: s.Hash}).Groups()})
	if err != nil {
		return nil, err
	}
	docs := []*document.Doc{doc}
	if there == nil || there.Signed.Means != duty.Drawn {
		return docs, nil
	}
	drawn, err := p.Duty.Download(r.Context(), actor(r), v.Case.ID, there.ID)
	if err != nil {
		return nil, err
	}
	picture, err := document.Picture(doc.Title, string(lang), printed.how(*there), drawn.Bytes)
	return append(docs, picture), err
}
