package insight

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"linli/insight/survey"
	"linli/platform/i18n"
	"linli/rulebook"
	officepages "linli/web/office"
	"linli/web/page"
)

type resultPage struct {
	Form                *page.Form
	ID                  string // of the survey
	Unit, Title, Period string
	Of                  []choice // whose answers, where more than one sort of people is asked
	Units, Periods      []choice
	Shown               bool
	N                   int64
	Minimum             int
	Questions           []resultTable
}

type resultTable struct {
	Code    string // of the question
	Text    string
	Answers []resultLine
}

type resultLine struct {
	Text             string
	N                int64
	Value, Low, High string
	Hidden           bool
}

// survey shows what a unit, with all below it, was answered in a period that is over.
func (p *Pages) survey(w http.ResponseWriter, r *http.Request) error {
	a, query := officepages.Actor(r.Context()), r.URL.Query()
	tree, err := p.Office.Tree(r.Context(), a.Tenant)
	if err != nil {
		return err
	}
	rows, err := p.entitled(a, tree)
	if err != nil {
		return err
	}
	unit, err := chosen(rows, query.Get("unit"))
	if err != nil {
		return err
	}
	rules, err := p.Insight.Rules(r.Context(), a.Tenant)
	if err != nil {
		return err
	}
	of, ways := asksOf(rules, query.Get("of"))
	periods, err := p.Survey.Periods(r.Context(), a.Tenant, of)
	if err != nil {
		return err
	}
	if !slices.Contains(periods, query.Get("period")) && query.Get("of") != "" { // another survey may have other periods
		query.Del("period")
	}
	period := cmp.Or(query.Get("period"), periods[0])
	result, err := p.Survey.Results(r.Context(), a, of, unit.ID, period)
	if err != nil {
		return err
	}
	l := p.Texts.For(page.Of(r).Language, rules.Zone)
	data := resultPage{Form: page.NewForm(nil), Unit: unit.Name, Title: result.Form.Title.In(string(l.Language)), Period: period, Shown: result.Shown, N: result.N,
		Minimum: result.Form.Minimum, Questions: tables(result, l)}
	for _, x := range ways {
		data.Of = append(data.Of, choice{x, l.Text("survey.result.of_"+x, nil), x == of})
	}
	for _, x := range rows {
		data.Units = append(data.Units, choice{x.ID.String(), strings.Repeat("　", max(0, x.Depth-rows[0].Depth)) + x.Name, x.ID == unit.ID})
	}
	for _, x := range periods {
		data.Periods = append(data.Periods, choice{x, x, x == period})
	}
	p.Render.Render(w, r, http.StatusOK, "insight/survey", data)
	return nil
}

// asksOf are the capabilities whose people are asked, and the one that a page is of: the first where none, or none of them, is named.
func asksOf(rules *rulebook.Rulebook, named string) (of string, all []string) {
	all = slices.DeleteFunc(rulebook.Surveyed(), func(x string) bool { return rules.SurveyOf(x) == nil })
	if of = named; !slices.Contains(all, of) && len(all) > 0 {
		of = all[0]
	}
	return of, all
}

// tables are the answers by question, in words.
func tables(r survey.Result, l i18n.Locale) []resultTable {
	if !r.Shown {
		return nil
	}
	var out []resultTable
	for _, q := range r.Form.Questions {
		t := resultTable{Code: q.Code, Text: q.Label.In(string(l.Language))}
		for i, x := range q.Answers {
			s := r.Answers[q.Code][i]
			t.Answers = append(t.Answers, resultLine{x.Label.In(string(l.Language)), s.N, l.Percent(float64(s.N)/float64(r.N), 1), l.Percent(s.Low, 1), l.Percent(s.High, 1), s.Hidden})
		}
		out = append(out, t)
	}
	return out
}
