package office

import (
	"context"
	"errors"
	"slices"
	"time"

	"linli/platform/access"
	"linli/platform/id"
)

// Waiting is the code of an organisation's account that waits for its second person 待第二人同意: whoever holds the account reads what people
// agreed to tell that organisation, so that nobody opens one alone (docs/decisions/0075).
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

// haveSecond refuses a code that nobody could approve: "office.guard.approval_nobody".
func (s *Service) haveSecond(ctx context.Context, a access.Actor, x Account) error {
	if x.Organisation.IsZero() {
		return nil
	}
	now := s.clock.Now()
	posts, err := s.repo.PostsIn(ctx, a.Tenant, x.Unit, now)
	if err != nil {
		return err
	}
	for _, p := range posts {
		if p.Account == a.Account || !p.Runs(now) || !slices.Contains(seconds, p.Kind) {
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
	return guard("approval_nobody")
}

// approved says why a code does not work yet: it is of an organisation's account, and nobody approved it who may do so now.
func (s *Service) approved(ctx context.Context, e Enrolment) error {
	x, err := s.repo.Account(ctx, e.Tenant, e.Account)
	switch {
	case err != nil:
		return absent(err, ErrEnrolRefused)
	case x.Organisation.IsZero():
		return nil
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
	root, err := s.top(ctx, a.Tenant)
	if err != nil {
		return nil, err
	}
	approves := s.mayApprove(a, root.ID)
	if err := s.manage(a, root.ID); err != nil && !approves {
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
		out = append(out, Waiting{Account: x.colleague(), By: e.By, EndsAt: e.EndsAt, Approve: approves && e.By != a.Account})
	}
	return out, nil
}

func (s *Service) top(ctx context.Context, tenant id.ID) (Unit, error) {
	tree, err := s.tree(ctx, tenant)
	if err != nil {
		return Unit{}, err
	}
	root, ok := tree.Root()
	if !ok {
		return Unit{}, ErrNotFound
	}
	return root, nil
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
	root, err := s.top(ctx, a.Tenant)
	if err != nil {
		return Account{}, Enrolment{}, err
	}
	if err := s.manage(a, root.ID); err != nil && !s.mayApprove(a, root.ID) {
		return Account{}, Enrolment{}, err
	}
	x, err := s.repo.Account(ctx, a.Tenant, account)
	if err != nil {
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
