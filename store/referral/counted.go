package referral

import (
	"context"

	"linli/casefile"
	"linli/platform/id"
	"linli/referral"
	cases "linli/store/casefile"
)

const (
	uncounted = `select id from referral where tenant_id = $1 and counted < $2 order by counted, id limit $3`
	countAnew = `update referral set counted = $5 where tenant_id = $1 and id = $2 and version = $3 and counted = $4`
)

// Uncounted implements referral.Repo.
func (s *Store) Uncounted(ctx context.Context, tenant id.ID, edition, limit int) ([]id.ID, error) {
	return cases.IDs(ctx, s.db, uncounted, tenant, edition, limit)
}

// CountAnew implements referral.Repo.
func (s *Store) CountAnew(ctx context.Context, c referral.Case, counts []casefile.Tally) error {
	all, err := cases.Moved(casefile.Change{Tenant: c.Tenant, Tallies: counts}, countAnew, c.Tenant, c.ID, c.Version, c.Counted, referral.Edition)
	if err != nil {
		return err
	}
	return cases.Played(s.db.Play(ctx, all), referral.ErrMoved)
}
