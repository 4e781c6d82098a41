package casefile

// The rules of exports.
var (
	exportSeconds = AsideRule{"export_no_seconds", func(on *OnAside) bool { return len(on.Approvers) >= exportApprovals }}
	exportKnown   = AsideRule{"export_unknown", func(on *OnAside) bool { return on.Export() != nil }}
	exportWaits   = AsideRule{"export_not_waiting", func(on *OnAside) bool { return on.Export().State() == "asked" && !on.Export().Over(on.Now) }}
	exportOwn     = AsideRule{"export_own", func(on *OnAside) bool { return on.Export().Account != on.By.Account }}
	exportTwice   = AsideRule{"export_twice", func(on *OnAside) bool { return !on.Export().ApprovedBy(on.By.Account) }}
	exportStands  = AsideRule{"export_ended", func(on *OnAside) bool { return on.Export().Ended.IsZero() }}
	exportWhat    = AsideRule{"export_other", func(on *OnAside) bool { x, _ := on.Act.(TakeExport); return on.Export().What() == x.What }}
	exportTwo     = AsideRule{"export_not_approved", func(on *OnAside) bool { return len(on.Export().Approved) >= exportApprovals }}
	exportOnce    = AsideRule{"export_used", func(on *OnAside) bool { return on.Export().Taken.IsZero() }}
	exportRuns    = AsideRule{"export_over", func(on *OnAside) bool { return !on.Export().Over(on.Now) }}
	exportDemand  = AsideRule{"demand_unknown", func(on *OnAside) bool { return on.Demands.Demand(on.Export().Demand) != nil }}
	// A demand that was refused or has ended gets no papers.
	exportOrder = AsideRule{"export_order", func(on *OnAside) bool {
		if on.Export().Purpose != ForOrder {
			return true
		}
		x := on.Demands.Demand(on.Export().Demand)
		return x != nil && x.Answer == Gives && x.Ended.IsZero()
	}}
	// ExportNamed: of what was told without a name nobody can tell whether who asks for its own copy is who told it. A capability in which
	// that can be asks it among what a request rests on.
	ExportNamed = "export_nameless"
)

// ExportEvents are the acts on requests that papers leave, with their rules.
var ExportEvents = map[Kind]AsideRules{
	"ask_export":     {After: []AsideRule{exportOrder, exportSeconds}},
	"ask_given":      {[]AsideRule{exportDemand}, []AsideRule{exportOrder, exportSeconds}},
	"approve_export": {[]AsideRule{exportKnown, exportWaits, exportOwn, exportTwice}, []AsideRule{exportOrder}},
	"end_export":     {After: []AsideRule{exportKnown, exportOnce, exportStands}},
	"export":         {[]AsideRule{exportKnown, exportWhat, exportStands, exportTwo, exportOnce, exportRuns}, []AsideRule{exportOrder}},
}
