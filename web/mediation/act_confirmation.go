package mediation

import (
	"slices"

	"linli/mediation"
	"linli/rulebook"
	"linli/web/page"
)

// Acts around a court, and of taking a closed case up again.

func layPrepare(s *sheet) []any {
	rule := s.rules.Mediation.Confirms()
	excluded := []page.Item{{Value: mediation.NothingExcluded, Text: s.t("staff.confirmation.nothing")}}
	return []any{
		s.input("court", "staff.confirmation.court", with{hint: "staff.confirmation.court_hint"}),
		s.radios("venue", "staff.confirmation.venue", s.labels(rule.Venues), with{}),
		s.radios("excluded", "staff.confirmation.excluded", append(excluded, s.labels(rule.Excluded)...), with{hint: "staff.confirmation.excluded_hint"}),
	}
}

// labels offers codes of the rulebook.
func (s *sheet) labels(codes []rulebook.Code) []page.Item {
	out := make([]page.Item, len(codes))
	for i, c := range codes {
		out[i] = page.Item{Value: c.Code, Text: s.in(c.Label)}
	}
	return out
}

func readPrepare(s *sheet) mediation.Command {
	x := mediation.PrepareConfirmation{Court: s.Form.Value("court"), Venue: s.Form.Value("venue"), Excluded: s.Form.Value("excluded")}
	if x.Excluded == "" {
		s.Form.Add("excluded", "form.choose")
	}
	return x
}

func layJoin(s *sheet) []any { return []any{s.partyRadios(s.toJoin), s.speakers(false)} }

// toJoin reports whether a party has not joined the application that is prepared.
func (v *view) toJoin(p mediation.Party) bool {
	x := v.Case.Confirmation
	return v.signs(p.ID) && x != nil && !slices.Contains(x.Joined, p.ID)
}

func layRuling(s *sheet) []any {
	return s.fileChoice("ruling", "staff.confirmation.ruling", "staff.confirmation.ruling_hint", "staff.confirmation.no_ruling")
}

func layRulingWords(s *sheet) []any {
	return append([]any{s.area("text", "staff.confirmation.words", with{hint: "staff.confirmation.words_hint", rows: 3})}, layRuling(s)...)
}

func readRejected(s *sheet) mediation.Command {
	return mediation.RejectConfirmation{Text: s.Form.Value("text"), Ruling: s.file("ruling")}
}

func readVoid(s *sheet) mediation.Command {
	return mediation.Void{Text: s.Form.Value("text"), Ruling: s.file("ruling")}
}

func layTakenBack(s *sheet) []any { return append(laySigner(s), s.speakers(false)) }

func readTakenBack(s *sheet) mediation.Command {
	return mediation.WithdrawConfirmation{Party: s.chosen("party"), By: s.by()}
}

func layChoose(s *sheet) []any {
	return []any{
		s.partyRadios(func(p mediation.Party) bool { return s.signs(p.ID) }),
		s.speakers(false),
		s.radios("way", "staff.choose.way", s.codes("mediation.way.", mediation.WaySession, mediation.WayPerform, mediation.WayEnd), with{hint: "staff.choose.way_hint"}),
	}
}

func readChoose(s *sheet) mediation.Command {
	return mediation.Choose{Party: s.chosen("party"), Way: s.Form.Value("way"), By: s.by()}
}

// toChoose reports whether a party has not said how it wants to go on.
func (v *view) toChoose(p mediation.Party) bool {
	x := v.Case.Confirmation
	return v.signs(p.ID) && x != nil && !slices.ContainsFunc(x.Choices, func(c mediation.Choice) bool { return c.Party == p.ID })
}

func layReopen(s *sheet) []any {
	return []any{s.area("text", "staff.reopen.words", with{hint: "staff.field.words_hint", rows: 4})}
}

func layAgreeReopen(s *sheet) []any {
	answers := s.yesNo()
	answers[0].Text, answers[1].Text = s.t("staff.reopen.yes"), s.t("staff.reopen.no")
	return []any{
		s.partyRadios(s.toReopen),
		s.radios("answer", "staff.reopen.answer", answers, with{}),
		s.radios("how", "staff.refuse.how", s.hows(), with{}),
		s.radios("language", "staff.field.language", s.languageItems(), with{value: string(s.Language)}),
		s.speakers(false),
	}
}

func readAgreeReopen(s *sheet) mediation.Command {
	if answer := s.Form.Value("answer"); answer != "yes" && answer != "no" {
		s.Form.Add("answer", "form.choose")
	}
	return mediation.AgreeReopen{Party: s.chosen("party"), Yes: s.yes("answer"), How: s.how(), Language: s.languageOf("language"), By: s.by()}
}

// toReopen reports whether a party has not answered the proposal to take the case up again.
func (v *view) toReopen(p mediation.Party) bool {
	x := v.Case.Reopening
	return x != nil && !slices.Contains(x.Agreed, p.ID)
}
