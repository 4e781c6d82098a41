package mediation

import (
	"encoding/json"
	"slices"
	"strings"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
)

// demandable are the papers that a demand can be given: the joint ones. Notes, separate talks, what a party told the office
// alone, how it is reached, the notices to one party and the follow-up are not among them, whatever an order says.
var demandable = []string{"application", "acceptance", "investigation", "session", "agreement", "oral-register", "performance", "confirmation", "closing"}

// demandFields are where demands are sealed.
var demandFields = casefile.DemandFields{Text: FieldDemand, Answer: FieldDemandAnswer, Scan: FieldDemandScan}

type (
	// AskDemand enters a demand for this case.
	AskDemand casefile.DemandAsk
	// AnswerDemand is the privacy officer's decision.
	AnswerDemand casefile.DemandAnswer
	// KeepHold confirms that a demand still runs: the file is held for another term, and never beyond a year.
	KeepHold struct{ Demand id.ID }
	// EndDemand ends a demand: its officer says that it is settled, or nobody confirmed it in time.
	EndDemand struct{ Demand id.ID }
	// TellDemand tells the parties of a demand of which the law forbade to tell them: by itself when the days are over, or
	// before, when its officer knows that the law no longer forbids it.
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
	s.Tell = slices.DeleteFunc(slices.Clone(d.Officers), func(a id.ID) bool { return a == d.by.Account })
	return casefile.DemandAsk(x).Enter(&s.Step, demandFields, d.ids)
}

func (x AnswerDemand) decide(d *decision, s *Step) (any, error) {
	return casefile.DemandAnswer(x).Decide(&s.Step, &d.c.Demanded, demandFields, Demandable)
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

// Demandable reports whether a paper can be given to a demand. The name of a separate talk's record ("talk-1-1") is no
// name of a joint one, so that it cannot be asked for by its address either.
func Demandable(paper string) bool {
	kind := strings.TrimRight(paper, "0123456789")
	return slices.Contains(demandable, paper) || kind != paper && slices.Contains(demandable, strings.TrimSuffix(kind, "-"))
}

// onDemand are the guards of an act on a demand.
func onDemand(event casefile.Kind) []Guard {
	out := []Guard{notErased}
	for _, rule := range casefile.DemandEvents[event] {
		out = append(out, ofDemand(rule))
	}
	return out
}

// ofDemand is a rule of demands as a guard.
func ofDemand(rule casefile.DemandRule) Guard {
	return Guard{Name: rule.Name, Holds: func(d *decision) bool {
		at := casefile.OfDemand{By: d.by, Now: d.now}
		if x, ok := d.cmd.(interface{ demand() id.ID }); ok {
			at.Demand = x.demand()
		}
		return rule.Holds(&d.c.Demanded, at)
	}}
}

// unaware leaves out the demands of which the parties are not told, for those who work on the case and neither enter nor decide a demand:
// whoever talks with the parties every week must not have to keep it from them.
func (o *Opened) unaware() {
	of := o.Case.Demanded
	if !slices.ContainsFunc(of.Demands, func(x casefile.Demand) bool { return x.Told.IsZero() }) {
		return
	}
	o.Events = slices.DeleteFunc(slices.Clone(o.Events), func(e casefile.Event) bool {
		var b struct{ Demand, Export id.ID }
		if json.Unmarshal(e.Body, &b) != nil {
			return false
		}
		if x := o.Case.Export(b.Export); x != nil {
			b.Demand = x.Demand
		}
		return of.Silent(b.Demand)
	})
	o.Reads = slices.DeleteFunc(o.Reads, func(r access.Row) bool { return r.Purpose == access.ForDemand })
	o.Case.Unsaid(&of)
	o.Case.Demands = slices.DeleteFunc(slices.Clone(of.Demands), func(x casefile.Demand) bool { return x.Told.IsZero() })
}
