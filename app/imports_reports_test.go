package app_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"linli/app"
	"linli/app/apptest"
	"linli/platform/access"
	"linli/report"
)

const bulkFile = "service_request_id,requested_datetime,updated_datetime,closed_date,status_description,status_notes,service_name,description,address,lat,long\n" +
	"A-1,2026-01-02T08:00:00+08:00,2026-01-05T08:00:00+08:00,2026-01-05T08:00:00+08:00,closed,planted answer,street_light,planted words,planted address,31.2304,121.4737\n" +
	"A-2,2026-01-03T08:00:00+08:00,2026-01-03T08:00:00+08:00,,open,,road_surface,a hole,planted lane,,\n" +
	"A-3,2026-01-04T08:00:00+08:00,2026-01-04T08:00:00+08:00,,cancelled,,waste,x,planted yard,,\n" +
	"A-4,2026-01-04T08:00:00+08:00,2026-01-04T08:00:00+08:00,,open,,road_surface,nowhere at all,,,\n"

func file(text string) app.ReportFile {
	return app.ReportFile{Name: "requests.csv", Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }}
}

// TestReportsOfAnotherRegister: brought in, unchanged when read again, published by nobody but a person, and taken back with
// their keys, on both engines.
func TestReportsOfAnotherRegister(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		w.Give("clerk", "V1", access.Handler)
		out, err := w.App.ImportReports(w.Ctx, w.Office.Tenant, w.Unit("V1"), file(bulkFile), nil)
		if err != nil || out.Rows != 4 || out.Accepted != 3 || len(out.Rejected) != 1 || out.Rejected[0].Line != 5 || out.Rejected[0].Field != "address" {
			t.Fatalf("%+v, %v", out, err)
		}
		again, err := w.App.ImportReports(w.Ctx, w.Office.Tenant, w.Unit("V1"), file(bulkFile), nil)
		if err != nil || again.Accepted != 0 || again.Unchanged != 3 || again.Rows != again.Unchanged+len(again.Rejected) {
			t.Errorf("%+v, %v", again, err)
		}
		changed, err := w.App.ImportReports(w.Ctx, w.Office.Tenant, w.Unit("V1"), file(strings.Replace(bulkFile, ",open,,road", ",closed,,road", 1)), nil)
		if err != nil || changed.Unchanged != 2 || len(changed.Rejected) != 2 || changed.Rejected[0].Line != 3 || changed.Rejected[0].Reason != "import.reports.changed" {
			t.Errorf("%+v, %v", changed, err)
		}
		var public bytes.Buffer
		n, err := w.App.ExportReports(w.Ctx, w.Office.Tenant, &public)
		if err != nil || n != 2 || strings.Contains(public.String(), "planted") || strings.Contains(public.String(), "31.23") {
			t.Errorf("%d rows, %v:\n%s", n, err, public.String())
		}
		// One of them is worked on, and stays when the run is taken back.
		rows, _, err := w.App.Report.PublicList(w.Ctx, w.Tenant(), report.PublicFilter{Until: w.App.Clock.Now()})
		if err != nil || len(rows) != 2 || rows[0].State != report.Received || rows[1].State != report.Closed || !rows[1].Fixed.IsZero() {
			t.Fatalf("%+v, %v", rows, err)
		}
		if _, err := w.App.Report.Act(w.Ctx, w.As("clerk"), rows[0].Case, report.Take{}, nil); err != nil {
			t.Fatal(err)
		}
		opened, err := w.App.Report.Open(w.Ctx, w.As("clerk"), rows[0].Case)
		if err != nil || opened.Account.Address != "planted lane" || opened.Account.Text != "a hole" {
			t.Errorf("%+v, %v", opened, err)
		}
		undone, err := w.App.UndoImport(w.Ctx, w.Office.Tenant, out.Run.String())
		if err != nil || undone.Undone != 2 || undone.Kept != 1 {
			t.Errorf("%+v, %v", undone, err)
		}
		if rows, _, err := w.App.Report.PublicList(w.Ctx, w.Tenant(), report.PublicFilter{Until: w.App.Clock.Now()}); err != nil || len(rows) != 1 {
			t.Errorf("%+v, %v", rows, err)
		}
		_, err = w.App.UndoImport(w.Ctx, w.Office.Tenant, out.Run.String())
		apptest.Refused(t, err, "import.undone")
	})
}

// opened is a workbook in memory.
type opened struct{ *bytes.Reader }

func (opened) Close() error { return nil }

// TestAWorkbookOfReportsComesInAgain: what is exported as one is brought in as from another register, and taken back; one that
// is cut off is refused.
func TestAWorkbookOfReportsComesInAgain(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		if _, err := w.App.ImportReports(w.Ctx, w.Office.Tenant, w.Unit("V1"), file(bulkFile+"A-5,2026-01-04T08:00:00+08:00,2026-01-04T08:00:00+08:00,,open,,suggestion,more benches,,,\n"), nil); err != nil {
			t.Fatal(err)
		}
		var text, out bytes.Buffer
		csv, err := w.App.ExportReports(w.Ctx, w.Office.Tenant, &text)
		if err != nil {
			t.Fatal(err)
		}
		n, err := w.App.ExportReportSheet(w.Ctx, w.Office.Tenant, &out)
		if err != nil || n != csv || n == 0 {
			t.Fatal(n, csv, err)
		}
		workbook := func(body []byte) app.ReportFile {
			return app.ReportFile{Name: "requests.xlsx", Open: func() (io.ReadCloser, error) { return opened{bytes.NewReader(body)}, nil }}
		}
		// Nothing is published yet: no row has words or a place, and each that needs one is told by the number of its row.
		bare, err := w.App.ImportReports(w.Ctx, w.Office.Tenant, w.Unit("V1"), workbook(out.Bytes()), nil)
		asText, err2 := w.App.ImportReports(w.Ctx, w.Office.Tenant, w.Unit("V1"), file(text.String()), nil)
		if err != nil || err2 != nil || bare.Rows != n || bare.Accepted == 0 || bare.Accepted+len(bare.Rejected) != n || asText.Unchanged != bare.Accepted || len(asText.Rejected) != len(bare.Rejected) {
			t.Fatalf("%+v, %v; %+v, %v", bare, err, asText, err2)
		}
		for i, r := range bare.Rejected {
			if x := asText.Rejected[i]; r.Line != x.Line || r.Field != x.Field || r.Reason != x.Reason {
				t.Errorf("%+v, as a text %+v", r, x)
			}
		}
		if undone, err := w.App.UndoImport(w.Ctx, w.Office.Tenant, bare.Run.String()); err != nil || undone.Undone != bare.Accepted {
			t.Errorf("%+v, %v", undone, err)
		}
		_, err = w.App.ImportReports(w.Ctx, w.Office.Tenant, w.Unit("V1"), workbook(out.Bytes()[:out.Len()/2]), nil)
		apptest.Refused(t, err, "import.sheet.none")
	})
}
