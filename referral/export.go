package referral

import (
	"linli/casefile"
	"linli/platform/id"
)

// FieldExportTo is the key that the file is encrypted to, sealed.
const FieldExportTo = "referral.export_to"

type (
	// AskExport asks that a copy leaves by the word of whoever asked for help.
	AskExport struct {
		Shown string // how that one showed who it is, of [casefile.Shown]
		To    string // the recipient's age key
	}
	// AskGiven asks that what a demand was given leaves as a file.
	AskGiven struct {
		Demand id.ID
		To     string // the recipient's age key
	}
	// ApproveExport is the word of one of the two.
	ApproveExport struct{ Export id.ID }
	// EndExport takes a request back.
	EndExport struct{ Export id.ID }
	// TakeExport uses an approved request up: its file is written.
	TakeExport struct {
		Export id.ID
		What   string // what the command line asked for

		was int64 // version of the case on which it was opened
	}
)

// Kind is the machine's event.
func (AskExport) Kind() casefile.Kind { return "ask_export" }

// Kind is the machine's event.
func (AskGiven) Kind() casefile.Kind { return "ask_given" }

// Kind is the machine's event.
func (ApproveExport) Kind() casefile.Kind { return "approve_export" }

// Kind is the machine's event.
func (EndExport) Kind() casefile.Kind { return "end_export" }

// Kind is the machine's event.
func (TakeExport) Kind() casefile.Kind { return "export" }

func (x AskExport) export(*Case) *casefile.Export {
	return &casefile.Export{Purpose: casefile.ForOwnCopy, Shown: x.Shown}
}

func (x AskGiven) export(*Case) *casefile.Export {
	return &casefile.Export{Purpose: casefile.ForOrder, Demand: x.Demand}
}
func (x ApproveExport) export(c *Case) *casefile.Export { return c.Export(x.Export) }
func (x EndExport) export(c *Case) *casefile.Export     { return c.Export(x.Export) }
func (x TakeExport) export(c *Case) *casefile.Export    { return c.Export(x.Export) }

func (x AskExport) decide(d *decision, s *Step) (any, error) {
	return casefile.ExportAsk{Purpose: casefile.ForOwnCopy, Shown: x.Shown, To: x.To}.Enter(&s.Step, FieldExportTo, d.Officers, d.ids, nil)
}

func (x AskGiven) decide(d *decision, s *Step) (any, error) {
	return casefile.ExportAsk{Purpose: casefile.ForOrder, Demand: x.Demand, To: x.To}.Enter(&s.Step, FieldExportTo, d.Officers, d.ids, nil)
}

func (x ApproveExport) decide(d *decision, s *Step) (any, error) {
	return s.ApproveExport(&d.c.Exported, x.Export), nil
}

func (x EndExport) decide(_ *decision, s *Step) (any, error) { return s.EndExport(x.Export), nil }

func (x TakeExport) decide(d *decision, s *Step) (any, error) {
	return s.TakeExport(&d.c.Exported, &d.c.Demanded, x.Export), nil
}

func foldAskExport(c *Case, e casefile.Event, b casefile.ExportAsked) { c.FoldAskExport(e, b) }

func foldApproveExport(c *Case, e casefile.Event, b casefile.ExportOf) { c.FoldApproveExport(e, b) }

func foldEndExport(c *Case, e casefile.Event, b casefile.ExportOf) { c.FoldEndExport(e, b) }

func foldTakeExport(c *Case, e casefile.Event, b casefile.ExportOf) { c.FoldTakeExport(e, b) }

// thisExport is the request that the command makes or concerns, or nil.
func (d *decision) thisExport() *casefile.Export {
	if x, ok := d.cmd.(interface{ export(*Case) *casefile.Export }); ok {
		return x.export(&d.c)
	}
	return nil
}

// exportRows are the acts on requests that a copy leaves, in whatever state a case is.
func exportRows(states []State) []Transition {
	row := func(event casefile.Kind, f fold) Transition {
		guards := []Guard{notErased}
		for _, rule := range casefile.ExportEvents[event].Before {
			guards = append(guards, ofExport(rule))
		}
		for _, rule := range casefile.ExportEvents[event].After {
			guards = append(guards, ofExport(rule))
		}
		return Transition{Event: event, From: states, Guards: guards, fold: f}
	}
	return []Transition{row("ask_export", on(foldAskExport)), row("ask_given", on(foldAskExport)), row("approve_export", on(foldApproveExport)),
		row("end_export", on(foldEndExport)), row("export", on(foldTakeExport))}
}

// ofExport is a rule of exports as a guard.
func ofExport(rule casefile.ExportRule) Guard {
	return Guard{rule.Name, func(d *decision) bool {
		at := casefile.OfExport{Export: d.thisExport(), Demands: &d.c.Demanded, Seconds: d.Officers, By: d.by, Now: d.now}
		if x, ok := d.cmd.(TakeExport); ok {
			at.What = x.What
		}
		return rule.Holds(at)
	}}
}
