package resident

import (
	"net/http"

	"linli/mediation"
)

type reportedPage struct {
	*partyPage
	Rows []reportedRow
}

// reportedRow is one report that the law demanded about this party, with all that it told.
type reportedRow struct {
	mediation.Statutory
	Words mediation.StatutoryText
}

// reported shows a party what the office had to report to a body outside, from the moment on which it is told.
func (p *Pages) reported(w http.ResponseWriter, r *http.Request, v *visitor) error {
	own, err := p.see(r, v)
	if err != nil {
		return err
	}
	d := &reportedPage{partyPage: own}
	for _, x := range own.Case.Statutory { // of this party's case as it may see it: its own alone
		d.Rows = append(d.Rows, reportedRow{x, own.Opened.Statutory[x.ID]})
	}
	return p.show(w, r, own.Form, "reported", d)
}
