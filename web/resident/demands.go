package resident

import (
	"slices"
	"strconv"

	"linli/mediation"
	"linli/mediation/paper"
)

// demandLine is one demand of a court of which the party is told: who asked, under what, and what came of it.
type demandLine struct {
	mediation.Demand
	mediation.DemandText
	Papers []string // what was given
	Said   string
}

// Demanded are the demands of courts for papers of this case, the latest first.
func (o *partyPage) Demanded() []demandLine {
	var out []demandLine
	for _, x := range slices.Backward(o.Case.Demands) {
		text, known := o.Demands[x.ID]
		if !known {
			continue
		}
		line := demandLine{Demand: x, DemandText: text, Said: o.Passage(mediation.FieldDemandAnswer, x.ID)}
		for _, p := range x.Papers {
			line.Papers = append(line.Papers, o.paperTitle(p))
		}
		out = append(out, line)
	}
	return out
}

// paperTitle is what a paper of an id is called; the party may not have the paper itself.
func (o *partyPage) paperTitle(name string) string {
	kind, nth := paper.Named(name)
	doc, _ := o.Rules.Mediation.Document(kind)
	title := doc.Title.In(o.lang)
	if nth > 0 {
		title += " " + strconv.Itoa(nth)
	}
	return title
}
