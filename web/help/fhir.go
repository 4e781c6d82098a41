package help

import (
	"encoding/json"
	"errors"
	"net/http"

	"linli/platform/id"
	"linli/referral"
	"linli/referral/fhir"
	"linli/web/page"
)

// fhir gives the worker the referral for a provider whose program reads FHIR R4: with the lines that may be told at this moment.
func (p *Pages) fhir(w http.ResponseWriter, r *http.Request) error {
	c, err := id.Parse(r.PathValue("help"))
	of, err2 := id.Parse(r.PathValue("referral"))
	if errors.Join(err, err2) != nil {
		return referral.ErrNotFound
	}
	o, err := p.Referral.OpenFile(r.Context(), actor(r), c, of)
	if err != nil {
		return err
	}
	x := *o.Case.Referral(of)
	out := fhir.Export(o.Case.Person, x, o.Words[of].Service, o.MayTell(&x, p.Clock.Now()), o.Records, p.Referral.IDs.New(), p.Clock.Now())
	body, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		return err
	}
	return page.SendFile(w, r, page.File{Name: "referral.fhir.json", Type: "application/fhir+json", Bytes: body})
}
