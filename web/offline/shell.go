package offline

import (
	"encoding/json"
	"net/http"

	"linli/casefile"
	"linli/platform/blob"
	"linli/platform/i18n"
	"linli/web/page"
)

var shell = Kept{At: "/offline", Name: "linli-offline", Files: []string{"site.css", "site.js", "mark.svg", "offline.js"}}

type shellPage struct {
	Hours       int // how long a device keeps things
	Photographs int // how many a form has at most
	Bytes       int // of one
}

// Megabytes is how large a photograph can be.
func (s shellPage) Megabytes() int { return s.Bytes >> 20 }

var shellSays = shellPage{int(casefile.OfflineKept.Hours()), MaxFiles, blob.MaxBytes}

// shell is the page that a device keeps. "in" asks for a language without having the browser remember it.
func (p *Pages) shell(w http.ResponseWriter, r *http.Request) error {
	lang, ok := p.Texts.Parse(r.URL.Query().Get("in"))
	if !ok {
		lang = page.Of(r).Language
	}
	w.Header().Set("Content-Language", string(lang))
	p.Render.Render(w, bare(r, lang), http.StatusOK, "offline/shell", shellSays)
	return nil
}

// bare is a request without the account, the token and the places of whoever asks, so that the page that is kept is the same
// for everybody.
func bare(r *http.Request, lang i18n.Language) *http.Request {
	v := page.Visit{Language: lang, Home: "/due", Manifest: "/offline.webmanifest", Demo: page.Of(r).Demo}
	return r.WithContext(page.With(r.Context(), &v))
}

// worker is the script that keeps the shell.
func (p *Pages) worker(w http.ResponseWriter, r *http.Request) error {
	text, err := p.Render.Bytes(bare(r, i18n.English), "offline/shell", shellSays)
	if err != nil {
		return err
	}
	return shell.Worker(w, p.Assets, p.Texts.Languages(), text)
}

// manifest tells a telephone how to keep the page among its programs (W3C Web Application Manifest).
func (p *Pages) manifest(w http.ResponseWriter, r *http.Request) error {
	locale := p.Texts.For(page.Of(r).Language, nil)
	body, err := json.Marshal(map[string]any{
		"id": "/offline", "name": locale.Text("offline.app", nil), "short_name": locale.Text("page.product", nil), "lang": string(locale.Language),
		"start_url": "/offline", "scope": "/offline", "display": "standalone", "background_color": "#ffffff", "theme_color": "#1d4b43",
		"icons": []map[string]string{{"src": p.Assets.URL("mark.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}},
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/manifest+json")
	_, _ = w.Write(body)
	return nil
}
