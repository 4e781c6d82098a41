package report

import (
	"context"
	"fmt"
	"mime/multipart"
	"slices"
	"strings"

	"linli/office"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/geo"
	"linli/platform/id"
	"linli/platform/tiles"
	"linli/report"
	"linli/rulebook"
	"linli/web/page"
)

// Telling is a report on its way: what a form asks for it, whoever fills it in. Nothing of it is stored before it is sent: each
// page carries what the pages before asked.
type Telling struct {
	Form      *page.Form
	Category  rulebook.Category
	Rules     *rulebook.Rulebook
	Units     []office.Row
	Places    []report.KnownPlace
	Map       page.PlaceMap
	Emergency []string // whom to call where somebody is in danger at this moment

	lang string
}

// The fields of a report, by what they are about; the answers to the category's questions stand beside.
var (
	AskedWhere = []string{"unit", "address", "place_id", "lat", "long", "datum"}
	AskedYou   = []string{"name", "contact", "may_pass", "may_show"}
	asked      = slices.Concat([]string{"category", "description", "of_place"}, AskedWhere, AskedYou)
)

// Tell reads a form as a report on its way.
func Tell(ctx context.Context, svc *report.Service, offices *office.Service, base *tiles.Archive, tenant id.ID, lang string, form *page.Form) (*Telling, error) {
	rules, _, err := svc.Categories(ctx, tenant)
	if err != nil {
		return nil, err
	}
	t := &Telling{Form: form, Rules: rules, Map: page.PlaceMap{Base: base}, lang: lang}
	t.Category, _ = rules.Report.Category(form.Value("category"))
	t.Emergency = slices.DeleteFunc(strings.Split(rules.Text(lang, rules.Report.Emergency), "\n"), func(s string) bool { return strings.TrimSpace(s) == "" })
	if t.Units, err = offices.OpenUnits(ctx, tenant); err != nil {
		return nil, err
	}
	t.Places, err = svc.Places(ctx, tenant)
	return t, err
}

// Ask is a question of the category.
type Ask struct {
	Name, Label, Hint, Type string
	Items                   []page.Item
}

// Asks are the questions that go with the category.
func (t *Telling) Asks() []Ask {
	var out []Ask
	for _, q := range t.Category.Questions {
		a := Ask{Name: "q_" + q.Code, Label: q.Label.In(t.lang), Type: q.Datatype}
		if len(q.Help) > 0 {
			a.Hint = q.Help.In(t.lang)
		}
		for _, v := range q.Values {
			a.Items = append(a.Items, page.Item{Value: v.Code, Text: v.Label.In(t.lang)})
		}
		out = append(out, a)
	}
	return out
}

// Fields are the questions as a page asks them.
func (t *Telling) Fields() []any {
	var out []any
	for _, a := range t.Asks() {
		f := page.Field{Name: a.Name, ID: a.Name, Label: page.Text{Text: a.Label}, Hint: page.Text{Text: a.Hint}}
		choices := page.Choices{Field: page.Field{Name: a.Name, Hint: f.Hint}, IDPrefix: a.Name, Items: a.Items,
			Fieldset: &page.Fieldset{Legend: page.Text{Text: a.Label, Classes: "govuk-fieldset__legend--s"}}}
		switch a.Type {
		case "singlevaluelist":
			choices.Classes = "govuk-radios--small"
			out = append(out, &page.Radios{Choices: choices})
		case "multivaluelist":
			choices.Classes = "govuk-checkboxes--small"
			out = append(out, &page.Checkboxes{Choices: choices})
		case "text":
			out = append(out, &page.Textarea{Field: f, Rows: 3})
		case "datetime":
			f.Classes = "govuk-input--width-10"
			out = append(out, &page.Input{Field: f, Type: "date"})
		default:
			out = append(out, &page.Input{Field: f, Type: "text"})
		}
	}
	return out
}

// CategoryItems are the categories, those of one concern together.
func (t *Telling) CategoryItems() []page.Item {
	var out []page.Item
	group := ""
	for _, x := range t.Rules.Report.Categories {
		if g := x.Group.In(t.lang); g != group {
			group = g
			out = append(out, page.Item{Divider: g})
		}
		item := page.Item{Value: x.Code, Text: x.Label.In(t.lang)}
		if len(x.Hint) > 0 {
			item.Hint = page.Text{Text: x.Hint.In(t.lang)}
		}
		out = append(out, item)
	}
	return out
}

// PlaceItems are the places that the office lists.
func (t *Telling) PlaceItems() []page.Item {
	out := []page.Item{{}}
	for _, x := range t.Places {
		out = append(out, page.Item{Value: x.ID.String(), Text: x.Name})
	}
	return out
}

// UnitItems are the open units.
func (t *Telling) UnitItems() []page.Item {
	out := []page.Item{{}}
	for _, u := range t.Units {
		out = append(out, page.Item{Value: u.ID.String(), Text: u.Name})
	}
	return out
}

// Carried are the fields of the report that a page does not ask, beside others of its own.
func (t *Telling) Carried(here []string, beside ...string) []page.Typed {
	names := slices.Concat(asked, beside)
	for _, a := range t.Asks() {
		names = append(names, a.Name)
	}
	var out []page.Typed
	for _, name := range names {
		if slices.Contains(here, name) {
			continue
		}
		for _, v := range t.Form.Values(name) {
			out = append(out, page.Typed{Name: name, Value: v})
		}
	}
	return out
}

// AboutUnit reports whether it is about a unit of the office.
func (t *Telling) AboutUnit() bool { return t.Category.Kind.AboutUnit() }

// Label is what the category is called.
func (t *Telling) Label() string { return t.Category.Label.In(t.lang) }

// Hazard reports whether somebody could be hurt.
func (t *Telling) Hazard() bool { return t.Category.Kind == rulebook.Hazard }

// Place is where it is, as the check page shows it.
func (t *Telling) Place() string {
	for _, x := range t.Places {
		if x.ID.String() == t.Form.Value("place_id") {
			return x.Name
		}
	}
	return t.Form.Value("address")
}

// Chosen reports whether a place was chosen on the map.
func (t *Telling) Chosen() bool { return t.Form.Value("lat") != "" || t.Form.Value("long") != "" }

// Point is the place that was chosen on the map; zero where none was.
func (t *Telling) Point() (geo.Point, error) {
	if !t.Chosen() {
		return geo.Point{}, nil
	}
	return geo.Read(t.Form.Value("lat"), t.Form.Value("long"), geo.Datum(t.Form.Value("datum")))
}

// Unit is the unit that was chosen.
func (t *Telling) Unit() string {
	for _, u := range t.Units {
		if u.ID.String() == t.Form.Value("unit") {
			return u.Name
		}
	}
	return ""
}

// Shown are the answers to the category's questions, as the check page shows them.
func (t *Telling) Shown() []Ask {
	var out []Ask
	for _, a := range t.Asks() {
		for _, v := range t.Form.Values(a.Name) {
			for _, i := range a.Items {
				if i.Value == v {
					v = i.Text
				}
			}
			if v != "" {
				out = append(out, Ask{Label: a.Label, Hint: v})
			}
		}
	}
	return out
}

// AskedTell are the fields in which the category is told about.
func (t *Telling) AskedTell() []string {
	out := []string{"description", "of_place"}
	for _, a := range t.Asks() {
		out = append(out, a.Name)
	}
	return out
}

// CheckWhere notes what is wrong with where it is.
func (t *Telling) CheckWhere() {
	if t.AboutUnit() {
		if _, err := id.Parse(t.Form.Value("unit")); err != nil {
			t.Form.Add("unit", "form.choose")
		}
	} else if t.Category.Place == "required" && t.Form.Value("address") == "" && t.Form.Value("place_id") == "" && !t.Chosen() {
		t.Form.Add("address", "issue.field.place")
	}
	if _, err := t.Point(); err != nil { // the fields of the map are hidden; what is wrong with them is told beside the address
		t.Form.Add("address", fault.Of(err).Key)
	}
}

// CheckTell notes what is missing of what is told.
func (t *Telling) CheckTell() {
	t.Form.Require("description")
	for _, q := range t.Category.Questions {
		if q.Required {
			t.Form.Require("q_" + q.Code)
		}
	}
	if t.OfResident() && t.Form.Value("of_place") != "yes" {
		t.Form.Add("description", "issue.field.of_resident")
	}
}

// OfResident reports whether the words are about what somebody does, so that other ways are named beside them.
func (t *Telling) OfResident() bool {
	return !t.AboutUnit() && report.OfResident(t.Form.Value("description"))
}

// Submit is what the form reports about a place or a service. Error: a fault of the field "address" for a place that is none.
func (t *Telling) Submit() (report.Submit, error) {
	point, err := t.Point()
	if err != nil {
		return report.Submit{}, fault.Of(err).At("address")
	}
	unit, _ := id.Parse(t.Form.Value("unit"))
	known, _ := id.Parse(t.Form.Value("place_id"))
	cmd := report.Submit{Category: t.Category.Code, Text: t.Form.Value("description"), Unit: unit, Address: t.Form.Value("address"), Known: known, Point: point,
		Name: t.Form.Value("name"), Contact: t.Form.Value("contact"), MayPass: t.Form.Value("may_pass") == "yes", MayShow: t.Form.Value("may_show") == "yes", OfPlace: t.Form.Value("of_place") == "yes", Answers: map[string][]string{}}
	for _, q := range t.Category.Questions {
		if given := slices.DeleteFunc(slices.Clone(t.Form.Values("q_"+q.Code)), func(s string) bool { return s == "" }); len(given) > 0 {
			cmd.Answers[q.Code] = given
		}
	}
	return cmd, nil
}

// Photographs adds the files that came with the form to the report of a code, as its reporter. One that cannot be taken is said, and
// the report stands without it.
func (t *Telling) Photographs(ctx context.Context, svc *report.Service, tenant id.ID, code id.Code, via string) (lost bool, err error) {
	if len(t.Form.Files("file")) == 0 {
		return false, nil
	}
	slip, err := svc.Repo.Slip(ctx, tenant, code)
	if err != nil {
		return false, err
	}
	reporter := access.Actor{Kind: access.Resident, Tenant: tenant, Case: slip.Case, Party: slip.Party, Via: via}
	for _, head := range t.Form.Files("file") {
		if err := Upload(ctx, svc, reporter, slip.Case, head); err != nil {
			if fault.Of(err) == nil {
				return true, err
			}
			lost = true
		}
	}
	return lost, nil
}

// Upload adds one file of a form to a report.
func Upload(ctx context.Context, svc *report.Service, a access.Actor, to id.ID, head *multipart.FileHeader) error {
	f, err := head.Open()
	if err != nil {
		return fmt.Errorf("opening a file of a form: %w", err)
	}
	_, err = svc.Upload(ctx, a, to, head.Filename, f)
	if closed := f.Close(); err == nil {
		err = closed
	}
	return err
}
