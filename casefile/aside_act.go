package casefile

import (
	"slices"
	"time"

	"linli/platform/fault"
	"linli/platform/id"
)

// AsideAct is what somebody does about a demand of a court, an urgent access or a copy that leaves. It is the same on a case of any kind: it checks
// its own fields and says what it adds to the case. Whether it may happen now is the machine's to say, by the rules of its event. A capability
// makes it a command of its own.
type AsideAct interface {
	Kind() Kind
	// Enter checks the act's fields and adds it to the step. It returns the body of the event.
	Enter(*Step, *OnAside) (body any, err error)
	// of is the demand, the urgent access or the request that it concerns; zero for the one that it makes.
	of() id.ID
}

// AsideFields are the sealed fields in which a capability keeps what is aside: demands, urgent accesses and the keys of those who receive copies.
type AsideFields struct {
	Demands  DemandFields
	Urgents  UrgentFields
	ExportTo string
}

// AsidePeople are the accounts that such an act concerns.
type AsidePeople struct {
	Counter           // of an urgent access: who may ask for one and who may approve it, now
	Officers  []id.ID // who hears of a demand, or of an urgent access that begins
	Checkers  []id.ID // who could check an urgent access
	Approvers []id.ID // of a copy, without who asks
}

// OnAside is what an act and its rules are decided on.
type OnAside struct {
	Act     AsideAct // nil where a rule is asked for another event
	Demands *Demanded
	Urgents *Urgents
	Exports *Exported
	AtWork  []id.ID // to whom the case is open anyway
	AsidePeople
	Fields AsideFields
	Given  func(paper string) bool // whether a paper can be given to a demand at all
	Copies []string                // what a copy can leave for
	Begins bool                    // an urgent access begins with the word for which it waited, and not by an event of its own
	By     By
	Now    time.Time
	IDs    *id.Source
}

// this is what the act concerns.
func (on *OnAside) this() id.ID {
	if on.Act == nil {
		return id.ID{}
	}
	return on.Act.of()
}

// demand is the demand that the act concerns, or nil.
func (on *OnAside) demand() *Demand { return on.Demands.Demand(on.this()) }

// urgent is the urgent access that it concerns, or nil.
func (on *OnAside) urgent() *Urgent { return on.Urgents.ThisUrgent(on.this()) }

// Export is the request that the act makes or concerns, or nil.
func (on *OnAside) Export() *Export {
	switch x := on.Act.(type) {
	case AskExport:
		return &Export{Purpose: x.Purpose, Party: x.Party, Shown: x.Shown}
	case AskGiven:
		return &Export{Purpose: ForOrder, Demand: x.Demand}
	}
	return on.Exports.Export(on.this())
}

// AsideRule is one of the rules of what is aside; it has the name of a guard.
type AsideRule struct {
	Name  string
	Holds func(*OnAside) bool
}

// AsideRules are the rules of an act, in the order in which they are told. What it rests on in one capability alone stands between them: for a copy it
// holds when it is asked for, when it is approved and when the file is written.
type AsideRules struct{ Before, After []AsideRule }

// AsideGuards are the rules of an act and what it rests on as guards of a capability's machine, in the order in which they are told.
func AsideGuards[G any](event Kind, guard func(AsideRule) G, rests ...G) (out []G) {
	rules := asideRules(event)
	for _, x := range rules.Before {
		out = append(out, guard(x))
	}
	out = append(out, rests...)
	for _, x := range rules.After {
		out = append(out, guard(x))
	}
	return out
}

func asideRules(event Kind) AsideRules {
	for _, of := range []map[Kind]AsideRules{DemandEvents, UrgentEvents, ExportEvents} {
		if x, is := of[event]; is {
			return x
		}
	}
	return AsideRules{}
}

// Aside reports whether an event is about a demand of a court, an urgent access or a copy that leaves: it moves neither the road of a case nor
// what anybody else sees of it.
func (k Kind) Aside() bool { return k.OnDemand() || k.onUrgent() || k.OnExport() }

// OnDemand reports whether an event is about a demand.
func (k Kind) OnDemand() bool { _, is := DemandEvents[k]; return is }

// OnExport reports whether an event is about a request that papers leave.
func (k Kind) OnExport() bool { _, is := ExportEvents[k]; return is }

func (k Kind) onUrgent() bool { _, is := UrgentEvents[k]; return is }

// AsideNotice is the key of the line that tells of such an event; empty for another.
func (k Kind) AsideNotice() string {
	switch {
	case k.OnDemand():
		return "demand.notice"
	case k.OnExport():
		return "export.notice." + string(k)
	case k.onUrgent():
		return "urgent.notice." + string(k)
	}
	return ""
}

// AsideFault is the refusal of such a rule, which reads the same for every kind of case; nil for a guard of another kind.
func AsideFault(guard string) *fault.Error {
	if guard == NotHeld.Name || named(DemandEvents, guard) {
		return fault.New(fault.Guard, "demand.guard."+guard).With(fault.Args{"days": holdMost})
	}
	if named(UrgentEvents, guard) {
		return fault.New(fault.Guard, "urgent.guard."+guard)
	}
	if guard == ExportNamed || named(ExportEvents, guard) {
		return fault.New(fault.Guard, "export.guard."+guard)
	}
	return nil
}

// named reports whether one of the events has a rule of this name.
func named(events map[Kind]AsideRules, rule string) bool {
	for _, x := range events {
		if slices.ContainsFunc(slices.Concat(x.Before, x.After), func(r AsideRule) bool { return r.Name == rule }) {
			return true
		}
	}
	return false
}
