package resident

import (
	"net/http"
	"strconv"

	"linli/platform/fault"
	"linli/web/page"
)

// partRow is a report that was split off the reporter's own.
type partRow struct {
	Category, StateKey, Action string
}

// PartRows are the reports that were split off this one, each with a slip of its own.
func (c *complaintPage) PartRows() []partRow {
	var out []partRow
	for i, x := range c.Parts {
		category, _ := c.Rules.Report.Category(x.Category)
		out = append(out, partRow{category.Label.In(c.lang), "issue.mine.state." + string(x.State), c.At + "/parts/" + strconv.Itoa(i+1)})
	}
	return out
}

// part gives the reporter the slip of a report that was split off its own, once; after that its code alone.
func (p *Pages) part(w http.ResponseWriter, r *http.Request, v *visitor) error {
	if _, err := page.ReadForm(r); err != nil {
		return err
	}
	n, err := strconv.Atoi(r.PathValue("n"))
	if err != nil || !v.complains {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	code, passphrase, err := p.Report.PartSlip(r.Context(), v.actor, v.actor.Case, n)
	if err != nil {
		return err
	}
	if passphrase == "" {
		return p.show(w, r, nil, "slip_gone", sentPage{Code: code})
	}
	return p.showSlipOf(w, r, slipPage{Code: code, Lost: "issue.slip.lost"}, passphrase)
}
