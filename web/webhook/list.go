package webhook

import (
	"net/http"

	"linli/office/webhook"
	officepages "linli/web/office"
	"linli/web/page"
)

type listPage struct {
	Form   *page.Form
	Rows   []row
	Events []page.Item
}

type row struct {
	Href, URL string
	Events    []string
	State     page.Tag
}

func (p *Pages) text(r *http.Request, key string) string {
	v := page.Of(r)
	return p.Texts.For(v.Language, v.Zone).Text(key, nil)
}

func (p *Pages) events(r *http.Request, of []string) (out []string) {
	for _, e := range of {
		out = append(out, p.text(r, "webhook.event."+e))
	}
	return out
}

func (p *Pages) state(r *http.Request, h webhook.Hook) page.Tag {
	if !h.Paused.IsZero() {
		return page.Tag{Text: p.text(r, "webhook.paused"), Classes: "govuk-tag--yellow"}
	}
	return page.Tag{Text: p.text(r, "webhook.runs"), Classes: "govuk-tag--green"}
}

// list shows the addresses that are told.
func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	return p.showList(w, r, page.NewForm(nil))
}

func (p *Pages) showList(w http.ResponseWriter, r *http.Request, form *page.Form) error {
	all, err := p.Webhooks.List(r.Context(), officepages.Actor(r.Context()))
	if err != nil {
		return err
	}
	data := listPage{Form: form}
	for _, h := range all {
		data.Rows = append(data.Rows, row{"/office/webhooks/" + h.ID.String(), h.URL, p.events(r, h.Events), p.state(r, h)})
	}
	for _, e := range webhook.Events {
		data.Events = append(data.Events, page.Item{Value: e, Text: p.text(r, "webhook.event."+e), Hint: page.Text{Text: e}})
	}
	p.Render.Render(w, r, form.Status(), "webhook/list", data)
	return nil
}

// secretPage shows a new secret, this once.
type secretPage struct {
	Secret, Back string
	Turned       bool // it takes the place of another
}

// add keeps a new address and shows its secret.
func (p *Pages) add(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	if !form.Looking() {
		h, secret, err := p.Webhooks.Add(r.Context(), officepages.Actor(r.Context()), form.Value("url"), form.Values("events"))
		if err == nil {
			p.Render.Render(w, r, http.StatusOK, "webhook/secret", secretPage{Secret: secret, Back: "/office/webhooks/" + h.ID.String()})
			return nil
		}
		if !form.Take(err) {
			return err
		}
	}
	return p.showList(w, r, form)
}
