package duty

import (
	"context"
	"time"

	"linli/api/route"
	"linli/duty"
	"linli/platform/id"
)

// DutyList is one page of occurrences.
type DutyList struct {
	Items []DutyItem `json:"items" nullable:"false"`
	Next  string     `json:"next" doc:"where the next page begins, for the parameter after; empty on the last page"`
}

// DutyItem is what a list shows of an occurrence.
type DutyItem struct {
	ID     id.ID      `json:"id"`
	Unit   id.ID      `json:"unit" doc:"the unit that owes it"`
	Duty   string     `json:"duty" doc:"the duty, as the rulebook names it"`
	Period string     `json:"period" doc:"of the rule's recurrence, such as 2026-03; of what somebody recorded, the id of that event"`
	State  duty.State `json:"state"`
	Last   time.Time  `json:"last" doc:"the last instant at which it is in time"`
	Due    time.Time  `json:"due,omitzero" doc:"when what it waits for falls due: to be done, or to be checked"`
}

// place is where a page of occurrences ends.
type place struct {
	Last time.Time `json:"last"`
	ID   id.ID     `json:"id"`
}

func (d *Desk) list(ctx context.Context, c *route.Call) (route.Answer, error) {
	f := duty.ListFilter{State: duty.State(c.Text("state"))}
	var err error
	if f.Limit, err = c.Limit(); err != nil {
		return route.Answer{}, err
	}
	if f.Unit, err = c.Unit(ctx, "unit", c.Text("unit")); err != nil {
		return route.Answer{}, err
	}
	var after place
	if err := c.After(&after); err != nil {
		return route.Answer{}, err
	}
	f.After = duty.Row{Case: duty.Case{ID: after.ID}, Last: after.Last}
	rows, err := d.Service.Listed(ctx, c.Actor, f)
	if err != nil {
		return route.Answer{}, err
	}
	out := DutyList{Items: make([]DutyItem, len(rows))}
	for i, r := range rows {
		out.Items[i] = DutyItem{ID: r.Case.ID, Unit: r.Case.Unit, Duty: r.Case.Duty, Period: r.Case.Period, State: r.Case.State, Last: r.Last, Due: r.Next}
	}
	if len(rows) == f.Limit {
		last := rows[len(rows)-1]
		out.Next = route.Cursor(place{last.Last, last.Case.ID})
	}
	return route.JSON(out)
}
