package inspection

import (
	"context"
	"fmt"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/rulebook"
)

// Office is what the service needs to know of the office.
type Office interface {
	// Rulebook is the rulebook that new cases of the tenant begin under.
	Rulebook(ctx context.Context, tenant id.ID, at time.Time) (*rulebook.Rulebook, error)
	// RulebookOf is the version that a case keeps.
	RulebookOf(ctx context.Context, tenant id.ID, book, version string) (*rulebook.Rulebook, error)
	casefile.Heirs
	// Line are the unit and those above it, the nearest first; none for a unit that does not exist.
	Line(ctx context.Context, tenant, unit id.ID) ([]id.ID, error)
	// Holders are the accounts that hold the post in the unit now, or in the one above it.
	Holders(ctx context.Context, tenant, unit id.ID, post access.PostKind, above bool) ([]id.ID, error)
}

// Service is the one way in to inspections, places and rounds: it checks access, lets the machine decide and plays the change.
type Service struct {
	*casefile.Service
	Repo   Repo
	Office Office
	// Saw is told of a unit that has just looked at a place; what it owes may be done by that.
	Saw func(ctx context.Context, tenant, unit id.ID)
}

func (s *Service) looked(ctx context.Context, tenant, unit id.ID) {
	if s.Saw != nil {
		s.Saw(ctx, tenant, unit)
	}
}

// working are the posts that inspect.
var working = []access.PostKind{access.Inspector, access.Handler}

// Units are the units in which an account has to do with inspections: those in which it works, leads or keeps the files.
func (s *Service) Units(a access.Actor) []id.ID {
	var out []id.ID
	for _, p := range a.Posts {
		if !slices.Contains(out, p.Unit) && s.Access.Check(a, "inspection.list", access.Facts{Tenant: a.Tenant, Unit: p.Unit, Kind: Capability}) == nil {
			out = append(out, p.Unit)
		}
	}
	return out
}

// Begins are the units in which an account inspects.
func (s *Service) Begins(a access.Actor) []id.ID {
	return slices.DeleteFunc(s.Units(a), func(u id.ID) bool {
		return s.Access.Check(a, "inspection.begin", access.Facts{Tenant: a.Tenant, Unit: u, Kind: Capability}) != nil
	})
}

// Begin begins an inspection of a place of the unit or of one below it. Errors: fault.Field "place" and "checklist" for a choice
// that the form did not offer, the guard "not_listed", those of access, and the store's.
func (s *Service) Begin(ctx context.Context, a access.Actor, cmd Begin, r *casefile.Request) (c Case, err error) {
	defer wrap(&err, "begin")
	answer, err := s.Once(ctx, a.Tenant, r, s.Repo, func() ([]byte, error) {
		c, err = s.begin(ctx, a, cmd, r)
		return []byte(c.ID.String()), err
	})
	if err != nil || !c.ID.IsZero() {
		return c, err
	}
	known, err := id.Parse(string(answer)) // sent again
	if err != nil {
		return Case{}, fmt.Errorf("read a stored answer: %w", err)
	}
	return s.Repo.Case(ctx, a.Tenant, known)
}

func (s *Service) begin(ctx context.Context, a access.Actor, cmd Begin, r *casefile.Request) (Case, error) {
	if err := s.Access.Check(a, "inspection.begin", access.Facts{Tenant: a.Tenant, Unit: cmd.Unit, Kind: Capability}); err != nil {
		return Case{}, err
	}
	know := Knowledge{}
	var err error
	if know.Rules, err = s.Office.Rulebook(ctx, a.Tenant, s.Clock.Now()); err != nil {
		return Case{}, err
	}
	if know.Place, err = s.within(ctx, a.Tenant, cmd.Unit, cmd.Place); err != nil {
		return Case{}, err
	}
	decided, err := Decide(Case{Tenant: a.Tenant}, cmd, by(a, cmd.Unit), s.Clock.Now(), know, s.IDs)
	if err != nil {
		return Case{}, err
	}
	return s.play(ctx, Case{Tenant: a.Tenant}, decided, know.Rules, r)
}

// Act asks for an event on an inspection. It returns the case after it. Errors: those of access (a case that the actor may
// not know of is ErrNotFound), of the machine (fault.Guard, fault.Invalid), Conflict "inspection.moved" when others kept moving
// the case, and the store's.
func (s *Service) Act(ctx context.Context, a access.Actor, caseID id.ID, cmd Command, r *casefile.Request) (c Case, err error) {
	defer wrap(&err, string(cmd.Kind()))
	_, err = s.Retry(ctx, a.Tenant, r, s.Repo, ErrMoved, func() (_ []byte, err error) {
		c, err = s.act(ctx, a, caseID, cmd, r)
		return nil, err
	})
	return c, err
}

func (s *Service) act(ctx context.Context, a access.Actor, caseID id.ID, cmd Command, r *casefile.Request) (Case, error) {
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return Case{}, err
	}
	if err := s.Access.Check(a, "inspection."+string(cmd.Kind()), c.Facts()); err != nil {
		return Case{}, err
	}
	know := Knowledge{}
	if know.Rules, err = s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion); err != nil {
		return Case{}, err
	}
	if order, ok := cmd.(GiveOrder); ok {
		if know.Place, err = s.Repo.Place(ctx, a.Tenant, c.Place); err != nil {
			return Case{}, err
		}
		if know.Place.HasContact {
			if order.Contact, err = s.contact(ctx, a, know.Place); err != nil {
				return Case{}, err
			}
			cmd = order
		}
	}
	decided, err := Decide(c, cmd, by(a, c.Unit), s.Clock.Now(), know, s.IDs)
	if err != nil {
		return Case{}, err
	}
	return s.play(ctx, c, decided, know.Rules, r)
}

// By says who would act on a case: an account, in the post in which it does.
func (s *Service) By(a access.Actor, c *Case) casefile.By { return by(a, c.Unit) }

func by(a access.Actor, unit id.ID) casefile.By {
	if a.Kind == access.System {
		return casefile.System
	}
	b := casefile.By{Kind: a.Kind, Account: a.Account}
	for _, post := range append(slices.Clone(working), access.Lead) {
		if a.Holds(post, unit) && b.Post == "" {
			b.Post = post
		}
	}
	return b
}

// wrap gives an error the path that it came along.
func wrap(err *error, doing string) {
	if *err != nil {
		*err = fmt.Errorf("inspection: %s: %w", doing, *err)
	}
}
