package insight

import (
	"bytes"
	"encoding/json"
	"net/http"

	"linli/insight"
	"linli/platform/access"
	"linli/platform/i18n"
	"linli/platform/sheet"
	"linli/rulebook"
	"linli/web/page"
)

type statisticsPage struct {
	*page.Form
	Office   string
	Periods  []choice
	Period   string
	Printed  *insight.Printed // nil: nothing is published yet
	Restated int              // how many versions came after the first, which alone is published
}

// published are the first versions of the whole office's returns, the latest period first. They are the only figures that
// the public sees: closed, fixed periods, frozen at first release, so that no two releases can be subtracted.
func (p *Pages) published(r *http.Request) (all []insight.Return, restated map[string]int, rules *rulebook.Rulebook, name string, err error) {
	t, err := p.Home(r)
	if err != nil {
		return nil, nil, nil, "", err
	}
	tree, err := p.Office.Tree(r.Context(), t.ID)
	if err != nil {
		return nil, nil, nil, "", err
	}
	root, _ := tree.Root()
	if rules, err = p.Insight.Rules(r.Context(), t.ID); err != nil {
		return nil, nil, nil, "", err
	}
	all, restated, err = p.Insight.Published(r.Context(), t.ID, root.ID)
	return all, restated, rules, t.Name, err
}

// statistics is the public's page of returns.
func (p *Pages) statistics(w http.ResponseWriter, r *http.Request) error {
	all, restated, rules, name, err := p.published(r)
	if err != nil {
		return err
	}
	l := p.Texts.For(page.Of(r).Language, rules.Zone)
	data := statisticsPage{Form: page.NewForm(nil), Office: name}
	one, err := period(all, r.URL.Query().Get("period"))
	if err != nil {
		return err
	}
	if one != nil {
		printed := insight.Print(*one, rules, l)
		data.Printed, data.Period, data.Restated = &printed, one.Body.Period, restated[one.Body.Period]
	}
	for _, x := range all {
		data.Periods = append(data.Periods, choice{x.Body.Period, periodName(rules.Mediation.Return.Period, x.Body.Period, l), x.Body.Period == data.Period})
	}
	p.Render.Render(w, r, http.StatusOK, "insight/statistics", data)
	return nil
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
		all, _, rules, _, err := p.published(r)
		if err != nil {
			return err
		}
		one, err := period(all, r.URL.Query().Get("period"))
		if err != nil {
			return err
		}
		if one == nil {
			return access.ErrNotFound
		}
		l := p.Texts.For(page.Of(r).Language, rules.Zone)
		if csv {
			return send(w, *one, insight.Print(*one, rules, l), l, true)
		}
		body, err := json.Marshal(one.Masked())
		if err != nil {
			return err
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(append(body, '\n')) // the reader has gone if this fails
		return nil
	}
}

// send sends a return as a file, whose name says unit and period by codes.
func send(w http.ResponseWriter, one insight.Return, printed insight.Printed, l i18n.Locale, csv bool) error {
	name, kind := "return-"+one.Body.Period+".csv", "text/csv; charset=utf-8"
	body := insight.CSV(printed, l)
	if !csv {
		var b bytes.Buffer
		if err := insight.Workbook(&b, printed, l); err != nil {
			return err
		}
		name, kind, body = "return-"+one.Body.Period+".xlsx", sheet.MediaType, b.Bytes()
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	_, _ = w.Write(body) // the reader has gone if this fails
	return nil
}
