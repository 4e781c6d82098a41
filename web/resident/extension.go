package resident

import (
	"net/http"

	"linli/mediation"
)

// extensionForm asks for the party's word on a longer term. Not to answer is an answer: the term stays as it is.
func (p *Pages) extensionForm(w http.ResponseWriter, r *http.Request, v *visitor) error {
	return p.form(w, r, v, "extension", (*partyPage).MayExtend)
}

func (p *Pages) extension(w http.ResponseWriter, r *http.Request, v *visitor) error {
	own, err := p.read(r, v)
	if err != nil {
		return err
	}
	if !own.MayExtend() {
		return seeOther(w, r, own.At)
	}
	return p.act(w, r, v, own, mediation.AgreeExtension{Party: own.Me.ID}, "resident.extension.done", "extension")
}
