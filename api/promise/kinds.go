package promise

import (
	"context"
	"slices"
	"time"

	"linli/api/route"
	"linli/casefile"
	"linli/casefile/breach"
	"linli/duty"
	"linli/mediation"
	"linli/promise"
)

// row is a promise with its place in the order, and what its number is made of.
type row struct {
	Owed
	at       promise.Place
	year, no int
}

// mediations are those of the cases that the account lists, and what its own posts owe beside them.
func (d *Desk) mediations(ctx context.Context, c *route.Call, f promise.Filter) ([]row, error) {
	listed, err := d.Mediation.Due(ctx, c.Actor, f)
	if err != nil {
		return nil, err
	}
	own, err := d.Mediation.OwedHere(ctx, c.Actor)
	if err != nil {
		return nil, err
	}
	own = slices.DeleteFunc(own, func(x mediation.DueRow) bool {
		return !f.In(x.Unit) || !f.Holds(x.Place(), x.State == string(promise.Paused))
	})
	var out []row
	for _, x := range append(listed, own...) {
		out = append(out, row{Owed: Owed{Unit: x.Unit, Type: x.Type, Rule: x.Rule, State: x.State}, at: x.Place(), year: x.Year, no: x.No})
	}
	return out, nil
}

func (d *Desk) reports(ctx context.Context, c *route.Call, f promise.Filter) ([]row, error) {
	rows, err := d.Report.Due(ctx, c.Actor, f)
	var out []row
	for _, x := range rows {
		out = append(out, row{Owed: Owed{Unit: x.Case.Desk.Unit, Type: x.Case.Category, Rule: x.Rule, State: d.state(x.Due)}, at: x.Place()})
	}
	if err != nil {
		return nil, err
	}
	asked, err := d.Report.Asides().OwedAside(ctx, c.Actor)
	return append(out, d.aside(asked, f)...), err
}

func (d *Desk) help(ctx context.Context, c *route.Call, f promise.Filter) ([]row, error) {
	rows, err := d.Referral.Due(ctx, c.Actor, f)
	var out []row
	for _, x := range rows {
		out = append(out, row{Owed: Owed{Unit: x.Case.Unit, Rule: x.Rule, State: d.state(x.Due)}, at: x.Place()})
	}
	if err != nil {
		return nil, err
	}
	asked, err := d.Referral.Asides().OwedAside(ctx, c.Actor)
	return append(out, d.aside(asked, f)...), err
}

// aside is what is owed on cases that stands among no promises of theirs.
func (d *Desk) aside(all []casefile.OwedAside, f promise.Filter) (out []row) {
	for _, x := range all {
		if at := (promise.Place{Due: x.Owed.Due, Case: x.Case.ID, Key: x.Owed.Key}); f.In(x.Case.Facts.Unit) && f.Holds(at, false) {
			out = append(out, row{Owed: Owed{Unit: x.Case.Facts.Unit, Type: x.Case.Type, Rule: x.Owed.Rule, State: d.state(x.Owed.Due)}, at: at})
		}
	}
	return out
}

func (d *Desk) inspections(ctx context.Context, c *route.Call, f promise.Filter) ([]row, error) {
	rows, err := d.Inspection.Due(ctx, c.Actor, f)
	var out []row
	for _, x := range rows {
		out = append(out, row{Owed: Owed{Unit: x.Case.Unit, Rule: x.Rule, State: d.state(x.Due)}, at: x.Place()})
	}
	return out, err
}

// duties are what the account has to do, and under a name of its own what it has to check.
func (d *Desk) duties(ctx context.Context, c *route.Call, f promise.Filter) ([]row, error) {
	rows, err := d.Duty.Due(ctx, c.Actor, f)
	var out []row
	for _, x := range rows {
		rule := x.Case.Duty
		if x.Case.Waits() == duty.ToCheck {
			rule += duty.CheckRule
		}
		out = append(out, row{Owed: Owed{Unit: x.Case.Unit, Rule: rule, State: d.state(x.Next)}, at: x.Place()})
	}
	return out, err
}

// breaches are the notices to the authority, for who keeps their register. The whole office answers for them.
func (d *Desk) breaches(ctx context.Context, c *route.Call, f promise.Filter) ([]row, error) {
	tree, err := c.Tree(ctx)
	if err != nil {
		return nil, err
	}
	if office, _ := tree.Root(); !f.In(office.ID) {
		return nil, nil
	}
	rows, err := d.Breaches.Owed(ctx, c.Actor)
	var out []row
	for _, x := range rows {
		if at := (promise.Place{Due: x.Due, Case: x.Entry.ID, Key: breach.Rule}); f.Holds(at, false) {
			out = append(out, row{Owed: Owed{Rule: breach.Rule, State: d.state(x.Due)}, at: at})
		}
	}
	return out, err
}

// state is how a promise stands of which the clock never stands still.
func (d *Desk) state(due time.Time) string {
	if d.Mediation.Clock.Now().After(due) {
		return string(promise.Late)
	}
	return string(promise.Running)
}
