package app

import (
	"context"
	"io"
	"time"

	"filippo.io/age"

	"linli/casefile"
	"linli/office"
	"linli/platform/document"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/referral"
	"linli/report"
)

// Leave is what the command line asks for: an approved request, what it should be, and for whom the file is.
type Leave struct {
	Request id.ID
	What    string // [casefile.ExportCase] or [casefile.ExportResident]
	To      *age.X25519Recipient
	Verify  string // address under which the codes on the pages are read; empty: none
	Out     string // must not exist
}

// outgoing is a case that was opened for an approved request: what the file holds, and the writing down that the request is used.
type outgoing struct {
	body  func(ctx context.Context, fonts *document.Fonts, verify string) ([]byte, error)
	taken func(ctx context.Context) error
}

// ExportCase writes papers of one case of whatever kind as one encrypted file, by a request that two accounts approved. The request is used up before
// the first byte is written: what breaks off before leaves neither a file nor a request that is used, and what breaks off after it is asked
// for again. Errors: those of [SaveFile] and of the capability's ForExport.
func (a *App) ExportCase(ctx context.Context, t office.Tenant, x Leave) error {
	fonts, err := document.LoadFonts(document.Shipped())
	if err != nil {
		return err
	}
	return SaveFile(x.Out, func(w io.Writer) error {
		out, err := a.outgoing(ctx, t.ID, x)
		if err != nil {
			return err
		}
		body, err := out.body(ctx, fonts, x.Verify)
		if err != nil {
			return err
		}
		if err := out.taken(ctx); err != nil {
			return err
		}
		sealed, err := age.Encrypt(w, x.To)
		if err != nil {
			return err
		}
		if _, err := sealed.Write(body); err != nil {
			return err
		}
		return sealed.Close()
	})
}

// outgoing opens the case of a request, of whatever kind it is.
func (a *App) outgoing(ctx context.Context, tenant id.ID, x Leave) (outgoing, error) {
	entry, err := a.Report.Repo.Entry(ctx, tenant, casefile.RegisterExport, x.Request) // the register is of every kind of case
	if err != nil && fault.Of(err).Code == fault.NotFound {
		return outgoing{}, casefile.ErrExportNone
	}
	if err != nil {
		return outgoing{}, err
	}
	to := x.To.String()
	switch entry.Capability {
	case report.Capability:
		l, err := a.Report.ForExport(ctx, tenant, x.Request, x.What, to)
		if err != nil {
			return outgoing{}, err
		}
		return outgoing{func(ctx context.Context, fonts *document.Fonts, _ string) ([]byte, error) {
			return a.ofReport(ctx, fonts, l)
		},
			func(ctx context.Context) error { return a.Report.Taken(ctx, l) }}, nil
	case referral.Capability:
		l, err := a.Referral.ForExport(ctx, tenant, x.Request, x.What, to)
		if err != nil {
			return outgoing{}, err
		}
		return outgoing{func(ctx context.Context, fonts *document.Fonts, _ string) ([]byte, error) {
			return a.ofHelp(ctx, fonts, l)
		},
			func(ctx context.Context) error { return a.Referral.Taken(ctx, l) }}, nil
	}
	l, err := a.Mediation.ForExport(ctx, tenant, x.Request, x.What, to)
	if err != nil {
		return outgoing{}, err
	}
	return outgoing{func(ctx context.Context, fonts *document.Fonts, verify string) ([]byte, error) {
		return a.ofMediation(ctx, fonts, verify, l)
	},
		func(ctx context.Context) error { return a.Mediation.Taken(ctx, l) }}, nil
}

// exported is how many files left before the month that has begun everywhere on earth, as [App.erasures] counts.
func (a *App) exported(ctx context.Context, tenant id.ID) (int64, error) {
	return a.Mediation.Exported(ctx, tenant, a.monthBegun())
}

// monthBegun is the month that has begun everywhere on earth: what is counted before it tells of no day.
func (a *App) monthBegun() time.Time {
	now := a.Clock.Now().Add(-12 * time.Hour).UTC()
	return time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, time.UTC)
}
