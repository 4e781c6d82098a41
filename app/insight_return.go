package app

import (
	"context"

	"linli/insight"
	"linli/office"
	"linli/platform/access"
	"linli/platform/id"
	"linli/rulebook"
)

// AskedReturn names the return of a unit, by its code, and a period; the whole office without a code.
func (a *App) AskedReturn(ctx context.Context, tenant id.ID, unit, period string) (insight.Asked, error) {
	tree, err := a.Office.Tree(ctx, tenant)
	if err != nil {
		return insight.Asked{}, err
	}
	of, _ := tree.Root()
	if unit != "" {
		if of, _, err = a.UnitNamed(ctx, tenant, unit); err != nil {
			return insight.Asked{}, err
		}
	}
	q := insight.Asked{Tenant: tenant, Unit: of.ID, Name: of.Name, Rows: []insight.Row{{Unit: of.ID}}, Names: map[id.ID]string{of.ID: of.Name}, Period: period,
		Whole: tree.IsRoot(of.ID)}
	for _, u := range tree.Below(of.ID)[1:] {
		if x, _ := tree.Unit(u); x.Parent == of.ID && !x.Guest() {
			q.Rows, q.Names[u] = append(q.Rows, insight.Row{Unit: u, Below: tree.Below(u)[1:]}), x.Name
		}
	}
	return q, nil
}

// ShowReturn is the last version of a return, or its counts as they are known now where none is frozen, with what is not
// shown taken out.
func (a *App) ShowReturn(ctx context.Context, t office.Tenant, unit, period string) (insight.Return, *rulebook.Rulebook, error) {
	q, err := a.AskedReturn(ctx, t.ID, unit, period)
	if err != nil {
		return insight.Return{}, nil, err
	}
	rules, err := a.Insight.Rules(ctx, t.ID)
	if err != nil {
		return insight.Return{}, nil, err
	}
	self := commandLine(t.ID)
	versions, err := a.Insight.Versions(ctx, self, q)
	if err != nil {
		return insight.Return{}, nil, err
	}
	if n := len(versions); n > 0 {
		return versions[n-1].Masked(), rules, nil
	}
	r, err := a.Insight.Reckon(ctx, self, q)
	return r.Masked(), rules, err
}

// freezeReturn freezes a return in the name of an account; no form is that of mediation.
func (a *App) freezeReturn(ctx context.Context, by access.Actor, unit, form, period, reason string) error {
	q, err := a.AskedReturn(ctx, by.Tenant, unit, period)
	if err != nil {
		return err
	}
	q.Form = form
	_, err = a.Insight.Freeze(ctx, by, q, reason)
	return err
}
