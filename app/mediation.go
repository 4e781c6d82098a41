package app

import (
	"context"
	"slices"

	"linli/mediation"
	"linli/office"
	"linli/platform/access"
	"linli/platform/id"
)

// officeOf tells a mediation what it needs to know of the office.
type officeOf struct{ app *App }

// Tag is the tenant's random tag.
func (o *officeOf) Tag(ctx context.Context, tenant id.ID) (string, error) {
	t, err := o.app.Office.TenantByID(ctx, tenant)
	return t.Tag, err
}

// Rooms is the address of the office's own video server.
func (o *officeOf) Rooms(ctx context.Context, tenant id.ID) (string, error) {
	t, err := o.app.Office.TenantByID(ctx, tenant)
	return t.Rooms, err
}

// Mediators are the accounts that hold a mediator's post in the unit or in a unit of its organisation above it.
func (o *officeOf) Mediators(ctx context.Context, tenant, unit id.ID) ([]id.ID, error) {
	units, err := o.app.offices.Units(ctx, tenant)
	if err != nil {
		return nil, err
	}
	tree := office.NewTree(units)
	reach := map[id.ID]bool{}
	for u, ok := tree.Unit(tree.Now(unit, o.app.Clock.Now())); ok; u, ok = tree.Unit(u.Parent) {
		reach[u.ID] = true
		if u.Guest() { // another organisation names its own people alone
			break
		}
	}
	return o.holders(ctx, tenant, reach, access.Mediator)
}

// PersonName is the name of an account.
func (o *officeOf) PersonName(ctx context.Context, tenant, account id.ID) (string, error) {
	return o.app.Office.AccountName(ctx, tenant, account)
}

// UnitName is the name of a unit.
func (o *officeOf) UnitName(ctx context.Context, tenant, unit id.ID) (string, error) {
	names, err := o.app.Office.UnitNames(ctx, tenant)
	return names[unit], err
}

// MediatesIn are the open units in which an account holds a mediator's post now.
func (o *officeOf) MediatesIn(ctx context.Context, tenant, account id.ID) ([]id.ID, error) {
	now := o.app.Clock.Now()
	posts, err := o.app.offices.PostsOf(ctx, tenant, account, now)
	if err != nil {
		return nil, err
	}
	var out []id.ID
	for _, p := range posts {
		if p.Kind == access.Mediator && p.Runs(now) {
			out = append(out, p.Unit)
		}
	}
	return out, nil
}

// UnitsOf are the office's own open units.
func (o *officeOf) UnitsOf(ctx context.Context, tenant id.ID) ([]id.ID, error) {
	return o.units(ctx, tenant, func(u office.Unit) bool { return !u.Guest() })
}

// Heirs are the units that have the work of those that have ended.
func (o *officeOf) Heirs(ctx context.Context, tenant id.ID) (map[id.ID][]id.ID, error) {
	units, err := o.app.offices.Units(ctx, tenant)
	tree, now, out := office.NewTree(units), o.app.Clock.Now(), map[id.ID][]id.ID{}
	for _, u := range units {
		if first := tree.Now(u.ID, now); first != u.ID {
			out[u.ID] = []id.ID{first}
		}
		for _, h := range u.Heirs {
			if h = tree.Now(h, now); len(out[u.ID]) > 0 && !slices.Contains(out[u.ID], h) {
				out[u.ID] = append(out[u.ID], h)
			}
		}
	}
	return out, err
}

// Joinable are the open units that can mediate jointly, those of other organisations too.
func (o *officeOf) Joinable(ctx context.Context, tenant id.ID) ([]id.ID, error) {
	return o.units(ctx, tenant, func(office.Unit) bool { return true })
}

func (o *officeOf) units(ctx context.Context, tenant id.ID, fits func(office.Unit) bool) ([]id.ID, error) {
	units, err := o.app.offices.Units(ctx, tenant)
	if err != nil {
		return nil, err
	}
	var out []id.ID
	for _, u := range units {
		if u.Open(o.app.Clock.Now()) && fits(u) {
			out = append(out, u.ID)
		}
	}
	return out, nil
}

// MediatorsWithin are the accounts that hold a mediator's post in the unit or in one of the office's own below it.
func (o *officeOf) MediatorsWithin(ctx context.Context, tenant, unit id.ID) ([]id.ID, error) {
	units, err := o.app.offices.Units(ctx, tenant)
	if err != nil {
		return nil, err
	}
	within := map[id.ID]bool{unit: true}
	tree := office.NewTree(units)
	for _, u := range tree.Below(unit) {
		if x, _ := tree.Unit(u); !x.Guest() && x.Open(o.app.Clock.Now()) {
			within[u] = true
		}
	}
	return o.holders(ctx, tenant, within, access.Mediator)
}

// Above is the next unit above in which somebody leads.
func (o *officeOf) Above(ctx context.Context, tenant, unit id.ID) (mediation.Above, error) {
	units, err := o.app.offices.Units(ctx, tenant)
	if err != nil {
		return mediation.Above{}, err
	}
	tree := office.NewTree(units)
	u, _ := tree.Unit(tree.Now(unit, o.app.Clock.Now()))
	for u, ok := tree.Unit(u.Parent); ok; u, ok = tree.Unit(u.Parent) {
		leads, err := o.holders(ctx, tenant, map[id.ID]bool{u.ID: true}, access.Lead)
		if err != nil || len(leads) > 0 {
			return mediation.Above{Unit: u.ID, Leads: leads}, err
		}
	}
	return mediation.Above{}, nil
}

// Colleagues are the accounts that do intake in the unit.
func (o *officeOf) Colleagues(ctx context.Context, tenant, unit id.ID) ([]id.ID, error) {
	return o.holders(ctx, tenant, map[id.ID]bool{unit: true}, access.Clerk, access.Lead)
}

// Leads are the accounts that lead the unit.
func (o *officeOf) Leads(ctx context.Context, tenant, unit id.ID) ([]id.ID, error) {
	return o.holders(ctx, tenant, map[id.ID]bool{unit: true}, access.Lead)
}

// Clerks are the accounts at the unit's counter.
func (o *officeOf) Clerks(ctx context.Context, tenant, unit id.ID) ([]id.ID, error) {
	return o.holders(ctx, tenant, map[id.ID]bool{unit: true}, access.Clerk)
}

// Seconds are the accounts that may approve a new slip at the unit's counter.
func (o *officeOf) Seconds(ctx context.Context, tenant, unit id.ID) ([]id.ID, id.ID, error) {
	people, err := o.Colleagues(ctx, tenant, unit)
	if err != nil || len(people) > 1 {
		return people, id.ID{}, err
	}
	units, err := o.app.offices.Units(ctx, tenant)
	if err != nil {
		return nil, id.ID{}, err
	}
	tree := office.NewTree(units)
	u, _ := tree.Unit(tree.Now(unit, o.app.Clock.Now()))
	for u, ok := tree.Unit(u.Parent); ok; u, ok = tree.Unit(u.Parent) {
		above, err := o.Colleagues(ctx, tenant, u.ID)
		if err != nil {
			return nil, id.ID{}, err
		}
		if len(above) > 0 {
			return append(people, slices.DeleteFunc(above, func(a id.ID) bool { return slices.Contains(people, a) })...), u.ID, nil
		}
	}
	return people, id.ID{}, nil
}

// Account is an account with the posts that it holds now.
func (o *officeOf) Account(ctx context.Context, tenant, account id.ID) (access.Actor, error) {
	return o.app.Office.AtWork(ctx, tenant, account)
}

// Holders are the accounts that hold a post in the unit, or above it; a gap is filled by the next unit above.
func (o *officeOf) Holders(ctx context.Context, tenant, unit id.ID, post access.PostKind, above bool) ([]id.ID, error) {
	units, err := o.app.offices.Units(ctx, tenant)
	if err != nil {
		return nil, err
	}
	tree := office.NewTree(units)
	u, ok := tree.Unit(tree.Now(unit, o.app.Clock.Now()))
	if above {
		u, ok = tree.Unit(u.Parent)
	}
	for ; ok; u, ok = tree.Unit(u.Parent) {
		found, err := o.holders(ctx, tenant, map[id.ID]bool{u.ID: true}, post)
		if err != nil || len(found) > 0 {
			return found, err
		}
	}
	return nil, nil
}

// holders are the accounts that hold a post in one of the units; of one that has ended, those of the unit that has its work.
func (o *officeOf) holders(ctx context.Context, tenant id.ID, units map[id.ID]bool, kinds ...access.PostKind) ([]id.ID, error) {
	tree, err := o.app.Office.Tree(ctx, tenant)
	if err != nil {
		return nil, err
	}
	var out []id.ID
	now, in := o.app.Clock.Now(), map[id.ID]bool{}
	for u := range units {
		in[tree.Now(u, now)] = true
	}
	for _, kind := range kinds {
		posts, err := o.app.offices.Holders(ctx, tenant, kind, now)
		if err != nil {
			return nil, err
		}
		for _, p := range posts {
			if in[p.Unit] && !p.From.After(now) && !slices.Contains(out, p.Account) { // a post that begins later is nobody's yet
				out = append(out, p.Account)
			}
		}
	}
	return out, nil
}
