package resident_test

import (
	"net/http"
	"testing"

	"linli/report"
)

// TestAPlaceOnTheMapGoesWithTheReport: what was chosen on a map is carried to the end, converted from the map's own numbers, and
// a place that is none is told where the address is asked.
func TestAPlaceOnTheMapGoesWithTheReport(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.Handler()
		b := s.browser(t)
		_, what := b.get("/report?lang=en")
		_, where := b.send("/report", with(fields(what), "category", "street_light"))
		says(t, where, "Where it is")
		_, wrong := b.send("/report", with(fields(where), "lat", "31.23", "datum", "gcj02"))
		says(t, wrong, "There is a latitude without a longitude.", `href="#address"`)
		_, tell := b.send("/report", with(fields(where), "lat", "31.228540", "long", "121.478319", "datum", "gcj02", "unit", s.Unit("V1").String()))
		_, you := b.send("/report", with(fields(tell), "description", "The second lamp at the bridge is dark.", "q_fault", "out"))
		_, check := b.send("/report", fields(you))
		says(t, check, "chosen on the map: 31.228540, 121.478319")
		if status, slip := b.send("/report", fields(check)); status != http.StatusOK || !digitsShown.MatchString(slip) {
			t.Fatalf("%d %s", status, visible(slip))
		}
		rows, _, err := s.App.Report.Queue(s.Ctx, s.As("clerk"), report.QueueFilter{})
		if err != nil || len(rows) != 1 {
			t.Fatalf("%v, %v", rows, err)
		}
		c, err := s.App.Report.Repo.Case(s.Ctx, s.Tenant(), rows[0].ID)
		if p := c.Place.Point; err != nil || p.Lat < 31.23 || p.Lat > 31.231 || p.Long < 121.4735 || p.Long > 121.474 {
			t.Errorf("the place is %v, want it in WGS 84: 31.2304, 121.4737 or so (%v)", p, err)
		}
	})
}
