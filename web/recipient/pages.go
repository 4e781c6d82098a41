package recipient

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/georeport"
	"linli/platform/id"
	"linli/report/recipient"
	officepages "linli/web/office"
	"linli/web/page"
)

const home = "/office/recipients"

func actor(r *http.Request) access.Actor { return officepages.Actor(r.Context()) }

type row struct {
	Href, Name, URL string
	Takes           []string
	State           page.Tag
}

// list shows the other offices that reports can be sent to.
func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	all, err := p.Recipients.List(r.Context(), actor(r))
	if err != nil {
		return err
	}
	labels, err := p.categories(r)
	if err != nil {
		return err
	}
	var rows []row
	for _, o := range all {
		x := row{Href: home + "/" + o.ID.String(), Name: o.Name, URL: o.URL, State: p.state(r, o)}
		for _, c := range labels {
			if o.Takes[c.Value] != "" {
				x.Takes = append(x.Takes, c.Text)
			}
		}
		rows = append(rows, x)
	}
	p.Render.Render(w, r, http.StatusOK, "recipient/list", rows)
	return nil
}

func (p *Pages) state(r *http.Request, o recipient.Office) page.Tag {
	v := page.Of(r)
	key, colour := "recipient.runs", "govuk-tag--green"
	if !o.Paused.IsZero() {
		key, colour = "recipient.paused", "govuk-tag--yellow"
	}
	return page.Tag{Text: p.Texts.For(v.Language, v.Zone).Text(key, nil), Classes: colour}
}

// category is one of the office's rulebook, as the reader reads it.
type category struct{ Value, Text string }

// categories are those of the office's rulebook that are about a place or a service.
func (p *Pages) categories(r *http.Request) (out []category, err error) {
	_, all, err := p.Report.Categories(r.Context(), actor(r).Tenant)
	for _, c := range all {
		if !c.Kind.AboutUnit() {
			out = append(out, category{c.Code, c.Label.In(string(page.Of(r).Language))})
		}
	}
	return out, err
}

// entryPage is the form of one office, a new one or one that there is.
type entryPage struct {
	Form       *page.Form
	Href       string
	Office     recipient.Office
	State      page.Tag
	Categories []category
	Services   []georeport.Service // what its server says that it takes, once it was asked
	Failed     string              // message key of why it did not say
	Asked      bool
}

// IsNew reports whether the office is still to be added.
func (e *entryPage) IsNew() bool { return e.Office.ID.IsZero() }

// HasKey reports whether a key is kept.
func (e *entryPage) HasKey() bool { return len(e.Office.Key) > 0 }

// Paused reports whether nothing is sent to it now.
func (e *entryPage) Paused() bool { return !e.Office.Paused.IsZero() }

func (p *Pages) newForm(w http.ResponseWriter, r *http.Request) error {
	return p.showEntry(w, r, &entryPage{Form: page.NewForm(nil), Href: home + "/new"})
}

func (p *Pages) showEntry(w http.ResponseWriter, r *http.Request, e *entryPage) error {
	_, err := p.Recipients.List(r.Context(), actor(r)) // whoever may not see the list, sees no form of it
	if err != nil {
		return err
	}
	if e.Categories, err = p.categories(r); err != nil {
		return err
	}
	p.Render.Render(w, r, e.Form.Status(), "recipient/entry", e)
	return nil
}

func (p *Pages) add(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	e := &entryPage{Form: form, Href: home + "/new"}
	if !form.Looking() {
		written, err := p.entry(r, form)
		if err != nil {
			return err
		}
		o, err := p.Recipients.Add(r.Context(), actor(r), written)
		if err == nil {
			p.Browser.Notify(w, "recipient.done.add")
			http.Redirect(w, r, home+"/"+o.ID.String(), http.StatusSeeOther)
			return nil
		}
		if !form.Take(err) {
			return err
		}
	}
	return p.showEntry(w, r, e)
}

func (p *Pages) entry(r *http.Request, form *page.Form) (e recipient.Entry, err error) {
	e = recipient.Entry{Name: form.Value("name"), URL: form.Value("url"), Jurisdiction: form.Value("jurisdiction"), Key: form.Value("key"),
		Updates: form.Value("updates") != "", Takes: map[string]string{}}
	all, err := p.categories(r)
	for _, c := range all {
		e.Takes[c.Value] = strings.TrimSpace(form.Value("takes_" + c.Value))
	}
	return e, err
}

func (p *Pages) find(r *http.Request) (*entryPage, error) {
	of, err := id.Parse(r.PathValue("id"))
	if err != nil {
		return nil, recipient.ErrNotFound
	}
	o, err := p.Recipients.Show(r.Context(), actor(r), of)
	if err != nil {
		return nil, err
	}
	known := map[string][]string{"name": {o.Name}, "url": {o.URL}, "jurisdiction": {o.Jurisdiction}}
	if o.Updates {
		known["updates"] = []string{"yes"}
	}
	for category, code := range o.Takes {
		known["takes_"+category] = []string{code}
	}
	return &entryPage{Form: page.NewForm(known), Href: home + "/" + o.ID.String(), Office: o, State: p.state(r, o)}, nil
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	e, err := p.find(r)
	if err != nil {
		return err
	}
	return p.showEntry(w, r, e)
}

// change does what the pressed button says.
func (p *Pages) change(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	e, err := p.find(r)
	if err != nil {
		return err
	}
	do := form.Value("do")
	acts := map[string]func(context.Context, access.Actor, id.ID) error{"pause": p.Recipients.Pause, "resume": p.Recipients.Resume, "remove": p.Recipients.Remove}
	switch {
	case do == "services":
		return p.ask(w, r, e)
	case acts[do] != nil:
		err = acts[do](r.Context(), actor(r), e.Office.ID)
	case do == "save" && !form.Looking():
		var written recipient.Entry
		if written, err = p.entry(r, form); err == nil {
			err = p.Recipients.Change(r.Context(), actor(r), e.Office.ID, written)
		}
		if err != nil && form.Take(err) {
			e.Form = form
			return p.showEntry(w, r, e)
		}
	default:
		e.Form = form
		return p.showEntry(w, r, e)
	}
	if err != nil {
		return err
	}
	p.Browser.Notify(w, "recipient.done."+do)
	next := e.Href
	if do == "remove" {
		next = home
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
}

// asking bounds how long a page waits for another server.
const asking = 12 * time.Second

// ask shows what the office's server says that it takes, so that its codes can be written down.
func (p *Pages) ask(w http.ResponseWriter, r *http.Request, e *entryPage) error {
	ctx, stop := context.WithTimeout(r.Context(), asking)
	defer stop()
	var err error
	e.Asked = true
	e.Services, err = p.Recipients.Services(ctx, actor(r), e.Office.ID)
	var failed *fault.Error
	if errors.As(err, &failed) && failed.Code == fault.Unavailable {
		e.Failed, err = failed.Key, nil
	}
	if err != nil {
		return err
	}
	slices.SortStableFunc(e.Services, func(a, b georeport.Service) int { return strings.Compare(a.Group, b.Group) })
	return p.showEntry(w, r, e)
}
