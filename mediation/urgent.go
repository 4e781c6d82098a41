package mediation

import (
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
)

// The sealed fields of an urgent access, under a key of their own.
const (
	FieldUrgent        = "mediation.urgent"         // what happened that it was asked for
	FieldUrgentChecked = "mediation.urgent_checked" // what its check found
)

var urgentFields = casefile.UrgentFields{Said: FieldUrgent, Found: FieldUrgentChecked}

type (
	// AskUrgent asks for an urgent access.
	AskUrgent casefile.UrgentAsk
	// ApproveUrgent is the second person's word.
	ApproveUrgent struct{ Urgent id.ID }
	// EndUrgent ends an urgent access: whoever has it is done, or its hour is over.
	EndUrgent struct{ Urgent id.ID }
	// CheckUrgent is what another person finds the next day.
	CheckUrgent casefile.UrgentCheck
)

// Kind is the machine's event.
func (AskUrgent) Kind() casefile.Kind { return "ask_urgent" }

// Kind is the machine's event.
func (ApproveUrgent) Kind() casefile.Kind { return "approve_urgent" }

// Kind is the machine's event.
func (EndUrgent) Kind() casefile.Kind { return "end_urgent" }

// Kind is the machine's event.
func (CheckUrgent) Kind() casefile.Kind { return "check_urgent" }

func (x ApproveUrgent) urgent() id.ID { return x.Urgent }
func (x EndUrgent) urgent() id.ID     { return x.Urgent }
func (x CheckUrgent) urgent() id.ID   { return x.Urgent }

func (x AskUrgent) decide(d *decision, s *Step) (any, error) {
	return casefile.UrgentAsk(x).Enter(&s.Step, urgentFields, d.urgentPeople(), d.ids)
}

func (x ApproveUrgent) decide(d *decision, s *Step) (any, error) {
	return s.ApproveUrgent(&d.c.Urgents, x.Urgent, d.urgentPeople()), nil
}

func (x EndUrgent) decide(_ *decision, s *Step) (any, error) { return s.EndUrgent(x.Urgent), nil }

func (x CheckUrgent) decide(_ *decision, s *Step) (any, error) {
	return casefile.UrgentCheck(x).Enter(&s.Step, urgentFields)
}

func foldAskUrgent(c *Case, e casefile.Event, b casefile.UrgentAsked) { c.FoldAskUrgent(e, b) }

func foldApproveUrgent(c *Case, e casefile.Event, b casefile.UrgentOf) { c.FoldApproveUrgent(e, b) }

func foldUrgent(c *Case, e casefile.Event, b casefile.UrgentOf) { c.FoldUrgent(e, b) }

func foldEndUrgent(c *Case, e casefile.Event, b casefile.UrgentOf) { c.FoldEndUrgent(e, b) }

func foldCheckUrgent(c *Case, e casefile.Event, b casefile.UrgentChecked) { c.FoldCheckUrgent(e, b) }

func (c *Case) urgentBegins() bool { return c.ToBegin() != nil }

func (c *Case) beginning() any { return casefile.UrgentOf{Urgent: c.ToBegin().ID} }

func (d *decision) urgentPeople() casefile.UrgentPeople {
	return casefile.UrgentPeople{AtWork: d.c.Assigned(), Askers: d.Colleagues, Seconds: d.Seconds, Officers: d.Officers}
}

// onUrgent are the guards of an act of urgent access.
func onUrgent(event casefile.Kind, before ...Guard) []Guard {
	for _, rule := range casefile.UrgentEvents[event] {
		before = append(before, Guard{Name: rule.Name, Holds: func(d *decision) bool {
			at := casefile.OfUrgent{By: d.by, Now: d.now, UrgentPeople: d.urgentPeople()}
			switch x := d.cmd.(type) {
			case AskUrgent:
				at.Waits = !x.Now
			case interface{ urgent() id.ID }:
				at.Urgent = x.urgent()
			}
			return rule.Holds(&d.c.Urgents, at)
		}})
	}
	return before
}

// FactsAt are the facts of the case at an instant: who has an urgent access then is among them.
func (c *Case) FactsAt(now time.Time) access.Facts {
	f := c.Facts()
	f.Emergency = c.UrgentNow(now)
	return f
}
