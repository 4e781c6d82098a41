package resident

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"slices"

	"linli/office"
	"linli/platform/fault"
	"linli/platform/geo"
	"linli/platform/id"
	"linli/report"
	"linli/rulebook"
	"linli/web/page"
)

// The steps of a report, one thing a page. Nothing of it is stored before it is sent: each page carries what the pages before
// asked.
const (
	stepWhat  = "what"
	stepWhere = "where"
	stepTell  = "tell"
	stepYou   = "you"
	stepCheck = "check"
)

var reportSteps = []string{stepWhat, stepWhere, stepTell, stepYou, stepCheck}

// reportFields are the fields that each page of a report carries along, beside the answers to the category's questions.
var reportFields = []string{"category", "unit", "address", "place_id", "lat", "long", "datum", "description", "name", "contact", "may_pass", attempt}

// reportPage is a report on its way.
type reportPage struct {
	*page.Form
	Step      string
	Category  rulebook.Category
	Rules     *rulebook.Rulebook
	Units     []office.Row
	Places    []report.KnownPlace
	Map       page.PlaceMap
	Emergency []string

	lang string
}

func (p *Pages) reportPage(r *http.Request, form *page.Form) (*reportPage, error) {
	v := visitorOf(r)
	rules, _, err := p.Report.Categories(r.Context(), v.tenant.ID)
	if err != nil {
		return nil, err
	}
	c := &reportPage{Form: form, Step: stepWhat, Rules: rules, Map: page.PlaceMap{Base: p.Map}, lang: string(page.Of(r).Language)}
	c.Category, _ = rules.Report.Category(form.Value("category"))
	c.Emergency = paragraphs(rules.Text(c.lang, rules.Report.Emergency))
	if c.Units, err = p.Office.OpenUnits(r.Context(), v.tenant.ID); err != nil {
		return nil, err
	}
	if c.Places, err = p.Report.Places(r.Context(), v.tenant.ID); err != nil {
		return nil, err
	}
	if !attemptForm.MatchString(form.Value(attempt)) {
		form.Set(attempt, rand.Text())
	}
	return c, nil
}

// Ask is a question of the category with what a page shows for it.
type Ask struct {
	Name, Label, Hint, Type string
	Items                   []page.Item
}

// Asks are the questions that go with the category.
func (c *reportPage) Asks() []Ask {
	var out []Ask
	for _, q := range c.Category.Questions {
		a := Ask{Name: "q_" + q.Code, Label: q.Label.In(c.lang), Type: q.Datatype}
		if len(q.Help) > 0 {
			a.Hint = q.Help.In(c.lang)
		}
		for _, v := range q.Values {
			a.Items = append(a.Items, page.Item{Value: v.Code, Text: v.Label.In(c.lang)})
		}
		out = append(out, a)
	}
	return out
}

// CategoryItems are the categories, those of one concern together.
func (c *reportPage) CategoryItems() []page.Item {
	var out []page.Item
	group := ""
	for _, x := range c.Rules.Report.Categories {
		if g := x.Group.In(c.lang); g != group {
			group = g
			out = append(out, page.Item{Divider: g})
		}
		item := page.Item{Value: x.Code, Text: x.Label.In(c.lang)}
		if len(x.Hint) > 0 {
			item.Hint = page.Text{Text: x.Hint.In(c.lang)}
		}
		out = append(out, item)
	}
	return out
}

// PlaceItems are the places that the office lists.
func (c *reportPage) PlaceItems() []page.Item {
	out := []page.Item{{}}
	for _, x := range c.Places {
		out = append(out, page.Item{Value: x.ID.String(), Text: x.Name})
	}
	return out
}

// UnitItems are the open units.
func (c *reportPage) UnitItems() []page.Item {
	out := []page.Item{{}}
	for _, u := range c.Units {
		out = append(out, page.Item{Value: u.ID.String(), Text: u.Name})
	}
	return out
}

// Hidden are the fields that this page does not ask.
func (c *reportPage) Hidden() []page.Typed {
	asked := map[string][]string{stepWhat: {"category"}, stepWhere: {"unit", "address", "place_id", "lat", "long", "datum"}, stepYou: {"name", "contact", "may_pass"}}[c.Step]
	names := slices.Clone(reportFields)
	for _, a := range c.Asks() {
		names = append(names, a.Name)
	}
	if c.Step == stepTell {
		asked = append([]string{"description"}, names[len(reportFields):]...)
	}
	var out []page.Typed
	for _, name := range names {
		if slices.Contains(asked, name) {
			continue
		}
		for _, v := range c.Values(name) {
			out = append(out, page.Typed{Name: name, Value: v})
		}
	}
	return out
}

// AboutUnit reports whether it is about a unit of the office.
func (c *reportPage) AboutUnit() bool { return c.Category.Kind.AboutUnit() }

// Label is what the category is called.
func (c *reportPage) Label() string { return c.Category.Label.In(c.lang) }

// Hazard reports whether somebody could be hurt.
func (c *reportPage) Hazard() bool { return c.Category.Kind == rulebook.Hazard }

// Place is where it is, as the check page shows it.
func (c *reportPage) Place() string {
	for _, x := range c.Places {
		if x.ID.String() == c.Value("place_id") {
			return x.Name
		}
	}
	return c.Value("address")
}

// Chosen reports whether a place was chosen on the map.
func (c *reportPage) Chosen() bool { return c.Value("lat") != "" || c.Value("long") != "" }

// point is the place that was chosen on the map; zero where none was.
func (c *reportPage) point() (geo.Point, error) {
	if !c.Chosen() {
		return geo.Point{}, nil
	}
	return geo.Read(c.Value("lat"), c.Value("long"), geo.Datum(c.Value("datum")))
}

// Unit is the unit that was chosen.
func (c *reportPage) Unit() string {
	for _, u := range c.Units {
		if u.ID.String() == c.Value("unit") {
			return u.Name
		}
	}
	return ""
}

// Shown are the answers to the category's questions, as the check page shows them.
func (c *reportPage) Shown() []Ask {
	var out []Ask
	for _, a := range c.Asks() {
		for _, v := range c.Values(a.Name) {
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

// Steps says which page of how many it is.
func (c *reportPage) Number() int { return slices.Index(reportSteps, c.Step) + 1 }

// Accept says which files can be chosen.
func (reportPage) Accept() page.Attributes { return page.Uploads() }

func (p *Pages) reportStart(w http.ResponseWriter, r *http.Request) error {
	c, err := p.reportPage(r, page.NewForm(url.Values{"category": r.URL.Query()["category"]}))
	if err != nil {
		return err
	}
	return p.show(w, r, c.Form, "tell_us", c)
}

// reportStep takes one page and shows the next, an earlier one that is to be changed, or files the report.
func (p *Pages) reportStep(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	c, err := p.reportPage(r, form)
	if err != nil {
		return err
	}
	if at := form.Value("at"); slices.Contains(reportSteps, at) {
		c.Step = at
	}
	if form.Looking() {
		return p.show(w, r, form, "tell_us", c)
	}
	if to := form.Value("go"); slices.Contains(reportSteps, to) {
		c.Step = to
		return p.show(w, r, form, "tell_us", c)
	}
	if c.Category.Code == "" {
		c.Step = stepWhat
		form.Add("category", "form.choose")
		return p.show(w, r, form, "tell_us", c)
	}
	if k := c.Category.Kind; k == rulebook.ComplaintMediator || k == rulebook.ComplaintOffice {
		return seeOther(w, r, "/complain") // whom it is about is asked there
	}
	if c.Step != stepCheck {
		return p.reportNext(w, r, c)
	}
	return p.reportSend(w, r, c)
}

// reportNext shows the next page, or this one again with what is wrong.
func (p *Pages) reportNext(w http.ResponseWriter, r *http.Request, c *reportPage) error {
	next := reportSteps[slices.Index(reportSteps, c.Step)+1]
	switch c.Step {
	case stepWhat:
		if c.Category.Place == "none" && !c.AboutUnit() {
			next = stepTell
		}
	case stepWhere:
		if c.AboutUnit() {
			if _, err := id.Parse(c.Value("unit")); err != nil {
				c.Add("unit", "form.choose")
			}
		} else if c.Category.Place == "required" && c.Value("address") == "" && c.Value("place_id") == "" && !c.Chosen() {
			c.Add("address", "issue.field.place")
		}
		if _, err := c.point(); err != nil { // the fields of the map are hidden; what is wrong with them is told beside the address
			c.Add("address", fault.Of(err).Key)
		}
	case stepTell:
		c.Require("description")
		for _, q := range c.Category.Questions {
			if q.Required {
				c.Require("q_" + q.Code)
			}
		}
	}
	if !c.Faulty() {
		c.Step = next
	}
	return p.show(w, r, c.Form, "tell_us", c)
}
