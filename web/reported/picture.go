package reported

import (
	"fmt"
	"net/http"
	"strconv"

	"linli/platform/blob"
	"linli/platform/id"
	"linli/report"
	"linli/web/page"
)

// PictureOf is the path of the copy of a photograph of a published report, by its place from 1.
func PictureOf(publicID id.ID, n int) string {
	return fmt.Sprintf("/reported/%s/pictures/%d", publicID, n)
}

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
