package document

import (
	"fmt"
	"strings"
	"text/template"
)

// Blank stands in the data of a form that is printed empty for an instant or a figure that is written by hand.
type Blank struct{}

// Gap is the place for a word or a figure in the middle of a sentence; where it stands alone in a cell, the cell is empty.
const Gap = "＿＿＿＿＿"

// String is the place for it.
func (Blank) String() string { return Gap }

// IsZero is what a template asks of an instant: the day is not known, but there will be one.
func (Blank) IsZero() bool { return false }

// Blank prints the template as a form to be filled in by hand. data is as for [Template.Execute], with [Blank] for instants
// and figures and [Gap] for texts.
func (t *Template) Blank(locale Locale, data any) (*Doc, error) {
	text, err := t.text.Clone()
	if err != nil {
		return nil, fmt.Errorf("copying the template %s: %w", t.ID, err)
	}
	doc, err := t.fill(text.Funcs(functions(t.Language, locale)).Funcs(blanks(locale)), data)
	if err != nil {
		return nil, err
	}
	for i, b := range doc.blocks {
		doc.blocks[i] = cleared(b)
	}
	return doc, nil
}

// cleared leaves cells empty where nothing but a gap stands, gives a text that is all gap ruled lines, and asks for no name
// beside a signature.
func cleared(b block) block {
	switch b := b.(type) {
	case form:
		for _, row := range b.rows {
			for i := range row {
				if onlyGap(row[i].value) {
					row[i].value = nil
				}
			}
		}
	case table:
		for _, row := range b.rows {
			for i := range row {
				if onlyGap(row[i]) {
					row[i] = nil
				}
			}
		}
	case paragraph:
		if onlyGap(b.text) {
			return space{6}
		}
	case sign:
		for i, f := range b.fields {
			for j, s := range f.label {
				b.fields[i].label[j].text = strings.TrimSuffix(s.text, Gap)
			}
		}
	}
	return b
}

func onlyGap(spans []span) bool {
	gaps := 0
	for _, s := range spans {
		gaps += strings.Count(s.text, Gap)
		if strings.Trim(strings.ReplaceAll(s.text, Gap, ""), " ：:；;、,，()（）") != "" {
			return false
		}
	}
	return gaps > 0
}

// blanks are the functions of a template where nothing is known yet.
func blanks(locale Locale) template.FuncMap {
	day := func(any) string { return strings.TrimSpace(locale.Text("document.day_blank", nil)) }
	return template.FuncMap{
		"date": day, "datetime": day, "clock": func(any) string { return Gap },
		"money": func(any, string) string { return Gap }, "capital": func(any, string) string { return Gap },
		"ordinal": func(any) string { return Gap[:6] }, "list": func(any) string { return Gap },
	}
}
