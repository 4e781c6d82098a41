package mediation

import (
	"slices"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/rulebook"
)

// FileAs says which paper of the case file an uploaded original is: a scan of the signed agreement, a receipt, an authority.
// The contents then name it in its place.
type FileAs struct {
	Attachment id.ID  `json:"attachment"`
	Document   string `json:"document"` // a paper of the rulebook's list, or [NotFiled]
}

// NotFiled keeps a file out of the case file.
const NotFiled = "none"

// Kind is the machine's event.
func (FileAs) Kind() casefile.Kind { return "file_as" }

func (x FileAs) decide(d *decision, s *Step) (any, error) {
	if _, ok := d.Rules.Mediation.Document(x.Document); !ok && x.Document != NotFiled {
		return nil, fault.Field("document", "mediation.field.document")
	}
	s.Event.Visibility = casefile.Office
	return x, nil
}

func foldFileAs(c *Case, _ casefile.Event, b FileAs) {
	c.attachment(b.Attachment).Document = b.Document
}

// What a party gave the office alone is not in the file that others open.
var fileForAll = Guard{Name: "file_private", Holds: is(func(d *decision, x FileAs) bool {
	f := d.c.attachment(x.Attachment)
	return f != nil && (x.Document == NotFiled || f.ForAll())
})}

// Thumbprints stay on paper: the original of a paper that is signed here lies in the file only where none can be seen on it.
var filedBare = Guard{Name: "thumbprint", Holds: is(func(d *decision, x FileAs) bool {
	doc, known := d.Rules.Mediation.Document(x.Document)
	return !known || doc.Template == "" || d.c.attachment(x.Attachment).Bare
})}

// ForAll reports whether a file may lie in the case file: the office's, or shared by the party who gave it.
func (f Attachment) ForAll() bool { return f.Owner.IsZero() || f.Shared }

// Filed is the paper of the rulebook's list that a file is an original of, or empty. Where nobody said so, it follows from
// what the file proves: the signed agreement, a payment, a court's paper.
func (c *Case) Filed(f Attachment) string {
	switch {
	case !f.ForAll() || f.Document == NotFiled:
		return ""
	case f.Document != "":
		return f.Document
	case c.Sent != nil && c.Sent.Letter == f.ID:
		return "letter"
	case c.Confirmation != nil && c.Confirmation.Ruling == f.ID:
		return "ruling"
	case c.Agreement == nil:
		return ""
	case slices.ContainsFunc(c.Agreement.Acts, func(s Signature) bool { return s.Scan == f.ID && s.Method == "paper" }):
		return "agreement"
	case slices.ContainsFunc(c.Agreement.Instalments, func(i Instalment) bool {
		return slices.ContainsFunc(i.Done, func(p Performance) bool { return p.Proof == f.ID })
	}):
		return "proof"
	}
	return ""
}

// End is how a case ended, as the rulebook's list of papers calls it; empty while it is open.
func (c *Case) End() string {
	if c.State.Open() {
		return ""
	}
	if end := endKind(c); end != "effective" || c.Agreement == nil || !c.Agreement.Oral {
		return end
	}
	return "oral"
}

// Lacking are the papers that a file of this end must hold and does not.
func (c *Case) Lacking(rules *rulebook.Rulebook) []rulebook.Document {
	end := c.End()
	var out []rulebook.Document
	for _, d := range rules.Mediation.Documents {
		if slices.Contains(d.Mandatory, end) && !c.holds(d.ID) &&
			!slices.ContainsFunc(c.Attachments, func(f Attachment) bool { return c.Filed(f) == d.ID }) {
			out = append(out, d)
		}
	}
	return out
}

// holds reports whether linli can print a paper from what is recorded; one from outside needs its original.
func (c *Case) holds(document string) bool {
	each := func(ok func(Party) bool) bool {
		return !slices.ContainsFunc(c.Parties, func(p Party) bool { return (p.Role == Applicant || !p.Invited.IsZero()) && !ok(p) })
	}
	bound := c.Agreement != nil && !c.Agreement.Effective.IsZero()
	switch document {
	case "application":
		return c.Ref == ""
	case "acceptance":
		return !c.Accepted.IsZero()
	case "rights":
		return each(func(p Party) bool { return !p.Informed.IsZero() })
	case "consent":
		return each(func(p Party) bool { return !p.Consent.Given.IsZero() })
	case "session":
		return slices.ContainsFunc(c.Sessions, func(s Session) bool { return len(s.With) > 1 && s.Minutes > 0 })
	case "not-accepted":
		return c.LastState() == NotAccepted
	case "termination":
		return c.LastState() == Terminated || c.LastState() == Declined
	case "agreement":
		return bound && !c.Agreement.Oral
	case "oral-register":
		return bound && c.Agreement.Oral
	case "closing":
		return !c.Accepted.IsZero() && !c.State.Open()
	}
	return false
}

// KeptDays is how long the rulebook keeps a file of this end, in days; zero while the case is open.
func (c *Case) KeptDays(rules *rulebook.Rulebook) int {
	days := 0
	for _, r := range rules.Mediation.Retention {
		if r.Then == "erase" && keeps(r, c) {
			days = max(days, r.Days)
		}
	}
	return days
}
