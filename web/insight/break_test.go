package insight_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/office"
	"linli/platform/access"
)

// TestAUnitIsNotHeldAgainstWhatItWasBeforeItWasSplit splits a village on the administrator's page: its card, and those of its heirs, say
// from which day on they are others; the township's does not.
func TestAUnitIsNotHeldAgainstWhatItWasBeforeItWasSplit(t *testing.T) {
	s := apptest.OpenSite(t)
	unit := func(code string) string { return s.Unit(code).String() }
	for _, code := range []string{"V3", "V4"} {
		if status, body := s.Ask("admin", http.MethodPost, "/office/units/"+unit("T")+"/units", url.Values{"name": {code}, "code": {code}, "level": {"village"}}); status != http.StatusSeeOther {
			t.Fatalf("opening %s: %d %.300s", code, status, body)
		}
	}
	tree, err := s.App.Office.Tree(s.Ctx, s.Tenant())
	if err != nil {
		t.Fatal(err)
	}
	third, _ := tree.ByCode("V3")
	fourth, _ := tree.ByCode("V4")
	cli := access.Actor{Kind: access.System, Tenant: s.Tenant(), Via: "cli"}
	for _, heir := range []office.Unit{third, fourth} {
		if _, err := s.App.Office.AssignPost(s.Ctx, cli, office.AssignPost{Account: s.Hired("lead").Account, Unit: heir.ID, Kind: access.Lead}); err != nil {
			t.Fatal(err)
		}
	}
	at := "/office/units/" + unit("V2")
	apptest.Says(t, s.Page("admin", at), "Who takes over what is open", third.ID.String())
	split := url.Values{"heir": {third.ID.String()}, "heirs": {fourth.ID.String()}, "closes-day": {"10"}, "closes-month": {"3"}, "closes-year": {"2026"}}
	if status, body := s.Ask("admin", http.MethodPost, at+"/close", split); status != http.StatusSeeOther {
		t.Fatalf("splitting: %d %.300s", status, body)
	}
	const said = "the work of 石桥村 goes to"
	apptest.Says(t, s.Page("admin", at), said)
	apptest.Says(t, s.Page("admin", "/office/units/"+third.ID.String()), said)
	s.Clock.Set(time.Date(2026, 4, 3, 2, 0, 0, 0, time.UTC))
	const breaks = "this is not the same unit"
	for _, of := range []string{unit("V2"), third.ID.String(), fourth.ID.String()} {
		apptest.Says(t, s.Page("upper.lead", "/figures/card?unit="+of), breaks)
	}
	for _, of := range []string{unit("V1"), unit("T")} {
		if strings.Contains(s.Page("upper.lead", "/figures/card?unit="+of), breaks) {
			t.Error("a unit that nothing happened to is called another")
		}
	}
}
