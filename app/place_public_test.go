package app_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/platform/geo"
	"linli/report"
)

// TestATappedPlaceIsNowhereInPublic: of two lamps that were tapped on the map everybody is told the listed place beside the one and the
// square of the other, on every way out; another office learns no more where the reporter did not let it be passed on.
func TestATappedPlaceIsNowhereInPublic(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		there := newCity(t)
		_, handler, to := taken(t, w, there.Server)
		site := w.OpenSite()
		listed := geo.Point{Lat: 31.230721, Long: 121.473881}
		if _, err := w.App.Report.ListPlace(w.Ctx, w.As("lead"), report.KnownPlace{Unit: w.Unit("V1"), Name: "老槐树", Point: listed}); err != nil {
			t.Fatal(err)
		}
		tapped := []geo.Point{{Lat: 31.230417, Long: 121.473729}, {Lat: 31.250619, Long: 121.493427}}
		want := []geo.Point{listed, tapped[1].Coarse(100)}
		var said strings.Builder
		for i, p := range tapped {
			f := w.Issue()
			f.Point = p
			c, _ := w.Submit(f)
			c = w.Answer(handler, c, report.Take{}, report.Accept{}, report.Publish{Text: "路灯不亮", Place: "路口"})
			there.says(http.StatusCreated, nil)
			w.Answer(handler, c, report.Forward{To: to[0].ID, Text: "路灯不亮", Place: "路口"})
			work(t, w, time.Second)
			form := there.form(t)
			if form.Get("lat") != geo.Degrees(want[i].Lat) || form.Get("long") != geo.Degrees(want[i].Long) {
				t.Errorf("another office is sent %s,%s, not %v", form.Get("lat"), form.Get("long"), want[i])
			}
			said.WriteString(form.Encode())
			for _, path := range []string{"/reported/" + c.PublicID.String(), "/open311/v2/requests/" + c.PublicID.String() + ".json", "/open311/v2/requests/" + c.PublicID.String() + ".xml"} {
				body := site.Page("", path)
				if strings.HasPrefix(path, "/open311") && !(strings.Contains(body, geo.Degrees(want[i].Lat)) && strings.Contains(body, geo.Degrees(want[i].Long))) {
					t.Errorf("%s does not tell %v: %s", path, want[i], body)
				}
				said.WriteString(body)
			}
		}
		for _, path := range []string{"/reported", "/reported/areas", "/reported/feed.rss", "/reported/feed.json", "/open311/v2/requests.json", "/open311/v2/requests.xml"} {
			said.WriteString(site.Page("", path))
		}
		var table bytes.Buffer
		if _, err := w.App.ExportReports(w.Ctx, w.Office.Tenant, &table); err != nil {
			t.Fatal(err)
		}
		for _, p := range want {
			if !strings.Contains(table.String(), geo.Degrees(p.Lat)+","+geo.Degrees(p.Long)) {
				t.Errorf("the table does not tell %v", p)
			}
		}
		for _, p := range tapped {
			for _, d := range []float64{p.Lat, p.Long} {
				if exact := geo.Degrees(d)[:8]; strings.Contains(said.String()+table.String(), exact) {
					t.Errorf("everybody is told %s", exact)
				}
			}
		}
	})
}
