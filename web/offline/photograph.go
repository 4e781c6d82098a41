package offline

import (
	"encoding/json"
	"net/http"
	"strconv"

	"linli/platform/fault"
	"linli/web/page"
)

// photograph takes one photograph of a draft that has arrived.
func (p *Pages) photograph(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	var d Draft
	if err := json.Unmarshal([]byte(form.Value("draft")), &d); err != nil {
		return fault.Wrap(fault.Invalid, "offline.unreadable", err)
	}
	f, err := p.form(d.Form)
	if err != nil {
		return err
	}
	n, _ := strconv.Atoi(form.Value("n"))
	files := form.Files("file")
	to, ok := f.(Photographed)
	if !ok || len(files) != 1 || n < 1 || n > d.Files || d.Files > MaxFiles {
		return fault.New(fault.Invalid, "offline.unreadable")
	}
	said := Answer{Outcome: Sent}
	if err := to.Photograph(r, d, n, files[0]); err != nil {
		if said, err = p.told(r, f.Labels(), err); err != nil {
			return err
		}
	}
	return answer(w, said)
}
