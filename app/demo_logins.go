package app

import (
	"context"
	"fmt"

	"linli/office"
	"linli/platform/access"
	"linli/platform/id"
)

// logins gives the logins their passwords and tokens, and the listed parties their slips: today, so that they last.
func (d *demo) logins(ctx context.Context) (Logins, error) {
	out := Logins{URL: d.url, Tenant: d.office.Tenant.Slug}
	staff := demoLogins()
	administrator, err := d.app.administrators(ctx, d.office.Tenant.ID)
	if err != nil {
		return out, err
	}
	for i := range staff {
		account, err := d.login(ctx, d.office.Staff[i].Account, staff[i])
		if err != nil {
			return out, err
		}
		out.Accounts = append(out.Accounts, account)
	}
	if out.Open311, err = d.app.Office.FurnishProgram(ctx, commandLine(d.office.Tenant.ID), demoProgram); err != nil {
		return out, fmt.Errorf("a program that reports here: %w", err)
	}
	first := administrator[0]
	account, err := d.login(ctx, first.ID, Hire{Login: first.Login, Name: first.Name, Unit: demoRoot, Posts: []access.PostKind{access.Administrator}})
	if err != nil {
		return out, err
	}
	out.Accounts = append(out.Accounts, account)
	provider, err := d.provider(ctx)
	if err != nil {
		return out, err
	}
	out.Providers = append(out.Providers, provider)
	for _, p := range d.plays {
		for _, side := range []string{"a", "b"} {
			if !p.story.shows(side) {
				continue
			}
			r, err := d.resident(ctx, p, side)
			if err != nil {
				return out, fmt.Errorf("the slip of “%.30s”: %w", p.story.Summary, err)
			}
			out.Residents = append(out.Residents, r)
		}
	}
	out.Residents = append(append(out.Residents, d.reportLogins()...), d.helped...)
	return out, nil
}

func (d *demo) login(ctx context.Context, account id.ID, h Hire) (DemoAccount, error) {
	secret, err := office.NewTOTPSecret()
	if err != nil {
		return DemoAccount{}, err
	}
	token, err := d.app.Office.Furnish(ctx, commandLine(d.office.Tenant.ID), office.Furnish{Account: account, Password: demoPassword, Secret: secret})
	if err != nil {
		return DemoAccount{}, fmt.Errorf("the login %s: %w", h.Login, err)
	}
	unit, _, err := d.app.UnitNamed(ctx, d.office.Tenant.ID, h.Unit)
	return DemoAccount{Name: h.Login, Person: h.Name, Post: string(h.Posts[0]), Unit: unit.ID, UnitCode: unit.Code, UnitName: unit.Name,
		Password: demoPassword, Secret: office.ShowTOTPSecret(secret), Token: token}, err
}

func (d *demo) resident(ctx context.Context, p *play, side string) (DemoResident, error) {
	giver := access.Actor{Kind: access.Resident, Tenant: p.clerk.Tenant, Case: p.c.ID, Party: p.side(side), Via: "web"} // a party replaces its own
	code, passphrase, err := d.app.Mediation.IssueSlip(ctx, giver, p.c.ID, p.side(side))
	return DemoResident{Kind: "mediation", Code: code.String(), Passphrase: passphrase, State: string(p.c.State),
		Role: string(p.c.Party(p.side(side)).Role), Case: p.c.ID}, err
}

// demoProgram is the program of another organisation that reports here.
const demoProgram = "邻县市民报事平台"
