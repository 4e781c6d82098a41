package georeport

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"linli/platform/fault"
	"linli/platform/plain"
)

// Answers reads the answers to a service's questions: those that the definition has, each of its datatype, in the order of
// the definition. What it does not ask for is dropped: other systems send along what they know of a person. Errors: a
// fault.List, each naming its parameter as it was sent.
func (d Definition) Answers(given map[string][]string) (map[string][]string, error) {
	var wrong fault.List
	out := map[string][]string{}
	for _, a := range d.Attributes {
		if !a.Variable {
			continue
		}
		values := a.values(given[a.Code])
		switch {
		case len(values) == 0 && a.Required:
			wrong.Add(a.field(), "open311.answer_missing")
		case len(values) > 1 && a.Datatype != Multi:
			wrong.Add(a.field(), "open311.twice")
		case len(values) > 0:
			for _, v := range values {
				if err := a.check(v); err != nil {
					wrong = append(wrong, err)
					break
				}
			}
			out[a.Code] = values
		}
	}
	if len(wrong) > 0 {
		return nil, wrong
	}
	return out, nil
}

func (a Attribute) field() string { return "attribute[" + a.Code + "]" }

// values are what was given, without what is empty or given twice. Some clients send several choices with commas.
func (a Attribute) values(given []string) []string {
	var out []string
	for _, v := range given {
		parts := []string{v}
		if a.Datatype == Multi && !a.has(strings.TrimSpace(v)) {
			parts = strings.Split(v, ",")
		}
		for _, p := range parts {
			if p = plain.Text(p); p != "" && !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
	}
	return out
}

func (a Attribute) has(key string) bool {
	return slices.ContainsFunc(a.Values, func(v Value) bool { return v.Key == key })
}

func (a Attribute) check(v string) *fault.Error {
	refuse := func(key string) *fault.Error { return fault.Field(a.field(), key) }
	most := maxShort
	switch a.Datatype {
	case Number:
		if _, err := strconv.ParseFloat(v, 64); err != nil || strings.ContainsAny(v, "xXpP_iInN") {
			return refuse("open311.answer_number")
		}
	case Datetime:
		if _, err := ReadInstant(a.field(), v); err != nil {
			return fault.Of(err)
		}
	case Single, Multi:
		if !a.has(v) {
			return refuse("open311.answer_choice")
		}
	case Text:
		most = MaxDescription
	default:
		if strings.Contains(v, "\n") {
			return refuse("open311.answer_line")
		}
	}
	if utf8.RuneCountInString(v) > most {
		return refuse("open311.long").With(fault.Args{"max": most})
	}
	return nil
}
