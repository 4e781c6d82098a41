package mediation

import (
	"net/http"
	"slices"
	"time"

	"linli/mediation"
	"linli/platform/id"
	"linli/web/page"
)

// Messages between the office and one party. The page of one message names its recipient in its heading and on its
// button, and the recipient cannot be changed on it: whoever wants to write to another party opens another page.

// recipient is the party that an address names, or nil.
func (v *view) recipient(r *http.Request) *mediation.Party {
	named := r.URL.Query().Get("to")
	if r.Method == http.MethodPost {
		named = r.PostFormValue("to")
	}
	p, err := id.Parse(named)
	if err != nil {
		return nil
	}
	return v.Case.Party(p)
}

func layMessage(s *sheet) []any {
	p := s.recipient(s.r)
	if p == nil {
		var items []page.Item
		for _, x := range s.Case.Parties {
			if x.Shredded.IsZero() && (x.Role == mediation.Applicant || !x.Invited.IsZero()) {
				items = append(items, page.Item{Value: x.ID.String(), Text: s.party(x.ID)})
			}
		}
		return []any{s.radios("to", "staff.message.whom", items, with{})}
	}
	return []any{
		hidden{"to", p.ID.String()},
		page.InsetText{Text: s.t("staff.message.to", "party", s.party(p.ID))},
		s.area("text", "staff.message.words", with{rows: 6}),
	}
}

func readMessage(s *sheet) mediation.Command {
	p := s.recipient(s.r)
	if p == nil {
		s.Form.Add("to", "form.choose")
		return mediation.SendMessage{}
	}
	return mediation.SendMessage{Party: p.ID, Text: s.Form.Value("text")}
}

func layTakeBack(s *sheet) []any {
	var items []page.Item
	for _, m := range s.Case.Messages {
		if m.Waits() {
			items = append(items, page.Item{Value: m.ID.String(), Text: s.t("staff.message.line", "party", s.party(m.Party), "when", s.DateTime(m.At))})
		}
	}
	return []any{s.radios("message", "staff.message.whose", items, with{})}
}

// threadView is what was written between the office and one party.
type threadView struct {
	Title string
	Lines []messageLine
	Write string // address of the page on which to write to this party; empty where the reader may not
	To    string // what is said on the link
}

type messageLine struct {
	Who, Text, Note string
	At              time.Time
	Back            string // where it can be taken back; empty where it has left
}

// messages are the threads, one a party.
func (v *view) messages() []threadView {
	var out []threadView
	write := v.may("message") && slices.Contains(v.Case.Next(), "message")
	for _, p := range v.Case.Parties {
		if !p.Shredded.IsZero() || p.Role != mediation.Applicant && p.Invited.IsZero() {
			continue
		}
		name := v.party(p.ID)
		t := threadView{Title: v.t("staff.message.title", "party", name), To: v.t("staff.message.send", "party", name)}
		if write {
			t.Write = v.Href("message") + "?to=" + p.ID.String()
		}
		for _, m := range slices.Backward(v.Case.Messages) {
			if m.Party != p.ID {
				continue
			}
			line := messageLine{Who: v.t("staff.message.theirs", "party", name), Text: v.Opened.Passage(mediation.FieldMessage, m.ID), At: m.At}
			if !m.By.IsZero() {
				line.Who = v.t("staff.message.ours", "name", v.staff[m.By])
			}
			switch {
			case m.Waits():
				line.Note = v.t("staff.message.waits")
				if v.may("take_back") {
					line.Back = v.Href("take_back") + "?message=" + m.ID.String()
				}
			case !m.TakenOff.IsZero():
				line.Note = v.t("staff.message.gone")
			}
			t.Lines = append(t.Lines, line)
		}
		out = append(out, t)
	}
	return out
}
