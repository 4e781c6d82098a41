package mediation

import (
	"context"
	"strings"
	"time"

	"linli/api/route"
	"linli/mediation"
	"linli/platform/id"
)

// List is one page of cases.
type List struct {
	Items []Item `json:"items" nullable:"false"`
	Next  string `json:"next" doc:"where the next page begins, for the parameter after; empty on the last page"`
}

// Item is what a list shows of a case.
type Item struct {
	ID       id.ID           `json:"id"`
	Unit     id.ID           `json:"unit"`
	UnitCode string          `json:"unit_code"`
	Number   string          `json:"number,omitempty" doc:"case number, from acceptance on"`
	Ref      string          `json:"ref,omitempty" doc:"number in the register that the case was brought in from"`
	State    mediation.State `json:"state"`
	Type     string          `json:"type"`
	Received time.Time       `json:"received"`
	Due      time.Time       `json:"due,omitzero" doc:"when the next promise of the office falls due"`
}

func (d *Desk) list(ctx context.Context, c *route.Call) (route.Answer, error) {
	tree, err := c.Tree(ctx)
	if err != nil {
		return route.Answer{}, err
	}
	rules, err := d.Service.Office.Rulebook(ctx, c.Actor.Tenant, d.Service.Clock.Now())
	if err != nil {
		return route.Answer{}, err
	}
	f := mediation.Filter{State: mediation.State(c.Text("state")), Type: c.Text("type"), Number: strings.TrimSpace(c.Text("number"))}
	if f.Days, err = c.Days(rules.Zone); err != nil {
		return route.Answer{}, err
	}
	if f.Limit, err = c.Limit(); err != nil {
		return route.Answer{}, err
	}
	if f.Unit, err = c.Unit(ctx, "unit", c.Text("unit")); err != nil {
		return route.Answer{}, err
	}
	if err := c.After(&f.After); err != nil {
		return route.Answer{}, err
	}
	page, err := d.Service.List(ctx, c.Actor, f)
	if err != nil {
		return route.Answer{}, err
	}
	out := List{Items: make([]Item, len(page.Rows))}
	numbers := Numbering{Service: d.Service, Tenant: c.Actor.Tenant}
	for i, r := range page.Rows {
		unit, _ := tree.Unit(r.Unit)
		out.Items[i] = Item{ID: r.ID, Unit: r.Unit, UnitCode: unit.Code, Ref: r.Ref, State: r.State, Type: r.Type, Received: r.Received, Due: r.Due}
		if out.Items[i].Number, err = numbers.Of(ctx, unit, r.Received, r.Year, r.Number); err != nil {
			return route.Answer{}, err
		}
	}
	if page.Next != (mediation.Cursor{}) {
		out.Next = route.Cursor(page.Next)
	}
	return route.JSON(out)
}
