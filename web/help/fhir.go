package help

import (
	"encoding/json"
	"net/http"
	"slices"

	"linli/platform/access"
	"linli/platform/id"
	"linli/referral"
	"linli/referral/fhir"
	"linli/web/page"
)

// fhir gives the worker the referral for a provider whose program reads FHIR R4: with the lines that may be told at this moment.
func (p *Pages) fhir(w http.ResponseWriter, r *http.Request) error {
	v, err := p.viewFor(r, access.ForExport)
	if err != nil {
		return err
	}
	of, err := id.Parse(r.PathValue("referral"))
	i := slices.IndexFunc(v.Referred, func(x referred) bool { return x.ID == of })
	if err != nil || i < 0 || v.Case.Restricted() {
		return referral.ErrNotFound // nothing is sent from a file that is stored only
	}
	x := v.Referred[i].Referral
	out := fhir.Export(v.Case.Person, x, v.Referred[i].Name, v.Opened.MayTell(&x, p.Clock.Now()), v.Opened.Records, p.Referral.IDs.New(), p.Clock.Now())
	body, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		return err
	}
	return page.SendFile(w, r, page.File{Name: "referral.fhir.json", Type: "application/fhir+json", Bytes: body})
}
