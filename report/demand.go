package report

import (
	"slices"

	"linli/casefile"
	"linli/platform/id"
)

// The sealed fields of a demand.
const (
	FieldDemand       = "report.demand"
	FieldDemandAnswer = "report.demand_answer"
	FieldDemandScan   = "report.demand_scan"
)

var demandFields = casefile.DemandFields{Text: FieldDemand, Answer: FieldDemandAnswer, Scan: FieldDemandScan}

// Demandable are the papers of a report that a demand of a court can be given: what was reported, what its author was told, and what author
// and office wrote to each other. Who spoke, how to reach it, what it attached and what the staff note among themselves are not among them,
// whatever an order says (30-report, "Protecting who speaks").
var Demandable = []string{"reported", "told", "letters"}

type (
	// AskDemand enters a demand of a court for this report.
	AskDemand casefile.DemandAsk
	// AnswerDemand is the privacy officer's decision.
	AnswerDemand casefile.DemandAnswer
	// KeepHold confirms that a demand still runs.
	KeepHold struct{ Demand id.ID }
	// EndDemand ends a demand: its officer says that it is settled, or nobody confirmed it in time.
	EndDemand struct{ Demand id.ID }
	// TellDemand tells the author of a demand of which the law forbade to tell it.
	TellDemand struct{ Demand id.ID }
)

// Kind is the machine's event.
func (AskDemand) Kind() casefile.Kind { return "demand" }

// Kind is the machine's event.
func (AnswerDemand) Kind() casefile.Kind { return "answer_demand" }

// Kind is the machine's event.
func (KeepHold) Kind() casefile.Kind { return "keep_hold" }

// Kind is the machine's event.
func (EndDemand) Kind() casefile.Kind { return "end_demand" }

// Kind is the machine's event.
func (TellDemand) Kind() casefile.Kind { return "tell_demand" }

func (x AnswerDemand) demand() id.ID { return x.Demand }
func (x KeepHold) demand() id.ID     { return x.Demand }
func (x EndDemand) demand() id.ID    { return x.Demand }
func (x TellDemand) demand() id.ID   { return x.Demand }

func (x AskDemand) decide(d *decision, s *Step) (any, error) {
	s.Tell = d.Here
	return casefile.DemandAsk(x).Enter(&s.Step, demandFields, d.ids)
}

func (x AnswerDemand) decide(d *decision, s *Step) (any, error) {
	return casefile.DemandAnswer(x).Decide(&s.Step, &d.c.Demanded, demandFields, func(paper string) bool { return slices.Contains(Demandable, paper) })
}

func (x KeepHold) decide(d *decision, s *Step) (any, error) {
	return s.AboutDemand(&d.c.Demanded, x.Demand), nil
}

func (x EndDemand) decide(d *decision, s *Step) (any, error) {
	return s.AboutDemand(&d.c.Demanded, x.Demand), nil
}

func (x TellDemand) decide(*decision, *Step) (any, error) {
	return casefile.DemandOf{Demand: x.Demand}, nil
}

func foldDemand(c *Case, e casefile.Event, b casefile.DemandOf) { c.FoldDemand(e, b) }

func foldAnswerDemand(c *Case, e casefile.Event, b casefile.DemandAnswered) { c.FoldAnswerDemand(e, b) }

func foldKeepHold(c *Case, e casefile.Event, b casefile.DemandOf) { c.FoldKeepHold(e, b) }

func foldEndDemand(c *Case, e casefile.Event, b casefile.DemandOf) { c.FoldEndDemand(e, b) }

func foldTellDemand(c *Case, e casefile.Event, b casefile.DemandOf) { c.FoldTellDemand(e, b) }

// demandRows are the acts on demands, in whatever state a report is.
func demandRows(states []State) []Transition {
	row := func(event casefile.Kind, f fold) Transition {
		guards := []Guard{notErased}
		for _, rule := range casefile.DemandEvents[event] {
			guards = append(guards, ofDemand(rule))
		}
		return Transition{Event: event, From: states, Guards: guards, fold: f}
	}
	return []Transition{row("demand", on(foldDemand)), row("answer_demand", on(foldAnswerDemand)), row("keep_hold", on(foldKeepHold)), row("end_demand", on(foldEndDemand)),
		row("tell_demand", on(foldTellDemand))}
}

// ofDemand is a rule of demands as a guard.
func ofDemand(rule casefile.DemandRule) Guard {
	return Guard{rule.Name, func(d *decision) bool {
		at := casefile.OfDemand{By: d.by, Now: d.now}
		if x, ok := d.cmd.(interface{ demand() id.ID }); ok {
			at.Demand = x.demand()
		}
		return rule.Holds(&d.c.Demanded, at)
	}}
}
