package mediation

import (
	"net/http"
	"time"

	"linli/mediation"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/web/page"
)

// urgentsPage is the register of urgent accesses: cases by their numbers, and no name.
type urgentsPage struct {
	Form *page.Form
	Rows []demandRow
}

// urgents shows the register to those who keep it.
func (p *Pages) urgents(w http.ResponseWriter, r *http.Request) error {
	rows, err := p.Mediation.Register(r.Context(), actor(r), mediation.RegisterUrgent)
	if err != nil {
		return err
	}
	words, err := p.words(r.Context(), actor(r), p.locale(r))
	if err != nil {
		return err
	}
	data := urgentsPage{Form: page.NewForm(nil)}
	for _, x := range rows {
		data.Rows = append(data.Rows, demandRow{Href: urgentAt(x.Case), Name: words.told(x.Unit, x.Year, x.Number, x.Ref, x.Type, x.Received),
			At: x.At, Ended: x.Ended, State: words.urgentState(x.State)})
	}
	p.Render.Render(w, r, http.StatusOK, "mediation/urgents", data)
	return nil
}

func urgentAt(c id.ID) string { return "/mediations/" + c.String() + "/urgent" }

func (w *words) urgentState(state string) page.Tag {
	colour := "govuk-tag--yellow"
	switch state {
	case "runs":
		colour = "govuk-tag--orange"
	case "proper":
		colour = "govuk-tag--green"
	case "improper":
		colour = "govuk-tag--red"
	}
	return page.Tag{Text: w.t("urgent.state." + state), Classes: colour}
}

// urgentPage is where an urgent access to one case is asked for, approved, ended and checked.
type urgentPage struct {
	Form                     *page.Form
	Action, Name, Unit, Case string
	May                      bool // the reader can ask for one
	Purposes                 []page.Item
	Results                  []page.Item
	Rows                     []urgentRow
}

type urgentRow struct {
	mediation.Urgent
	State             page.Tag
	Asker, Second     string // accounts by name
	Waits, Own, Opens bool   // for a second person; the reader's own; open to the reader now
	Approve, Check    bool   // what the reader can do
	Said, Found       string // to whoever checks it
	Over              time.Time
}

func (p *Pages) urgent(w http.ResponseWriter, r *http.Request) error {
	return p.showUrgent(w, r, page.NewForm(nil))
}

func (p *Pages) showUrgent(w http.ResponseWriter, r *http.Request, typed *page.Form) error {
	a := actor(r)
	of, err := caseID(r)
	if err != nil {
		return err
	}
	c, err := p.Mediation.SeeUrgent(r.Context(), a, of)
	if err != nil {
		return err
	}
	words, err := p.words(r.Context(), a, p.locale(r))
	if err != nil {
		return err
	}
	if words.rules, err = p.rulesOf(r.Context(), &c); err != nil {
		return err
	}
	now := p.Mediation.Clock.Now()
	can := func(act string) bool { return p.Mediation.Access.Check(a, "mediation."+act, c.FactsAt(now)) == nil }
	d := urgentPage{Form: typed, Action: urgentAt(of), Name: words.caseName(&c), Unit: words.units[c.Unit], Case: "/mediations/" + of.String(),
		May: can("ask_urgent") && !can("read") && c.Erased.IsZero()}
	for _, x := range mediation.UrgentPurposes {
		d.Purposes = append(d.Purposes, page.Item{Value: x, Text: words.t("urgent.purpose." + x)})
	}
	for _, x := range mediation.UrgentResults {
		d.Results = append(d.Results, page.Item{Value: x, Text: words.t("urgent.result." + x)})
	}
	for i := range c.Urgent {
		x := &c.Urgent[len(c.Urgent)-1-i]
		row := urgentRow{Urgent: *x, State: words.urgentState(x.State()), Own: x.Account == a.Account, Opens: x.Account == a.Account && x.Runs(now)}
		row.Waits = x.From.IsZero() && now.Before(x.Asked.Add(mediation.UrgentLasts))
		row.Approve = row.Waits && !row.Own && !can("check_urgent")
		if row.Over = x.Until; !x.Ended.IsZero() {
			row.Over = x.Ended
		}
		if row.Asker, err = p.Office.AccountName(r.Context(), a.Tenant, x.Account); err != nil {
			return err
		}
		if !x.Approver.IsZero() {
			if row.Second, err = p.Office.AccountName(r.Context(), a.Tenant, x.Approver); err != nil {
				return err
			}
		}
		if can("check_urgent") && !row.Own && x.Approver != a.Account {
			o, err := p.Mediation.ForCheck(r.Context(), a, of, x.ID)
			if err != nil {
				return err
			}
			row.Said, row.Found = o.Passage(mediation.FieldUrgent, x.ID), o.Checks[x.ID]
			row.Check = !x.From.IsZero() && x.Checked.IsZero() && !x.Runs(now)
		}
		d.Rows = append(d.Rows, row)
	}
	p.Render.Render(w, r, typed.Status(), "mediation/urgent", d)
	return nil
}

// actUrgent takes what somebody does with urgent access to a case.
func (p *Pages) actUrgent(w http.ResponseWriter, r *http.Request) error {
	typed, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	of, err := caseID(r)
	if err != nil {
		return err
	}
	n, err := id.Parse(typed.Value("urgent"))
	if err != nil {
		n = id.ID{}
	}
	var cmd mediation.Command
	switch typed.Value("do") {
	case "ask":
		cmd = mediation.AskUrgent{Purpose: typed.Value("purpose"), Text: typed.Value("text"), Now: typed.Checked("now")}
	case "approve":
		cmd = mediation.ApproveUrgent{Urgent: n}
	case "end":
		cmd = mediation.EndUrgent{Urgent: n}
	case "check":
		cmd = mediation.CheckUrgent{Urgent: n, Result: typed.Value("result"), Text: typed.Value("found")}
	default:
		return fault.New(fault.NotFound, "fault.not_found")
	}
	ask := mediation.Ask{}
	if ask.Request, err = request(r, typed); err == nil {
		if _, _, err = p.Mediation.Act(r.Context(), actor(r), of, cmd, ask); err == nil {
			p.Browser.Notify(w, "urgent.done."+string(cmd.Kind()))
			return seeOther(w, r, r.URL.Path)
		}
	}
	if !typed.Take(err) {
		return err
	}
	return p.showUrgent(w, r, typed)
}
