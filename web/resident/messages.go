package resident

import (
	"net/http"
	"slices"
	"time"

	"linli/mediation"
)

// letter is one message between the office and this party.
type letter struct {
	At   time.Time
	Text string
	Mine bool
}

// Letters are the messages between the office and this party, the newest first.
func (o *partyPage) Letters() []letter {
	var out []letter
	for _, m := range slices.Backward(o.Case.Messages) {
		out = append(out, letter{m.At, o.Passage(mediation.FieldMessage, m.ID), m.By.IsZero()})
	}
	return out
}

// MayWrite reports whether the party can write to the office.
func (o *partyPage) MayWrite() bool { return o.Inside() && o.can("reply") }

// MayRead reports whether there is a thread for this party to look at.
func (o *partyPage) MayRead() bool { return o.MayWrite() || len(o.Case.Messages) > 0 }

func (p *Pages) messagesForm(w http.ResponseWriter, r *http.Request, v *visitor) error {
	return p.form(w, r, v, "messages", (*partyPage).MayRead)
}

// messages takes what the party writes to the office, and to nobody else.
func (p *Pages) messages(w http.ResponseWriter, r *http.Request, v *visitor) error {
	own, err := p.read(r, v)
	if err != nil {
		return err
	}
	if !own.MayWrite() {
		return seeOther(w, r, own.At)
	}
	own.Form.Require("text")
	if own.Form.Faulty() {
		return p.show(w, r, own.Form, "messages", own)
	}
	return p.act(w, r, v, own, mediation.Reply{Party: own.Me.ID, Text: own.Form.Value("text")}, "resident.messages.done", "messages")
}
