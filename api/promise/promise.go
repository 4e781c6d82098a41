// Package promise lists for programs of the office what it owes: everything that the page Due shows to the same account.
package promise

import (
	"context"
	"slices"
	"time"

	mediations "linli/api/mediation"
	"linli/api/route"
	"linli/casefile/breach"
	"linli/duty"
	"linli/mediation"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/promise"
	"linli/referral"
	"linli/report"
	"linli/report/inspection"
)

// Desk answers the route of promises.
type Desk struct {
	Mediation  *mediation.Service
	Report     *report.Service
	Referral   *referral.Service
	Inspection *inspection.Service
	Duty       *duty.Service
	Breaches   *breach.Service
}

// Promises is one page of what the office owes.
type Promises struct {
	Items []Owed `json:"items" nullable:"false"`
	Next  string `json:"next" doc:"where the next page begins, for the parameter after; empty on the last page"`
}

// Owed is one promise in a list.
type Owed struct {
	Of       string    `json:"of" doc:"what it is owed on: mediation, report, referral, inspection, duty or breach"`
	Case     id.ID     `json:"case" doc:"id of the mediation, the report, the request for help, the inspection, the duty or the entry of the register"`
	Unit     id.ID     `json:"unit" doc:"that answers for it; of a breach the whole office"`
	UnitCode string    `json:"unit_code"`
	Number   string    `json:"number,omitempty" doc:"number of a mediation, from acceptance on"`
	Type     string    `json:"type" doc:"type of the dispute, or category of the report; empty of all others"`
	Rule     string    `json:"rule" doc:"the promise, as the rulebook names it"`
	State    string    `json:"state" doc:"running, late or paused"`
	Due      time.Time `json:"due" doc:"the last instant at which the promise is kept"`
}

// kinds are what something can be owed on, each with how it is read.
var kinds = []struct {
	name string
	read func(*Desk, context.Context, *route.Call, promise.Filter) ([]row, error)
}{
	{mediation.Capability, (*Desk).mediations}, {report.Capability, (*Desk).reports}, {referral.Capability, (*Desk).help},
	{inspection.Capability, (*Desk).inspections}, {duty.Capability, (*Desk).duties}, {"breach", (*Desk).breaches},
}

// Routes is the route of promises.
func (d *Desk) Routes() []*route.Route {
	of := route.Parameter{Name: "of", Doc: "what it is owed on; without it, everything"}
	for _, k := range kinds {
		of.Choice = append(of.Choice, k.name)
	}
	return []*route.Route{{Method: "GET", Path: route.Prefix + "/promises", Name: "list-promises", Area: "promise", Summary: "List what the office owes, the next due first",
		Detail: "What the page Due shows to the same account: of mediations, reports, requests for help, inspections, duties and breaches. Clear facts, no name and no tracking code.",
		Acts:   []string{"mediation.list", "report.queue", "referral.list", "inspection.list", "duty.list"}, Query: route.ListQuery(of, route.OfUnit,
			route.Parameter{Name: "within", Doc: "a group of the page Due, in days of the office's zone: late, due today, due in the seven days after it, or waiting while the clock stands still; not together with from, until and paused", Choice: promise.Stretches},
			route.Parameter{Name: "from", Doc: "due at this instant or later", Format: "date-time"},
			route.Parameter{Name: "until", Doc: "due before this instant", Format: "date-time"},
			route.Parameter{Name: "paused", Doc: "true for the promises whose clock stands still, instead of those that run or are late", Format: "boolean", Choice: []string{"true", "false"}}),
		Result: route.Type[Promises](), Status: 200, Handle: d.list}}
}

func (d *Desk) list(ctx context.Context, c *route.Call) (route.Answer, error) {
	f, err := d.asked(ctx, c)
	if err != nil {
		return route.Answer{}, err
	}
	var rows []row
	for _, k := range kinds {
		if of := c.Text("of"); of != "" && of != k.name {
			continue
		}
		found, err := k.read(d, ctx, c, f)
		if err != nil {
			return route.Answer{}, err
		}
		for i := range found {
			found[i].Of, found[i].Case, found[i].Due = k.name, found[i].at.Case, found[i].at.Due
		}
		rows = append(rows, found...)
	}
	slices.SortFunc(rows, func(x, y row) int { return x.at.Compare(y.at) })
	rows = slices.CompactFunc(rows, func(x, y row) bool { return x.at.Compare(y.at) == 0 })
	rows = rows[:min(len(rows), f.Limit)]
	tree, err := c.Tree(ctx)
	if err != nil {
		return route.Answer{}, err
	}
	out := Promises{Items: make([]Owed, len(rows))}
	numbers := mediations.Numbering{Service: d.Mediation, Tenant: c.Actor.Tenant}
	for i, r := range rows {
		unit, ok := tree.Unit(r.Unit)
		if !ok {
			unit, _ = tree.Root()
		}
		out.Items[i], out.Items[i].Unit, out.Items[i].UnitCode = r.Owed, unit.ID, unit.Code
		if out.Items[i].Number, err = numbers.Of(ctx, unit, d.Mediation.Clock.Now(), r.year, r.no); err != nil {
			return route.Answer{}, err
		}
	}
	if len(rows) == f.Limit {
		out.Next = route.Cursor(rows[len(rows)-1].at)
	}
	return route.JSON(out)
}

// asked is what the parameters ask for.
func (d *Desk) asked(ctx context.Context, c *route.Call) (f promise.Filter, err error) {
	if f.From, err = c.Instant("from"); err != nil {
		return f, err
	}
	if f.Until, err = c.Instant("until"); err != nil {
		return f, err
	}
	f.Paused = c.Text("paused") == "true"
	if stretch := c.Text("within"); stretch != "" {
		if c.Text("from")+c.Text("until")+c.Text("paused") != "" {
			return f, fault.Field("within", "api.query.apart")
		}
		now := d.Mediation.Clock.Now()
		rules, err := d.Mediation.Office.Rulebook(ctx, c.Actor.Tenant, now)
		if err != nil {
			return f, err
		}
		f = promise.Within(stretch, now, rules.Zone)
	}
	if f.Unit, err = c.Unit(ctx, "unit", c.Text("unit")); err != nil {
		return f, err
	}
	if f.Limit, err = c.Limit(); err != nil {
		return f, err
	}
	return f, c.After(&f.After)
}
