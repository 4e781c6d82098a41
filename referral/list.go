package referral

import (
	"bytes"
	"cmp"
	"context"
	"slices"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/promise"
	"linli/referral/directory"
)

// Desks are the units in which an account helps.
func (s *Service) Desks(a access.Actor) []id.ID {
	var out []id.ID
	for _, p := range a.Posts {
		if !slices.Contains(out, p.Unit) && s.Access.Check(a, "referral.list", access.Facts{Tenant: a.Tenant, Unit: p.Unit, Kind: Capability}) == nil {
			out = append(out, p.Unit)
		}
	}
	return out
}

// Archives are the units, no desks of its own, whose restricted files an account answers for.
func (s *Service) Archives(a access.Actor) (out []id.ID) {
	desks := s.Desks(a)
	for _, p := range a.Posts {
		if p.Kind == access.Records && !slices.Contains(desks, p.Unit) && !slices.Contains(out, p.Unit) {
			out = append(out, p.Unit)
		}
	}
	return out
}

// MayEnter reports whether an account can write down what somebody asks for at its counter, and in which unit.
func (s *Service) MayEnter(a access.Actor) (id.ID, bool) {
	for _, p := range a.Posts {
		if s.Access.Check(a, "referral.enter", access.Facts{Tenant: a.Tenant, Unit: p.Unit, Kind: Capability}) == nil {
			return p.Unit, true
		}
	}
	return id.ID{}, false
}

// List returns one page of the cases of the actor's units, the next due first, and the place where the next page begins: zero on the
// last.
func (s *Service) List(ctx context.Context, a access.Actor, f Filter) (rows []Row, next Cursor, err error) {
	defer wrap(&err, "list")
	units := s.Desks(a)
	if len(units) == 0 {
		return nil, Cursor{}, fault.New(fault.Forbidden, "access.refused.referral.list")
	}
	limit := f.Limit
	f.Limit++
	for _, u := range units {
		if !f.Unit.IsZero() && f.Unit != u {
			continue
		}
		found, err := s.Repo.List(ctx, a.Tenant, u, f)
		if err != nil {
			return nil, Cursor{}, err
		}
		rows = append(rows, found...)
	}
	slices.SortFunc(rows, func(x, y Row) int {
		if x.Due.IsZero() != y.Due.IsZero() {
			return cmp.Compare(y.Due.Unix(), x.Due.Unix())
		}
		return cmp.Or(x.Due.Compare(y.Due), bytes.Compare(x.Case.ID[:], y.Case.ID[:]))
	})
	if len(rows) > limit {
		rows = rows[:limit]
		next = Cursor{rows[limit-1].Due, rows[limit-1].Case.ID}
	}
	return rows, next, nil
}

// Mine are the open cases that the actor has taken, the next due first.
func (s *Service) Mine(ctx context.Context, a access.Actor, limit int) (_ []Row, err error) {
	defer wrap(&err, "list")
	if a.Kind != access.Staff || len(s.Desks(a)) == 0 {
		return nil, nil
	}
	return s.Repo.Mine(ctx, a.Tenant, a.Account, limit)
}

// Due returns what the office owes on the cases of the actor's units, the next due first.
func (s *Service) Due(ctx context.Context, a access.Actor, f promise.Filter) (out []DueRow, err error) {
	defer wrap(&err, "due")
	if f.Paused { // none of these ever is
		return nil, nil
	}
	desks := s.Desks(a)
	for _, unit := range append(slices.Clone(desks), s.Archives(a)...) {
		if !f.In(unit) {
			continue
		}
		owedBy := ""
		if !slices.Contains(desks, unit) {
			owedBy = string(access.Records)
		}
		rows, err := s.Repo.Due(ctx, a.Tenant, unit, owedBy, f)
		if err != nil {
			return nil, err
		}
		out = append(out, rows...)
	}
	slices.SortFunc(out, func(x, y DueRow) int { return x.Place().Compare(y.Place()) })
	return out[:min(len(out), f.Limit)], nil
}

// maxBest is how many services are proposed in place of one that did not help.
const maxBest = 5

// NextBest are listed services for the same need as one that did not help, those in the person's language first: without it, and
// without those of the case that were tried for this need. Nothing is asked of them before the person agrees. It is asked by the worker.
func (s *Service) NextBest(ctx context.Context, a access.Actor, o *Opened, r *Referral) (_ []directory.Entry, err error) {
	defer wrap(&err, "next best services")
	if err := s.Access.Check(a, "referral.refer", o.Case.Facts()); err != nil {
		return nil, err
	}
	need, _ := o.Rules.Help.Need(r.Need)
	q := directory.Query{Kind: directory.KindService, Listed: true}
	service, err := s.Directory.Show(ctx, a.Tenant, r.Service)
	if err == nil {
		q.Terms = termsOf(service)
	}
	if len(q.Terms) == 0 {
		q.Text = need.Label.In(o.Rules.Languages[0])
	}
	found, err := s.Directory.Find(ctx, a.Tenant, q, id.ID{}, 50)
	if err != nil {
		return nil, err
	}
	out := slices.DeleteFunc(found.Entries, func(e directory.Entry) bool {
		return slices.ContainsFunc(o.Case.Referrals, func(x Referral) bool { return x.Service == e.ID && x.Need == r.Need })
	})
	speaks := func(e directory.Entry) int {
		if slices.Contains(e.Card.Languages, o.Who.Language) {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(out, func(x, y directory.Entry) int { return speaks(x) - speaks(y) })
	return out[:min(len(out), maxBest)], nil
}

// termsOf is the first need that a service is listed under.
func termsOf(service directory.HelpService) []id.ID {
	for _, x := range service.Attributes {
		if t, err := id.Parse(x.TaxonomyTermID); err == nil {
			return []id.ID{t}
		}
	}
	return nil
}
