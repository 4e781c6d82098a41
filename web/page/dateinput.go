package page

// DateInput asks for a day in three fields, in the order in which the reader writes dates: year first in Chinese, day
// first in English. Its fields are named <name>-year, <name>-month and <name>-day; [Form.Date] reads them.
type DateInput struct {
	Field
	Fieldset   *Fieldset  `json:"fieldset"`
	NamePrefix string     `json:"namePrefix"` // empty takes Name
	Items      []DateItem `json:"items"`
}

// DateItem is one of the three fields.
type DateItem struct {
	ID           string     `json:"id"`
	Name         string     `json:"name"` // "day", "month" or "year"
	Label        string     `json:"label"`
	Value        any        `json:"value"`
	Classes      string     `json:"classes"`
	Inputmode    string     `json:"inputmode"`
	Autocomplete string     `json:"autocomplete"`
	Pattern      string     `json:"pattern"`
	Attributes   Attributes `json:"attributes"`

	FieldName    string `json:"-"`
	FieldClasses string `json:"-"`
}

func (*DateInput) template() string { return "dateInput" }

func (d *DateInput) prepare(p *press) {
	if d.ID == "" {
		d.ID = d.Name
	}
	if d.NamePrefix == "" {
		d.NamePrefix = d.Name
	}
	if len(d.Items) == 0 {
		order := []string{"year", "month", "day"}
		if p.locale.Language == "en" {
			order = []string{"day", "month", "year"}
		}
		for _, name := range order {
			d.Items = append(d.Items, DateItem{Name: name, Label: p.locale.Text("form.date."+name, nil)})
		}
	}
	label := d.Label.Text
	if d.Fieldset != nil {
		label = d.Fieldset.Legend.Text
		d.DescribedBy = joined(d.DescribedBy, d.Fieldset.DescribedBy)
	}
	d.bind(p, label)
	items := make([]DateItem, len(d.Items))
	for i, it := range d.Items {
		items[i] = d.item(p, it)
	}
	d.Items = items
	p.meet(d.Name, label, items[0].ID) // the error summary leads to the first of the three
	if d.Fieldset != nil {
		f := *d.Fieldset
		f.DescribedBy, f.Role = d.DescribedBy, "group"
		d.Fieldset = &f
	}
}

func (d *DateInput) item(p *press, it DateItem) DateItem {
	if it.ID == "" {
		it.ID = d.ID + "-" + it.Name
	}
	it.FieldName = it.Name
	if d.NamePrefix != "" {
		it.FieldName = d.NamePrefix + "-" + it.Name
	}
	it.Value = p.typed(it.FieldName, it.Value)
	if it.Inputmode == "" {
		it.Inputmode = "numeric"
	}
	width := "govuk-input--width-2"
	if it.Name == "year" {
		width = "govuk-input--width-4"
	}
	wrong := ""
	if d.HasError() {
		wrong = "govuk-input--error"
	}
	it.FieldClasses = joined("govuk-input govuk-date-input__input", wrong, width, it.Classes)
	return it
}

// ValueText is the number in the field.
func (i DateItem) ValueText() string { return valueText(i.Value) }
