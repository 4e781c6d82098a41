package referral

import (
	"context"

	"linli/platform/access"
	"linli/platform/id"
)

// OpenFile opens a case for the file of one of its referrals, which is counted in public before it leaves: one more than left is better
// than one that nobody counts. Errors: as [Service.OpenFor]; ErrNotFound where there is no such referral, for whoever does not help with it, or where the file is stored only.
func (s *Service) OpenFile(ctx context.Context, a access.Actor, caseID, referral id.ID) (_ *Opened, err error) {
	defer wrap(&err, "open for a file")
	c, _, err := s.See(ctx, a, caseID)
	if err != nil {
		return nil, err
	}
	if c.Referral(referral) == nil || c.Restricted() || s.Access.Check(a, "referral.read", c.Facts()) != nil { // nothing is sent from a file that is stored only
		return nil, ErrNotFound
	}
	o, err := s.OpenFor(ctx, a, caseID, access.ForExport)
	if err != nil {
		return nil, err
	}
	return o, s.Repo.CountFile(ctx, a.Tenant, o.Case.Unit, s.Clock.Now().In(o.Rules.Zone).Year())
}

// ToldFile is [Service.OpenTold] for a file, which is counted as the worker's is. Errors: [ErrOver] where nothing may be told any more.
func (s *Service) ToldFile(ctx context.Context, a access.Actor) (*Told, error) {
	t, err := s.OpenTold(ctx, a)
	if err == nil && len(t.Lines) == 0 {
		err = ErrOver
	}
	if err != nil {
		return nil, err
	}
	return t, s.Repo.CountFile(ctx, a.Tenant, t.unit, s.Clock.Now().In(t.Rules.Zone).Year())
}

// Files counts the files of referrals that left the office.
func (s *Service) Files(ctx context.Context, tenant id.ID) (_ int64, err error) {
	defer wrap(&err, "count files")
	return s.Repo.Files(ctx, tenant)
}
