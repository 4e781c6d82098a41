package mediation

import (
	"context"
	"time"

	"linli/platform/id"

	"linli/platform/access"
)

// SignWith signs the agreement with a file that shows the act: the scan of the signed paper, or the drawn signature. The
// file goes into the case and the signature names it. Whether the act may happen at all is asked first, so that a refused
// signature leaves no file. sign.Scan is set by this method. Errors: as [Service.Upload] and [Service.Act].
func (s *Service) SignWith(ctx context.Context, a access.Actor, caseID id.ID, sign Sign, file UploadInput, claimed time.Time) (_ Case, err error) {
	defer wrap(&err, "sign with a file")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return Case{}, err
	}
	if err := s.Access.Check(a, action(sign), c.Facts()); err != nil {
		return Case{}, err
	}
	if a.Kind == access.Resident && sign.Party != a.Party {
		return Case{}, ErrNotFound
	}
	know, _, err := s.know(ctx, a, c, sign)
	if err != nil {
		return Case{}, err
	}
	if _, err := Decide(c, sign, by(a, c), s.Clock.Now(), claimed, know, s.IDs); err != nil {
		return Case{}, err
	}
	f, err := s.Upload(ctx, a, caseID, file)
	if err != nil {
		return Case{}, err
	}
	sign.Scan = f.ID
	after, _, err := s.Act(ctx, a, caseID, sign, Ask{Claimed: claimed})
	return after, err
}
