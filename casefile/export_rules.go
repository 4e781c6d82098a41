package casefile

import (
	"slices"
	"time"

	"linli/platform/fault"
	"linli/platform/id"
)

// OfExport says of which request a rule is asked, by whom and when.
type OfExport struct {
	Export  *Export // that the command makes or concerns; nil: there is none
	Demands *Demanded
	What    string  // what the command line asked for
	Seconds []id.ID // who may approve
	By      By
	Now     time.Time
}

// ExportRule is one of the rules of exports; it has the name of a guard.
type ExportRule struct {
	Name  string
	Holds func(OfExport) bool
}

// The rules of exports.
var (
	exportSeconds = ExportRule{"export_no_seconds", func(at OfExport) bool { return len(at.Seconds) >= exportApprovals }}
	exportKnown   = ExportRule{"export_unknown", func(at OfExport) bool { return at.Export != nil }}
	exportWaits   = ExportRule{"export_not_waiting", func(at OfExport) bool { return at.Export.State() == "asked" && !at.Export.Over(at.Now) }}
	exportOwn     = ExportRule{"export_own", func(at OfExport) bool { return at.Export.Account != at.By.Account }}
	exportTwice   = ExportRule{"export_twice", func(at OfExport) bool { return !at.Export.ApprovedBy(at.By.Account) }}
	exportStands  = ExportRule{"export_ended", func(at OfExport) bool { return at.Export.Ended.IsZero() }}
	exportWhat    = ExportRule{"export_other", func(at OfExport) bool { return at.Export.What() == at.What }}
	exportTwo     = ExportRule{"export_not_approved", func(at OfExport) bool { return len(at.Export.Approved) >= exportApprovals }}
	exportOnce    = ExportRule{"export_used", func(at OfExport) bool { return at.Export.Taken.IsZero() }}
	exportRuns    = ExportRule{"export_over", func(at OfExport) bool { return !at.Export.Over(at.Now) }}
	exportDemand  = ExportRule{"demand_unknown", func(at OfExport) bool { return at.Demands.Demand(at.Export.Demand) != nil }}
	// A demand that was refused or has ended gets no papers.
	exportOrder = ExportRule{"export_order", func(at OfExport) bool {
		if at.Export.Purpose != ForOrder {
			return true
		}
		x := at.Demands.Demand(at.Export.Demand)
		return x != nil && x.Answer == Gives && x.Ended.IsZero()
	}}
	// ExportNamed: of what was told without a name nobody can tell whether who asks for its own copy is who told it. A capability in which
	// that can be asks it among what a request rests on.
	ExportNamed = "export_nameless"
)

// ExportRules are the rules of an act, in the order in which they are told. What a request of a capability rests on stands between them: it
// holds when it is made, when it is approved and when the file is written.
type ExportRules struct{ Before, After []ExportRule }

// ExportEvents are the acts on requests that papers leave, with their rules.
var ExportEvents = map[Kind]ExportRules{
	"ask_export":     {nil, []ExportRule{exportOrder, exportSeconds}},
	"ask_given":      {[]ExportRule{exportDemand}, []ExportRule{exportOrder, exportSeconds}},
	"approve_export": {[]ExportRule{exportKnown, exportWaits, exportOwn, exportTwice}, []ExportRule{exportOrder}},
	"end_export":     {[]ExportRule{exportKnown, exportOnce, exportStands}, nil},
	"export":         {[]ExportRule{exportKnown, exportWhat, exportStands, exportTwo, exportOnce, exportRuns}, []ExportRule{exportOrder}},
}

// OnExport reports whether an event is about a request that papers leave.
func (k Kind) OnExport() bool {
	_, is := ExportEvents[k]
	return is
}

// ExportFault is the refusal of such a rule, which reads the same for every kind of case; nil for a guard of another kind.
func ExportFault(guard string) *fault.Error {
	for _, rules := range ExportEvents {
		if slices.ContainsFunc(slices.Concat(rules.Before, rules.After), func(r ExportRule) bool { return r.Name == guard && r.Name != exportDemand.Name }) {
			return fault.New(fault.Guard, "export.guard."+guard)
		}
	}
	if guard == ExportNamed {
		return fault.New(fault.Guard, "export.guard."+guard)
	}
	return nil
}
