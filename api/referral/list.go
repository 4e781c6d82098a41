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
	limit, err := c.Limit()
	if err != nil {
		return route.Answer{}, err
	}
	unit, err := c.Unit(ctx, "unit", c.Text("unit"))
	if err != nil {
		return route.Answer{}, err
	}
	var after referral.Cursor
	if err := c.After(&after); err != nil {
		return route.Answer{}, err
	}
	out := ReferralList{Items: []ReferralItem{}}
	if len(d.Service.Desks(c.Actor)) == 0 {
		return route.JSON(out) // an account without a desk has an empty list
	}
	state := referral.State(c.Text("state"))
	for {
		rows, next, err := d.Service.List(ctx, c.Actor, state == referral.Closed, after, limit)
		if err != nil {
			return route.Answer{}, err
		}
		for i, r := range rows {
			k := &r.Case
			if state != "" && k.State != state || !unit.IsZero() && k.Unit != unit {
				continue
			}
			out.Items = append(out.Items, ReferralItem{k.ID, k.Unit, k.State, route.OrEmpty(k.Needs), !k.Worker.IsZero(), k.Received, r.Due})
			if len(out.Items) == limit {
				if i+1 < len(rows) || !next.ID.IsZero() {
					out.Next = route.Cursor(referral.Cursor{Due: r.Due, ID: k.ID})
				}
				return route.JSON(out)
			}
		}
		if after = next; next.ID.IsZero() {
			return route.JSON(out)
		}
	}
}
