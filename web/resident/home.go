package resident

import (
	"net/http"
	"net/url"
	"strings"

	"linli/office"
	"linli/platform/i18n"
	"linli/rulebook"
	"linli/web/page"
)

type homePage struct {
	Office string
	Rules  *rulebook.Rulebook // what the office does at all
	Desk   office.Desk        // of the office itself
	More   bool               // units below have desks of their own

	lang string
}

// Emergency is the rulebook's text on whom to call where somebody is in danger.
func (h homePage) Emergency() []string {
	return paragraphs(h.Rules.Text(h.lang, h.Rules.Report.Emergency))
}

// home says what the office does and where to begin.
func (p *Pages) home(w http.ResponseWriter, r *http.Request) error {
	t := visitorOf(r).tenant
	units, err := p.Office.OpenUnits(r.Context(), t.ID)
	if err != nil {
		return err
	}
	rules, err := p.Report.Office.Rulebook(r.Context(), t.ID, p.Clock.Now())
	if err != nil {
		return err
	}
	data := homePage{Office: t.Name, Rules: rules, lang: string(page.Of(r).Language)}
	for _, u := range units {
		switch {
		case u.Depth == 0:
			data.Desk = u.Desk
		case !u.Desk.IsZero():
			data.More = true
		}
	}
	page.Of(r).Public = p.head(r)
	return p.show(w, r, nil, "home", data)
}

// head is what a page for everybody says of itself to programs that find pages.
func (p *Pages) head(r *http.Request) *page.Public {
	return &page.Public{Canonical: p.Origin.Scheme + "://" + p.Origin.Host + r.URL.Path}
}

// accessibility says how to use the pages, and what to do where they cannot be used.
func (p *Pages) accessibility(w http.ResponseWriter, r *http.Request) error {
	return p.show(w, r, nil, "accessibility", nil)
}

type languagePage struct {
	Languages []i18n.Language
	Next      string // escaped for the query
}

// language lets a reader choose; the edge keeps the choice that ?lang= makes.
func (p *Pages) language(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	next := onward(q.Get("next"))
	if _, ok := p.Texts.Parse(q.Get(i18n.LanguageParameter)); ok {
		return seeOther(w, r, next)
	}
	return p.show(w, r, nil, "language", languagePage{p.Texts.Languages(), next})
}

// onward is a path of this site, never another address.
func onward(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.Host != "" || u.Scheme != "" || u.Opaque != "" || !strings.HasPrefix(next, "/") ||
		strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t") {
		return "/"
	}
	return next
}
