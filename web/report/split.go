package report

import (
	"net/http"
	"net/url"
	"slices"

	"linli/casefile"
	"linli/report"
	"linli/web/page"
)

// splitItems are the categories of which a second thing can be.
func (v *issue) splitItems() []page.Item {
	out := []page.Item{{}}
	for _, c := range v.Rules.Report.Categories {
		if !c.Kind.AboutUnit() {
			out = append(out, page.Item{Value: c.Code, Text: c.Label.In(string(v.Language))})
		}
	}
	return out
}

// doIssue asks the service for an act. Splitting makes a report before it is written into this one, under a request of its own.
func (p *Pages) doIssue(r *http.Request, v *issue, cmd report.Command, ask *casefile.Request, sent url.Values) error {
	split, ok := cmd.(report.Split)
	if !ok {
		_, err := p.Report.Act(r.Context(), actor(r), v.Case.ID, cmd, ask)
		return err
	}
	first, err := casefile.NewRequest(actor(r).Account, v.Form.Key()+"/part", []byte(r.URL.Path+"\n"+sent.Encode()))
	if err == nil {
		_, _, err = p.Report.Split(r.Context(), actor(r), v.Case.ID, split, first, ask, nil)
	}
	return err
}

// PartLinks are the reports that were split off this one, and the one that it was split off.
func (v *issue) PartLinks() []page.Link {
	var out []page.Link
	for i := range v.Opened.Parts {
		x := &v.Opened.Parts[i]
		out = append(out, page.Link{Text: v.category(x, v.Rules) + " · " + v.words.Text("issue.state."+string(x.State), nil), Href: "/reports/" + x.ID.String()})
	}
	return out
}

// CheckItems are the category's checklist.
func (v *issue) CheckItems() []page.Item {
	if v.Act != "fix" && v.Act != "recheck" {
		return nil
	}
	var out []page.Item
	for _, c := range v.Category.Checklist {
		out = append(out, page.Item{Value: c.Code, Text: c.Label.In(string(v.Language))})
	}
	return out
}

// looked is one thing of the checklist, and whether it was looked at.
type looked struct {
	Text string
	Done bool
}

// Looked is the checklist as it was gone through when the thing was last called fixed.
func (v *issue) Looked() []looked {
	if v.Case.Fixed.IsZero() {
		return nil
	}
	var out []looked
	for _, c := range v.Category.Checklist {
		out = append(out, looked{c.Label.In(string(v.Language)), slices.Contains(v.Case.Checked, c.Code)})
	}
	return out
}

// LeadItems are those who can answer for it; nobody has to be changed.
func (v *issue) LeadItems() []page.Item {
	return append([]page.Item{{}}, v.To...)
}
