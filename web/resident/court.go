package resident

import (
	"net/http"
	"slices"
	"time"

	"linli/mediation"
)

// signs reports whether the party is one of the agreement's.
func (o *partyPage) signs() bool {
	return o.Case.Bound(o.Case.Agreement, o.Me.ID)
}

// LastDay is the last day on which the parties can apply together to a court.
func (o *partyPage) LastDay() time.Time {
	end, ok := o.Case.ConfirmationEnds(o.Rules)
	if !ok {
		return time.Time{}
	}
	return end.Add(-time.Microsecond)
}

// Court is the court that the application is prepared for, or empty.
func (o *partyPage) Court() string { return o.Passage(mediation.FieldCourt, o.Case.ID) }

// AboutConfirmation tells what a judicial confirmation is.
func (o *partyPage) AboutConfirmation() []string {
	return paragraphs(o.Rules.Text(o.lang, o.Rules.Mediation.Confirms().Text))
}

// MayJoin reports whether an application to a court waits for this party's own word.
func (o *partyPage) MayJoin() bool { return o.joinWaits() && !o.SpokenFor("join_confirmation") }

// joinWaits reports whether it waits for the party, whoever speaks for it.
func (o *partyPage) joinWaits() bool {
	x := o.Case.Confirmation
	return o.signs() && o.can("join_confirmation") && x != nil && x.Result == "" && !slices.Contains(x.Joined, o.Me.ID) && !o.now.After(o.LastDay())
}

// MayTakeBack reports whether an application to the court is prepared or with the court, and the party can take it back.
func (o *partyPage) MayTakeBack() bool {
	x := o.Case.Confirmation
	return o.signs() && !o.SpokenFor("withdraw_confirmation") && o.can("withdraw_confirmation") && x != nil && x.Result == ""
}

// MayChoose reports whether the party can say how it wants to go on.
func (o *partyPage) MayChoose() bool {
	return o.signs() && o.can("choose") && o.Case.Unconfirmed() && !o.SpokenFor("choose")
}

// ToChoose reports whether it is asked: nothing has come yet, nothing is late, and it has not said.
func (o *partyPage) ToChoose() bool {
	return o.signs() && o.Chosen() == "" && (o.Case.State == mediation.Rejected || o.Case.State == mediation.Withdrawn)
}

// Chosen is the way that this party chose, or empty.
func (o *partyPage) Chosen() string {
	if o.Case.Confirmation != nil {
		for _, c := range o.Case.Confirmation.Choices {
			if o.isMe(c.Party) {
				return c.Way
			}
		}
	}
	return ""
}

func (p *Pages) joinForm(w http.ResponseWriter, r *http.Request, v *visitor) error {
	return p.form(w, r, v, "confirmation", (*partyPage).MayJoin)
}

func (p *Pages) join(w http.ResponseWriter, r *http.Request, v *visitor) error {
	return p.when(w, r, v, (*partyPage).MayJoin, "confirmation", "resident.confirmation.done", func(own *partyPage) mediation.Command {
		return mediation.JoinConfirmation{Party: own.Me.ID}
	})
}

func (p *Pages) takeBackForm(w http.ResponseWriter, r *http.Request, v *visitor) error {
	return p.form(w, r, v, "take_back", (*partyPage).MayTakeBack)
}

func (p *Pages) takeBack(w http.ResponseWriter, r *http.Request, v *visitor) error {
	return p.when(w, r, v, (*partyPage).MayTakeBack, "take_back", "resident.take_back.done", func(own *partyPage) mediation.Command {
		return mediation.WithdrawConfirmation{Party: own.Me.ID}
	})
}

func (p *Pages) chooseForm(w http.ResponseWriter, r *http.Request, v *visitor) error {
	return p.form(w, r, v, "choose", (*partyPage).MayChoose)
}

func (p *Pages) choose(w http.ResponseWriter, r *http.Request, v *visitor) error {
	return p.when(w, r, v, (*partyPage).MayChoose, "choose", "resident.choose.done", func(own *partyPage) mediation.Command {
		if own.Form.Value("way") == "" {
			own.Form.Add("way", "form.choose")
		}
		return mediation.Choose{Party: own.Me.ID, Way: own.Form.Value("way")}
	})
}

// when reads a form and asks for the event that it makes, if the case lets the party.
func (p *Pages) when(w http.ResponseWriter, r *http.Request, v *visitor, may func(*partyPage) bool, template, done string, cmd func(*partyPage) mediation.Command) error {
	own, err := p.read(r, v)
	if err != nil {
		return err
	}
	if !may(own) {
		return seeOther(w, r, own.At)
	}
	said := cmd(own)
	if own.Form.Faulty() {
		return p.show(w, r, own.Form, template, own)
	}
	return p.act(w, r, v, own, said, done, template)
}
