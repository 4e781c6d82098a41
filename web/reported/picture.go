package reported

import (
	"net/http"
	"strconv"

	"linli/platform/blob"
	"linli/platform/id"
	"linli/report"
	"linli/web/page"
)

// picture sends the copy of a photograph that everybody sees.
func (p *Pages) picture(w http.ResponseWriter, r *http.Request) error {
	tenant, err := p.Tenant(r)
	if err != nil {
		return err
	}
	publicID, err := id.Parse(r.PathValue("report"))
	n, wrong := strconv.ParseUint(r.PathValue("n"), 10, 8)
	if err != nil || wrong != nil || n == 0 {
		return report.ErrNotPublished
	}
	copied, err := p.Report.PublishedPicture(r.Context(), tenant.ID, publicID, int(n)-1)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox")
	return page.SendKept(w, r, blob.JPEG, copied)
}
