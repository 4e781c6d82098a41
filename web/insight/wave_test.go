package insight_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/platform/id"
)

// TestASurveyOfTheNeighbourhoodIsPlannedPrintedAnsweredAndPublished goes its whole way on the pages: what is answered is read by nobody
// before it is closed, by everybody afterwards, and small answers by nobody.
func TestASurveyOfTheNeighbourhoodIsPlannedPrintedAnsweredAndPublished(t *testing.T) {
	s := apptest.OpenSite(t)
	w := s.World
	apptest.Says(t, s.Page("upper.lead", "/figures"), `href="/figures/neighbourhood"`)
	if body := s.Page("lead", "/figures"); strings.Contains(body, "/figures/neighbourhood") {
		t.Error("the lead of one village is led to the survey of all")
	}
	apptest.Says(t, s.Page("upper.lead", "/figures/neighbourhood/new"), "柳树村", "石桥村", `name="boxes-1"`)
	plan := url.Values{"boxes": {"900"}, "boxes-1": {"300"}, "margin": {"2"}, "expected": {"2"}, "last-day": {"20"}, "last-month": {"4"}, "last-year": {"2026"}}
	bad := url.Values{"boxes": {"none"}}
	if status, body := s.Ask("upper.lead", http.MethodPost, "/figures/neighbourhood/new", bad); status != http.StatusUnprocessableEntity && status != http.StatusBadRequest || !strings.Contains(body, `href="#boxes"`) {
		t.Errorf("letterboxes in words: %d", status)
	}
	if status, _ := s.Ask("lead", http.MethodPost, "/figures/neighbourhood/new", plan); status != http.StatusForbidden {
		t.Errorf("a village's lead plans it: %d", status)
	}
	if status, body := s.Ask("upper.lead", http.MethodPost, "/figures/neighbourhood/new", plan); status != http.StatusSeeOther {
		t.Fatalf("planning: %d %s", status, body)
	}
	waves, err := w.App.Survey.Waves(w.Ctx, w.As("upper.lead"))
	if err != nil || len(waves) != 1 {
		t.Fatal(err)
	}
	at := "/figures/neighbourhood/" + waves[0].ID.String()
	apptest.Says(t, s.Page("upper.lead", at), ">202<", ">68<", "letters.pdf", `name="sure"`)
	if body := s.Page("statistician", at); strings.Contains(body, "letters.pdf") || strings.Contains(body, `name="sure"`) {
		t.Error("the statistician is shown the buttons of the lead")
	}
	status, pdf := s.Ask("upper.lead", http.MethodPost, at+"/letters.pdf", url.Values{"unit": {w.Unit("V2").String()}, "paper": {"zh-Hans"}})
	if status != http.StatusOK || !strings.HasPrefix(pdf, "%PDF") || !strings.Contains(pdf, "/Count 68") {
		t.Errorf("the letters: %d, %d bytes", status, len(pdf))
	}
	if status, _ := s.Ask("statistician", http.MethodPost, at+"/letters.pdf", url.Values{"unit": {w.Unit("V2").String()}}); status != http.StatusForbidden {
		t.Errorf("the statistician prints letters: %d", status)
	}
	if body := s.Page("privacy", "/office/record"); strings.Count(body, "Letters of a survey printed") != 1 {
		t.Error("the record does not say that letters were printed")
	}
	reply(t, w, waves[0].ID, map[string][2]int64{"V1": {30, 20}, "V2": {4, 8}})
	apptest.Says(t, s.Page("upper.lead", at), "62 answers so far")
	if body := s.Page("", "/statistics/neighbourhood"); strings.Contains(body, "<table") {
		t.Error("a survey that runs is published")
	}
	if status, _ := s.Ask("upper.lead", http.MethodPost, at, url.Values{}); status == http.StatusSeeOther {
		t.Error("closed without saying so")
	}
	if status, _ := s.Ask("upper.lead", http.MethodPost, at, url.Values{"sure": {"yes"}}); status != http.StatusSeeOther {
		t.Fatalf("closing: %d", status)
	}
	// 12 answered in the second village: it stands with the first, and there is one row. 34 chose one answer and 28 another;
	// that nobody chose the two others would come out of both.
	for _, body := range []string{s.Page("upper.lead", at), s.Page("", "/statistics/neighbourhood")} {
		apptest.Says(t, body, "62", "55%", "The whole office")
		for _, part := range []string{"letters.pdf", "45%"} {
			if strings.Contains(body, part) {
				t.Errorf("the page of a closed survey says %q", part)
			}
		}
	}
	_, csv := s.Ask("", http.MethodGet, "/statistics/neighbourhood.csv", nil)
	apptest.Says(t, csv, "How safe do you feel walking alone around where you live after dark?,The whole office,62,Very safe,55%")
	_, text := s.Ask("", http.MethodGet, "/statistics/neighbourhood.json", nil)
	var out struct {
		Answers   int64
		Groups    []any
		Questions []struct {
			Code   string
			Shares []struct {
				Answer string
				Share  *float64
			}
		}
		Description map[string]string
	}
	if err := json.NewDecoder(bytes.NewReader([]byte(text))).Decode(&out); err != nil || out.Answers != 62 || len(out.Groups) != 0 || out.Description["sampling"] == "" {
		t.Fatalf("as JSON: %v %+v", err, out)
	}
	for _, x := range out.Questions[1].Shares {
		if shown := x.Share != nil; shown != (x.Answer == "very") {
			t.Errorf("%s is shown: %v", x.Answer, shown)
		}
	}
	if status, _ := s.Ask("", http.MethodGet, "/statistics/neighbourhood?wave="+w.App.IDs.New().String(), nil); status != http.StatusNotFound {
		t.Errorf("another survey: %d", status)
	}
}

// reply answers with letters of units: so many feel very safe, so many rather.
func reply(t *testing.T, w *apptest.World, wave id.ID, by map[string][2]int64) {
	t.Helper()
	for unit, n := range by {
		_, codes, err := w.App.Survey.Letters(w.Ctx, w.As("upper.lead"), wave, w.Unit(unit))
		if err != nil {
			t.Fatal(err)
		}
		for i := range n[0] + n[1] {
			said := map[string]string{"by_day": "very", "after_dark": "very", "help": "yes", "service": "very"}
			if i >= n[0] {
				said["after_dark"] = "rather"
			}
			if err := w.App.Survey.Answer(w.Ctx, w.Tenant(), codes[i], said); err != nil {
				t.Fatal(err)
			}
		}
	}
}
