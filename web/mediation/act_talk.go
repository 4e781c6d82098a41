package mediation

import (
	"linli/mediation"
	"linli/web/page"
)

// The private talk: the rulebook's questions come first, what they propose comes with the concern that is chosen.

const answerField = "answer_"

func layTalk(s *sheet) []any {
	out := []any{s.partyRadios(nil)}
	for _, q := range s.rules.Mediation.Safety.Questions {
		items := s.codes("safety.answer.", mediation.ScreeningAnswers...)
		r := s.radios(answerField+q.Code, "safety.question", items, with{free: true, inline: true}).(*page.Radios)
		r.Fieldset.Legend.Text = q.Label.In(string(s.Language))
		out = append(out, r)
	}
	concerns := s.codes("mediation.concern.", string(mediation.NoConcernTold), string(mediation.SeparateOnly), string(mediation.Violence))
	concerns[1].Hint = page.Text{Text: s.t("safety.separate_hint")}
	concerns[2].Hint = page.Text{Text: s.t("staff.talk.violence_hint")}
	out = append(out, s.radios("concern", "staff.talk.concern", concerns, with{hint: "staff.talk.concern_hint"}))
	if s.Form.Wrong("weighed") || s.yes("weighed") { // asked only where the answers propose more than was chosen
		out = append(out, s.box("weighed", "safety.weighed", with{}))
	}
	return append(out,
		s.area("text", "staff.talk.words", with{hint: "staff.talk.words_hint"}),
		s.area("safe_contact", "staff.party.safe_contact", with{hint: "staff.party.safe_contact_hint", rows: 2}))
}

func readTalk(s *sheet) mediation.Command {
	t := mediation.Talk{Party: s.chosen("party"), Concern: mediation.Concern(s.Form.Value("concern")), Text: s.Form.Value("text"), SafeContact: s.Form.Value("safe_contact"), Weighed: s.yes("weighed")}
	t.Interpreter = s.interpreter(t.Party)
	for _, q := range s.rules.Mediation.Safety.Questions {
		if a := s.Form.Value(answerField + q.Code); a != "" {
			t.Answers = append(t.Answers, mediation.Screened{Question: q.Code, Answer: a})
		}
	}
	return t
}

// answered are the private questions that a party answered, each with its answer.
func (v *view) answered(t mediation.PrivateTalk) []string {
	var out []string
	for _, a := range t.Answers {
		if q, ok := v.rules.Mediation.Safety.Question(a.Question); ok {
			out = append(out, v.t("safety.answered", "question", q.Label.In(string(v.Language)), "answer", v.t("safety.answer."+a.Answer)))
		}
	}
	return out
}
