package mediation

import (
	"linli/consent"
	"linli/mediation"
	"linli/web/page"
)

// Acts of intake: the private talk, the rights notice, and each party's answer.

func (s *sheet) partyRadios(fits func(mediation.Party) bool) any {
	return s.radios("party", "staff.field.party", s.partyItems(fits), with{})
}

func layInform(s *sheet) []any {
	return []any{
		s.partyRadios(func(p mediation.Party) bool { return p.Informed.IsZero() }),
		s.radios("language", "staff.field.language", s.languageItems(), with{value: string(s.Language)}),
		s.radios("how", "staff.inform.how", s.codes("mediation.how.", "read_out", "handed_over", "on_screen"), with{}),
	}
}

func readInform(s *sheet) mediation.Command {
	x := mediation.Inform{Party: s.chosen("party"), Language: s.languageOf("language"), How: s.Form.Value("how")}
	x.Interpreter = s.interpreter(x.Party)
	return x
}

// hows are the ways in which a party expresses its will to the office.
func (s *sheet) hows() []page.Item {
	return s.codes("consent.how.", string(consent.Written), string(consent.Oral), string(consent.Thumbprint))
}

func layConsent(s *sheet) []any {
	return []any{
		s.partyRadios(func(p mediation.Party) bool { return asked(p) && !p.Consent.Stands() }),
		s.radios("how", "staff.consent.how", s.hows(), with{}),
		s.radios("language", "staff.field.language", s.languageItems(), with{value: string(s.Language)}),
		s.input("age", "staff.consent.age", with{hint: "staff.consent.age_hint", kind: "number"}),
		s.box("self_supporting", "staff.consent.self_supporting", with{}),
		s.box("limited", "staff.consent.limited", with{}),
		s.speakers(true),
	}
}

func readConsent(s *sheet) mediation.Command {
	c := mediation.GiveConsent{Party: s.chosen("party"), How: consent.How(s.Form.Value("how")), Language: s.languageOf("language"),
		Age: int(s.Form.Number("age")), SelfSupporting: s.yes("self_supporting"), Limited: s.yes("limited"), By: s.by()}
	c.Interpreter = s.interpreter(c.Party)
	if c.How == "" {
		s.Form.Add("how", "form.choose")
	}
	return c
}

func layRefuse(s *sheet) []any {
	return []any{
		s.partyRadios(func(p mediation.Party) bool { return asked(p) && p.Consent.Refused.IsZero() }),
		s.radios("how", "staff.refuse.how", s.hows(), with{}),
	}
}

func readRefuse(s *sheet) mediation.Command {
	return mediation.Refuse{Party: s.chosen("party"), How: consent.How(s.Form.Value("how"))}
}

func layWithdraw(s *sheet) []any {
	return []any{s.partyRadios(func(p mediation.Party) bool { return p.Consent.Stands() || !s.Case.Beside(&p) })}
}

func readWithdraw(s *sheet) mediation.Command { return mediation.Withdraw{Party: s.chosen("party")} }

func layStatement(s *sheet) []any {
	share := s.yesNo()
	share[0].Text, share[1].Text = s.t("staff.statement.shared"), s.t("staff.statement.private")
	return []any{
		s.partyRadios(nil),
		s.area("text", "staff.statement.words", with{rows: 8}),
		s.radios("share", "staff.statement.share", share, with{value: "no"}),
	}
}

func readStatement(s *sheet) mediation.Command {
	return mediation.Statement{Party: s.chosen("party"), Text: s.Form.Value("text"), Share: s.yes("share")}
}
