package insight

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"linli/insight"
	"linli/insight/survey"
	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	officepages "linli/web/office"
	"linli/web/page"
)

const wavesAt = "/figures/neighbourhood"

type wavesPage struct {
	Form *page.Form
	Rows []waveRow
	May  bool
}

type waveRow struct {
	Href, Title string
	Begun, Last time.Time
	Closed      time.Time
}

type planPage struct {
	Form              *page.Form
	Office            string
	Boxes             []boxField
	Margins, Expected []page.Item
	Questions         []question
}

// boxField is the field in which a unit's letterboxes are written.
type boxField struct {
	Name, Unit string
	id         id.ID
}

type wavePage struct {
	Form      *page.Form
	Row       waveRow
	Plan      survey.Plan
	Answered  int64
	Percent   string
	May       bool // print and close
	Languages []choice
	Estimates *estimated
}

// waves lists the surveys of the neighbourhood.
func (p *Pages) waves(w http.ResponseWriter, r *http.Request) error {
	a := officepages.Actor(r.Context())
	all, err := p.Survey.Waves(r.Context(), a)
	if err != nil {
		return err
	}
	rules, err := p.Insight.Rules(r.Context(), a.Tenant)
	if err != nil {
		return err
	}
	data := wavesPage{Form: page.NewForm(nil), May: rules.Figures.Survey != nil && p.runsSurveys(r, a)}
	for _, x := range all {
		data.Rows = append(data.Rows, rowOf(x, rules.Zone, page.Of(r).Language))
	}
	p.Render.Render(w, r, http.StatusOK, "insight/waves", data)
	return nil
}

func rowOf(x survey.Wave, zone *time.Location, lang i18n.Language) waveRow {
	return waveRow{wavesAt + "/" + x.ID.String(), x.Plan.Form.Title.In(string(lang)), x.Plan.Begun.In(zone), x.Plan.Last.Start(zone), x.Closed.In(zone)}
}

// runsSurveys reports whether the actor plans, prints and closes.
func (p *Pages) runsSurveys(r *http.Request, a access.Actor) bool {
	tree, err := p.Office.Tree(r.Context(), a.Tenant)
	root, _ := tree.Root()
	return err == nil && p.Insight.Gate.Check(a, survey.ActionRun, access.Facts{Tenant: a.Tenant, Unit: root.ID, Kind: "insight"}) == nil
}

// planForm asks which units are asked, and how exactly.
func (p *Pages) planForm(w http.ResponseWriter, r *http.Request) error {
	return p.showPlan(w, r, page.NewForm(nil))
}

func (p *Pages) showPlan(w http.ResponseWriter, r *http.Request, form *page.Form) error {
	a := officepages.Actor(r.Context())
	tree, err := p.Office.Tree(r.Context(), a.Tenant)
	if err != nil {
		return err
	}
	root, _ := tree.Root()
	if err := p.Insight.Gate.Check(a, survey.ActionRun, access.Facts{Tenant: a.Tenant, Unit: root.ID, Kind: "insight"}); err != nil {
		return err
	}
	rules, err := p.Insight.Rules(r.Context(), a.Tenant)
	if err != nil {
		return err
	}
	if rules.Figures.Survey == nil {
		return survey.ErrNone
	}
	l := p.Texts.For(page.Of(r).Language, rules.Zone)
	data := planPage{Form: form, Office: root.Name, Questions: asked(rules.Figures.Survey.Questions, l)}
	if data.Boxes, err = p.boxes(r, a); err != nil {
		return err
	}
	for i, m := range survey.Margins {
		data.Margins = append(data.Margins, page.Item{Value: strconv.Itoa(i), Text: l.Text("survey.wave.points", fault.Args{"n": int(m*100 + 0.5)})})
	}
	for i, m := range survey.Expectations {
		data.Expected = append(data.Expected, page.Item{Value: strconv.Itoa(i), Text: l.Percent(m, 0)})
	}
	p.Render.Render(w, r, form.Status(), "insight/wave_new", data)
	return nil
}

// boxes are the fields of the units that can be asked: the first bears what is wrong with all of them.
func (p *Pages) boxes(r *http.Request, a access.Actor) ([]boxField, error) {
	tree, err := p.Office.Tree(r.Context(), a.Tenant)
	if err != nil {
		return nil, err
	}
	var out []boxField
	for _, u := range tree.Rows() {
		if u.Guest() || !u.Open(p.Survey.Clock.Now()) || u.Parent.IsZero() && len(tree.Below(u.ID)) > 1 {
			continue
		}
		name := "boxes"
		if len(out) > 0 {
			name += "-" + strconv.Itoa(len(out))
		}
		out = append(out, boxField{name, u.Name, u.ID})
	}
	return out, nil
}

// plan begins a survey.
func (p *Pages) plan(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	a := officepages.Actor(r.Context())
	fields, err := p.boxes(r, a)
	if err != nil {
		return err
	}
	x := survey.Asked{Boxes: map[id.ID]int64{}, Margin: picked(form, "margin", survey.Margins), Expected: picked(form, "expected", survey.Expectations)}
	for _, f := range fields {
		if form.Value(f.Name) != "" {
			x.Boxes[f.id] = form.Number(f.Name)
		}
	}
	if at := form.Date("last", time.UTC); !at.IsZero() {
		x.Last = calendar.DateOf(at, time.UTC)
	}
	var wave survey.Wave
	if err = form.Err(); err == nil {
		wave, err = p.Survey.Begins(r.Context(), a, x)
	}
	if err != nil {
		if !form.Faulty() && !form.Take(err) {
			return err
		}
		return p.showPlan(w, r, form)
	}
	http.Redirect(w, r, wavesAt+"/"+wave.ID.String(), http.StatusSeeOther)
	return nil
}

// picked is the chosen one of some numbers, or 0.
func picked(form *page.Form, name string, of []float64) float64 {
	if i := slices.IndexFunc(of, func(x float64) bool { return form.Value(name) == strconv.Itoa(slices.Index(of, x)) }); i >= 0 {
		return of[i]
	}
	return 0
}

func waveOf(r *http.Request) (id.ID, error) {
	wave, err := id.Parse(r.PathValue("wave"))
	if err != nil || wave.IsZero() {
		return wave, access.ErrNotFound
	}
	return wave, nil
}

// wave shows one survey: its units, its letters, and what was answered once it is closed.
func (p *Pages) wave(w http.ResponseWriter, r *http.Request) error {
	return p.showWave(w, r, page.NewForm(nil))
}

func (p *Pages) showWave(w http.ResponseWriter, r *http.Request, form *page.Form) error {
	a := officepages.Actor(r.Context())
	which, err := waveOf(r)
	if err != nil {
		return err
	}
	wave, answered, err := p.Survey.Wave(r.Context(), a, which)
	if err != nil {
		return err
	}
	rules, err := p.Insight.Rules(r.Context(), a.Tenant)
	if err != nil {
		return err
	}
	l := p.Texts.For(page.Of(r).Language, rules.Zone)
	data := wavePage{Form: form, Row: rowOf(wave, rules.Zone, l.Language), Plan: wave.Plan, Answered: answered}
	var letters int64
	for _, x := range wave.Plan.Strata {
		letters += x.Letters
	}
	data.Percent = l.Percent(float64(answered)/float64(letters), 0)
	if wave.Closed.IsZero() {
		data.May = p.runsSurveys(r, a)
		for _, lang := range rules.Languages {
			if known, ok := i18n.Parse(lang); ok {
				data.Languages = append(data.Languages, choice{lang, known.Name(), known == l.Language})
			}
		}
	} else {
		e, err := p.Survey.Estimated(r.Context(), a, wave.ID)
		if err != nil {
			return err
		}
		data.Estimates = estimatesOf(e, l)
	}
	p.Render.Render(w, r, form.Status(), "insight/wave", data)
	return nil
}

// closeWave ends a survey for good.
func (p *Pages) closeWave(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	which, err := waveOf(r)
	if err != nil {
		return err
	}
	if !form.Checked("sure") {
		if _, _, err := p.Survey.Wave(r.Context(), officepages.Actor(r.Context()), which); err != nil {
			return err
		}
		form.Add("sure", "form.choose")
		return p.showWave(w, r, form)
	}
	if err := p.Survey.Close(r.Context(), officepages.Actor(r.Context()), which); err != nil {
		return err
	}
	http.Redirect(w, r, wavesAt+"/"+which.String(), http.StatusSeeOther) //nolint:gosec // a page of this site
	return nil
}

// estimated are estimates in words.
type estimated struct {
	Shown     bool
	N         int64
	Minimum   int
	Returned  string
	Questions []estimatedTable
}

// estimatedTable is one question: a row an answer; the whole office is the first column, so that a phone shows it.
type estimatedTable struct {
	Text  string
	Heads []estimatedHead
	Rows  []estimatedRow
}

type estimatedHead struct {
	Name string
	N    int64
}

type estimatedRow struct {
	Answer string
	Cells  []estimatedCell
}

type estimatedCell struct {
	Hidden           bool
	Value, Low, High string
}

func estimatesOf(e survey.Estimates, l i18n.Locale) *estimated {
	out := &estimated{Shown: e.Shown, N: e.N, Minimum: e.Wave.Plan.Form.Minimum, Returned: l.Percent(float64(e.N)/float64(max(e.Letters, 1)), 0)}
	if !e.Shown {
		return out
	}
	for _, q := range e.Wave.Plan.Form.Questions {
		t := estimatedTable{Text: q.Label.In(string(l.Language))}
		rows := e.Answers[q.Code]
		for i := range rows {
			t.Heads = append(t.Heads, estimatedHead{l.Text("survey.wave.whole", nil), e.N})
			if i > 0 {
				t.Heads[i] = estimatedHead{groupName(e.Groups[i-1], l), e.Groups[i-1].N}
			}
		}
		for k, x := range q.Answers {
			row := estimatedRow{Answer: x.Label.In(string(l.Language))}
			for i := range rows {
				y := rows[(i+len(rows)-1)%len(rows)][k] // the whole is the last of them
				row.Cells = append(row.Cells, estimatedCell{y.Hidden, l.Percent(y.Share, 0), l.Percent(y.Low, 0), l.Percent(y.High, 0)})
			}
			t.Rows = append(t.Rows, row)
		}
		out.Questions = append(out.Questions, t)
	}
	return out
}

func groupName(g survey.Group, l i18n.Locale) string {
	if g.Unit.IsZero() {
		return l.Text("survey.wave.others", nil)
	}
	return g.Name
}

// surveysAsked reports whether the reader sees the surveys of the neighbourhood.
func (p *Pages) surveysAsked(r *http.Request, a access.Actor) (bool, error) {
	rules, err := p.Insight.Rules(r.Context(), a.Tenant)
	if err != nil {
		return false, fmt.Errorf("reading the rulebook: %w", err)
	}
	tree, err := p.Office.Tree(r.Context(), a.Tenant)
	root, _ := tree.Root()
	return rules.Figures.Survey != nil && p.Insight.Gate.Check(a, insight.ActionShow, access.Facts{Tenant: a.Tenant, Unit: root.ID, Kind: "insight"}) == nil, err
}
