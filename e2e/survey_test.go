package e2e_test

import (
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation"
	"linli/report"
)

// TestSurvey asks parties how it was, on their own pages and on paper, and a reporter on its page, and shows what was answered in the
// quarter before, by itself and beside an indicator.
func TestSurvey(t *testing.T) {
	scene{scenarios: []string{"scenarios/survey.mjs"}, data: askedParties, logins: []string{"clerk", "upper.lead"}}.play(t)
}

// askedParties are a case that is over for each language, and a quarter of answers.
func askedParties(t *testing.T, w *apptest.World) map[string]any {
	t.Helper()
	for n := range 52 {
		code, form, _, err := w.App.Survey.Issue(w.Ctx, w.Tenant(), []string{mediation.Capability, report.Capability}[n%2], w.Unit("V1"))
		if err != nil {
			t.Fatal(err)
		}
		answers := map[string]string{}
		for i, q := range form.Questions {
			answers[q.Code] = q.Answers[(n/2*(i+3))%11/6].Code
		}
		if err := w.App.Survey.Answer(w.Ctx, w.Tenant(), code, answers); err != nil {
			t.Fatal(err)
		}
	}
	out := map[string]any{}
	for _, lang := range []string{"zh-Hans", "en"} {
		c := w.After(mediation.Performed)
		filed, err := w.App.Report.Submit(w.Ctx, w.Anybody(), w.Issue(), nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		digits, err := w.App.Report.FirstSlip(w.Ctx, w.Tenant(), filed.Code)
		if err != nil {
			t.Fatal(err)
		}
		reported, _ := w.Complained(filed.Code)
		w.Answer(w.Handler(), reported, report.Take{}, report.Accept{}, report.GiveAnswer{Text: "换了灯泡。"}, report.Close{})
		out[lang] = map[string]any{"slip": slipOf(t, w, c, 0), "case": c.ID.String(), "report": map[string]string{"code": filed.Code.String(), "digits": digits}}
	}
	w.Clock.Set(time.Date(2026, 4, 7, 1, 0, 0, 0, time.UTC))
	return out
}
