package report

import (
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
)

// The sealed fields of an urgent access, under a key of their own.
const (
	FieldUrgent        = "report.urgent"         // what happened that it was asked for
	FieldUrgentChecked = "report.urgent_checked" // what its check found
)

var urgentFields = casefile.UrgentFields{Said: FieldUrgent, Found: FieldUrgentChecked}

type (
	// AskUrgent asks for an urgent access. Where it waits for nobody it begins with that.
	AskUrgent casefile.UrgentAsk
	// ApproveUrgent is the second person's word, with which it begins.
	ApproveUrgent struct {
		Urgent id.ID

		above id.ID // the unit above whose people stand in
	}
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
	b, err := casefile.UrgentAsk(x).Enter(&s.Step, urgentFields, d.urgentPeople(), d.ids)
	if x.Now { // it begins
		s.Event.Visibility = casefile.Joint
	}
	return b, err
}

func (x ApproveUrgent) decide(d *decision, s *Step) (any, error) {
	b := s.ApproveUrgent(&d.c.Urgents, x.Urgent, d.urgentPeople())
	s.Event.Visibility = casefile.Joint // it begins
	return b, nil
}

func (x EndUrgent) decide(_ *decision, s *Step) (any, error) { return s.EndUrgent(x.Urgent), nil }

func (x CheckUrgent) decide(_ *decision, s *Step) (any, error) {
	return casefile.UrgentCheck(x).Enter(&s.Step, urgentFields)
}

func foldAskUrgent(c *Case, e casefile.Event, b casefile.UrgentAsked) {
	if c.FoldAskUrgent(e, b); b.Alone {
		c.FoldUrgent(e, casefile.UrgentOf{Urgent: b.Urgent})
	}
}

func foldApproveUrgent(c *Case, e casefile.Event, b casefile.UrgentOf) {
	c.FoldApproveUrgent(e, b)
	c.FoldUrgent(e, b)
}

func foldEndUrgent(c *Case, e casefile.Event, b casefile.UrgentOf) { c.FoldEndUrgent(e, b) }

func foldCheckUrgent(c *Case, e casefile.Event, b casefile.UrgentChecked) { c.FoldCheckUrgent(e, b) }

func (d *decision) urgentPeople() casefile.UrgentPeople {
	return casefile.UrgentPeople{AtWork: d.c.Facts().Assigned, Askers: d.Counter.Askers, Seconds: d.Counter.Seconds, Officers: d.Here}
}

// urgentRows are the acts of urgent access, in whatever state a case is. What is restricted opens to nobody urgently.
func urgentRows(states []State) []Transition {
	row := func(event casefile.Kind, f fold, guards ...Guard) Transition {
		for _, rule := range casefile.UrgentEvents[event] {
			guards = append(guards, ofUrgent(rule))
		}
		return Transition{Event: event, From: states, Guards: guards, fold: f}
	}
	return []Transition{row("ask_urgent", on(foldAskUrgent), notErased, right(casefile.Unrestricted)), row("approve_urgent", on(foldApproveUrgent), notErased, right(casefile.Unrestricted)),
		row("end_urgent", on(foldEndUrgent), notErased), row("check_urgent", on(foldCheckUrgent), notErased)}
}

// ofUrgent is a rule of urgent access as a guard.
func ofUrgent(rule casefile.UrgentRule) Guard {
	return Guard{rule.Name, func(d *decision) bool {
		at := casefile.OfUrgent{By: d.by, Now: d.now, UrgentPeople: d.urgentPeople()}
		switch x := d.cmd.(type) {
		case AskUrgent:
			at.Waits = !x.Now
		case interface{ urgent() id.ID }:
			at.Urgent = x.urgent()
		}
		return rule.Holds(&d.c.Urgents, at)
	}}
}

// FactsAt are the facts of the case at an instant: who has an urgent access then is among them.
func (c *Case) FactsAt(now time.Time) access.Facts {
	f := c.Facts()
	f.Emergency = c.UrgentNow(now)
	return f
}
