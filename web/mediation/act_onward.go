package mediation

import (
	"slices"

	"linli/mediation"
	"linli/web/page"
)

// Acts around letters to somebody else who can help a party.

func layReferOut(s *sheet) []any {
	lines := s.codes("mediation.line.", mediation.OnwardLines...)
	return []any{
		s.partyRadios(reachable),
		s.radios("to", "staff.letter.to", s.codes("mediation.recipient.", mediation.Recipients...), with{}),
		s.input("body", "staff.letter.body", with{hint: "staff.letter.body_hint"}),
		s.boxes("lines", "staff.letter.lines", lines, with{hint: "staff.letter.lines_hint"}),
		s.area("words", "staff.letter.words", with{hint: "staff.letter.words_hint", rows: 4}),
		s.radios("how", "staff.consent.how", s.hows(), with{}),
		s.radios("language", "staff.field.language", s.languageItems(), with{value: string(s.Language)}),
		s.speakers(false),
	}
}

func readReferOut(s *sheet) mediation.Command {
	return mediation.ReferOut{Party: s.chosen("party"), To: s.Form.Value("to"), Body: s.Form.Value("body"), Lines: s.Form.Values("lines"), Words: s.Form.Value("words"),
		How: s.how(), Language: s.languageOf("language"), By: s.by()}
}

// reachable are the parties with whom the office speaks.
func reachable(p mediation.Party) bool { return asked(p) && p.Shredded.IsZero() }

// running are the letters that have not been taken back.
func (v *view) running() []mediation.Onward {
	return slices.DeleteFunc(slices.Clone(v.Case.Onward), func(o mediation.Onward) bool { return !o.Ended.IsZero() })
}

func layEndReferral(s *sheet) []any {
	var letters []page.Item
	for _, o := range s.running() {
		name := s.t("mediation.recipient." + o.To)
		if s.Opened != nil && s.Opened.Letters[o.ID].Body != "" {
			name = s.Opened.Letters[o.ID].Body
		}
		letters = append(letters, page.Item{Value: o.ID.String(), Text: s.t("staff.letter.each", "party", s.party(o.Party), "body", name, "day", s.view.Date(o.At))})
	}
	return []any{s.radios("referral", "staff.letter.which", letters, with{}), s.radios("how", "staff.refuse.how", s.hows(), with{})}
}

func readEndReferral(s *sheet) mediation.Command {
	x := mediation.EndReferral{Referral: s.chosen("referral"), How: s.how()}
	for _, o := range s.running() {
		if o.ID == x.Referral {
			x.Party = o.Party
		}
	}
	return x
}
