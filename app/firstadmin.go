package app

import (
	"context"
	"errors"

	"linli/office"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

// ErrHasAdministrator says that the office has an administrator who can sign in already.
var ErrHasAdministrator = fault.New(fault.Conflict, "cli.init.has_administrator")

// Begun is an office with the enrolment code of its first administrator, which is shown once.
type Begun struct {
	Tenant office.Tenant
	Login  string
	Code   id.Code
	Again  bool // the office was there before
}

// Begin opens an office with its first administrator. Where the office is there already and nobody administers it yet, the
// administrator gets a new code; with recover set also an administrator whose passkey and phone are lost, whose sessions
// end, and whoever else is named: where nobody is left who could approve a code. Error: ErrHasAdministrator.
func (a *App) Begin(ctx context.Context, f office.Found, recover bool) (Begun, error) {
	t, err := a.Office.TenantOf(ctx, f.Slug)
	if errors.Is(err, office.ErrNotFound) {
		founded, err := a.Office.Found(ctx, commandLine(id.ID{}), f)
		return Begun{Tenant: founded.Tenant, Login: founded.Account.Login, Code: founded.Code}, err
	}
	if err != nil {
		return Begun{}, err
	}
	administrators, err := a.administrators(ctx, t.ID)
	if err != nil {
		return Begun{}, err
	}
	var again *office.Colleague
	for i, c := range administrators {
		if c.Enrolled && !recover {
			return Begun{}, ErrHasAdministrator.With(fault.Args{"tenant": t.Slug, "login": c.Login})
		}
		if again == nil || c.Login == f.Login {
			again = &administrators[i]
		}
	}
	if x, err := a.offices.AccountByLogin(ctx, t.ID, office.Login(f.Login)); recover && err == nil && x.ClosedAt.IsZero() {
		again = &office.Colleague{ID: x.ID, Login: x.Login}
	}
	if again == nil {
		return Begun{}, ErrHasAdministrator.With(fault.Args{"tenant": t.Slug, "login": f.Login})
	}
	code, err := a.Office.ResetAccount(ctx, commandLine(t.ID), again.ID)
	return Begun{Tenant: t, Login: again.Login, Code: code, Again: true}, err
}

// administrators are the open accounts that administer the tenant.
func (a *App) administrators(ctx context.Context, tenant id.ID) ([]office.Colleague, error) {
	now := a.Clock.Now()
	posts, err := a.offices.Holders(ctx, tenant, access.Administrator, now)
	if err != nil {
		return nil, err
	}
	var out []office.Colleague
	for _, p := range posts {
		x, err := a.offices.Account(ctx, tenant, p.Account)
		if err != nil {
			return nil, err
		}
		if p.Runs(now) && x.ClosedAt.IsZero() {
			out = append(out, office.Colleague{ID: x.ID, Unit: x.Unit, Login: x.Login, Name: x.Name, Language: x.Language, Enrolled: x.Enrolled()})
		}
	}
	return out, nil
}
