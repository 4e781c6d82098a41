package paper

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"path"

	"linli/casefile/bundle"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/blob"
	"linli/platform/i18n"
	"linli/platform/id"
)

// Binder prints whole files of mediations, for package bundle.
type Binder struct {
	Mediation *mediation.Service
	Desk      *Desk
	Press     *Press
}

var _ bundle.Binder = (*Binder)(nil)

// May implements [bundle.Binder]: whoever may print the papers of a case may print its file.
func (b *Binder) May(ctx context.Context, a access.Actor, c id.ID) (access.Facts, error) {
	return b.Mediation.MayPrint(ctx, a, c)
}

// Name implements [bundle.Binder]: the case's number, and no person's name.
func (b *Binder) Name(ctx context.Context, tenant, c id.ID) (string, error) {
	x, err := b.Mediation.Repo.Case(ctx, tenant, c)
	if err != nil || x.Number == 0 {
		return "file", err
	}
	rules, err := b.Mediation.Office.RulebookOf(ctx, tenant, x.Rulebook, x.RulebookVersion)
	if err != nil {
		return "", err
	}
	_, unit, err := b.Desk.Of(ctx, tenant, x.Unit)
	return rules.Mediation.Number.Format(unit, x.Year, x.Number) + "-file", err
}

// Bind implements [bundle.Binder]. Each original is read by itself, and what is too large for one file is named with its
// fingerprint and let go of.
func (b *Binder) Bind(ctx context.Context, a access.Actor, x bundle.Bundle, tell func(done, of int) error) ([]byte, error) {
	o, err := b.Mediation.Print(ctx, a, x.Case)
	if err != nil {
		return nil, err
	}
	order, err := b.Desk.Order(ctx, o, i18n.Language(x.Language))
	if err != nil {
		return nil, err
	}
	var scans []Scan
	taken := 0
	err = b.Mediation.Originals(ctx, a, x.Case, func(document string, f mediation.Attachment, content []byte) (err error) {
		sum := sha256.Sum256(content)
		s := Scan{Document: document, At: f.At, Hash: hex.EncodeToString(sum[:])}
		switch image := path.Dir(f.Type) == "image"; {
		case image && len(content) <= Room(taken):
			s.Picture, taken = content, taken+len(content)
		case !image:
			if s.Pages, err = blob.Pages(content); err != nil {
				return err
			}
			if len(content) <= Room(taken) {
				s.PDF, taken = content, taken+len(content)
			}
		}
		scans = append(scans, s)
		return ctx.Err()
	})
	if err != nil {
		return nil, err
	}
	result, err := b.Press.File(order, scans, tell)
	return result.Bytes, err
}
