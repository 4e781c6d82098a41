package duty

import (
	"linli/casefile"
	"linli/rulebook"
)

// edition is the present one of the measures that are not counted of promises: with 1 came those of statements.
const edition = 1

// Cells are where an occurrence counts as it stands, with its promises: to be done and to be looked at by another person, each on its
// day; on the last day of its period the places that were to be looked at, and the statements that were to be signed; and what was written down afterwards. It counts in the unit that owed it first, whoever answers for it since.
func Cells(c *Case, rows []casefile.PromiseRow, events []casefile.Event, rules *rulebook.Rulebook) casefile.Cells {
	out := casefile.Cells{}
	out.Promised(rows, "", rules.Zone)
	if v := c.Coverage; v != nil {
		for measure, n := range map[string]int{"duty.places_listed": v.Listed, "duty.places_looked": v.Looked, "duty.places_found": v.Found} {
			if n > 0 {
				out[casefile.Cell{Unit: c.Home(), Measure: measure, Day: c.Last}] = int64(n)
			}
		}
	}
	if rule, known := rules.Duty(c.Duty); known && rule.Kind == "statement" && c.Edition >= edition {
		v := c.Signatures(rule)
		for measure, n := range map[string]int{"duty.statements_owed": v.Owed, "duty.statements_signed": v.Signed, "duty.statements_screen": v.Screen} {
			if n > 0 {
				out[casefile.Cell{Unit: c.Home(), Measure: measure, Day: c.Last}] = int64(n)
			}
		}
	}
	out.Entered(c.Home(), events, rules.Zone)
	return out
}

// counts are the steps of the published counts that a change brings. old are the promises as they were, all those that its events
// give now.
func counts(before *Case, ch *Change, old, all []casefile.PromiseRow, rules *rulebook.Rulebook) []casefile.Tally {
	return casefile.Counted(ch.Case.ID, Cells(before, old, nil, rules), Cells(&ch.Case, casefile.Standing(old, all), ch.Events, rules))
}
