package insight_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"html"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	capability "linli/insight"
	"linli/mediation"
	"linli/office"
	"linli/platform/calendar"
	"linli/platform/i18n"
	"linli/platform/sheet/sheettest"
	"linli/testkit"
	"linli/web/insight"
	officepages "linli/web/office"
	"linli/web/page"
)

// TestReturns: a lead freezes a month, an agreement of that month is set aside, and the new version says what changed and
// why; the public sees the first version only.
func TestReturns(t *testing.T) {
	w := apptest.New(t, testkit.Embedded(t, "cases"))
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
	ask := func(login, method, path string, form url.Values) (int, string, []byte) {
		r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
		r.Header.Set("Accept", "text/html")
		r.Header.Set("Accept-Language", string(i18n.English))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if login != "" {
			r = r.WithContext(officepages.With(r.Context(), office.SignedIn{Actor: w.As(login)}))
		}
		out := httptest.NewRecorder()
		mux.ServeHTTP(out, r)
		return out.Code, strings.Join(strings.Fields(html.UnescapeString(tags.ReplaceAllString(out.Body.String(), " "))), " "), out.Body.Bytes()
	}
	says := func(login, path string, words ...string) {
		t.Helper()
		status, text, _ := ask(login, "GET", path, nil)
		for _, x := range words {
			if status != http.StatusOK || !strings.Contains(text, x) {
				t.Errorf("%s for %q: %d does not say %q: %s", path, login, status, x, text)
			}
		}
	}
	var last mediation.Case
	for range 7 {
		last = w.To(mediation.Effective)
	}
	month := w.Clock.Now().In(time.FixedZone("", 8*3600)).Format("2006-01")
	root := w.Office.Units["T"].String()
	if id := w.Unit("V1").String(); root == "" || root == id {
		t.Fatalf("the units are %v", w.Office.Units)
	}
	of := "/figures/return?unit=" + root + "&period=" + month
	if status, text, _ := ask("upper.lead", "GET", of, nil); status != http.StatusConflict || !strings.Contains(text, "This period is not over yet.") {
		t.Errorf("a month that runs: %d %s", status, text)
	}
	w.Clock.Add(31 * 24 * time.Hour)
	says("", "/statistics", "Nothing is published yet.")
	says("upper.lead", "/figures/returns", "Return of people's mediation cases", "Not frozen: as known now")
	says("upper.lead", of, "Not frozen: as known now", "Freeze this return", "Together 7 7 0 7 0 7 0 0 0 0")
	freeze := url.Values{"unit": {root}, "period": {month}}
	for _, login := range []string{"statistician", "privacy"} {
		if status, text, _ := ask(login, "POST", "/figures/return", freeze); status != http.StatusForbidden || !strings.Contains(text, "Only the unit's lead freezes a return.") {
			t.Errorf("%s freezes: %d %s", login, status, text)
		}
	}
	if status, text, _ := ask("upper.lead", "POST", "/figures/return", freeze); status != http.StatusSeeOther {
		t.Fatalf("freezing: %d %s", status, text)
	}
	says("upper.lead", of, "Version 1", "SHA-256", "Layout of the workbook version 2026.1 of the rules,", "Together 7 7 0 7 0 7 0 0 0 0")
	says("", "/statistics", "Together 7 7 0 7 0 7 0 0 0 0")

	w.Act(w.As("mediator"), last, mediation.Void{Text: "损害他人利益"})
	says("upper.lead", of, "The counts have changed since this return was frozen.", "Why have the counts changed?")
	if status, text, _ := ask("upper.lead", "POST", "/figures/return", freeze); status != http.StatusBadRequest || !strings.Contains(text, "Say why the counts have changed.") {
		t.Errorf("restated without a reason: %d %s", status, text)
	}
	freeze.Set("reason", "voided")
	if status, text, _ := ask("upper.lead", "POST", "/figures/return", freeze); status != http.StatusSeeOther {
		t.Fatalf("restating: %d %s", status, text)
	}
	says("upper.lead", of, "Version 2", "A court set an agreement aside", "Changed since version 1", "Together Settled 7 6", "Together 7 7 0 7 0 6 0 0 0 0")
	says("upper.lead", of+"&version=1", "Version 1", "Together 7 7 0 7 0 7 0 0 0 0")
	says("", "/statistics?period="+month, "Together 7 7 0 7 0 7 0 0 0 0", "The office has restated this return since (1).")
	if status, text, _ := ask("upper.lead", "POST", "/figures/return", freeze); status != http.StatusConflict || !strings.Contains(text, "there is nothing to restate") {
		t.Errorf("restated without a change: %d %s", status, text)
	}

	_, _, book := ask("upper.lead", "GET", "/figures/return.xlsx?unit="+root+"&period="+month, nil)
	_, _, again := ask("upper.lead", "GET", "/figures/return.xlsx?unit="+root+"&period="+month, nil)
	sheets := sheettest.Read(t, book)
	if !bytes.Equal(book, again) || len(sheets) != 1 {
		t.Fatalf("the workbook has %d sheets, or is another one the second time", len(sheets))
	}
	for at, want := range map[string]string{"B4": "2", "B6": "A court set an agreement aside", "B11": "7", "G11": "6"} { // as the rulebook lays it out
		if got := sheets[0].Cells[at]; got != want {
			t.Errorf("%s of the workbook is %q, not %q", at, got, want)
		}
	}
	if _, text, _ := ask("upper.lead", "GET", "/figures/return.csv?unit="+root+"&period="+month, nil); !strings.Contains(text, "Together,7,7,0,7,0,6,0,0,0,0") {
		t.Errorf("CSV: %s", text)
	}
	if status, text, _ := ask("", "GET", "/statistics.json", nil); status != http.StatusOK || !strings.Contains(text, `"version":1`) {
		t.Errorf("JSON: %d %s", status, text)
	}
	for path, want := range map[string]int{of + "&version=3": 404, "/statistics?period=2020-01": 404, "/figures/return?period=x": 400} {
		if status, text, _ := ask("upper.lead", "GET", path, nil); status != want {
			t.Errorf("%s: %d %s, want %d", path, status, text, want)
		}
	}
	publicForm(t, w, ask, root)
	aQuarter(t, w, ask, root, month)
	if status, _, _ := ask("", "GET", of, nil); status != http.StatusSeeOther {
		t.Errorf("without signing in: %d", status)
	}
}

// publicForm freezes the month that the rulebook makes public: everybody reads what was kept, with its share and its data, and
// nothing that is small.
func publicForm(t *testing.T, w *apptest.World, ask func(login, method, path string, form url.Values) (int, string, []byte), root string) {
	t.Helper()
	today := calendar.DateOf(w.Clock.Now(), time.UTC)
	month := today.AddMonths(-3)
	w.AMonth(w.Unit("V1"), month, 60, 9)
	w.AMonth(w.Unit("V2"), month, 45, 6)
	w.AMonth(w.Unit("T"), month, 40, 3)
	period := month.String()[:7]
	named := url.Values{"unit": {root}, "form": {"public_month"}, "period": {period}}
	if status, text, _ := ask("", "GET", "/statistics?form=public_month", nil); status != http.StatusOK || !strings.Contains(text, "Nothing is published yet.") {
		t.Errorf("before: %d %s", status, text)
	}
	if status, text, _ := ask("upper.lead", "POST", "/figures/return", named); status != http.StatusSeeOther {
		t.Fatalf("freezing: %d %s", status, text)
	}
	for _, path := range []string{"/figures/return?" + named.Encode(), "/statistics?form=public_month"} {
		status, text, _ := ask("upper.lead", "GET", path, nil)
		for _, x := range []string{"Promises and reports in the month", "Together 145 124 145 127 290 272", "By category"} {
			if status != http.StatusOK || !strings.Contains(text, x) {
				t.Errorf("%s: %d does not say %q: %s", path, status, x, text)
			}
		}
		if strings.Contains(text, " 37 ") {
			t.Errorf("%s shows that 3 of 40 were late: %s", path, text)
		}
	}
	status, text, body := ask("", "GET", "/statistics?form=public_month&period="+period, nil)
	for _, x := range []string{"Of these in time (Answers due) 87.6% 81.2% – 92.0%", "How to verify", "53/60"} {
		if status != http.StatusOK || !strings.Contains(text, x) {
			t.Errorf("the public page: %d does not say %q: %s", status, x, text)
		}
	}
	if !bytes.Contains(body, []byte("linli-chart__rest")) {
		t.Error("no bars are drawn")
	}
	_, _, file := ask("", "GET", "/statistics.json?form=public_month&period="+period, nil)
	var got struct {
		Hash        string
		Body        json.RawMessage
		Description struct{ Columns []struct{ Name string } }
	}
	if err := json.Unmarshal(file, &got); err != nil || len(got.Description.Columns) != 6 {
		t.Errorf("the data: %v %s", err, file)
	}
	if sum := sha256.Sum256(got.Body); hex.EncodeToString(sum[:]) != got.Hash {
		t.Errorf("anybody can reckon the hash: %s", file)
	}
	if status, _, _ := ask("", "GET", "/statistics?form=nobody", nil); status != http.StatusNotFound {
		t.Errorf("a form that there is not: %d", status)
	}
}

// aQuarter freezes the quarter of a month that was restated: it waits for its months, is their sum, and says which was restated, on the page,
// in the workbook and in the CSV file; the public goes on seeing months.
func aQuarter(t *testing.T, w *apptest.World, ask func(login, method, path string, form url.Values) (int, string, []byte), root, month string) {
	t.Helper()
	restated, err := calendar.ParseDate(month + "-01")
	if err != nil {
		t.Fatal(err)
	}
	from, to, err := capability.PeriodDays("quarter", capability.PeriodOf("quarter", restated))
	if err != nil {
		t.Fatal(err)
	}
	if over := to.AddDays(3).Start(time.UTC); over.After(w.Clock.Now()) {
		w.Clock.Set(over)
	}
	quarter := capability.PeriodOf("quarter", restated)
	named := url.Values{"unit": {root}, "form": {"monthly"}, "period": {quarter}}
	of := "?" + named.Encode()
	if _, text, _ := ask("upper.lead", "GET", "/figures/returns", nil); !strings.Contains(text, "By quarter") || !strings.Contains(text, "Its shorter periods come first: 1 of 3 are frozen") {
		t.Errorf("the list does not say what a quarter waits for: %s", text)
	}
	if status, text, _ := ask("upper.lead", "GET", "/figures/return"+of, nil); status != http.StatusConflict || !strings.Contains(text, "Freeze them first.") {
		t.Errorf("a quarter before its months: %d %s", status, text)
	}
	for day := from; day.Before(to); day = day.AddMonths(1) {
		if period := capability.PeriodOf("month", day); period != month {
			if status, text, _ := ask("upper.lead", "POST", "/figures/return", url.Values{"unit": {root}, "form": {"monthly"}, "period": {period}}); status != http.StatusSeeOther {
				t.Fatalf("freezing %s: %d %s", period, status, text)
			}
		}
	}
	if status, text, _ := ask("upper.lead", "GET", "/figures/return"+of, nil); status != http.StatusOK || !strings.Contains(text, "This is the sum of returns that are frozen.") {
		t.Errorf("before it is frozen: %d %s", status, text)
	}
	if status, text, _ := ask("upper.lead", "POST", "/figures/return", named); status != http.StatusSeeOther {
		t.Fatalf("freezing %s: %d %s", quarter, status, text)
	}
	said := month + " (version 2, restated: A court set an agreement aside)"
	_, text, _ := ask("upper.lead", "GET", "/figures/return"+of, nil)
	for _, x := range []string{"Version 1", "Restated since they were first frozen: " + said, "Together 7 7 0 7 0 6 0 0 0 0"} {
		if !strings.Contains(text, x) {
			t.Errorf("the quarter does not say %q: %s", x, text)
		}
	}
	_, _, book := ask("upper.lead", "GET", "/figures/return.xlsx"+of, nil)
	if cells := sheettest.Read(t, book)[0].Cells; !strings.Contains(cells["B8"], said) || cells["B11"] != "7" || cells["B3"] != from.String()+" – "+to.String() {
		t.Errorf("the workbook of the quarter: %q %q %q", cells["B3"], cells["B8"], cells["B11"])
	}
	if _, csv, _ := ask("upper.lead", "GET", "/figures/return.csv"+of, nil); !strings.Contains(csv, said) {
		t.Errorf("the CSV of the quarter: %s", csv)
	}
	if status, text, _ := ask("", "GET", "/statistics?period="+quarter, nil); status != http.StatusNotFound {
		t.Errorf("the public sees a sum: %d %s", status, text)
	}
}
