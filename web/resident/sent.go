package resident

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"linli/casefile"
	"linli/mediation"
	"linli/office"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/ledger"
	"linli/web/page"
)

// ticket lets the browser that has just applied fetch its passphrase and its receipt, and nobody else who may have seen
// the code. It is sealed.
type ticket struct {
	Tenant id.ID   `json:"t"`
	Case   id.ID   `json:"c"`
	Party  id.ID   `json:"p"`
	Code   id.Code `json:"k"`
	Until  int64   `json:"u"` // Unix microseconds
}

// ticketLife is as long as the passphrase can be fetched.
const ticketLife = 15 * time.Minute

type sentPage struct {
	Form    *page.Form
	Code    id.Code
	Ticket  string
	Receipt bool
	Arrived string // see [slipPage]
}

// applySend sends the application: one case, however often it is sent.
func (p *Pages) applySend(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	a, err := p.application(r, form)
	if err != nil {
		return err
	}
	if form.Looking() {
		return p.look(w, r, a)
	}
	if a.ownDispute() { // nothing of it is stored
		return p.show(w, r, nil, "apply_own", a)
	}
	if n := a.faulty(); n >= 0 {
		return p.showStep(w, r, a, n)
	}
	if _, in := p.Flood.Admit(w, r, form); !in { // an application is looked at by a person in any case
		return nil
	}
	got, err := p.create(r, a)
	switch {
	case errors.Is(err, casefile.ErrKeyReused):
		form.Add("", "resident.apply.sent_before")
		return p.showStep(w, r, a, len(a.asked())-1)
	case err != nil:
		n := a.taken(err)
		if n < 0 {
			return err
		}
		return p.showStep(w, r, a, n)
	}
	return p.showSent(w, r, page.NewForm(nil), got)
}

func (p *Pages) create(r *http.Request, a *application) (ticket, error) {
	tenant := visitorOf(r).tenant.ID
	cmd := a.command()
	what, err := json.Marshal(cmd)
	if err != nil {
		return ticket{}, fmt.Errorf("writing an application: %w", err)
	}
	request, err := casefile.NewRequest(id.ID{}, "apply:"+a.Form.Value(attempt), what)
	if err != nil {
		return ticket{}, err
	}
	_, answer, err := p.Mediation.Create(r.Context(), public(r, tenant), cmd, mediation.Ask{Request: request,
		Answer: func(c mediation.Case, slips []casefile.Slip) []byte {
			b, err := json.Marshal(ticket{Tenant: tenant, Case: c.ID, Party: slips[0].Party, Code: slips[0].Code,
				Until: p.Clock.Now().Add(ticketLife).UnixMicro()})
			if err != nil {
				panic("resident: a ticket that JSON cannot hold: " + err.Error()) //nolint:forbidigo // ids and a number only
			}
			return b
		}})
	if err != nil {
		return ticket{}, err
	}
	var t ticket
	if err := json.Unmarshal(answer, &t); err != nil {
		return ticket{}, fmt.Errorf("reading the answer to an application: %w", err)
	}
	return t, nil
}

func (p *Pages) showSent(w http.ResponseWriter, r *http.Request, form *page.Form, t ticket) error {
	return p.show(w, r, form, "sent", sentPage{Form: form, Code: t.Code, Ticket: p.close(forTicket, t), Receipt: p.Receipt != nil})
}

// errTicket says that the ticket was altered, or that its time is over.
var errTicket = fault.New(fault.Guard, "resident.sent.over")

func (p *Pages) ticketIn(form *page.Form) (ticket, error) {
	var t ticket
	if !p.open(forTicket, form.Value("ticket"), &t) || p.Clock.Now().After(time.UnixMicro(t.Until)) {
		return ticket{}, errTicket
	}
	return t, nil
}

// firstSlip makes the passphrase and shows it, this once.
func (p *Pages) firstSlip(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	t, err := p.ticketIn(form)
	if err != nil {
		return err
	}
	passphrase, err := p.Mediation.FirstSlip(r.Context(), t.Tenant, t.Code)
	if isGone(err) {
		return p.show(w, r, nil, "slip_gone", sentPage{Code: t.Code})
	}
	if err != nil {
		return err
	}
	return p.showSlip(w, r, t.Code, passphrase, false)
}

// firstReceipt hands out the receipt of the application.
func (p *Pages) firstReceipt(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	t, err := p.ticketIn(form)
	if err != nil {
		return err
	}
	a := access.Actor{Kind: access.Resident, Tenant: t.Tenant, Case: t.Case, Party: t.Party, Via: office.Web}
	o, err := p.Mediation.Open(r.Context(), a, t.Case, access.ForParty)
	if err != nil {
		return err
	}
	return p.sendReceipt(w, r, t.Tenant, t.Code, o.Events)
}

// sendReceipt sends the receipt of the first event that the party may see.
func (p *Pages) sendReceipt(w http.ResponseWriter, r *http.Request, tenant id.ID, code id.Code, events []casefile.Event) error {
	if p.Receipt == nil || len(events) == 0 {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	receipt, err := p.Receipt(r.Context(), tenant, code, events[0])
	if err != nil {
		return err
	}
	body, err := receipt.JSON()
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", ledger.MediaType)
	w.Header().Set("Content-Disposition", `attachment; filename="linli-receipt.json"`)
	_, _ = bytes.NewReader(body).WriteTo(w) // the browser has gone if this fails
	return nil
}
