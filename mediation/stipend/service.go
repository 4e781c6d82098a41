package stipend

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"linli/mediation"
	"linli/platform/access"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/rulebook"
)

// Kept is what one act changes, written all or nothing.
type Kept struct {
	Claims []Claim
	Batch  *Batch
	Budget *Budget
}

// Repo keeps claims, batches and budgets. Every method is bounded to one tenant.
type Repo interface {
	// Claim returns the claim of a case, or ErrNotFound.
	Claim(ctx context.Context, tenant, c id.ID) (Claim, error)
	// Own returns the claims of a year in which an account has a share.
	Own(ctx context.Context, tenant, account id.ID, year int) ([]Claim, error)
	// Claims returns the claims of a unit and a year.
	Claims(ctx context.Context, tenant, unit id.ID, year int) ([]Claim, error)
	// Unpaid returns the claims of a unit that are approved and in no batch, the oldest case first.
	Unpaid(ctx context.Context, tenant, unit id.ID, limit int) ([]Claim, error)
	// InBatch returns the claims of a batch.
	InBatch(ctx context.Context, tenant, unit id.ID, month string) ([]Claim, error)
	// Keep writes claims, batch and budget of the versions after those that are kept. It returns ErrMoved when one of them is
	// no longer so.
	Keep(ctx context.Context, tenant id.ID, k Kept) error
	// Batch returns a batch, or ErrNotFound; Batches the newest of a unit.
	Batch(ctx context.Context, tenant, unit id.ID, month string) (Batch, error)
	Batches(ctx context.Context, tenant, unit id.ID, limit int) ([]Batch, error)
	// Budget returns what a unit may spend in a year; version 0 where nobody has said.
	Budget(ctx context.Context, tenant, unit id.ID, year int) (Budget, error)
	// Exports is how often a list of a batch left linli.
	Exports(ctx context.Context, tenant id.ID) (int64, error)
}

// Cases is what the service reads of mediations.
type Cases interface {
	Case(ctx context.Context, tenant, c id.ID) (mediation.Case, error)
	Planned(ctx context.Context, s access.Scope) ([]mediation.Case, error)
}

// Office is what the service needs to know of the office.
type Office interface {
	RulebookOf(ctx context.Context, tenant id.ID, book, version string) (*rulebook.Rulebook, error)
	Rulebook(ctx context.Context, tenant id.ID, at time.Time) (*rulebook.Rulebook, error)
	// Above is the next unit above in which somebody leads; zero where there is none.
	Above(ctx context.Context, tenant, unit id.ID) (mediation.Above, error)
}

// Service is the one way in to stipends.
type Service struct {
	Repo   Repo
	Cases  Cases
	Office Office
	Access *access.Engine
	Clock  clock.Clock
}

func facts(a access.Actor, unit id.ID, of ...id.ID) access.Facts {
	return access.Facts{Tenant: a.Tenant, Unit: unit, Kind: "stipend", Assigned: of}
}

func guard(name string) *fault.Error { return fault.New(fault.Guard, "stipend.guard."+name) }

// Rules are the office's stipends now; nil where its rulebook knows none.
func (s *Service) Rules(ctx context.Context, tenant id.ID) (*rulebook.Rulebook, error) {
	return s.Office.Rulebook(ctx, tenant, s.Clock.Now())
}

// Year is the budget's year at present, in the office's calendar.
func (s *Service) Year(rules *rulebook.Rulebook) int { return s.Clock.Now().In(rules.Zone).Year() }

// Mine returns the claims that the actor could make now, of cases that it mediated to their end, and those of a year in
// which it has a share. Errors: Forbidden, and the store's.
func (s *Service) Mine(ctx context.Context, a access.Actor, year int) (open, made []Claim, err error) {
	defer wrap(&err, "list")
	if err := s.Access.Check(a, "stipend.claim", facts(a, id.ID{}, a.Account)); err != nil {
		return nil, nil, err
	}
	cases, err := s.Cases.Planned(ctx, access.Scope{Tenant: a.Tenant, Account: a.Account})
	if err != nil {
		return nil, nil, err
	}
	for i := range cases {
		c := &cases[i]
		if c.State.Open() || !slices.Contains(mediated(c), a.Account) {
			continue
		}
		kept, err := s.Repo.Claim(ctx, a.Tenant, c.ID)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return nil, nil, err
		}
		if err == nil && kept.State != SentBack {
			continue
		}
		claim, err := s.prepare(ctx, a, c, kept)
		if f := fault.Of(err); f != nil && f.Code == fault.Guard {
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		open = append(open, claim)
	}
	made, err = s.Repo.Own(ctx, a.Tenant, a.Account, year)
	return open, made, err
}

// prepare is the claim of a case as the work in it makes it, after the one that was sent back, if any. Guards: those of a
// claim.
func (s *Service) prepare(ctx context.Context, a access.Actor, c *mediation.Case, before Claim) (Claim, error) {
	rules, err := s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion)
	if err != nil {
		return Claim{}, err
	}
	set := slices.DeleteFunc(mediated(c), func(x id.ID) bool { return slices.Contains(before.Tied, x) })
	work, last := workOf(c)
	lacking := c.Lacking(rules)
	switch st := rules.Mediation.Stipends; {
	case st == nil:
		return Claim{}, guard("none")
	case tied(c, a.Account) || slices.Contains(before.Tied, a.Account):
		return Claim{}, guard("tied")
	case !slices.Contains(set, a.Account):
		return Claim{}, guard("not_mediator")
	case c.State.Open():
		return Claim{}, guard("open")
	case work.Sessions == 0:
		return Claim{}, guard("no_session")
	case len(lacking) > 0:
		return Claim{}, guard("papers").With(fault.Args{"papers": mediation.Titles(lacking, rules)})
	}
	g := rules.Mediation.Stipends.Grade(work.Measures())
	out := Claim{Case: c.ID, Unit: c.Unit, Version: before.Version, State: Claimed, CaseYear: c.Year, CaseNo: c.Number, Ref: c.Ref, Last: last,
		Grade: g.Code, Amount: int64(g.Amount), Currency: rules.Mediation.Stipends.Currency, Steps: rules.Mediation.Stipends.Reviews, Work: work,
		Claimant: a.Account, Shares: split(int64(g.Amount), set), At: s.Clock.Now(), Tied: before.Tied, Back: before.Back}
	out.Year = out.At.In(rules.Zone).Year()
	if setAside(c) {
		out.Aside = out.At
	}
	return out, nil
}

// View is one claim with what the reader may do with it.
type View struct {
	Claim
	Case                                     mediation.Case
	Refusal                                  error // of a claim that the reader could not make now; nil where it can
	MayClaim, MayAgree, MayReview, MayDecide bool
}

// Show returns the claim of a case, or the one that the reader could make. It is for those who mediated the case, and for
// those who review and pay. Errors: access.ErrNotFound for anybody else.
func (s *Service) Show(ctx context.Context, a access.Actor, caseID id.ID) (v View, err error) {
	defer wrap(&err, "show")
	if v.Case, err = s.Cases.Case(ctx, a.Tenant, caseID); err != nil {
		return v, access.ErrNotFound
	}
	kept, err := s.Repo.Claim(ctx, a.Tenant, caseID)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return v, err
	}
	known := err == nil
	mine := slices.ContainsFunc(v.Case.Engagements, func(e mediation.Engagement) bool { return e.Account == a.Account && !e.From.IsZero() }) &&
		s.Access.Check(a, "stipend.claim", facts(a, id.ID{}, a.Account)) == nil
	pays := known && s.sees(ctx, a, kept) == nil
	if !mine && !pays {
		return v, access.ErrNotFound
	}
	v.Claim = kept
	if mine && (!known || kept.State == SentBack) {
		v.Claim, v.Refusal = s.prepare(ctx, a, &v.Case, kept)
		if v.Refusal != nil {
			if f := fault.Of(v.Refusal); f == nil || f.Code != fault.Guard {
				return v, v.Refusal
			}
			v.Claim = kept
		}
		v.MayClaim = v.Refusal == nil
		return v, nil
	}
	i := kept.share(a.Account)
	v.MayAgree = i >= 0 && kept.State == Claimed && kept.Shares[i].Agreed.IsZero()
	v.MayReview = s.mayReview(ctx, a, kept) == nil
	v.MayDecide = kept.Open() && s.Access.Check(a, "stipend.review", facts(a, kept.Unit, kept.paid()...)) == nil
	return v, nil
}

func wrap(err *error, doing string) {
	if *err != nil {
		*err = fmt.Errorf("stipend: %s: %w", doing, *err)
	}
}
