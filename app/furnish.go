package app

import (
	"context"
	"fmt"
	"time"

	"linli/office"
	"linli/platform/access"
	"linli/platform/id"
)

// Hire is an account with its posts, for an office that is furnished by the command line: the demo's and the tests'.
type Hire struct {
	Login, Name, Password, Language string
	Unit                            string // code of the unit
	Organisation                    id.ID  // of the directory, for which it answers referrals; it has no post then
	Posts                           []access.PostKind
	Until                           time.Time // zero: the posts have no end
}

// Hired is an account as the one who furnished the office can use it.
type Hired struct {
	Hire
	Account id.ID
	Secret  []byte // of the second factor
	Token   string // for the API
}

// UnitPlan is a unit to open below another.
type UnitPlan struct {
	Code, Name, Parent string
	Level              office.Level
	Desk               office.Desk
}

// Furnished is a tenant with its units and accounts.
type Furnished struct {
	Tenant office.Tenant
	Units  map[string]id.ID // by code
	Staff  []Hired
}

// commandLine is linli itself, furnishing an office.
func commandLine(tenant id.ID) access.Actor {
	return access.Actor{Kind: access.System, Tenant: tenant, Via: "cli"}
}

// Furnish opens a tenant with units and accounts that can sign in at once.
func (a *App) Furnish(ctx context.Context, found office.Found, units []UnitPlan, staff []Hire) (*Furnished, error) {
	founded, err := a.Office.Found(ctx, commandLine(id.ID{}), found)
	if err != nil {
		return nil, fmt.Errorf("founding the office: %w", err)
	}
	f := &Furnished{Tenant: founded.Tenant, Units: map[string]id.ID{founded.Root.Code: founded.Root.ID}}
	self := commandLine(f.Tenant.ID)
	for _, p := range units {
		u, err := a.Office.AddUnit(ctx, self, office.AddUnit{Parent: f.Units[p.Parent], Level: p.Level, Code: p.Code, Name: p.Name, Desk: p.Desk})
		if err != nil {
			return nil, fmt.Errorf("opening the unit %s: %w", p.Code, err)
		}
		f.Units[p.Code] = u.ID
	}
	for _, h := range staff {
		if err := a.Hire(ctx, f, h); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// Hire opens one account more in a furnished office.
func (a *App) Hire(ctx context.Context, f *Furnished, h Hire) error {
	hired, err := a.hire(ctx, commandLine(f.Tenant.ID), f.Units, h)
	if err != nil {
		return fmt.Errorf("opening the account %s: %w", h.Login, err)
	}
	f.Staff = append(f.Staff, hired)
	return nil
}

func (a *App) hire(ctx context.Context, self access.Actor, units map[string]id.ID, h Hire) (Hired, error) {
	account, _, err := a.Office.CreateAccount(ctx, self, office.CreateAccount{Unit: units[h.Unit], Organisation: h.Organisation, Login: h.Login, Name: h.Name, Language: h.Language})
	if err != nil {
		return Hired{}, err
	}
	out := Hired{Hire: h, Account: account.ID}
	for _, kind := range h.Posts {
		if _, err := a.Office.AssignPost(ctx, self, office.AssignPost{Account: account.ID, Unit: units[h.Unit], Kind: kind, To: h.Until}); err != nil {
			return Hired{}, err
		}
	}
	if h.Password == "" {
		return out, nil // a colleague whom nobody signs in as
	}
	if out.Secret, err = office.NewTOTPSecret(); err != nil {
		return Hired{}, err
	}
	out.Token, err = a.Office.Furnish(ctx, self, office.Furnish{Account: account.ID, Password: h.Password, Secret: out.Secret})
	return out, err
}
