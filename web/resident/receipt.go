package resident

import (
	"bytes"
	"net/http"
	"time"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/ledger"
	webledger "linli/web/ledger"
)

type receiptPage struct {
	At      string // where the page of the receipt's holder stands
	Code    id.Code
	Paper   bool // it can be printed as a paper of the case
	Receipt ledger.Receipt
	Result  ledger.Result
}

// Recorded is when the event was recorded; the page shows it in the office's zone, the saved file in UTC.
func (d receiptPage) Recorded() time.Time {
	at, err := time.Parse(time.RFC3339Nano, d.Receipt.Time)
	if err != nil {
		return time.Time{} // the office signed it just now: it cannot be
	}
	return at
}

// receipt shows whether the office still has what it once signed.
func (p *Pages) receipt(w http.ResponseWriter, r *http.Request, v *visitor) error {
	events, err := p.receiptOf(r, v)
	if err != nil {
		return err
	}
	if p.Receipt == nil || len(events) == 0 {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	data := receiptPage{At: "/r/" + v.code.String(), Code: v.code, Paper: !v.complains}
	if data.Receipt, err = p.Receipt(r.Context(), v.tenant.ID, v.code, events[0]); err != nil {
		return err
	}
	body, err := data.Receipt.JSON()
	if err != nil {
		return err
	}
	if data.Result, err = webledger.Verify(r.Context(), p.Ledger, p.bySlug, bytes.NewReader(body)); err != nil {
		return err
	}
	return p.show(w, r, nil, "receipt", data)
}

// receiptOf are the events that the holder of the slip may see; the receipt is of the first.
func (p *Pages) receiptOf(r *http.Request, v *visitor) ([]casefile.Event, error) {
	if v.complains {
		c, err := p.seeComplaint(r, v)
		if err != nil {
			return nil, err
		}
		return c.Events, nil
	}
	own, err := p.see(r, v)
	if err != nil {
		return nil, err
	}
	return own.Events, nil
}

func (p *Pages) receiptFile(w http.ResponseWriter, r *http.Request, v *visitor) error {
	events, err := p.receiptOf(r, v)
	if err != nil {
		return err
	}
	return p.sendReceipt(w, r, v.tenant.ID, v.code, events)
}
