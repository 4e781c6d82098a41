package stipend

import (
	"context"
	"errors"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

// Table is what those who review and pay see of a unit and a year.
type Table struct {
	Claims  []Claim // a lead above sees those that wait for it, and those whose agreement was set aside
	Batches []Batch
	Budget  Budget
}

// batchesListed is how many batches a unit's page goes back.
const batchesListed = 24

// OfUnit returns the claims, batches and budget of a unit and a year. It needs stipend.review on the unit. Errors:
// Forbidden, and the store's.
func (s *Service) OfUnit(ctx context.Context, a access.Actor, unit id.ID, year int) (t Table, err error) {
	defer wrap(&err, "list")
	if err := s.Access.Check(a, "stipend.review", facts(a, unit)); err != nil {
		return t, err
	}
	all, err := s.Repo.Claims(ctx, a.Tenant, unit, year)
	if err != nil {
		return t, err
	}
	for _, c := range all {
		if s.sees(ctx, a, c) == nil {
			t.Claims = append(t.Claims, c)
		}
	}
	if t.Batches, err = s.Repo.Batches(ctx, a.Tenant, unit, batchesListed); err != nil {
		return t, err
	}
	t.Budget, err = s.spent(ctx, a.Tenant, unit, year, all)
	return t, err
}

// sees reports whether the actor reviews or pays a claim: a lead of the unit, and a lead above what waits for a word of its
// own or is paid with its help. A unit above sees counts of the units below, not their lists.
func (s *Service) sees(ctx context.Context, a access.Actor, c Claim) error {
	if err := s.Access.Check(a, "stipend.review", facts(a, c.Unit, c.paid()...)); err != nil {
		return err
	}
	if a.Holds(access.Lead, c.Unit) || c.Open() || s.mayReview(ctx, a, c) == nil ||
		slices.ContainsFunc(c.Reviews, func(w Word) bool { return w.By == a.Account }) {
		return nil
	}
	return access.ErrNotFound
}

// mayReview says whether the actor may say the next word on a claim. Errors: those of [Service.Review].
func (s *Service) mayReview(ctx context.Context, a access.Actor, c Claim) error {
	if err := s.Access.Check(a, "stipend.review", facts(a, c.Unit, c.paid()...)); err != nil {
		return err
	}
	switch {
	case c.State != Claimed:
		return ErrMoved
	case c.Waits():
		return guard("shares_wait")
	case c.Open():
		return guard("aside_open")
	case slices.ContainsFunc(c.Reviews, func(r Word) bool { return r.By == a.Account }):
		return guard("reviewed_before")
	}
	if c.Steps[len(c.Reviews)] != "parent.lead" {
		return nil
	}
	above, err := s.Office.Above(ctx, a.Tenant, c.Unit)
	if err != nil {
		return err
	}
	if !above.Unit.IsZero() && !slices.ContainsFunc(a.Posts, func(p access.Post) bool { return p.Kind == access.Lead && slices.Contains(p.Below, above.Unit) }) {
		return guard("unit_above") // where nobody leads above, another person of the same unit says the second word
	}
	return nil
}

// Review says the next step's word on a claim, as the reviewer has read it. With the last yes it is approved; with a no it
// goes back for a reason of [Reasons], and can be claimed anew. Errors: Forbidden, ErrMoved, the guards
// stipend.guard.shares_wait, aside_open, reviewed_before and unit_above, Invalid at reason.
func (s *Service) Review(ctx context.Context, a access.Actor, caseID id.ID, version int64, yes bool, reason string) (err error) {
	defer wrap(&err, "review")
	c, err := s.Repo.Claim(ctx, a.Tenant, caseID)
	if err != nil {
		return err
	}
	if err := s.mayReview(ctx, a, c); err != nil {
		return err
	}
	if !yes && !slices.Contains(Reasons(), reason) {
		return fault.Field("reason", "form.choose")
	}
	if c.Version != version {
		return ErrMoved
	}
	word := Word{By: a.Account, At: s.Clock.Now(), Yes: yes}
	switch {
	case !yes:
		word.Reason = reason
		c.State, c.Back, c.Reviews = SentBack, &word, nil
	default:
		if c.Reviews = append(c.Reviews, word); len(c.Reviews) == len(c.Steps) {
			c.State = Approved
		}
	}
	c.Version++
	return s.Repo.Keep(ctx, a.Tenant, Kept{Claims: []Claim{c}})
}

// Voided opens the clawback review of a case whose agreement a court set aside. It is a job's; where nothing was claimed,
// nothing happens. Errors: access', and the store's.
func (s *Service) Voided(ctx context.Context, tenant, caseID id.ID) (err error) {
	defer wrap(&err, "clawback")
	a := casefile.Itself(tenant)
	c, err := s.Repo.Claim(ctx, tenant, caseID)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := s.Access.Check(a, "stipend.voided", facts(a, c.Unit)); err != nil {
		return err
	}
	if !c.Aside.IsZero() || c.State == SentBack {
		return nil
	}
	c.Aside = s.Clock.Now()
	c.Version++
	return s.Repo.Keep(ctx, tenant, Kept{Claims: []Claim{c}})
}

// Decide ends a clawback review: the stipend stays, for the work was done, or it is not paid or given back. Nothing follows by
// itself, and nobody decides on the own claim. A batch that loses a claim has to be released anew. Errors: Forbidden,
// ErrNotFound, ErrMoved, Invalid at reason.
func (s *Service) Decide(ctx context.Context, a access.Actor, caseID id.ID, version int64, back bool, finding string) (err error) {
	defer wrap(&err, "decide")
	c, err := s.Repo.Claim(ctx, a.Tenant, caseID)
	if err != nil {
		return err
	}
	if err := s.Access.Check(a, "stipend.review", facts(a, c.Unit, c.paid()...)); err != nil {
		return err
	}
	if !slices.Contains(Findings(), finding) || back == (finding == "work_done") {
		return fault.Field("reason", "stipend.field.finding")
	}
	if !c.Open() || c.Version != version {
		return ErrMoved
	}
	c.Decided = &Word{By: a.Account, At: s.Clock.Now(), Yes: back, Reason: finding}
	k := Kept{}
	switch {
	case back && c.State == Paid:
		c.State = GivenBack
	case back && c.State == Batched:
		b, err := s.Repo.Batch(ctx, a.Tenant, c.Unit, c.Batch)
		if err != nil {
			return err
		}
		b.Released, b.By = time.Time{}, id.ID{}
		b.Version++
		k.Batch, c.State, c.Batch = &b, Refused, ""
	case back:
		c.State = Refused
	}
	c.Version++
	k.Claims = []Claim{c}
	return s.Repo.Keep(ctx, a.Tenant, k)
}
