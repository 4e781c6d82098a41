package mediation

import (
	"slices"
	"time"

	"linli/mediation"
	"linli/platform/id"
	"linli/web/page"
)

// Acts before signing.

// unsignedBy are the parties of the draft who have not signed it.
func (v *view) unsignedBy(p mediation.Party) bool {
	return slices.Contains(v.Case.Missing(), mediation.Act{As: "party", Of: p.ID})
}

// unoffered is the first party that was not offered what it is offered before it signs.
func (v *view) unoffered(p mediation.Party) bool {
	return v.unsignedBy(p) && v.Case.Agreement.Offered(p.ID) == nil
}

func laySupport(s *sheet) []any {
	out := []any{s.partyRadios(s.unsignedBy), s.radios("how", "fair.offer.how", s.codes("mediation.how.", "read_out", "handed_over", "on_screen"), with{})}
	for _, what := range mediation.SupportOffers {
		out = append(out, s.radios(what, "fair.offer."+what, s.codes("fair.answer.", mediation.OfferAnswers...), with{inline: true}))
	}
	return append(out, s.input("pause_days", "fair.offer.pause_days", with{hint: "fair.offer.pause_hint", kind: "number"}))
}

func readSupport(s *sheet) mediation.Command {
	return mediation.OfferSupport{Party: s.chosen("party"), How: s.Form.Value("how"), Support: s.Form.Value("support"), Advice: s.Form.Value("advice"),
		Aloud: s.Form.Value("aloud"), Home: s.Form.Value("home"), PauseDays: int(s.Form.Number("pause_days"))}
}

func layPause(s *sheet) []any {
	days, ok := s.input("days", "staff.pause.days", with{kind: "number", value: "3"}).(*page.Input)
	if ok {
		days.Hint.Text = s.t("staff.pause.days_hint", "max", s.rules.Mediation.BeforeSigning.PauseDays)
	}
	return append(laySigner(s), days)
}

func readPause(s *sheet) mediation.Command {
	return mediation.Pause{Party: s.chosen("party"), Days: int(s.Form.Number("days"))}
}

// pausing reports whether a party's own pause runs.
func (v *view) pausing(p mediation.Party) bool {
	return v.Case.Agreement != nil && v.Case.Agreement.Pausing(p.ID, v.pages.Mediation.Clock.Now())
}

func layEndPause(s *sheet) []any { return []any{s.partyRadios(s.pausing)} }

// notBefore is the instant before which an act cannot have happened, on the day on which it could: noon stands for a day.
func (s *sheet) notBefore(cmd mediation.Command) time.Time {
	switch cmd := cmd.(type) {
	case mediation.OfferSupport:
		return s.Case.SignedFrom(mediation.Act{As: "mediator"})
	case mediation.Sign:
		return s.Case.SignedFrom(mediation.Act{As: cmd.As, Of: cmd.Party})
	}
	return s.Case.Received
}

// offeredRow is what one party was offered before it signs, and what it answered.
type offeredRow struct{ Text, Wall string }

func (v *view) offered() []offeredRow {
	a := v.Case.Agreement
	if a == nil || a.Oral {
		return nil
	}
	var out []offeredRow
	for _, p := range a.Parties {
		o := a.Offered(p)
		switch {
		case o != nil:
			out = append(out, offeredRow{v.t("fair.offer.row", "party", v.party(p), "day", v.Date(o.At), "answers", v.answers(p)), v.wall(p)})
		case a.Effective.IsZero():
			out = append(out, offeredRow{Text: v.t("fair.offer.row_none", "party", v.party(p))})
		}
	}
	return out
}

// answers are a party's answers in a line, where the reader may know them.
func (v *view) answers(party id.ID) string {
	var said []string
	for _, what := range mediation.SupportOffers {
		if a := v.Opened.Answered[party].Answers[what]; a != "" {
			said = append(said, v.t("fair.short."+what+"_"+a))
		}
	}
	return v.List(said)
}
