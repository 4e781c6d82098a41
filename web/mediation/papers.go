package mediation

import (
	"slices"
	"time"

	"linli/mediation"
	"linli/platform/id"
)

// paperRow leads to a document of the case or to a file that somebody gave.
type paperRow struct {
	Title, Href, PDF, Note string
	At                     time.Time
}

// ready says from when on a document of the rulebook can be made; a document that is not named here always can.
var ready = map[string]func(*mediation.Case) bool{
	"acceptance":   func(c *mediation.Case) bool { return !c.Accepted.IsZero() },
	"not-accepted": func(c *mediation.Case) bool { return c.State == mediation.NotAccepted },
	"invitation": func(c *mediation.Case) bool {
		return slices.ContainsFunc(c.Parties, func(p mediation.Party) bool { return !p.Invited.IsZero() })
	},
	"consent": func(c *mediation.Case) bool {
		return slices.ContainsFunc(c.Parties, func(p mediation.Party) bool { return !p.Consent.Given.IsZero() })
	},
	"session":     func(c *mediation.Case) bool { return c.Mediated },
	"agreement":   func(c *mediation.Case) bool { return c.Agreement != nil },
	"termination": func(c *mediation.Case) bool { return c.State == mediation.Terminated || c.State == mediation.Declined },
	"slip":        func(*mediation.Case) bool { return false }, // a slip bears a passphrase that nobody has any more
	"slip-80":     func(*mediation.Case) bool { return false },
}

// papers are the documents that can be printed now, in the order of the file.
func (v *view) papers() []paperRow {
	if !v.may("print") {
		return nil
	}
	var out []paperRow
	for _, d := range v.rules.Mediation.Documents {
		if d.Template == "" || ready[d.ID] != nil && !ready[d.ID](&v.Case) {
			continue
		}
		out = append(out, paperRow{Title: v.in(d.Title), Href: v.Href("papers", d.ID), PDF: v.Href("papers", d.ID+".pdf")})
	}
	return out
}

// files are what the parties and the office added.
func (v *view) files() []paperRow {
	var out []paperRow
	for _, f := range v.Case.Attachments {
		name := v.Opened.Passage(mediation.FieldFileName, f.ID)
		if name == "" {
			name = v.t("staff.file.unnamed")
		}
		note := v.t("staff.file.of_office")
		if !f.Owner.IsZero() {
			note = v.t("staff.file.of_party", "party", v.party(f.Owner))
		}
		wall := v.wall(id.ID{})
		if !f.Shared {
			wall = v.t("mediation.visibility.office")
			if !f.Owner.IsZero() {
				wall = v.wall(f.Owner)
			}
		}
		out = append(out, paperRow{Title: name, Href: v.Href("files", f.ID.String()), Note: note + " " + wall, At: f.At})
	}
	return out
}
