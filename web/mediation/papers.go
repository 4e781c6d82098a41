package mediation

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/mediation"
	"linli/mediation/paper"
	"linli/platform/id"
	"linli/web/page"
)

// paperRow leads to a document of the case or to a file that somebody gave.
type paperRow struct {
	Title, Href, PDF, Note string
	As, FileAs             string // of a file: which paper it is an original of, and where that is said
	Show                   string // where it is shown to more parties
	At                     time.Time
}

// papers are the documents that can be printed now, in the order of the file.
func (v *view) papers() []paperRow {
	if !v.may("print") || v.Opened == nil {
		return nil
	}
	var out []paperRow
	for _, x := range paper.List(v.Opened, id.ID{}) {
		title := v.paperTitle(x)
		if x.No > 0 {
			title += " · " + v.party(v.Case.Parties[x.No-1].ID)
		}
		out = append(out, paperRow{Title: title, Href: v.Href("papers", x.ID), PDF: v.Href("papers", x.ID+".pdf")})
	}
	return out
}

// paperTitle is the rulebook's title of a paper, and which of several it is.
func (w *words) paperTitle(x paper.Paper) string {
	doc, _ := w.rules.Mediation.Document(x.Kind)
	title := w.in(doc.Title)
	if x.Nth > 0 {
		title += " " + strconv.Itoa(x.Nth)
	}
	return title
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
		row := paperRow{Title: name, Href: v.Href("files", f.ID.String()), Note: note + " " + v.fileWall(f), At: f.At}
		if d, ok := v.rules.Mediation.Document(v.Case.Filed(f)); ok {
			row.As = v.t("staff.file_as.is", "paper", v.in(d.Title))
		}
		if v.mayDo("file_as") && f.ForAll() {
			row.FileAs = v.Href("file_as") + "?attachment=" + f.ID.String()
		}
		if v.mayDo("show_file") && showable(f) && slices.Contains(v.Case.Next(), "show_file") {
			row.Show = v.Href("show_file") + "?attachment=" + f.ID.String()
		}
		out = append(out, row)
	}
	for _, o := range v.Case.Originals {
		d, _ := v.rules.Mediation.Document(o.Document)
		row := paperRow{Title: v.in(d.Title), Note: v.t("staff.file_as.lies", "place", v.Opened.Passage(mediation.FieldOriginal, o.Said))}
		if v.mayDo("file_as") {
			row.FileAs = v.Href("file_as") + "?attachment=" + onPaper + "&document=" + o.Document
		}
		out = append(out, row)
	}
	return out
}

// fileWall says who sees a file.
func (v *view) fileWall(f mediation.Attachment) string {
	if !f.Shared && len(f.Sees()) == 0 {
		return v.t("mediation.visibility.office")
	}
	return v.wall(f.Sees()...)
}

// onPaper stands for the original that was not scanned, where the form asks for a file.
const onPaper = "paper"

// lacking are the titles of the papers that the file of an ended case must hold and does not.
func (v *view) lacking() []string {
	var out []string
	for _, d := range v.Case.Lacking(v.rules) {
		out = append(out, v.in(d.Title))
	}
	return out
}

func layFileAs(s *sheet) []any {
	var files, papers []page.Item
	for _, f := range s.Case.Attachments {
		if name := s.Opened.Passage(mediation.FieldFileName, f.ID); name != "" && f.ForAll() {
			files = append(files, page.Item{Value: f.ID.String(), Text: name, Hint: page.Text{Text: s.view.Date(f.At)}})
		}
	}
	files = append(files, page.Item{Value: onPaper, Text: s.t("staff.file_as.on_paper")})
	for _, d := range s.rules.Mediation.Documents {
		if !paper.Filed(d) {
			continue
		}
		papers = append(papers, page.Item{Value: d.ID, Text: s.in(d.Title)})
	}
	papers = append(papers, page.Item{Value: mediation.NotFiled, Text: s.t("staff.file_as.none")})
	return []any{s.radios("attachment", "staff.file_as.file", files, with{}), s.radios("document", "staff.file_as.document", papers, with{hint: "staff.file_as.document_hint"}),
		s.input("place", "staff.file_as.place", with{hint: "staff.file_as.place_hint"})}
}

func readFileAs(s *sheet) mediation.Command {
	if s.Form.Value("attachment") == onPaper {
		return mediation.FileAs{Document: s.Form.Value("document"), Place: strings.TrimSpace(s.Form.Value("place"))}
	}
	return mediation.FileAs{Attachment: s.chosen("attachment"), Document: s.Form.Value("document"), Place: strings.TrimSpace(s.Form.Value("place"))}
}
