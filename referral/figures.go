package referral

import (
	"time"

	"linli/casefile"
	"linli/platform/calendar"
	"linli/rulebook"
)

// Cells are where a request for help counts as it stands, with its promises: in the unit that handles it, by what is needed and never by
// who needs it. A request counts under each of its needs on the day on which it came, a referral on the day on which it was sent, with the
// person's own word whether the help was received and with how long the service took to answer; what falls due, on its day. Referrals count a second time along the services that they
// went to: never need and service together, which would be smaller cells.
func Cells(c *Case, rows []casefile.PromiseRow, rules *rulebook.Rulebook) casefile.Cells {
	out := cells{casefile.Cells{}}
	for _, need := range c.Needs {
		out.Cells[casefile.Cell{Unit: c.CountsIn(), Type: need, Measure: "referral.asked", Day: calendar.DateOf(c.Received, rules.Zone)}]++
	}
	for i := range c.Referrals {
		r := &c.Referrals[i]
		if r.Requested.IsZero() || r.Status == InError {
			continue
		}
		add := func(measure string, counts bool) {
			if counts {
				out.along(casefile.Cell{Unit: c.Moves.Had(c.Unit, r.Requested), Measure: measure, Day: calendar.DateOf(r.Requested, rules.Zone)}, r, 1)
			}
		}
		add("referral.sent", true)
		add("referral.completed", r.Status == Completed)
		add("referral.told", r.Own)
		add("referral.received", r.Own && r.Received)
		add("referral.not_received", r.Own && !r.Received)
		for _, x := range rulebook.AnsweredIn() {
			add(x.Measure, r.answeredIn(x.Days, rules.Zone))
		}
	}
	out.Promised(rows, "", rules.Zone)
	for _, p := range rows {
		r := c.Referral(p.Subject)
		if p.Rule != ruleAnswer || r == nil {
			continue
		}
		one := casefile.Cells{}
		one.Promised([]casefile.PromiseRow{p}, "", rules.Zone)
		for cell, n := range one {
			switch cell.Measure {
			case Capability + ".promise_due":
				cell.Measure = "referral.answer_due"
			case Capability + ".promise_kept":
				cell.Measure = "referral.answered_in_time"
			default:
				continue
			}
			out.along(cell, r, n)
		}
	}
	return out.Cells
}

// answeredIn reports whether the service first answered within so many days after the one on which it was asked.
func (r *Referral) answeredIn(days int, zone *time.Location) bool {
	return !r.Answered.IsZero() && calendar.DateOf(r.Requested, zone).Until(calendar.DateOf(r.Answered, zone)) <= days
}

// cells are those of a request, with its referrals.
type cells struct{ casefile.Cells }

// along counts a referral by what is needed, and by the service.
func (c cells) along(cell casefile.Cell, r *Referral, n int64) {
	cell.Type = r.Need
	c.Cells[cell] += n
	cell.Type, cell.Measure = r.Service.String(), casefile.ByService+cell.Measure
	c.Cells[cell] += n
}
