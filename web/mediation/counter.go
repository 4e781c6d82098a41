package mediation

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/casefile"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/referral"
	"linli/report"
	"linli/web/page"
)

// counterPage finds the case of a lost slip: by day, kind and unit. There is no field for a name.
type counterPage struct {
	Form         *page.Form
	Units, Types []page.Item
	Numbers      []page.Item // units at whose counter the reader gives out numbers
	Day          page.Input
	Asked        bool
	Found        []listRow
	Number       int // of the day, just given out
}

// counter looks a case up for somebody who lost the slip.
func (p *Pages) counter(w http.ResponseWriter, r *http.Request) error {
	a, q := actor(r), r.URL.Query()
	var units []id.ID
	asks := map[string]bool{}
	for _, of := range []string{mediation.Capability, referral.Capability, report.Capability} {
		for _, u := range p.askIn(a, of) {
			asks[of] = of == mediation.Capability || p.slipsOf(of) != nil
			if !slices.Contains(units, u) {
				units = append(units, u)
			}
		}
	}
	if len(units) == 0 {
		return p.Mediation.Access.Check(a, "mediation.ask_slip", access.Facts{Tenant: a.Tenant, Kind: mediation.Capability})
	}
	words, err := p.words(r.Context(), a, p.locale(r))
	if err != nil {
		return err
	}
	d := counterPage{Form: page.NewForm(q)}
	for _, u := range units {
		d.Units = append(d.Units, page.Item{Value: u.String(), Text: words.units[u]})
	}
	for _, u := range p.clerkIn(a) {
		d.Numbers = append(d.Numbers, page.Item{Value: u.String(), Text: words.units[u]})
	}
	d.Types = words.lostKinds(asks)
	d.Day = page.Input{Field: page.Field{Name: "day", ID: "day", Label: page.Text{Text: words.t("staff.counter.day")}}, Type: "date", Value: q.Get("day")}
	d.Number, _ = strconv.Atoi(q.Get("number")) // what is no number shows none
	if q.Has("day") {
		if err := p.find(r, &d, words); err != nil {
			return err
		}
	}
	p.Render.Render(w, r, d.Form.Status(), "mediation/counter", d)
	return nil
}

// walkIn gives out the next number of the day. It is shown and printed, and written down nowhere.
func (p *Pages) walkIn(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	a := actor(r)
	units := p.clerkIn(a)
	if len(units) == 0 {
		return p.Mediation.Access.Check(a, "mediation.ask_slip", access.Facts{Tenant: a.Tenant, Kind: mediation.Capability})
	}
	unit, err := id.Parse(form.Value("unit"))
	if err != nil {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	if unit.IsZero() { // who works at one counter has said enough
		unit = units[0]
	}
	n, err := p.Mediation.WalkIn(r.Context(), a, unit)
	if err != nil {
		return err
	}
	return seeOther(w, r, "/counter?number="+strconv.FormatInt(n, 10))
}

func (p *Pages) find(r *http.Request, d *counterPage, words *words) error {
	q := r.URL.Query()
	day, err := calendar.ParseDate(q.Get("day"))
	if err != nil {
		d.Form.Add("day", "staff.counter.day_wrong")
		return nil //nolint:nilerr // the form says it
	}
	unit, err := id.Parse(q.Get("unit"))
	if err != nil {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	if of, kind, other := strings.Cut(q.Get("type"), "/"); other && p.slipsOf(of) != nil {
		d.Asked = true
		d.Found, err = p.elsewhereFound(r, words, of, kind, unit, day)
		return err
	}
	rows, err := p.Mediation.FindAtCounter(r.Context(), actor(r), unit, q.Get("type"), day, words.rules.Zone)
	if err != nil {
		return err
	}
	d.Asked = true
	for _, x := range words.rows(rows, p.Mediation.Clock.Now()) {
		x.Href += "/ask_slip"
		x.Hint = words.DateTime(rows[len(d.Found)].Received)
		d.Found = append(d.Found, x)
	}
	return nil
}

// layAskSlip asks for whom, by side and place alone, and how identity was shown: a code, never a copy.
func layAskSlip(s *sheet) []any {
	return []any{
		s.radios("party", "staff.field.party", s.partyItems(func(p mediation.Party) bool { return asked(p) && p.Shredded.IsZero() }), with{}),
		s.radios("shown", "staff.lost.shown", s.codes("mediation.shown.", casefile.Shown...), with{hint: "staff.lost.shown_hint"}),
	}
}

// lostPage is what a second person looks at before a new slip is made.
type lostPage struct {
	Form                                    *page.Form
	Action, Name, Unit, Party, Asker, Shown string
	ShownItems                              []page.Item // how identity can be shown, where the reader may ask on this page
	Until                                   time.Time
	Waits, May                              bool
}

func (p *Pages) lostView(r *http.Request) (lostPage, mediation.AtCounter, error) {
	c, err := caseID(r)
	if err != nil {
		return lostPage{}, mediation.AtCounter{}, err
	}
	at, err := p.Mediation.LostSlip(r.Context(), actor(r), c)
	if err != nil {
		return lostPage{}, at, err
	}
	words, err := p.words(r.Context(), actor(r), p.locale(r))
	if err != nil {
		return lostPage{}, at, err
	}
	d := lostPage{Form: page.NewForm(nil), Action: r.URL.Path, Unit: words.units[at.Unit], May: at.May, Waits: at.Ask != nil,
		Name: words.name(at.Unit, at.Year, at.Number, at.Ref, at.Type, at.Received)}
	if at.Ask == nil {
		return d, at, nil
	}
	d.Shown, d.Until, d.Party = words.t("mediation.shown."+at.Ask.Shown), at.Ask.Until, words.side(at.Parties, at.Ask.Party)
	d.Asker, err = p.Office.AccountName(r.Context(), actor(r).Tenant, at.Ask.Account)
	return d, at, err
}

// side is a party by its side and its place on it: never by a name.
func (w *words) side(all []mediation.Party, of id.ID) string {
	place := map[mediation.Role]int{}
	said := ""
	for _, x := range all {
		if place[x.Role]++; x.ID == of {
			said = w.t("staff.party.placed", "role", w.t("mediation.role."+string(x.Role)), "n", strconv.Itoa(place[x.Role]))
		}
	}
	return said
}

// lost shows the new slip that waits for a second person.
func (p *Pages) lost(w http.ResponseWriter, r *http.Request) error {
	d, _, err := p.lostView(r)
	if err != nil {
		return err
	}
	p.Render.Render(w, r, http.StatusOK, "mediation/lost", d)
	return nil
}

// approveLost makes the new slip, ends the old one and shows it, this once.
func (p *Pages) approveLost(w http.ResponseWriter, r *http.Request) error {
	if _, err := page.ReadForm(r); err != nil {
		return err
	}
	d, at, err := p.lostView(r)
	if err != nil {
		return err
	}
	if at.Ask == nil {
		return fault.New(fault.Guard, "mediation.guard.slip_not_asked")
	}
	code, passphrase, err := p.Mediation.IssueSlip(r.Context(), actor(r), at.Case, at.Ask.Party)
	if err != nil {
		return err
	}
	p.showSlip(w, r, slipPage{Title: d.Name, Party: d.Party, Href: "/mediations/" + at.Case.String(), Code: code, Passphrase: id.ShowPassphrase(passphrase)})
	return nil
}
