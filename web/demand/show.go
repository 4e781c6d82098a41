package demand

import (
	"net/http"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/web/page"
)

// Show is one demand: what everybody who keeps the register reads, and for the privacy officer what it asks for with what it could be given.
type Show struct {
	Form               *page.Form
	Action, Name, Unit string // the unit where the name does not say it
	Demand             casefile.Demand
	State              page.Tag
	Entered            string // by whom
	Due                time.Time
	Left               page.Tag
	Waits              bool
	Held               bool
	Text               *casefile.DemandText // nil for whoever only sees that there is one
	Said               string
	Decides            bool // the reader can answer now
	Own                bool // the reader has entered it, and so cannot decide
	Officer            bool
	Papers             []page.Item
	Given              []string
	Reasons            []page.Item
	PDF                string
	Scan               string // where the scan of the order is
	Exports            string // where the requests are that what was given leaves as a file; empty: the reader sees none
	MayExport          bool   // the reader can ask for one
}

// State is how a demand stands, as a tag.
func State(l i18n.Locale, state string) page.Tag {
	colour := "govuk-tag--yellow"
	switch state {
	case casefile.Gives:
		colour = "govuk-tag--blue"
	case casefile.Refuses, "ended":
		colour = "govuk-tag--grey"
	}
	return page.Tag{Text: l.Text("demand.state."+state, nil), Classes: colour}
}

// Reasons are why a demand can be refused.
func Reasons(l i18n.Locale) []page.Item {
	out := []page.Item{{Value: "", Text: l.Text("demand.why_none", nil)}}
	for _, code := range casefile.DemandReasons {
		out = append(out, page.Item{Value: code, Text: l.Text("demand.reason."+code, nil)})
	}
	return out
}

// Answer is the decision that a form brings.
func Answer(typed *page.Form) casefile.DemandAnswer {
	return casefile.DemandAnswer{Answer: typed.Value("answer"), Reason: typed.Value("reason"), Papers: typed.Values("papers"), Text: typed.Value("text")}
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	return p.lay(w, r, page.NewForm(nil))
}

func (p *Pages) lay(w http.ResponseWriter, r *http.Request, typed *page.Form) error {
	x, err := p.of(r)
	if err != nil {
		return err
	}
	a, l := actor(r), p.locale(r, x)
	units, err := p.Office.UnitNames(r.Context(), a.Tenant)
	if err != nil {
		return err
	}
	d := Show{Form: typed, Action: At(x.ID), Name: Name(l, x.capability, units[x.unit], x.received), Demand: x.Demand, State: State(l, x.State()), Waits: x.Answered.IsZero() && x.Ended.IsZero(),
		Held: x.Ended.IsZero(), Own: x.By == a.Account, Officer: x.officer}
	if d.Entered, err = p.Office.AccountName(r.Context(), a.Tenant, x.By); err != nil {
		return err
	}
	if owed, ok := x.Promise(x.rules, p.Report.Clock.Now()); ok && owed.Open() {
		d.Due, d.Left = owed.Due.Add(-time.Microsecond), page.Tag{Text: l.Left(owed.Due, p.Report.Clock.Now()), Classes: "govuk-tag--grey"}
	}
	if !x.officer {
		p.Render.Render(w, r, typed.Status(), "demand/show", d)
		return nil
	}
	text, said, parts, err := p.open(r, x, l)
	if err != nil {
		return err
	}
	d.Text, d.Said, d.Decides, d.Reasons = &text, said, d.Waits && !d.Own, Reasons(l)
	for _, one := range parts {
		d.Papers = append(d.Papers, page.Item{Value: one.ID, Text: one.Title})
		if slices.Contains(x.Papers, one.ID) {
			d.Given = append(d.Given, one.Title)
		}
	}
	if x.Scan != "" {
		d.Scan = d.Action + "/order"
	}
	if len(x.Papers) > 0 {
		d.PDF, d.Exports, d.MayExport = d.Action+"/papers.pdf", ExportsAt(x.of), d.Held
	}
	p.Render.Render(w, r, typed.Status(), "demand/show", d)
	return nil
}

// Name is what a report or a request for help is called where nobody's name may stand: its unit, and when it came in.
func Name(l i18n.Locale, capability, unit string, received time.Time) string {
	return l.Text("demand.case."+capability, fault.Args{"unit": unit, "time": l.DateTime(received)})
}

// act takes what the privacy officer does with a demand: the answer, a longer hold, its end, telling the people of the case, or asking that what was given
// leaves as a file.
func (p *Pages) act(w http.ResponseWriter, r *http.Request) error {
	typed, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	x, err := p.of(r)
	if err != nil {
		return err
	}
	do := typed.Value("do")
	if do == "answer" {
		do = "answer_demand"
	}
	if casefile.DemandEvents[casefile.Kind(do)] == nil && do != "ask_given" {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	ask, err := casefile.NewRequest(actor(r).Account, typed.Key(), []byte(r.URL.Path+"\n"+r.PostForm.Encode()))
	if err == nil {
		if err = p.do(r, x, casefile.Kind(do), Answer(typed), typed.Value("to"), ask); err == nil {
			p.Browser.Notify(w, "demand.done."+do)
			http.Redirect(w, r, At(x.ID), http.StatusSeeOther)
			return nil
		}
	}
	if !typed.Take(err) {
		return err
	}
	return p.lay(w, r, typed)
}
