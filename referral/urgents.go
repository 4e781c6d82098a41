package referral

import (
	"context"
	"slices"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/promise"
	"linli/rulebook"
)

// urgentOpens is what an urgent access opens of a request for help: what was asked for, who the person and its guardians are, how the person is
// reached, and beside these what was planned. What it told of its health and safety, what a service was told or answers, and what person and
// worker write to each other stay closed.
var urgentOpens = []string{FieldAsked, FieldName, FieldContact, FieldGuardian}

// isUrgent reports whether a sealed field is of an urgent access.
func isUrgent(f vault.Sealed) bool { return f.Field == FieldUrgent || f.Field == FieldUrgentChecked }

// urgentCounter are the people who may ask for an urgent access to a request for help, and approve it.
func (s *Service) urgentCounter(ctx context.Context, c *Case) (casefile.Counter, error) {
	may := func(act string) func(access.Actor, id.ID) bool {
		return func(a access.Actor, above id.ID) bool { return s.Access.Check(a, act, c.factsAbove(above)) == nil }
	}
	return casefile.CounterOf(ctx, s.Office, c.Tenant, c.Unit, atCounter, may("referral.ask_urgent"), may("referral.approve_urgent"))
}

// UrgentSeen is a request for help without a word of it, for whoever has to do with an urgent access to it.
type UrgentSeen struct {
	Case                   Case
	Rules                  *rulebook.Rulebook
	Asks, Approves, Checks bool // what the reader may do
}

// SeeUrgent returns a request for help for whoever asks for an urgent access to it, approves or checks one. It opens nothing and writes no row. Errors:
// ErrNotFound for everybody else.
func (s *Service) SeeUrgent(ctx context.Context, a access.Actor, caseID id.ID) (out UrgentSeen, err error) {
	defer wrap(&err, "see urgent accesses")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return out, err
	}
	at, err := s.urgentCounter(ctx, &c)
	if err != nil {
		return out, err
	}
	f := c.factsAbove(at.Above)
	may := func(act string) bool { return s.Access.Check(a, "referral."+act, f) == nil }
	if !may("see_urgent") {
		return out, ErrNotFound
	}
	free := c.Erased.IsZero() && !c.Restricted()
	out = UrgentSeen{Case: c, Asks: free && may("ask_urgent") && !slices.Contains(f.Assigned, a.Account), Approves: free && may("approve_urgent"), Checks: c.Erased.IsZero() && may("check_urgent")}
	out.Rules, err = s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion)
	return out, err
}

// ForUrgent opens a case for whoever has an urgent access to it that runs: [urgentOpens] and the plan. The access row is committed before anything
// is unsealed. Errors: ErrNotFound for everybody else; those of [access.Engine.Open].
func (s *Service) ForUrgent(ctx context.Context, a access.Actor, caseID id.ID) (_ *Opened, err error) {
	defer wrap(&err, "open urgently")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return nil, err
	}
	now := s.Clock.Now()
	if c.Running(a.Account, now) == nil {
		return nil, ErrNotFound
	}
	grant, err := s.Access.Open(ctx, s.Recorder, now, a, c.FactsAt(now), access.ForEmergency)
	if err != nil {
		return nil, err
	}
	o := &Opened{Case: c, Written: map[id.ID]string{}, Names: map[id.ID]string{}}
	if o.Rules, err = s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion); err != nil {
		return nil, err
	}
	plan := c.planned()
	return o, s.unseal(ctx, grant, func(f vault.Sealed) bool {
		return slices.Contains(urgentOpens, f.Field) || f.Field == FieldWritten && slices.Contains(plan, f.Owner)
	}, o.put)
}

// ForCheck opens what was said of an urgent access and what its check found, for whoever checks it; nothing else of the case. The access row is
// committed before. Errors: as [Service.Open].
func (s *Service) ForCheck(ctx context.Context, a access.Actor, caseID, urgent id.ID) (said, found string, err error) {
	defer wrap(&err, "open for a check")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return "", "", err
	}
	if err := s.Access.Check(a, "referral.check_urgent", c.Facts()); err != nil {
		return "", "", err
	}
	if c.ThisUrgent(urgent) == nil {
		return "", "", ErrNotFound
	}
	facts := c.Facts()
	facts.Demanded = true // to check, it is opened as for a demand
	grant, err := s.Access.Open(ctx, s.Recorder, s.Clock.Now(), a, facts, access.ForCheck)
	if err != nil {
		return "", "", err
	}
	return s.UrgentWords(ctx, grant, s.Repo, urgentFields, urgent)
}

// Urgent is one urgent access to a request for help.
type Urgent struct {
	Case  Case
	Rules *rulebook.Rulebook
	Owed  promise.Promise // of [Service.UrgentsOwed] alone
	casefile.Urgent
}

// AllUrgent are the newest urgent accesses to requests for help that the actor may see.
func (s *Service) AllUrgent(ctx context.Context, a access.Actor) (out []Urgent, err error) {
	defer wrap(&err, "register of urgent accesses")
	rows, err := s.Repo.Entries(ctx, a.Tenant, casefile.RegisterUrgent, Capability, casefile.MaxRegister)
	if err != nil {
		return nil, err
	}
	for _, x := range rows {
		c, err := s.Repo.Case(ctx, a.Tenant, x.Case)
		if err != nil {
			return nil, err
		}
		if s.Access.Check(a, "referral.see_urgent", c.Facts()) != nil {
			continue
		}
		u := Urgent{Case: c, Urgent: x.Urgent()}
		if known := c.ThisUrgent(x.ID); known != nil {
			u.Urgent = *known
		}
		if u.Rules, err = s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion); err != nil {
			return nil, err
		}
		out = append(out, u)
	}
	return out, nil
}

// UrgentsOwed are the urgent accesses that the actor has to check, and until when; none for who is no privacy officer.
func (s *Service) UrgentsOwed(ctx context.Context, a access.Actor) (out []Urgent, err error) {
	if !slices.ContainsFunc(a.Posts, func(p access.Post) bool { return p.Kind == access.Privacy }) {
		return nil, nil
	}
	all, err := s.AllUrgent(ctx, a)
	for _, x := range all {
		if p, ok := x.Promise(x.Rules, s.Clock.Now()); ok && p.Open() && x.Account != a.Account && x.Approver != a.Account && s.Access.Check(a, "referral.check_urgent", x.Case.Facts()) == nil {
			x.Owed = p
			out = append(out, x)
		}
	}
	return out, err
}

// Aside is something owed on a request for help that stands among no promises of it: an answer to a court, the check of an urgent access.
type Aside struct {
	Case Case
	Owed promise.Promise
}

// OwedAside are what the actor owes of that.
func (s *Service) OwedAside(ctx context.Context, a access.Actor) (out []Aside, err error) {
	demands, err := s.DemandsOwed(ctx, a)
	if err != nil {
		return nil, err
	}
	urgents, err := s.UrgentsOwed(ctx, a)
	for _, x := range demands {
		out = append(out, Aside{x.Case, x.Owed})
	}
	for _, x := range urgents {
		out = append(out, Aside{x.Case, x.Owed})
	}
	return out, err
}

// UrgentOver writes down that an urgent access has ended with its hour: the job "referral.urgent".
func (s *Service) UrgentOver(ctx context.Context, tenant, caseID, urgent id.ID) error {
	return s.settle(ctx, tenant, caseID, EndUrgent{urgent})
}
