package referral

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
)

// AskedOf is what the list of an organisation's account shows of a referral: nothing of the person, not even the need, and no other
// referral of the same case.
type AskedOf struct {
	Code    id.Code // of its link: random, and another for each referral
	Service id.ID
	Status  Status
	Erase   bool      // it is to be deleted, and that to be said
	Due     time.Time // when an answer is owed; zero: none is
}

// Asked are the referrals that are open to the organisation of an account, by code, and where the next page begins: empty on the last. It
// opens nothing. The order tells nothing: codes are random. What is no code is before the first. Errors: ErrNotFound of access for everybody else.
func (s *Service) Asked(ctx context.Context, a access.Actor, after id.Code, limit int) (out []AskedOf, next id.Code, err error) {
	defer wrap(&err, "list for an organisation")
	if a.Kind != access.Provider || a.Organisation.IsZero() {
		return nil, "", access.ErrNotFound
	}
	if after, err = id.ParseCode(string(after)); err != nil {
		after = ""
	}
	found, err := s.Repo.Asked(ctx, a.Tenant, a.Organisation, after, limit)
	if err != nil {
		return nil, "", err
	}
	for _, x := range found {
		c, err := s.Repo.Case(ctx, a.Tenant, x.Case)
		if err != nil {
			return nil, "", err
		}
		r := c.Referral(x.Referral)
		if r == nil {
			continue
		}
		next = r.Link.Code
		switch err := s.enters(ctx, a, r); {
		case errors.Is(err, access.ErrNotFound):
			continue
		case err != nil:
			return nil, "", err
		}
		row := AskedOf{Code: r.Link.Code, Service: r.Service, Status: r.Status, Erase: !r.AskedErase.IsZero()}
		if row.Due, err = s.answerOwed(ctx, &c, r); err != nil {
			return nil, "", err
		}
		out = append(out, row)
	}
	if len(found) < limit {
		next = ""
	}
	return out, next, nil
}

// answerOwed is when the service's answer is owed, or that it deleted what it was told.
func (s *Service) answerOwed(ctx context.Context, c *Case, r *Referral) (time.Time, error) {
	rows, err := s.Repo.Promises(ctx, c.Tenant, c.ID)
	rows = slices.DeleteFunc(rows, func(p casefile.PromiseRow) bool {
		return p.Subject != r.ID || !p.End.IsZero() || p.Rule != ruleAnswer && p.Rule != ruleErased
	})
	if err != nil || len(rows) == 0 {
		return time.Time{}, err
	}
	return slices.MinFunc(rows, func(x, y casefile.PromiseRow) int { return cmp.Compare(x.Due.UnixMicro(), y.Due.UnixMicro()) }).Due, nil
}

// ComeTo lets an account of an organisation in to one of its referrals, by the code. Errors: ErrNotFound of access, for every other code too.
func (s *Service) ComeTo(ctx context.Context, a access.Actor, code id.Code) (_ access.Actor, err error) {
	defer wrap(&err, "come to a referral")
	if a.Kind != access.Provider || a.Organisation.IsZero() {
		return access.Actor{}, access.ErrNotFound
	}
	caseID, referral, err := s.Repo.Linked(ctx, a.Tenant, code)
	if errors.Is(err, ErrNotFound) {
		return access.Actor{}, access.ErrNotFound
	}
	if err != nil {
		return access.Actor{}, err
	}
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return access.Actor{}, err
	}
	a.Case, a.Party = caseID, referral
	return a, s.enters(ctx, a, c.Referral(referral))
}

// enters reports whether a service's actor may be at a referral now: with its link while that is good; with an account of the organisation
// that was asked while the referral stands, and, to read, only while the service is still that organisation's. One that another has taken
// over passes nothing on. Errors: ErrLink for a link, access.ErrNotFound for an account.
func (s *Service) enters(ctx context.Context, a access.Actor, r *Referral) error {
	switch {
	case a.Kind != access.Provider || r == nil:
		return ErrLink
	case !a.Account.IsZero():
		return s.stands(ctx, a.Tenant, r, a.Organisation)
	case !r.Link.Opens(s.Clock.Now()):
		return ErrLink
	}
	return nil
}

// stands reports whether a referral is open to the accounts of an organisation. Error: access.ErrNotFound where it is not.
func (s *Service) stands(ctx context.Context, tenant id.ID, r *Referral, organisation id.ID) error {
	switch {
	case organisation.IsZero() || r.Organisation != organisation || !r.Stands(s.Clock.Now()):
		return access.ErrNotFound
	case !r.Tells():
		return nil
	}
	owners, err := s.Directory.Owners(ctx, tenant, []id.ID{r.Service})
	if err == nil && owners[r.Service] != organisation {
		err = access.ErrNotFound
	}
	return err
}

// Waiting is a referral as far as a mail to its organisation needs it: the code, where it is open to accounts there; else the zero value.
func (s *Service) Waiting(ctx context.Context, tenant, caseID, referral id.ID) (out AskedOf, organisation id.ID, err error) {
	defer wrap(&err, "waits for an organisation")
	c, err := s.Repo.Case(ctx, tenant, caseID)
	r := c.Referral(referral)
	if err != nil || r == nil {
		return out, organisation, err
	}
	switch err := s.stands(ctx, tenant, r, r.Organisation); {
	case errors.Is(err, access.ErrNotFound):
		return out, organisation, nil
	case err != nil:
		return out, organisation, err
	}
	return AskedOf{Code: r.Link.Code, Service: r.Service, Status: r.Status}, r.Organisation, nil
}
