package page

import (
	"errors"
	"fmt"
	"html/template"
	"maps"
	"math"
	"mime/multipart"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/platform/fault"
	"linli/platform/i18n"
)

// Names of the hidden fields that each form carries.
const (
	CSRFField = "_csrf"
	KeyField  = "_key"
)

// Form is what a person typed, with what is wrong with it. A page value with a field Form has its fields filled and marked
// by themselves. It is not embedded: the linker keeps two dozen methods more for each page that does, 2 MB of them.
//
//	type acceptPage struct {
//		Form *page.Form
//		Case caseView
//	}
//
// The texts of faults may use {label}; it stands for the label of the field as the page shows it.
type Form struct {
	values url.Values
	files  map[string][]*multipart.FileHeader
	faults fault.List
	read   bool
	look   bool // sent for another language alone
	looks  bool // the handler knows such forms
}

// Typed is one value that a form carries along.
type Typed struct{ Name, Value string }

// LookParameter marks, in the address, a form that was sent for another language alone.
const LookParameter = "look"

// Looking reports whether the form was sent only to read the page in another language: the handler then shows it again
// with what was typed, and does nothing else. A page whose handler asks this has the language switch; without a script
// and without storing anything, sending is the only way to keep what was typed.
func (f *Form) Looking() bool {
	f.looks = true
	return f.look
}

// typed are the values that the switch sends along: not the token, which is new each time, nor which button was pressed.
func (f *Form) typed() []Typed {
	var out []Typed
	for _, name := range slices.Sorted(maps.Keys(f.values)) {
		switch name {
		case CSRFField, "do", "go":
			continue
		}
		for _, v := range f.values[name] {
			out = append(out, Typed{name, v})
		}
	}
	return out
}

// Sent is everything that the form says, its files by name and size: what tells a form that is sent twice from another one under the
// same key. The hidden fields are not part of it.
func (f *Form) Sent() url.Values {
	out := maps.Clone(f.values)
	delete(out, CSRFField)
	delete(out, KeyField)
	for name, files := range f.files {
		for _, x := range files {
			out.Add(name, x.Filename+" "+strconv.FormatInt(x.Size, 10))
		}
	}
	return out
}

// NewForm returns a form with values that were there before anybody typed; nil is an empty form.
func NewForm(values url.Values) *Form {
	if values == nil {
		values = url.Values{}
	}
	return &Form{values: values}
}

// ReadForm reads the body of a request; the edge has limited its size and what all of them hold together. Files stay in
// memory: what is to be painted over on them must not lie in a temporary file before. A body that is no form is refused
// with fault.Invalid, one over the limit with fault.TooLarge, one for which there is no room with fault.Unavailable.
func ReadForm(r *http.Request) (*Form, error) {
	var err error
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		err = r.ParseMultipartForm(math.MaxInt64) //nolint:gosec // the edge has put a MaxBytesReader around the body
	} else {
		err = r.ParseForm()
	}
	var over *http.MaxBytesError
	var refused *fault.Error
	switch {
	case errors.As(err, &refused):
		return nil, refused
	case errors.As(err, &over):
		return nil, fault.Wrap(fault.TooLarge, "fault.too_large", err)
	case err != nil:
		return nil, fault.Wrap(fault.Invalid, "form.unreadable", err)
	}
	f := NewForm(r.PostForm)
	f.read, f.look = true, r.URL.Query().Get(LookParameter) != ""
	if r.MultipartForm != nil {
		f.files = r.MultipartForm.File
	}
	return f, nil
}

// formOf finds the form of a page value: the value itself, its field, or that of what it embeds.
func formOf(data any) *Form {
	if f, ok := data.(*Form); ok {
		return f
	}
	v := reflect.Indirect(reflect.ValueOf(data))
	if v.Kind() != reflect.Struct {
		return nil
	}
	field, ok := v.Type().FieldByName("Form")
	if !ok || field.Type != reflect.TypeFor[*Form]() {
		return nil
	}
	held, err := v.FieldByIndexErr(field.Index)
	if err != nil { // what would hold it is nil
		return nil
	}
	return held.Interface().(*Form)
}

// Value returns what stands in a field, without the white space around it.
func (f *Form) Value(name string) string {
	if f == nil {
		return ""
	}
	return strings.TrimSpace(f.values.Get(name))
}

// Values returns all that was chosen under a name.
func (f *Form) Values(name string) []string {
	if f == nil {
		return nil
	}
	return f.values[name]
}

// Checked reports whether a single box was ticked.
func (f *Form) Checked(name string) bool { return f.Value(name) != "" }

// Set changes a value, for what a page suggests.
func (f *Form) Set(name, value string) { f.values.Set(name, value) }

// SetAll changes all that is chosen under a name.
func (f *Form) SetAll(name string, values []string) { f.values[name] = values }

// Key is the idempotency key that came with the form.
func (f *Form) Key() string { return f.Value(KeyField) }

// Files returns the files of a field.
func (f *Form) Files(name string) []*multipart.FileHeader { return f.files[name] }

// Number reads a whole number; full-width digits and thousands separators are read too. An empty field is 0 and no fault.
func (f *Form) Number(name string) int64 {
	s := strings.NewReplacer(",", "", "，", "", " ", "").Replace(Narrow(f.Value(name)))
	if s == "" {
		return 0
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		f.faults.Add(name, "form.not_a_number")
	}
	return n
}

// Minor reads an amount as people write it, "1,200.50", in minor units of a currency. An empty field is 0 and no fault; what
// is no amount gets the message of the key wrong, with an example in that currency.
func (f *Form) Minor(name, currency, wrong string) int64 {
	n, ok := i18n.ReadMoney(f.Value(name), currency)
	if !ok {
		f.Take(fault.Field(name, wrong).With(fault.Args{"example": i18n.Decimal(120050, currency)}))
	}
	return n
}

// Date reads the three fields of a [DateInput] as a day in the zone. All three empty is the zero time and no fault.
func (f *Form) Date(name string, zone *time.Location) time.Time {
	var n [3]int
	empty, wrong := true, false
	for i, part := range []string{"year", "month", "day"} {
		s := Narrow(f.Value(name + "-" + part))
		empty = empty && s == ""
		var err error
		if n[i], err = strconv.Atoi(s); err != nil {
			wrong = true
		}
	}
	if empty {
		return time.Time{}
	}
	day := time.Date(n[0], time.Month(n[1]), n[2], 0, 0, 0, 0, zone)
	if wrong || n[0] < 1900 || n[0] > 9999 || day.Month() != time.Month(n[1]) || day.Day() != n[2] {
		f.faults.Add(name, "form.not_a_date")
		return time.Time{}
	}
	return day
}

// Narrow turns the full-width digits of a Chinese keyboard into plain ones.
func Narrow(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' {
			return r - '０' + '0'
		}
		return r
	}, s)
}

// Require notes a fault for each field that is empty.
func (f *Form) Require(names ...string) {
	for _, n := range names {
		if f.Value(n) == "" {
			f.faults.Add(n, "form.required")
		}
	}
}

// Add notes a fault for a field.
func (f *Form) Add(field, key string) { f.faults.Add(field, key) }

// Err returns the faults found so far, or nil.
func (f *Form) Err() error { return f.faults.Err() }

// Faulty reports whether anything is wrong.
func (f *Form) Faulty() bool { return f != nil && len(f.faults) > 0 }

// Wrong reports whether something is wrong with a field.
func (f *Form) Wrong(name string) bool {
	return slices.ContainsFunc(f.faults, func(e *fault.Error) bool { return e.Field == name })
}

// Take takes over the faults of an error that the form can show: faults of kind invalid, guard and conflict. It reports
// whether the error was such a one; any other belongs on the error page.
func (f *Form) Take(err error) bool {
	var list fault.List
	if errors.As(err, &list) {
		f.faults = append(f.faults, list...)
		return true
	}
	var one *fault.Error
	if !errors.As(err, &one) {
		return false
	}
	switch one.Code {
	case fault.Invalid, fault.Guard, fault.Conflict, fault.TooLarge, fault.TooMany:
		f.faults = append(f.faults, one)
		return true
	default:
		return false
	}
}

// Status is the HTTP status of a page that shows the form again: that of its first fault, or 200.
func (f *Form) Status() int {
	if !f.Faulty() {
		return http.StatusOK
	}
	return f.faults[0].Code.Status()
}

// meet notes a field that the page shows.
func (p *press) meet(name, label, anchor string) {
	if name == "" {
		return
	}
	if _, met := p.labels[name]; !met {
		p.order = append(p.order, name)
	}
	p.labels[name], p.anchors[name] = label, anchor
}

// typed is what a field shows: what was typed, before what the page suggests.
func (p *press) typed(name string, suggested any) any {
	if p.form == nil || !p.form.values.Has(name) {
		return suggested
	}
	return p.form.values.Get(name)
}

// sent reports whether the form came from a person, so that a box without a value is one that was left empty.
func (f *Form) sent() bool { return f != nil && f.read }

// wrong is the sentence about what is wrong with a field; empty if nothing is.
func (p *press) wrong(name string) string {
	if p.form == nil || name == "" {
		return ""
	}
	for _, f := range p.form.faults {
		if f.Field == name {
			return p.locale.Fault(f, p.labels[name])
		}
	}
	return ""
}

// summary is the error summary of the form.
func (p *press) summary() (template.HTML, error) {
	if !p.form.Faulty() {
		return "", nil
	}
	s := ErrorSummary{}
	faults := slices.Clone(p.form.faults)
	slices.SortStableFunc(faults, func(a, b *fault.Error) int { // in the order of the page; what concerns no field first
		return slices.Index(p.order, a.Field) - slices.Index(p.order, b.Field)
	})
	for _, f := range faults {
		e := ErrorLink{Text: p.locale.Fault(f, p.labels[f.Field])}
		if anchor, ok := p.anchors[f.Field]; ok && f.Field != "" {
			e.Href = "#" + anchor
		}
		s.ErrorList = append(s.ErrorList, e)
	}
	html, err := p.show(&s)
	if err != nil {
		return "", fmt.Errorf("building the error summary: %w", err)
	}
	return html, nil
}

// ErrorSummary lists what is wrong, each entry with a link to its field.
type ErrorSummary struct {
	TitleText        string        `json:"titleText"`
	TitleHTML        template.HTML `json:"titleHtml"`
	DescriptionText  string        `json:"descriptionText"`
	DescriptionHTML  template.HTML `json:"descriptionHtml"`
	ErrorList        []ErrorLink   `json:"errorList"`
	DisableAutoFocus *bool         `json:"disableAutoFocus"`
	Classes          string        `json:"classes"`
	Attributes       Attributes    `json:"attributes"`
}

// ErrorLink is one entry.
type ErrorLink struct {
	Text       string        `json:"text"`
	HTML       template.HTML `json:"html"`
	Href       string        `json:"href"`
	Attributes Attributes    `json:"attributes"`
}

// Content is what the entry says.
func (l ErrorLink) Content() any { return Text{Text: l.Text, HTML: l.HTML}.Content() }

func (*ErrorSummary) template() string { return "errorSummary" }

func (s *ErrorSummary) prepare(p *press) {
	if s.TitleText == "" {
		s.TitleText = p.say("form.problem")
	}
	s.Classes = joined("govuk-error-summary", s.Classes)
}

// Title is the heading.
func (s *ErrorSummary) Title() any { return Text{Text: s.TitleText, HTML: s.TitleHTML}.Content() }

// Description is what stands before the list.
func (s *ErrorSummary) Description() any {
	return Text{Text: s.DescriptionText, HTML: s.DescriptionHTML}.Content()
}
