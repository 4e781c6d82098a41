package casefile

import (
	"context"
	"slices"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/promise"
	"linli/rulebook"
)

// Registrar is [Asides] of a capability whose demands and urgent accesses stand among no promises of their cases: who keeps the registers reads
// there what is owed on them.
type Registrar struct {
	*Asides
	posts []access.PostKind
}

// NewRegistrar is that part for a capability. The holders of the posts ask for an urgent access to a case of their unit, and approve it.
func NewRegistrar(of *Asides, posts []access.PostKind) *Registrar { return &Registrar{of, posts} }

// DemandOn is one demand of a court on a case.
type DemandOn struct {
	Case  Aside
	Rules *rulebook.Rulebook
	Owed  promise.Promise // of [Registrar.DemandsOwed] alone
	Demand
}

// UrgentOn is one urgent access to a case.
type UrgentOn struct {
	Case  Aside
	Rules *rulebook.Rulebook
	Owed  promise.Promise // of [Registrar.UrgentsOwed] alone
	Urgent
}

// OwedAside is something owed on a case that stands among no promises of it: an answer to a court, the check of an urgent access.
type OwedAside struct {
	Case Aside
	Owed promise.Promise
}

// each goes through the newest rows of a register whose case the actor may see, with its rules.
func (s *Registrar) each(ctx context.Context, a access.Actor, register, see string, do func(Entry, Aside, *rulebook.Rulebook)) error {
	rows, err := s.kept.Entries(ctx, a.Tenant, register, s.of.Capability, MaxRegister)
	if err != nil {
		return err
	}
	for _, row := range rows {
		x, err := s.of.Case(ctx, a.Tenant, row.Case)
		if err != nil {
			return err
		}
		if s.check(a, see, x.Facts) != nil {
			continue
		}
		rules, err := s.rules(ctx, &x)
		if err != nil {
			return err
		}
		do(row, x, rules)
	}
	return nil
}

// Demands are the newest demands on cases of the capability that the actor may see.
func (s *Registrar) Demands(ctx context.Context, a access.Actor) (out []DemandOn, err error) {
	defer s.wrap(&err, "register of demands")
	err = s.each(ctx, a, RegisterDemand, "see_demand", func(row Entry, x Aside, rules *rulebook.Rulebook) {
		d := DemandOn{Case: x, Rules: rules, Demand: row.Demand()}
		if known := x.Demand(row.ID); known != nil {
			d.Demand = *known
		}
		out = append(out, d)
	})
	return out, err
}

// AllUrgent are the newest urgent accesses to cases of the capability that the actor may see.
func (s *Registrar) AllUrgent(ctx context.Context, a access.Actor) (out []UrgentOn, err error) {
	defer s.wrap(&err, "register of urgent accesses")
	err = s.each(ctx, a, RegisterUrgent, "see_urgent", func(row Entry, x Aside, rules *rulebook.Rulebook) {
		u := UrgentOn{Case: x, Rules: rules, Urgent: row.Urgent()}
		if known := x.ThisUrgent(row.ID); known != nil {
			u.Urgent = *known
		}
		out = append(out, u)
	})
	return out, err
}

// MayDemand is a case on which the actor may enter a demand. Error: NotFound for every other.
func (s *Registrar) MayDemand(ctx context.Context, a access.Actor, c id.ID) (_ Aside, err error) {
	defer s.wrap(&err, "find a case for a demand")
	x, err := s.of.Case(ctx, a.Tenant, c)
	if err == nil && s.check(a, "demand", x.Facts) != nil {
		err = s.of.NotFound
	}
	return x, err
}

// Officers are the privacy officers who hear of a demand or of an urgent access: those of the nearest unit in which one may do what is named, without
// whoever enters it.
func (s *Registrar) Officers(ctx context.Context, by access.Actor, f access.Facts, act string) (out []id.ID, err error) {
	line, err := s.office.Line(ctx, f.Tenant, f.Unit)
	for _, u := range line {
		holders, err := s.office.Holding(ctx, f.Tenant, u, access.Privacy)
		if err != nil {
			return nil, err
		}
		for _, a := range holders {
			if a.Account != by.Account && s.check(a, act, f) == nil {
				out = append(out, a.Account)
			}
		}
		if len(out) > 0 {
			break
		}
	}
	return out, err
}

// UrgentCounter are the people who may ask for an urgent access to a case, and approve it: of a complaint nobody who has no part in it.
func (s *Registrar) UrgentCounter(ctx context.Context, f access.Facts) (Counter, error) {
	may := func(act string) func(access.Actor, id.ID) bool {
		return func(a access.Actor, above id.ID) bool {
			of := f
			of.Above = above
			return s.check(a, act, of) == nil
		}
	}
	return CounterOf(ctx, s.office, f.Tenant, f.Unit, s.posts, may("ask_urgent"), may("approve_urgent"))
}

// Known are the people whom an act concerns, for whoever is about to do it.
func (s *Registrar) Known(ctx context.Context, by access.Actor, f access.Facts, event Kind) (out AsidePeople, err error) {
	switch event {
	case "demand":
		out.Officers, err = s.Officers(ctx, by, f, "answer_demand")
	case "ask_urgent", "approve_urgent":
		if out.Counter, err = s.UrgentCounter(ctx, f); err == nil {
			out.Officers, err = s.Officers(ctx, by, f, "check_urgent")
		}
		if err == nil {
			out.Checkers, err = s.Checkers(ctx, f)
		}
	case "ask_export", "ask_given":
		out.Approvers, err = s.Approvers(ctx, f, by.Account)
	}
	return out, err
}

// FactsFor are the facts of a case on which an act is asked of the policies: with the unit above whose people stand in. moved is the error for a
// case that is another than the one that was opened for a file.
func (s *Registrar) FactsFor(ctx context.Context, f access.Facts, of *Exported, version int64, act AsideAct, moved error) (access.Facts, error) {
	switch x := act.(type) {
	case ApproveUrgent:
		at, err := s.UrgentCounter(ctx, f)
		f.Above = at.Above
		return f, err
	case TakeExport:
		if x.Moved(of, version) {
			return f, moved
		}
	}
	return s.ExportFacts(ctx, f, of, act)
}

// UrgentSeen is a case without a word of it, for whoever has to do with an urgent access to it.
type UrgentSeen struct {
	Case                   Aside
	Rules                  *rulebook.Rulebook
	Asks, Approves, Checks bool // what the reader may do
	Checkers               []id.ID
}

// SeeUrgent returns a case for whoever asks for an urgent access to it, approves or checks one. It opens nothing and writes no row. Errors:
// NotFound for everybody else.
func (s *Registrar) SeeUrgent(ctx context.Context, a access.Actor, c id.ID) (out UrgentSeen, err error) {
	defer s.wrap(&err, "see urgent accesses")
	x, err := s.of.Case(ctx, a.Tenant, c)
	if err != nil {
		return out, err
	}
	at, err := s.UrgentCounter(ctx, x.Facts)
	if err != nil {
		return out, err
	}
	f := x.Facts
	f.Above = at.Above
	may := func(act string) bool { return s.check(a, act, f) == nil }
	if !may("see_urgent") {
		return out, s.of.NotFound
	}
	free := x.Erased.IsZero() && !f.Restricted
	out = UrgentSeen{Case: x, Asks: free && may("ask_urgent") && !slices.Contains(f.Assigned, a.Account), Approves: free && may("approve_urgent"), Checks: x.Erased.IsZero() && may("check_urgent")}
	if out.Checkers, err = s.Checkers(ctx, f); err != nil {
		return out, err
	}
	out.Rules, err = s.rules(ctx, &x)
	return out, err
}

// SeeExports is [Asides.SeeExports] for a case that nobody else may know of. Errors: NotFound for everybody else.
func (s *Registrar) SeeExports(ctx context.Context, a access.Actor, c id.ID) (ExportsSeen, error) {
	out, err := s.Asides.SeeExports(ctx, a, c)
	if f := fault.Of(err); err != nil && (f.Code == fault.Forbidden || f.Code == fault.NotFound) {
		err = s.of.NotFound
	}
	return out, err
}

// officer reports whether an actor is a privacy officer anywhere.
func officer(a access.Actor) bool {
	return slices.ContainsFunc(a.Posts, func(p access.Post) bool { return p.Kind == access.Privacy })
}

// DemandsOwed are the demands that the actor has to answer, and when; none for who is no privacy officer.
func (s *Registrar) DemandsOwed(ctx context.Context, a access.Actor) (out []DemandOn, err error) {
	if !officer(a) {
		return nil, nil
	}
	all, err := s.Demands(ctx, a)
	for _, x := range all {
		if p, ok := x.Promise(x.Rules, s.with.Clock.Now()); ok && p.Open() && s.check(a, "answer_demand", x.Case.Facts) == nil {
			x.Owed = p
			out = append(out, x)
		}
	}
	return out, err
}

// UrgentsOwed are the urgent accesses that the actor has to check, and until when; none for who is no privacy officer.
func (s *Registrar) UrgentsOwed(ctx context.Context, a access.Actor) (out []UrgentOn, err error) {
	if !officer(a) {
		return nil, nil
	}
	all, err := s.AllUrgent(ctx, a)
	for _, x := range all {
		if p, ok := x.Promise(x.Rules, s.with.Clock.Now()); ok && p.Open() && x.Account != a.Account && x.Approver != a.Account && s.check(a, "check_urgent", x.Case.Facts) == nil {
			x.Owed = p
			out = append(out, x)
		}
	}
	return out, err
}

// OwedAside are what the actor owes of both.
func (s *Registrar) OwedAside(ctx context.Context, a access.Actor) (out []OwedAside, err error) {
	demands, err := s.DemandsOwed(ctx, a)
	if err != nil {
		return nil, err
	}
	urgents, err := s.UrgentsOwed(ctx, a)
	for _, x := range demands {
		out = append(out, OwedAside{x.Case, x.Owed})
	}
	for _, x := range urgents {
		out = append(out, OwedAside{x.Case, x.Owed})
	}
	return out, err
}

// SeeDemand is the demand of an entry of the register, without a word of it or of the case. It opens nothing and writes no row. Errors: NotFound,
// also for an actor who may not see it and for what is forgotten.
func (s *Registrar) SeeDemand(ctx context.Context, a access.Actor, row Entry) (_ DemandOn, err error) {
	defer s.wrap(&err, "see a demand")
	x, err := s.of.Case(ctx, a.Tenant, row.Case)
	if err != nil {
		return DemandOn{}, err
	}
	d := x.Demand(row.ID)
	if d == nil || s.check(a, "see_demand", x.Facts) != nil {
		return DemandOn{}, s.of.NotFound
	}
	rules, err := s.rules(ctx, &x)
	return DemandOn{Case: x, Rules: rules, Demand: *d}, err
}
