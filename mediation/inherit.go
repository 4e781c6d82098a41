package mediation

import (
	"context"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/id"
)

// Inherit is linli's: the unit that had the case has ended, and its heir has it now with all that was promised, agreed and consented to
// (个人信息保护法 art. 22: whoever takes an office's place goes on under its duties, and the people are told who that is). Who works on it
// stays on it, as far as a post is still theirs; nobody else reads a word by its coming.
type Inherit struct{}

// Kind is the machine's event.
func (Inherit) Kind() casefile.Kind { return "inherit" }

func (Inherit) decide(d *decision, s *Step) (any, error) {
	s.Tell = d.Colleagues
	return transferred{d.c.Unit, d.Heir, true, d.Ref}, nil
}

func foldInherit(c *Case, e casefile.Event, b transferred) {
	c.moved(e, b)
	if c.Asked == b.To { // who was asked to name a mediator does so as the unit that has the case
		c.Asked = id.ID{}
	}
	for i := range c.Joint { // two units that mediated together are one
		if j := &c.Joint[i]; j.Unit == b.To && j.Ended.IsZero() {
			j.Ended = e.At
		}
	}
	for i := range c.Engagements {
		if x := &c.Engagements[i]; x.Unit == b.To {
			x.Unit = id.ID{}
		}
	}
}

// moved brings in that another unit has the case.
func (c *Case) moved(e casefile.Event, b transferred) {
	c.Moves = c.Moves.With(casefile.Move{ID: e.ID, From: b.From, To: b.To, At: e.At, Ended: b.Ended})
	c.Unit, c.SlipAsk = b.To, nil // who asked at the other counter does not stand at this one
	if b.Ref != "" {
		c.Ref, c.Number = b.Ref, 0
	}
}

// had is the unit that had the case at an instant, as its figures see it.
func (c *Case) had(at time.Time) id.ID { return c.Moves.Had(c.Unit, at) }

// countsIn is the unit in which the case counts under the day of its application, for good.
func (c *Case) countsIn() id.ID { return c.Moves.CountsIn(c.Unit) }

// elsewhere is the unit that had the case at an instant where that is another than it counts in, else zero.
func (c *Case) elsewhere(at time.Time) id.ID {
	if unit := c.had(at); unit != c.countsIn() {
		return unit
	}
	return id.ID{}
}

var unitEnded = Guard{Name: "unit_works", Holds: func(d *decision) bool { return !d.Heir.IsZero() }}

// inheriting loads what the end of a unit, or a transfer, has to know.
func (s *Service) inheriting(ctx context.Context, c *Case, k *Knowledge) error {
	heir, err := casefile.HeirOf(ctx, s.Office, c.Tenant, c.Unit)
	if k.Heir = heir; err == nil && c.Number > 0 {
		k.Ref, err = s.number(ctx, c)
	}
	return err
}

// number is the number of a case as its papers bear it.
func (s *Service) number(ctx context.Context, c *Case) (string, error) {
	rules, err := s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion)
	if err != nil {
		return "", err
	}
	unit, err := s.Office.UnitName(ctx, c.Tenant, c.Unit)
	return rules.Mediation.Number.Format(unit, c.Year, c.Number), err
}

// left is the case that drew its number in a unit that has ended, and has it still, or ErrNotFound.
func (s *Service) left(ctx context.Context, tenant, unit id.ID, year, number int) (id.ID, error) {
	heirs, err := s.Office.Heirs(ctx, tenant)
	if err != nil {
		return id.ID{}, err
	}
	rules, err := s.Office.Rulebook(ctx, tenant, s.Clock.Now())
	if err != nil {
		return id.ID{}, err
	}
	name, err := s.Office.UnitName(ctx, tenant, unit)
	if err != nil {
		return id.ID{}, err
	}
	ref := rules.Mediation.Number.Format(name, year, number)
	for _, heir := range heirs[unit] {
		if c, err := s.Repo.Named(ctx, tenant, heir, ref); !isNotFound(err) {
			return c, err
		}
	}
	return id.ID{}, ErrNotFound
}

// coheirs are the other units to which the unit was split that left the case; none where it was not split, or left none.
func (s *Service) coheirs(ctx context.Context, c *Case) ([]id.ID, error) {
	i := len(c.Moves) - 1
	if i < 0 || !c.Moves[i].Ended {
		return nil, nil
	}
	heirs, err := s.Office.Heirs(ctx, c.Tenant)
	for i > 0 && c.Moves[i-1].Ended && len(heirs[c.Moves[i].From]) < 2 { // it may have gone on from one of them
		i--
	}
	return slices.DeleteFunc(slices.Clone(heirs[c.Moves[i].From]), func(u id.ID) bool { return u == c.Unit }), err
}

// inherit gives to their heirs what is open in units that have ended.
func (s *Service) inherit(ctx context.Context, tenant id.ID) error {
	return casefile.Inherit(ctx, s.Office, s.Repo, tenant, func(c id.ID) error { return s.settle(ctx, tenant, c, Inherit{}) })
}
