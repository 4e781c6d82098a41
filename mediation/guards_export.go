package mediation

import (
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/id"
)

// thisExport is the request that the command makes or concerns, or nil.
func (d *decision) thisExport() *Export {
	if x, ok := d.cmd.(interface{ export(*Case) *Export }); ok {
		return x.export(&d.c)
	}
	return nil
}

// The guards of the people, and of whoever runs the command.
var (
	exportSeconds = Guard{Name: "export_no_seconds", Holds: func(d *decision) bool { return len(d.Seconds) >= exportApprovals }}
	exportKnown   = Guard{Name: "export_unknown", Holds: func(d *decision) bool { return d.thisExport() != nil }}
	exportWaits   = Guard{Name: "export_not_waiting", Holds: func(d *decision) bool { x := d.thisExport(); return x.State() == "asked" && !x.Over(d.now) }}
	exportOwn     = Guard{Name: "export_own", Holds: func(d *decision) bool { return d.thisExport().Account != d.by.Account }}
	exportTwice   = Guard{Name: "export_twice", Holds: func(d *decision) bool { return !d.thisExport().ApprovedBy(d.by.Account) }}
	exportStands  = Guard{Name: "export_ended", Holds: func(d *decision) bool { return d.thisExport().Ended.IsZero() }}
	exportWhat    = Guard{Name: "export_other", Holds: is(func(d *decision, x TakeExport) bool { return d.thisExport().What() == x.What })}
	exportTwo     = Guard{Name: "export_not_approved", Holds: func(d *decision) bool { return len(d.thisExport().Approved) >= exportApprovals }}
	exportOnce    = Guard{Name: "export_used", Holds: func(d *decision) bool { return d.thisExport().Taken.IsZero() }}
	exportRuns    = Guard{Name: "export_over", Holds: func(d *decision) bool { return !d.thisExport().Over(d.now) }}
)

// What a request rests on holds when it is made, when it is approved and when the file is written: whoever was erased has no copy any
// more, an application that was withdrawn or decided asks for no papers, a demand that ended gets none.
var (
	exportParty = Guard{Name: "export_party", Holds: func(d *decision) bool { x := d.thisExport(); return x.Purpose != ForOwnCopy || d.c.hasCopy(x.Party) }}
	exportCourt = Guard{Name: "export_court", Holds: func(d *decision) bool { return d.thisExport().Purpose != ForCourt || d.c.Applies() }}
	exportOrder = Guard{Name: "export_order", Holds: func(d *decision) bool {
		x := d.thisExport()
		if x.Purpose != ForOrder {
			return true
		}
		demand := d.c.Demand(x.Demand)
		return demand != nil && demand.Answer == casefile.Gives && demand.Ended.IsZero()
	}}
	exportRests = []Guard{exportParty, exportCourt, exportOrder}
)

// Applies reports whether a joint application of all parties of the agreement lies before the court.
func (c *Case) Applies() bool {
	return c.Confirmation != nil && !c.Confirmation.Applied.IsZero() && c.Confirmation.Decided.IsZero()
}

// hasCopy reports whether a party has a copy of the file of its own: who was only invited has none, nor who was erased, nor who is no
// more. What one who died told alone is nobody's to ask for.
func (c *Case) hasCopy(party id.ID) bool {
	p := c.Party(party)
	return p != nil && p.Gone.IsZero() && p.Shredded.IsZero() && (c.Asks(p) || !p.Consent.Given.IsZero())
}

// Copies are the parties that have a copy of their own.
func (c *Case) Copies() (out []Party) {
	for _, p := range c.Parties {
		if c.hasCopy(p.ID) {
			out = append(out, p)
		}
	}
	return out
}

func (c *Case) export(n id.ID) *Export {
	for i := range c.Exports {
		if c.Exports[i].ID == n {
			return &c.Exports[i]
		}
	}
	return nil
}

func (c *Case) changeExport(n id.ID) *Export {
	c.Exports = slices.Clone(c.Exports)
	return c.export(n)
}

// endExports ends the requests for a purpose that nobody used: what was approved of one application is not approved of the next.
func (c *Case) endExports(purpose string, at time.Time) {
	c.Exports = slices.Clone(c.Exports)
	for i := range c.Exports {
		if x := &c.Exports[i]; x.Purpose == purpose && x.Taken.IsZero() && x.Ended.IsZero() {
			x.Ended = at
		}
	}
}

// What is the word of the command line for it: [ExportCase] or [ExportResident].
func (x *Export) What() string {
	if x.Purpose == ForOwnCopy {
		return ExportResident
	}
	return ExportCase
}

// ApprovedBy reports whether an account has approved it.
func (x *Export) ApprovedBy(account id.ID) bool {
	return slices.ContainsFunc(x.Approved, func(a Approval) bool { return a.Account == account })
}

// State is how a request stands: asked, approved (by both), taken or ended. One whose time is over keeps the last; see [Export.Over].
func (x *Export) State() string {
	switch {
	case !x.Taken.IsZero():
		return "taken"
	case !x.Ended.IsZero():
		return "ended"
	case len(x.Approved) >= exportApprovals:
		return "approved"
	}
	return "asked"
}

// Until is when a request that is not taken is over by itself.
func (x *Export) Until() time.Time {
	if n := len(x.Approved); n >= exportApprovals {
		return x.Approved[n-1].At.Add(ExportLasts)
	}
	return x.Asked.Add(ExportLasts)
}

// Over reports whether a request that nobody ended is over by itself.
func (x *Export) Over(now time.Time) bool {
	return x.Taken.IsZero() && x.Ended.IsZero() && !now.Before(x.Until())
}
