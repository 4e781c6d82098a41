package stipend

import (
	"context"
	"errors"
	"slices"

	"linli/mediation"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

// Asked is a claim as its maker asks for it.
type Asked struct {
	// NoRelative is the maker's declaration that no relative of its own is a party. Nobody compares anything.
	NoRelative bool
	// Shares are what each mediator of the case gets; empty: equal parts. They sum to the whole.
	Shares []Share
}

// Claim asks for the stipend of a case, for all its mediators. Errors: access.ErrNotFound for a case that the actor did not
// mediate; the guards stipend.guard.none, tied, not_mediator, open, no_session, papers and relative; Invalid at shares;
// ErrClaimed.
func (s *Service) Claim(ctx context.Context, a access.Actor, caseID id.ID, asked Asked) (err error) {
	defer wrap(&err, "claim")
	if err := s.Access.Check(a, "stipend.claim", facts(a, id.ID{}, a.Account)); err != nil {
		return err
	}
	c, err := s.Cases.Case(ctx, a.Tenant, caseID)
	if err != nil || !slices.ContainsFunc(c.Engagements, func(e mediation.Engagement) bool { return e.Account == a.Account && !e.From.IsZero() }) {
		return access.ErrNotFound
	}
	kept, err := s.Repo.Claim(ctx, a.Tenant, caseID)
	switch {
	case err == nil && kept.State != SentBack:
		return ErrClaimed
	case err != nil && !errors.Is(err, ErrNotFound):
		return err
	}
	claim, err := s.prepare(ctx, a, &c, kept)
	if err != nil {
		return err
	}
	if !asked.NoRelative {
		return guard("relative").At("no_relative")
	}
	if len(asked.Shares) > 0 {
		if claim.Shares, err = shared(claim, asked.Shares); err != nil {
			return err
		}
	}
	claim.Shares[claim.share(a.Account)].Agreed = claim.At
	claim.Version++
	err = s.Repo.Keep(ctx, a.Tenant, Kept{Claims: []Claim{claim}})
	if errors.Is(err, ErrMoved) {
		return ErrClaimed // a colleague was faster
	}
	return err
}

// shared checks shares: one for each mediator of the set, none below nothing, the whole together.
func shared(c Claim, asked []Share) ([]Share, error) {
	out, sum := slices.Clone(c.Shares), int64(0)
	for i := range out {
		j := slices.IndexFunc(asked, func(x Share) bool { return x.Account == out[i].Account })
		if j < 0 || asked[j].Amount < 0 || asked[j].Amount > c.Amount {
			return nil, fault.Field("shares", "stipend.field.shares")
		}
		out[i].Amount = asked[j].Amount
		sum += asked[j].Amount
	}
	if sum != c.Amount || len(asked) != len(out) {
		return nil, fault.Field("shares", "stipend.field.shares")
	}
	return out, nil
}

// Agree is a co-mediator's word on its share: it is right, and no relative of its own is a party. With a no the claim goes
// back, and the next one is without this mediator. Errors: ErrNotFound for who has no share, ErrMoved.
func (s *Service) Agree(ctx context.Context, a access.Actor, caseID id.ID, version int64, noRelative bool) (err error) {
	defer wrap(&err, "agree")
	if err := s.Access.Check(a, "stipend.claim", facts(a, id.ID{}, a.Account)); err != nil {
		return err
	}
	c, err := s.Repo.Claim(ctx, a.Tenant, caseID)
	i := c.share(a.Account)
	switch {
	case err != nil:
		return err
	case i < 0:
		return ErrNotFound
	case c.State != Claimed || c.Version != version || !c.Shares[i].Agreed.IsZero():
		return ErrMoved
	}
	now := s.Clock.Now()
	if noRelative {
		c.Shares[i].Agreed = now
	} else {
		c.State, c.Back, c.Reviews = SentBack, &Word{By: a.Account, At: now, Reason: ReasonRelative}, nil
		c.Tied = append(c.Tied, a.Account)
	}
	c.Version++
	return s.Repo.Keep(ctx, a.Tenant, Kept{Claims: []Claim{c}})
}
