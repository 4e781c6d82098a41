package route

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"

	"linli/platform/fault"
	"linli/platform/id"
)

// Longest and usual page of a list.
const (
	maxPage   = 100
	usualPage = 25
)

// ListQuery are the parameters that every list has, behind those of one.
func ListQuery(own ...Parameter) []Parameter {
	return append(own, Parameter{Name: "after", Doc: "next of the page before"},
		Parameter{Name: "limit", Doc: "rows on a page, 1 to 100; 25 where it is not given", Format: "integer"})
}

// OfUnit is the parameter that narrows a list to one unit.
var OfUnit = Parameter{Name: "unit", Doc: "id or code of a unit"}

// InState narrows a list to a state of a machine.
func InState[S ~string](doc string, states []S) Parameter {
	p := Parameter{Name: "state", Doc: doc}
	for _, s := range states {
		p.Choice = append(p.Choice, string(s))
	}
	return p
}

// InDays narrow a list to what was received on some days.
var InDays = []Parameter{
	{Name: "from", Doc: "first day on which it was received, inclusive, in the office's zone", Format: "date"},
	{Name: "to", Doc: "last day on which it was received, inclusive, in the office's zone", Format: "date"}}

// Limit is how many rows a page of a list has.
func (c *Call) Limit() (int, error) {
	n, err := c.Number("limit", 1, maxPage)
	return cmp.Or(n, usualPage), err
}

// Unit is the unit that a parameter or a field names; zero where it names none.
func (c *Call) Unit(ctx context.Context, field, given string) (id.ID, error) {
	if given == "" {
		return id.ID{}, nil
	}
	tree, err := c.Tree(ctx)
	if err != nil {
		return id.ID{}, err
	}
	u, err := Unit(tree, field, given)
	return u.ID, err
}

// Cursor writes a place in a list. It is opaque: its form may change from version to version.
func Cursor(place any) string { return base64.RawURLEncoding.EncodeToString(Encode(place)) }

// After reads the parameter after into the place that [Cursor] wrote.
func (c *Call) After(place any) error {
	given := c.Text("after")
	if given == "" {
		return nil
	}
	b, err := base64.RawURLEncoding.DecodeString(given)
	if err == nil {
		err = json.Unmarshal(b, place)
	}
	if err != nil {
		return fault.Field("after", "api.query.after")
	}
	return nil
}

// Encode is for answers that are made while a change is decided, where nothing can be refused any more.
func Encode(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic("api: an answer that JSON cannot hold: " + err.Error()) //nolint:forbidigo // the values are structs of strings, numbers and ids
	}
	return b
}
