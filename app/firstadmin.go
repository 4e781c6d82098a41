package app

import (
	"context"
	"errors"
	"slices"
	"strings"

	"linli/office"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/rulebooks"
)

// Errors of [App.Begin].
var (
	// ErrHasAdministrator says that the office has an administrator who can sign in already.
	ErrHasAdministrator = fault.New(fault.Conflict, "cli.init.has_administrator")
	// ErrNobodyNamed says that no open account has the login name that was named.
	ErrNobodyNamed = fault.New(fault.Invalid, "cli.init.nobody_named")
	// ErrWhichAdministrator says that several administer the office, and none was named.
	ErrWhichAdministrator = fault.New(fault.Invalid, "cli.init.which_administrator")
	// ErrImagined says that a rulebook is of an office that there is not. Args: rulebook.
	ErrImagined = fault.New(fault.Invalid, "cli.init.imagined")
)

// firstLogin is the login name of the first administrator where none is named.
const firstLogin = "admin"

// Begun is an office with the enrolment code of its first administrator, which is shown once.
type Begun struct {
	Tenant office.Tenant
	Login  string
	Code   id.Code
	Again  bool // the office was there before
}

// Begin opens an office with its first administrator. Where the office is there already and nobody administers it yet, the
// administrator gets a new code. With recover set whoever is named gets one, whose sessions end: where phone and passkeys are lost, or nobody
// is left who could approve a code; without a name the administrator. Errors: ErrHasAdministrator, ErrNobodyNamed, ErrWhichAdministrator;
// ErrImagined for a new office under a rulebook whose law is invented.
func (a *App) Begin(ctx context.Context, f office.Found, recover bool) (Begun, error) {
	t, err := a.Office.TenantOf(ctx, f.Slug)
	if errors.Is(err, office.ErrNotFound) {
		if f.Rulebook == rulebooks.Imagined {
			return Begun{}, ErrImagined.With(fault.Args{"rulebook": f.Rulebook})
		}
		if f.Login == "" {
			f.Login = firstLogin
		}
		founded, err := a.Office.Found(ctx, commandLine(id.ID{}), f)
		return Begun{Tenant: founded.Tenant, Login: founded.Account.Login, Code: founded.Code}, err
	}
	if err != nil {
		return Begun{}, err
	}
	who := a.beginsAgain
	if recover {
		who = a.recovers
	}
	again, err := who(ctx, t, office.Login(f.Login))
	if err != nil {
		return Begun{}, err
	}
	code, err := a.Office.ResetAccount(ctx, commandLine(t.ID), again.ID)
	return Begun{Tenant: t, Login: again.Login, Code: code, Again: true}, err
}

// beginsAgain is the administrator who gets a new code while none can sign in: the one who is named, or the first.
func (a *App) beginsAgain(ctx context.Context, t office.Tenant, login string) (again office.Colleague, err error) {
	administrators, err := a.administrators(ctx, t.ID)
	if err != nil {
		return again, err
	}
	for _, c := range administrators {
		if c.Enrolled {
			return again, ErrHasAdministrator.With(fault.Args{"tenant": t.Slug, "login": c.Login})
		}
		if again.ID.IsZero() || c.Login == login {
			again = c
		}
	}
	if again.ID.IsZero() {
		return again, ErrNobodyNamed.With(fault.Args{"tenant": t.Slug, "login": login})
	}
	return again, nil
}

// recovers is the open account of a login name; nobody else's, whatever was mistyped. Without a name it is the one administrator.
func (a *App) recovers(ctx context.Context, t office.Tenant, login string) (office.Colleague, error) {
	if login == "" {
		administrators, err := a.administrators(ctx, t.ID)
		if err != nil {
			return office.Colleague{}, err
		}
		if len(administrators) == 1 {
			return administrators[0], nil
		}
		var logins []string
		for _, c := range administrators {
			logins = append(logins, c.Login)
		}
		return office.Colleague{}, ErrWhichAdministrator.With(fault.Args{"tenant": t.Slug, "logins": strings.Join(logins, " · ")})
	}
	x, err := a.offices.AccountByLogin(ctx, t.ID, login)
	if errors.Is(err, office.ErrNotFound) || err == nil && !x.ClosedAt.IsZero() {
		return office.Colleague{}, ErrNobodyNamed.With(fault.Args{"tenant": t.Slug, "login": login})
	}
	return office.Colleague{ID: x.ID, Login: x.Login}, err
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
		if p.Runs(now) && x.ClosedAt.IsZero() && !slices.ContainsFunc(out, func(c office.Colleague) bool { return c.ID == x.ID }) {
			out = append(out, office.Colleague{ID: x.ID, Unit: x.Unit, Login: x.Login, Name: x.Name, Language: x.Language, Enrolled: x.Enrolled()})
		}
	}
	return out, nil
}
