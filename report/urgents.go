package report

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

// walledOff is what an urgent access never opens: what those who handle a report note among themselves, files, words that wait to be taken
// out. Who spoke and how to reach it is walled off besides, unless a life or a child is in danger.
var walledOff = []string{FieldMail, FieldNote, FieldTakeOut, FieldFileName}

// isUrgent reports whether a sealed field is of an urgent access.
func isUrgent(f vault.Sealed) bool { return f.Field == FieldUrgent || f.Field == FieldUrgentChecked }

// urgentCounter are the people who may ask for an urgent access to a report, and approve it: of a complaint nobody who has no part in it.
func (s *Service) urgentCounter(ctx context.Context, c *Case) (casefile.Counter, error) {
	may := func(act string) func(access.Actor, id.ID) bool {
		return func(a access.Actor, above id.ID) bool { return s.Access.Check(a, act, c.factsAbove(above)) == nil }
	}
	posts := append([]access.PostKind{access.Privacy}, ofQueue...)
	return casefile.CounterOf(ctx, s.Office, c.Tenant, c.Desk.Unit, posts, may("report.ask_urgent"), may("report.approve_urgent"))
}

// UrgentSeen is a report without a word of it, for whoever has to do with an urgent access to it.
type UrgentSeen struct {
	Case                   Case
	Rules                  *rulebook.Rulebook
	Asks, Approves, Checks bool // what the reader may do
}

// SeeUrgent returns a report for whoever asks for an urgent access to it, approves or checks one. It opens nothing and writes no row. Errors:
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
	may := func(act string) bool { return s.Access.Check(a, "report."+act, f) == nil }
	if !may("see_urgent") {
		return out, ErrNotFound
	}
	free := c.Erased.IsZero() && !c.Restricted()
	out = UrgentSeen{Case: c, Asks: free && may("ask_urgent") && !slices.Contains(f.Assigned, a.Account), Approves: free && may("approve_urgent"), Checks: c.Erased.IsZero() && may("check_urgent")}
	out.Rules, err = s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion)
	return out, err
}

// ForUrgent opens a report for whoever has an urgent access to it that runs: what was reported, what its author was told and what both wrote to each
// other, and what is behind no wall. The access row is committed before anything is unsealed. Errors: ErrNotFound for everybody else; those
// of [access.Engine.Open].
func (s *Service) ForUrgent(ctx context.Context, a access.Actor, caseID id.ID) (_ *Opened, err error) {
	defer wrap(&err, "open urgently")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return nil, err
	}
	now := s.Clock.Now()
	x := c.Running(a.Account, now)
	if x == nil {
		return nil, ErrNotFound
	}
	closed := slices.Clone(walledOff)
	if !x.InDanger() {
		closed = append(closed, FieldIdentity, FieldContact)
	}
	return s.openAs(ctx, a, c, c.FactsAt(now), access.ForEmergency, closed)
}

// ForCheck opens what was said of an urgent access and what its check found, for whoever checks it; nothing else of the report. The access row is
// committed before. Errors: as [Service.Open].
func (s *Service) ForCheck(ctx context.Context, a access.Actor, caseID, urgent id.ID) (said, found string, err error) {
	defer wrap(&err, "open for a check")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return "", "", err
	}
	if err := s.Access.Check(a, "report.check_urgent", c.Facts()); err != nil {
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

// Urgent is one urgent access to a report.
type Urgent struct {
	Case  Case
	Rules *rulebook.Rulebook
	Owed  promise.Promise // of [Service.UrgentsOwed] alone
	casefile.Urgent
}

// AllUrgent are the newest urgent accesses to reports that the actor may see, whoever is complained of seeing none.
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
		if s.Access.Check(a, "report.see_urgent", c.Facts()) != nil {
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
		if p, ok := x.Promise(x.Rules, s.Clock.Now()); ok && p.Open() && x.Account != a.Account && x.Approver != a.Account && s.Access.Check(a, "report.check_urgent", x.Case.Facts()) == nil {
			x.Owed = p
			out = append(out, x)
		}
	}
	return out, err
}

// Aside is something owed on a report that stands among no promises of it: an answer to a court, the check of an urgent access.
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

// UrgentOver writes down that an urgent access has ended with its hour: the job "report.urgent".
func (s *Service) UrgentOver(ctx context.Context, tenant, caseID, urgent id.ID) error {
	return s.settle(ctx, tenant, caseID, EndUrgent{urgent})
}
