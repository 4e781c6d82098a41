package e2e_test

import (
	"testing"

	"linli/app/apptest"
	"linli/casefile"
	"linli/insight"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/i18n"
	"linli/referral"
	"linli/report"
)

// TestWaive has a party, a reporter and somebody who asked for help each say that the office need not call back, and the lead read how many
// did beside the figure that leaves them out, and how long services took to answer.
func TestWaive(t *testing.T) {
	scene{scenarios: []string{"scenarios/waive.mjs"}, logins: []string{"clerk", "lead"}, data: func(t *testing.T, w *apptest.World) map[string]any {
		t.Helper()
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		day := calendar.Date{Year: 2025, Month: 11, Day: 9}
		for need, n := range map[string]map[insight.Measure]int64{
			"legal_aid": {"referral.sent": 40, "referral.answered_in_7_days": 34, "referral.answered_in_3_days": 26, "referral.answered_in_1_day": 12},
			"work":      {"referral.sent": 30, "referral.answered_in_7_days": 12, "referral.answered_in_3_days": 6, "referral.answered_in_1_day": 0},
		} {
			service := w.Clinic("青石法律援助站").String()
			for m, x := range n {
				w.CountOf(w.Unit("V1"), day, need, map[insight.Measure]int64{m: x})
				w.CountOf(w.Unit("V1"), day, service, map[insight.Measure]int64{casefile.ByService + m: x})
			}
		}
		w.CountOf(w.Unit("V1"), day, "", map[insight.Measure]int64{"mediation.promise_due": 60, "mediation.promise_kept": 45, "mediation.promise_waived": 9})
		clinic := w.Clinic("甲站")
		return each(func(i18n.Language) map[string]any {
			c := w.To(mediation.InSession)
			c = w.Act(w.As("clerk"), c, mediation.LogCall{Party: c.Parties[0].ID, Way: "in", Text: "问能否改期", Promised: "问过调解员后回电"})
			filed, err := w.App.Report.Submit(w.Ctx, w.Anybody(), w.Issue(), nil, nil)
			must(err)
			reported, err := w.App.Report.FirstSlip(w.Ctx, w.Tenant(), filed.Code)
			must(err)
			r, _ := w.Complained(filed.Code)
			w.Answer(w.Handler(), r, report.Take{}, report.Accept{}, report.Fix{Text: "换了灯泡"})
			asked, err := w.App.Referral.Ask(w.Ctx, w.Anybody(), w.Request(), nil)
			must(err)
			helped, err := w.App.Referral.FirstSlip(w.Ctx, w.Tenant(), asked.Code)
			must(err)
			h := w.Help(w.Worker(), asked.Case, referral.Take{Apart: true})
			h, provider := w.ReferTo(h, access.Actor{Kind: access.Resident, Tenant: w.Tenant(), Case: h.ID, Party: h.Person, Via: "web", Language: w.Language()}, clinic)
			w.Help(provider, h, referral.Accept{Referral: provider.Party}, referral.Complete{Referral: provider.Party, Outcome: "given"})
			return map[string]any{"party": slipOf(t, w, c, 0), "case": c.ID.String(), "reporter": map[string]string{"code": filed.Code.String(), "digits": reported},
				"asker": map[string]string{"code": asked.Code.String(), "digits": helped}}
		})
	}}.play(t)
}
