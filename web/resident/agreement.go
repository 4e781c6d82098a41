package resident

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"linli/mediation"
	"linli/platform/i18n"
	"linli/platform/id"
)

// agreement shows the text in full: a draft that waits for signatures, or the agreement in force.
func (p *Pages) agreement(w http.ResponseWriter, r *http.Request, v *visitor) error {
	return p.form(w, r, v, "agreement", func(own *partyPage) bool { return own.Inside() && own.Agreement != nil })
}

func (p *Pages) refuseSignForm(w http.ResponseWriter, r *http.Request, v *visitor) error {
	return p.form(w, r, v, "refuse_sign", (*partyPage).Signs)
}

// refuseSign takes the party out of the draft. Nobody is bound by it then.
func (p *Pages) refuseSign(w http.ResponseWriter, r *http.Request, v *visitor) error {
	own, err := p.read(r, v)
	if err != nil {
		return err
	}
	return p.act(w, r, v, own, mediation.RefuseSign{Party: own.Me.ID}, "resident.refuse_sign.done", "refuse_sign")
}

// OnScreen reports whether the party can sign on screen: the rulebook lets it, and nobody else signs for the party.
func (o *partyPage) OnScreen() bool {
	kind, _ := o.Rules.Mediation.DisputeType(o.Case.Type)
	return !kind.ScreenSigningBarred && !o.SpokenFor("sign")
}

// Foreign is the message that names the language of the text to sign, where the reader reads another; else empty.
func (o *partyPage) Foreign() string {
	signed := o.Case.Agreement.Language
	l, known := i18n.Parse(signed)
	if !known || signed == o.lang {
		return ""
	}
	return "resident.language." + strings.ToLower(strings.ReplaceAll(string(l), "-", "_"))
}

// Print leads to the text that is signed: a translation is for reading only.
func (o *partyPage) Print() string {
	return o.At + "/papers/agreement?paper=" + url.QueryEscape(o.Case.Agreement.Language)
}

// DayOf is a term's due day, which the agreement keeps as YYYY-MM-DD.
func (o *partyPage) DayOf(day string) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, day, o.Rules.Zone)
	if err != nil {
		return time.Time{} // the draft was checked: it cannot be
	}
	return t
}

// PartyName is how the agreement names a party.
func (o *partyPage) PartyName(party id.ID) string {
	for _, p := range o.Agreement.Parties {
		if p.ID == party {
			return p.Name
		}
	}
	return ""
}

// signature is one act that the agreement needs.
type signature struct {
	Key  string // message key of whose it is
	Done bool
}

// Signatures are the acts that the agreement has and still needs. Others are not named: who hesitates is nobody's matter.
func (o *partyPage) Signatures() []signature {
	var out []signature
	key := func(as string, of id.ID) string {
		if as == "party" && o.isMe(of) {
			as = "me"
		}
		return "resident.sign.by_" + as
	}
	for _, s := range o.Case.Agreement.Acts {
		out = append(out, signature{key(s.As, s.Of), true})
	}
	for _, a := range o.Case.Missing() {
		out = append(out, signature{key(a.As, a.Of), false})
	}
	return out
}
