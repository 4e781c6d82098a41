package stipend

import (
	"cmp"
	"context"
	"errors"
	"regexp"
	"slices"
	"time"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

// maxLines is how many claims a batch holds at most: no export is larger (60-privacy-security). What is left is next month's.
const maxLines = 200

// month is the present one, in the office's calendar.
func (s *Service) month(ctx context.Context, tenant id.ID) (string, error) {
	rules, err := s.Rules(ctx, tenant)
	if err != nil {
		return "", err
	}
	return s.Clock.Now().In(rules.Zone).Format("2006-01"), nil
}

// MakeBatch puts the approved claims of a unit together, as this month's batch. It returns the month. Errors: Forbidden, the
// guards stipend.guard.nothing and month_made.
func (s *Service) MakeBatch(ctx context.Context, a access.Actor, unit id.ID) (month string, err error) {
	defer wrap(&err, "batch")
	if err := s.Access.Check(a, "stipend.batch", facts(a, unit)); err != nil {
		return "", err
	}
	if month, err = s.month(ctx, a.Tenant); err != nil {
		return "", err
	}
	if _, err := s.Repo.Batch(ctx, a.Tenant, unit, month); !errors.Is(err, ErrNotFound) {
		return "", cmp.Or(err, error(guard("month_made")))
	}
	unpaid, err := s.Repo.Unpaid(ctx, a.Tenant, unit, maxLines)
	if err != nil {
		return "", err
	}
	unpaid = slices.DeleteFunc(unpaid, Claim.Open)
	if len(unpaid) == 0 {
		return "", guard("nothing")
	}
	for i := range unpaid {
		unpaid[i].State, unpaid[i].Batch = Batched, month
		unpaid[i].Version++
	}
	b := Batch{Unit: unit, Month: month, Version: 1, Made: s.Clock.Now(), MadeBy: a.Account}
	return month, s.Repo.Keep(ctx, a.Tenant, Kept{Claims: unpaid, Batch: &b})
}

// Lines returns a batch with its claims, the oldest case first. Errors: Forbidden, ErrNotFound.
func (s *Service) Lines(ctx context.Context, a access.Actor, unit id.ID, month string) (b Batch, in []Claim, err error) {
	defer wrap(&err, "show")
	if err := s.Access.Check(a, "stipend.batch", facts(a, unit)); err != nil {
		return b, nil, err
	}
	if b, err = s.Repo.Batch(ctx, a.Tenant, unit, month); err != nil {
		return b, nil, err
	}
	in, err = s.Repo.InBatch(ctx, a.Tenant, unit, month)
	slices.SortStableFunc(in, func(x, y Claim) int { return cmp.Or(x.Last.Compare(y.Last), slices.Compare(x.Case[:], y.Case[:])) })
	return b, in, err
}

// whole is [Service.Lines] for an act on the batch as the actor has read it, while no clawback review waits in it.
func (s *Service) whole(ctx context.Context, a access.Actor, unit id.ID, month string, version int64) (Batch, []Claim, error) {
	b, in, err := s.Lines(ctx, a, unit, month)
	switch {
	case err != nil:
		return b, nil, err
	case b.Version != version:
		return b, nil, ErrMoved
	case slices.ContainsFunc(in, Claim.Open):
		return b, nil, guard("aside_open")
	case len(in) == 0:
		return b, nil, guard("nothing")
	}
	return b, in, nil
}

// Release lets a batch be paid and its list leave linli. It is another person's act than making it, and not of one who is
// paid with it. Errors: Forbidden, ErrNotFound, ErrMoved, the guards stipend.guard.second_person, own_claim, aside_open and
// nothing.
func (s *Service) Release(ctx context.Context, a access.Actor, unit id.ID, month string, version int64) (err error) {
	defer wrap(&err, "release")
	b, in, err := s.whole(ctx, a, unit, month, version)
	switch {
	case err != nil:
		return err
	case b.MadeBy == a.Account:
		return guard("second_person")
	case slices.ContainsFunc(in, func(c Claim) bool { return c.Of(a.Account) }):
		return guard("own_claim")
	case !b.Released.IsZero():
		return ErrMoved
	}
	b.Released, b.By = s.Clock.Now(), a.Account
	b.Version++
	return s.Repo.Keep(ctx, a.Tenant, Kept{Batch: &b})
}

var voucherForm = regexp.MustCompile(`^[\pL\pN〔〕()（）\[\]._/-]{1,40}$`)

// Pay writes down that a released batch was paid: on which day, and under which voucher. Errors: Forbidden, ErrNotFound,
// ErrMoved, Invalid at paid and voucher, the guards stipend.guard.not_released, aside_open and nothing.
func (s *Service) Pay(ctx context.Context, a access.Actor, unit id.ID, month string, version int64, day, voucher string) (err error) {
	defer wrap(&err, "pay")
	b, in, err := s.whole(ctx, a, unit, month, version)
	switch {
	case err != nil:
		return err
	case b.Released.IsZero():
		return guard("not_released")
	case b.Paid != "":
		return ErrMoved
	}
	rules, err := s.Rules(ctx, a.Tenant)
	if err != nil {
		return err
	}
	var l fault.List
	if _, err := time.Parse(time.DateOnly, day); err != nil || day < b.Released.In(rules.Zone).Format(time.DateOnly) || day > s.Clock.Now().In(rules.Zone).Format(time.DateOnly) {
		l.Add("paid", "stipend.field.paid")
	}
	if !voucherForm.MatchString(voucher) {
		l.Add("voucher", "stipend.field.voucher")
	}
	if err := l.Err(); err != nil {
		return err
	}
	for i := range in {
		in[i].State = Paid
		in[i].Version++
	}
	b.Paid, b.Voucher, b.PaidBy = day, voucher, a.Account
	b.Version++
	return s.Repo.Keep(ctx, a.Tenant, Kept{Claims: in, Batch: &b})
}

// Take is [Service.Lines] of a batch that two persons have let go; it is counted. Errors: those of Lines, ErrMoved, the guard
// stipend.guard.not_released.
func (s *Service) Take(ctx context.Context, a access.Actor, unit id.ID, month string) (b Batch, in []Claim, err error) {
	defer wrap(&err, "export")
	if b, in, err = s.Lines(ctx, a, unit, month); err != nil {
		return b, nil, err
	}
	if b.Released.IsZero() {
		return b, nil, guard("not_released")
	}
	b.Taken++
	b.Version++
	return b, in, s.Repo.Keep(ctx, a.Tenant, Kept{Batch: &b})
}

// maxBudget keeps a year's budget within what a sum can hold, in minor units.
const maxBudget = 99_999_999_999

// Plan sets what a unit may spend in a year, in minor units. Errors: Forbidden, Invalid at planned, ErrMoved.
func (s *Service) Plan(ctx context.Context, a access.Actor, unit id.ID, year int, planned int64) (err error) {
	defer wrap(&err, "budget")
	if err := s.Access.Check(a, "stipend.batch", facts(a, unit)); err != nil {
		return err
	}
	if planned < 0 || planned > maxBudget {
		return fault.Field("planned", "stipend.field.planned")
	}
	b, err := s.Repo.Budget(ctx, a.Tenant, unit, year)
	if err != nil {
		return err
	}
	b.Planned = planned
	b.Version++
	return s.Repo.Keep(ctx, a.Tenant, Kept{Budget: &b})
}

// spent is a unit's budget of a year with what is promised and paid of it.
func (s *Service) spent(ctx context.Context, tenant, unit id.ID, year int, claims []Claim) (Budget, error) {
	b, err := s.Repo.Budget(ctx, tenant, unit, year)
	for _, c := range claims {
		b.Currency = c.Currency
		switch c.State {
		case Approved, Batched:
			b.Promised += c.Amount
		case Paid:
			b.Paid += c.Amount
		}
	}
	if b.Currency != "" || err != nil {
		return b, err
	}
	rules, err := s.Rules(ctx, tenant)
	if err == nil && rules.Mediation.Stipends != nil {
		b.Currency = rules.Mediation.Stipends.Currency
	}
	return b, err
}

// Exports is how often a list of a batch left linli, for the public counters. It asks nobody's right.
func (s *Service) Exports(ctx context.Context, tenant id.ID) (int64, error) {
	return s.Repo.Exports(ctx, tenant)
}
