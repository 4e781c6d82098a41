package office

import (
	"context"
	"slices"
	"strings"
	"time"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

// AddUnit opens a unit below another.
type AddUnit struct {
	Parent id.ID
	Level  Level
	Code   string
	Name   string
	Desk   Desk
}

// AddUnit needs office.manage on the parent. Errors: Invalid for the fields, [ErrTaken] for the code, Guard
// "office.guard.unit_closed" and "office.guard.level_order".
func (s *Service) AddUnit(ctx context.Context, a access.Actor, c AddUnit) (Unit, error) {
	if err := s.manage(a, c.Parent); err != nil {
		return Unit{}, err
	}
	var l fault.List
	c.Code, c.Name = strings.ToUpper(strings.TrimSpace(c.Code)), strings.TrimSpace(c.Name)
	checkName(&l, c.Name)
	c.Desk = c.Desk.tidy()
	c.Desk.check(&l)
	if !codeForm.MatchString(c.Code) {
		l.Add("code", "office.code.unfit")
	}
	if c.Level.depth() < 0 {
		l.Add("level", "office.level.unknown")
	}
	if err := l.Err(); err != nil {
		return Unit{}, err
	}
	tree, err := s.tree(ctx, a.Tenant)
	if err != nil {
		return Unit{}, err
	}
	parent, ok := tree.Unit(c.Parent)
	switch {
	case !ok:
		return Unit{}, ErrNotFound
	case !parent.Open(s.clock.Now()):
		return Unit{}, guard("unit_closed")
	case c.Level.depth() <= parent.Level.depth():
		return Unit{}, guard("level_order").At("level")
	}
	u := Unit{Tenant: a.Tenant, ID: s.ids.New(), Parent: parent.ID, Level: c.Level, Code: c.Code, Name: c.Name, Desk: c.Desk, Version: 1}
	err = s.repo.Play(ctx, Change{Tenant: a.Tenant, Units: []Unit{u}, Events: []Event{s.event(a, "unit.added", u.ID, id.ID{}, u.Code)}})
	return u, takenAt(err, "code")
}

// RenameUnit gives a unit another name; its code stays, because papers bear it.
func (s *Service) RenameUnit(ctx context.Context, a access.Actor, unit id.ID, name string) error {
	if err := s.manage(a, unit); err != nil {
		return err
	}
	var l fault.List
	name = strings.TrimSpace(name)
	if checkName(&l, name); l.Err() != nil {
		return l.Err()
	}
	return decide(func() error {
		u, err := s.unit(ctx, a.Tenant, unit)
		if err != nil || u.Name == name {
			return err
		}
		u.Name = name
		u.Version++
		return s.repo.Play(ctx, Change{Tenant: a.Tenant, Units: []Unit{u}, Events: []Event{s.event(a, "unit.renamed", u.ID, id.ID{}, u.Code)}})
	})
}

// CloseUnit ends a unit at a time, now or later, and with it the posts in it. The root and a unit with open units below it
// cannot be closed: Guard "office.guard.root" and "office.guard.units_below". Its heirs are the units to which its work goes: with one
// it is merged, with several it is split, and the first has what nobody hands to another; with none it is the unit above. Each must work
// at that time, be led and be the actor's to administer, and stand no lower, so that complaints about a unit never come to it: Invalid at
// "heirs". What was counted before stays the closed unit's.
func (s *Service) CloseUnit(ctx context.Context, a access.Actor, unit id.ID, at time.Time, heirs ...id.ID) error {
	if err := s.manage(a, unit); err != nil {
		return err
	}
	if at.Before(s.clock.Now()) {
		at = s.clock.Now()
	}
	return decide(func() error {
		tree, err := s.tree(ctx, a.Tenant)
		if err != nil {
			return err
		}
		u, ok := tree.Unit(unit)
		switch {
		case !ok:
			return ErrNotFound
		case u.Parent.IsZero():
			return guard("root")
		case !u.ClosedAt.IsZero() && !u.ClosedAt.After(at):
			return nil
		}
		for _, below := range tree.Below(unit)[1:] {
			if b, _ := tree.Unit(below); b.Open(at) {
				return guard("units_below")
			}
		}
		u.ClosedAt, u.Heirs = at, heirs
		if err := s.inherit(ctx, a, tree.with(u), u); err != nil {
			return err
		}
		u.Version++
		c := Change{Tenant: a.Tenant, Units: []Unit{u}, Events: []Event{s.event(a, "unit.closed", u.ID, id.ID{}, u.Code)}}
		for _, h := range heirs {
			x, _ := tree.Unit(h)
			c.Events = append(c.Events, s.event(a, "unit.inherited", h, id.ID{}, u.Code+" → "+x.Code))
		}
		if c.Posts, err = s.endingPosts(ctx, a.Tenant, unit, at); err != nil {
			return err
		}
		return s.repo.Play(ctx, c)
	})
}

// inherit refuses a closing after which nobody could go on with what the unit leaves.
func (s *Service) inherit(ctx context.Context, a access.Actor, tree Tree, u Unit) error {
	for i, h := range u.Heirs {
		x, ok := tree.Unit(h)
		if !ok || slices.Contains(u.Heirs[:i], h) || x.Guest() || x.Level.Below(u.Level) || !x.Open(u.ClosedAt) || x.Parent.IsZero() || !tree.stays(h) || s.manage(a, h) != nil {
			return fault.Field("heirs", "office.unit.heir_unfit")
		}
	}
	heirs := u.Heirs
	switch {
	case u.Guest():
		return nil
	case len(heirs) == 0:
		heirs = []id.ID{u.Parent}
	}
	for _, h := range heirs {
		posts, err := s.repo.PostsIn(ctx, u.Tenant, h, u.ClosedAt)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(posts, func(p Post) bool { return p.Kind == access.Lead && p.Runs(u.ClosedAt) }) {
			return fault.Field("heirs", "office.unit.heir_unled")
		}
	}
	return nil
}

// endingPosts are the posts in the unit that would outlive it, ended with it.
func (s *Service) endingPosts(ctx context.Context, tenant, unit id.ID, at time.Time) ([]Post, error) {
	posts, err := s.repo.PostsIn(ctx, tenant, unit, at)
	for i := range posts {
		posts[i].To = later(at, posts[i].From)
		posts[i].Version++
	}
	return posts, err
}

// Units lists the units that the actor administers, each with its depth in the tree.
func (s *Service) Units(ctx context.Context, a access.Actor) ([]Row, error) {
	tree, err := s.tree(ctx, a.Tenant)
	if err != nil {
		return nil, err
	}
	var out []Row
	var refused error
	for _, r := range tree.Rows() {
		if err := s.manage(a, r.ID); err != nil {
			refused = err
			continue
		}
		out = append(out, r)
	}
	if len(out) == 0 {
		return nil, refused
	}
	return out, nil
}

// UnitNames are the names of all units of the tenant, for whoever works there.
func (s *Service) UnitNames(ctx context.Context, tenant id.ID) (map[id.ID]string, error) {
	units, err := s.repo.Units(ctx, tenant)
	if err != nil {
		return nil, err
	}
	names := make(map[id.ID]string, len(units))
	for _, u := range units {
		names[u.ID] = u.Name
	}
	return names, nil
}

// Tree is the tenant's units, for whoever works there.
func (s *Service) Tree(ctx context.Context, tenant id.ID) (Tree, error) {
	type key struct{ tenant id.ID }
	return recall(s.known, key{tenant}, func() (Tree, error) { return s.tree(ctx, tenant) })
}

func (s *Service) unit(ctx context.Context, tenant, unit id.ID) (Unit, error) {
	tree, err := s.tree(ctx, tenant)
	if err != nil {
		return Unit{}, err
	}
	u, ok := tree.Unit(unit)
	if !ok {
		return Unit{}, ErrNotFound
	}
	return u, nil
}

// takenAt names the field to mend where a name is taken.
func takenAt(err error, field string) error {
	if f := fault.Of(err); f != nil && f.Code == ErrTaken.Code && f.Key == ErrTaken.Key {
		return f.At(field)
	}
	return err
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
