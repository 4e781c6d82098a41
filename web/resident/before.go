package resident

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"linli/mediation"
)

// beforeForm offers the party, before it signs, what makes a signature free, and takes its answers.
func (p *Pages) beforeForm(w http.ResponseWriter, r *http.Request, v *visitor) error {
	return p.form(w, r, v, "before", (*partyPage).ToSign)
}

// before records what the party answered. It can answer anew until it signs.
func (p *Pages) before(w http.ResponseWriter, r *http.Request, v *visitor) error {
	own, err := p.read(r, v)
	if err != nil {
		return err
	}
	for _, what := range mediation.SupportOffers {
		if !slices.Contains(mediation.OfferAnswers, own.Form.Value(what)) {
			own.Form.Add(what, "form.choose")
		}
	}
	days, err := strconv.Atoi(own.Form.Value("pause_days"))
	if err != nil || days != 0 && !slices.Contains(own.PauseDays(), days) {
		own.Form.Add("pause_days", "form.choose")
	}
	if own.Form.Faulty() {
		return p.show(w, r, own.Form, "before", own)
	}
	return p.act(w, r, v, own, mediation.OfferSupport{Party: own.Me.ID, How: "on_screen", Support: own.Form.Value("support"), Advice: own.Form.Value("advice"),
		Aloud: own.Form.Value("aloud"), Home: own.Form.Value("home"), PauseDays: days}, "fair.offer.done", "before")
}

func (p *Pages) pauseForm(w http.ResponseWriter, r *http.Request, v *visitor) error {
	return p.form(w, r, v, "pause", (*partyPage).Signs)
}

// pause gives the party time before it signs; until then nobody can sign.
func (p *Pages) pause(w http.ResponseWriter, r *http.Request, v *visitor) error {
	own, err := p.read(r, v)
	if err != nil {
		return err
	}
	days, err := strconv.Atoi(own.Form.Value("days"))
	if err != nil || !slices.Contains(own.PauseDays(), days) {
		own.Form.Add("days", "form.choose")
		return p.show(w, r, own.Form, "pause", own)
	}
	return p.act(w, r, v, own, mediation.Pause{Party: own.Me.ID, Days: days}, "resident.pause.done", "pause")
}

// endPause ends the pause that the party asked for.
func (p *Pages) endPause(w http.ResponseWriter, r *http.Request, v *visitor) error {
	own, err := p.read(r, v)
	if err != nil {
		return err
	}
	return p.act(w, r, v, own, mediation.EndPause{Party: own.Me.ID}, "fair.pause.ended", "agreement")
}

// ToSign reports whether an agreement waits for this party's own signature.
func (o *partyPage) ToSign() bool { return o.Signs() && !o.Signed() }

// WasOffered is what the party was offered before it signs, or nil.
func (o *partyPage) WasOffered() *mediation.Offered { return o.Case.Agreement.Offered(o.Me.ID) }

// First is the message key of what comes before the party's signature; empty: nothing.
func (o *partyPage) First() string {
	switch x := o.WasOffered(); {
	case x == nil:
		return "fair.yours.not_offered"
	case x.Waits:
		return "fair.yours.waits"
	}
	return ""
}

// offerRow is one thing that is offered, with the party's answer.
type offerRow struct {
	Name, Answer string
}

// OfferRows are what the party is offered before it signs, in the order in which it is read out.
func (o *partyPage) OfferRows() []offerRow {
	var out []offerRow
	for _, what := range mediation.SupportOffers {
		answer := o.Form.Value(what)
		if answer == "" {
			answer = o.Answered[o.Me.ID].Answers[what]
		}
		if o.WasOffered() == nil && o.Form.Value(what) == "" {
			answer = "" // answered on another draft: it is asked anew
		}
		out = append(out, offerRow{what, answer})
	}
	return out
}

// PauseDays are the days that a party can ask for at once: one, three, and as many as the rulebook has.
func (o *partyPage) PauseDays() []int {
	longest := o.Rules.Mediation.BeforeSigning.PauseDays
	return slices.DeleteFunc(slices.Compact([]int{1, 3, longest}), func(n int) bool { return n > longest })
}

// OwnPause reports whether this party asked for time, and it is not over.
func (o *partyPage) OwnPause() bool { return o.Case.Agreement.Pausing(o.Me.ID, o.now) }

// PausedUntil is when signing is possible again.
func (o *partyPage) PausedUntil() time.Time { return o.Case.Agreement.PausedUntil() }
