package mediation

import (
	"linli/mediation"
	"linli/platform/id"
	"linli/web/page"
)

// everyParty stands for all parties of the case, those who come later too, where the form asks to whom.
const everyParty = "all"

// showable reports whether a file can be shown to more parties.
func showable(f mediation.Attachment) bool { return !f.Shared }

func layShowFile(s *sheet) []any {
	var files []page.Item
	for _, f := range s.Case.Attachments {
		if name := s.Opened.Passage(mediation.FieldFileName, f.ID); name != "" && showable(f) {
			files = append(files, page.Item{Value: f.ID.String(), Text: name, Hint: page.Text{Text: s.fileWall(f)}})
		}
	}
	to := append(s.partyItems(func(p mediation.Party) bool { return p.Gone.IsZero() && !p.Outside() }), page.Item{Value: everyParty, Text: s.t("staff.show_file.all")})
	return []any{s.radios("attachment", "staff.show_file.file", files, with{}), s.boxes("with", "staff.show_file.with", to, with{}),
		s.box("agreed", "staff.show_file.agreed", with{hint: "staff.show_file.agreed_hint"})}
}

func readShowFile(s *sheet) mediation.Command {
	x := mediation.ShowFile{Attachment: s.chosen("attachment"), Agreed: s.yes("agreed")}
	for _, f := range s.Case.Attachments {
		if f.ID == x.Attachment {
			x.Party = f.Owner
		}
	}
	for _, v := range s.Form.Values("with") {
		party, err := id.Parse(v)
		switch {
		case v == everyParty:
			x.Shared = true
		case err != nil:
			s.Form.Add("with", "form.choose")
		default:
			x.With = append(x.With, party)
		}
	}
	if x.Shared { // who is ticked beside everybody is one of them
		x.With = nil
	}
	return x
}
