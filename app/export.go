package app

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"time"

	"filippo.io/age"

	"linli/mediation"
	"linli/mediation/paper"
	"linli/office"
	"linli/platform/document"
	"linli/platform/i18n"
	"linli/platform/id"
	paperpages "linli/web/paper"
)

// Leave is what the command line asks for: an approved request, what it should be, and for whom the file is.
type Leave struct {
	Request id.ID
	What    string // [mediation.ExportCase] or [mediation.ExportResident]
	To      *age.X25519Recipient
	Verify  string // address under which the codes on the pages are read; empty: none
	Out     string // must not exist
}

// ExportCase writes papers of one case as one encrypted file by a request that two accounts approved. The request is used up before the
// first byte is written: what breaks off before leaves neither a file nor a request that is used, and what breaks off after it is asked
// for again. Errors: those of [SaveFile] and of [mediation.Service.ForExport].
func (a *App) ExportCase(ctx context.Context, t office.Tenant, x Leave) error {
	fonts, err := document.LoadFonts(document.Shipped())
	if err != nil {
		return err
	}
	binder := &paper.Binder{Mediation: a.Mediation, Desk: &paper.Desk{Office: a.Office, Verify: x.Verify, Clock: a.Clock}, Press: paper.NewPress(fonts, a.Texts)}
	if x.Verify != "" {
		if binder.Desk.Prover, err = a.prover(); err != nil {
			return err
		}
	}
	return SaveFile(x.Out, func(w io.Writer) error {
		l, err := a.Mediation.ForExport(ctx, t.ID, x.Request, x.What, x.To.String())
		if err != nil {
			return err
		}
		body, err := a.leaving(ctx, binder, l)
		if err != nil {
			return err
		}
		if err := a.Mediation.Taken(ctx, l); err != nil {
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

// leaving is what the file holds: the papers as a PDF, and with a party's own copy its record, as a ZIP.
func (a *App) leaving(ctx context.Context, b *paper.Binder, l *mediation.Leaving) ([]byte, error) {
	lang := i18n.Language(l.Identity[l.Export.Party].Language)
	if lang == "" {
		lang = i18n.Language(l.Rules.Languages[0])
	}
	order, pdf, err := b.Export(ctx, l, lang)
	if err != nil || l.Export.Purpose != mediation.ForOwnCopy {
		return pdf, err
	}
	consents, err := a.Mediation.ConsentsOf(ctx, l.Party)
	if err != nil {
		return nil, err
	}
	record, err := json.MarshalIndent(map[string]any{"request": l.Export.ID.String(),
		"record": paperpages.Record(order, l.Export.Party, a.Texts.For(lang, l.Rules.Zone)), "consents": consents}, "", "  ")
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range []struct {
		name string
		body []byte
	}{{"papers.pdf", pdf}, {"record.json", append(record, '\n')}} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: order.At})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(f.body); err != nil {
			return nil, err
		}
	}
	err = z.Close()
	return out.Bytes(), err
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
