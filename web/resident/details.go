package resident

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"linli/mediation"
)

// MayCorrect reports whether the party can put right what is written of itself.
func (o *partyPage) MayCorrect() bool { return o.can("correct_party") && o.Me.Gone.IsZero() }

// MayRename reports whether it writes its name itself: as long as no other party reads it.
func (o *partyPage) MayRename() bool { return !o.Case.NameRead(o.Me.ID) }

// Own is the party's name and language as they stand.
func (o *partyPage) Own() mediation.Identity { return o.Identity[o.Me.ID] }

// putRight is one correction that the party may know of.
type putRight struct {
	At        time.Time
	What, Why []string // message keys
	Was       mediation.Corrected
	Kind      string // of dispute, before
	Gone      string // message key of what the office had written down and took back
}

// PutRight are what the office wrote down as a party's word and took back, and the corrections of the application and of what is
// written of this party, with what stood there before as far as the party could read it then.
func (o *partyPage) PutRight() []putRight {
	var out []putRight
	for _, e := range slices.Backward(o.Events) {
		if did, why, said := mediation.Unsaid(e); said {
			out = append(out, putRight{At: e.At, Gone: "mediation.history." + string(did), Why: why})
			continue
		}
		x := mediation.CorrectionOf(e)
		if x.Why == "" || e.Kind == "correct_party" && o.Corrected[e.ID].Party == nil || e.Kind == "correct_application" && !o.Inside() {
			continue
		}
		row := putRight{At: e.At, Why: []string{"mediation.correct.why." + x.Why}, Was: o.Corrected[e.ID]}
		if a := row.Was.Application; a != nil { // what did not change stands above
			changed := mediation.Application{}
			if slices.Contains(x.What, "summary") {
				changed.Summary = a.Summary
			}
			if slices.Contains(x.What, "claims") {
				changed.Claims = a.Claims
			}
			if slices.Contains(x.What, "amount") {
				changed.Amount = a.Amount
			}
			row.Was.Application = &changed
		}
		for _, what := range x.What {
			row.What = append(row.What, "resident.details.what."+what)
		}
		if e.Kind == "correct_party" && len(x.What) == 0 {
			row.What = []string{"resident.details.what.language"}
		}
		if slices.Contains(x.What, "type") && o.Case.ReadBefore(o.Me.ID, e) {
			t, _ := o.Rules.Mediation.DisputeType(x.Was)
			row.Kind = t.Label.In(o.lang)
		}
		out = append(out, row)
	}
	return out
}

// LanguageName is a language by its own name, or as somebody wrote it.
func (o *partyPage) LanguageName(tag string) string { return o.say.NameOf(tag) }

func (p *Pages) detailsForm(w http.ResponseWriter, r *http.Request, v *visitor) error {
	return p.form(w, r, v, "details", (*partyPage).MayCorrect)
}

// details takes the party's own word of its name and language.
func (p *Pages) details(w http.ResponseWriter, r *http.Request, v *visitor) error {
	own, err := p.read(r, v)
	if err != nil {
		return err
	}
	if !own.MayCorrect() {
		return seeOther(w, r, own.At)
	}
	name := own.Own().Name
	if own.MayRename() {
		name = strings.TrimSpace(own.Form.Value("name"))
	}
	cmd := mediation.CorrectParty{Party: own.Me.ID, Why: "said_so", Name: name, Language: p.Texts.TagOf(own.Form.Value("language"))}
	return p.act(w, r, v, own, cmd, "resident.details.done", "details")
}
