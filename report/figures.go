package report

import (
	"slices"

	"linli/casefile"
	"linli/platform/calendar"
	"linli/rulebook"
)

// Cells are where a report counts as it stands, with its promises: in the unit that handles it, by its category, on the day on
// which it came; an answer and a promise on the day on which it falls due.
func Cells(c *Case, rows []casefile.PromiseRow, rules *rulebook.Rulebook) casefile.Cells {
	out := casefile.Cells{}
	if c.Version == 0 && c.Category == "" {
		return out
	}
	add := func(measure string, counts bool) {
		if counts {
			out[casefile.Cell{Unit: c.CountsIn(), Type: c.Category, Measure: "report." + measure, Day: calendar.DateOf(c.Received, rules.Zone)}]++
		}
	}
	add("received", true)
	add("answered", !c.Answered.IsZero())
	add("closed", !c.State.Open())
	add("fixed", !c.Fixed.IsZero())
	add("fixed_unshown", !c.Fixed.IsZero() && !slices.ContainsFunc(c.Files, func(a Attachment) bool { return a.Ours && a.Picture() }))
	add("reopened", c.Reopened > 0)
	add("reviewed", !c.Review.IsZero())
	add("withdrawn", c.State == Withdrawn)
	add("unread", c.unread())
	out.Promised(rows, c.Category, rules.Zone)
	for _, p := range rows {
		rule, ok := rules.Promise(p.Rule)
		if !ok || !slices.Contains(rule.KeptBy, "answer") {
			continue
		}
		one := casefile.Cells{}
		one.Promised([]casefile.PromiseRow{p}, c.Category, rules.Zone)
		for cell, n := range one {
			switch cell.Measure {
			case Capability + ".promise_due":
				cell.Measure = "report.answer_due"
			case Capability + ".promise_kept":
				cell.Measure = "report.answered_in_time"
			default:
				continue
			}
			out[cell] += n
		}
	}
	return out
}

// unread reports whether nobody of the office has taken it on, sent it on or said anything about it.
func (c *Case) unread() bool {
	return c.State == Received && c.Handler.IsZero() && len(c.With) == 0 && !c.sentOn() && len(c.Interim) == 0 &&
		!slices.ContainsFunc(c.Messages, func(m Message) bool { return !m.By.IsZero() })
}

// sentOn reports whether somebody handed it to another unit; that its unit ended is nobody's doing.
func (c *Case) sentOn() bool {
	return slices.ContainsFunc(c.Moves, func(m casefile.Move) bool { return !m.Ended })
}

// counts are the steps of the published counts that a change brings. old are the promises as they were, all those that its
// events give now.
func counts(before, after *Case, old, all []casefile.PromiseRow, events []casefile.Event, rules *rulebook.Rulebook) []casefile.Tally {
	if !after.Erased.IsZero() {
		return nil // what a report counted outlives it
	}
	now := Cells(after, casefile.Standing(old, all), rules)
	now.Entered(after.Desk.Unit, entered(events), rules.Zone)
	was := casefile.Cells{}
	if before.Version > 0 {
		was = Cells(before, old, rules)
	}
	return casefile.Counted(after.ID, was, now)
}

// entered leaves out what was brought in from another register: its days are that register's.
func entered(events []casefile.Event) []casefile.Event {
	return slices.DeleteFunc(slices.Clone(events), func(e casefile.Event) bool { return e.Kind == "bring_in" })
}

// takenBack are the counts of a report that is taken out again.
func takenBack(c *Case, rows []casefile.PromiseRow, rules *rulebook.Rulebook) []casefile.Tally {
	return casefile.Counted(c.ID, Cells(c, rows, rules), nil)
}
