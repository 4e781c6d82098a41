package paper

import (
	"context"

	"linli/mediation"
	"linli/office"
	"linli/platform/clock"
	"linli/platform/i18n"
	"linli/platform/id"
)

// Desk gathers what the papers of an opened case are made with.
type Desk struct {
	Office *office.Service
	Prover *Prover // writes the codes on papers
	Verify string  // address under which they are read
	Clock  clock.Clock
}

// Order is what papers of an opened case are made with, in a language.
func (d *Desk) Order(ctx context.Context, o *mediation.Opened, lang i18n.Language) (Order, error) {
	desk, unit, err := d.Of(ctx, o.Case.Tenant, o.Case.Unit)
	if err != nil {
		return Order{}, err
	}
	names := Names{Office: desk, Unit: unit, People: map[id.ID]string{}}
	if names.Joint, err = d.joint(ctx, o); err != nil {
		return Order{}, err
	}
	for _, a := range Accounts(o) {
		if names.People[a], err = d.Office.AccountName(ctx, o.Case.Tenant, a); err != nil {
			return Order{}, err
		}
	}
	return Order{Opened: o, Names: names, Language: lang, Verify: d.Verify, Prover: d.Prover, At: d.Clock.Now()}, nil
}

// joint are the names of the other units that mediate a case.
func (d *Desk) joint(ctx context.Context, o *mediation.Opened) (map[id.ID]string, error) {
	out := map[id.ID]string{}
	if len(o.Case.Joint) == 0 {
		return out, nil
	}
	tree, err := d.Office.Tree(ctx, o.Case.Tenant)
	for _, j := range o.Case.Joint {
		if u, known := tree.Unit(j.Unit); known {
			out[j.Unit] = u.Name
		}
	}
	return out, err
}

// Of is how a unit stands on its papers, and its name in the case number.
func (d *Desk) Of(ctx context.Context, tenant, unit id.ID) (Office, string, error) {
	t, err := d.Office.TenantByID(ctx, tenant)
	if err != nil {
		return Office{}, "", err
	}
	tree, err := d.Office.Tree(ctx, tenant)
	if err != nil {
		return Office{}, "", err
	}
	u, _ := tree.Unit(unit)
	now, _ := tree.Unit(tree.Now(unit, d.Clock.Now()))
	desk := tree.Desk(now.ID)
	out := Office{Name: now.Name, Address: desk.Address, Phone: desk.Phone, Hours: desk.Hours}
	if u.Name == "" { // a unit that is gone
		out.Name = t.Name
	}
	return out, u.Name, nil
}
