package mediation

import (
	"cmp"
	"slices"

	"linli/consent"
	"linli/mediation"
	"linli/platform/id"
	"linli/web/page"
)

// Acts of an agreement's life: made by word of mouth, performed or not, and asked about later.

func layOral(s *sheet) []any {
	return []any{
		s.signers(),
		s.box("partial", "staff.draft.partial", with{}),
		s.radios("language", "staff.draft.language", s.languageItems(), with{value: s.rules.Languages[0]}),
		s.area("facts", "staff.oral.facts", with{rows: 3}),
	}
}

func closeOral(s *sheet) []any {
	return append([]any{s.box("performed", "staff.oral.performed", with{hint: "staff.oral.performed_hint"})}, closeDraft(s)...)
}

func readOral(s *sheet) mediation.Command {
	return mediation.Oral{Partial: s.yes("partial"), Language: s.Form.Value("language"), Parties: s.all("parties"), Facts: s.Form.Value("facts"),
		Performed: s.yes("performed"), NoWaiver: s.yes("no_waiver"), Terms: s.readTerms()}
}

func layAgreeOral(s *sheet) []any {
	return []any{s.partyRadios(func(p mediation.Party) bool {
		return slices.Contains(s.Case.Missing(), mediation.Act{As: "party", Of: p.ID})
	}), s.speakers(false)}
}

func readAgreeOral(s *sheet) mediation.Command {
	x := mediation.AgreeOral{Party: s.chosen("party"), By: s.by()}
	x.Interpreter = s.interpreter(x.Party)
	return x
}

func layRegisterOral(s *sheet) []any {
	return []any{s.box("read_back", "staff.oral.read_back", with{})}
}

// maxRadios is how many instalments stand as radios; more of them are a list to open.
const maxRadios = 8

// dueChoice offers the instalments that fit.
func (s *sheet) dueChoice(fits func(mediation.Instalment) bool) any {
	var items []page.Item
	if a := s.Case.Agreement; a != nil {
		for _, i := range a.Instalments {
			if i.Fulfilled.IsZero() && (fits == nil || fits(i)) {
				items = append(items, page.Item{Value: i.ID.String(), Text: s.owed(i)})
			}
		}
	}
	if len(items) > maxRadios {
		return &page.Select{Field: s.field("instalment", "staff.due_part.which", with{}), Items: append([]page.Item{{Value: "", Text: s.t("staff.field.choose")}}, items...)}
	}
	return s.radios("instalment", "staff.due_part.which", items, with{})
}

// chosenDue reads the instalment that was chosen; nothing fits where the case has moved on.
func (s *sheet) chosenDue() mediation.Instalment {
	if i := s.Case.Agreement.Instalment(s.chosen("instalment")); i != nil {
		return *i
	}
	s.Form.Add("instalment", "form.choose")
	return mediation.Instalment{}
}

func layReport(s *sheet) []any {
	return append([]any{s.dueChoice(nil)}, s.fileChoice("proof", "staff.due_part.proof", "staff.due_part.proof_hint", "staff.due_part.no_proof")...)
}

func readReport(s *sheet) mediation.Command {
	i := s.chosenDue()
	return mediation.ReportPerformance{Party: s.inPlace(i.Obligor), Instalment: i.ID, Proof: s.file("proof")}
}

func layReceived(s *sheet) []any {
	out := []any{
		s.dueChoice(nil),
		s.speakers(false),
		s.came(),
		s.box("part", "staff.received.part", with{hint: "staff.received.part_hint"}),
		s.box("in_kind", "staff.received.in_kind", with{}),
		s.area("text", "staff.received.words", with{hint: "staff.received.words_hint", rows: 2}),
		s.radios("surplus", "staff.received.surplus", s.codes("mediation.surplus.", "next", "return"), with{hint: "staff.received.surplus_hint", free: true}),
	}
	return append(out, s.fileChoice("proof", "staff.due_part.proof", "staff.due_part.proof_hint", "staff.due_part.no_proof")...)
}

// came asks for what was received: in what is owed, and where several currencies are, in that of what was chosen.
func (s *sheet) came() any {
	in := &page.Input{Field: s.field("amount", "staff.received.amount", with{hint: "staff.received.amount_hint"}), Inputmode: "decimal", InputWrapper: &page.FormGroup{Classes: "linli-amount"}}
	var owed []string
	if a := s.Case.Agreement; a != nil {
		for _, i := range a.Instalments {
			if code := i.Amount.Currency; code != "" && i.Fulfilled.IsZero() && !slices.Contains(owed, code) {
				owed = append(owed, code)
			}
		}
	}
	if len(owed) < 2 {
		in.Suffix = &page.Text{Text: s.Currency(cmp.Or(append(owed, s.rules.Currency)...))}
	}
	return in
}

func readReceived(s *sheet) mediation.Command {
	i := s.chosenDue()
	x := mediation.ConfirmPerformance{Party: s.inPlace(i.Obligee), Instalment: i.ID, Part: s.yes("part"), InKind: s.yes("in_kind"), Text: s.Form.Value("text"),
		Surplus: s.Form.Value("surplus"), Proof: s.file("proof"), By: s.by()}
	currency := i.Amount.Currency // what is paid back is paid in what is owed
	if currency == "" {
		currency = s.rules.Currency
	}
	if x.Amount.Minor = s.Form.Minor("amount", currency, "staff.field.money"); x.Amount.Minor > 0 {
		x.Amount.Currency = currency
	} else if i.Type == "money" && !x.InKind {
		x.Amount.Currency = i.Amount.Currency // the machine says that a sum is missing, not a currency
	}
	return x
}

func layMissed(s *sheet) []any {
	return []any{s.dueChoice(s.overdue)}
}

func readMissed(s *sheet) mediation.Command {
	i := s.chosenDue()
	return mediation.NotPerformed{Party: s.inPlace(i.Obligee), Instalment: i.ID}
}

// overdue reports whether the day of an instalment is past and something is missing.
func (v *view) overdue(i mediation.Instalment) bool {
	return i.Overdue(v.pages.Mediation.Clock.Now(), v.rules.Zone)
}

func layAgreeFollowUp(s *sheet) []any {
	return []any{
		s.partyRadios(func(p mediation.Party) bool { return p.FollowUp.IsZero() }),
		s.radios("how", "staff.consent.how", s.hows(), with{}),
		s.radios("language", "staff.field.language", s.languageItems(), with{value: string(s.Language)}),
		s.speakers(false),
	}
}

func readAgreeFollowUp(s *sheet) mediation.Command {
	return mediation.AgreeFollowUp{Party: s.chosen("party"), How: s.how(), Language: s.languageOf("language"), By: s.by()}
}

// how reads in which way a party expressed its will; nothing chosen is a fault.
func (s *sheet) how() consent.How {
	if s.Form.Value("how") == "" {
		s.Form.Add("how", "form.choose")
	}
	return consent.How(s.Form.Value("how"))
}

func layStopFollowUp(s *sheet) []any {
	return []any{s.partyRadios(wantsAsked), s.radios("how", "staff.refuse.how", s.hows(), with{})}
}

func readStopFollowUp(s *sheet) mediation.Command {
	return mediation.StopFollowUp{Party: s.chosen("party"), How: s.how()}
}

func wantsAsked(p mediation.Party) bool { return !p.FollowUp.IsZero() }

func layFollowUp(s *sheet) []any {
	return []any{
		s.partyRadios(wantsAsked),
		s.radios("mode", "staff.follow_up.mode", s.codes("mediation.follow_up.mode.", mediation.FollowUpModes...), with{hint: "staff.follow_up.mode_hint"}),
		s.radios("outcome", "staff.follow_up.outcome", s.codes("mediation.follow_up.outcome.", mediation.FollowUpOutcomes...), with{}),
		s.area("text", "staff.follow_up.words", with{hint: "staff.follow_up.words_hint", rows: 3}),
	}
}

func readFollowUp(s *sheet) mediation.Command {
	return mediation.AskFollowUp{Party: s.chosen("party"), Mode: s.Form.Value("mode"), Outcome: s.Form.Value("outcome"), Text: s.Form.Value("text")}
}

// notAsked reports whether a party that wants to be asked has not been asked since it said so.
func (v *view) notAsked(p mediation.Party) bool {
	return wantsAsked(p) && !slices.ContainsFunc(v.Case.FollowUps, func(f mediation.FollowUp) bool { return f.Party == p.ID && !f.At.Before(p.FollowUp) })
}

// signs reports whether a party is one of the agreement's.
func (v *view) signs(p id.ID) bool {
	return v.Case.Bound(v.Case.Agreement, p)
}
