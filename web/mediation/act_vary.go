package mediation

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"linli/mediation"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/web/page"
)

// A change of the agreement in force: the form of a draft, filled in with what is still owed.

// drafts is the text of a command that writes an agreement down on paper.
func drafts(cmd mediation.Command) (mediation.Draft, bool) {
	switch x := cmd.(type) {
	case mediation.Draft:
		return x, true
	case mediation.Vary:
		return mediation.Draft(x), true
	}
	return mediation.Draft{}, false
}

func layVary(s *sheet) []any {
	fields := layDraft(s)
	return slices.DeleteFunc(fields, func(x any) bool { // it settles what the old one settles
		c, ok := x.(*page.Checkboxes)
		return ok && c.Name == "partial"
	})
}

func readVary(s *sheet) mediation.Command {
	d, _ := drafts(readDraft(s))
	return mediation.Vary(d)
}

// standing is the agreement in force as the form holds it, with what is still owed under each term.
func (v *view) standing() url.Values {
	out := url.Values{}
	if v.Opened == nil || v.Opened.Agreement == nil || v.Case.Agreement == nil {
		return out
	}
	a, t := v.Case.Agreement, v.Opened.Agreement
	out.Set("language", a.Language)
	out.Set("facts", t.Facts)
	out.Set("issues", t.Issues)
	out.Set("responsibility", t.Responsibility)
	for _, p := range v.Case.Binding(a) {
		out.Add("parties", p.String())
	}
	n := 0
	for i, x := range t.Terms {
		open := openParts(a, i)
		if len(open) == 0 {
			continue
		}
		at := fmt.Sprintf("terms[%d].", n)
		n++
		now := func(p id.ID) string {
			if in := v.Case.InPlaceOf(p); len(in) > 0 {
				return in[0].String()
			}
			return ""
		}
		out.Set(at+"obligor", now(x.Obligor))
		out.Set(at+"obligee", now(x.Obligee))
		out.Set(at+"kind", x.Type)
		out.Set(at+"text", x.Text)
		out.Set(at+"method", x.Delivery)
		if x.Type == "money" {
			rest := mediation.Money{Currency: open[0].Amount.Currency}
			for _, p := range open {
				rest.Minor += p.Amount.Minor
			}
			setSum(out, at, rest)
		}
		if len(open) > 1 {
			out.Set(at+"instalments", partLines(open))
		} else if due := open[0].Due; due != "" {
			out.Set(at+"due-year", due[:4])
			out.Set(at+"due-month", due[5:7])
			out.Set(at+"due-day", due[8:])
		}
	}
	out.Set("terms", strconv.Itoa(max(1, n)))
	return out
}

// openParts are the parts of a term that are still owed, each with what is missing of it and its own day.
func openParts(a *mediation.Agreement, term int) (out []mediation.Part) {
	for _, i := range a.Instalments {
		if i.Term == term && i.Fulfilled.IsZero() {
			rest := mediation.Money{Minor: max(0, i.Amount.Minor-i.Paid()), Currency: i.Amount.Currency}
			out = append(out, mediation.Part{Amount: rest, Due: i.Due})
		}
	}
	return out
}

// setSum fills the two fields of a sum.
func setSum(form url.Values, at string, sum mediation.Money) {
	form.Set(at+"amount", i18n.Decimal(sum.Minor, sum.Currency))
	form.Set(at+"currency", sum.Currency)
}
