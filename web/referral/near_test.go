package referral_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/platform/access"
	"linli/platform/geo"
	"linli/platform/tiles"
	"linli/platform/tiles/tilestest"
	"linli/report"
	"linli/testkit"
)

var locationLink = regexp.MustCompile(`/directory/location/[0-9a-f-]{36}`)

// mapped is an office with a base map and three services: at a place, some way off, and at one that is secret.
func mapped(t *testing.T) *office {
	t.Helper()
	w := apptest.New(t, testkit.Embedded(t, "cases"))
	w.Hire("worker", "T", access.Referral)
	name := filepath.Join(t.TempDir(), "map.pmtiles")
	if err := os.WriteFile(name, tilestest.Archive(tilestest.Options{Zoom: 2}), 0o600); err != nil {
		t.Fatal(err)
	}
	base, err := tiles.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = base.Close() })
	w.App.Map = base
	site, err := w.App.Site(&url.URL{Scheme: "http", Host: "localhost:8080"})
	if err != nil {
		t.Fatal(err)
	}
	o := &office{w, t, site.Handler}
	for _, x := range [][4]string{{"近处食堂", "physical", "31.0030", "121.0"}, {"远处食堂", "physical", "31.1", "121.0"}, {"隐蔽食堂", "redacted", "31.0001", "121.0"}} {
		at := o.done("/directory/new", url.Values{"new_organization": {x[0]}, "name": {x[0]}, "status": {"active"}, "place": {x[0]}, "address": {"安和路 1 号"}})
		whole := o.page("worker", http.MethodGet, "/directory/service/"+strings.TrimPrefix(at, "/directory/"), nil)
		o.done(locationLink.FindString(whole)+"/edit", url.Values{"location_type": {x[1]}, "name": {x[0]}, "latitude": {x[2]}, "longitude": {x[3]}})
	}
	return o
}

// TestTheNearestIsListedFirst: around a typed point and around a place of the office's list, with how far it is, on a map too; what is secret is
// listed last in no list and stands on no map.
func TestTheNearestIsListedFirst(t *testing.T) {
	o := mapped(t)
	place := o.App.IDs.New()
	if err := o.App.Report.Repo.PutPlace(o.Ctx, o.Tenant(), report.KnownPlace{ID: place, Unit: o.Unit("T"), Name: "古桥头", Point: geo.Point{Lat: 31, Long: 121}}); err != nil {
		t.Fatal(err)
	}
	says(t, o.page("", http.MethodGet, "/services", nil), "古桥头", `data-here`)
	for _, asked := range []url.Values{{"near": {place.String()}}, {"lat": {"31.000"}, "long": {"121.000"}}, {"lat": {"31"}, "long": {"121"}, "text": {"食堂"}}} {
		body := o.page("", http.MethodPost, "/services", asked)
		near, far := strings.Index(body, "近处食堂</a>"), strings.Index(body, "远处食堂</a>")
		if near < 0 || far < near || strings.Contains(body, "隐蔽食堂</a>") {
			t.Errorf("%v: at %d and %d", asked, near, far)
		}
		says(t, body, "<dd>330 m</dd>", "<dd>11.1 km</dd>", `data-mark="31.003000,121.000000">近处食堂 · 330 m`, `data-mark="31.100000,121.000000"`, "data-print")
		if strings.Count(body, "data-mark=") != 2 || strings.Contains(body, "31.0001") {
			t.Error("a secret place is on the map")
		}
	}
	says(t, o.page("", http.MethodPost, "/services", url.Values{"text": {"食堂"}}), "隐蔽食堂</a>", `data-mark="31.003000,121.000000">近处食堂<`)
	if body := o.page("", http.MethodPost, "/services", url.Values{"lat": {"10"}, "long": {"10"}}); !strings.Contains(body, "Nothing fits") {
		t.Error("something is near the middle of nowhere")
	}
	for field, v := range map[string]url.Values{"lat": {"lat": {"131"}, "long": {"121"}}, "long": {"lat": {"31"}}} {
		if status, body := o.ask("", http.MethodPost, "/services", v); status != http.StatusBadRequest || !strings.Contains(body, `href="#`+field+`"`) {
			t.Errorf("%v: %d", v, status)
		}
	}
	if status, _ := o.ask("", http.MethodPost, "/services", url.Values{"near": {"11111111-1111-4111-8111-111111111111"}}); status != http.StatusNotFound {
		t.Errorf("a place that is not listed: %d", status)
	}
}

// TestWhereSomebodyIsStaysNowhere: the point of a search is in no cookie and in no header of the answer, and an address does not ask for one.
func TestWhereSomebodyIsStaysNowhere(t *testing.T) {
	o := mapped(t)
	r := httptest.NewRequest(http.MethodPost, "/services", strings.NewReader(url.Values{"lat": {"31.007"}, "long": {"121.009"}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept", "text/html")
	r.Host, r.RemoteAddr = "localhost:8080", "127.0.0.1:4711"
	w := httptest.NewRecorder()
	o.handler.ServeHTTP(w, r)
	if w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	for name, all := range w.Header() {
		if text := strings.Join(all, " "); strings.Contains(text, "31.007") || strings.Contains(text, "121.009") {
			t.Errorf("%s: %s", name, text)
		}
	}
	if body := o.page("", http.MethodGet, "/services?lat=31&long=121&near=x", nil); strings.Contains(body, "linli-card") {
		t.Error("an address is a search")
	}
}
