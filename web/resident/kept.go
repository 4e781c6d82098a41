package resident

import (
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
	for _, e := range o.Case.Endings(o.Rules) {
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
