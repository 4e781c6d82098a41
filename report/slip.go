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
	c, slip, err := s.justFiled(ctx, tenant, code)
	if err != nil {
		return "", err
	}
	passphrase, _, err = s.giveSlip(ctx, &c, slip, nil, nil)
	return passphrase, err
}

// FirstSlipOnce is [Service.FirstSlip] for an account that has just written a report down and names it beside its code; a request that
// is sent again gets the stored answer.
func (s *Service) FirstSlipOnce(ctx context.Context, a access.Actor, caseID id.ID, code id.Code, r *casefile.Request, answer func(passphrase string) []byte) (body []byte, replayed bool, err error) {
	defer wrap(&err, "first slip")
	replayed = true
	body, err = s.Retry(ctx, a.Tenant, r, s.Repo, ErrMoved, func() (body []byte, err error) {
		c, slip, err := s.justFiled(ctx, a.Tenant, code)
		if err != nil {
			return nil, err
		}
		if c.ID != caseID {
			return nil, ErrNotFound
		}
		if err := s.Access.Check(a, "report.enter", c.Facts()); err != nil {
			return nil, err
		}
		_, body, err = s.giveSlip(ctx, &c, slip, r, answer)
		replayed = err != nil
		return body, err
	})
	return body, replayed, err
}

// justFiled is the case of a code that was given in the last quarter of an hour.
func (s *Service) justFiled(ctx context.Context, tenant id.ID, code id.Code) (Case, casefile.Slip, error) {
	slip, err := s.Repo.Slip(ctx, tenant, code)
	if err != nil {
		return Case{}, slip, err
	}
	c, err := s.Repo.Case(ctx, tenant, slip.Case)
	if err == nil && s.Clock.Now().Sub(c.Received) > firstIssue {
		err = ErrNotFound
	}
	return c, slip, err
}

// giveSlip makes the passphrase of a code, and the answer that is stored for a request. Error: ErrNotFound where it was given before.
func (s *Service) giveSlip(ctx context.Context, c *Case, slip casefile.Slip, r *casefile.Request, answer func(passphrase string) []byte) (passphrase string, body []byte, err error) {
	if slip.Hash != "" {
		return "", nil, ErrNotFound
	}
	passphrase = id.NewPassphrase(nil)
	hash, err := s.Slips.Hash(ctx, passphrase)
	if err != nil {
		return "", nil, err
	}
	author := access.Actor{Kind: access.Resident, Tenant: c.Tenant, Case: c.ID, Party: c.Author, Via: "web"}
	var made Answering
	if answer != nil {
		made = func(Case, id.Code) []byte { return answer(passphrase) }
	}
	_, body, err = s.tries(ctx, author, c.ID, GiveSlip{slips: slip.Issue(hash, s.Clock.Now())}, r, made)
	if f := fault.Of(err); f != nil && f.Code == fault.Guard {
		return "", nil, ErrNotFound
	}
	return passphrase, body, err
}
