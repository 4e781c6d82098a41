package report

import (
	"net/http"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/i18n"
	"linli/report"
	"linli/rulebook"
	"linli/web/page"
)

// Beginnings are the rulebook's texts for the act.
func (v *issue) Beginnings() []page.Item { return v.beginnings(v.Rules, v.Act, v.Category) }

// Beginnings are the rulebook's texts for the act.
func (a *actPage) Beginnings() []page.Item {
	category, _ := a.Rules.Report.Category(a.Case.Category)
	return a.beginnings(a.Rules, a.Act, category)
}

func (w words) beginnings(rules *rulebook.Rulebook, act casefile.Kind, of rulebook.Category) []page.Item {
	var out []page.Item
	for _, a := range rules.Report.AnswersFor(string(act), of) {
		out = append(out, page.Item{Value: a.Code, Text: a.Label.In(string(w.Language))})
	}
	return out
}

// InItems are the languages in which a text can begin: the reporter's may be another than the reader's.
func (v *issue) InItems() []page.Item { return v.inItems(v.Rules) }

// InItems are the languages in which a text can begin.
func (a *actPage) InItems() []page.Item { return a.inItems(a.Rules) }

func (w words) inItems(rules *rulebook.Rulebook) []page.Item {
	own := string(w.Language) // offered first
	out := []page.Item{{Value: own, Text: w.NameOf(own)}}
	for _, l := range rules.Languages {
		if l != own {
			out = append(out, page.Item{Value: l, Text: w.NameOf(l)})
		}
	}
	return out
}

// fill is the chosen text of the rulebook with what lists show of the report; empty where none was chosen.
func (p *Pages) fill(r *http.Request, w words, rules *rulebook.Rulebook, c *report.Case, act casefile.Kind, unit string, promises []owed) string {
	category, _ := rules.Report.Category(c.Category)
	all := rules.Report.AnswersFor(string(act), category)
	i := slices.IndexFunc(all, func(a rulebook.AnswerText) bool { return a.Code == r.URL.Query().Get("begin") })
	if i < 0 {
		return ""
	}
	lang := r.URL.Query().Get("in")
	if !slices.Contains(rules.Languages, lang) && lang != string(w.Language) {
		lang = string(w.Language)
	}
	in := p.Texts.For(i18n.Language(lang), page.Of(r).Zone)
	parts := map[string]string{"category": category.Label.In(lang), "received": in.Date(c.Received), "unit": unit}
	if due := nextDue(promises); !due.IsZero() {
		parts["due"] = in.Date(due)
	}
	return all[i].Fill(lang, parts)
}

// nextDue is when the office owes the next; zero where nothing runs.
func nextDue(promises []owed) (due time.Time) {
	for _, x := range promises {
		if x.Open() && (due.IsZero() || x.Due.Before(due)) {
			due = x.Due
		}
	}
	return due
}
