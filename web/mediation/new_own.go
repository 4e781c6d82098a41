package mediation

import (
	"linli/mediation"
	"linli/rulebook"
)

// ways are what a clerk tells somebody whose dispute is with the unit itself: the unit above, and the other routes.
func (in *intake) ways() *ownWays {
	a := &ownWays{Text: in.rules.Text(string(in.Language), ownDispute(in.rules))}
	if unit, ok := in.tree.Unit(in.unit()); ok {
		if above, ok := in.tree.Unit(unit.Parent); ok {
			a.Above = above.Name
		}
	}
	for _, r := range in.rules.Mediation.Routes {
		a.Routes = append(a.Routes, [2]string{in.in(r.Name), in.in(r.Text)})
	}
	return a
}

// ownWays are the ways that are open to somebody whose dispute is with the unit itself.
type ownWays struct {
	Text, Above string
	Routes      [][2]string
}

// ownDispute is the rulebook's text for a dispute of the office itself.
func ownDispute(rules *rulebook.Rulebook) string {
	reason, _ := rules.Mediation.Reason(mediation.OwnDispute)
	return reason.Text
}
