package referral

import (
	"context"

	"linli/platform/access"
	"linli/platform/id"
)

// OpenFile opens a case for the file of one of its referrals, which is counted in public before it leaves: one more than left is better
// than one that nobody counts. Errors: as [Service.OpenFor]; ErrNotFound where there is no such referral, or the file is stored only.
func (s *Service) OpenFile(ctx context.Context, a access.Actor, caseID, referral id.ID) (_ *Opened, err error) {
	o, err := s.OpenFor(ctx, a, caseID, access.ForExport)
	if err != nil {
		return nil, err
	}
	defer wrap(&err, "open for a file")
	if o.Case.Referral(referral) == nil || o.Case.Restricted() { // nothing is sent from a file that is stored only
		return nil, ErrNotFound
	}
	return o, s.Repo.CountFile(ctx, a.Tenant, o.Case.Unit, s.Clock.Now().In(o.Rules.Zone).Year())
}

// Files counts the files of referrals that left the office.
func (s *Service) Files(ctx context.Context, tenant id.ID) (_ int64, err error) {
	defer wrap(&err, "count files")
	return s.Repo.Files(ctx, tenant)
}
