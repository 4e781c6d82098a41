package aside

import (
	"slices"

	"linli/casefile"
	"linli/platform/id"
)

// Told is one demand of a court of which the people of a case are told: who asked, under what, and what came of it.
type Told struct {
	casefile.Demand
	casefile.DemandText
	Papers []string // what was given
	Said   string
}

// CopyOf are these demands as a copy of a person's own file has them; say is the word of a message key.
func CopyOf(all []Told, say func(key string) string) (out []casefile.CopyDemand) {
	for _, x := range all {
		out = append(out, casefile.CopyDemand{At: x.Asked, Court: x.Body, Order: x.Order, Asks: x.Asks, Answer: say("demand.state." + x.State()), Papers: x.Papers})
	}
	return out
}

// ToldOf are the demands for papers of a case whose words its reader has, the latest first.
func ToldOf(of casefile.Demanded, texts map[id.ID]casefile.DemandText, said func(demand id.ID) string, title func(paper string) string) (out []Told) {
	for _, x := range slices.Backward(of.Demands) {
		text, known := texts[x.ID]
		if !known {
			continue
		}
		line := Told{Demand: x, DemandText: text, Said: said(x.ID)}
		for _, p := range x.Papers {
			line.Papers = append(line.Papers, title(p))
		}
		out = append(out, line)
	}
	return out
}
