package office

import (
	"net/http"
	"strings"

	"linli/office"
	"linli/platform/id"
	"linli/web/page"
)

type recordPage struct {
	Form *page.Form
	Rows []recordRow
	Next id.ID // where the next page begins; zero: this is the last
}

type recordRow struct {
	office.Event
	Key         string // message key of what happened
	Who, Person string // names of the acting account and of the account concerned
	UnitName    string
}

const recordRows = 50

// record shows the privacy officer who changed what in the office.
func (p *Pages) record(w http.ResponseWriter, r *http.Request) error {
	before, err := id.Parse(r.URL.Query().Get("before"))
	if err != nil {
		return office.ErrNotFound
	}
	who := must(r)
	events, err := p.Office.Record(r.Context(), who.Actor, before, recordRows)
	if err != nil {
		return err
	}
	units, err := p.Office.UnitNames(r.Context(), who.Actor.Tenant)
	if err != nil {
		return err
	}
	data := recordPage{Form: page.NewForm(nil)}
	names := map[id.ID]string{{}: ""}
	name := func(account id.ID) (string, error) { //nolint:contextcheck // the request has it
		if n, ok := names[account]; ok {
			return n, nil
		}
		n, err := p.Office.AccountName(r.Context(), who.Actor.Tenant, account)
		names[account] = n
		return n, err
	}
	for _, e := range events {
		row := recordRow{Event: e, Key: "office.event." + strings.ReplaceAll(e.Kind, ".", "_"), UnitName: units[e.Unit]}
		if row.Who, err = name(e.By); err != nil {
			return err
		}
		if row.Person, err = name(e.Account); err != nil {
			return err
		}
		data.Rows = append(data.Rows, row)
		data.Next = e.ID
	}
	if len(events) < recordRows {
		data.Next = id.ID{}
	}
	p.Render.Render(w, r, http.StatusOK, "office/record", data)
	return nil
}
