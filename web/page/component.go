package page

import (
	"fmt"
	"html/template"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

// component is a part of a page: a value with the options of the govuk-frontend component, and its template in kit/.
type component interface {
	template() string
	prepare(p *press) // fills what follows from the options, the form and the reader's language
}

// kinds are the components that a template can name; each call makes a fresh value.
var kinds = map[string]func() component{
	"button":             func() component { return &Button{} },
	"backLink":           func() component { return &BackLink{} },
	"breadcrumbs":        func() component { return &Breadcrumbs{} },
	"input":              func() component { return &Input{} },
	"textarea":           func() component { return &Textarea{} },
	"select":             func() component { return &Select{} },
	"radios":             func() component { return &Radios{} },
	"checkboxes":         func() component { return &Checkboxes{} },
	"dateInput":          func() component { return &DateInput{} },
	"fileUpload":         func() component { return &FileUpload{} },
	"prints":             func() component { return &Prints{} },
	"drawing":            func() component { return &Drawing{} },
	"passkey":            func() component { return &Passkey{} },
	"errorSummary":       func() component { return &ErrorSummary{} },
	"summaryList":        func() component { return &SummaryList{} },
	"taskList":           func() component { return &TaskList{} },
	"tag":                func() component { return &Tag{} },
	"table":              func() component { return &Table{} },
	"tabs":               func() component { return &Tabs{} },
	"details":            func() component { return &Details{} },
	"notificationBanner": func() component { return &NotificationBanner{} },
	"insetText":          func() component { return &InsetText{} },
	"warningText":        func() component { return &WarningText{} },
	"pagination":         func() component { return &Pagination{} },
	"panel":              func() component { return &Panel{} },
	"phaseBanner":        func() component { return &PhaseBanner{} },
	"skipLink":           func() component { return &SkipLink{} },
	"chart":              func() component { return &Chart{} },
	"exitThisPage":       func() component { return &ExitThisPage{} },
}

// components adds a template function for each kind: {{button "text" (t "page.save") "classes" "govuk-button--warning"}}.
// A value of the kind can stand alone or before the options: {{table .Cases}}, {{table .Cases "caption" (t "…")}}.
func (p *press) components(f template.FuncMap) {
	for name, fresh := range kinds {
		f[name] = func(options ...any) (template.HTML, error) {
			c := fresh()
			if err := fill(c, options); err != nil {
				return "", fmt.Errorf("%s: %w", name, err)
			}
			return p.show(c)
		}
	}
}

func asComponent(v any) (component, error) {
	if c, ok := v.(component); ok {
		return c, nil
	}
	r := reflect.ValueOf(v)
	if !r.IsValid() {
		return nil, fmt.Errorf("nothing is not a component")
	}
	pointer := reflect.New(r.Type())
	pointer.Elem().Set(r)
	if c, ok := pointer.Interface().(component); ok {
		return c, nil
	}
	return nil, fmt.Errorf("%T is not a component", v)
}

// fill sets options, given as name and value, on the struct that target points to.
func fill(target any, options []any) error {
	v := reflect.ValueOf(target).Elem()
	if len(options)%2 == 1 {
		first := reflect.Indirect(reflect.ValueOf(options[0]))
		if !first.IsValid() || first.Type() != v.Type() {
			return fmt.Errorf("an option has no value, or %T stands before the options of a %s", options[0], v.Type().Name())
		}
		v.Set(first)
		options = options[1:]
	}
	for i := 0; i < len(options); i += 2 {
		name, ok := options[i].(string)
		if !ok {
			return fmt.Errorf("%v is not the name of an option", options[i])
		}
		field := fieldNamed(v, name)
		if !field.IsValid() {
			return fmt.Errorf("a %s has no option %q", v.Type().Name(), name)
		}
		if err := assign(field, options[i+1]); err != nil {
			return fmt.Errorf("option %s: %w", name, err)
		}
	}
	return nil
}

// fieldNamed finds the field with the option's name, also in embedded structs.
func fieldNamed(v reflect.Value, name string) reflect.Value {
	for _, f := range reflect.VisibleFields(v.Type()) {
		if tag, _, _ := strings.Cut(f.Tag.Get("json"), ","); tag == name && f.IsExported() {
			return v.FieldByIndex(f.Index)
		}
	}
	return reflect.Value{}
}

var (
	textType = reflect.TypeFor[Text]()
	htmlType = reflect.TypeFor[template.HTML]()
)

// assign sets a field, and takes the short ways in which people write options: a plain text for a [Text], a list of
// anything for a slice, a value for a pointer.
func assign(field reflect.Value, value any) error {
	v := reflect.ValueOf(value)
	if !v.IsValid() {
		return nil
	}
	switch {
	case v.Type().AssignableTo(field.Type()):
		field.Set(v)
		return nil
	case field.Kind() == reflect.Pointer:
		fresh := reflect.New(field.Type().Elem())
		if err := assign(fresh.Elem(), value); err != nil {
			return err
		}
		field.Set(fresh)
		return nil
	case field.Type() == textType && v.Type() == htmlType:
		field.Set(reflect.ValueOf(Text{HTML: value.(template.HTML)}))
		return nil
	case field.Type() == textType && v.Kind() == reflect.String:
		field.Set(reflect.ValueOf(Text{Text: v.String()}))
		return nil
	case field.Type() == reflect.TypeFor[Fieldset]() && v.Kind() == reflect.String:
		field.Set(reflect.ValueOf(Fieldset{Legend: Text{Text: v.String(), Classes: "govuk-fieldset__legend--s"}}))
		return nil
	case field.Kind() == reflect.Slice && v.Kind() == reflect.Slice:
		out := reflect.MakeSlice(field.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			if err := assign(out.Index(i), v.Index(i).Interface()); err != nil {
				return err
			}
		}
		field.Set(out)
		return nil
	case v.Type().ConvertibleTo(field.Type()) && v.Kind() == field.Kind():
		field.Set(v.Convert(field.Type()))
		return nil
	}
	return fmt.Errorf("a %s cannot be a %s", v.Type(), field.Type())
}

// Text is what a part of a component says: a text, or markup that was already escaped.
type Text struct {
	Text          string        `json:"text"`
	HTML          template.HTML `json:"html"`
	Classes       string        `json:"classes"`
	IsPageHeading bool          `json:"isPageHeading"`
	Attributes    Attributes    `json:"attributes"`
}

// Content is the text, escaped by the template, or the markup.
func (t Text) Content() any {
	if t.HTML != "" {
		return template.HTML(strings.TrimSpace(string(t.HTML))) //nolint:gosec // it was markup before
	}
	return t.Text
}

// Empty reports whether there is nothing to say.
func (t Text) Empty() bool { return t.Text == "" && t.HTML == "" }

// Attributes are further HTML attributes by name. Handlers of events and inline styles are refused: the page's
// Content-Security-Policy would drop them.
type Attributes map[string]any

var attributeName = regexp.MustCompile(`^[a-z][a-zA-Z0-9_.:-]*$`)

// attributes writes attributes in order of their names.
func attributes(a Attributes) (template.HTMLAttr, error) {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(a)) {
		if !attributeName.MatchString(name) || strings.HasPrefix(name, "on") || name == "style" || name == "srcdoc" {
			return "", fmt.Errorf("the attribute %q is not allowed", name)
		}
		switch value := a[name].(type) {
		case nil, bool:
			if value == true {
				fmt.Fprintf(&b, ` %s`, name)
			}
		default:
			fmt.Fprintf(&b, ` %s="%s"`, name, template.HTMLEscapeString(fmt.Sprint(value)))
		}
	}
	return template.HTMLAttr(b.String()), nil //nolint:gosec // names are checked and values escaped
}

// heading writes a heading of level 1 to 6.
func heading(level int, class, id string, content any) template.HTML {
	text, ok := content.(template.HTML)
	if !ok {
		text = template.HTML(template.HTMLEscapeString(fmt.Sprint(content))) //nolint:gosec // escaped
	}
	if id != "" {
		id = ` id="` + template.HTMLEscapeString(id) + `"`
	}
	level = min(max(level, 1), 6)
	return template.HTML(fmt.Sprintf(`<h%d class="%s"%s>%s</h%d>`, level, template.HTMLEscapeString(class), id, text, level)) //nolint:gosec // escaped
}
