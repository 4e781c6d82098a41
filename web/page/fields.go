package page

import (
	"fmt"
	"html/template"
	"strings"
)

// Field is what all form fields share.
type Field struct {
	ID           string     `json:"id"`
	Name         string     `json:"name"`
	Label        Text       `json:"label"`
	Hint         Text       `json:"hint"`
	ErrorMessage Text       `json:"errorMessage"`
	DescribedBy  string     `json:"describedBy"`
	Classes      string     `json:"classes"`
	FormGroup    FormGroup  `json:"formGroup"`
	Disabled     bool       `json:"disabled"`
	Attributes   Attributes `json:"attributes"`
}

// FormGroup is the frame around a field.
type FormGroup struct {
	Classes    string     `json:"classes"`
	Attributes Attributes `json:"attributes"`
}

// HasError reports whether the field is marked as wrong.
func (f *Field) HasError() bool { return !f.ErrorMessage.Empty() }

// GroupClasses are the classes of the frame.
func (f *Field) GroupClasses() string {
	c := "govuk-form-group"
	if f.HasError() {
		c += " govuk-form-group--error"
	}
	return joined(c, f.FormGroup.Classes)
}

// parts are a label, hint or error message with the id that it has or is for.
type parts struct {
	Label, Hint, Message Text
	For, ID, Classes     string
}

// LabelParts is the label over the field.
func (f *Field) LabelParts() parts {
	return parts{Label: f.Label, For: f.ID, Classes: joined("govuk-label", f.Label.Classes)}
}

// HintParts is the hint, or nil.
func (f *Field) HintParts() *parts {
	if f.Hint.Empty() {
		return nil
	}
	return &parts{Hint: f.Hint, ID: f.ID + "-hint", Classes: joined("govuk-hint", f.Hint.Classes)}
}

// ErrorParts is the error message, or nil.
func (f *Field) ErrorParts() *parts {
	if !f.HasError() {
		return nil
	}
	m := f.ErrorMessage
	return &parts{Message: m, ID: f.ID + "-error", Classes: joined("govuk-error-message", m.Classes)}
}

// joined sets class names side by side.
func joined(names ...string) string {
	var kept []string
	for _, n := range names {
		if n = strings.TrimSpace(n); n != "" {
			kept = append(kept, n)
		}
	}
	return strings.Join(kept, " ")
}

// bind gives the field its id, tells the error summary its label, and takes over what is wrong with it.
func (f *Field) bind(p *press, label string) {
	if f.ID == "" {
		f.ID = f.Name
	}
	p.meet(f.Name, label, f.ID)
	if f.ErrorMessage.Empty() {
		f.ErrorMessage.Text = p.wrong(f.Name)
	}
	f.describe()
}

// describe links the field to its hint and its error.
func (f *Field) describe() {
	if !f.Hint.Empty() {
		f.DescribedBy = joined(f.DescribedBy, f.ID+"-hint")
	}
	if f.HasError() {
		f.DescribedBy = joined(f.DescribedBy, f.ID+"-error")
	}
}

// Input is a field of one line.
type Input struct {
	Field
	Type           string     `json:"type"` // empty is "text"
	Value          any        `json:"value"`
	Inputmode      string     `json:"inputmode"`
	Autocomplete   string     `json:"autocomplete"`
	Autocapitalize string     `json:"autocapitalize"`
	Pattern        string     `json:"pattern"`
	Spellcheck     *bool      `json:"spellcheck"`
	Prefix         *Text      `json:"prefix"`
	Suffix         *Text      `json:"suffix"`
	InputWrapper   *FormGroup `json:"inputWrapper"`
}

func (*Input) template() string { return "input" }

func (i *Input) prepare(p *press) {
	if i.Type == "" {
		i.Type = "text"
	}
	i.bind(p, i.Label.Text)
	if i.Type == "password" { // a secret is never sent back
		i.Value = nil
	} else {
		i.Value = p.typed(i.Name, i.Value)
	}
}

// ValueText is the value as it stands in the field.
func (i *Input) ValueText() string { return valueText(i.Value) }

func valueText(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

// WrapperClasses are the classes of the frame around a field with a prefix or suffix.
func (i *Input) WrapperClasses() string {
	if i.InputWrapper == nil {
		return "govuk-input__wrapper"
	}
	return joined("govuk-input__wrapper", i.InputWrapper.Classes)
}

// InputClasses are the classes of the field.
func (i *Input) InputClasses() string { return classesOf("govuk-input", i.Classes, i.HasError()) }

func classesOf(base, more string, wrong bool) string {
	c := joined(base, more)
	if wrong {
		c += " " + base + "--error"
	}
	return c
}

// Textarea is a field of several lines.
type Textarea struct {
	Field
	Value        any    `json:"value"`
	Rows         int    `json:"rows"` // 0 is 5
	Autocomplete string `json:"autocomplete"`
	Spellcheck   *bool  `json:"spellcheck"`
}

func (*Textarea) template() string { return "textarea" }

func (t *Textarea) prepare(p *press) {
	if t.Rows == 0 {
		t.Rows = 5
	}
	t.bind(p, t.Label.Text)
	t.Value = p.typed(t.Name, t.Value)
}

// ValueText is the text in the field.
func (t *Textarea) ValueText() string { return valueText(t.Value) }

// Leading is a line break that the browser drops, so that it does not drop one that was typed (HTML, section 13.1.2.5).
func (t *Textarea) Leading() string {
	if strings.HasPrefix(t.ValueText(), "\n") || strings.HasPrefix(t.ValueText(), "\r\n") {
		return "\n"
	}
	return ""
}

// AreaClasses are the classes of the field.
func (t *Textarea) AreaClasses() string { return classesOf("govuk-textarea", t.Classes, t.HasError()) }

// FileUpload is a field for files.
type FileUpload struct {
	Field
	Multiple bool `json:"multiple"`
}

func (*FileUpload) template() string { return "fileUpload" }

func (f *FileUpload) prepare(p *press) { f.bind(p, f.Label.Text) }

// FileClasses are the classes of the field.
func (f *FileUpload) FileClasses() string {
	return classesOf("govuk-file-upload", f.Classes, f.HasError())
}

// Fieldset groups fields under a legend.
type Fieldset struct {
	Legend      Text          `json:"legend"`
	Classes     string        `json:"classes"`
	Role        string        `json:"role"`
	DescribedBy string        `json:"describedBy"`
	Attributes  Attributes    `json:"attributes"`
	Inner       template.HTML `json:"-"`
}
