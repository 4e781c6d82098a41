package app

import (
	"context"
	"encoding/csv"
	"io"
	"strings"
	"time"

	"linli/office"
	"linli/platform/geo"
	"linli/platform/sheet"
	"linli/report"
)

// bulkHeader are the columns of the GeoReport bulk form (http://wiki.open311.org/GeoReport/bulk).
var bulkHeader = []string{"service_request_id", "requested_datetime", "updated_datetime", "closed_date", "status_description", "status_notes", "source",
	"service_name", "service_subtype", "description", "agency_responsible", "address", "lat", "long"}

// ExportReports writes what everybody may read of an office's reports, the newest first, and returns how many: nothing that a
// public page does not show. It reads page by page.
func (a *App) ExportReports(ctx context.Context, t office.Tenant, out io.Writer) (n int, err error) {
	w := csv.NewWriter(out)
	w.UseCRLF = true // RFC 4180
	if err := w.Write(bulkHeader); err != nil {
		return 0, err
	}
	if n, err = a.publicReports(ctx, t, w.Write); err != nil {
		return n, err
	}
	w.Flush()
	return n, w.Error()
}

// ExportReportSheet writes the same as a workbook, row by row: each cell is text, as the bulk form has it. A sheet holds 1,048,576 rows.
func (a *App) ExportReportSheet(ctx context.Context, t office.Tenant, out io.Writer) (n int, err error) {
	one := sheet.Sheet{Name: "service_requests", Frozen: 1, Rows: [][]sheet.Cell{sheet.Heads(bulkHeader...)}}
	one.Each = func(row func([]sheet.Cell) error) (err error) {
		cells := make([]sheet.Cell, len(bulkHeader))
		n, err = a.publicReports(ctx, t, func(texts []string) error {
			for i, text := range texts {
				cells[i] = sheet.Cell{}
				if text != "" {
					cells[i] = sheet.Text(text)
				}
			}
			return row(cells)
		})
		return err
	}
	err = sheet.Write(out, sheet.Book{Sheets: []sheet.Sheet{one}})
	return n, err
}

// publicReports tells each public report in the bulk form.
func (a *App) publicReports(ctx context.Context, t office.Tenant, each func(row []string) error) (n int, err error) {
	zone, err := time.LoadLocation(t.Zone)
	if err != nil {
		return 0, err
	}
	units, err := a.offices.Units(ctx, t.ID)
	if err != nil {
		return 0, err
	}
	names := office.NewTree(units)
	rules, _, err := a.Report.Categories(ctx, t.ID)
	if err != nil {
		return 0, err
	}
	f := report.PublicFilter{Until: a.Clock.Now().Add(time.Second)}
	for {
		rows, next, err := a.Report.PublicList(ctx, t.ID, f)
		if err != nil {
			return n, err
		}
		for i := range rows {
			p := &rows[i]
			x, known := rules.Report.Category(p.Category)
			agency, _ := names.Unit(p.Unit)
			if err := each(bulkRow(p, agency.Name, zone, !known || x.Round > 0)); err != nil {
				return n, err
			}
			n++
		}
		if f.After = next; next.ID.IsZero() {
			return n, nil
		}
	}
}

// bulkRow is one report in the bulk form. Where a category rounds places, its times are the Monday of their week.
func bulkRow(p *report.Public, agency string, zone *time.Location, weekly bool) []string {
	at := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		if weekly {
			t = report.Week(t, zone)
		}
		return t.In(zone).Format(time.RFC3339)
	}
	status, closed := "closed", p.Closed
	if p.Open {
		status, closed = "open", time.Time{}
	}
	words, place, answer, lat, long := "", "", "", "", ""
	if p.Published {
		words, place, answer = p.Text, p.Place, p.Answer
		if !p.Point.IsZero() {
			lat, long = geo.Degrees(p.Point.Lat), geo.Degrees(p.Point.Long)
		}
	}
	return []string{p.ID.String(), at(p.Received), at(p.Updated), at(closed), status, guarded(answer), "", p.Category, "", guarded(words), guarded(agency), guarded(place), lat, long}
}

// guarded puts an apostrophe before what a spreadsheet could take for a formula (OWASP, CSV Injection).
func guarded(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r＝＋－＠", []rune(s)[0]) {
		return "'" + s
	}
	return s
}
