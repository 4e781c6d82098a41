package paper

import (
	"net/http"
	"path"

	"linli/mediation"
	"linli/platform/id"
)

// demandPapers prints what a demand was given, for whoever decides on demands.
func (p *Pages) demandPapers(w http.ResponseWriter, r *http.Request, who reader) error {
	n, err := id.Parse(r.PathValue("demand"))
	if err != nil {
		return mediation.ErrNotFound
	}
	o, err := p.Mediation.ForDemand(r.Context(), who.Actor, who.Of, n)
	if err != nil {
		return err
	}
	order, err := p.order(r, o)
	if err != nil {
		return err
	}
	result, err := p.Press.Given(order, n)
	if err != nil {
		return err
	}
	send(w, "application/pdf", "attachment", "papers.pdf", result.Bytes)
	return nil
}

// demandOrder hands out the scan of a demand's order, for whoever decides on demands.
func (p *Pages) demandOrder(w http.ResponseWriter, r *http.Request, who reader) error {
	n, err := id.Parse(r.PathValue("demand"))
	if err != nil {
		return mediation.ErrNotFound
	}
	kind, body, err := p.Mediation.Asides().DemandScan(r.Context(), who.Actor, who.Of, n)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox")
	send(w, kind, "attachment", "order."+path.Base(kind), body)
	return nil
}
