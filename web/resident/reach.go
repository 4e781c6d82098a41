package resident

import (
	"net/http"
	"strings"

	"linli/mediation"
	"linli/platform/fault"
)

// MayReach reports whether the party can say how it is reached, or take it out.
func (o *partyPage) MayReach() bool { return o.can("reach") && o.Me.Gone.IsZero() }

// By is by what the party wants to be reached.
func (o *partyPage) By() mediation.Reach {
	if by := o.Reach().Reach; by != "" {
		return by
	}
	return mediation.ReachAny
}

// Left reports whether anything stands there that could be taken out.
func (o *partyPage) Left() bool { return o.Reach() != mediation.ContactDetails{} }

func (p *Pages) reachForm(w http.ResponseWriter, r *http.Request, v *visitor) error {
	return p.form(w, r, v, "reach", (*partyPage).MayReach)
}

// reach takes the party's own word of how it is reached. What stood there is destroyed.
func (p *Pages) reach(w http.ResponseWriter, r *http.Request, v *visitor) error {
	own, err := p.read(r, v)
	if err != nil {
		return err
	}
	if !own.MayReach() {
		return seeOther(w, r, own.At)
	}
	cmd, done := mediation.ChangeContact{Party: own.Me.ID, Reach: mediation.ReachAny, Quiet: own.Form.Checked("quiet")}, "contact.removed"
	if own.Form.Value("do") != "remove" {
		word := func(name string) string { return strings.TrimSpace(own.Form.Value(name)) }
		cmd.Reach, cmd.Contact, cmd.SafeContact, cmd.Email = mediation.Reach(own.Form.Value("reach")), word("contact"), word("safe_contact"), word("email")
		done = "contact.saved"
		if !own.Mails && (cmd.Email != own.Reach().Email || cmd.Reach == mediation.ReachMail) { // what stood there before may stay
			own.Form.Add("reach", "contact.no_mail")
			return p.show(w, r, own.Form, "reach", own)
		}
	}
	if err := p.ask(r, v, own.Form, cmd); err != nil {
		if !own.Form.Take(err) {
			return err
		}
		return p.show(w, r, own.Form, "reach", own)
	}
	p.Edge.Notify(w, done)
	return seeOther(w, r, own.At+"/contact")
}

// confirmReach takes the digits that were written to the party's e-mail address.
func (p *Pages) confirmReach(w http.ResponseWriter, r *http.Request, v *visitor) error {
	own, err := p.read(r, v)
	if err != nil {
		return err
	}
	if !own.Me.AddressWaits {
		return seeOther(w, r, own.At+"/contact")
	}
	if err := p.Mediation.ConfirmAddress(r.Context(), v.actor, own.Form.Value("one_time_code")); err != nil {
		if !own.Form.Take(err) {
			return err
		}
		return p.show(w, r, own.Form, "reach", own)
	}
	p.Edge.Notify(w, "contact.confirmed")
	return seeOther(w, r, own.At+"/contact")
}

// digitsAgain has the digits written once more.
func (p *Pages) digitsAgain(w http.ResponseWriter, r *http.Request, v *visitor) error {
	own, err := p.read(r, v)
	if err != nil {
		return err
	}
	if err := p.Mediation.AskAddressAgain(r.Context(), v.actor); err != nil && fault.Of(err).Code != fault.Guard {
		return err // a guard says that nothing waits any more, and the page says so, too
	}
	p.Edge.Notify(w, "contact.sent_again")
	return seeOther(w, r, own.At+"/contact")
}
