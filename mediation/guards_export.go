package mediation

import (
	"linli/casefile"
	"linli/platform/id"
)

// thisExport is the request that the command makes or concerns, or nil.
func (d *decision) thisExport() *casefile.Export {
	if x, ok := d.cmd.(interface{ export(*Case) *casefile.Export }); ok {
		return x.export(&d.c)
	}
	return nil
}

// What a request rests on holds when it is made, when it is approved and when the file is written: whoever was erased has no copy any
// more, an application that was withdrawn or decided asks for no papers.
var (
	exportParty = Guard{Name: "export_party", Holds: func(d *decision) bool {
		x := d.thisExport()
		return x.Purpose != casefile.ForOwnCopy || d.c.hasCopy(x.Party)
	}}
	exportCourt = Guard{Name: "export_court", Holds: func(d *decision) bool { return d.thisExport().Purpose != ForCourt || d.c.Applies() }}
)

// onExport are the guards of an act on a request; rests are what it rests on.
func onExport(event casefile.Kind, rests ...Guard) []Guard {
	out := []Guard{notErased}
	for _, rule := range casefile.ExportEvents[event].Before {
		out = append(out, ofExport(rule))
	}
	out = append(out, rests...)
	for _, rule := range casefile.ExportEvents[event].After {
		out = append(out, ofExport(rule))
	}
	return out
}

// ofExport is a rule of exports as a guard.
func ofExport(rule casefile.ExportRule) Guard {
	return Guard{Name: rule.Name, Holds: func(d *decision) bool {
		at := casefile.OfExport{Export: d.thisExport(), Demands: &d.c.Demanded, Seconds: d.Seconds, By: d.by, Now: d.now}
		if x, ok := d.cmd.(TakeExport); ok {
			at.What = x.What
		}
		return rule.Holds(at)
	}}
}

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
