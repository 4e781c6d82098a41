package mediation

import (
	"context"
	"time"

	"linli/api/route"
	"linli/mediation"
	"linli/platform/id"
)

// Promises is one page of what the office owes.
type Promises struct {
	Items []Owed `json:"items" nullable:"false"`
	Next  string `json:"next" doc:"where the next page begins, for the parameter after; empty on the last page"`
}

// Owed is one promise in a list.
type Owed struct {
	Case     id.ID     `json:"case" doc:"id of the mediation"`
	Unit     id.ID     `json:"unit"`
	UnitCode string    `json:"unit_code"`
	Number   string    `json:"number,omitempty" doc:"case number, from acceptance on"`
	Type     string    `json:"type" doc:"type of the dispute"`
	Rule     string    `json:"rule" doc:"the promise, as the rulebook names it"`
	State    string    `json:"state" doc:"running, late or paused"`
	Due      time.Time `json:"due" doc:"the last instant at which the promise is kept"`
}

func promiseQuery() []route.Parameter {
	return route.ListQuery(
		route.Parameter{Name: "from", Doc: "due at this instant or later", Format: "date-time"},
		route.Parameter{Name: "until", Doc: "due before this instant", Format: "date-time"},
		route.Parameter{Name: "paused", Doc: "true for the promises whose clock stands still, instead of those that run or are late", Format: "boolean", Choice: []string{"true", "false"}})
}

// owedPlace is where a page of promises ends.
type owedPlace struct {
	Due  time.Time `json:"due"`
	Case id.ID     `json:"case"`
	Key  string    `json:"key"`
}

func (d *Desk) promises(ctx context.Context, c *route.Call) (route.Answer, error) {
	f := mediation.DueFilter{Paused: c.Text("paused") == "true"}
	var err error
	if f.From, err = c.Instant("from"); err != nil {
		return route.Answer{}, err
	}
	if f.Until, err = c.Instant("until"); err != nil {
		return route.Answer{}, err
	}
	if f.Limit, err = c.Limit(); err != nil {
		return route.Answer{}, err
	}
	var after owedPlace
	if err := c.After(&after); err != nil {
		return route.Answer{}, err
	}
	f.After = mediation.DueRow{Due: after.Due, Case: after.Case, Key: after.Key}
	rows, err := d.Service.Due(ctx, c.Actor, f)
	if err != nil {
		return route.Answer{}, err
	}
	tree, err := c.Tree(ctx)
	if err != nil {
		return route.Answer{}, err
	}
	out := Promises{Items: make([]Owed, len(rows))}
	numbers, now := numbering{Desk: d, tenant: c.Actor.Tenant}, d.Service.Clock.Now()
	for i, r := range rows {
		unit, _ := tree.Unit(r.Unit)
		out.Items[i] = Owed{Case: r.Case, Unit: r.Unit, UnitCode: unit.Code, Type: r.Type, Rule: r.Rule, State: r.State, Due: r.Due}
		if out.Items[i].Number, err = numbers.of(ctx, unit, now, r.Year, r.No); err != nil {
			return route.Answer{}, err
		}
	}
	if len(rows) == f.Limit {
		last := rows[len(rows)-1]
		out.Next = route.Cursor(owedPlace{last.Due, last.Case, last.Key})
	}
	return route.JSON(out)
}
