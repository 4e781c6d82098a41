package insight_test

import (
	"html"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/casefile"
	figures "linli/insight"
	"linli/office"
	"linli/platform/calendar"
	"linli/platform/i18n"
	"linli/report"
	"linli/web/insight"
	officepages "linli/web/office"
	"linli/web/page"
)

// TestIndicatorsAndTheScorecard: who is entitled reads what the rulebook declares, each indicator with the one beside it; a
// card says what is weighed, what bars and what is only shown; a unit is looked at over time and among the others.
func TestIndicatorsAndTheScorecard(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		templates, err := insight.Templates()
		if err != nil {
			t.Fatal(err)
		}
		render, err := page.New(page.Config{Texts: w.App.Texts, Clock: w.Clock, Templates: []fs.FS{templates}, Strict: true})
		if err != nil {
			t.Fatal(err)
		}
		mux := http.NewServeMux()
		insight.New(insight.Options{Insight: w.App.Insight, Survey: w.App.Survey, Office: w.App.Office, Render: render, Texts: w.App.Texts,
			Home: func(*http.Request) (office.Tenant, error) { return w.Office.Tenant, nil }}).Register(mux)
		get := func(login, path string, lang i18n.Language) (int, string) {
			r := httptest.NewRequest(http.MethodGet, path, nil)
			r.Header.Set("Accept", "text/html")
			r.Header.Set("Accept-Language", string(lang))
			r = r.WithContext(officepages.With(r.Context(), office.SignedIn{Actor: w.As(login)}))
			out := httptest.NewRecorder()
			mux.ServeHTTP(out, r)
			return out.Code, strings.Join(strings.Fields(html.UnescapeString(tags.ReplaceAllString(out.Body.String(), " "))), " ")
		}
		says := func(login, path string, words ...string) {
			t.Helper()
			status, text := get(login, path, i18n.English)
			for _, x := range words {
				if status != http.StatusOK || !strings.Contains(text, x) {
					t.Errorf("%s for %s: %d does not say %q: %s", path, login, status, x, text)
				}
			}
		}
		for _, lang := range i18n.Languages() {
			if status, text := get("upper.lead", "/figures/card", lang); status != http.StatusOK {
				t.Errorf("an office without a case, in %s: %d %s", lang, status, text)
			}
		}
		says("upper.lead", "/figures/card?period=2025-Q2", "There is nothing to weigh in this period.", "Left out (40)", "None")
		for q, late := range []int64{9, 6, 5} {
			w.AMonth(w.Unit("V1"), calendar.Date{Year: 2025, Month: 1, Day: 9}.AddMonths(3*q), 60, late)
			w.AMonth(w.Unit("V2"), calendar.Date{Year: 2025, Month: 1, Day: 9}.AddMonths(3*q), 40, 0)
		}
		w.AMonth(w.Unit("T"), calendar.Date{Year: 2025, Month: 5, Day: 9}, 80, 70)
		says("lead", "/figures/indicators?period=2025-04", "Reports answered in time", "54 60 90.0% 79.9% – 95.3%", "Opened again after the answer: 11.7% (7/60)", "never weighed. None")
		says("lead", "/figures/indicators?period=2025-Q2", "54 60 90.0%")
		says("lead", "/figures/indicators?period=2025", "160 180 88.9%")
		says("lead", "/figures/card?period=2025-Q2", "96.8 of 100 points.", "Lateness: at least 95%", "37.9 of 40", "Unread requests: at most 2%", "20.0 of 20", "Below 60%: Not past it",
			"Reports received and closed 53 60", "Reports answered in time: against itself", "Quarter 1 of 2025 51 60 85.0%", "Quarter 3 of 2025 55 60 91.7%")
		says("upper.lead", "/figures/card?period=2025-Q2&figure=report_promises", "units and what chance alone would do", "lies outside the outer curves", "Together")
		says("upper.lead", "/figures/card?period=2025-Q2&unit="+w.Unit("T").String(), "points.")
		help := map[figures.Measure]int64{"referral.sent": 30, "referral.completed": 20, "referral.told": 18, "referral.received": 12, "referral.not_received": 6,
			"referral.answer_due": 30, "referral.answered_in_time": 24,
			"referral.answered_in_1_day": 10, "referral.answered_in_3_days": 17, "referral.answered_in_7_days": 23}
		for m, n := range help {
			w.CountOf(w.Unit("V1"), calendar.Date{Year: 2025, Month: 4, Day: 9}, "legal_aid", map[figures.Measure]int64{m: n})
			w.CountOf(w.Unit("V1"), calendar.Date{Year: 2025, Month: 4, Day: 9}, "work", map[figures.Measure]int64{m: n})
			w.CountOf(w.Unit("V1"), calendar.Date{Year: 2025, Month: 4, Day: 9}, w.App.IDs.New().String(), map[figures.Measure]int64{casefile.ByService + m: 2 * n})
		}
		says("lead", "/figures/indicators?period=2025-Q2", "Help, by what was needed", "Legal aid At least half of the referrals sent had the provider’s first answer within 3 days (17 of 30). 80.0% (24/30)", "40.0% (12/30)",
			"Help, by who was asked to give it", "No longer in the directory At least half of the referrals sent had the provider’s first answer within 3 days (34 of 60).",
			"First answer of the provider within 3 days 34 60 56.7%", "Time to the first answer: At least half of the referrals sent had the provider’s first answer within 3 days (34 of 60).")
		// What was waived stands beside the figure that leaves it out, and how many did not where they are few.
		for unit, n := range map[string][3]int64{"V1": {40, 24, 8}, "V2": {30, 20, 2}} {
			w.CountOf(w.Unit(unit), calendar.Date{Year: 2025, Month: 4, Day: 9}, "", map[figures.Measure]int64{"referral.promise_due": n[0], "referral.promise_kept": n[1], "referral.promise_waived": n[2]})
		}
		says("lead", "/figures/indicators?period=2025-Q2", "Promises about help kept Of those due, 8 more were waived by those to whom they were made.", "24 32 75.0%")
		says("upper.lead", "/figures/indicators?period=2025-Q2&unit="+w.Unit("V2").String(), "Promises about help kept Of those due, a few more were waived by those to whom they were made; how many is not shown.", "20 28 71.4%")
		says("lead", "/figures/card?period=2025-Q2", "Promises about help kept Of those due, 8 more were waived")
		for lang, words := range map[i18n.Language]string{i18n.Hans: "首次答复用时：发出的转介中，至少一半在 3 天内得到服务机构的首次答复（60 件中 34 件）。",
			i18n.Hant: "首次答覆所需時間：送出的轉介中，至少半數於 3 天內獲得服務機構首次答覆（60 件中 34 件）。"} {
			if status, text := get("lead", "/figures/indicators?period=2025-Q2", lang); status != http.StatusOK || !strings.Contains(text, words) {
				t.Errorf("in %s the time to the first answer is not told: %d %s", lang, status, text)
			}
		}
		for login, path := range map[string]string{"lead": "?period=2025-04", "statistician": "?period=2025", "upper.lead": "?period=2025-Q2&unit=" + w.Unit("V1").String()} {
			if status, text := get(login, "/figures/indicators"+path, i18n.English); strings.Contains(text, "Help, by") {
				t.Errorf("%s subtracts %s from a quarter of the uppermost unit: %d", login, path, status)
			}
		}
		for path, want := range map[string]int{"/figures/card?figure=people": 404, "/figures/indicators?period=2025-13": 404, "/figures/indicators?period=2026": 409, "/figures/indicators?unit=x": 404} {
			if status, text := get("upper.lead", path, i18n.English); status != want {
				t.Errorf("%s: %d %s", path, status, text)
			}
		}
		// What people say stands beside what the office says of itself, from twenty answers on.
		for n := range 43 {
			code, _, _, err := w.App.Survey.Issue(w.Ctx, w.Tenant(), report.Capability, w.Unit("V1"))
			if err == nil {
				err = w.App.Survey.Answer(w.Ctx, w.Tenant(), code, map[string]string{"told": "yes", "in_time": []string{"yes", "no"}[min(n/22, 1)], "solved": "partly", "service": "very"})
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		w.Clock.Set(time.Date(2026, 4, 2, 0, 0, 0, 0, time.UTC))
		beside := "What people say, Quarter 1 of 2026: Was it dealt with in good time? Yes 51.2% · Rather late 0.0% · No 48.8% · 43 answers"
		says("lead", "/figures/indicators?period=2026-02", beside, "Was what you told us about put right? Yes 0.0% · In part 100.0%")
		says("lead", "/figures/card?period=2026-Q1", beside)
		says("upper.lead", "/figures/indicators?period=2026-02&unit="+w.Unit("V2").String(), "Was it dealt with in good time? Not shown: too few cases")
		if _, text := get("lead", "/figures/indicators?period=2025-12", i18n.English); strings.Contains(text, "say, Quarter 1 of 2026") {
			t.Error("answers of a later quarter stand beside a figure")
		}
		says("lead", "/figures/survey?of=report&period=2026-Q1", "Survey about your report", "43 answers")
		says("lead", "/figures/survey?of=mediation&period=2026-Q1", "Survey about the mediation", "Not shown: there are fewer than 20")
		for _, login := range []string{"clerk", "mediator", "admin"} {
			for _, path := range []string{"/figures/indicators", "/figures/card"} {
				if status, _ := get(login, path, i18n.English); status != http.StatusForbidden && status != http.StatusNotFound {
					t.Errorf("%s sees %s: %d", login, path, status)
				}
			}
		}
	})
}
