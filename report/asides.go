package report

import (
	"context"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
)

// Asides are what is the same of demands of courts, urgent accesses and copies that leave for every kind of case.
func (s *Service) Asides() *casefile.Registrar {
	return casefile.NewRegistrar(casefile.NewAsides(s.Service, s.Repo, s.Office, casefile.AsideOf{Capability: Capability, NotFound: ErrNotFound, Fields: asideFields,
		Case: func(ctx context.Context, tenant, caseID id.ID) (casefile.Aside, error) {
			c, err := s.Repo.Case(ctx, tenant, caseID)
			return c.aside(), err
		},
		Would: s.would,
		Act: func(ctx context.Context, a access.Actor, caseID id.ID, act casefile.AsideAct, r *casefile.Request) (casefile.Aside, error) {
			c, err := s.Act(ctx, a, caseID, Aside(act), r)
			return c.aside(), err
		}}), append([]access.PostKind{access.Privacy}, ofQueue...))
}

// would says what refuses an act, and does nothing.
func (s *Service) would(ctx context.Context, a access.Actor, caseID id.ID, act casefile.AsideAct) error {
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return err
	}
	if err := s.Access.Check(a, Capability+"."+string(act.Kind()), c.Facts()); err != nil {
		return err
	}
	_, err = Decide(c, Aside(act), by(a, &c), s.Clock.Now(), Knowledge{}, s.IDs)
	return err
}

func (c *Case) aside() casefile.Aside {
	return casefile.Aside{ID: c.ID, Facts: c.Facts(), Type: c.Category, Nameless: !c.Named, Received: c.Received, Erased: c.Erased, Rulebook: c.Rulebook, RulebookVersion: c.RulebookVersion,
		Demanded: c.Demanded, Urgents: c.Urgents, Exported: c.Exported}
}
