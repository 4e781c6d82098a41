package open311_test

import (
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/app"
	"linli/app/apptest"
	"linli/platform/access"
	"linli/platform/georeport"
	"linli/platform/id"
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

// told are the updates that a question is answered with.
func (c *client) told(t testing.TB, f georeport.Format, query url.Values) []georeport.Update {
	t.Helper()
	status, body := c.get(t, "v2/servicerequestupdates."+string(f)+"?"+query.Encode())
	rows, err := georeport.DecodeUpdates(f, []byte(body))
	if status != 200 || err != nil {
		t.Fatalf("%d %s", status, body)
	}
	return rows
}

// waste is a report whose place could show a home.
func (c *client) waste(description string) url.Values {
	return url.Values{"api_key": {c.key}, "service_code": {"waste"}, "lat": {"31.2304"}, "long": {"121.4737"}, "description": {description}}
}

// brought brings in reports of another register.
func (c *client) brought(t testing.TB, category string, n int) {
	t.Helper()
	var b strings.Builder
	b.WriteString("service_request_id,requested_datetime,updated_datetime,closed_date,status_description,status_notes,service_name,description,address,lat,long\n")
	at := c.Clock.Now().Add(-72 * time.Hour).Format(time.RFC3339)
	for i := range n {
		fmt.Fprintf(&b, "%s-%d,%s,%s,,open,,%s,words,somewhere,31.2304,121.4737\n", category, i, at, at, category)
	}
	out, err := c.App.ImportReports(c.Ctx, c.Office.Tenant, c.Unit("V1"), app.ReportFile{Name: "requests.csv",
		Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(b.String())), nil }}, nil)
	if err != nil || out.Accepted != n {
		t.Fatalf("%+v, %v", out, err)
	}
}

// TestWhoPollsMissesNothing: a program that asks at odd hours what came since it last asked sees each report and each update of three
// weeks once, those that could show a home too; and these on a Monday, whenever in the week they happened.
func TestWhoPollsMissesNothing(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c := open(t, w)
		zone, err := time.LoadLocation(w.Office.Tenant.Zone)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]int{} // updates of a report
		requests, updates := map[string]int{}, map[string]int{}
		seen := map[string]bool{}
		last := w.Clock.Now()
		poll := func() {
			t.Helper()
			w.Clock.Add(time.Minute)
			since := url.Values{"start_date": {last.Format(time.RFC3339)}, "end_date": {w.Clock.Now().Format(time.RFC3339)}}
			if len(seen)%2 == 0 { // where no end is named it is now
				since.Del("end_date")
			}
			for _, r := range c.list(t, since.Encode()) {
				if requests[r.ID]++; r.Requested.After(w.Clock.Now()) || r.Updated.After(w.Clock.Now()) || r.Requested.Before(last.Truncate(time.Second)) {
					t.Errorf("asked since %v, at %v: %+v", last, w.Clock.Now(), r)
				}
			}
			for _, u := range c.told(t, georeport.XML, since) {
				if seen[u.ID] || u.Updated.After(w.Clock.Now()) || u.Updated.Before(last.Truncate(time.Second)) {
					t.Errorf("asked since %v, at %v: %+v", last, w.Clock.Now(), u)
				}
				seen[u.ID] = true
				updates[u.RequestID]++
				if at := u.Updated.In(zone); want[u.RequestID] == 2 && (at.Weekday() != time.Monday || at.Hour() != 0 || at.Minute() != 0) {
					t.Errorf("it tells when: %v", at)
				}
			}
			last = w.Clock.Now()
			w.Clock.Add(time.Minute)
		}
		for i := range 12 {
			lamp, waste := c.filed(t, c.lamp(fmt.Sprint("lamp ", i))), c.filed(t, c.waste(fmt.Sprint("waste ", i)))
			one, _ := c.opened(t, lamp)
			other, _ := c.opened(t, waste)
			want[lamp], want[waste] = 3, 2
			w.Answer(w.As("clerk"), one, report.Accept{}, report.Start{})
			w.Clock.Add(11 * time.Hour)
			poll()
			w.Answer(w.As("clerk"), other, report.Accept{}, report.GiveAnswer{Text: "Fetched."})
			w.Answer(w.As("clerk"), one, report.Fix{Text: "A new lamp."})
			w.Clock.Add(26 * time.Hour)
			if i%3 == 0 {
				poll()
			}
		}
		w.Clock.Add(8 * 24 * time.Hour)
		poll()
		for of, n := range want {
			if requests[of] != 1 || updates[of] != n {
				t.Errorf("%s was listed %d times, with %d of %d updates", of, requests[of], updates[of], n)
			}
		}
	})
}

// TestUpdatesOfAFullWeek: however many reports changed, the three updates of a lamp are answered; and those of one Monday, more than an
// answer holds otherwise, come in one, or in pages of which none repeats or loses any.
func TestUpdatesOfAFullWeek(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		c := open(t, w)
		c.brought(t, "road_surface", 2500)
		lamp := c.filed(t, c.lamp("dark"))
		k, _ := c.opened(t, lamp)
		w.Answer(w.As("clerk"), k, report.Accept{}, report.Start{}, report.Fix{Text: "A new lamp."})
		for _, f := range georeport.Formats {
			if got := c.told(t, f, url.Values{}); len(got) != 3 || got[0].Status != georeport.StatusInvestigating || got[2].Status != georeport.StatusFixed {
				t.Errorf("%s: %+v", f, got)
			}
		}
		const full = georeport.MaxRows + 40
		c.brought(t, "waste", full)
		w.Give("clerk", "V1", access.Handler)
		rows, _, err := w.App.Report.PublicList(w.Ctx, w.Tenant(), report.PublicFilter{Until: w.Clock.Now(), Categories: []string{"waste"}})
		for err == nil && len(rows) < full {
			var more []report.Public
			more, _, err = w.App.Report.PublicList(w.Ctx, w.Tenant(), report.PublicFilter{Until: w.Clock.Now(), Categories: []string{"waste"},
				After: report.PublicCursor{Received: rows[len(rows)-1].Received, ID: rows[len(rows)-1].ID}})
			rows = append(rows, more...)
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			for _, cmd := range []report.Command{report.Take{}, report.Accept{}} {
				if _, err := w.App.Report.Act(w.Ctx, w.As("clerk"), r.Case, cmd, nil); err != nil {
					t.Fatal(err)
				}
			}
		}
		since := url.Values{"start_date": {w.Clock.Now().Add(time.Hour).Format(time.RFC3339)}}
		if got := c.told(t, georeport.JSON, since); len(got) != 0 {
			t.Fatalf("%d updates are told before the week is over", len(got))
		}
		w.Clock.Add(7 * 24 * time.Hour)
		all := c.told(t, georeport.JSON, since)
		if len(all) != full {
			t.Fatalf("%d of %d updates of one instant", len(all), full)
		}
		var paged []string
		for page := 1; ; page++ {
			since.Set("page", fmt.Sprint(page))
			since.Set("page_size", "300")
			got := c.told(t, georeport.JSON, since)
			for _, u := range got {
				paged = append(paged, u.ID)
			}
			if len(got) == 0 {
				break
			}
		}
		if !slices.Equal(paged, updateIDs(all)) {
			t.Errorf("%d updates in pages, %d in one answer", len(paged), len(all))
		}
		if status, body := c.get(t, "v2/servicerequestupdates.json?page_size=1001"); status != 400 || !strings.Contains(body, "page_size: A page has at most 1,000 rows.") {
			t.Errorf("%d %s", status, body)
		}
	})
}

func updateIDs(all []georeport.Update) (out []string) {
	for _, u := range all {
		out = append(out, u.ID)
	}
	return out
}

// TestUpdatesOfWhatIsGone: nothing is told any more of a report that was withdrawn.
func TestUpdatesOfWhatIsGone(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c := open(t, w)
		lamp := c.filed(t, c.lamp("dark"))
		k, _ := c.opened(t, lamp)
		w.Answer(w.As("clerk"), k, report.Accept{})
		if got := c.told(t, georeport.JSON, url.Values{}); len(got) != 1 || got[0].RequestID != lamp {
			t.Errorf("%+v", got)
		}
		public, err := id.Parse(lamp)
		if err != nil {
			t.Fatal(err)
		}
		p, err := w.App.Report.PublicView(w.Ctx, w.Tenant(), public)
		if err != nil {
			t.Fatal(err)
		}
		w.Answer(access.Actor{Kind: access.Resident, Tenant: w.Tenant(), Case: p.Case, Party: k.Author}, k, report.Withdraw{})
		if got := c.told(t, georeport.JSON, url.Values{}); len(got) != 0 {
			t.Errorf("%+v", got)
		}
	})
}
