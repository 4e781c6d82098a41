package mediation

import (
	"slices"
	"strings"

	"linli/mediation"
	"linli/platform/id"
	"linli/web/page"
)

// Acts of the agreement.

func layDraft(s *sheet) []any {
	return []any{
		s.signers(),
		s.box("partial", "staff.draft.partial", with{}),
		s.radios("language", "staff.draft.language", s.languageItems(), with{value: s.rules.Languages[0]}),
		s.area("facts", "staff.draft.facts", with{}),
		s.area("issues", "staff.draft.issues", with{rows: 3}),
		s.area("responsibility", "staff.draft.responsibility", with{rows: 3}),
	}
}

// signers are the parties who can agree, all of them ticked.
func (s *sheet) signers() any {
	items := s.partyItems(func(p mediation.Party) bool { return p.Consent.Stands() })
	for i := range items {
		items[i].Checked = nil
	}
	boxes := &page.Checkboxes{Choices: s.choices("parties", "staff.draft.parties", items, with{})}
	for _, it := range items {
		boxes.Values = append(boxes.Values, it.Value)
	}
	return boxes
}

func closeDraft(s *sheet) []any {
	return []any{s.box("no_waiver", "staff.draft.no_waiver", with{hint: "staff.draft.no_waiver_hint"})}
}

func readDraft(s *sheet) mediation.Command {
	return mediation.Draft{Partial: s.yes("partial"), Language: s.Form.Value("language"), Parties: s.all("parties"), Facts: s.Form.Value("facts"),
		Issues: s.Form.Value("issues"), Responsibility: s.Form.Value("responsibility"), NoWaiver: s.yes("no_waiver"), Terms: s.readTerms()}
}

// signers offers the parties of the draft.
func laySigner(s *sheet) []any {
	a := s.Case.Agreement
	return []any{s.partyRadios(func(p mediation.Party) bool { return a != nil && slices.Contains(a.Parties, p.ID) })}
}

func laySign(s *sheet) []any {
	var acts []page.Item
	for _, m := range s.Case.Missing() {
		if s.mayRecord(m) {
			acts = append(acts, page.Item{Value: actText(m), Text: s.signer(m.As, m.Of)})
		}
	}
	out := []any{s.radios("act", "staff.sign.whose", acts, with{}),
		s.speakers(false), s.radios("method", "staff.sign.method", s.codes("mediation.method.", "paper"), with{value: "paper"})}
	out = append(out, s.fileChoice("scan", "staff.sign.scan", "staff.sign.scan_hint", "staff.sign.no_scan")...)
	hash := ""
	if s.Case.Agreement != nil {
		hash = s.Case.Agreement.Text
	}
	return append(out, hidden{"text", hash})
}

// signPages are the pages on which an act that is missing can be done on the screen or with a passkey, where the law allows it.
func (s *sheet) signPages() []page.Link {
	if kind, _ := s.rules.Mediation.DisputeType(s.Case.Type); kind.ScreenSigningBarred {
		return nil
	}
	var out []page.Link
	for _, m := range s.Case.Missing() {
		if s.mayRecord(m) {
			out = append(out, page.Link{Text: s.signer(m.As, m.Of), Href: s.Href("signature", s.Case.ActName(m))})
		}
	}
	return out
}

// hidden is a value that the form carries along: what the reader had before the eyes.
type hidden struct{ Name, Value string }

func readSign(s *sheet) mediation.Command {
	x := mediation.Sign{Method: s.Form.Value("method"), Text: s.Form.Value("text"), By: s.by()}
	as, of, _ := strings.Cut(s.Form.Value("act"), ":")
	who, err := id.Parse(of)
	if as == "" || err != nil {
		s.Form.Add("act", "form.choose")
	}
	x.As = as
	switch as {
	case "party":
		x.Party = who
	case "mediator":
		x.Engagement = who
	case "seal":
		x.Unit = who
	}
	x.Scan = s.file("scan")
	x.Interpreter = s.interpreter(x.Party)
	return x
}

// fileChoice offers the files of the case, where there are any.
func (s *sheet) fileChoice(name, label, hint, none string) []any {
	items := []page.Item{{Value: "", Text: s.t(none)}}
	if s.Opened != nil {
		for _, f := range s.files() {
			items = append(items, page.Item{Value: f.Href[strings.LastIndex(f.Href, "/")+1:], Text: f.Title})
		}
	}
	if len(items) == 1 {
		return nil
	}
	return []any{&page.Select{Field: s.field(name, label, with{hint: hint}), Items: items}}
}

// file reads the file that was chosen under a name; none is zero.
func (s *sheet) file(name string) id.ID {
	if s.Form.Value(name) == "" {
		return id.ID{}
	}
	return s.chosen(name)
}

func layExtension(s *sheet) []any {
	return []any{s.input("days", "staff.extension.days", with{hint: "staff.extension.days_hint", kind: "number"})}
}

func readExtension(s *sheet) mediation.Command {
	return mediation.AskExtension{Days: int(s.Form.Number("days"))}
}

func layAgreeExtension(s *sheet) []any {
	x := s.Case.Extension
	return []any{s.partyRadios(func(p mediation.Party) bool { return x == nil || !slices.Contains(x.Agreed, p.ID) }), s.speakers(false)}
}
