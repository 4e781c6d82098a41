package reported

import (
	"net/http"
	"net/url"
	"strings"

	"linli/platform/outbound"
	"linli/report/subscription"
	"linli/web/page"
)

// followProgram takes the wish of a program. What signs its messages and the page that stops them are shown this once; it begins to be told
// when it has echoed a challenge.
func (p *Pages) followProgram(w http.ResponseWriter, r *http.Request, words *words, form *page.Form) error {
	d := &followPage{Form: form}
	wish := subscription.Wish{Language: string(words.Language), Address: strings.TrimSpace(form.Value("url")), Hook: true}
	at, err := url.Parse(wish.Address)
	switch {
	case wish.Address == "":
		form.Require("url")
	case err != nil || !p.Fits(wish.Address):
		form.Add("url", "webhook.field.url")
	}
	if form.Faulty() {
		return p.showFollow(w, r, words, d)
	}
	f, err := words.narrowed(url.Values{"unit": {form.Value("unit")}, "category": {form.Value("category")}})
	if err != nil {
		return err
	}
	if _, in := p.Flood.Admit(w, r, form); !in {
		return nil
	}
	if !p.Mailboxes.Spares(at.Hostname()) { // somebody else's server is not asked for ever
		form.Add("url", "reported.hook.later")
		return p.showFollow(w, r, words, d)
	}
	wish.Unit, wish.Category = f.unit, f.category
	raw, shown := outbound.NewSecret()
	code, err := p.Follows.Ask(r.Context(), words.tenant.ID, words.tenant.Tag, wish, raw)
	if err != nil {
		return err
	}
	return p.showFollow(w, r, words, &followPage{Form: page.NewForm(nil), Secret: shown, Stop: p.Origin.JoinPath("reported", "follow", string(code)).String()})
}
