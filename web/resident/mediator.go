package resident

import (
	"net/http"
	"slices"

	"linli/mediation"
)

type mediatorPage struct {
	*partyPage
	Engagement mediation.Engagement
	Name       string
	Disclosure string // the tie that the mediator declared; empty where there is none
	Reasons    []string
}

// offered is the proposed mediator of the address, on whom the party has not given its word; nil where there is none.
func (p *Pages) offered(r *http.Request, v *visitor, own *partyPage) (*mediatorPage, error) {
	asked := r.PathValue("engagement")
	offered := own.Offered()
	i := slices.IndexFunc(offered, func(x mediation.Engagement) bool { return x.ID.String() == asked })
	if i < 0 {
		return nil, nil //nolint:nilnil // the case has moved on: there is nothing to ask
	}
	e := offered[i]
	data := &mediatorPage{partyPage: own, Engagement: e, Disclosure: own.Passage(mediation.FieldDisclosure, e.ID)}
	var err error
	if data.Name, err = p.Office.AccountName(r.Context(), own.Case.Tenant, data.Engagement.Account); err != nil {
		return nil, err
	}
	why, err := p.Mediation.WhyProposed(r.Context(), v.actor, own.Case.ID, e.ID, own.Identity[own.Me.ID].Language)
	for _, x := range why {
		data.Reasons = append(data.Reasons, own.say.Text("mediation.why."+x.Key, x.Args))
	}
	return data, err
}

// mediatorForm shows who is proposed and what that person declared.
func (p *Pages) mediatorForm(w http.ResponseWriter, r *http.Request, v *visitor) error {
	own, err := p.take(r, v)
	if err != nil {
		return err
	}
	data, err := p.offered(r, v, own)
	if err != nil {
		return err
	}
	if data == nil {
		return seeOther(w, r, own.At)
	}
	return p.show(w, r, own.Form, "mediator", data)
}

// mediator takes the party's word. Who turned a mediator down is told to nobody.
func (p *Pages) mediator(w http.ResponseWriter, r *http.Request, v *visitor) error {
	own, err := p.read(r, v)
	if err != nil {
		return err
	}
	data, err := p.offered(r, v, own)
	if err != nil {
		return err
	}
	if data == nil {
		return seeOther(w, r, own.At)
	}
	answer := own.Form.Value("answer")
	if answer != "yes" && answer != "no" {
		own.Form.Add("answer", "form.choose")
		return p.show(w, r, own.Form, "mediator", data)
	}
	word := mediation.AgreeMediator{Engagement: data.Engagement.ID, Party: own.Me.ID, Agree: answer == "yes"}
	if err := p.ask(r, v, own.Form, word); err != nil {
		if !own.Form.Take(err) {
			return err
		}
		return p.show(w, r, own.Form, "mediator", data)
	}
	p.Edge.Notify(w, "resident.mediator.done_"+answer)
	return seeOther(w, r, own.At)
}
