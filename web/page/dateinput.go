package page

import (
	"strings"
)

// DateInput asks for a day in three fields, in the order in which the reader writes dates: year first in Chinese, day
// first in English. Its fields are named <name>-year, <name>-month and <name>-day; [Form.Date] reads them.
type DateInput struct {
	Field
	Fieldset   *Fieldset      `json:"fieldset"`
	NamePrefix string         `json:"namePrefix"` // empty takes Name
	Values     map[string]any `json:"values"`     // by the names of the fields
	Day        *DateItem      `json:"day"`
	Month      *DateItem      `json:"month"`
	Year       *DateItem      `json:"year"`
	Items      []DateItem     `json:"items"` // in place of the three, for a month or a day of the year alone
}

// DateItem is one of the fields.
type DateItem struct {
	ID           string     `json:"id"`
	Name         string     `json:"name"` // "day", "month" or "year"
	Label        string     `json:"label"`
	Value        any        `json:"value"`
	Error        *bool      `json:"error"` // nil: wrong when the date is, unless another of its fields is marked
	Classes      string     `json:"classes"`
	Inputmode    string     `json:"inputmode"`
	Autocomplete string     `json:"autocomplete"`
	Pattern      string     `json:"pattern"`
	Attributes   Attributes `json:"attributes"`

	FieldName    string `json:"-"`
	FieldClasses string `json:"-"`
	part         string // which of the three it is
}

func (*DateInput) template() string { return "dateInput" }

func (d *DateInput) prepare(p *press) {
	if d.ID == "" {
		d.ID = d.Name
	}
	if d.NamePrefix == "" {
		d.NamePrefix = d.Name
	}
	items := d.parts(p)
	label := d.Label.Text
	if d.Fieldset != nil {
		label = d.Fieldset.Legend.Text
		d.DescribedBy = joined(d.DescribedBy, d.Fieldset.DescribedBy)
	}
	d.bind(p, label)
	marked := false
	for _, it := range items {
		marked = marked || it.marked()
	}
	for i := range items {
		d.complete(p, &items[i], marked)
	}
	d.Items = items
	p.meet(d.Name, label, items[0].ID) // the error summary leads to the first field
	if d.Fieldset != nil {
		f := *d.Fieldset
		f.DescribedBy, f.Role = d.DescribedBy, "group"
		d.Fieldset = &f
	}
}

// parts returns the fields in the reader's order.
func (d *DateInput) parts(p *press) []DateItem {
	given := map[string]*DateItem{"day": d.Day, "month": d.Month, "year": d.Year}
	var items []DateItem
	if len(d.Items) > 0 {
		items = append(items, d.Items...)
		for i := range items {
			items[i].part = items[i].Name
			if g := given[items[i].part]; g != nil && items[i].Value == nil {
				items[i].Value = g.Value
			}
		}
		return items
	}
	order := []string{"year", "month", "day"}
	if p.locale.Language == "en" {
		order = []string{"day", "month", "year"}
	}
	for _, part := range order {
		it := DateItem{Name: part}
		if g := given[part]; g != nil {
			it = *g
		}
		if it.Name == "" {
			it.Name = part
		}
		it.part = part
		items = append(items, it)
	}
	return items
}

func (i DateItem) marked() bool {
	return i.Error != nil && *i.Error || strings.Contains(i.Classes, "govuk-input--error")
}

// complete fills in what follows from the date as a whole.
func (d *DateInput) complete(p *press, it *DateItem, anyMarked bool) {
	if it.ID == "" {
		it.ID = d.ID + "-" + it.Name
	}
	it.FieldName = it.Name
	if d.NamePrefix != "" {
		it.FieldName = d.NamePrefix + "-" + it.Name
	}
	switch {
	case it.Label != "":
	case it.Name == it.part && (it.part == "day" || it.part == "month" || it.part == "year"):
		it.Label = p.say("form.date." + it.part)
	default:
		it.Label = strings.ToUpper(it.Name[:1]) + it.Name[1:]
	}
	if it.Value == nil {
		it.Value = d.Values[it.Name]
	}
	if it.Value == nil {
		it.Value = d.Values[it.FieldName]
	}
	it.Value = p.typed(it.FieldName, it.Value)
	if it.Inputmode == "" {
		it.Inputmode = "numeric"
	}
	it.FieldClasses = joined("govuk-input govuk-date-input__input", d.wrongClass(*it, anyMarked), widthClass(*it), it.Classes)
}

func (d *DateInput) wrongClass(it DateItem, anyMarked bool) string {
	wrong := it.marked() || d.HasError() && !anyMarked && (it.Error == nil || *it.Error)
	if !wrong || strings.Contains(it.Classes, "govuk-input--error") {
		return ""
	}
	return "govuk-input--error"
}

func widthClass(it DateItem) string {
	switch {
	case strings.Contains(it.Classes, "govuk-input--width-"):
		return ""
	case it.part == "year":
		return "govuk-input--width-4"
	default:
		return "govuk-input--width-2"
	}
}

// ValueText is the number in the field.
func (i DateItem) ValueText() string { return valueText(i.Value) }
