package page

import (
	"fmt"
	"html/template"
	"slices"
)

// Item is one choice of a list of radios, checkboxes or a select.
type Item struct {
	ID          string        `json:"id"`
	Name        string        `json:"name"`
	Value       any           `json:"value"`
	Text        string        `json:"text"`
	HTML        template.HTML `json:"html"`
	Hint        Text          `json:"hint"`
	Label       Text          `json:"label"`
	Divider     string        `json:"divider"`   // stands between choices instead of one
	Behaviour   string        `json:"behaviour"` // "exclusive": unticks the other checkboxes
	Checked     *bool         `json:"checked"`   // radios and checkboxes; nil follows the value
	Selected    *bool         `json:"selected"`  // select; nil follows the value
	Disabled    bool          `json:"disabled"`
	Conditional Text          `json:"conditional"` // shown while the choice is taken; HTML only
	Attributes  Attributes    `json:"attributes"`

	HintID        string `json:"-"`
	ConditionalID string `json:"-"`
	On            bool   `json:"-"`
	DescribedBy   string `json:"-"`
}

// Content is what the choice says.
func (i Item) Content() any { return Text{Text: i.Text, HTML: i.HTML}.Content() }

// HasValue reports whether the entry has a value besides its text.
func (i Item) HasValue() bool { return i.Value != nil }

// ValueText is what is sent when the choice is taken.
func (i Item) ValueText() string { return valueText(i.Value) }

// choice is an Item with the component it belongs to.
type choice struct {
	Item        Item
	Kind, Block string
}

// Parts are the items for the template.
func (c *Choices) Parts(kind, block string) []choice {
	out := make([]choice, len(c.Items))
	for i, it := range c.Items {
		out[i] = choice{it, kind, block}
	}
	return out
}

// option makes an Item for a template: {{option "yes" (t "page.yes") "hint" (t "…")}}.
func option(value any, text string, options ...any) (Item, error) {
	i := Item{Value: value, Text: text}
	return i, fill(&i, options)
}

// Select is a list of which one entry is chosen.
type Select struct {
	Field
	Items []Item `json:"items"`
	Value any    `json:"value"`
}

func (*Select) template() string { return "select" }

func (s *Select) prepare(p *press) {
	s.bind(p, s.Label.Text)
	s.Value = p.typed(s.Name, s.Value)
	s.Items = slices.Clone(s.Items)
	for i := range s.Items {
		it := &s.Items[i]
		effective := it.Value
		if effective == nil {
			effective = it.Text
		}
		it.On = decided(it.Selected, valueText(s.Value) != "" && valueText(effective) == valueText(s.Value))
	}
}

// SelectClasses are the classes of the list.
func (s *Select) SelectClasses() string { return classesOf("govuk-select", s.Classes, s.HasError()) }

func decided(explicit *bool, otherwise bool) bool {
	if explicit != nil {
		return *explicit
	}
	return otherwise
}

// Choices is what radios and checkboxes share.
type Choices struct {
	Field
	IDPrefix string    `json:"idPrefix"`
	Fieldset *Fieldset `json:"fieldset"`
	Items    []Item    `json:"items"`
}

// gather prepares the field around the choices.
func (c *Choices) gather(p *press) {
	if c.IDPrefix == "" {
		c.IDPrefix = c.Name
	}
	c.ID = c.IDPrefix
	label := c.Label.Text
	if c.Fieldset != nil {
		label = c.Fieldset.Legend.Text
		c.DescribedBy = joined(c.DescribedBy, c.Fieldset.DescribedBy)
	}
	c.bind(p, label)
	c.Items = slices.Clone(c.Items)
	for i := range c.Items {
		it := &c.Items[i]
		if it.ID == "" {
			it.ID = c.IDPrefix
			if i > 0 {
				it.ID += fmt.Sprintf("-%d", i+1)
			}
		}
		it.HintID = it.ID + "-item-hint"
		it.ConditionalID = "conditional-" + it.ID
		if it.Name == "" {
			it.Name = c.Name
		}
		if !it.Hint.Empty() {
			it.DescribedBy = joined(it.DescribedBy, it.HintID)
		}
	}
	if c.Fieldset != nil {
		f := *c.Fieldset
		f.DescribedBy = c.DescribedBy
		c.Fieldset = &f
	}
}

// Radios let one of several be chosen.
type Radios struct {
	Choices
	Value any `json:"value"`
}

func (*Radios) template() string { return "radios" }

func (r *Radios) prepare(p *press) {
	r.gather(p)
	r.Value = p.typed(r.Name, r.Value)
	for i := range r.Items {
		it := &r.Items[i]
		it.On = decided(it.Checked, valueText(r.Value) != "" && valueText(it.Value) == valueText(r.Value))
	}
}

// Checkboxes let several be chosen.
type Checkboxes struct {
	Choices
	Values []any `json:"values"`
}

func (*Checkboxes) template() string { return "checkboxes" }

func (c *Checkboxes) prepare(p *press) {
	c.gather(p)
	sent := p.form.sent()
	if sent {
		c.Values = nil
		for _, v := range p.form.Values(c.Name) {
			c.Values = append(c.Values, v)
		}
	}
	for i := range c.Items {
		it := &c.Items[i]
		chosen := slices.ContainsFunc(c.Values, func(v any) bool { return valueText(v) == valueText(it.Value) })
		it.On = chosen
		if !sent {
			it.On = decided(it.Checked, chosen)
		}
		if c.Fieldset == nil { // without a group to carry it, each box carries the description
			it.DescribedBy = joined(c.DescribedBy, it.DescribedBy)
		}
	}
}
