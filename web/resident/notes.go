package resident

import (
	"net/http"
	"slices"

	"linli/mediation"
)

type notesPage struct {
	*partyPage
	Engagement mediation.Engagement
	Name       string
	Permits    bool // this party has said yes
}

// former is the mediator of the address, who has left the case; nil where there is none.
func (p *Pages) former(r *http.Request, own *partyPage) (*notesPage, error) {
	all := own.Former()
	i := slices.IndexFunc(all, func(e mediation.Engagement) bool { return e.ID.String() == r.PathValue("engagement") })
	if i < 0 {
		return nil, nil //nolint:nilnil // the case has moved on: there is nothing to ask
	}
	data := &notesPage{partyPage: own, Engagement: all[i], Permits: slices.Contains(all[i].Permitted, own.Me.ID)}
	var err error
	data.Name, err = p.Office.AccountName(r.Context(), own.Case.Tenant, all[i].Account)
	return data, err
}

// notesForm asks whether the next mediator may read the notes of one who has left. It asks everybody the same, whether
// there are any notes or not.
func (p *Pages) notesForm(w http.ResponseWriter, r *http.Request, v *visitor) error {
	own, err := p.take(r, v)
	if err != nil {
		return err
	}
	data, err := p.former(r, own)
	if err != nil {
		return err
	}
	if data == nil {
		return seeOther(w, r, own.At)
	}
	return p.show(w, r, own.Form, "notes", data)
}

// notes takes the party's permission, or its taking back.
func (p *Pages) notes(w http.ResponseWriter, r *http.Request, v *visitor) error {
	own, err := p.read(r, v)
	if err != nil {
		return err
	}
	data, err := p.former(r, own)
	if err != nil {
		return err
	}
	answer := own.Form.Value("answer")
	if data == nil || answer != "yes" && answer != "no" {
		return seeOther(w, r, own.At)
	}
	word := mediation.PermitNotes{Engagement: data.Engagement.ID, Party: own.Me.ID, Yes: answer == "yes"}
	if err := p.ask(r, v, own.Form, word); err != nil {
		if !own.Form.Take(err) {
			return err
		}
		return p.show(w, r, own.Form, "notes", data)
	}
	p.Edge.Notify(w, "resident.notes.done_"+answer)
	return seeOther(w, r, own.At)
}
