package open311_test

import (
	"net/url"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/platform/georeport"
	"linli/report"
)

// TestALateUpdateUndoesNoRepair: what a program wrote before the repair, and delivered after it, is a message; what it wrote after it
// opens the report again.
func TestALateUpdateUndoesNoRepair(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		c := open(t, w)
		for _, f := range georeport.Formats {
			for name, settle := range map[string][]report.Command{
				"fixed": {report.Fix{Text: "A new lamp."}}, "answered": {report.GiveAnswer{Text: "There is none here."}}, "closed": {report.GiveAnswer{Text: "No."}, report.Close{}},
			} {
				lamp := c.filed(t, c.lamp("dark: "+name+string(f)))
				k, _ := c.opened(t, lamp)
				before := w.Clock.Now()
				w.Clock.Add(time.Hour)
				w.Answer(w.As("clerk"), k, append([]report.Command{report.Accept{}}, settle...)...)
				says := func(id string, at time.Time, words string) georeport.Request {
					t.Helper()
					status, body := c.post(t, "servicerequestupdates."+string(f), url.Values{"api_key": {c.key}, "service_request_id": {lamp}, "update_id": {lamp + id},
						"status": {"OPEN"}, "updated_datetime": {at.Format(time.RFC3339)}, "description": {words}})
					if status != 200 {
						t.Fatalf("%s: %d %s", name, status, body)
					}
					return c.list(t, "service_request_id="+lamp)[0]
				}
				settled := w.Clock.Now()
				w.Clock.Add(time.Hour)
				if r := says("1", before, "Still dark."); r.Status != georeport.Closed {
					t.Errorf("%s %s: an update of before it opened it again: %+v", f, name, r)
				}
				opened, err := w.App.Report.Open(w.Ctx, w.As("clerk"), k.ID)
				if err != nil {
					t.Fatal(err)
				}
				if m := opened.Case.Messages; len(m) == 0 || opened.Written[m[len(m)-1].ID] != "Still dark." {
					t.Errorf("%s %s: nobody reads it: %+v", f, name, m)
				}
				if r := says("2", settled, "Dark again."); r.Status != georeport.Open { // of the same second
					t.Errorf("%s %s: it stays closed: %+v", f, name, r)
				}
			}
		}
	})
}
