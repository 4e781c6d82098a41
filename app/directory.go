package app

import (
	"context"
	"errors"
	"io"

	"linli/mediation/cmc"
	"linli/office"
	"linli/platform/id"
	"linli/referral/directory"
	referralpages "linli/web/referral"
)

// ImportHSDS brings HSDS from a file or folder into the directory of services. progress is told how many steps there are,
// each time that one is done; it may be nil. Errors: those of directory.Read; what is wrong with single rows is in the result.
func (a *App) ImportHSDS(ctx context.Context, t office.Tenant, from string, progress func(total int)) (Imported, error) {
	began := a.Clock.Now()
	root, _, err := a.UnitNamed(ctx, t.ID, "")
	if err != nil {
		return Imported{}, err
	}
	done, err := a.Directory.Import(ctx, commandLine(t.ID), root.ID, from, progress)
	if err != nil {
		return Imported{}, err
	}
	out := Imported{Run: done.Run, File: from, Rows: done.Rows, Accepted: done.Accepted, Unchanged: done.Unchanged,
		Rejected: []cmc.Rejection{}, Mapped: []cmc.Mapping{}}
	for _, r := range done.Rejected {
		out.Rejected = append(out.Rejected, cmc.Rejection{File: r.File, Line: r.Line, Field: r.Field, Reason: cmc.Reason(r.Reason)})
	}
	for _, m := range done.Mapped {
		out.Mapped = append(out.Mapped, cmc.Mapping(m))
	}
	out.Seconds = a.Clock.Now().Sub(began).Seconds()
	return out, nil
}

// ExportHSDS writes what is public of the directory; the name tells the form ([directory.Service.Export]).
func (a *App) ExportHSDS(ctx context.Context, t office.Tenant, name string, out io.Writer) (int, error) {
	return a.Directory.Export(ctx, commandLine(t.ID), name, out)
}

// publicPlaces are the public places that the office lists, as far as it is known where they are.
func (a *App) publicPlaces(ctx context.Context, tenant id.ID) ([]referralpages.Place, error) {
	listed, err := a.Report.Places(ctx, tenant)
	var out []referralpages.Place
	for _, x := range listed {
		if !x.Point.IsZero() {
			out = append(out, referralpages.Place{ID: x.ID, Name: x.Name, Point: x.Point})
		}
	}
	return out, err
}

// undoHSDS takes an import of the directory back; here is false where the run is none of it.
func (a *App) undoHSDS(ctx context.Context, t office.Tenant, run id.ID) (out Undone, here bool, err error) {
	out.Run = run
	out.Undone, out.Kept, err = a.Directory.Undo(ctx, commandLine(t.ID), run)
	if errors.Is(err, directory.ErrNotFound) {
		return Undone{}, false, nil
	}
	return out, true, err
}

// HSDSReason is the message key of why a row of HSDS was rejected.
func HSDSReason(r cmc.Reason) string { return directory.Reason(r).Key() }
