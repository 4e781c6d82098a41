package referral

import (
	"net/http"
	"slices"
	"strconv"

	"linli/platform/i18n"
	"linli/referral/directory"
	officepages "linli/web/office"
	"linli/web/page"
)

// partForm is the form of an object of any kind, made from the fields that its schema has.
type partForm struct {
	Form         *page.Form
	Action, Name string
	Back         partLink
	Fields       []any
	Must         []string
	New, Shared  bool
}

// hinted are the fields with a hint of their own; else the format of a field gives it one.
var hinted = []string{"byday", "timezone", "bymonthday", "extent_type", "location_type", "latitude", "longitude", "eligibility_description", "code"}

// shared are the kinds of which one object is named by several services.
var shared = append([]directory.Kind{directory.KindLocation, directory.KindProgram}, directory.Free...)

func (p *Pages) partForm(w http.ResponseWriter, r *http.Request) error {
	x, err := p.opens(r)
	if err != nil {
		return err
	}
	form := page.NewForm(nil)
	for _, f := range directory.ShapeOf(x.Kind).Asked() {
		form.Set(f.Name, x.Body.Text(f.Name))
	}
	form.Set("changes", strconv.FormatInt(x.Version, 10))
	return p.showPart(w, r, form, &x.Object, partLink{href(&x.Object), title(p.locale(r), x.Node)})
}

// savePart changes an object, or takes it out.
func (p *Pages) savePart(w http.ResponseWriter, r *http.Request) error {
	x, err := p.opens(r)
	if err != nil {
		return err
	}
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	back := partLink{href(&x.Object), title(p.locale(r), x.Node)}
	if form.Looking() {
		return p.showPart(w, r, form, &x.Object, back)
	}
	a := officepages.Actor(r.Context())
	version, _ := strconv.ParseInt(form.Value("changes"), 10, 64) // what is no number is of no version
	done, to := "save", back.Href
	if form.Value("do") == "remove" {
		done, to = "remove", "/directory"
		if len(x.Above) > 0 {
			to = href(&x.Above[0])
		}
		err = p.Directory.RemovePart(r.Context(), a, x.Kind, x.ID, version)
	} else {
		err = p.Directory.SavePart(r.Context(), a, x.Kind, x.ID, version, typed(form, x.Kind))
	}
	if err != nil && form.Take(err) {
		return p.showPart(w, r, form, &x.Object, back)
	}
	if err != nil {
		return err
	}
	p.Browser.Notify(w, "part.done_"+done)
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// spot is where the address adds something.
func (p *Pages) spot(r *http.Request) (_ directory.Spot, kind directory.Kind, back partLink, err error) {
	l := p.locale(r)
	at := directory.Spot{Field: r.PathValue("kind")}
	back = partLink{"/directory/all/" + at.Field, l.Text("part.lists", nil)}
	if r.PathValue("part") != "" {
		x, err := p.opens(r)
		if err != nil {
			return at, "", back, err
		}
		at, back = directory.Spot{Of: x.Kind, Owner: x.ID, Field: r.PathValue("list")}, partLink{href(&x.Object), title(l, x.Node)}
	} else if err := p.Directory.Keeps(officepages.Actor(r.Context())); err != nil {
		return at, "", back, err
	}
	kind, err = at.Kind()
	return at, kind, back, err
}

func (p *Pages) addForm(w http.ResponseWriter, r *http.Request) error {
	at, kind, back, err := p.spot(r)
	if err != nil {
		return err
	}
	return p.showPart(w, r, page.NewForm(nil), at.Object(kind), back)
}

func (p *Pages) addPart(w http.ResponseWriter, r *http.Request) error {
	at, kind, back, err := p.spot(r)
	if err != nil {
		return err
	}
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	if form.Looking() {
		return p.showPart(w, r, form, at.Object(kind), back)
	}
	added, err := p.Directory.AddPart(r.Context(), officepages.Actor(r.Context()), at, typed(form, kind))
	if err != nil && form.Take(err) {
		return p.showPart(w, r, form, at.Object(kind), back)
	}
	if err != nil {
		return err
	}
	p.Browser.Notify(w, "part.done_add")
	http.Redirect(w, r, href(added), http.StatusSeeOther)
	return nil
}

func typed(form *page.Form, kind directory.Kind) map[string]string {
	out := map[string]string{}
	for _, f := range directory.ShapeOf(kind).Asked() {
		out[f.Name] = form.Value(f.Name)
	}
	return out
}

// showPart shows the form of an object; one without an id is new.
func (p *Pages) showPart(w http.ResponseWriter, r *http.Request, form *page.Form, o *directory.Object, back partLink) error {
	l := p.locale(r)
	d := &partForm{Form: form, Action: r.URL.Path, Name: kindName(l, o.Kind), Back: back, New: o.ID.IsZero(), Shared: !o.ID.IsZero() && slices.Contains(shared, o.Kind)}
	for _, f := range directory.ShapeOf(o.Kind).Asked() {
		field, err := p.field(r, l, o, f)
		if err != nil {
			return err
		}
		d.Fields = append(d.Fields, field)
		if f.Required && !f.Empty || directory.Needs(o.Kind, f.Name) {
			d.Must = append(d.Must, l.Text("part.field."+f.Name, nil))
		}
	}
	p.Render.Render(w, r, form.Status(), "referral/part_form", d)
	return nil
}

// field is the part of a form that asks one field.
func (p *Pages) field(r *http.Request, l i18n.Locale, o *directory.Object, f *directory.FieldShape) (any, error) {
	base := page.Field{Name: f.Name, Label: page.Text{Text: l.Text("part.field."+f.Name, nil)}}
	switch {
	case slices.Contains(hinted, f.Name):
		base.Hint.Text = l.Text("part.hint."+f.Name, nil)
	case f.Format == "date" || f.Format == "time" || f.Format == "uri":
		base.Hint.Text = l.Text("part.hint."+f.Format, nil)
	}
	choose := page.Item{Value: "", Text: l.Text("part.choose", nil)}
	switch {
	case f.Enum != nil:
		items := []page.Item{choose}
		for _, v := range f.Enum {
			items = append(items, page.Item{Value: v, Text: l.Text(choiceKey(v), nil)})
		}
		return &page.Select{Field: base, Items: items}, nil
	case f.Link != "":
		found, err := p.Directory.Choices(r.Context(), officepages.Actor(r.Context()).Tenant, o, f)
		items := []page.Item{choose}
		for i := range found {
			if found[i].ID != o.ID {
				items = append(items, page.Item{Value: found[i].ID.String(), Text: title(l, &directory.Node{Object: found[i]})})
			}
		}
		return &page.Select{Field: base, Items: items}, err
	case f.Long:
		return &page.Textarea{Field: base, Rows: 3}, nil
	}
	in := &page.Input{Field: base}
	switch {
	case f.Number:
		in.Inputmode, in.Classes = "decimal", "govuk-input--width-10"
	case f.Format == "email":
		in.Type = "email"
	case f.Format == "date" || f.Format == "time":
		in.Classes = "govuk-input--width-10"
	}
	return in, nil
}
