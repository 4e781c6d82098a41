package app

import (
	"cmp"
	"context"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"linli/office"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/tabular"
	"linli/report"
	"linli/report/bulk"
)

// ReportFile is a file of another register and how it is to be read.
type ReportFile struct {
	Name  string
	Open  func() (io.ReadCloser, error)
	Sheet string // of a workbook; empty: the first that is shown
	Zone  string // of times that name none; empty: each names its own
	Map   string // the name of a shipped map, or a file; empty: recognised by the header
}

// ImportReports reads a file and brings its reports into a unit. progress is told how many of how many rows are done, from
// several goroutines at once; it may be nil. Errors: the faults of bulk.Read, fault "import.zone" for a zone that there is not.
func (a *App) ImportReports(ctx context.Context, t office.Tenant, unit id.ID, f ReportFile, progress func(total int)) (Imported, error) {
	began := a.Clock.Now()
	o := bulk.Options{Name: f.Name, Sheet: f.Sheet, Now: began}
	var err error
	if f.Zone != "" {
		if o.Zone, err = time.LoadLocation(f.Zone); err != nil || f.Zone == "Local" {
			return Imported{}, fault.Wrap(fault.Invalid, "import.zone", err).At("zone").With(fault.Args{"zone": f.Zone})
		}
	}
	if o.Map, err = mapNamed(f.Map); err != nil {
		return Imported{}, err
	}
	run, err := a.Report.Import(ctx, a.Brought, commandLine(t.ID), unit)
	if err != nil {
		return Imported{}, err
	}
	o.Known = run.Knows
	total := 0
	read, err := bulk.Read(ctx, f.Open, o, func(n int) { total = n }, func(r bulk.Row) error {
		if progress != nil {
			progress(total)
		}
		return run.Add(r.Line, report.BringIn{Ref: r.Ref, Category: r.Category, Standing: report.Standing(r.Standing), Text: r.Description, Address: r.Address,
			Answer: r.Notes, Point: r.Place, Received: r.Requested, Updated: r.Updated, ClosedAt: r.Closed})
	})
	brought, ended := run.End(ctx, len(read.Rejected))
	if err = errors.Join(err, ended); err != nil {
		return Imported{}, err
	}
	out := Imported{Run: run.Run, File: f.Name, Rows: read.Rows, Accepted: brought.Accepted, Unchanged: brought.Unchanged, Rejected: read.Rejected, Mapped: read.Mapped}
	for _, r := range brought.Refused {
		out.Rejected = append(out.Rejected, tabular.Rejection{File: f.Name, Line: r.N, Field: r.Fault.Field, Reason: tabular.Reason(r.Fault.Key)})
	}
	slices.SortStableFunc(out.Rejected, func(a, b tabular.Rejection) int { return cmp.Compare(a.Line, b.Line) })
	out.Seconds = a.Clock.Now().Sub(began).Seconds()
	return out, nil
}

// mapNamed is a shipped map, or one in a file.
func mapNamed(name string) (*bulk.Map, error) {
	if name == "" {
		return nil, nil //nolint:nilnil // recognised by the header
	}
	m, err := bulk.Named(name)
	if m != nil || err != nil {
		return m, err
	}
	file, err := os.Open(name)
	if err != nil {
		var known []string
		all, err := bulk.Maps()
		for _, m := range all {
			known = append(known, m.Name)
		}
		return nil, errors.Join(err, fault.New(fault.Invalid, "import.map.missing").At("map").With(fault.Args{"map": name, "known": strings.Join(known, ", ")}))
	}
	defer file.Close()
	return bulk.LoadMap(file)
}
