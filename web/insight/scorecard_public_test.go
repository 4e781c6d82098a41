package insight_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/platform/calendar"
)

// TestEverybodyReadsTheScorecard: the lead of the office publishes a quarter, of which everybody reads the result, the units and the
// files; the months that count the same are released before, and a later count changes nothing that was read.
func TestEverybodyReadsTheScorecard(t *testing.T) {
	s := apptest.OpenSite(t)
	for month := range 12 {
		for i, unit := range []string{"V1", "V2"} {
			s.AMonth(s.Unit(unit), calendar.Date{Year: 2025, Month: 4, Day: 3}.AddMonths(month), int64(40+40*i), int64(8*i))
		}
	}
	apptest.Says(t, s.Page("", "/statistics/card"), "No scorecard is published yet.")
	asked, err := s.App.AskedReturn(s.Ctx, s.Tenant(), "", "")
	if err != nil {
		t.Fatal(err)
	}
	asked.Form = "public_month"
	for _, asked.Period = range []string{"2025-07", "2025-08", "2025-09"} {
		if _, err := s.App.Insight.Freeze(s.Ctx, s.As("upper.lead"), asked, ""); err != nil {
			t.Fatal(err)
		}
	}
	publish := func(login, period, reason string) int {
		status, _ := s.Ask(login, http.MethodPost, "/figures/card", url.Values{"period": {period}, "reason": {reason}})
		return status
	}
	if status := publish("lead", "2025-Q3", ""); status != http.StatusForbidden && status != http.StatusNotFound {
		t.Errorf("the lead of a unit publishes: %d", status)
	}
	if status := publish("upper.lead", "2026-Q1", ""); status != http.StatusConflict {
		t.Errorf("a quarter whose outcome is open: %d", status)
	}
	if status := publish("upper.lead", "2025-Q3", ""); status != http.StatusSeeOther {
		t.Fatalf("publishing: %d", status)
	}
	apptest.Says(t, s.Page("upper.lead", "/figures/card?period=2025-Q3"), "Published on", "restated since: 0")
	apptest.Says(t, s.Page("", "/statistics"), `href="/statistics/card"`)
	whole := s.Page("", "/statistics/card")
	apptest.Says(t, whole, "98.2 of 100 points.", "Reports answered in time", ">336<", ">360<", "93.3%", "1. 柳树村", "Shown only")
	s.AMonth(s.Unit("V1"), calendar.Date{Year: 2025, Month: 8, Day: 3}, 30, 3)
	if status := publish("upper.lead", "2025-Q3", "late_entry"); status != http.StatusSeeOther {
		t.Fatalf("restating: %d", status)
	}
	again := s.Page("", "/statistics/card")
	apptest.Says(t, again, "The office has restated this card since (1).", ">336<", ">360<")
	apptest.Says(t, s.Page("", "/statistics/card.csv"), "The whole office,Weighed,Reports answered in time,336,360,0.9333")
	var file struct {
		Hash  string
		Cards []struct {
			Name    string
			Points  *float64
			Figures []struct{ ID string }
		}
		Description struct{ Hidden, Frozen string }
	}
	if err := json.Unmarshal([]byte(s.Page("", "/statistics/card.json")), &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Cards) != 4 || file.Cards[0].Points == nil || len(file.Cards[0].Figures) < 10 || file.Description.Frozen == "" || !strings.Contains(again, file.Hash) {
		t.Errorf("the file is %+v", file)
	}
	for _, path := range []string{"?period=2019-Q1", "?unit=nobody", "?figure=nothing", ".csv?period=2019-Q1"} {
		if status, _ := s.Ask("", http.MethodGet, "/statistics/card"+path, nil); status != http.StatusNotFound {
			t.Errorf("%s: %d", path, status)
		}
	}
}
