package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"linli/app"
	"linli/platform/fault"
)

// importReportsCommand imports a file of service requests. As with mediations, the default data folder is made when it is not
// there.
type importReportsCommand struct {
	File string `arg:"" help:"The CSV file or Excel workbook (.xlsx)."`
	storage
	named
	Zone  string `placeholder:"ZONE" help:"Time zone of times that name none, such as America/Los_Angeles."`
	Sheet string `placeholder:"NAME" help:"Sheet of a workbook; default the first that is shown."`
	Map   string `placeholder:"NAME|FILE" help:"What the columns mean: la, new-york, san-francisco, georeport or a file; default: recognised by the header."`
	Unit  string `placeholder:"CODE" help:"Unit that takes the reports; default the office's first."`
	JSON  bool   `help:"Print the result as JSON."`
}

// Run is called by kong.
func (c *importReportsCommand) Run(ctx context.Context, t *terminal) error {
	if info, err := os.Stat(c.File); err != nil || info.IsDir() {
		return fault.New(fault.Invalid, "cli.import.file").With(fault.Args{"file": c.File})
	}
	return t.withOrBegin(ctx, c.storage, func(a *app.App) error {
		tenant, err := a.TenantNamed(ctx, c.Tenant)
		if err != nil {
			return err
		}
		unit, _, err := a.UnitNamed(ctx, tenant.ID, c.Unit)
		if err != nil {
			return err
		}
		file := app.ReportFile{Name: c.File, Sheet: c.Sheet, Zone: c.Zone, Map: c.Map, Open: func() (io.ReadCloser, error) { return os.Open(c.File) }}
		out, err := a.ImportReports(ctx, tenant, unit.ID, file, t.bar().step)
		if err != nil {
			return err
		}
		return t.told(ctx, a, tenant, out, c.JSON)
	})
}

// exportReportsCommand writes public reports.
type exportReportsCommand struct {
	storage
	named
	Out string `required:"" placeholder:"FILE" help:"The file to write: a workbook where its name ends in .xlsx, else CSV."`
}

// Run is called by kong.
func (c *exportReportsCommand) Run(ctx context.Context, t *terminal) error {
	return t.with(ctx, c.storage, func(a *app.App) error {
		tenant, err := a.TenantNamed(ctx, c.Tenant)
		if err != nil {
			return err
		}
		f, err := os.OpenFile(c.Out+".new", os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
		if err != nil {
			return fault.Wrap(fault.Invalid, "cli.export.file", err).With(fault.Args{"file": c.Out})
		}
		export := a.ExportReports
		if strings.EqualFold(filepath.Ext(c.Out), ".xlsx") {
			export = a.ExportReportSheet
		}
		n, err := export(ctx, tenant, f)
		if err = errors.Join(err, f.Close()); err != nil {
			return errors.Join(err, os.Remove(c.Out+".new"))
		}
		if err := os.Rename(c.Out+".new", c.Out); err != nil {
			return err
		}
		t.say("cli.export.reports", fault.Args{"n": n, "file": c.Out})
		return nil
	})
}
