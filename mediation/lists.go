package mediation

import (
	"context"

	"linli/platform/access"
	"linli/promise"
)

// pageSize is how many rows a list shows where the reader does not say.
const pageSize, maxPage = 25, 100

// List returns one page of the cases that the actor may see, the next due first: clear facts and no name.
func (s *Service) List(ctx context.Context, a access.Actor, f Filter) (_ Page, err error) {
	defer wrap(&err, "list")
	scope := s.Access.Scope(a, "mediation.list")
	if scope.None {
		return Page{}, nil
	}
	if f.Mine {
		scope.Units, scope.Joint = nil, nil
	}
	f.Limit = bounded(f.Limit)
	return s.Repo.List(ctx, scope, f)
}

// Due returns what the office owes in the cases that the actor may see, the next due first.
func (s *Service) Due(ctx context.Context, a access.Actor, f promise.Filter) (_ []DueRow, err error) {
	defer wrap(&err, "due")
	scope := s.Access.Scope(a, "mediation.list")
	if scope.None {
		return nil, nil
	}
	f.Limit = bounded(f.Limit)
	return s.Repo.Due(ctx, scope, f)
}

func bounded(n int) int {
	if n <= 0 {
		return pageSize
	}
	return min(n, maxPage)
}
