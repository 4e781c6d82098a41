package referral

import (
	"context"
	"time"

	"linli/api/route"
	"linli/platform/id"
	"linli/referral"
)

// ReferralList is one page of requests for help.
type ReferralList struct {
	Items []ReferralItem `json:"items" nullable:"false"`
	Next  string         `json:"next" doc:"where the next page begins, for the parameter after; empty on the last page"`
}

// ReferralItem is what a list shows of a request for help.
type ReferralItem struct {
	ID       id.ID          `json:"id"`
	Unit     id.ID          `json:"unit"`
	State    referral.State `json:"state"`
	Needs    []string       `json:"needs" nullable:"false" doc:"codes of the rulebook"`
	Taken    bool           `json:"taken" doc:"somebody has taken it"`
	Received time.Time      `json:"received"`
	Due      time.Time      `json:"due,omitzero" doc:"when the next promise of the office falls due"`
}

func (d *Desk) list(ctx context.Context, c *route.Call) (route.Answer, error) {
	rules, err := d.Service.Office.Rulebook(ctx, c.Actor.Tenant, d.Service.Clock.Now())
	if err != nil {
		return route.Answer{}, err
	}
	f := referral.Filter{State: referral.State(c.Text("state")), Need: c.Text("need")}
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
	out := ReferralList{Items: []ReferralItem{}}
	if len(d.Service.Desks(c.Actor)) == 0 {
		return route.JSON(out) // an account without a desk has an empty list
	}
	rows, next, err := d.Service.List(ctx, c.Actor, f)
	if err != nil {
		return route.Answer{}, err
	}
	for _, r := range rows {
		k := &r.Case
		out.Items = append(out.Items, ReferralItem{k.ID, k.Unit, k.State, route.OrEmpty(k.Needs), !k.Worker.IsZero(), k.Received, r.Due})
	}
	if !next.ID.IsZero() {
		out.Next = route.Cursor(next)
	}
	return route.JSON(out)
}
