package webhook

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"linli/office/webhook"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	officepages "linli/web/office"
	"linli/web/page"
)

type showPage struct {
	Form *page.Form
	row
	Paused     bool
	Both       time.Time // until when the former secret signs too; zero: no more
	Turned     time.Time
	Deliveries []delivery
}

type delivery struct {
	webhook.Delivery
	Name   string
	Mark   page.Tag
	Answer string
	Again  string // value of the button; empty: it is not dead
}

// show is one address: what it hears of, and what was delivered.
func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	x, err := of(r)
	if err != nil {
		return err
	}
	h, all, err := p.Webhooks.Show(r.Context(), officepages.Actor(r.Context()), x)
	if err != nil {
		return err
	}
	data := showPage{Form: page.NewForm(nil), row: row{"/office/webhooks/" + h.ID.String(), h.URL, p.events(r, h.Events), p.state(r, h)}, Paused: !h.Paused.IsZero(), Turned: h.Turned}
	if p.Webhooks.Clock.Now().Before(h.Until) {
		data.Both = h.Until
	}
	for _, d := range all {
		y := delivery{Delivery: d, Name: p.text(r, "webhook.event."+d.Event), Mark: page.Tag{Text: p.text(r, "webhook.state."+string(d.State)),
			Classes: map[webhook.State]string{webhook.Waiting: "govuk-tag--yellow", webhook.Done: "govuk-tag--green", webhook.Dead: "govuk-tag--red"}[d.State]}}
		switch {
		case d.Failure != "" && d.Status == 0:
			y.Answer = p.text(r, d.Failure)
		case d.Status != 0:
			y.Answer = strconv.Itoa(d.Status)
		}
		if d.State == webhook.Dead {
			y.Again = "again:" + d.ID.String()
		}
		data.Deliveries = append(data.Deliveries, y)
	}
	p.Render.Render(w, r, http.StatusOK, "webhook/show", data)
	return nil
}

// change does what the pressed button says.
func (p *Pages) change(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	x, err := of(r)
	if err != nil {
		return err
	}
	a := officepages.Actor(r.Context())
	do, value, _ := strings.Cut(form.Value("do"), ":")
	next := "/office/webhooks/" + x.String()
	switch do {
	case "rotate":
		secret, err := p.Webhooks.Rotate(r.Context(), a, x)
		if err == nil {
			p.Render.Render(w, r, http.StatusOK, "webhook/secret", secretPage{Secret: secret, Back: next, Turned: true})
		}
		return err
	case "remove":
		next = "/office/webhooks"
	}
	if err := p.do(r, a, x, do, value); err != nil {
		return err
	}
	p.Browser.Notify(w, "webhook.done."+do)
	http.Redirect(w, r, next, http.StatusSeeOther) //nolint:gosec // a page of this site
	return nil
}

func (p *Pages) do(r *http.Request, a access.Actor, x id.ID, do, value string) error {
	ctx := r.Context()
	switch do {
	case "test":
		return p.Webhooks.Try(ctx, a, x)
	case "pause":
		return p.Webhooks.Pause(ctx, a, x)
	case "resume":
		return p.Webhooks.Resume(ctx, a, x)
	case "remove":
		return p.Webhooks.Remove(ctx, a, x)
	case "again":
		d, err := id.Parse(value)
		if err != nil {
			return webhook.ErrNotFound
		}
		return p.Webhooks.Again(ctx, a, x, d)
	}
	if _, _, err := p.Webhooks.Show(ctx, a, x); err != nil { // who may not, hears that and no more
		return err
	}
	return fault.New(fault.Invalid, "form.unreadable")
}
