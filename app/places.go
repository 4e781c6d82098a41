package app

import (
	"context"
	"strings"

	"linli/office"
	"linli/platform/fault"
	"linli/platform/id"
)

// Faults of naming a tenant or a unit on the command line.
var (
	ErrNoTenant    = fault.New(fault.NotFound, "cli.tenant.none")
	ErrWhichTenant = fault.New(fault.Invalid, "cli.tenant.which").At("tenant")
	ErrTenant      = fault.New(fault.Invalid, "cli.tenant.unknown").At("tenant")
	ErrUnit        = fault.New(fault.Invalid, "cli.unit.unknown").At("unit")
)

// TenantNamed is the tenant of a public name; an empty name is the only tenant there is. Errors: ErrTenant,
// ErrNoTenant where there is none at all, ErrWhichTenant where there are several.
func (a *App) TenantNamed(ctx context.Context, slug string) (office.Tenant, error) {
	all, err := a.Office.Tenants(ctx)
	if err != nil {
		return office.Tenant{}, err
	}
	var names []string
	for _, t := range all {
		if t.Slug == slug || slug == "" && len(all) == 1 {
			return t, nil
		}
		names = append(names, t.Slug)
	}
	switch {
	case len(all) == 0:
		return office.Tenant{}, ErrNoTenant
	case slug == "":
		return office.Tenant{}, ErrWhichTenant.With(fault.Args{"names": strings.Join(names, ", ")})
	}
	return office.Tenant{}, ErrTenant.With(fault.Args{"name": slug})
}

// UnitNamed is the unit of a code with all units below it; an empty code is the root. Error: ErrUnit.
func (a *App) UnitNamed(ctx context.Context, tenant id.ID, code string) (office.Unit, []id.ID, error) {
	units, err := a.offices.Units(ctx, tenant)
	if err != nil {
		return office.Unit{}, nil, err
	}
	tree := office.NewTree(units)
	for _, u := range units {
		if strings.EqualFold(u.Code, code) || code == "" && u.Parent.IsZero() {
			return u, tree.Below(u.ID), nil
		}
	}
	return office.Unit{}, nil, ErrUnit.With(fault.Args{"code": code})
}
