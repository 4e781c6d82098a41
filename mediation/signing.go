package mediation

import (
	"context"
	"time"

	"linli/casefile/signing"
	"linli/platform/access"
	"linli/platform/blob"
	"linli/platform/id"
)

// SignWith signs the agreement on paper with a file that shows the act, the scan of the signed paper. The file goes into
// the case and the signature names it. Whether the act may happen at all is asked first, so that a refused signature
// leaves no file; nor does one of a scan of which nobody said that no fingerprint can be seen on it. sign.Scan is set by this method. Errors: as [Service.Upload] and [Service.Act].
func (s *Service) SignWith(ctx context.Context, a access.Actor, caseID id.ID, sign Sign, file UploadInput, claimed time.Time) (_ Case, err error) {
	defer wrap(&err, "sign with a file")
	if _, err := s.wouldDo(ctx, a, caseID, sign, claimed); err != nil {
		return Case{}, err
	}
	if !file.Prints.Said() {
		return Case{}, refuse("thumbprint")
	}
	return s.signWith(ctx, a, caseID, sign, file, claimed)
}

// SignDrawn signs the agreement on the screen: with the picture of the drawn signature and, where a party signs, the
// one-time code that the office gave it for this text ([Service.GiveCode]). Errors: as [Service.SignWith], and those of
// the code: [ErrNoCode], [ErrCodeOver], [ErrCodeTried], "mediation.code.wrong" with the tries left.
func (s *Service) SignDrawn(ctx context.Context, a access.Actor, caseID id.ID, sign Sign, code string, drawing UploadInput) (_ Case, err error) {
	defer wrap(&err, "sign on the screen")
	sign.Method, sign.proven = "screen", true
	c, err := s.wouldDo(ctx, a, caseID, sign, time.Time{})
	if err != nil {
		return Case{}, err
	}
	if sign.As == "party" {
		if err := s.enterCode(ctx, &c, sign.act(), code); err != nil {
			return Case{}, err
		}
		sign.used = signing.Half{Case: caseID, Act: sign.act().name(), Kind: halfCode}
		if sign.code, err = s.codeGiven(ctx, &c, sign.Party); err != nil {
			return Case{}, err
		}
	}
	drawing.Prints = blob.Prints{None: true} // it was drawn
	return s.signWith(ctx, a, caseID, sign, drawing, time.Time{})
}

func (s *Service) signWith(ctx context.Context, a access.Actor, caseID id.ID, sign Sign, file UploadInput, claimed time.Time) (Case, error) {
	f, err := s.Upload(ctx, a, caseID, file)
	if err != nil {
		return Case{}, err
	}
	sign.Scan = f.ID
	after, _, err := s.Act(ctx, a, caseID, sign, Ask{Claimed: claimed})
	return after, err
}

// wouldDo asks the rights and the machine whether a command would be done now, and does nothing. It returns the case.
func (s *Service) wouldDo(ctx context.Context, a access.Actor, caseID id.ID, cmd Command, claimed time.Time) (Case, error) {
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return Case{}, err
	}
	if err := s.Access.Check(a, action(cmd), c.Facts()); err != nil {
		return Case{}, err
	}
	if p, ok := cmd.(forParty); ok && a.Kind == access.Resident && p.party() != a.Party {
		return Case{}, ErrNotFound
	}
	know, _, err := s.know(ctx, a, c, cmd)
	if err != nil {
		return Case{}, err
	}
	_, err = Decide(c, cmd, by(a, c), s.Clock.Now(), claimed, know, s.IDs)
	return c, err
}
