package resident

import (
	"net/http"
	"time"

	"linli/mediation"
)

// keptLine is one thing that the office destroys after the end, on a day and under a rule.
type keptLine struct {
	What         string
	Then         string // message key: what goes
	At           time.Time
	Done         bool
	Law, Article string // empty: the office bound itself
}

// Kept tells until when the office keeps what it holds of an ended case, and why; nothing while the case is open.
func (o *partyPage) Kept() []keptLine {
	var out []keptLine
	asked := o.Case.Erasure(o.Me.ID)
	for _, e := range o.Case.Endings(o.Rules) {
		e.Done = e.Done || e.Rule.Then == "minimise" && asked != nil && !asked.Answered.IsZero() // it went with the answer
		out = append(out, o.keptLine(e))
	}
	return out
}

func (o *partyPage) keptLine(e mediation.Ending) keptLine {
	x := keptLine{What: e.Rule.Label.In(o.lang), Then: "keep.then." + e.Rule.Then, At: e.At, Done: e.Done, Article: e.Rule.Source.Article}
	if e.Rule.Source.Law != "office" {
		x.Law = o.Rules.Law(e.Rule.Source.Law).Title.In(o.lang)
	}
	return x
}

// MayAskErasure reports whether the party can ask to be erased.
func (o *partyPage) MayAskErasure() bool {
	return o.can("ask_erasure") && o.Case.Erased.IsZero() && o.Case.Erasure(o.Me.ID) == nil
}

// Request is the party's own request to be erased, or nil.
func (o *partyPage) Request() *mediation.Erasure { return o.Case.Erasure(o.Me.ID) }

// Until is the rule for which the file still has to be kept, the last of them; nil where nothing is kept any more.
func (o *partyPage) Until() *keptLine {
	all := o.Kept()
	if len(all) == 0 {
		return nil
	}
	return &all[len(all)-1]
}

func (p *Pages) erasureForm(w http.ResponseWriter, r *http.Request, v *visitor) error {
	return p.form(w, r, v, "erasure", (*partyPage).MayAskErasure)
}

// erasure takes the request. It needs no reason and takes effect at once.
func (p *Pages) erasure(w http.ResponseWriter, r *http.Request, v *visitor) error {
	return p.when(w, r, v, (*partyPage).MayAskErasure, "erasure", "keep.erasure.done", func(own *partyPage) mediation.Command {
		return mediation.AskErasure{Party: own.Me.ID}
	})
}
