package mediation

import (
	"strconv"
	"time"

	"linli/mediation"
	"linli/mediation/paper"
	"linli/platform/id"
)

// paperRow leads to a document of the case or to a file that somebody gave.
type paperRow struct {
	Title, Href, PDF, Note string
	At                     time.Time
}

// papers are the documents that can be printed now, in the order of the file.
func (v *view) papers() []paperRow {
	if !v.may("print") || v.Opened == nil {
		return nil
	}
	var out []paperRow
	for _, x := range paper.List(v.Opened, id.ID{}) {
		doc, _ := v.rules.Mediation.Document(x.Kind)
		title := v.in(doc.Title)
		if x.Nth > 0 {
			title += " " + strconv.Itoa(x.Nth)
		}
		if x.No > 0 {
			title += " · " + v.party(v.Case.Parties[x.No-1].ID)
		}
		out = append(out, paperRow{Title: title, Href: v.Href("papers", x.ID), PDF: v.Href("papers", x.ID+".pdf")})
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
