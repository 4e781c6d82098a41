package referral

import (
	"linli/casefile"
	"linli/platform/calendar"
	"linli/rulebook"
)

// Cells are where a request for help counts as it stands, with its promises: in the unit that handles it, by what is needed and never by
// who needs it. A request counts under each of its needs on the day on which it came, a referral on the day on which it was sent, with the
// person's own word whether the help was received; what falls due, on its day.
func Cells(c *Case, rows []casefile.PromiseRow, rules *rulebook.Rulebook) casefile.Cells {
	out := casefile.Cells{}
	for _, need := range c.Needs {
		out[casefile.Cell{Unit: c.Unit, Type: need, Measure: "referral.asked", Day: calendar.DateOf(c.Received, rules.Zone)}]++
	}
	for i := range c.Referrals {
		r := &c.Referrals[i]
		if r.Requested.IsZero() || r.Status == InError {
			continue
		}
		cell := casefile.Cell{Unit: c.Unit, Type: r.Need, Measure: "referral.sent", Day: calendar.DateOf(r.Requested, rules.Zone)}
		out[cell]++
		if r.Own {
			cell.Measure = "referral.not_received"
			if r.Received {
				cell.Measure = "referral.received"
			}
			out[cell]++
		}
	}
	out.Promised(rows, "", rules.Zone)
	for _, p := range rows {
		r := c.Referral(p.Subject)
		if p.Rule != ruleAnswer || r == nil {
			continue
		}
		one := casefile.Cells{}
		one.Promised([]casefile.PromiseRow{p}, r.Need, rules.Zone)
		for cell, n := range one {
			switch cell.Measure {
			case Capability + ".promise_due":
				cell.Measure = "referral.answer_due"
			case Capability + ".promise_kept":
				cell.Measure = "referral.answered_in_time"
			default:
				continue
			}
			out[cell] += n
		}
	}
	return out
}

// counts are the steps of the published counts that a change brings. old are the promises as they were, all those that its events give now.
func counts(before, after *Case, old, all []casefile.PromiseRow, rules *rulebook.Rulebook) []casefile.Tally {
	if !after.Erased.IsZero() {
		return nil // what a request counted outlives it
	}
	was := casefile.Cells{}
	if before.Version > 0 {
		was = Cells(before, old, rules)
	}
	return casefile.Counted(after.ID, was, Cells(after, casefile.Standing(old, all), rules))
}
