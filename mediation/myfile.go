package mediation

import (
	"context"
	"time"

	"linli/consent"
	"linli/platform/access"
)

// ConsentsOf are the receipts of what a party has agreed to, and of what it took back. Errors: those of access.
func (s *Service) ConsentsOf(ctx context.Context, a access.Actor) (_ []consent.Receipt, err error) {
	defer wrap(&err, "the party's consents")
	c, err := s.Repo.Case(ctx, a.Tenant, a.Case)
	if err != nil {
		return nil, err
	}
	if a.Kind != access.Resident || c.Party(a.Party) == nil {
		return nil, ErrNotFound
	}
	if err := s.Access.Check(a, "mediation.see", c.Facts()); err != nil {
		return nil, err
	}
	records, err := s.Repo.Consents(ctx, a.Tenant, a.Case)
	if err != nil {
		return nil, err
	}
	unit, err := s.Office.UnitName(ctx, a.Tenant, c.Unit)
	if err != nil {
		return nil, err
	}
	out := []consent.Receipt{}
	for _, r := range records {
		if r.Subject == a.Party {
			out = append(out, consent.NewReceipt(r.ID, r, consent.Controller{ID: c.Unit, Name: unit}, s.Clock.Now().Truncate(time.Second)))
		}
	}
	return out, nil
}
