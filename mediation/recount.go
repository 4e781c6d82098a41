package mediation

import "linli/rulebook"

// Recount are the counts of a case as it stands, reckoned from the case alone and not from the steps that led to it: what
// the tallies must come to. Days are those of the rulebook's zone; an agreement is confirmable only where the rulebook has a
// court confirm one of such a dispute.
func Recount(c Case, rules *rulebook.Rulebook) []Count {
	zone := rules.Zone
	received := day(c.Received, zone)
	var out []Count
	count := func(measure, on string) { out = append(out, Count{Measure: "mediation." + measure, Day: on, N: 1}) }
	count("registered", received)
	if c.Mediated {
		count("mediated", received)
	}
	for _, f := range happened(&c) {
		out = append(out, Count{Measure: f.measure, Day: day(f.at, zone), N: 1})
	}
	a, court := c.Agreement, c.Confirmation
	if c.Standing != nil {
		a, court = &c.Standing.Agreement, c.Standing.Confirmation
	}
	if a == nil && c.Ref != "" && c.State == Effective {
		count("settled", received)
	}
	if a == nil || a.Effective.IsZero() || !a.Voided.IsZero() {
		return out
	}
	count("settled", received)
	due := a.LastDue()
	if due == "" {
		due = received
	}
	count("performance_due", due)
	if !a.Oral && c.courtConfirms(rules) {
		count("confirmable", received)
	}
	if court != nil && court.Result == "confirmed" {
		count("confirmed", received)
	}
	some := false
	for _, x := range a.Instalments {
		some = some || len(x.Done) > 0
	}
	switch {
	case !a.Performed.IsZero():
		count("performed", due)
	case some:
		count("part_performed", due)
	}
	return out
}
