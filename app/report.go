package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"linli/office"
	"linli/platform/access"
	"linli/platform/id"
	"linli/report"
	residentpages "linli/web/resident"
)

// reportOffice tells complaints what they need to know of the office.
type reportOffice struct{ officeOf }

// listed are the mediators of a unit who agreed to be listed.
func (a *App) listed(ctx context.Context, tenant, unit id.ID) ([]residentpages.Mediator, error) {
	all, err := a.Roster.Listed(ctx, tenant)
	if err != nil {
		return nil, err
	}
	var out []residentpages.Mediator
	for _, m := range all {
		if !slices.Contains(m.Units, unit) {
			continue
		}
		name, err := a.Office.AccountName(ctx, tenant, m.Account)
		if err != nil {
			return nil, err
		}
		out = append(out, residentpages.Mediator{Account: m.Account, Name: name})
	}
	return out, nil
}

// Root is the office's own unit.
func (o *reportOffice) Root(ctx context.Context, tenant id.ID) (id.ID, error) {
	units, err := o.app.offices.Units(ctx, tenant)
	if err != nil {
		return id.ID{}, err
	}
	i := slices.IndexFunc(units, func(u office.Unit) bool { return u.Parent.IsZero() })
	if i < 0 {
		return id.ID{}, report.ErrNotFound
	}
	return units[i].ID, nil
}

// Now is the unit that has the work of a unit.
func (o *reportOffice) Now(ctx context.Context, tenant, unit id.ID) (id.ID, error) {
	tree, err := o.app.Office.Tree(ctx, tenant)
	return tree.Now(unit, o.app.Clock.Now()), err
}

// Left are the units that have ended and whose work the unit has.
func (o *reportOffice) Left(ctx context.Context, tenant, unit id.ID) ([]id.ID, error) {
	tree, err := o.app.Office.Tree(ctx, tenant)
	return tree.Left(unit, o.app.Clock.Now()), err
}

// Line are the unit and those above it, the nearest first; none for a unit that does not exist.
func (o *officeOf) Line(ctx context.Context, tenant, unit id.ID) ([]id.ID, error) {
	tree, err := o.app.Office.Tree(ctx, tenant)
	if err != nil {
		return nil, err
	}
	u, ok := tree.Unit(unit)
	var out []id.ID
	for ; ok; u, ok = tree.Unit(u.Parent) {
		out = append(out, u.ID)
	}
	return out, nil
}

// At are the accounts that hold one of the posts in the unit now, in the order of the posts.
func (o *officeOf) At(ctx context.Context, tenant, unit id.ID, posts ...access.PostKind) ([]id.ID, error) {
	return o.holders(ctx, tenant, map[id.ID]bool{unit: true}, posts...)
}

// Staffed is another text than before once other units work, or other accounts hold posts in them.
func (o *officeOf) Staffed(ctx context.Context, tenant id.ID) (string, error) {
	now, all := o.app.Clock.Now(), sha256.New()
	units, err := o.app.offices.Units(ctx, tenant)
	for _, u := range units {
		fmt.Fprintln(all, u.ID, u.Version, u.Open(now))
	}
	posts, err2 := o.app.offices.Posts(ctx, tenant, now)
	for _, p := range posts {
		if p.Runs(now) {
			fmt.Fprintln(all, p.Unit, p.Account, p.Kind)
		}
	}
	return hex.EncodeToString(all.Sum(nil)), errors.Join(err, err2)
}

// Holding are the accounts that hold the post in the unit now, each with all its posts.
func (o *officeOf) Holding(ctx context.Context, tenant, unit id.ID, post access.PostKind) ([]access.Actor, error) {
	accounts, err := o.At(ctx, tenant, unit, post)
	if err != nil {
		return nil, err
	}
	var out []access.Actor
	for _, account := range accounts {
		a, err := o.app.Office.AtWork(ctx, tenant, account)
		if err != nil {
			return nil, err
		}
		a.Via = office.Web
		out = append(out, a)
	}
	return out, nil
}
