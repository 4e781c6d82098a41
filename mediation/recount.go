package mediation

import "linli/rulebook"

// Recount are the counts of a case as it stands, reckoned from the case alone and not from the steps that led to it: what
// the tallies must come to. Days are those of the rulebook's zone; an agreement is confirmable only where the rulebook has a
// court confirm one of such a dispute.
func Recount(c Case, rules *rulebook.Rulebook) []Count {
	out := cohort(c, rules)
	for _, f := range happened(&c) {
		out = append(out, Count{Unit: f.unit, Measure: f.measure, Day: day(f.at, rules.Zone), N: 1})
	}
	return out
}

// cohort are the counts that stand under the day on which a case was received, and those of what its agreement owes.
func cohort(c Case, rules *rulebook.Rulebook) []Count {
	if c.Paper != nil && !c.Paper.TakenBack.IsZero() {
		return nil
	}
	received := day(c.Received, rules.Zone)
	var out []Count
	count := func(measure, on string) { out = append(out, Count{Measure: "mediation." + measure, Day: on, N: 1}) }
	count("registered", received)
	if c.Mediated {
		count("mediated", received)
	}
	a, court := c.Agreement, c.Confirmation
	if c.Standing != nil {
		a, court = &c.Standing.Agreement, c.Standing.Confirmation
	}
	if a == nil && c.imported() && c.State == Effective {
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
