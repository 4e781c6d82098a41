package insight

import (
	"cmp"
	"net/http"
	"strings"

	"linli/insight/survey"
	"linli/platform/i18n"
	officepages "linli/web/office"
	"linli/web/page"
)

type resultPage struct {
	Form                *page.Form
	Unit, Title, Period string
	Units, Periods      []choice
	Shown               bool
	N                   int64
	Minimum             int
	Questions           []resultTable
}

type resultTable struct {
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
	periods, err := p.Survey.Periods(r.Context(), a.Tenant)
	if err != nil {
		return err
	}
	period := cmp.Or(query.Get("period"), periods[0])
	result, err := p.Survey.Results(r.Context(), a, unit.ID, period)
	if err != nil {
		return err
	}
	rules, err := p.Insight.Rules(r.Context(), a.Tenant)
	if err != nil {
		return err
	}
	l := p.Texts.For(page.Of(r).Language, rules.Zone)
	data := resultPage{Form: page.NewForm(nil), Unit: unit.Name, Title: result.Form.Title.In(string(l.Language)), Period: period, Shown: result.Shown, N: result.N,
		Minimum: result.Form.Minimum, Questions: tables(result, l)}
	for _, x := range rows {
		data.Units = append(data.Units, choice{x.ID.String(), strings.Repeat("　", max(0, x.Depth-rows[0].Depth)) + x.Name, x.ID == unit.ID})
	}
	for _, x := range periods {
		data.Periods = append(data.Periods, choice{x, x, x == period})
	}
	p.Render.Render(w, r, http.StatusOK, "insight/survey", data)
	return nil
}

// tables are the answers by question, in words.
func tables(r survey.Result, l i18n.Locale) []resultTable {
	if !r.Shown {
		return nil
	}
	var out []resultTable
	for _, q := range r.Form.Questions {
		t := resultTable{Text: q.Label.In(string(l.Language))}
		for i, x := range q.Answers {
			s := r.Answers[q.Code][i]
			t.Answers = append(t.Answers, resultLine{x.Label.In(string(l.Language)), s.N, l.Percent(float64(s.N)/float64(r.N), 1), l.Percent(s.Low, 1), l.Percent(s.High, 1), s.Hidden})
		}
		out = append(out, t)
	}
	return out
}
