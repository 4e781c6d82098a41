package insight_test

import (
	"html"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/mediation"
	"linli/office"
	"linli/platform/i18n"
	"linli/web/insight"
	officepages "linli/web/office"
	"linli/web/page"
)

var tags = regexp.MustCompile(`<[^>]*>`)

func TestFigures(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		templates, err := insight.Templates()
		if err != nil {
			t.Fatal(err)
		}
		render, err := page.New(page.Config{Texts: w.App.Texts, Clock: w.Clock, Templates: []fs.FS{templates}, Strict: true})
		if err != nil {
			t.Fatal(err)
		}
		if err := render.Check(); err != nil {
			t.Fatal(err)
		}
		mux := http.NewServeMux()
		insight.New(insight.Options{Insight: w.App.Insight, Survey: w.App.Survey, Office: w.App.Office, Render: render, Texts: w.App.Texts,
			Home: func(*http.Request) (office.Tenant, error) { return w.Office.Tenant, nil }}).Register(mux)
		get := func(login, path string, lang i18n.Language) (int, string) {
			r := httptest.NewRequest(http.MethodGet, path, nil)
			r.Header.Set("Accept", "text/html")
			r.Header.Set("Accept-Language", string(lang))
			if login != "" {
				r = r.WithContext(officepages.With(r.Context(), office.SignedIn{Actor: w.As(login)}))
			}
			out := httptest.NewRecorder()
			mux.ServeHTTP(out, r)
			return out.Code, strings.Join(strings.Fields(html.UnescapeString(tags.ReplaceAllString(out.Body.String(), " "))), " ")
		}
		says := func(login, path string, words ...string) {
			t.Helper()
			status, text := get(login, path, i18n.English)
			if status != http.StatusOK {
				t.Errorf("%s for %s: %d %s", path, login, status, text)
			}
			for _, x := range words {
				if !strings.Contains(text, x) {
					t.Errorf("%s for %s does not say %q: %s", path, login, x, text)
				}
			}
		}
		says("statistician", "/figures", "Mediated of registered 0 0 No cases", "As known on")
		for range 3 {
			w.To(mediation.Effective)
		}
		for range 6 {
			w.To(mediation.Submitted)
		}
		says("statistician", "/figures", "Mediated of registered Not shown: too few cases", "Settled of mediated Not shown: too few cases", "Settled of registered Not shown: too few cases", "fewer than 5 cases")
		for range 2 {
			w.To(mediation.Effective)
		}
		says("statistician", "/figures", "Mediated of registered 5 11 45.5% 21.3% – 72.0%", "Settled of mediated Not shown", "Settled of registered Not shown")
		says("lead", "/figures?period=year", "柳树村", "Mediated of registered 5 11 45.5%")
		says("privacy", "/figures?unit="+w.Unit("V2").String(), "石桥村", "Mediated of registered 0 0 No cases")
		says("upper.lead", "/figures?by=unit&figure=mediation.uptake", "Mediated of registered: By unit", "柳树村 Not shown", "Together 5 11 45.5%")
		says("upper.lead", "/figures?by=type&figure=mediation.uptake", "Kind of dispute", "Between neighbours Not shown: too few cases", "Together 5 11 45.5%")
		says("upper.lead", "/figures?by=source&figure=mediation.uptake", "written down by the clerk Not shown", "Together 5 11 45.5%")
		says("upper.lead", "/figures?by=month&figure=mediation.uptake&period=year", "Month", "2026 Not shown", "Together 5 11 45.5%")
		for _, lang := range i18n.Languages() {
			if status, text := get("upper.lead", "/figures?period=last_year", lang); status != http.StatusOK {
				t.Errorf("%s: %d %s", lang, status, text)
			}
		}
		for path, want := range map[string]int{"/figures?unit=" + w.Unit("V2").String(): http.StatusNotFound, "/figures?unit=x": http.StatusNotFound, "/figures?period=ever": http.StatusNotFound,
			"/figures?by=person": http.StatusNotFound, "/figures?figure=x": http.StatusNotFound} {
			if status, _ := get("lead", path, i18n.English); status != want {
				t.Errorf("%s for the lead of another unit: %d, want %d", path, status, want)
			}
		}
		for _, login := range []string{"clerk", "mediator", "admin", "records"} {
			if status, text := get(login, "/figures", i18n.English); status != http.StatusForbidden && status != http.StatusNotFound {
				t.Errorf("%s sees figures: %d %s", login, status, text)
			}
		}
		if status, _ := get("", "/figures", i18n.English); status != http.StatusSeeOther {
			t.Errorf("without signing in: %d", status)
		}
	})
}
