package mediation

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"linli/mediation"
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
		rest, due, open := owedUnder(a, i)
		if !open {
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
			out.Set(at+"amount", fmt.Sprintf("%d.%02d", rest/100, rest%100))
		}
		if len(due) == len("2006-01-02") {
			out.Set(at+"due-year", due[:4])
			out.Set(at+"due-month", due[5:7])
			out.Set(at+"due-day", due[8:])
		}
	}
	out.Set("terms", strconv.Itoa(max(1, n)))
	return out
}

// owedUnder is what is still owed under a term: the sum that is missing, in minor units, and the last day.
func owedUnder(a *mediation.Agreement, term int) (rest int64, due string, open bool) {
	for _, i := range a.Instalments {
		if i.Term != term || !i.Fulfilled.IsZero() {
			continue
		}
		rest, due, open = rest+max(0, i.Amount.Minor-i.Paid()), max(due, i.Due), true
	}
	return rest, due, open
}
