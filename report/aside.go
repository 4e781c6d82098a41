package report

import (
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
)

// The sealed fields of what is aside, each under a key of its own.
const (
	FieldDemand        = "report.demand"
	FieldDemandAnswer  = "report.demand_answer"
	FieldDemandScan    = "report.demand_scan"
	FieldUrgent        = "report.urgent"         // what happened that an urgent access was asked for
	FieldUrgentChecked = "report.urgent_checked" // what its check found
	FieldExportTo      = "report.export_to"      // the key that the file is encrypted to
)

var asideFields = casefile.AsideFields{
	Demands:  casefile.DemandFields{Text: FieldDemand, Answer: FieldDemandAnswer, Scan: FieldDemandScan},
	Urgents:  casefile.UrgentFields{Said: FieldUrgent, Found: FieldUrgentChecked},
	ExportTo: FieldExportTo,
}

// Demandable are the papers of a report that a demand of a court can be given: what was reported, what its author was told, and what author
// and office wrote to each other. Who spoke, how to reach it, what it attached and what the staff note among themselves are not among them,
// whatever an order says (30-report, "Protecting who speaks").
var Demandable = []string{"reported", "told", "letters"}

// aside is an act on a demand of a court, an urgent access or a copy that leaves.
type aside struct{ casefile.AsideAct }

// Aside makes such an act a command.
func Aside(x casefile.AsideAct) Command { return aside{x} }

func (x aside) decide(d *decision, s *Step) (any, error) { return x.Enter(&s.Step, d.aside()) }

// aside is what such an act, and a rule of it, is decided on.
func (d *decision) aside() *casefile.OnAside {
	act, _ := d.cmd.(aside)
	return &casefile.OnAside{Act: act.AsideAct, Demands: &d.c.Demanded, Urgents: &d.c.Urgents, Exports: &d.c.Exported, AtWork: d.c.Facts().Assigned, AsidePeople: d.Aside, Fields: asideFields,
		Given:  func(paper string) bool { return slices.Contains(Demandable, paper) },
		Copies: []string{casefile.ForOwnCopy}, Begins: true, By: d.by, Now: d.now, IDs: d.ids}
}

// ofAside is a rule of what is aside as a guard.
func ofAside(rule casefile.AsideRule) Guard {
	return Guard{rule.Name, func(d *decision) bool { return rule.Holds(d.aside()) }}
}

// Of a nameless report nobody can tell whether who asks for its own copy is who wrote it: that one has its copy on its own page.
var exportNamed = Guard{casefile.ExportNamed, func(d *decision) bool { return d.aside().Export().Purpose != casefile.ForOwnCopy || d.c.Named }}

// asideRows are these acts, in whatever state a report is. What is restricted opens to nobody urgently.
func asideRows(states []State) []Transition {
	row := func(event casefile.Kind, f fold, rests ...Guard) Transition {
		return Transition{Event: event, From: states, Guards: append([]Guard{notErased}, casefile.AsideGuards(event, ofAside, rests...)...), fold: f}
	}
	return []Transition{
		row("demand", on((*Case).FoldDemand)),
		row("answer_demand", on((*Case).FoldAnswerDemand)),
		row("keep_hold", on((*Case).FoldKeepHold)),
		row("end_demand", on((*Case).FoldEndDemand)),
		row("tell_demand", on((*Case).FoldTellDemand)),

		row("ask_urgent", on((*Case).FoldBegunUrgent), right(casefile.Unrestricted)),
		row("approve_urgent", on((*Case).FoldGrantUrgent), right(casefile.Unrestricted)),
		row("end_urgent", on((*Case).FoldEndUrgent)),
		row("check_urgent", on((*Case).FoldCheckUrgent)),

		row("ask_export", on((*Case).FoldAskExport), exportNamed),
		row("ask_given", on((*Case).FoldAskExport)),
		row("approve_export", on((*Case).FoldApproveExport), exportNamed),
		row("end_export", on((*Case).FoldEndExport)),
		row("export", on((*Case).FoldTakeExport), exportNamed),
	}
}

// FactsAt are the facts of the case at an instant: who has an urgent access then is among them.
func (c *Case) FactsAt(now time.Time) access.Facts {
	f := c.Facts()
	f.Emergency = c.UrgentNow(now)
	return f
}
