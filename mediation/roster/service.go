package roster

import (
	"context"
	"errors"
	"fmt"
	"time"

	"linli/platform/access"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/rulebook"
)

// Faults of a repository.
var (
	ErrNotFound = fault.New(fault.NotFound, "roster.not_found")
	// ErrMoved says that the entry changed meanwhile: read it again.
	ErrMoved = fault.New(fault.Conflict, "roster.moved")
)

// Repo keeps the entries. Every method is bounded to one tenant.
type Repo interface {
	// Entry returns a mediator's entry, or ErrNotFound.
	Entry(ctx context.Context, tenant, account id.ID) (Entry, error)
	// Entries returns all entries of the tenant.
	Entries(ctx context.Context, tenant id.ID) ([]Entry, error)
	// Keep writes an entry of the version after the one that is kept. It returns ErrMoved when that is no longer so.
	Keep(ctx context.Context, tenant id.ID, e Entry) error
}

// Office is what the directory needs to know of the office.
type Office interface {
	// Rulebook is the rulebook in force at an instant.
	Rulebook(ctx context.Context, tenant id.ID, at time.Time) (*rulebook.Rulebook, error)
	// Mediators are the accounts that hold a mediator's post in the unit or above it.
	Mediators(ctx context.Context, tenant, unit id.ID) ([]id.ID, error)
	// MediatesIn are the units in which an account holds a mediator's post now; none for anybody else.
	MediatesIn(ctx context.Context, tenant, account id.ID) ([]id.ID, error)
	// UnitsOf are the open units of the tenant.
	UnitsOf(ctx context.Context, tenant id.ID) ([]id.ID, error)
}

// Service is the one way in to the directory.
type Service struct {
	Repo   Repo
	Office Office
	Access *access.Engine
	Clock  clock.Clock
}

// Serving returns the entries of the mediators who serve a unit: those with a post in it or above it. It needs a clerk's, a
// mediator's or a lead's post. Errors: Forbidden, and the store's.
func (s *Service) Serving(ctx context.Context, a access.Actor, unit id.ID) (_ []Entry, err error) {
	defer wrap(&err, "list")
	if err := s.Access.Check(a, "roster.see", access.Facts{Tenant: a.Tenant, Unit: unit, Kind: "roster"}); err != nil {
		return nil, err
	}
	accounts, err := s.Office.Mediators(ctx, a.Tenant, unit)
	if err != nil {
		return nil, err
	}
	return s.Of(ctx, a.Tenant, accounts)
}

// Of returns the entries of accounts, an empty one for each who wrote none. It asks nobody's right: it is for services.
func (s *Service) Of(ctx context.Context, tenant id.ID, accounts []id.ID) ([]Entry, error) {
	out := make([]Entry, 0, len(accounts))
	for _, account := range accounts {
		e, err := s.Repo.Entry(ctx, tenant, account)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return nil, err
		}
		e.Account = account
		out = append(out, e)
	}
	return out, nil
}

// Show returns one mediator's entry with the units of its posts. Errors: Forbidden, ErrNotFound for who is no mediator.
func (s *Service) Show(ctx context.Context, a access.Actor, account id.ID) (_ Entry, units []id.ID, err error) {
	defer wrap(&err, "show")
	if err := s.Access.Check(a, "roster.see", access.Facts{Tenant: a.Tenant, Kind: "roster"}); err != nil {
		return Entry{}, nil, err
	}
	if units, err = s.Office.MediatesIn(ctx, a.Tenant, account); err != nil {
		return Entry{}, nil, err
	}
	if len(units) == 0 {
		return Entry{}, nil, ErrNotFound
	}
	found, err := s.Of(ctx, a.Tenant, []id.ID{account})
	if err != nil {
		return Entry{}, nil, err
	}
	return found[0], units, nil
}

// May reports whether the actor may do an act of the directory to an entry.
func (s *Service) May(a access.Actor, action string, account id.ID, units []id.ID) bool {
	return s.check(a, action, account, units) == nil
}

// check asks the policies of each unit in which the mediator has a post: the right in one of them is enough.
func (s *Service) check(a access.Actor, action string, account id.ID, units []id.ID) error {
	err := error(ErrNotFound)
	for _, u := range units {
		if err = s.Access.Check(a, action, access.Facts{Tenant: a.Tenant, Unit: u, Kind: "roster", Assigned: []id.ID{account}}); err == nil {
			return nil
		}
	}
	return err
}

// attempts is how often a change is decided anew when its entry moved meanwhile.
const attempts = 4

// change reads an entry, lets it be changed and keeps it.
func (s *Service) change(ctx context.Context, a access.Actor, action string, account id.ID, do func(*Entry) error) (err error) {
	for range attempts {
		var e Entry
		var units []id.ID
		if e, units, err = s.Show(ctx, a, account); err != nil {
			return err
		}
		if err = s.check(a, action, account, units); err != nil {
			return err
		}
		if err = do(&e); err != nil {
			return err
		}
		e.Version++
		if err = s.Repo.Keep(ctx, a.Tenant, e); !errors.Is(err, ErrMoved) {
			return err
		}
	}
	return err
}

func wrap(err *error, doing string) {
	if *err != nil {
		*err = fmt.Errorf("roster: %s: %w", doing, *err)
	}
}
