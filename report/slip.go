package report

import (
	"context"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

// firstIssue is how long after a complaint its own browser may ask for the passphrase.
const firstIssue = 15 * time.Minute

// GiveSlip gives the author the passphrase of its code, once; or, by the second of two people, a new slip in place of a lost one.
type GiveSlip struct {
	slips  []casefile.Slip // the one that ends, where one does, and the one that opens from now on
	second bool
	above  id.ID // the unit above whose people stand in
}

// Kind is the machine's event.
func (GiveSlip) Kind() casefile.Kind { return "slip" }

func (g GiveSlip) decide(_ *decision, s *Step) (any, error) {
	s.Issued = g.slips
	return nil, nil
}

// FirstSlip gives the passphrase to whoever has just filed and knows the new code: once, and only for a quarter of an hour.
// Error: ErrNotFound where it was given before.
func (s *Service) FirstSlip(ctx context.Context, tenant id.ID, code id.Code) (passphrase string, err error) {
	defer wrap(&err, "first slip")
	slip, err := s.Repo.Slip(ctx, tenant, code)
	if err != nil {
		return "", err
	}
	c, err := s.Repo.Case(ctx, tenant, slip.Case)
	if err != nil {
		return "", err
	}
	if s.Clock.Now().Sub(c.Received) > firstIssue {
		return "", ErrNotFound
	}
	return s.giveSlip(ctx, &c, slip)
}

// giveSlip makes the passphrase of a code. Error: ErrNotFound where it was given before.
func (s *Service) giveSlip(ctx context.Context, c *Case, slip casefile.Slip) (passphrase string, err error) {
	if slip.Hash != "" {
		return "", ErrNotFound
	}
	passphrase = id.NewPassphrase(nil)
	hash, err := s.Slips.Hash(ctx, passphrase)
	if err != nil {
		return "", err
	}
	author := access.Actor{Kind: access.Resident, Tenant: c.Tenant, Case: c.ID, Party: c.Author, Via: "web"}
	_, err = s.Act(ctx, author, c.ID, GiveSlip{slips: slip.Issue(hash, s.Clock.Now())}, nil)
	if f := fault.Of(err); f != nil && f.Code == fault.Guard {
		return "", ErrNotFound
	}
	return passphrase, err
}
