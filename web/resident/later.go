package resident

import (
	"net/http"
	"slices"

	"linli/consent"
	"linli/mediation"
)

// Spoken reports whether an oral agreement is written down of which the party itself is asked.
func (o *partyPage) Spoken() bool { return o.oralWaits() && !o.SpokenFor("agree_oral") }

// oralWaits reports whether it waits for the party, whoever speaks for it.
func (o *partyPage) oralWaits() bool {
	return o.Inside() && o.can("agree_oral") && o.Case.Agreement != nil && o.Case.Agreement.Oral && o.Agreement != nil &&
		slices.Contains(o.Case.Missing(), mediation.Act{As: "party", Of: o.Me.ID})
}

// MayFollowUp reports whether the party can say that it wants to be asked later; MayStop, that it does not any more.
func (o *partyPage) MayFollowUp() bool {
	return o.Inside() && o.signs() && o.can("agree_follow_up") && o.Me.FollowUp.IsZero() && !o.SpokenFor("agree_follow_up")
}

// MayStop reports whether the party has agreed to be asked, and can take it back.
func (o *partyPage) MayStop() bool { return o.can("stop_follow_up") && !o.Me.FollowUp.IsZero() }

// AboutFollowUp and AboutReopening are the notices that are read before the answer.
func (o *partyPage) AboutFollowUp() []string {
	return paragraphs(o.Rules.Text(o.lang, o.Rules.Mediation.FollowUp.Text))
}

// AboutReopening is the notice about taking a closed case up again.
func (o *partyPage) AboutReopening() []string {
	return paragraphs(o.Rules.Text(o.lang, o.Rules.Mediation.Reopening.Text))
}

// MayReopen reports whether the party is asked to take the case up again.
func (o *partyPage) MayReopen() bool { return o.reopenWaits() && !o.SpokenFor("agree_reopen") }

// reopenWaits reports whether it waits for the party, whoever speaks for it.
func (o *partyPage) reopenWaits() bool {
	x := o.Case.Reopening
	return o.Inside() && o.can("agree_reopen") && x != nil && !slices.Contains(x.Agreed, o.Me.ID)
}

// Why is the reason that the office gave for taking the case up again; empty where the party may not read it any more.
func (o *partyPage) Why() string {
	for _, e := range slices.Backward(o.Events) {
		if e.Kind == "reopen" {
			return o.Passage(mediation.FieldReason, e.ID)
		}
	}
	return ""
}

func (p *Pages) oralForm(w http.ResponseWriter, r *http.Request, v *visitor) error {
	return p.form(w, r, v, "oral", (*partyPage).Spoken)
}

func (p *Pages) oral(w http.ResponseWriter, r *http.Request, v *visitor) error {
	return p.when(w, r, v, (*partyPage).Spoken, "oral", "resident.oral.done", func(own *partyPage) mediation.Command {
		return mediation.AgreeOral{Party: own.Me.ID}
	})
}

func (p *Pages) followUpForm(w http.ResponseWriter, r *http.Request, v *visitor) error {
	return p.form(w, r, v, "follow_up", func(own *partyPage) bool { return own.MayFollowUp() || own.MayStop() })
}

// followUp says yes, or takes it back: one step each.
func (p *Pages) followUp(w http.ResponseWriter, r *http.Request, v *visitor) error {
	own, err := p.read(r, v)
	if err != nil {
		return err
	}
	switch {
	case own.Form.Value("do") == "stop" && own.MayStop():
		return p.act(w, r, v, own, mediation.StopFollowUp{Party: own.Me.ID, How: consent.Screen}, "resident.follow_up.stopped", "follow_up")
	case own.Form.Value("do") == "agree" && own.MayFollowUp():
		return p.act(w, r, v, own, mediation.AgreeFollowUp{Party: own.Me.ID, How: consent.Screen, Language: own.lang}, "resident.follow_up.done", "follow_up")
	}
	return seeOther(w, r, own.At)
}

func (p *Pages) reopeningForm(w http.ResponseWriter, r *http.Request, v *visitor) error {
	return p.form(w, r, v, "reopening", (*partyPage).MayReopen)
}

// reopening takes the answer. A no needs no reason, and nobody else sees whose it was.
func (p *Pages) reopening(w http.ResponseWriter, r *http.Request, v *visitor) error {
	return p.when(w, r, v, (*partyPage).MayReopen, "reopening", "resident.reopening.done", func(own *partyPage) mediation.Command {
		answer := own.Form.Value("answer")
		if answer != "yes" && answer != "no" {
			own.Form.Add("answer", "form.choose")
		}
		return mediation.AgreeReopen{Party: own.Me.ID, Yes: answer == "yes", How: consent.Screen, Language: own.lang}
	})
}
