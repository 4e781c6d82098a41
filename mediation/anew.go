package mediation

import (
	"context"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

// Linked joins a case whose agreement a court set aside and the one in which the same dispute is mediated anew. It is said
// once, by a clerk at work on the first; nobody finds it by comparing people.
type Linked struct {
	Follows id.ID `json:"follows,omitzero"` // the case with the voided agreement
	Anew    id.ID `json:"anew,omitzero"`    // the case in which the dispute is mediated anew
}

// BeginAnew is the voided case's part of an application that follows it ([Apply.Follows]). It is written with the
// application, and nobody asks for it by itself.
type BeginAnew struct {
	Case id.ID // the new case
}

// Kind is the machine's event.
func (BeginAnew) Kind() casefile.Kind { return "begin_anew" }

type begunAnew struct {
	Case id.ID `json:"case"`
}

func (b BeginAnew) decide(_ *decision, s *Step) (any, error) {
	s.Event.Visibility = casefile.Office // a party holds the code of the new case or does not; it is not told of the case here
	return begunAnew(b), nil
}

func foldBeginAnew(c *Case, _ casefile.Event, b begunAnew) { c.Anew = b.Case }

var notBegunAnew = Guard{Name: "begun_anew", Holds: func(d *decision) bool { return d.c.Anew.IsZero() }}

// Anew tells whether the actor can begin a new case that follows this one: its state, without content. Errors: those of
// access (mediation.begin_anew: a clerk of the unit who is at work on the case), and the guards of the machine.
func (s *Service) Anew(ctx context.Context, a access.Actor, caseID id.ID) (_ Case, err error) {
	defer wrap(&err, "anew")
	c, _, err := s.anew(ctx, a, caseID, id.ID{})
	return c, err
}

// anew decides what becomes of the case that a new one follows.
func (s *Service) anew(ctx context.Context, a access.Actor, caseID, made id.ID) (Case, Decided, error) {
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return Case{}, Decided{}, err
	}
	if err := s.Access.Check(a, "mediation.begin_anew", c.FactsAt(s.Clock.Now())); err != nil {
		return Case{}, Decided{}, err
	}
	rules, err := s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion)
	if err != nil {
		return Case{}, Decided{}, err
	}
	d, err := Decide(c, BeginAnew{made}, by(a, c), s.Clock.Now(), time.Time{}, Knowledge{Rules: rules}, s.IDs)
	return c, d, err
}

// following looks at the case that an application follows: the new one has its unit and its type.
func (s *Service) following(ctx context.Context, a access.Actor, cmd *Apply) error {
	c, err := s.Anew(ctx, a, cmd.Follows)
	if err != nil {
		return err
	}
	if cmd.Unit != c.Unit {
		return fault.Field("unit", "mediation.field.follows_unit")
	}
	if cmd.Type == "" {
		cmd.Type = c.Type
	}
	if cmd.Type != c.Type {
		return fault.Field("type", "mediation.field.follows_type")
	}
	return nil
}

// followed is the change of the case that a new one follows, which is written with it or not at all.
func (s *Service) followed(ctx context.Context, a access.Actor, caseID, made id.ID) (*Change, error) {
	c, d, err := s.anew(ctx, a, caseID, made)
	if err != nil {
		return nil, err
	}
	rules, err := s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion)
	if err != nil {
		return nil, err
	}
	ch, err := s.change(ctx, a.Tenant, c, d, rules)
	return &ch, err
}

// LinkedCase is the other case of a link, without its content, for whoever works on both: ErrNotFound for everybody else.
func (s *Service) LinkedCase(ctx context.Context, a access.Actor, caseID id.ID) (_ Case, err error) {
	defer wrap(&err, "linked case")
	c, _, err := s.See(ctx, a, caseID)
	if err != nil {
		return Case{}, err
	}
	if !slices.Contains(c.Assigned(), a.Account) || !c.Erased.IsZero() {
		return Case{}, ErrNotFound
	}
	return c, nil
}
