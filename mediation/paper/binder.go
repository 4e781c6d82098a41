package paper

import (
	"context"

	"linli/casefile/bundle"
	"linli/mediation"
	"linli/platform/access"
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
	var scans scanned
	err = b.Mediation.Originals(ctx, a, x.Case, func(document string, f mediation.Attachment, content []byte) error {
		return scans.add(ctx, document, f, content)
	})
	if err != nil {
		return nil, err
	}
	result, err := b.Press.File(order, scans.all, tell)
	return result.Bytes, err
}
