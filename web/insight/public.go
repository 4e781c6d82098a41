package insight

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"

	"linli/insight"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/sheet"
	"linli/rulebook"
	"linli/web/chart"
	"linli/web/page"
)

type statisticsPage struct {
	Form     *page.Form
	Office   string
	Forms    []choice // none to choose where there is one
	Named    string
	Periods  []choice
	Period   string
	Printed  *insight.Printed // nil: nothing is published yet
	Surveys  []resultPage     // those with enough answers
	Asks     bool             // the rulebook asks the neighbourhood
	Cards    bool             // the rulebook has a scorecard
	Shares   []shareLine
	Charts   []*page.Chart
	Restated int // how many versions came after the first, which alone is published
}

// shareLine is a share of the whole office, of two counts that are both shown.
type shareLine struct{ Name, Value, Low, High string }

// release is what the public sees of a form.
type release struct {
	all      []insight.Return // the first versions of the whole office, the latest period first
	restated map[string]int
	rules    *rulebook.Rulebook
	form     *rulebook.Return
	office   string
}

// published are the first versions of the whole office's returns, the latest period first. They are the only figures that
// the public sees: closed, fixed periods, frozen at first release, so that no two releases can be subtracted.
func (p *Pages) published(r *http.Request) (out release, err error) {
	t, err := p.Home(r)
	if err != nil {
		return out, err
	}
	tree, err := p.Office.Tree(r.Context(), t.ID)
	if err != nil {
		return out, err
	}
	root, _ := tree.Root()
	if out.rules, err = p.Insight.Rules(r.Context(), t.ID); err != nil {
		return out, err
	}
	if out.form = out.rules.Form(r.URL.Query().Get("form")); out.form == nil {
		return out, insight.ErrNoReturn
	}
	out.office = t.Name
	out.all, out.restated, err = p.Insight.Published(r.Context(), t.ID, root.ID, out.form.ID)
	return out, err
}

// statistics is the public's page of returns.
func (p *Pages) statistics(w http.ResponseWriter, r *http.Request) error {
	x, err := p.published(r)
	if err != nil {
		return err
	}
	l := p.Texts.For(page.Of(r).Language, x.rules.Zone)
	data := statisticsPage{Form: page.NewForm(nil), Office: x.office, Named: x.form.ID, Asks: x.rules.Figures.Survey != nil, Cards: len(x.rules.Figures.Cards) > 0}
	one, err := period(x.all, r.URL.Query().Get("period"))
	if err != nil {
		return err
	}
	if one != nil {
		printed := insight.Print(*one, x.rules, l)
		data.Printed, data.Period, data.Restated = &printed, one.Body.Period, x.restated[one.Body.Period]
		data.parts(*one, printed, l)
	}
	for _, k := range x.all {
		data.Periods = append(data.Periods, choice{k.Body.Period, periodName(x.form.Period, k.Body.Period, l), k.Body.Period == data.Period})
	}
	for _, f := range x.rules.Returns() {
		if f == x.rules.Mediation.Return || f.ID == x.rules.Figures.Public {
			data.Forms = append(data.Forms, choice{f.ID, f.Title.In(string(l.Language)), f == x.form})
		}
	}
	if data.Surveys, err = p.publishedSurveys(r, l); err != nil {
		return err
	}
	p.Render.Render(w, r, http.StatusOK, "insight/statistics", data)
	return nil
}

// parts shows each count that is a part of another as a share of the whole office, and by unit beside what is left. Whatever
// the tables hide is in neither.
func (d *statisticsPage) parts(one insight.Return, printed insight.Printed, l i18n.Locale) {
	for part, name := range one.Body.Columns {
		m, ok := rulebook.MeasureNamed(name)
		whole := slices.Index(one.Body.Columns, m.Of)
		if !ok || whole < 0 {
			continue
		}
		title := l.Text("indicator.public.part", fault.Args{"part": printed.Heads[part], "whole": printed.Heads[whole]})
		n, of := one.Body.Total.Shown(part), one.Body.Total.Shown(whole)
		if n != nil && of != nil && *of > 0 {
			low, high := insight.Wilson(*n, *of)
			d.Shares = append(d.Shares, shareLine{title, l.Percent(float64(*n)/float64(*of), 1), l.Percent(low, 1), l.Percent(high, 1)})
		}
		for t, table := range one.Body.Tables {
			if table.Rows != string(insight.ByUnit) {
				continue
			}
			var rows []chart.Stack
			for i, line := range table.Lines {
				row := chart.Stack{Name: printed.Parts[t].Rows[i].Name}
				if n, of := line.Shown(part), line.Shown(whole); n != nil && of != nil {
					row.Shown, row.Part, row.Whole = true, *n, *of
				}
				rows = append(rows, row)
			}
			if c := chart.Stacked(rows, l); c != nil {
				text := l.Text("indicator.public.stacked", nil)
				c.ID, c.Title, c.Text, c.Caption = "stacked-"+strconv.Itoa(part), title, text, l.Text("indicator.public.caption", fault.Args{"title": title, "text": text})
				d.Charts = append(d.Charts, c)
			}
		}
	}
}

// publishedSurveys are what everybody reads of what people answered after a case.
func (p *Pages) publishedSurveys(r *http.Request, l i18n.Locale) ([]resultPage, error) {
	t, err := p.Home(r)
	if err != nil || p.Survey == nil {
		return nil, err
	}
	results, err := p.Survey.Published(r.Context(), t.ID)
	var out []resultPage
	for _, x := range results {
		out = append(out, resultPage{ID: x.Form.ID, Title: x.Form.Title.In(string(l.Language)), Period: periodName(x.Form.Period, x.Period, l), N: x.N,
			Minimum: rulebook.SurveyMinimum, Questions: tables(x, l)})
	}
	return out, err
}

// period is the return of a period, the first of the list where none is named; nil where there is none at all.
func period(all []insight.Return, name string) (*insight.Return, error) {
	for i := range all {
		if name == "" || all[i].Body.Period == name {
			return &all[i], nil
		}
	}
	if name != "" {
		return nil, access.ErrNotFound
	}
	return nil, nil //nolint:nilnil // an office that has published nothing
}

// statisticsFile is a published return as CSV or JSON, with the counts that are shown and no others.
func (p *Pages) statisticsFile(csv bool) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		x, err := p.published(r)
		if err != nil {
			return err
		}
		one, err := period(x.all, r.URL.Query().Get("period"))
		if err != nil {
			return err
		}
		if one == nil {
			return access.ErrNotFound
		}
		l := p.Texts.For(page.Of(r).Language, x.rules.Zone)
		if csv {
			return send(w, *one, insight.Print(*one, x.rules, l), l)
		}
		return sendJSON(w, struct {
			insight.Return
			Description description `json:"description"`
		}{one.Masked(), describe(x)})
	}
}

// description says what the data of a release are, in every language of the rulebook.
type description struct {
	Title   rulebook.Label `json:"title"`
	Source  string         `json:"source"`
	Columns []described    `json:"columns"`
	Hidden  string         `json:"hidden"`
	Frozen  string         `json:"frozen"`
	Hash    string         `json:"hash"`
}

type described struct {
	Name  string         `json:"name"`
	Label rulebook.Label `json:"label"`
	Of    string         `json:"part_of,omitempty"` // the column of which it counts a part
	Unit  string         `json:"unit"`
}

func describe(x release) description {
	out := description{Title: x.form.Title, Source: x.office,
		Hidden: "A count is hidden (hidden: true, n: 0) where it, or what it leaves of the whole, is above 0 and below minimum, or where it would give such a count away.",
		Frozen: "Counts as known at the time in frozen, at first release. They are never changed; restatements are counted on the page and not published.",
		Hash:   "SHA-256, in hex, of the value of body, byte for byte as it stands in this file."}
	for _, c := range x.form.Columns {
		m, _ := rulebook.MeasureNamed(c.Counts)
		out.Columns = append(out.Columns, described{c.Counts, c.Label, m.Of, "count of cases or promises"})
	}
	return out
}

func sendJSON(w http.ResponseWriter, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(append(body, '\n')) // the reader has gone if this fails
	return nil
}

// send sends a return as CSV.
func send(w http.ResponseWriter, one insight.Return, printed insight.Printed, l i18n.Locale) error {
	return attach(w, one, ".csv", "text/csv; charset=utf-8", insight.CSV(printed, l))
}

// sendWorkbook sends a return as a workbook, as the rulebook lays it out where it does.
func (p *Pages) sendWorkbook(w http.ResponseWriter, r *http.Request, s seat, one insight.Return) error {
	printed := insight.Print(one, s.rules, s.l)
	var b bytes.Buffer
	if err := p.Insight.Write(r.Context(), &b, s.a.Tenant, one, printed, s.l); err != nil {
		return err
	}
	return attach(w, one, ".xlsx", sheet.MediaType, b.Bytes())
}

// attach sends a file, whose name says the period alone.
func attach(w http.ResponseWriter, one insight.Return, ending, kind string, body []byte) error {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", `attachment; filename="return-`+one.Body.Period+ending+`"`)
	_, _ = w.Write(body) //nolint:gosec // a file that a browser saves; the reader has gone if this fails
	return nil
}
