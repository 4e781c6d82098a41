package report

import "linli/casefile"

// Waive is the reporter's word that a promise that was made to it need not be kept. What is promised on a complaint or a grievance is not
// waived: the rulebook's check refuses it, and the machine has no row for it.
type Waive casefile.Waive

// Kind is the machine's event.
func (Waive) Kind() casefile.Kind { return "waive" }

func (x Waive) decide(d *decision, s *Step) (any, error) {
	return casefile.Waive(x).Enter(&s.Step, d.Promised.Find(x.Promise))
}

// waiveGuards are the rules of a waiver as guards.
func waiveGuards() (out []Guard) {
	for _, rule := range casefile.WaiveRules() {
		out = append(out, Guard{rule.Name, func(d *decision) bool { return rule.Holds(d.Promised, d.cmd.(Waive).Promise) }})
	}
	return out
}
