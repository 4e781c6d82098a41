package mediation

import (
	"context"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
)

// Asides are what is the same of demands of courts, urgent accesses and copies that leave for every kind of case. What is owed on a mediation's stands
// among its promises.
func (s *Service) Asides() *casefile.Asides {
	return casefile.NewAsides(s.Service, s.Repo, s.Office, casefile.AsideOf{Capability: Capability, NotFound: ErrNotFound, Fields: asideFields, Case: s.aside,
		Would: func(ctx context.Context, a access.Actor, caseID id.ID, act casefile.AsideAct) error {
			_, err := s.wouldDo(ctx, a, caseID, Aside(act), time.Time{})
			return err
		},
		Act: func(ctx context.Context, a access.Actor, caseID id.ID, act casefile.AsideAct, r *casefile.Request) (casefile.Aside, error) {
			c, _, err := s.Act(ctx, a, caseID, Aside(act), Ask{Request: r})
			return c.aside(c.Facts()), err
		}})
}

func (s *Service) aside(ctx context.Context, tenant, caseID id.ID) (casefile.Aside, error) {
	c, err := s.Repo.Case(ctx, tenant, caseID)
	if err != nil {
		return casefile.Aside{}, err
	}
	facts, _, _, err := s.facts(ctx, c)
	return c.aside(facts), err
}

func (c *Case) aside(f access.Facts) casefile.Aside {
	return casefile.Aside{ID: c.ID, Facts: f, Type: c.Type, Received: c.Received, Erased: c.Erased, Rulebook: c.Rulebook, RulebookVersion: c.RulebookVersion,
		Demanded: c.Demanded, Urgents: c.Urgents, Exported: c.Exported}
}

// asidePeople are the people whom an act on a demand, an urgent access or a copy concerns.
func (s *Service) asidePeople(ctx context.Context, a access.Actor, c Case, event casefile.Kind) (out casefile.AsidePeople, err error) {
	switch event {
	case "ask_urgent", "approve_urgent":
		if out.Seconds, _, out.Above, err = s.counter(ctx, c); err == nil {
			out.Askers, err = s.Office.Colleagues(ctx, c.Tenant, c.Unit)
		}
		if err == nil {
			out.Checkers, err = s.Asides().Checkers(ctx, c.Facts())
		}
		if err != nil {
			return out, err
		}
		fallthrough
	case "demand":
		out.Officers, err = s.Office.Holders(ctx, c.Tenant, c.Unit, access.Privacy, false)
	case "ask_export", "ask_given":
		var facts access.Facts
		if facts, _, _, err = s.facts(ctx, c); err == nil {
			out.Approvers, err = s.Asides().Approvers(ctx, facts, a.Account)
		}
	}
	return out, err
}

// asideFacts are the facts of a case on which an act on a demand, an urgent access or a copy is asked of the policies: with the unit above whose people
// stand in.
func (s *Service) asideFacts(ctx context.Context, c Case, f access.Facts, act casefile.AsideAct) (access.Facts, error) {
	switch x := act.(type) {
	case casefile.ApproveUrgent, casefile.ApproveExport, casefile.EndExport:
		facts, _, _, err := s.facts(ctx, c)
		if err != nil {
			return f, err
		}
		return s.Asides().ExportFacts(ctx, facts, &c.Exported, act)
	case casefile.TakeExport:
		if x.Moved(&c.Exported, c.Version) {
			return f, ErrMoved
		}
	}
	return f, nil
}
