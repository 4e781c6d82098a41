package resident

import (
	"encoding/json"
	"net/http"
	"time"

	"linli/casefile"
	"linli/platform/blob"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/report"
	"linli/web/offline"
	"linli/web/page"
	reportpages "linli/web/report"
)

// written is the field with the time at which a report was put away on a device without a line.
const written = "written"

// laterKept is the form without a line of whoever has no account (docs/decisions/0077-a-report-waits-for-its-line.md).
var laterKept = offline.Kept{At: "/report/later", Name: "linli-later", Files: []string{"site.css", "site.js", "mark.svg", "later.js"}}

type laterPage struct {
	Along              string   // the categories with their questions, the places and the units, as JSON
	Emergency          []string // whom to call where somebody is in danger at this moment
	Hours              int      // how long a device keeps a draft
	Photographs, Bytes int      // how many a draft has at most, and of one
}

// Megabytes is how large a photograph can be.
func (l laterPage) Megabytes() int { return l.Bytes >> 20 }

// laterIn is what the page says in a language. It is the same for everybody, and needs no line.
func (p *Pages) laterIn(r *http.Request, lang i18n.Language) (laterPage, error) {
	told, err := reportpages.Tell(r.Context(), p.Report, p.Office, nil, visitorOf(r).tenant.ID, string(lang), page.NewForm(nil))
	if err != nil {
		return laterPage{}, err
	}
	along, err := json.Marshal(told.Along())
	return laterPage{string(along), told.Emergency, int(casefile.OfflineKept.Hours()), offline.MaxFiles, blob.MaxBytes}, err
}

// later is the page that a device keeps. "in" asks for a language without having the browser remember it.
func (p *Pages) later(w http.ResponseWriter, r *http.Request) error {
	lang, ok := p.Texts.Parse(r.URL.Query().Get("in"))
	if !ok {
		lang = page.Of(r).Language
	}
	data, err := p.laterIn(r, lang)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Language", string(lang))
	p.Render.Render(w, bare(r, lang), http.StatusOK, "offline/report", data)
	return nil
}

// bare is a request without a token, so that the page that is kept is the same for everybody.
func bare(r *http.Request, lang i18n.Language) *http.Request {
	v := page.Visit{Language: lang, Zone: page.Of(r).Zone, Exit: page.Of(r).Exit, Demo: page.Of(r).Demo}
	return r.WithContext(page.With(r.Context(), &v))
}

// laterWorker is the script that keeps the page.
func (p *Pages) laterWorker(w http.ResponseWriter, r *http.Request) error {
	data, err := p.laterIn(r, i18n.English)
	if err != nil {
		return err
	}
	text, err := p.Render.Bytes(bare(r, i18n.English), "offline/report", data)
	if err != nil {
		return err
	}
	return laterKept.Worker(w, p.Assets, p.Texts.Languages(), text)
}

// laterDoor is a fresh token against forgery, for what a device sends now.
func (p *Pages) laterDoor(w http.ResponseWriter, r *http.Request) error {
	body, err := json.Marshal(map[string]string{page.CSRFField: p.Edge.Token(w, r)})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(body)
	return nil
}

// putAway notes when a report was put away on a device, where it was. Error: a fault of no field.
func (c *reportPage) putAway(cmd *report.Submit) (err error) {
	at := c.Form.Value(written)
	if at == "" {
		return nil
	}
	if cmd.Written, err = time.Parse(time.RFC3339, at); err != nil {
		return fault.New(fault.Invalid, "form.unreadable")
	}
	return nil
}
