package mediation

import (
	"context"
	"slices"
	"time"

	"linli/casefile"
	"linli/mediation/roster"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

// WishMediator is one party's wish who shall mediate, from those of the unit who agreed to be listed. It binds nobody: the
// office reads it and proposes, the others do not see it. A new wish takes the place of the old one; without an account it
// is taken back.
type WishMediator struct {
	Party   id.ID `json:"party"`
	Account id.ID `json:"account,omitzero"`
}

// Kind is the machine's event.
func (WishMediator) Kind() casefile.Kind { return "wish_mediator" }

func (w WishMediator) party() id.ID { return w.Party }

func (w WishMediator) decide(d *decision, s *Step) (any, error) {
	if w.Account == d.c.Wish(w.Party) {
		return nil, fault.Field("account", "mediation.field.said_so")
	}
	s.Event.Visibility = casefile.Only(w.Party)
	return w, nil
}

// Wish is whom one party wishes as mediator.
type Wish struct {
	Party   id.ID `json:"party"`
	Account id.ID `json:"account"`
}

func foldWishMediator(c *Case, _ casefile.Event, b WishMediator) {
	c.Wishes = slices.DeleteFunc(slices.Clone(c.Wishes), func(w Wish) bool { return w.Party == b.Party })
	if !b.Account.IsZero() {
		c.Wishes = append(c.Wishes, Wish(b))
	}
}

// A wish is of who takes part, also where the office writes it down.
var consentGiven = Guard{Name: "consent_missing", Holds: func(d *decision) bool { return d.thisParty().Consent.Stands() }}

// Only who agreed to be listed can be wished for; to take a wish back is always possible.
var wishListed = Guard{Name: "not_listed", Holds: is(func(d *decision, w WishMediator) bool {
	return w.Account.IsZero() || slices.Contains(d.Mediators, w.Account)
})}

// Wish is whom a party wishes as mediator; zero where it said nothing.
func (c *Case) Wish(party id.ID) id.ID {
	if i := slices.IndexFunc(c.Wishes, func(w Wish) bool { return w.Party == party }); i >= 0 {
		return c.Wishes[i].Account
	}
	return id.ID{}
}

// Wished is the one mediator whom every party wishes; zero where they do not all wish the same.
func (c *Case) Wished() id.ID {
	var one id.ID
	for i, p := range c.needed() {
		w := c.Wish(p.ID)
		if w.IsZero() || i > 0 && w != one {
			return id.ID{}
		}
		one = w
	}
	return one
}

// Choosable lists the mediators whom a party of a case can wish for: those with a post in its unit or above it who agreed to
// be listed, as a lead has confirmed them. It is the same list for each party, whatever became of a proposal. Errors: those
// of access, and the store's.
func (s *Service) Choosable(ctx context.Context, a access.Actor, caseID id.ID) (_ []roster.Public, err error) {
	defer wrap(&err, "list mediators")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return nil, err
	}
	if err := s.Access.Check(a, "mediation.wish_mediator", c.Facts()); err != nil {
		return nil, err
	}
	return s.choosable(ctx, c)
}

func (s *Service) choosable(ctx context.Context, c Case) ([]roster.Public, error) {
	serve, err := s.Office.Mediators(ctx, c.Tenant, c.Unit)
	if err != nil {
		return nil, err
	}
	listed, err := s.Roster.Listed(ctx, c.Tenant)
	return slices.DeleteFunc(listed, func(p roster.Public) bool { return !slices.Contains(serve, p.Account) }), err
}

// listed are the accounts of those who can be wished for.
func (s *Service) listed(ctx context.Context, c Case) (out []id.ID, err error) {
	all, err := s.choosable(ctx, c)
	for _, p := range all {
		out = append(out, p.Account)
	}
	return out, err
}

// WhyProposed are the reasons for a proposed mediator as a party may know them: the kinds of dispute that the mediator knows,
// the party's own language, the next day on which the mediator is there. How much work anybody has, and what the others
// speak, is not among them. Errors: those of access; ErrNotFound for an engagement that the case does not have.
func (s *Service) WhyProposed(ctx context.Context, a access.Actor, caseID, engagement id.ID, language string) (_ []Why, err error) {
	defer wrap(&err, "reasons")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return nil, err
	}
	if err := s.Access.Check(a, "mediation.agree_mediator", c.Facts()); err != nil {
		return nil, err
	}
	g := c.Engagement(engagement)
	if g == nil {
		return nil, ErrNotFound
	}
	rules, err := s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion)
	if err != nil {
		return nil, err
	}
	found, err := s.Roster.Of(ctx, a.Tenant, []id.ID{g.Account})
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return reasonsFor(found[0], c.Type, language, s.Clock.Now(), rules.Zone), nil
}

func reasonsFor(e roster.Entry, kind, language string, now time.Time, zone *time.Location) []Why {
	var out []Why
	if slices.Contains(e.Types, kind) {
		out = append(out, Why{Key: "knows"})
	}
	if e.Speaks(language) {
		out = append(out, Why{Key: "speaks_yours"})
	}
	if next := there(e, now, zone); len(e.Hours) > 0 && !next.IsZero() {
		out = append(out, Why{"there", fault.Args{"day": fault.Day(next)}})
	}
	return out
}
