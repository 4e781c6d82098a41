package paper

import (
	"reflect"
	"time"

	"linli/platform/document"
	"linli/platform/i18n"
	"linli/rulebook"
)

// Form says which form is printed empty, for whose office.
type Form struct {
	Rules    *rulebook.Rulebook
	Office   Office // what is not known is left open
	Document string
	Language i18n.Language
	Verify   string
	At       time.Time
}

// Forms are the papers that can be printed empty, in the rulebook's order: all that linli fills in for a case.
func Forms(rules *rulebook.Rulebook) []rulebook.Document {
	var out []rulebook.Document
	for _, d := range rules.Mediation.Documents {
		if d.Template != "" && blankData(d.ID) != nil {
			out = append(out, d)
		}
	}
	return out
}

// Blank prints a form with nothing of any case in it. Errors: ErrNone for a paper that is no form; those of document.PDF.
func (p *Press) Blank(f Form) (document.Result, error) {
	data := blankData(f.Document)
	if d, ok := f.Rules.Mediation.Document(f.Document); !ok || d.Template == "" || data == nil {
		return document.Result{}, ErrNone
	}
	l, lang, set, err := p.loose(f.Rules, f.Language, f.Document)
	if err != nil {
		return document.Result{}, err
	}
	one, err := set.Template(f.Document, string(lang))
	if err != nil {
		return document.Result{}, err
	}
	filled := blankFields(reflect.ValueOf(data))
	filled["Office"] = f.Office.orOpen()
	if f.Document == "agreement" {
		filled["Authority"] = authority{string(lang), fill{l: l}.language(string(lang))}
		filled["VariesAt"] = time.Time{} // an empty form changes no agreement
		filled["Joint"] = []named{}      // nor does another unit mediate by one
		filled["Acts"], filled["Offered"], filled["Confirmable"] = []actData{}, []actData{}, f.Rules.Mediation.Confirmation != nil
	}
	if _, is := filled["ReadOut"]; is {
		filled["ReadOut"] = []readOutData{} // an empty form was read out to nobody
	}
	doc, err := one.Blank(l, filled)
	if err != nil {
		return document.Result{}, err
	}
	return document.PDF(p.fonts, []*document.Doc{doc}, document.Options{Office: f.Office.Name, VerifyURL: f.Verify, At: f.At, Locale: l})
}

// blankData is the zero data of a form; nil for what is no form.
func blankData(id string) any {
	switch id {
	case "application":
		return applicationData{}
	case "acceptance":
		return acceptanceData{}
	case "rights", "invitation", "consent", "not-accepted", "termination":
		return noticeData{}
	case "investigation":
		return investigationData{}
	case "session":
		return recordData{}
	case "agreement":
		return agreementData{}
	case "oral-register":
		return oralData{}
	case "performance":
		return performanceData{}
	case "follow-up":
		return followUpData{}
	case "confirmation":
		return confirmationData{}
	case "closing":
		return closingData{}
	case "cover", "back":
		return coverData{}
	}
	return nil
}

// blankFields is a struct as a template asks for it, with places for handwriting in all fields and one of each list.
func blankFields(v reflect.Value) map[string]any {
	out := map[string]any{}
	for i := range v.NumField() {
		out[v.Type().Field(i).Name] = blankOf(v.Field(i))
	}
	if _, owed := out["Amount"]; owed && out["Kind"] != nil {
		out["Kind"] = "money" // a form has a place for a sum
	}
	return out
}

func blankOf(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return document.Blank{}
		}
		return blankFields(v)
	case reflect.Slice:
		return []any{blankOf(reflect.Zero(v.Type().Elem()))}
	case reflect.Bool:
		return false
	case reflect.String:
		return document.Gap
	}
	return document.Blank{}
}
