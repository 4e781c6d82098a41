package mediation

import (
	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
)

// ForCourt is what else papers of a mediation can leave for: the court to which all parties of an agreement applied together (民事诉讼法 art. 205).
// There is none for another office's wish or for the archives: no party said yes to that.
const ForCourt = "confirmation"

// CourtPapers are what the joint application says that it hands in: itself and the agreement.
var CourtPapers = []string{"confirmation", "agreement"}

// FieldExportTo is the key that the file is encrypted to, sealed.
const FieldExportTo = "mediation.export_to"

type (
	// AskExport asks that papers leave by the word of a party, or of all that applied to a court.
	AskExport struct {
		Purpose string // [casefile.ForOwnCopy] or [ForCourt]
		Party   id.ID  // for its own copy
		Shown   string // likewise
		To      string // the recipient's age key
	}
	// AskGiven asks that what a demand was given leaves as a file.
	AskGiven struct {
		Demand id.ID
		To     string // the recipient's age key
	}
	// ApproveExport is the word of one of the two.
	ApproveExport struct{ Export id.ID }
	// EndExport takes a request back: the party thought better of it, or one of the office did.
	EndExport struct{ Export id.ID }
	// TakeExport uses an approved request up: its file is written.
	TakeExport struct {
		Export id.ID
		What   string // what the command line asked for
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

func (x AskGiven) demand() id.ID { return x.Demand }

func (x AskExport) export(*Case) *casefile.Export {
	return &casefile.Export{Purpose: x.Purpose, Party: x.Party}
}

func (x AskGiven) export(*Case) *casefile.Export {
	return &casefile.Export{Purpose: casefile.ForOrder, Demand: x.Demand}
}
func (x ApproveExport) export(c *Case) *casefile.Export { return c.Export(x.Export) }
func (x EndExport) export(c *Case) *casefile.Export     { return c.Export(x.Export) }
func (x TakeExport) export(c *Case) *casefile.Export    { return c.Export(x.Export) }

func (x AskExport) decide(d *decision, s *Step) (any, error) {
	var l fault.List
	switch x.Purpose {
	case casefile.ForOwnCopy:
		if d.c.Party(x.Party) == nil {
			l.Add("party", "form.required")
		}
	case ForCourt:
		x.Party, x.Shown = id.ID{}, ""
	default:
		l.Add("purpose", "form.required")
	}
	return casefile.ExportAsk{Purpose: x.Purpose, Party: x.Party, Shown: x.Shown, To: x.To}.Enter(&s.Step, FieldExportTo, d.Seconds, d.ids, l)
}

func (x AskGiven) decide(d *decision, s *Step) (any, error) {
	return casefile.ExportAsk{Purpose: casefile.ForOrder, Demand: x.Demand, To: x.To}.Enter(&s.Step, FieldExportTo, d.Seconds, d.ids, nil)
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
