package report

import (
	"slices"

	"linli/casefile"
	"linli/platform/id"
	"linli/report"
	"linli/rulebook"
)

// roads are the acts that take a report on from where it stands, the more usual first. Where none of them is open to the
// reader, the report waits for somebody else, or for nobody.
var roads = map[report.State][]casefile.Kind{
	report.Received:  {"accept", "take", "assign"},
	report.Accepted:  {"start", "take", "assign"},
	report.Assigned:  {"start", "take", "assign"},
	report.Working:   {"fix", "answer", "take", "assign"},
	report.Fixed:     {"recheck", "take"},
	report.Rechecked: {"close", "take"},
	report.Answered:  {"close", "take"},
	report.Reviewing: {"decide_review", "take"},
}

// road are the acts that take this report on: one about a unit is answered once it is accepted, and so is what nobody can
// mend; only a danger is looked at again before it is closed.
func road(c *report.Case) []casefile.Kind {
	answers := !c.IsIssue() || !c.Sort.Mended()
	switch {
	case answers && slices.Contains([]report.State{report.Accepted, report.Assigned, report.Working}, c.State):
		return []casefile.Kind{"answer", "take", "assign"}
	case c.State == report.Fixed && c.Sort != rulebook.Hazard:
		return []casefile.Kind{"close", "take"}
	}
	if acts := roads[c.State]; acts != nil {
		return acts
	}
	return []casefile.Kind{"answer_erasure", "answer_change", "take"} // it is over, and its author asked for something
}

// nextAct is the next step of the road among what the reader may do, or "". What somebody handles already is taken over and
// given away by the way, and not as its next step.
func nextAct(c *report.Case, may []casefile.Kind, account id.ID) casefile.Kind {
	for _, act := range road(c) {
		if !slices.Contains(may, act) {
			continue
		}
		if !c.Handler.IsZero() && !c.Handles(account) && (act == "take" || act == "assign") {
			continue
		}
		if act == "assign" && c.Handles(account) {
			continue
		}
		return act
	}
	return ""
}
