package e2e_test

import (
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation"
)

// TestSurvey asks parties how it was, on their own pages and on paper, and shows what was answered in the quarter before.
func TestSurvey(t *testing.T) {
	scene{scenarios: []string{"scenarios/survey.mjs"}, data: askedParties, logins: []string{"clerk", "upper.lead"}}.play(t)
}

// askedParties are a case that is over for each language, and a quarter of answers.
func askedParties(t *testing.T, w *apptest.World) map[string]any {
	t.Helper()
	for n := range 26 {
		code, form, _, err := w.App.Survey.Issue(w.Ctx, w.Tenant(), w.Unit("V1"))
		if err != nil {
			t.Fatal(err)
		}
		answers := map[string]string{}
		for i, q := range form.Questions {
			answers[q.Code] = q.Answers[(n*(i+3))%11/6].Code
		}
		if err := w.App.Survey.Answer(w.Ctx, w.Tenant(), code, answers); err != nil {
			t.Fatal(err)
		}
	}
	out := map[string]any{}
	for _, lang := range []string{"zh-Hans", "en"} {
		c := w.After(mediation.Performed)
		out[lang] = map[string]any{"slip": slipOf(t, w, c, 0), "case": c.ID.String()}
	}
	w.Clock.Set(time.Date(2026, 4, 7, 1, 0, 0, 0, time.UTC))
	return out
}
