package referral

import (
	"slices"

	"linli/casefile"
	"linli/platform/id"
)

// The sealed fields of a demand.
const (
	FieldDemand       = "referral.demand"
	FieldDemandAnswer = "referral.demand_answer"
	FieldDemandScan   = "referral.demand_scan"
)

var demandFields = casefile.DemandFields{Text: FieldDemand, Answer: FieldDemandAnswer, Scan: FieldDemandScan}

// Demandable are the papers of a request for help that a demand of a court can be given: what was asked for, what was planned and agreed
// upon, and which services were asked when, with what came of it. Who the person is and who speaks for it, how it is reached, what it told of
// its health and safety, what a service answered, and what person and worker write to each other are not among them, whatever an order says.
var Demandable = []string{"asked", "plan", "services"}

type (
	// AskDemand enters a demand of a court for this request for help.
	AskDemand casefile.DemandAsk
	// AnswerDemand is the privacy officer's decision.
	AnswerDemand casefile.DemandAnswer
	// KeepHold confirms that a demand still runs.
	KeepHold struct{ Demand id.ID }
	// EndDemand ends a demand: its officer says that it is settled, or nobody confirmed it in time.
	EndDemand struct{ Demand id.ID }
	// TellDemand tells the person of a demand of which the law forbade to tell it.
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
	s.Tell = d.Officers
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

// demandRows are the acts on demands, in whatever state a case is.
func demandRows() []Transition {
	row := func(event casefile.Kind, f fold) Transition {
		guards := []Guard{notErased}
		for _, rule := range casefile.DemandEvents[event] {
			guards = append(guards, ofDemand(rule))
		}
		return Transition{Event: event, From: States, Guards: guards, fold: f}
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
