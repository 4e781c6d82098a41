package mediation

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"linli/casefile"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/id"
	"linli/web/page"
)

// paperIntake is the clerk's form for an open case that was carried on paper. The dispute and its parties are asked for as for an
// application; where it stands, and what is still owed, is asked besides.
type paperIntake struct{ *intake }

type paperPage struct {
	Form    *page.Form
	Case    []any // where it stands on paper
	Owed    []termForm
	InForce bool // an agreement was chosen: what is owed is asked for
	Dispute []any
	Parties []newParty
}

// paperForm is the empty form.
func (p *Pages) paperForm(w http.ResponseWriter, r *http.Request) error {
	in, err := p.paperIntake(r, page.NewForm(nil))
	if err != nil {
		return err
	}
	in.begin()
	return in.show(w)
}

func (p *Pages) paperIntake(r *http.Request, f *page.Form) (*paperIntake, error) {
	in, err := p.intake(r, f)
	return &paperIntake{in}, err
}

// bringIn reads the form: it adds or takes away a row, shows the answers to check, or brings the case in.
func (p *Pages) bringIn(w http.ResponseWriter, r *http.Request) error {
	f, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	in, err := p.paperIntake(r, f)
	if err != nil {
		return err
	}
	if in.moved() || grow(f) {
		return in.show(w)
	}
	cmd := in.read()
	switch {
	case f.Faulty():
		return in.show(w)
	case f.Value("do") == "save":
		return in.save(w, cmd)
	}
	return in.check(w, cmd)
}

// sheet lays out terms between parties that nobody has entered yet: each goes by its place in the form.
func (in *paperIntake) sheet() *sheet {
	v := &view{words: in.words}
	for i := range in.rows() {
		role := mediation.Role(in.Form.Value(fmt.Sprintf("parties[%d].role", i)))
		v.Case.Parties = append(v.Case.Parties, mediation.Party{ID: stand(i + 1), Role: role})
	}
	return &sheet{view: v, Form: in.Form, r: in.r}
}

// stand is a stand-in for a party that has only its place in a form.
func stand(n int) id.ID { return id.ID{15: byte(n)} } //nolint:gosec // a place in a form

func (in *paperIntake) state() mediation.State { return mediation.State(in.Form.Value("state")) }

func (in *paperIntake) show(w http.ResponseWriter) error {
	s := in.sheet()
	d := paperPage{Form: in.Form, InForce: in.state().InForce(), Owed: s.terms()}
	if len(in.Units) > 1 {
		d.Case = append(d.Case, s.radios("unit", "staff.new.unit", in.Units, with{}))
	}
	var states []page.Item
	for _, x := range mediation.PaperStates {
		states = append(states, page.Item{Value: string(x), Text: in.t("staff.paper.state." + string(x)), Hint: page.Text{Text: in.t("staff.paper.state_hint." + string(x))}})
	}
	d.Case = append(d.Case, s.radios("own_dispute", "staff.new.own", s.yesNo(), with{hint: "staff.new.own_hint", inline: true}),
		s.radios("state", "staff.paper.state", states, with{hint: "staff.paper.state_hint"}),
		s.input("number", "staff.paper.number", with{hint: "staff.paper.number_hint"}),
		s.day("received", "staff.paper.received", with{}),
		s.day("accepted", "staff.paper.accepted", with{hint: "staff.paper.accepted_hint"}),
		s.day("effective", "staff.paper.effective", with{hint: "staff.paper.effective_hint"}),
		s.box("oral", "staff.paper.oral", with{}))
	form := in.lay()
	d.Dispute = []any{&page.Select{Field: s.field("type", "staff.case.type", with{}), Items: in.typeItems()}, s.radios("source", "staff.new.source", in.sourceItems(), with{})}
	d.Dispute = append(d.Dispute, in.tell(s)...)
	d.Parties = form.Parties
	in.pages.Render.Render(w, in.r, in.Form.Status(), "mediation/paper", d)
	return nil
}

// read makes a command of the form.
func (in *paperIntake) read() mediation.FromPaper {
	f := mediation.FromPaper{Apply: in.intake.read(), Number: in.Form.Value("number"), State: in.state(), Oral: in.Form.Value("oral") == "yes"}
	f.Sent, f.Code = nil, "" // they are no part of this form
	for _, x := range []struct {
		name string
		into *string
	}{{"received", &f.Received}, {"accepted", &f.Accepted}, {"effective", &f.Effective}} {
		if day := in.Form.Date(x.name, in.Zone); !day.IsZero() {
			*x.into = day.Format(time.DateOnly)
		}
	}
	if in.state() == "" {
		in.Form.Add("state", "form.choose")
	}
	if !in.state().InForce() {
		return f
	}
	for _, t := range in.sheet().readTerms() {
		f.Terms = append(f.Terms, mediation.OnPaper{Obligor: int(t.Obligor[15]), Obligee: int(t.Obligee[15]), Type: t.Type, Text: t.Text, Amount: t.Amount,
			Due: t.Due, Delivery: t.Delivery, Instalments: t.Instalments})
	}
	return f
}

type paperCheck struct {
	checkPage
	Owed []termRow
}

// check asks the machine whether it would take the case, without saving anything, and shows the answers.
func (in *paperIntake) check(w http.ResponseWriter, cmd mediation.FromPaper) error {
	a, m := actor(in.r), in.pages.Mediation
	by := casefile.By{Kind: a.Kind, Account: a.Account, Post: access.Clerk}
	_, err := mediation.Decide(mediation.Case{Tenant: a.Tenant}, cmd, by, m.Clock.Now(), time.Time{}, mediation.Knowledge{Rules: in.rules}, m.IDs)
	if err != nil {
		if in.Form.Take(named(placed(err))) {
			return in.show(w)
		}
		return err
	}
	s := in.sheet()
	d := paperCheck{checkPage: in.answers(cmd.Apply, s.Form.Date("received", in.Zone))}
	row := func(key, value string) page.SummaryRow {
		return page.SummaryRow{Key: page.Text{Text: in.t(key)}, Value: page.Text{HTML: typed(value)}}
	}
	stands := []page.SummaryRow{row("staff.paper.state", in.t("staff.paper.state."+string(cmd.State))), row("staff.paper.number", cmd.Number)}
	for _, name := range []string{"accepted", "effective"} {
		if day := s.Form.Date(name, in.Zone); !day.IsZero() {
			stands = append(stands, row("staff.paper."+name, in.words.Date(day)))
		}
	}
	d.Dispute = append(stands, d.Dispute...)
	if cmd.State.InForce() {
		d.Owed = s.termRows(s.readTerms())
	}
	in.pages.Render.Render(w, in.r, http.StatusOK, "mediation/paper_check", d)
	return nil
}

// save brings the case in. The same form sent twice brings in one.
func (in *paperIntake) save(w http.ResponseWriter, cmd mediation.FromPaper) error {
	req, err := request(in.r, in.Form)
	if err == nil {
		ask := mediation.Ask{Request: req, Answer: func(c mediation.Case, _ []casefile.Slip) []byte { return []byte(strconv.Quote(c.ID.String())) }}
		var answer []byte
		if _, answer, err = in.pages.Mediation.FromPaper(in.r.Context(), actor(in.r), cmd, ask); err == nil {
			var made id.ID
			if err := json.Unmarshal(answer, &made); err != nil {
				return fmt.Errorf("the answer of a case from paper: %w", err)
			}
			return seeOther(w, in.r, "/mediations/"+made.String()+"/created")
		}
	}
	if !in.Form.Take(named(placed(err))) {
		return err
	}
	return in.show(w)
}
