package insight

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"linli/insight"
	"linli/insight/survey"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/rulebook"
	"linli/web/page"
)

type safetyPage struct {
	Form                *page.Form
	Office, Title, Wave string
	Waves               []choice
	Estimates           *estimated
}

// wavesFor are the closed surveys of the neighbourhood of this address's office, and the one that was asked for. Each is released once,
// when it is closed, and its counts cannot change any more: there are no two releases that could be subtracted.
func (p *Pages) wavesFor(r *http.Request) (all []survey.Estimates, one int, office string, rules *rulebook.Rulebook, err error) {
	t, err := p.Home(r)
	if err != nil {
		return nil, 0, "", nil, err
	}
	if rules, err = p.Insight.Rules(r.Context(), t.ID); err != nil {
		return nil, 0, "", nil, err
	}
	if all, err = p.Survey.PublishedWaves(r.Context(), t.ID); err != nil {
		return nil, 0, "", nil, err
	}
	given := r.URL.Query().Get("wave")
	for i, e := range all {
		if given == "" || given == e.Wave.ID.String() {
			return all, i, t.Name, rules, nil
		}
	}
	if given != "" {
		err = access.ErrNotFound
	}
	return all, -1, t.Name, rules, err
}

// safety is what everybody reads of the surveys of the neighbourhood.
func (p *Pages) safety(w http.ResponseWriter, r *http.Request) error {
	all, one, office, rules, err := p.wavesFor(r)
	if err != nil {
		return err
	}
	l := p.Texts.For(page.Of(r).Language, rules.Zone)
	data := safetyPage{Form: page.NewForm(nil), Office: office}
	for i, e := range all {
		data.Waves = append(data.Waves, choice{e.Wave.ID.String(), waveName(e.Wave, rules.Zone, l), i == one})
	}
	if one >= 0 {
		data.Title, data.Wave, data.Estimates = waveName(all[one].Wave, rules.Zone, l), all[one].Wave.ID.String(), estimatesOf(all[one], l)
	}
	p.Render.Render(w, r, http.StatusOK, "insight/safety", data)
	return nil
}

func waveName(x survey.Wave, zone *time.Location, l i18n.Locale) string {
	return l.Text("survey.wave.named", fault.Args{"title": x.Plan.Form.Title.In(string(l.Language)), "begun": l.Date(x.Plan.Begun.In(zone)), "closed": l.Date(x.Closed.In(zone))})
}

// openedWave is a published survey as JSON: what is hidden is null.
type openedWave struct {
	Title       rulebook.Label    `json:"title"`
	Source      string            `json:"source"`
	Begun       string            `json:"begun"`
	Closed      string            `json:"closed"`
	Letterboxes int64             `json:"letterboxes"`
	Letters     int64             `json:"letters"`
	Answers     int64             `json:"answers"`
	Minimum     int               `json:"minimum"`
	Groups      []openedGroup     `json:"groups"`
	Questions   []openedQuestion  `json:"questions"`
	Description map[string]string `json:"description"`
}

type openedGroup struct {
	Name        string `json:"name"` // empty: the other units together
	Letterboxes int64  `json:"letterboxes"`
	Letters     int64  `json:"letters"`
	Answers     int64  `json:"answers"`
}

type openedQuestion struct {
	Code   string         `json:"code"`
	Label  rulebook.Label `json:"label"`
	Shares []openedShare  `json:"shares"`
}

type openedShare struct {
	Group  *int           `json:"group"` // its place in groups; null: the whole office
	Answer string         `json:"answer"`
	Label  rulebook.Label `json:"label"`
	Share  *float64       `json:"share"`
	Low    *float64       `json:"low"`
	High   *float64       `json:"high"`
}

func openWave(e survey.Estimates, office string, zone *time.Location) openedWave {
	plan := e.Wave.Plan
	out := openedWave{Title: plan.Form.Title, Source: office, Begun: plan.Begun.In(zone).Format(time.DateOnly), Closed: e.Wave.Closed.In(zone).Format(time.DateOnly),
		Letterboxes: e.Boxes, Letters: e.Letters, Answers: e.N, Minimum: plan.Form.Minimum, Groups: []openedGroup{},
		Description: map[string]string{
			"sampling": "Stratified by unit; letters without name or address to every k-th letterbox from a random start; one answer a letter.",
			"share":    "Each group's share weighed by its letterboxes. For the whole office Cochran 1977, 5.52-5.57.",
			"interval": "95 %, Wilson; for the whole office with the effective number of answers (Korn and Graubard 1998).",
			"hidden":   "share, low and high are null where fewer than minimum chose an answer, or where it would give such a number away.",
			"frozen":   "Reckoned from counts that were closed with the survey and never change.",
		}}
	for _, g := range e.Groups {
		out.Groups = append(out.Groups, openedGroup{g.Name, g.Boxes, g.Letters, g.N})
	}
	for _, q := range plan.Form.Questions {
		x := openedQuestion{Code: q.Code, Label: q.Label}
		rows := e.Answers[q.Code]
		for g, row := range rows {
			for i, y := range row {
				s := openedShare{Answer: q.Answers[i].Code, Label: q.Answers[i].Label}
				if g < len(rows)-1 {
					s.Group = new(g)
				}
				if !y.Hidden {
					s.Share, s.Low, s.High = new(y.Share), new(y.Low), new(y.High)
				}
				x.Shares = append(x.Shares, s)
			}
		}
		out.Questions = append(out.Questions, x)
	}
	return out
}

// safetyFile is a published survey as CSV or JSON.
func (p *Pages) safetyFile(csv bool) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		all, one, office, rules, err := p.wavesFor(r)
		if err != nil {
			return err
		}
		if one < 0 {
			return access.ErrNotFound
		}
		if !csv {
			return sendJSON(w, openWave(all[one], office, rules.Zone))
		}
		l := p.Texts.For(page.Of(r).Language, rules.Zone)
		rows := [][]string{{l.Text("survey.wave.question", nil), l.Text("survey.wave.unit", nil), l.Text("survey.wave.answers", nil), l.Text("survey.result.answer", nil),
			l.Text("insight.page.value", nil), l.Text("survey.wave.low", nil), l.Text("survey.wave.high", nil)}}
		x := estimatesOf(all[one], l)
		for _, q := range x.Questions {
			for i, head := range q.Heads {
				for _, row := range q.Rows {
					line := []string{q.Text, head.Name, strconv.FormatInt(head.N, 10), row.Answer, "", "", ""}
					if c := row.Cells[i]; !c.Hidden {
						copy(line[4:], []string{c.Value, c.Low, c.High})
					}
					rows = append(rows, line)
				}
			}
		}
		w.Header().Set("Content-Type", "text/csv; charset=utf-8")
		w.Header().Set("Content-Disposition", `attachment; filename="neighbourhood-`+strings.ReplaceAll(openWave(all[one], office, rules.Zone).Closed, "-", "")+`.csv"`)
		_, _ = w.Write(insight.Lines(rows)) //nolint:gosec // a table that a browser saves; the reader has gone if this fails
		return nil
	}
}
