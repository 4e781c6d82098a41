package resident

import (
	"bytes"
	"net/http"
	"time"

	"linli/platform/fault"
	"linli/platform/ledger"
	webledger "linli/web/ledger"
)

type receiptPage struct {
	*partyPage
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
	own, err := p.see(r, v)
	if err != nil {
		return err
	}
	if p.Receipt == nil || len(own.Events) == 0 {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	data := receiptPage{partyPage: own}
	if data.Receipt, err = p.Receipt(r.Context(), v.tenant.ID, v.code, own.Events[0]); err != nil {
		return err
	}
	body, err := data.Receipt.JSON()
	if err != nil {
		return err
	}
	if data.Result, err = webledger.Verify(r.Context(), p.Ledger, p.bySlug, bytes.NewReader(body)); err != nil {
		return err
	}
	return p.show(w, r, own.Form, "receipt", data)
}

func (p *Pages) receiptFile(w http.ResponseWriter, r *http.Request, v *visitor) error {
	own, err := p.see(r, v)
	if err != nil {
		return err
	}
	return p.sendReceipt(w, r, v.tenant.ID, v.code, own.Opened)
}
