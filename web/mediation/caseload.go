package mediation

import (
	"net/http"
	"slices"
	"strings"

	"linli/casefile"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/web/page"
)

// A lead passes on what an account that leaves has in hand, in one step: whom each case goes to, and what came of it.

// keep is what stands for a case that is not passed on; leave for a place that nobody takes.
const keep, leave = "keep", "leave"

type caseloadPage struct {
	Form     *page.Form
	Unit     string
	Units    []page.Link // of the others that the reader leads
	People   []page.Link // who stands on cases of the unit
	Back     string      // to the choice of people; empty where they are shown
	Who      string
	At       string
	In       id.ID // the unit
	Account  id.ID
	Desk     []page.Item // whom all work at the desk can go to
	Mediator []page.Item // who can follow in all mediations
	Reasons  []page.Item
	Rows     []caseloadRow
	Done     bool // the rows say what came of it
}

type caseloadRow struct {
	listRow
	Place string      // what the account does on the case
	Field string      // of the choice
	Next  []page.Item // who can follow
	To    string      // what was chosen
	Whom  string      // as a name
	Came  page.Tag    // of it
	Why   string
	place mediation.Place
}

// caseload shows who stands on cases of a unit, and of one account on which.
func (p *Pages) caseload(w http.ResponseWriter, r *http.Request) error {
	data, _, err := p.caseloadOf(r, page.NewForm(r.URL.Query()))
	if err != nil {
		return err
	}
	p.Render.Render(w, r, http.StatusOK, "mediation/caseload", data)
	return nil
}

// passOn passes on what was chosen, one case after the other: what one of them refuses keeps none of the others.
func (p *Pages) passOn(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	data, words, err := p.caseloadOf(r, form)
	if err != nil {
		return err
	}
	if data.Account.IsZero() {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	var chosen []caseloadRow
	for _, row := range data.Rows {
		if to := choice(form, row); to != "" {
			row.To = to
			chosen = append(chosen, row)
		}
	}
	mediates := slices.ContainsFunc(chosen, func(x caseloadRow) bool { return !x.place.Engagement.IsZero() })
	switch {
	case len(chosen) == 0:
		form.Add(data.first(), "staff.caseload.nothing")
	case mediates && form.Value("reason") == "":
		form.Add("reason", "form.choose")
	}
	if form.Faulty() {
		p.Render.Render(w, r, form.Status(), "mediation/caseload", data)
		return nil
	}
	for i := range chosen {
		if err := p.passOne(r, words, form, data.Account, &chosen[i]); err != nil {
			return err
		}
	}
	data.Rows, data.Done = chosen, true
	p.Render.Render(w, r, http.StatusOK, "mediation/caseload", data)
	return nil
}

// first is the field in which something can be chosen first.
func (d *caseloadPage) first() string {
	switch {
	case len(d.Desk) > 0:
		return "desk"
	case len(d.Mediator) > 0 || len(d.Rows) == 0:
		return "mediator"
	}
	return d.Rows[0].Field
}

// choice is whom a case goes to: what was chosen for it, else what was chosen for all where that one may follow here.
func choice(f *page.Form, row caseloadRow) string {
	may := func(to string) bool {
		return slices.ContainsFunc(row.Next, func(x page.Item) bool { return x.ValueText() == to })
	}
	to, all := f.Value(row.Field), "desk"
	if !row.place.Engagement.IsZero() {
		all = "mediator"
	}
	if to == "" {
		to = f.Value(all)
	}
	if to == keep || !may(to) {
		return ""
	}
	return to
}

// passOne passes one place on and says what came of it. Only what is no refusal of the rules ends the whole.
func (p *Pages) passOne(r *http.Request, words *words, f *page.Form, from id.ID, row *caseloadRow) error {
	passing := mediation.Passing{From: from, Engagement: row.place.Engagement, Reason: f.Value("reason")}
	if row.To != leave {
		to, err := id.Parse(row.To)
		if err != nil {
			return err
		}
		passing.To = to
		i := slices.IndexFunc(row.Next, func(x page.Item) bool { return x.ValueText() == row.To })
		row.Whom = row.Next[i].Text
	}
	of := row.place.Case.ID
	left, err := p.Mediation.PassOn(r.Context(), actor(r), of, passing, func(step string) (mediation.Ask, error) {
		what := strings.Join([]string{r.Method, r.URL.Path, of.String(), from.String(), row.To, passing.Reason}, "\n")
		request, err := casefile.NewRequest(actor(r).Account, f.Key()+" "+step+" "+of.String(), []byte(what))
		return mediation.Ask{Request: request}, err
	})
	if err != nil {
		refused := fault.Of(err)
		if refused.Code == fault.Internal || refused.Code == fault.Unavailable {
			return err
		}
		row.Why = words.Text(refused.Key, refused.Args)
	}
	key, colour := "staff.caseload.passed", "green"
	switch {
	case !left:
		key, colour = "staff.caseload.refused", "red"
	case err != nil || passing.To.IsZero():
		key, colour = "staff.caseload.left", "yellow"
	case !passing.Engagement.IsZero():
		key = "staff.caseload.proposed"
	}
	row.Came = page.Tag{Text: words.t(key), Classes: "govuk-tag--" + colour}
	return nil
}

// caseloadOf is what a lead sees of one of its units, and of an account where one is chosen.
func (p *Pages) caseloadOf(r *http.Request, form *page.Form) (caseloadPage, *words, error) {
	ctx, a := r.Context(), actor(r)
	led := ledBy(a)
	if len(led) == 0 {
		return caseloadPage{}, nil, p.Mediation.Access.Check(a, "mediation.hand_over", factsOf(a))
	}
	unit := led[0]
	if asked := form.Value("unit"); asked != "" {
		u, err := id.Parse(asked)
		if err != nil || !slices.Contains(led, u) {
			return caseloadPage{}, nil, fault.New(fault.NotFound, "fault.not_found")
		}
		unit = u
	}
	words, err := p.words(ctx, a, p.locale(r))
	if err != nil {
		return caseloadPage{}, nil, err
	}
	at := "/caseload?unit=" + unit.String()
	d := caseloadPage{Form: form, Unit: words.units[unit], At: "/caseload", In: unit}
	for _, u := range led {
		if u != unit {
			d.Units = append(d.Units, page.Link{Text: words.units[u], Href: "/caseload?unit=" + u.String()})
		}
	}
	if asked := form.Value("account"); asked != "" {
		if d.Account, err = id.Parse(asked); err != nil {
			return caseloadPage{}, nil, fault.New(fault.NotFound, "fault.not_found")
		}
	}
	people, err := p.Mediation.AtWork(ctx, a, unit)
	if err != nil {
		return caseloadPage{}, nil, err
	}
	names := map[id.ID]string{}
	name := func(x id.ID) (string, error) {
		if names[x] == "" {
			var err error
			if names[x], err = p.Office.AccountName(ctx, a.Tenant, x); err != nil {
				return "", err
			}
		}
		return names[x], nil
	}
	if d.Account.IsZero() {
		for _, x := range people {
			who, err := name(x)
			if err != nil {
				return caseloadPage{}, nil, err
			}
			d.People = append(d.People, page.Link{Text: who, Href: at + "&account=" + x.String()})
		}
		return d, words, nil
	}
	d.Back = at
	if d.Who, err = name(d.Account); err != nil {
		return caseloadPage{}, nil, err
	}
	places, err := p.Mediation.Caseload(ctx, a, unit, d.Account)
	if err != nil {
		return caseloadPage{}, nil, err
	}
	for _, x := range places {
		row, err := words.place(x, name)
		if err != nil {
			return caseloadPage{}, nil, err
		}
		d.Rows = append(d.Rows, row)
		all := &d.Desk
		if !x.Engagement.IsZero() {
			all = &d.Mediator
		}
		for _, to := range row.Next {
			if to.ValueText() != keep && to.ValueText() != leave && to.ValueText() != "" && !slices.ContainsFunc(*all, func(i page.Item) bool { return i.Value == to.Value }) {
				*all = append(*all, to)
			}
		}
	}
	for _, all := range []*[]page.Item{&d.Desk, &d.Mediator} {
		if len(*all) > 0 {
			*all = slices.Concat([]page.Item{{Value: "", Text: words.t("staff.caseload.each")}}, *all)
		}
	}
	d.Reasons = []page.Item{{Value: "", Text: words.t("staff.caseload.why")}}
	for _, x := range words.rules.Mediation.ReasonsFor("recuse") {
		d.Reasons = append(d.Reasons, page.Item{Value: x.Code, Text: words.in(x.Label)})
	}
	return d, words, nil
}

// place is one line of a caseload.
func (w *words) place(x mediation.Place, name func(id.ID) (string, error)) (caseloadRow, error) {
	row := caseloadRow{listRow: listRow{Href: "/mediations/" + x.Case.ID.String(), Name: w.caseName(&x.Case), State: w.state(x.Case.State)},
		Place: w.t("staff.caseload.desk"), place: x}
	row.Field = "to-" + x.Case.ID.String()
	row.Next = []page.Item{{Value: "", Text: w.t("staff.caseload.as_all")}, {Value: keep, Text: w.t("staff.caseload.keep")}}
	if !x.Engagement.IsZero() {
		row.Field, row.Place = "mediator-"+x.Case.ID.String(), w.t("staff.caseload.mediates")
	}
	if x.Ends {
		row.Next = append(row.Next, page.Item{Value: leave, Text: w.t("staff.caseload.leave")})
	}
	for _, to := range x.Next {
		who, err := name(to)
		if err != nil {
			return caseloadRow{}, err
		}
		row.Next = append(row.Next, page.Item{Value: to.String(), Text: who})
	}
	return row, nil
}

// ledBy are the units that an account leads.
func ledBy(a access.Actor) []id.ID {
	var out []id.ID
	for _, x := range a.Posts {
		if x.Kind == access.Lead && !slices.Contains(out, x.Unit) {
			out = append(out, x.Unit)
		}
	}
	return out
}
