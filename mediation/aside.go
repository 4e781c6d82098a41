package mediation

import (
	"slices"
	"strings"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
)

// The sealed fields of urgent accesses and of copies that leave, each under a key of its own.
const (
	FieldUrgent        = "mediation.urgent"         // what happened that an urgent access was asked for
	FieldUrgentChecked = "mediation.urgent_checked" // what its check found
	FieldExportTo      = "mediation.export_to"      // the key that the file is encrypted to
)

var asideFields = casefile.AsideFields{
	Demands:  casefile.DemandFields{Text: FieldDemand, Answer: FieldDemandAnswer, Scan: FieldDemandScan},
	Urgents:  casefile.UrgentFields{Said: FieldUrgent, Found: FieldUrgentChecked},
	ExportTo: FieldExportTo,
}

// demandable are the papers that a demand can be given: the joint ones. Notes, separate talks, what a party told the office
// alone, how it is reached, the notices to one party and the follow-up are not among them, whatever an order says.
var demandable = []string{"application", "acceptance", "investigation", "session", "agreement", "oral-register", "performance", "confirmation", "closing"}

// Demandable reports whether a paper can be given to a demand. The name of a separate talk's record ("talk-1-1") is no
// name of a joint one, so that it cannot be asked for by its address either.
func Demandable(paper string) bool {
	kind := strings.TrimRight(paper, "0123456789")
	return slices.Contains(demandable, paper) || kind != paper && slices.Contains(demandable, strings.TrimSuffix(kind, "-"))
}

// ForCourt is what else papers of a mediation can leave for: the court to which all parties of an agreement applied together (民事诉讼法 art. 205).
// There is none for another office's wish or for the archives: no party said yes to that.
const ForCourt = "confirmation"

// CourtPapers are what the joint application says that it hands in: itself and the agreement.
var CourtPapers = []string{"confirmation", "agreement"}

// aside is an act on a demand of a court, an urgent access or a copy that leaves.
type aside struct{ casefile.AsideAct }

// Aside makes such an act a command.
func Aside(x casefile.AsideAct) Command { return aside{x} }

func (x aside) decide(d *decision, s *Step) (any, error) { return x.Enter(&s.Step, d.aside()) }

// aside is what such an act, and a rule of it, is decided on.
func (d *decision) aside() *casefile.OnAside {
	act, _ := d.cmd.(aside)
	return &casefile.OnAside{Act: act.AsideAct, Demands: &d.c.Demanded, Urgents: &d.c.Urgents, Exports: &d.c.Exported, AtWork: d.c.Assigned(), AsidePeople: d.Aside, Fields: asideFields,
		Given: Demandable, Copies: []string{casefile.ForOwnCopy, ForCourt}, By: d.by, Now: d.now, IDs: d.ids}
}

// ofAside is a rule of what is aside as a guard.
func ofAside(rule casefile.AsideRule) Guard {
	return Guard{Name: rule.Name, Holds: func(d *decision) bool { return rule.Holds(d.aside()) }}
}

// onAside are the guards of such an act on a mediation that is not erased; rests are what it rests on here alone.
func onAside(event casefile.Kind, rests ...Guard) []Guard {
	return append([]Guard{notErased}, casefile.AsideGuards(event, ofAside, rests...)...)
}

// What a copy rests on holds when it is asked for, when it is approved and when the file is written: whoever was erased has no copy any
// more, an application that was withdrawn or decided asks for no papers.
var (
	exportParty = Guard{Name: "export_party", Holds: func(d *decision) bool {
		x := d.aside().Export()
		return x.Purpose != casefile.ForOwnCopy || d.c.hasCopy(x.Party)
	}}
	exportCourt = Guard{Name: "export_court", Holds: func(d *decision) bool { return d.aside().Export().Purpose != ForCourt || d.c.Applies() }}
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

func (c *Case) urgentBegins() bool { return c.ToBegin() != nil }

func (c *Case) beginning() any { return casefile.UrgentOf{Urgent: c.ToBegin().ID} }

// FactsAt are the facts of the case at an instant: who has an urgent access then is among them.
func (c *Case) FactsAt(now time.Time) access.Facts {
	f := c.Facts()
	f.Emergency = c.UrgentNow(now)
	return f
}
