package mediation

import (
	"context"
	"net/http"
	"slices"

	"linli/casefile"
	"linli/mediation"
	"linli/platform/id"
	"linli/web/aside"
	"linli/web/page"
)

// urgentsPage is the register of urgent accesses: cases by their numbers, and no name.
type urgentsPage struct {
	Form *page.Form
	Rows []demandRow
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
			At: x.At, Ended: x.Ended, State: aside.UrgentState(words.Locale, x.State)})
	}
	for _, of := range p.beside() {
		all, err := of.AllUrgent(r.Context(), actor(r))
		if err != nil {
			return err
		}
		for _, x := range all {
			row := demandRow{Name: words.aside(x.Case), At: x.Asked, Ended: x.Ended, State: aside.UrgentState(words.Locale, x.State())}
			if x.Case.Erased.IsZero() {
				row.Href = aside.UrgentAt(x.Case.ID)
			}
			data.Rows = append(data.Rows, row)
		}
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
	checkers, err := p.Mediation.Asides().Checkers(r.Context(), c.Facts())
	if err != nil {
		return err
	}
	now := p.Mediation.Clock.Now()
	can := func(act string) bool { return p.Mediation.Access.Check(a, "mediation."+act, c.FactsAt(now)) == nil }
	d, err := aside.LayUrgent(r.Context(), aside.UrgentOf{Urgents: c.Urgents, Reader: a.Account, Now: now, Asks: can("ask_urgent") && !can("read") && c.Erased.IsZero(), Approves: !can("check_urgent"),
		Checks: can("check_urgent"), Checkers: checkers, Kind: mediation.Capability, Action: urgentAt(of), Name: words.caseName(&c), Unit: words.units[c.Unit], Case: "/mediations/" + of.String(),
		Account: func(account id.ID) (string, error) { return p.Office.AccountName(r.Context(), a.Tenant, account) },
		Words: func(ctx context.Context, n id.ID) (string, string, error) {
			return p.Mediation.Asides().ForCheck(ctx, a, of, n)
		}}, words.Locale, typed)
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
	return p.actAside(w, r, of, typed, aside.UrgentAct(typed), "urgent.done.", p.showUrgent)
}

// urgentNotice is a line about urgent access to a report or a request for help.
func urgentNotice(words words, key string, c id.ID, day string) page.Task {
	return page.Task{Title: page.Text{Text: words.Text(key, nil)}, Href: aside.UrgentAt(c), Hint: page.Text{Text: day}}
}
