package resident

import (
	"html/template"
	"net/http"

	"linli/platform/id"
	"linli/web/page"
)

// slipPage is shown once. It names no office and no dispute: a slip lies in a purse or on a table.
type slipPage struct {
	Code       id.Code
	Passphrase string // in fours
	Address    string // without the secret, for typing
	QR         template.URL
	New        bool   // it replaces another
	Lost       string // message key: what can be done where it is lost
	Arrived    string // the attempt of the form that brought it: what a device keeps of it goes
}

// dot is the width of a module of the QR code in pixels.
const dot = 6

// showSlip shows a code and its passphrase. In the QR code the secret stands after #, so that it reaches no server's log.
func (p *Pages) showSlip(w http.ResponseWriter, r *http.Request, code id.Code, passphrase string, replaces bool) error {
	return p.showSlipOf(w, r, slipPage{Code: code, New: replaces, Lost: "resident.slip.by_hand"}, passphrase)
}

func (p *Pages) showSlipOf(w http.ResponseWriter, r *http.Request, data slipPage, passphrase string) error {
	address := p.Origin.JoinPath("r", data.Code.String()).String()
	var err error
	if data.QR, err = page.QR(address+"#"+passphrase, dot); err != nil {
		return err
	}
	data.Passphrase, data.Address = id.ShowPassphrase(passphrase), address
	return p.show(w, r, nil, "slip", data)
}

// ShowSlip shows the slip of another package's case, this once; lost is the key of what can be done where it is lost. Without a passphrase
// it was shown before.
func (p *Pages) ShowSlip(w http.ResponseWriter, r *http.Request, code id.Code, passphrase, lost string) error {
	if passphrase == "" {
		return p.show(w, r, nil, "slip_gone", sentPage{Code: code})
	}
	return p.showSlipOf(w, r, slipPage{Code: code, Lost: lost}, passphrase)
}

// slipForm says what a new passphrase does before it is made.
func (p *Pages) slipForm(w http.ResponseWriter, r *http.Request, v *visitor) error {
	own, err := p.see(r, v)
	if err != nil {
		return err
	}
	return p.show(w, r, nil, "slip_new", own)
}

// newSlip replaces the slip. The session hangs on the old one and ends with it.
func (p *Pages) newSlip(w http.ResponseWriter, r *http.Request, v *visitor) error {
	if _, err := page.ReadForm(r); err != nil {
		return err
	}
	code, passphrase, err := p.Mediation.IssueSlip(r.Context(), v.actor, v.actor.Case, v.actor.Party)
	if err != nil {
		return err
	}
	p.Edge.Cookies.Clear(w, sessionCookie)
	return p.showSlip(w, r, code, passphrase, true)
}
