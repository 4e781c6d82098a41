package mediation

import (
	"context"
	"fmt"
	"slices"
	"time"

	"linli/casefile"
	"linli/casefile/signing"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/rulebook"
)

// Office is what the service needs to know of the office.
type Office interface {
	// Tag is the tenant's random tag, with which its codes begin.
	Tag(ctx context.Context, tenant id.ID) (string, error)
	// Rulebook is the rulebook that new cases of the tenant begin under.
	Rulebook(ctx context.Context, tenant id.ID, at time.Time) (*rulebook.Rulebook, error)
	// RulebookOf is the version that a case keeps.
	RulebookOf(ctx context.Context, tenant id.ID, book, version string) (*rulebook.Rulebook, error)
	// Mediators are the accounts that hold a mediator's post in the unit or above it.
	Mediators(ctx context.Context, tenant, unit id.ID) ([]id.ID, error)
	// MediatorsWithin are the accounts that hold a mediator's post in a unit or in one below it.
	MediatorsWithin(ctx context.Context, tenant, unit id.ID) ([]id.ID, error)
	// UnitsOf are the office's own open units.
	UnitsOf(ctx context.Context, tenant id.ID) ([]id.ID, error)
	// Heirs are, of each unit that has ended, the open units that have its work now: the first has what nobody handed to another.
	Heirs(ctx context.Context, tenant id.ID) (map[id.ID][]id.ID, error)
	// Joinable are the open units that can mediate jointly, those of other organisations too.
	Joinable(ctx context.Context, tenant id.ID) ([]id.ID, error)
	// Leads are the accounts that lead the unit now.
	Leads(ctx context.Context, tenant, unit id.ID) ([]id.ID, error)
	// Above is the next unit above in which somebody leads, with those accounts; zero where there is none.
	Above(ctx context.Context, tenant, unit id.ID) (Above, error)
	// Colleagues are the accounts that do intake in the unit: clerks and leads.
	Colleagues(ctx context.Context, tenant, unit id.ID) ([]id.ID, error)
	// Clerks are the accounts that hold a clerk's post in the unit now.
	Clerks(ctx context.Context, tenant, unit id.ID) ([]id.ID, error)
	// Seconds are the accounts that do intake or lead in the unit, who may approve a new slip at its counter; where that
	// is one person, also those of the next unit above in which somebody does, with that unit, else the zero ID.
	Seconds(ctx context.Context, tenant, unit id.ID) (people []id.ID, above id.ID, err error)
	// Account is an account with the posts that it holds now; a closed one holds none.
	Account(ctx context.Context, tenant, account id.ID) (access.Actor, error)
	// Holders are the accounts that hold the post in the unit, or with above set in the unit above it; where nobody does,
	// those of the next unit above in which somebody does.
	Holders(ctx context.Context, tenant, unit id.ID, post access.PostKind, above bool) ([]id.ID, error)
	// Line are the unit and those above it, the nearest first; none for a unit that does not exist.
	Line(ctx context.Context, tenant, unit id.ID) ([]id.ID, error)
	// Holding are the accounts that hold the post in the unit now, each with all its posts.
	Holding(ctx context.Context, tenant, unit id.ID, post access.PostKind) ([]access.Actor, error)
	// Rooms is the address of the office's own video server, with [RoomMark] where the name of a room goes; empty: none.
	Rooms(ctx context.Context, tenant id.ID) (string, error)
	// MediatesIn are the units in which an account holds a mediator's post now.
	MediatesIn(ctx context.Context, tenant, account id.ID) ([]id.ID, error)
	// PersonName is the name of an account as colleagues and parties see it.
	PersonName(ctx context.Context, tenant, account id.ID) (string, error)
	// UnitName is the name of a unit.
	UnitName(ctx context.Context, tenant, unit id.ID) (string, error)
}

// Passphrases keeps residents' passphrases: Argon2id (RFC 9106) behind a semaphore, in PHC form.
type Passphrases interface {
	Hash(ctx context.Context, passphrase string) (string, error)
	// Check takes the same time whether or not there is a hash: an empty one fits nothing.
	Check(ctx context.Context, hash, passphrase string) (bool, error)
}

// Service is the one way in to mediations: it checks access, lets the machine decide and plays the change.
type Service struct {
	*casefile.Service
	Repo     Repo
	Office   Office
	Roster   Roster
	Slips    Passphrases
	Passkeys *signing.Passkeys // nil: nobody signs by passkey

	strays strays
}

// Ask says how a command is asked for.
type Ask struct {
	Claimed time.Time         // when it happened, where that was before now
	Request *casefile.Request // the idempotency key with what was asked; nil where the caller has none
	Answer  func(Case, []casefile.Slip) []byte
	Holds   func(*Case) error // what has to hold of the case as it stands when the event is decided; nil: nothing more
}

// Create opens a new case.
func (s *Service) Create(ctx context.Context, a access.Actor, cmd Apply, ask Ask) (c Case, answer []byte, err error) {
	defer wrap(&err, "create")
	if err := s.Access.Check(a, "mediation.apply", access.Facts{Tenant: a.Tenant, Unit: cmd.Unit, Kind: Capability}); err != nil {
		return Case{}, nil, err
	}
	// Of an application alone nothing moves; the case that it follows may.
	answer, err = s.Retry(ctx, a.Tenant, ask.Request, s.Repo, ErrMoved, func() (answer []byte, err error) {
		c, answer, err = s.create(ctx, a, cmd, ask)
		return answer, err
	})
	return c, answer, err
}

func (s *Service) create(ctx context.Context, a access.Actor, cmd Apply, ask Ask) (Case, []byte, error) {
	rules, err := s.Office.Rulebook(ctx, a.Tenant, s.Clock.Now())
	if err != nil {
		return Case{}, nil, err
	}
	know := Knowledge{Rules: rules}
	if cmd.Code != "" {
		if know.Duplicate, err = s.knownDispute(ctx, a.Tenant, cmd.Code); err != nil {
			return Case{}, nil, err
		}
	}
	if !cmd.Follows.IsZero() {
		if err := s.following(ctx, a, &cmd); err != nil {
			return Case{}, nil, err
		}
	}
	if cmd.reserved != "" {
		if know.Held, err = casefile.Held(ctx, s.Repo, a.Tenant, a.Account, cmd.reserved, s.Clock.Now()); err != nil {
			return Case{}, nil, err
		}
	}
	decided, err := Decide(Case{Tenant: a.Tenant}, cmd, by(a, Case{Unit: cmd.Unit}), s.Clock.Now(), ask.Claimed, know, s.IDs)
	if err != nil {
		return Case{}, nil, err
	}
	if !cmd.Follows.IsZero() {
		if decided.With, err = s.followed(ctx, a, cmd.Follows, decided.Case.ID); err != nil {
			return Case{}, nil, err
		}
	}
	return s.play(ctx, a.Tenant, Case{}, decided, rules, ask)
}

// knownDispute reports whether the code that a party presents opens a case that is still open. Nothing else tells
// that two applications are one dispute: names are never compared.
func (s *Service) knownDispute(ctx context.Context, tenant id.ID, typed string) (bool, error) {
	code, err := id.ParseCode(typed)
	if err != nil {
		return false, fault.Field("code", "mediation.field.code")
	}
	slip, err := s.Repo.Slip(ctx, tenant, code)
	if isNotFound(err) {
		return false, fault.Field("code", "mediation.field.code")
	}
	if err != nil {
		return false, err
	}
	c, err := s.Repo.Case(ctx, tenant, slip.Case)
	return err == nil && c.State.Open(), err
}

// Act asks for an event on a case. It returns the case after it. Errors: those of access (a case that the actor may
// not know of is ErrNotFound), of the machine (fault.Guard, fault.Invalid), Conflict "mediation.moved" when others kept
// moving the case, and the store's.
func (s *Service) Act(ctx context.Context, a access.Actor, caseID id.ID, cmd Command, ask Ask) (c Case, answer []byte, err error) {
	defer wrap(&err, string(cmd.Kind()))
	answer, err = s.Retry(ctx, a.Tenant, ask.Request, s.Repo, ErrMoved, func() (answer []byte, err error) {
		c, answer, err = s.act(ctx, a, caseID, cmd, ask)
		return answer, err
	})
	return c, answer, err
}

func (s *Service) act(ctx context.Context, a access.Actor, caseID id.ID, cmd Command, ask Ask) (Case, []byte, error) {
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return Case{}, nil, err
	}
	facts := c.FactsAt(s.Clock.Now())
	if give, ok := cmd.(GiveSlip); ok && give.Second {
		if facts, _, _, err = s.facts(ctx, c); err != nil {
			return Case{}, nil, err
		}
	}
	if x, ok := cmd.(aside); ok {
		if facts, err = s.asideFacts(ctx, c, facts, x.AsideAct); err != nil {
			return Case{}, nil, err
		}
	}
	if err := s.Access.Check(a, action(cmd), facts); err != nil {
		return Case{}, nil, err
	}
	if p, ok := cmd.(forParty); ok && a.Kind == access.Resident && p.party() != a.Party {
		return Case{}, nil, ErrNotFound // a resident speaks for one party only, and learns of no other
	}
	if ask.Holds != nil {
		if err := ask.Holds(&c); err != nil {
			return Case{}, nil, err
		}
	}
	know, rules, err := s.know(ctx, a, c, cmd)
	if err != nil {
		return Case{}, nil, err
	}
	decided, err := Decide(c, cmd, by(a, c), s.Clock.Now(), ask.Claimed, know, s.IDs)
	if err != nil {
		return Case{}, nil, err
	}
	return s.play(ctx, a.Tenant, c, decided, rules, ask)
}

// action is the name under which the access policies know a command. Setting the office's seal is an act of its own.
func action(cmd Command) string {
	switch cmd := cmd.(type) {
	case Sign:
		if cmd.As == "seal" {
			return "mediation.seal"
		}
	case Attach:
		return "mediation.upload"
	case GiveSlip:
		if cmd.Second {
			return "mediation.approve_slip"
		}
	}
	return "mediation." + string(cmd.Kind())
}

// by says who acts: a party for itself, or an account in the post that it holds for the case.
func by(a access.Actor, c Case) casefile.By {
	switch a.Kind {
	case access.Staff:
		b := casefile.By{Kind: a.Kind, Account: a.Account}
		for _, kind := range []access.PostKind{access.Mediator, access.Clerk, access.Lead, access.Records} {
			if a.Holds(kind, c.Unit) {
				b.Post = kind
				break
			}
		}
		if b.Post == "" && officer(a, c.Unit) {
			b.Post = access.Privacy
		}
		if b.Post == "" && (asksAbove(a, &c) || len(leadsOf(a, &c)) > 0) {
			b.Post = access.Lead
		}
		if e := c.EngagementOf(a.Account); e != nil {
			b.Post = access.Mediator
		}
		return b
	case access.System:
		return casefile.System
	default:
		return casefile.By{Kind: access.Resident, Party: a.Party}
	}
}

// officer reports whether the actor is the privacy officer of a unit.
func officer(a access.Actor, unit id.ID) bool {
	return slices.ContainsFunc(a.Posts, func(p access.Post) bool {
		return p.Kind == access.Privacy && (p.Unit == unit || slices.Contains(p.Below, unit))
	})
}

// asksAbove reports whether the actor leads the unit above that was asked for a mediator.
func asksAbove(a access.Actor, c *Case) bool {
	return !c.Asked.IsZero() && a.Holds(access.Lead, c.Asked)
}

// wrap gives an error the path that it came along.
func wrap(err *error, doing string) {
	if *err != nil {
		*err = fmt.Errorf("mediation: %s: %w", doing, *err)
	}
}
