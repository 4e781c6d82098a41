package mediation

import (
	"net/http"

	"linli/mediation"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/web/page"
)

// A report that the law demands: whoever works on the case asks, a second person decides on a page of its own, where the one
// report is opened and nothing else of the case.

func layAskStatutory(s *sheet) []any {
	return []any{
		s.partyRadios(nil),
		s.radios("ground", "statutory.ground", s.codes("statutory.ground.", mediation.StatutoryGrounds...), with{}),
		s.radios("to", "statutory.to", s.codes("statutory.to.", mediation.StatutoryBodies...), with{}),
		s.input("body", "statutory.body", with{}),
		s.area("text", "statutory.text", with{hint: "statutory.text_hint", rows: 6}),
		s.area("reason", "statutory.reason", with{rows: 3}),
		s.box("silence", "statutory.silence", with{hint: "statutory.silence_hint"}),
		s.area("endangers", "statutory.endangers", with{rows: 2}),
	}
}

func readAskStatutory(s *sheet) mediation.Command {
	x := mediation.AskStatutory{Party: s.chosen("party"), Ground: s.Form.Value("ground"), To: s.Form.Value("to"), Body: s.Form.Value("body"), Text: s.Form.Value("text"),
		Reason: s.Form.Value("reason"), Silence: s.yes("silence")}
	if x.Silence {
		x.Endangers = s.Form.Value("endangers")
	}
	return x
}

// statutoryPage are the reports of a case.
type statutoryPage struct {
	Form               *page.Form
	Action, Name, Unit string
	Reports            []statutoryRow
}

type statutoryRow struct {
	mediation.StatutoryReport
	About, Asker, Decider, Stands string
	Choices                       *page.Radios // nil: the reader decides nothing here
	Reason                        *page.Textarea
	Second                        bool // it waits, and the reader is who asked
}

func (p *Pages) statutoryView(r *http.Request, typed *page.Form) (statutoryPage, error) {
	c, err := caseID(r)
	if err != nil {
		return statutoryPage{}, err
	}
	f, err := p.Mediation.StatutoryReports(r.Context(), actor(r), c)
	if err != nil {
		return statutoryPage{}, err
	}
	words, err := p.words(r.Context(), actor(r), p.locale(r))
	if err != nil {
		return statutoryPage{}, err
	}
	d := statutoryPage{Form: typed, Action: r.URL.Path, Unit: words.units[f.Unit], Name: words.name(f.Unit, f.Year, f.Number, f.Ref, f.Type, f.Received)}
	chosen := false
	for _, x := range f.Reports {
		row := statutoryRow{StatutoryReport: x, About: words.side(f.Parties, x.Party), Second: x.Waits() && x.Account == actor(r).Account, Stands: words.standsOf(x.Statutory)}
		for name, account := range map[*string]id.ID{&row.Asker: x.Account, &row.Decider: x.By} {
			if !account.IsZero() {
				if *name, err = p.Office.AccountName(r.Context(), actor(r).Tenant, account); err != nil {
					return d, err
				}
			}
		}
		if x.May && !chosen { // one decision at a time
			chosen = true
			row.Choices, row.Reason = words.deciding(x)
		}
		d.Reports = append(d.Reports, row)
	}
	return d, nil
}

// standsOf says what became of a report.
func (w *words) standsOf(r mediation.Statutory) string {
	switch {
	case r.Decided.IsZero():
		return w.t("statutory.stands.waits")
	case !r.Approved:
		return w.t("statutory.stands.refused")
	case !r.Told.IsZero():
		return w.t("statutory.stands.told", "day", w.Date(r.Told))
	}
	return w.t("statutory.stands.silent", "day", w.Date(r.Withheld))
}

// deciding are the choices of the second person: what the machine would take from it.
func (w *words) deciding(x mediation.StatutoryReport) (*page.Radios, *page.Textarea) {
	var codes []string
	switch {
	case !x.Decided.IsZero() && x.Ward:
		codes = []string{"keep"}
	case !x.Decided.IsZero():
		codes = []string{"tell", "keep"}
	case x.Ward:
		codes = []string{"approve_silent", "refuse"}
	case x.Silence:
		codes = []string{"approve", "approve_silent", "refuse"}
	default:
		codes = []string{"approve", "refuse"}
	}
	var items []page.Item
	for _, code := range codes {
		items = append(items, page.Item{Value: code, Text: w.t("statutory." + code)})
	}
	radios := &page.Radios{Choices: page.Choices{Field: page.Field{Name: "do", ID: "do"}, IDPrefix: "do", Items: items,
		Fieldset: &page.Fieldset{Legend: page.Text{Text: w.t("statutory.decide"), Classes: "govuk-fieldset__legend--s"}}}}
	return radios, &page.Textarea{Field: page.Field{Name: "reason", ID: "reason", Label: page.Text{Text: w.t("statutory.own_reason")}}, Rows: 3}
}

// statutory shows the reports of a case.
func (p *Pages) statutory(w http.ResponseWriter, r *http.Request) error {
	d, err := p.statutoryView(r, page.NewForm(nil))
	if err != nil {
		return err
	}
	p.Render.Render(w, r, http.StatusOK, "mediation/statutory", d)
	return nil
}

// decideStatutory takes the second person's word.
func (p *Pages) decideStatutory(w http.ResponseWriter, r *http.Request) error {
	c, err := caseID(r)
	if err != nil {
		return err
	}
	typed, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	report, err := id.Parse(typed.Value("report"))
	if err != nil {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	var cmd mediation.Command
	switch do, reason := typed.Value("do"), typed.Value("reason"); do {
	case "approve", "approve_silent", "refuse":
		cmd = mediation.AnswerStatutory{Report: report, Approve: do != "refuse", Silence: do == "approve_silent", Reason: reason}
	case "tell", "keep":
		cmd = mediation.ReviewStatutory{Report: report, Tell: do == "tell", Reason: reason}
	default:
		typed.Add("do", "form.choose")
	}
	if err = typed.Err(); err == nil {
		ask := mediation.Ask{}
		if ask.Request, err = request(r, typed); err == nil {
			_, _, err = p.Mediation.Act(r.Context(), actor(r), c, cmd, ask)
		}
		if err == nil {
			p.Browser.Notify(w, "staff.done."+string(cmd.Kind()))
			return seeOther(w, r, r.URL.Path)
		}
		if !typed.Take(placed(err)) {
			return err
		}
	}
	d, err := p.statutoryView(r, typed)
	if err != nil {
		return err
	}
	p.Render.Render(w, r, typed.Status(), "mediation/statutory", d)
	return nil
}

// reports is where the reports of a case are read, for whoever may; empty where there are none.
func (v *view) reports(full bool) string {
	if len(v.Case.Statutory) == 0 || !full && !v.may("answer_statutory") {
		return ""
	}
	return v.Href("statutory")
}
