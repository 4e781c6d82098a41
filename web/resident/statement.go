package resident

import (
	"net/http"
	"time"

	"linli/mediation"
	"linli/platform/access"
)

// account is one statement that this party may read.
type account struct {
	At     time.Time
	Text   string
	Mine   bool
	Shared bool
}

// Accounts are the statements that this party may read: its own, and those that others shared.
func (o *partyPage) Accounts() []account {
	var out []account
	for _, e := range o.Events {
		words := o.Passage(mediation.FieldStatement, e.ID)
		if e.Kind != "statement" || words == "" {
			continue
		}
		out = append(out, account{e.At, words, e.By.Kind == access.Resident && o.isMe(e.By.Party) || e.Visibility.Party() == o.Me.ID, e.Visibility.Party().IsZero()})
	}
	return out
}

// MayState reports whether the party can add its own account.
func (o *partyPage) MayState() bool { return o.Inside() && o.can("statement") }

func (p *Pages) statementForm(w http.ResponseWriter, r *http.Request, v *visitor) error {
	return p.form(w, r, v, "statement", (*partyPage).MayState)
}

// statement keeps the party's own account, for the mediator alone or for everybody in the case. Neither is suggested.
func (p *Pages) statement(w http.ResponseWriter, r *http.Request, v *visitor) error {
	own, err := p.read(r, v)
	if err != nil {
		return err
	}
	own.Form.Require("text")
	who := own.Form.Value("who")
	if who != "office" && who != "all" {
		own.Form.Add("who", "form.choose")
	}
	if own.Form.Faulty() {
		return p.show(w, r, own.Form, "statement", own)
	}
	said := mediation.Statement{Party: own.Me.ID, Text: own.Form.Value("text"), Share: who == "all"}
	return p.act(w, r, v, own, said, "resident.statement.done", "statement")
}
