package report

import (
	"bytes"
	"net/http"

	"linli/platform/access"
	"linli/report"
)

// public sends what everybody may read of the office's reports as a table: nothing that a public page does not show, so that no second
// person is asked. Whoever works no queue has no such page.
func (p *Pages) public(w http.ResponseWriter, r *http.Request) error {
	a := actor(r)
	if len(p.Report.Queues(a)) == 0 {
		return p.Report.Access.Check(a, "report.queue", access.Facts{Tenant: a.Tenant, Kind: report.Capability, Desk: access.Handler})
	}
	t, err := p.Office.TenantByID(r.Context(), a.Tenant)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if _, err := p.Public(r.Context(), t, &out); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="open311.csv"`)
	_, _ = w.Write(out.Bytes()) // a table that a browser saves
	return nil
}
