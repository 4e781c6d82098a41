package help

import (
	"encoding/json"
	"errors"
	"net/http"

	"linli/consent"
	"linli/platform/access"
	"linli/platform/id"
	"linli/referral"
	"linli/referral/fhir"
	"linli/web/page"
)

// fhirFile is what the form of a service asks for where its program reads FHIR.
const fhirFile = "fhir"

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
	return p.sendFHIR(w, r, x, o.Words[of].Service, o.MayTell(&x, p.Clock.Now()), o.Records)
}

// toldFHIR gives it to the service itself.
func (p *Pages) toldFHIR(w http.ResponseWriter, r *http.Request, who access.Actor) error {
	x, err := p.Referral.ToldFile(r.Context(), who)
	if err != nil {
		return err
	}
	return p.sendFHIR(w, r, x.Referral, x.Service, x.Lines, x.Records)
}

func (p *Pages) sendFHIR(w http.ResponseWriter, r *http.Request, x referral.Referral, service string, told []referral.Said, records []consent.Record) error {
	body, err := json.MarshalIndent(fhir.Export(x, service, told, records, p.Referral.IDs.New(), p.Clock.Now()), "", "  ")
	if err != nil {
		return err
	}
	return page.SendFile(w, r, page.File{Name: "referral.fhir.json", Type: "application/fhir+json", Bytes: body})
}
