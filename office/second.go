package office

import (
	"context"
	"errors"
	"slices"
	"time"

	"linli/platform/access"
	"linli/platform/id"
)

// Waiting is a code that waits for its second person 待第二人同意: whoever holds an account reads what its posts let it, or what people agreed
// to tell an organisation, and is one of two where two are wanted, so that nobody opens or resets one alone (docs/decisions/0075, 0097).
type Waiting struct {
	Account Colleague
	By      id.ID     // who had the code made; zero: the command line
	EndsAt  time.Time // when the request is over by itself; with the account it names the request
	Approve bool      // the reader may approve it
}

// seconds are the posts whose holders may approve, where the policy lets them.
var seconds = []access.PostKind{access.Lead, access.Privacy}

// mayApprove says whether an account may approve the codes of accounts that a unit looks after.
func (s *Service) mayApprove(a access.Actor, unit id.ID) bool {
	return s.rights.Check(a, "office.approve", access.Facts{Tenant: a.Tenant, Unit: unit}) == nil
}

// Alone reports whether the codes of an account that works here need nobody but whoever has them made: while the office is being set up,
// until somebody who could approve has set up an account for the first time. Who leaves later does not bring that back.
func (s *Service) Alone(ctx context.Context, tenant id.ID) (bool, error) {
	for _, kind := range seconds {
		ever, err := s.repo.Holders(ctx, tenant, kind, time.Time{})
		if err != nil {
			return false, err
		}
		for _, p := range ever {
			x, err := s.repo.Account(ctx, tenant, p.Account)
			if err != nil || x.entered() {
				return false, err
			}
		}
	}
	return true, nil
}

// needsSecond reports whether a code that an actor has made of an account waits. The command line needs nobody for who works here: whoever
// is there has the server.
func (s *Service) needsSecond(ctx context.Context, tenant, by id.ID, x Account) (bool, error) {
	switch {
	case !x.Organisation.IsZero():
		return true, nil
	case by.IsZero():
		return false, nil
	}
	alone, err := s.Alone(ctx, tenant)
	return !alone, err
}

// haveSecond refuses a code that nobody could approve: "office.guard.approval_nobody".
func (s *Service) haveSecond(ctx context.Context, a access.Actor, x Account) error {
	if needs, err := s.needsSecond(ctx, a.Tenant, a.Account, x); err != nil || !needs {
		return err
	}
	tree, err := s.tree(ctx, a.Tenant)
	if err != nil {
		return err
	}
	now := s.clock.Now()
	for u, ok := tree.Unit(x.Unit); ok; u, ok = tree.Unit(u.Parent) {
		posts, err := s.repo.PostsIn(ctx, a.Tenant, u.ID, now)
		if err != nil {
			return err
		}
		for _, p := range posts {
			if p.Account == a.Account || p.Account == x.ID || !p.Runs(now) || !slices.Contains(seconds, p.Kind) {
				continue
			}
			other, err := s.repo.Account(ctx, a.Tenant, p.Account)
			if err != nil {
				return err
			}
			if other.ClosedAt.IsZero() && other.Enrolled() {
				return nil
			}
		}
	}
	return guard("approval_nobody")
}

// approved says why a code does not work yet: nobody approved it who may do so now.
func (s *Service) approved(ctx context.Context, e Enrolment) error {
	x, err := s.repo.Account(ctx, e.Tenant, e.Account)
	if err != nil {
		return absent(err, ErrEnrolRefused)
	}
	needs, err := s.needsSecond(ctx, e.Tenant, e.By, x)
	switch {
	case err != nil || !needs:
		return err
	case e.Approver.IsZero():
		return ErrEnrolWaits
	}
	approver, err := s.AtWork(ctx, e.Tenant, e.Approver)
	if err == nil && !s.mayApprove(approver, x.Unit) {
		err = ErrEnrolRefused
	}
	return err
}

// Waiting lists the codes that wait, for those who can approve one and those who can have one made. Errors: those of access.
func (s *Service) Waiting(ctx context.Context, a access.Actor) ([]Waiting, error) {
	if err := s.settles(a); err != nil {
		return nil, err
	}
	codes, err := s.repo.Unapproved(ctx, a.Tenant, s.clock.Now())
	if err != nil {
		return nil, err
	}
	var out []Waiting
	for _, e := range codes {
		x, err := s.repo.Account(ctx, a.Tenant, e.Account)
		if err != nil {
			return nil, err
		}
		approves := s.mayApprove(a, x.Unit)
		if !approves && s.manage(a, x.Unit) != nil {
			continue
		}
		if needs, err := s.needsSecond(ctx, a.Tenant, e.By, x); err != nil {
			return nil, err
		} else if needs {
			out = append(out, Waiting{Account: x.colleague(), By: e.By, EndsAt: e.EndsAt, Approve: approves && e.By != a.Account})
		}
	}
	return out, nil
}

// settles refuses whoever can neither approve a code anywhere nor have one made, before it could learn which accounts exist.
func (s *Service) settles(a access.Actor) error {
	if slices.ContainsFunc(a.Posts, func(p access.Post) bool { return s.mayApprove(a, p.Unit) }) {
		return nil
	}
	return s.managesSomething(a)
}

// Approve is the second person's word for the code of an account that is over at an instant, which names the request that was read. The
// code works from now on, as long as any other. It needs office.approve. Guards: "office.guard.approval_own",
// "office.guard.approval_gone" (over, refused, replaced by another, or whoever asked administers nothing any more).
func (s *Service) Approve(ctx context.Context, a access.Actor, account id.ID, ends time.Time) error {
	x, e, err := s.waiting(ctx, a, account, ends)
	if err != nil {
		return err
	}
	if e.By == a.Account {
		return guard("approval_own")
	}
	if err := s.rights.Check(a, "office.approve", access.Facts{Tenant: a.Tenant, Unit: x.Unit}); err != nil {
		return err
	}
	if !e.By.IsZero() {
		asker, err := s.AtWork(ctx, a.Tenant, e.By)
		if err != nil {
			return err
		}
		if s.manage(asker, x.Unit) != nil {
			return guard("approval_gone")
		}
	}
	e.Approver, e.EndsAt = a.Account, s.clock.Now().Add(enrolmentLasts)
	return s.settled(ctx, Change{Tenant: a.Tenant, Approve: []Enrolment{e}, Events: []Event{s.event(a, "account.approved", x.Unit, x.ID, "")}})
}

// RefuseCode ends a code that waits, by a second person or whoever administers; see [Service.Approve].
func (s *Service) RefuseCode(ctx context.Context, a access.Actor, account id.ID, ends time.Time) error {
	x, e, err := s.waiting(ctx, a, account, ends)
	if err != nil {
		return err
	}
	return s.settled(ctx, Change{Tenant: a.Tenant, Spend: []Hash{e.Hash}, Events: []Event{s.event(a, "account.code_refused", x.Unit, x.ID, "")}})
}

// waiting finds the code that an account waits with.
func (s *Service) waiting(ctx context.Context, a access.Actor, account id.ID, ends time.Time) (Account, Enrolment, error) {
	if err := s.settles(a); err != nil {
		return Account{}, Enrolment{}, err
	}
	x, err := s.repo.Account(ctx, a.Tenant, account)
	if err != nil {
		return Account{}, Enrolment{}, err
	}
	if err := s.manage(a, x.Unit); err != nil && !s.mayApprove(a, x.Unit) {
		return Account{}, Enrolment{}, err
	}
	codes, err := s.repo.Unapproved(ctx, a.Tenant, s.clock.Now())
	if err != nil {
		return Account{}, Enrolment{}, err
	}
	i := slices.IndexFunc(codes, func(e Enrolment) bool { return e.Account == account && e.EndsAt.Equal(ends) })
	if i < 0 {
		return Account{}, Enrolment{}, guard("approval_gone")
	}
	return x, codes[i], nil
}

// settled plays the end of a request: of two at one time one comes too late.
func (s *Service) settled(ctx context.Context, c Change) error {
	err := s.repo.Play(ctx, c)
	if errors.Is(err, ErrMoved) {
		return guard("approval_gone")
	}
	return err
}
