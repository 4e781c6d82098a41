package resident

import (
	"net/http"
	"slices"

	"linli/mediation"
	"linli/platform/id"
	"linli/web/page"
)

// nobody takes a wish back.
const nobody = "none"

type wishPage struct {
	*partyPage
	Items []page.Item // the mediators who agreed to be listed
	Now   string      // whom the party wishes at present; empty: nobody
}

// MayWish reports whether the party can say whom it wishes as mediator.
func (o *partyPage) MayWish() bool {
	return o.Inside() && o.can("wish_mediator") && o.Me.Consent.Stands() && len(o.Case.Proposed()) == 0
}

// wishes is the page of the party's wish; nil where the case has moved on.
func (p *Pages) wishes(r *http.Request, v *visitor, own *partyPage) (*wishPage, error) {
	if !own.MayWish() {
		return nil, nil //nolint:nilnil // the case has moved on: there is nothing to ask
	}
	listed, err := p.Mediation.Choosable(r.Context(), v.actor, own.Case.ID)
	if err != nil {
		return nil, err
	}
	data := &wishPage{partyPage: own}
	wish := own.Case.Wish(own.Me.ID)
	for _, m := range listed {
		name, err := p.Office.AccountName(r.Context(), own.Case.Tenant, m.Account)
		if err != nil {
			return nil, err
		}
		var can []string
		for _, l := range m.Languages {
			can = append(can, own.say.Text("roster.language."+l, nil))
		}
		for _, t := range own.Rules.Mediation.DisputeTypes {
			if slices.Contains(m.Types, t.Code) {
				can = append(can, t.Label.In(own.lang))
			}
		}
		data.Items = append(data.Items, page.Item{Value: m.Account.String(), Text: name, Hint: page.Text{Text: own.say.List(can)}})
		if m.Account == wish {
			data.Now = name
		}
	}
	if data.Now != "" {
		data.Items = append(data.Items, page.Item{Value: nobody, Text: own.say.Text("resident.wish.none", nil)})
	}
	return data, nil
}

// wishForm lets the party choose from the mediators who agreed to be listed.
func (p *Pages) wishForm(w http.ResponseWriter, r *http.Request, v *visitor) error {
	own, err := p.take(r, v)
	if err != nil {
		return err
	}
	data, err := p.wishes(r, v, own)
	if err != nil {
		return err
	}
	if data == nil {
		return seeOther(w, r, own.At)
	}
	return p.show(w, r, own.Form, "wish", data)
}

// wish takes the party's wish. The office and the party alone see it.
func (p *Pages) wish(w http.ResponseWriter, r *http.Request, v *visitor) error {
	own, err := p.read(r, v)
	if err != nil {
		return err
	}
	data, err := p.wishes(r, v, own)
	if err != nil {
		return err
	}
	if data == nil {
		return seeOther(w, r, own.At)
	}
	said, done := mediation.WishMediator{Party: own.Me.ID}, "resident.wish.done_none"
	if own.Form.Value("account") != nobody {
		if said.Account, err = id.Parse(own.Form.Value("account")); err != nil || said.Account.IsZero() {
			own.Form.Add("account", "form.choose")
			return p.show(w, r, own.Form, "wish", data)
		}
		done = "resident.wish.done"
	}
	if err := p.ask(r, v, own.Form, said); err != nil {
		if !own.Form.Take(err) {
			return err
		}
		return p.show(w, r, own.Form, "wish", data)
	}
	p.Edge.Notify(w, done)
	return seeOther(w, r, own.At)
}
