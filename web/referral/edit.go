package referral

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/referral/directory"
	officepages "linli/web/office"
	"linli/web/page"
)

type stalePage struct {
	Rows []staleRow
	More string // address of the next page; empty on the last
}

type staleRow struct {
	Href, Name, Organization string
	Confirmed                time.Time
}

// stale lists services that nobody has confirmed for long, the longest first.
func (p *Pages) stale(w http.ResponseWriter, r *http.Request) error {
	after, err := staleAt(r.URL.Query().Get("after"))
	if err != nil {
		return err
	}
	found, err := p.Directory.Stale(r.Context(), officepages.Actor(r.Context()), after, perPage+1)
	if err != nil {
		return err
	}
	data := stalePage{}
	if len(found) > perPage {
		found = found[:perPage]
		last := found[perPage-1]
		micros := int64(0)
		if !last.Confirmed.IsZero() {
			micros = last.Confirmed.UnixMicro()
		}
		data.More = "/directory?after=" + strconv.FormatInt(micros, 36) + "~" + last.ID.String()
	}
	for _, e := range found {
		data.Rows = append(data.Rows, staleRow{"/directory/" + e.ID.String(), e.Card.Name, e.Card.Organization, e.Confirmed})
	}
	p.Render.Render(w, r, http.StatusOK, "referral/stale", data)
	return nil
}

func staleAt(text string) (e directory.Entry, err error) {
	if text == "" {
		return e, nil
	}
	micros, rest, _ := strings.Cut(text, "~")
	n, err := strconv.ParseInt(micros, 36, 64)
	if err == nil {
		e.ID, err = id.Parse(rest)
	}
	if err != nil || n < 0 {
		return e, fault.New(fault.NotFound, "fault.not_found")
	}
	if n > 0 {
		e.Confirmed = time.UnixMicro(n)
	}
	return e, nil
}

// editPage is the sheet of a service.
type editPage struct {
	Form                                     *page.Form
	Action, Public, Whole                    string // Public and Whole are empty for a new one
	Confirmed                                time.Time
	Organizations, Terms, Speech, StateItems []page.Item
	RedactedItems                            []page.Item
	Week                                     []weekday
	MoreHours                                int // schedules that the form does not hold
}

// weekday is one day of the form of hours.
type weekday struct{ From, Until *page.Input }

func (p *Pages) editPage(r *http.Request, form *page.Form) (*editPage, error) {
	a, l := officepages.Actor(r.Context()), p.locale(r)
	if err := p.Directory.Keeps(a); err != nil {
		return nil, err
	}
	f, err := p.Directory.Facets(r.Context(), a.Tenant)
	if err != nil {
		return nil, err
	}
	terms, err := p.Directory.Terms(r.Context(), a.Tenant)
	if err != nil {
		return nil, err
	}
	d := &editPage{Form: form, Action: r.URL.Path, Organizations: []page.Item{{Value: "", Text: l.Text("directory.edit.other", nil)}},
		RedactedItems: []page.Item{{Value: "yes", Text: l.Text("directory.edit.redacted", nil)}}}
	for _, o := range f.Organizations {
		d.Organizations = append(d.Organizations, page.Item{Value: o.ID.String(), Text: o.Card.Name})
	}
	for _, t := range terms {
		d.Terms = append(d.Terms, page.Item{Value: t.ID.String(), Text: t.Card.Name})
	}
	for _, c := range known {
		d.Speech = append(d.Speech, page.Item{Value: c, Text: l.Text("roster.language."+c, nil)})
	}
	for _, s := range [][2]string{{"active", "active"}, {"temporarily closed", "closed"}, {"inactive", "inactive"}, {"defunct", "defunct"}} {
		d.StateItems = append(d.StateItems, page.Item{Value: s[0], Text: l.Text("directory.state."+s[1], nil)})
	}
	for i := range 7 {
		day := (i + 1) % 7
		args := fault.Args{"day": l.Text("date.weekday."+strconv.Itoa(day), nil)}
		name := fmt.Sprintf("d%d_", day)
		d.Week = append(d.Week, weekday{clock(name+"from", l, "roster.hours_from", args), clock(name+"until", l, "roster.hours_until", args)})
	}
	return d, nil
}

// of says of which service the sheet is.
func (d *editPage) of(service id.ID) {
	d.Public, d.Whole = "/services/"+service.String(), "/directory/service/"+service.String()
}

func clock(name string, l i18n.Locale, key string, args fault.Args) *page.Input {
	return &page.Input{Field: page.Field{Name: name, Label: page.Text{Text: l.Text(key, args)}, Classes: "govuk-input--width-5"}, Inputmode: "numeric"}
}

func (p *Pages) newForm(w http.ResponseWriter, r *http.Request) error {
	form := page.NewForm(nil)
	form.Set("status", "active")
	d, err := p.editPage(r, form)
	if err != nil {
		return err
	}
	p.Render.Render(w, r, http.StatusOK, "referral/edit", d)
	return nil
}

func (p *Pages) editForm(w http.ResponseWriter, r *http.Request) error {
	o, err := p.opened(r)
	if err != nil {
		return err
	}
	x, err := directory.SheetOf(o.Node)
	if err != nil {
		return err
	}
	d, err := p.editPage(r, page.NewForm(valuesOf(x, o.Version)))
	if err != nil {
		return err
	}
	d.of(o.ID)
	d.MoreHours = x.MoreHours
	d.Confirmed, _ = time.Parse(time.DateOnly, o.Body.Text("assured_date"))
	p.Render.Render(w, r, http.StatusOK, "referral/edit", d)
	return nil
}

func (p *Pages) opened(r *http.Request) (directory.Opened, error) {
	u, err := id.Parse(r.PathValue("service"))
	if err != nil || u.IsZero() {
		return directory.Opened{}, directory.ErrNotFound
	}
	return p.Directory.Open(r.Context(), officepages.Actor(r.Context()), u)
}

func (p *Pages) create(w http.ResponseWriter, r *http.Request) error { return p.save(w, r, id.ID{}) }

func (p *Pages) edit(w http.ResponseWriter, r *http.Request) error {
	o, err := p.opened(r)
	if err != nil {
		return err
	}
	return p.save(w, r, o.ID)
}

// save writes the sheet, or confirms the entry as it is.
func (p *Pages) save(w http.ResponseWriter, r *http.Request, service id.ID) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	d, err := p.editPage(r, form)
	if err != nil {
		return err
	}
	a := officepages.Actor(r.Context())
	if !service.IsZero() {
		d.of(service)
	}
	if !form.Looking() {
		done, to := "save", "/directory"
		if form.Value("do") == "confirm" && !service.IsZero() {
			done, err = "confirm", p.Directory.Confirm(r.Context(), a, service)
		} else {
			var saved id.ID
			version, _ := strconv.ParseInt(form.Value("version"), 10, 64)
			saved, err = p.Directory.Save(r.Context(), a, service, version, sheetOf(form))
			to = "/directory/" + saved.String()
		}
		if err == nil {
			p.Browser.Notify(w, "directory.done."+done)
			http.Redirect(w, r, to, http.StatusSeeOther) //nolint:gosec // to is a path of this site, made of an id
			return nil
		}
		if !form.Take(err) {
			return err
		}
	}
	p.Render.Render(w, r, form.Status(), "referral/edit", d)
	return nil
}

// sheetOf reads the form.
func sheetOf(form *page.Form) directory.Sheet {
	x := directory.Sheet{NewOrganization: form.Value("new_organization"), Name: form.Value("name"), Description: form.Value("description"), Status: form.Value("status"),
		Area: form.Value("area"), Languages: slices.DeleteFunc(form.Values("languages"), func(s string) bool { return s == "" }), Phone: form.Value("phone"), Email: form.Value("email"), Place: form.Value("place"), Address: form.Value("address"),
		City: form.Value("city"), Redacted: form.Checked("redacted"), Cost: form.Value("cost"), HowTo: form.Value("how"), ForWhom: form.Value("whom"), Alert: form.Value("alert")}
	if u, err := id.Parse(form.Value("organization")); err == nil {
		x.Organization = u
	}
	for _, v := range form.Values("needs") {
		if u, err := id.Parse(v); err == nil && !u.IsZero() {
			x.Needs = append(x.Needs, u)
		}
	}
	for line := range strings.Lines(form.Value("documents")) {
		if line = strings.TrimSpace(line); line != "" {
			x.Documents = append(x.Documents, line)
		}
	}
	for i := range 7 {
		name := fmt.Sprintf("d%d_", i)
		from, until := form.Value(name+"from"), form.Value(name+"until")
		if from != "" || until != "" {
			x.Hours = append(x.Hours, directory.Hours{Day: time.Weekday(i), From: strings.ReplaceAll(from, "：", ":"), Until: strings.ReplaceAll(until, "：", ":")})
		}
	}
	return x
}

// valuesOf fills the form.
func valuesOf(x directory.Sheet, version int64) map[string][]string {
	v := map[string][]string{"version": {strconv.FormatInt(version, 10)}, "organization": {x.Organization.String()}, "name": {x.Name}, "description": {x.Description}, "status": {x.Status},
		"area": {x.Area}, "languages": x.Languages, "phone": {x.Phone}, "email": {x.Email}, "place": {x.Place}, "address": {x.Address}, "city": {x.City}, "cost": {x.Cost}, "how": {x.HowTo}, "whom": {x.ForWhom},
		"alert": {x.Alert}, "documents": {strings.Join(x.Documents, "\n")}}
	if x.Redacted {
		v["redacted"] = []string{"yes"}
	}
	for _, t := range x.Needs {
		v["needs"] = append(v["needs"], t.String())
	}
	for _, h := range x.Hours {
		name := fmt.Sprintf("d%d_", h.Day)
		v[name+"from"], v[name+"until"] = []string{short(h.From)}, []string{short(h.Until)}
	}
	return v
}
