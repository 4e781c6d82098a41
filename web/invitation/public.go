package invitation

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"linli/mediation/invitation"
	"linli/mediation/paper"
	"linli/office"
	"linli/platform/document"
	"linli/platform/fault"
	"linli/platform/i18n"
	officepages "linli/web/office"
	"linli/web/page"
)

type publicPage struct {
	Office string
	Shown  []invited
}

// invited is an invitation as it is read.
type invited struct {
	Href, Poster string
	Lang         string // of the text, where it is not the reader's
	Title, Unit  string
	Paragraphs   []string
	Types        []string
	From, Until  time.Time
	Desk         office.Desk
	Apply        string
	Others       []language // in which it can be read too
	Over         bool
}

type language struct{ Name, Href string }

func (w *words) invited(i invitation.Invitation, asked ...string) invited {
	lang, text := i.In(append(asked, w.languages()...)...)
	if lang == "" {
		for _, l := range i18n.Languages() {
			if lang == "" && i.Texts[string(l)] != (invitation.Text{}) {
				lang, text = string(l), i.Texts[string(l)]
			}
		}
	}
	at := "/invitations/" + i.ID.String()
	x := invited{Href: at, Poster: at + "/poster.pdf?paper=" + lang, Title: text.Title, Unit: w.unit(i.Unit), Types: w.types(i.Types), From: w.day(i.From), Until: w.day(i.Until),
		Desk: w.tree.Desk(i.Unit), Apply: "/apply?" + apply(i).Encode()}
	if lang != string(w.Language) {
		x.Lang = lang
	}
	for line := range strings.Lines(text.Text) {
		if line = strings.TrimSpace(line); line != "" {
			x.Paragraphs = append(x.Paragraphs, line)
		}
	}
	for _, l := range i18n.Languages() {
		if _, has := i.Texts[string(l)]; has && string(l) != lang {
			x.Others = append(x.Others, language{l.Name(), at + "?text=" + string(l)})
		}
	}
	return x
}

// apply opens the application with what the invitation already says.
func apply(i invitation.Invitation) url.Values {
	v := url.Values{"unit": {i.Unit.String()}}
	if len(i.Types) == 1 {
		v.Set("type", i.Types[0])
	}
	return v
}

// enter is the office whose public page is asked for, with its words; the page tells days in the office's zone.
func (p *Pages) enter(r *http.Request) (office.Tenant, *words, error) {
	tenant, err := p.Tenant(r)
	if err != nil {
		return office.Tenant{}, nil, err
	}
	words, err := p.words(r.Context(), tenant.ID, page.Of(r).Language)
	if err != nil {
		return office.Tenant{}, nil, err
	}
	if !words.rules.Mediates() {
		return office.Tenant{}, nil, fault.New(fault.NotFound, "fault.not_found")
	}
	page.Of(r).Office, page.Of(r).Zone = tenant.Name, words.rules.Zone
	return tenant, words, nil
}

// public lists the invitations that run. Nothing is counted here.
func (p *Pages) public(w http.ResponseWriter, r *http.Request) error {
	tenant, words, err := p.enter(r)
	if err != nil {
		return err
	}
	shown, err := p.Outreach.Shown(r.Context(), tenant.ID)
	if err != nil {
		return err
	}
	data := publicPage{Office: tenant.Name}
	for _, i := range shown {
		data.Shown = append(data.Shown, words.invited(i))
	}
	p.Render.Render(w, r, http.StatusOK, "invitation/public", data)
	return nil
}

// one is the page that the code on a poster opens. Of one that is over it says so, and how to apply all the same.
func (p *Pages) one(w http.ResponseWriter, r *http.Request) error {
	tenant, words, err := p.enter(r)
	if err != nil {
		return err
	}
	x, err := of(r)
	if err != nil {
		return err
	}
	i, status, err := p.Outreach.Public(r.Context(), tenant.ID, x)
	if err != nil {
		return err
	}
	data := words.invited(i, r.URL.Query().Get("text"))
	if data.Over = status == invitation.Over; data.Over {
		data.Paragraphs, data.Others = nil, nil
	}
	p.Render.Render(w, r, http.StatusOK, "invitation/one", data)
	return nil
}

// poster prints an invitation: for everybody while it runs, and for who wrote it before.
func (p *Pages) poster(w http.ResponseWriter, r *http.Request) error {
	tenant, err := p.Tenant(r)
	if err != nil {
		return err
	}
	x, err := of(r)
	if err != nil {
		return err
	}
	i, status, err := p.Outreach.Public(r.Context(), tenant.ID, x)
	if _, signed := officepages.Signed(r.Context()); signed && (err != nil || status != invitation.Shown) {
		i, err = p.Outreach.Of(r.Context(), officepages.Actor(r.Context()), x)
	} else if err == nil && status != invitation.Shown {
		err = invitation.ErrNotFound
	}
	if err != nil {
		return err
	}
	lang := p.Render.PaperLanguage(r)
	words, err := p.words(r.Context(), tenant.ID, lang)
	if err != nil {
		return err
	}
	text, has := i.Texts[string(lang)]
	size := r.URL.Query().Get("size")
	if size == "" {
		size = document.PosterSheets[0]
	}
	if !has || !slices.Contains(document.PosterSheets, size) {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	desk := words.tree.Desk(i.Unit)
	out, err := p.Press.Poster(paper.Poster{Language: lang, Size: size, Title: text.Title, Text: text.Text, Types: words.types(i.Types),
		Office: paper.Office{Name: words.unit(i.Unit), Address: desk.Address, Phone: desk.Phone, Hours: desk.Hours},
		Until:  words.day(i.Until), Zone: words.rules.Zone, URL: p.Origin.JoinPath("invitations", i.ID.String()).String(), At: i.Written})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/pdf")
	w.Header().Set("Content-Disposition", `inline; filename="poster-`+size+`.pdf"`)
	_, err = w.Write(out.Bytes)
	return err
}
