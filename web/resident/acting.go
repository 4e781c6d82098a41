package resident

import (
	"net/http"
	"slices"

	"linli/casefile"
	"linli/mediation"
	"linli/platform/id"
)

// acting is one who acts for the party, as the party reads it.
type acting struct {
	mediation.Representative
	Name string
	Mine bool // the party gave the authority, and can end it
}

// Acting are those who act for the party now.
func (o *partyPage) Acting() []acting {
	var out []acting
	for _, r := range o.Case.Representatives {
		if r.Party == o.Me.ID && r.Ended.IsZero() {
			out = append(out, acting{r, o.Opened.Acting[r.ID], r.Kind != mediation.Guardian && o.can("end_authority")})
		}
	}
	return out
}

// SpokenFor reports whether an act is not the party's own to do: whoever acts for it does it at the office.
func (o *partyPage) SpokenFor(k casefile.Kind) bool { return o.Case.SpokenFor(k, o.Me.ID) }

// Elsewhere are the things that wait for a word which others speak for this party, as message keys of what they are.
func (o *partyPage) Elsewhere() (out []string) {
	for _, x := range []struct {
		waits bool
		event casefile.Kind
		key   string
	}{{len(o.proposed()) > 0, "agree_mediator", "mediator"}, {o.extensionWaits(), "agree_extension", "extension"}, {o.offerWaits(), "answer_offer", "offers"},
		{o.ToSign(), "sign", "sign"}, {o.oralWaits(), "agree_oral", "oral"}, {o.joinWaits(), "join_confirmation", "confirmation"}, {o.reopenWaits(), "agree_reopen", "reopening"}, {o.jointWaits(), "agree_joint", "joint"},
		{o.ToChoose(), "choose", "choose"}, {o.asked(), "confirm_performance", "dues"}} {
		if x.waits && o.SpokenFor(x.event) {
			out = append(out, "resident.way."+x.key)
		}
	}
	return out
}

// offerWaits reports whether an offer of the other side is open and has no answer.
func (o *partyPage) offerWaits() bool {
	return o.Inside() && slices.ContainsFunc(o.Case.Offers, func(x mediation.Offer) bool {
		return x.Party != o.Me.ID && x.As == mediation.AnOffer && slices.ContainsFunc(x.Copies, func(k mediation.Copy) bool {
			return k.To == o.Me.ID && !k.Read.IsZero() && k.Answer == ""
		})
	})
}

// Represented reports whether somebody acts for the party.
func (o *partyPage) Represented() bool { return len(o.Acting()) > 0 }

// actingForm shows who acts for the party, and how far.
func (p *Pages) actingForm(w http.ResponseWriter, r *http.Request, v *visitor) error {
	return p.form(w, r, v, "acting", (*partyPage).Represented)
}

// endAuthority ends an authority that the party gave: one step, and no reason is asked.
func (p *Pages) endAuthority(w http.ResponseWriter, r *http.Request, v *visitor) error {
	return p.when(w, r, v, (*partyPage).Represented, "acting", "resident.acting.done", func(own *partyPage) mediation.Command {
		who, err := id.Parse(own.Form.Value("who"))
		if err != nil || !slices.ContainsFunc(own.Acting(), func(a acting) bool { return a.ID == who && a.Mine }) {
			own.Form.Add("who", "form.choose")
		}
		return mediation.EndAuthority{Party: own.Me.ID, Representative: who, Why: mediation.EndedByParty}
	})
}
