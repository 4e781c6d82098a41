package resident

import (
	"net/http"

	"linli/consent"
	"linli/mediation"
)

// refuseForm asks once more before a no to an invitation. No reason is asked.
func (p *Pages) refuseForm(w http.ResponseWriter, r *http.Request, v *visitor) error {
	return p.form(w, r, v, "refuse", (*partyPage).MayRefuse)
}

func (p *Pages) refuse(w http.ResponseWriter, r *http.Request, v *visitor) error {
	own, err := p.read(r, v)
	if err != nil {
		return err
	}
	return p.act(w, r, v, own, mediation.Refuse{Party: own.Me.ID, How: consent.Screen}, "resident.refuse.done", "refuse")
}

// withdrawForm is the one page before the end. No reason is asked, and nothing has to be ticked.
func (p *Pages) withdrawForm(w http.ResponseWriter, r *http.Request, v *visitor) error {
	return p.form(w, r, v, "withdraw", (*partyPage).MayWithdraw)
}

func (p *Pages) withdraw(w http.ResponseWriter, r *http.Request, v *visitor) error {
	own, err := p.read(r, v)
	if err != nil {
		return err
	}
	return p.act(w, r, v, own, mediation.Withdraw{Party: own.Me.ID}, "resident.withdraw.done", "withdraw")
}
