package office

import (
	"context"

	"linli/platform/id"
)

// Outside are the open accounts of an organisation of the directory, by login name: those with which somebody there can sign in.
func (s *Service) Outside(ctx context.Context, tenant, organisation id.ID) ([]Colleague, error) {
	if organisation.IsZero() {
		return nil, nil
	}
	accounts, err := s.repo.AccountsFor(ctx, tenant, organisation)
	var out []Colleague
	for _, x := range accounts {
		if x.ClosedAt.IsZero() && x.Enrolled() {
			out = append(out, x.colleague())
		}
	}
	return out, err
}
