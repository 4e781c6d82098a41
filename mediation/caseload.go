package mediation

import (
	"context"
	"slices"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

// maxCaseload is how many places one look at a caseload gives. What is passed on makes room for the rest.
const maxCaseload = 100

// Place is where an account stands on one case, and who can follow it there. Only clear facts: passing a case on opens none of it.
type Place struct {
	Case       Case
	Engagement id.ID   // of a mediation that goes on: it is left by recusal, and the parties agree to whoever follows; zero: work at the desk
	Next       []id.ID // who may follow, without those who declared a conflict in this case
	Ends       bool    // the place can be left without anybody in it
}

// Passing is one place that goes to another account.
type Passing struct {
	From       id.ID
	Engagement id.ID // as in Place
	To         id.ID // zero: nobody
	Reason     string
}

// AtWork are the accounts that stand on a case of a unit, whether or not they still hold a post or can sign in: who has left
// the office is whose cases wait. It needs the lead's post in the unit.
func (s *Service) AtWork(ctx context.Context, a access.Actor, unit id.ID) (_ []id.ID, err error) {
	defer wrap(&err, "at work")
	if err := s.leads(a, unit); err != nil {
		return nil, err
	}
	return s.Repo.AtWork(ctx, a.Tenant, unit)
}

// Caseload are the places of an account on cases of a unit, the first received first. It needs the lead's post in the unit.
func (s *Service) Caseload(ctx context.Context, a access.Actor, unit, account id.ID) (_ []Place, err error) {
	defer wrap(&err, "caseload")
	if err := s.leads(a, unit); err != nil {
		return nil, err
	}
	found, err := s.Repo.Planned(ctx, access.Scope{Tenant: a.Tenant, Account: account})
	if err != nil {
		return nil, err
	}
	desk, err := s.Office.Colleagues(ctx, a.Tenant, unit)
	if err != nil {
		return nil, err
	}
	mediators, err := s.Office.Mediators(ctx, a.Tenant, unit)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(found, func(x, y Case) int { return x.Received.Compare(y.Received) })
	var out []Place
	for _, c := range found {
		if c.Unit != unit || c.State == Archived {
			continue
		}
		if c.works(account) {
			out = append(out, Place{Case: c, Next: c.others(desk, account, a.Account), Ends: len(c.Assigned()) > 1 || !c.State.Open() && !c.OwesReply()})
		}
		if e := c.recusable(account); e != nil {
			out = append(out, Place{Case: c, Engagement: e.ID, Next: c.mediatorsLeft(mediators, e), Ends: true})
		}
		if len(out) >= maxCaseload {
			break
		}
	}
	return out, nil
}

// works reports whether an account does the work at the desk. Once a mediation is over its mediator's work is that too.
func (c *Case) works(account id.ID) bool {
	return c.working(account) || !c.State.Open() && c.EngagementOf(account) != nil
}

// recusable is the engagement that an account has to be taken off by recusal, or nil. Of a unit that mediates jointly its own
// lead disposes.
func (c *Case) recusable(account id.ID) *Engagement {
	i := slices.IndexFunc(c.Engagements, func(e Engagement) bool { return e.Account == account && e.To.IsZero() && e.Unit.IsZero() })
	if i < 0 || !c.State.Open() {
		return nil
	}
	return &c.Engagements[i]
}

// others are those of the desk to whom a place can go. A lead does not put itself onto a case.
func (c *Case) others(desk []id.ID, leaving, asks id.ID) []id.ID {
	return slices.DeleteFunc(slices.Clone(desk), func(x id.ID) bool { return x == leaving || x == asks || c.working(x) || c.conflicted(x) })
}

// mediatorsLeft are the mediators who can be proposed in the place of one. Beside another who goes on nobody is.
func (c *Case) mediatorsLeft(all []id.ID, leaving *Engagement) []id.ID {
	if !leaving.Lead && slices.ContainsFunc(c.Engagements, func(e Engagement) bool { return e.Working() && e.Lead }) {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(all), func(x id.ID) bool {
		return x == leaving.Account || c.conflicted(x) || slices.ContainsFunc(c.Engagements, func(e Engagement) bool { return e.Account == x && e.To.IsZero() })
	})
}

// conflicted reports whether what an account declared last in this case is that it cannot take it.
func (c *Case) conflicted(account id.ID) bool {
	last := NoConflict
	for _, e := range c.Engagements {
		if e.Account == account && !e.Disclosed.IsZero() {
			last = e.Conflict
		}
	}
	return last == Disqualifying
}

// PassOn gives one place to another account. left says that the former reads no more, even where an error says that nobody
// could be put in its place. Errors: those of Act.
func (s *Service) PassOn(ctx context.Context, a access.Actor, caseID id.ID, p Passing, ask func(step string) (Ask, error)) (left bool, err error) {
	act := func(cmd Command) error {
		x, err := ask(string(cmd.Kind()))
		if err == nil {
			_, _, err = s.Act(ctx, a, caseID, cmd, x)
		}
		return err
	}
	if p.Engagement.IsZero() {
		err = act(HandOver{From: p.From, To: p.To})
		return err == nil, err
	}
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return false, err
	}
	e := c.Engagement(p.Engagement)
	if e == nil || e.Account != p.From {
		return false, fault.New(fault.Guard, "mediation.guard.engagement_unknown")
	}
	if err := act(Recuse{Engagement: p.Engagement, Reason: p.Reason}); err != nil {
		return false, err
	}
	if p.To.IsZero() {
		return true, nil
	}
	return true, act(Propose{Account: p.To, Lead: e.Lead})
}

// leads refuses whoever does not lead the unit.
func (s *Service) leads(a access.Actor, unit id.ID) error {
	return s.Access.Check(a, "mediation.hand_over", access.Facts{Tenant: a.Tenant, Unit: unit, Kind: Capability})
}
