package app

import (
	"context"
	"errors"
	"io"
	"time"

	"filippo.io/age"

	"linli/platform/archive"
	"linli/platform/blob"
	"linli/platform/id"
	backups "linli/store/backup"
	"linli/store/dialect"
	"linli/store/migrations"
)

// Saved is what a backup holds; its JSON is printed by the command line.
type Saved struct {
	ID      id.ID        `json:"id"`
	Kind    archive.Kind `json:"kind"`
	File    string       `json:"file"`
	Made    time.Time    `json:"made"`
	Rows    int64        `json:"rows"`
	Blobs   int          `json:"blobs"`
	Seconds float64      `json:"seconds"`
}

// blobPrefix is where the files stand in an archive: blobs/TENANT/NAME.
const blobPrefix = "blobs/"

// sealPurpose names the seal of an archive of each kind among the office's own secrets.
func sealPurpose(k archive.Kind) string { return "backup." + string(k) }

// passing are tables whose rows live for hours and serve nobody after a restore: browsers' sessions, half-done sign-ins,
// enrolment codes, and the stored answers of requests, which no erasure of a key reaches and which therefore must not lie
// in a backup (60-privacy: kept 24 hours).
func passing(t dialect.Table, row []any) bool {
	switch t.Name {
	case "answer", "signin_step", "enrolment":
		return true
	case "signin_session":
		return row != nil && row[t.Index("door")] != "api" // a token is somebody's for 90 days
	}
	return false
}

// Backup writes the cases and the files, without a key, while the office works on. All rows are of one instant; files are
// written before the case that names them, so that those of that instant are there.
func (a *App) Backup(ctx context.Context, w io.Writer) (Saved, error) {
	return a.archive(ctx, w, archive.Cases, func(x *archive.Writer, s *Saved) (err error) {
		if s.Rows, err = backups.Write(ctx, a.Stores.Cases, migrations.Cases, x, passing); err != nil {
			return err
		}
		return a.backupBlobs(ctx, x, s)
	})
}

// BackupKeys writes the wrapped keys and the erasure journal, encrypted to the operator key, or, where recipients are named,
// to them alone.
func (a *App) BackupKeys(ctx context.Context, w io.Writer, to []age.Recipient) (Saved, error) {
	if len(to) == 0 {
		to = []age.Recipient{a.Stores.Operator.Envelope()}
	}
	sealed, err := age.Encrypt(w, to...)
	if err != nil {
		return Saved{}, err
	}
	s, err := a.archive(ctx, sealed, archive.Keys, func(x *archive.Writer, s *Saved) (err error) {
		s.Rows, err = backups.Write(ctx, a.Stores.Keys, migrations.Keys, x, func(dialect.Table, []any) bool { return false })
		return err
	})
	if err != nil {
		return s, err
	}
	return s, sealed.Close()
}

// archive writes an archive that only this office's keys can seal.
func (a *App) archive(ctx context.Context, w io.Writer, kind archive.Kind, fill func(x *archive.Writer, s *Saved) error) (Saved, error) {
	s := Saved{ID: a.IDs.New(), Kind: kind, Made: a.Clock.Now().UTC()}
	tenants, err := a.tenants(ctx)
	if err != nil {
		return s, err
	}
	seal := func(tenant id.ID, sum []byte) ([]byte, error) {
		return a.Vault.Secrets().Seal(ctx, tenant, sealPurpose(kind), sum)
	}
	for _, t := range tenants { // a tenant that never had a secret gets its key now, so that both backups know it
		if _, err := seal(t, nil); err != nil {
			return s, err
		}
	}
	x, err := archive.NewWriter(w, archive.Header{Kind: kind, ID: s.ID, Made: s.Made, Tenants: tenants})
	if err != nil {
		return s, err
	}
	if err := fill(x, &s); err != nil {
		return s, err
	}
	if err := x.Close(seal); err != nil {
		return s, err
	}
	s.Seconds = a.Clock.Now().Sub(s.Made).Seconds()
	return s, nil
}

func (a *App) backupBlobs(ctx context.Context, x *archive.Writer, s *Saved) error {
	tenants, err := a.tenants(ctx)
	if err != nil {
		return err
	}
	for _, t := range tenants {
		names, err := a.Blobs.Names(ctx, t)
		if err != nil {
			return err
		}
		for _, n := range names {
			body, err := a.Blobs.Get(ctx, t, n)
			if errors.Is(err, blob.ErrMissing) {
				continue // erased since the folder was listed
			}
			if err != nil {
				return err
			}
			if err := x.Add(blobPrefix+t.String()+"/"+n.String(), body); err != nil {
				return err
			}
			s.Blobs++
		}
	}
	return nil
}
