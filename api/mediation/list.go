package mediation

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"time"

	"linli/api/route"
	"linli/mediation"
	"linli/platform/fault"
	"linli/platform/id"
)

// maxPage is the longest page of a list.
const maxPage = 100

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

func listQuery() []route.Parameter {
	states := make([]string, len(mediation.States))
	for i, s := range mediation.States {
		states[i] = string(s)
	}
	return []route.Parameter{
		{Name: "unit", Doc: "id or code of a unit"},
		{Name: "state", Doc: "a state of the machine", Choice: states},
		{Name: "after", Doc: "next of the page before"},
		{Name: "limit", Doc: "cases on a page, 1 to 100; 25 where it is not given", Format: "integer"}}
}

func (d *Desk) list(ctx context.Context, c *route.Call) (route.Answer, error) {
	tree, err := c.Tree(ctx)
	if err != nil {
		return route.Answer{}, err
	}
	f := mediation.Filter{State: mediation.State(c.Text("state"))}
	if f.Limit, err = c.Number("limit", 1, maxPage); err != nil {
		return route.Answer{}, err
	}
	if given := c.Text("unit"); given != "" {
		unit, err := route.Unit(tree, "unit", given)
		if err != nil {
			return route.Answer{}, err
		}
		f.Unit = unit.ID
	}
	if err := place(c, &f.After); err != nil {
		return route.Answer{}, err
	}
	page, err := d.Service.List(ctx, c.Actor, f)
	if err != nil {
		return route.Answer{}, err
	}
	out := List{Items: make([]Item, len(page.Rows))}
	numbers := numbering{Desk: d, tenant: c.Actor.Tenant}
	for i, r := range page.Rows {
		unit, _ := tree.Unit(r.Unit)
		out.Items[i] = Item{ID: r.ID, Unit: r.Unit, UnitCode: unit.Code, Ref: r.Ref, State: r.State, Type: r.Type, Received: r.Received, Due: r.Due}
		if out.Items[i].Number, err = numbers.of(ctx, unit, r.Received, r.Year, r.Number); err != nil {
			return route.Answer{}, err
		}
	}
	if page.Next != (mediation.Cursor{}) {
		out.Next = cursor(page.Next)
	}
	return route.JSON(out)
}

// cursor is a place in a list. It is opaque: its form may change from version to version.
func cursor(place any) string { return base64.RawURLEncoding.EncodeToString(encode(place)) }

// place reads the parameter after into the place that [cursor] wrote.
func place(c *route.Call, into any) error {
	given := c.Text("after")
	if given == "" {
		return nil
	}
	b, err := base64.RawURLEncoding.DecodeString(given)
	if err == nil {
		err = json.Unmarshal(b, into)
	}
	if err != nil {
		return fault.Field("after", "api.query.after")
	}
	return nil
}
