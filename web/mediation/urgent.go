package mediation

import (
	"context"
	"net/http"
	"slices"

	"linli/casefile"
	"linli/mediation"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/promise"
	"linli/referral"
	"linli/report"
	"linli/web/page"
	"linli/web/urgent"
)

// urgentsPage is the register of urgent accesses: cases by their numbers, and no name.
type urgentsPage struct {
	Form *page.Form
	Rows []demandRow
}

// otherUrgent is an urgent access to a report or a request for help.
type otherUrgent struct {
	casefile.Urgent
	of    id.ID
	other otherDemand // what its case is called
	owed  promise.Promise
}

// otherUrgents are those that the reader may see, or with owed has to check, of whatever kind their cases are.
func (p *Pages) otherUrgents(r *http.Request, owed bool) (out []otherUrgent, err error) {
	ofReports, ofHelp := p.Report.AllUrgent, p.Help.AllUrgent
	if owed {
		ofReports, ofHelp = p.Report.UrgentsOwed, p.Help.UrgentsOwed
	}
	reports, err := ofReports(r.Context(), actor(r))
	if err != nil {
		return nil, err
	}
	for _, x := range reports {
		out = append(out, otherUrgent{x.Urgent, x.Case.ID, otherDemand{Capability: report.Capability, Unit: x.Case.Desk.Unit, Received: x.Case.Received, Forgotten: !x.Case.Erased.IsZero()}, x.Owed})
	}
	if p.Help == nil {
		return out, nil
	}
	help, err := ofHelp(r.Context(), actor(r))
	for _, x := range help {
		out = append(out, otherUrgent{x.Urgent, x.Case.ID, otherDemand{Capability: referral.Capability, Unit: x.Case.Unit, Received: x.Case.Received, Forgotten: !x.Case.Erased.IsZero()}, x.Owed})
	}
	return out, err
}

// owedUrgents adds the checks that the reader owes of urgent accesses to reports and requests for help.
func (p *Pages) owedUrgents(r *http.Request, words *words, d *duePage) error {
	all, err := p.otherUrgents(r, true)
	for _, x := range all {
		d.Owed = append(d.Owed, requestRow{Href: urgent.At(x.of), Name: words.other(x.other), Title: words.promise(x.owed.Rule), Left: words.left(x.owed.Due, p.Mediation.Clock.Now())})
	}
	return err
}

// urgents shows the register to those who keep it, the newest first, of whatever kind a case is.
func (p *Pages) urgents(w http.ResponseWriter, r *http.Request) error {
	rows, err := p.Mediation.Register(r.Context(), actor(r), casefile.RegisterUrgent)
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
			At: x.At, Ended: x.Ended, State: urgent.State(words.Locale, x.State)})
	}
	others, err := p.otherUrgents(r, false)
	if err != nil {
		return err
	}
	for _, x := range others {
		row := demandRow{Name: words.other(x.other), At: x.Asked, Ended: x.Ended, State: urgent.State(words.Locale, x.State())}
		if !x.other.Forgotten {
			row.Href = urgent.At(x.of)
		}
		data.Rows = append(data.Rows, row)
	}
	slices.SortStableFunc(data.Rows, func(x, y demandRow) int { return y.At.Compare(x.At) })
	data.Rows = data.Rows[:min(len(data.Rows), casefile.MaxRegister)]
	p.Render.Render(w, r, http.StatusOK, "mediation/urgents", data)
	return nil
}

func urgentAt(c id.ID) string { return "/mediations/" + c.String() + "/urgent" }

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
	d, err := urgent.Lay(r.Context(), urgent.Of{Urgents: c.Urgents, Reader: a.Account, Now: now, Asks: can("ask_urgent") && !can("read") && c.Erased.IsZero(), Approves: !can("check_urgent"),
		Checks: can("check_urgent"), Kind: mediation.Capability, Action: urgentAt(of), Name: words.caseName(&c), Unit: words.units[c.Unit], Case: "/mediations/" + of.String(),
		Account: func(account id.ID) (string, error) { return p.Office.AccountName(r.Context(), a.Tenant, account) },
		Words:   func(ctx context.Context, n id.ID) (string, string, error) { return p.Mediation.ForCheck(ctx, a, of, n) }}, words.Locale, typed)
	if err != nil {
		return err
	}
	p.Render.Render(w, r, typed.Status(), "urgent/show", d)
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
	var cmd mediation.Command
	switch typed.Value("do") {
	case "ask":
		cmd = mediation.AskUrgent(urgent.Ask(typed))
	case "approve":
		cmd = mediation.ApproveUrgent{Urgent: urgent.This(typed)}
	case "end":
		cmd = mediation.EndUrgent{Urgent: urgent.This(typed)}
	case "check":
		cmd = mediation.CheckUrgent(urgent.Check(typed))
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

// urgentNotice is a line about urgent access to a report or a request for help.
func urgentNotice(words words, key string, c id.ID, day string) page.Task {
	return page.Task{Title: page.Text{Text: words.Text(key, nil)}, Href: urgent.At(c), Hint: page.Text{Text: day}}
}
