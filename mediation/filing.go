package mediation

import (
	"slices"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/rulebook"
)

// FileAs says which paper of the case file an uploaded original is: a scan of the signed agreement, a receipt, an authority.
// The contents then name it in its place. Without an upload it is the remark where an original lies on paper; an empty place
// takes that remark back.
type FileAs struct {
	Attachment id.ID  `json:"attachment,omitzero"`
	Document   string `json:"document"`        // a paper of the rulebook's list, or [NotFiled]
	Place      string `json:"place,omitempty"` // where the paper original lies, such as "paper file 2026-14, sheet 9"
}

type filedAs struct {
	Attachment id.ID  `json:"attachment,omitzero"`
	Document   string `json:"document"`
	Lies       bool   `json:"lies,omitempty"` // on paper, at a place that is sealed
}

// Original says that the original of a paper lies in the office's paper file; the place is sealed under the event that
// said so.
type Original struct {
	Document string `json:"document"`
	Said     id.ID  `json:"said"`
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
	b := filedAs{x.Attachment, x.Document, x.Place != ""}
	if !x.Attachment.IsZero() {
		if b.Lies = false; x.Place != "" {
			return nil, fault.Field("place", "mediation.field.place_scanned")
		}
		return b, nil
	}
	var l fault.List
	text(&l, "place", x.Place, maxName, d.c.Original(x.Document) == nil)
	if x.Document == NotFiled {
		l.Add("document", "mediation.field.document")
	}
	if b.Lies {
		s.Secrets = append(s.Secrets, secret(vault.Joint, id.ID{}, s.Event.ID, FieldOriginal, x.Place))
	}
	return b, l.Err()
}

func foldFileAs(c *Case, e casefile.Event, b filedAs) {
	if !b.Attachment.IsZero() {
		c.attachment(b.Attachment).Document = b.Document
		return
	}
	c.Originals = slices.DeleteFunc(slices.Clone(c.Originals), func(o Original) bool { return o.Document == b.Document })
	if b.Lies {
		c.Originals = append(c.Originals, Original{b.Document, e.ID})
	}
}

// Original is the remark where the original of a paper lies, or nil.
func (c *Case) Original(document string) *Original {
	if i := slices.IndexFunc(c.Originals, func(o Original) bool { return o.Document == document }); i >= 0 {
		return &c.Originals[i]
	}
	return nil
}

// What a party gave the office alone is not in the file that others open.
var fileForAll = Guard{Name: "file_private", Holds: is(func(d *decision, x FileAs) bool {
	f := d.c.attachment(x.Attachment)
	return x.Attachment.IsZero() || f != nil && (x.Document == NotFiled || f.ForAll())
})}

// Thumbprints stay on paper: the original of a paper that is signed here lies in the file only where none can be seen on it.
var filedBare = Guard{Name: "thumbprint", Holds: is(func(d *decision, x FileAs) bool {
	doc, known := d.Rules.Mediation.Document(x.Document)
	return !known || doc.Template == "" || x.Attachment.IsZero() || d.c.attachment(x.Attachment).Bare
})}

// ForAll reports whether a file may lie in the case file: the office's, or shared by the party who gave it.
func (f Attachment) ForAll() bool { return f.Owner.IsZero() || f.Shared }

// Filed is the paper of the rulebook's list that a file is an original of, or empty. Where nobody said so, it follows from
// what the file proves: the body's letter, somebody's authority, the signed agreement, a payment, a court's paper. It stays there
// when another agreement takes the place of the one that it is about.
func (c *Case) Filed(f Attachment) string {
	switch {
	case !f.ForAll() || f.Document == NotFiled:
		return ""
	case f.Document != "":
		return f.Document
	case c.Sent != nil && c.Sent.Letter == f.ID:
		return "letter"
	case slices.ContainsFunc(c.Representatives, func(r Representative) bool { return r.Paper == f.ID }):
		return "authority"
	case c.Confirmation != nil && c.Confirmation.Ruling == f.ID:
		return "ruling"
	}
	for _, a := range c.agreements() {
		if place := a.filed(f.ID); place != "" {
			return place
		}
	}
	return ""
}

// agreements are all agreements of the case: the present one, the one that stands meanwhile, and those before.
func (c *Case) agreements() []*Agreement {
	var out []*Agreement
	if c.Agreement != nil {
		out = append(out, c.Agreement)
	}
	if c.Standing != nil {
		out = append(out, &c.Standing.Agreement)
	}
	for i := range c.Former {
		out = append(out, &c.Former[i])
	}
	return out
}

// filed is the paper that a file is by what it proves about the agreement, or empty.
func (a *Agreement) filed(file id.ID) string {
	switch {
	case slices.Contains(a.Rulings, file):
		return "ruling"
	case slices.ContainsFunc(a.Acts, func(s Signature) bool { return s.Scan == file && s.Method == "paper" }):
		return "agreement"
	case slices.ContainsFunc(a.Instalments, func(i Instalment) bool {
		return slices.ContainsFunc(i.Done, func(p Performance) bool { return p.Proof == file })
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

// Lacking are the papers that a file of this end must hold and does not. Of a paper that was signed by hand the print is
// there and the original may not be: it then goes by the original's name.
func (c *Case) Lacking(rules *rulebook.Rulebook) []rulebook.Document {
	end := c.End()
	var out []rulebook.Document
	for _, d := range rules.Mediation.Documents {
		signed := c.signedByHand(d)
		if !slices.Contains(d.Mandatory, end) || c.holds(d.ID) && !signed || c.Original(d.ID) != nil ||
			slices.ContainsFunc(c.Attachments, func(f Attachment) bool { return c.Filed(f) == d.ID }) {
			continue
		}
		if signed {
			d.Title = d.Original
		}
		out = append(out, d)
	}
	return out
}

// signedByHand reports whether no print takes the place of a paper: the rulebook names its original, and of an agreement
// somebody signed on paper.
func (c *Case) signedByHand(d rulebook.Document) bool {
	if len(d.Original) == 0 || !c.holds(d.ID) {
		return false
	}
	return d.ID != "agreement" || slices.ContainsFunc(c.Agreement.Acts, func(s Signature) bool { return s.Method == "paper" })
}

// holds reports whether linli can print a paper from what is recorded; one from outside needs its original.
func (c *Case) holds(document string) bool {
	each := func(ok func(Party) bool) bool {
		return !slices.ContainsFunc(c.Parties, func(p Party) bool { return (p.Role == Applicant || !p.Invited.IsZero()) && !ok(p) })
	}
	bound := c.Agreement != nil && !c.Agreement.Effective.IsZero()
	switch document {
	case "application":
		return !c.imported() && c.Paper == nil
	case "acceptance":
		return !c.Accepted.IsZero() && !c.AcceptedOnPaper()
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
		return bound && !c.Agreement.Oral && !c.SignedOnPaper()
	case "oral-register":
		return bound && c.Agreement.Oral && !c.SignedOnPaper()
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
