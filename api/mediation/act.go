package mediation

import (
	"context"
	"encoding/json"
	"reflect"
	"time"

	"linli/api/route"
	"linli/casefile"
	"linli/mediation"
	"linli/platform/fault"
)

// claim is the field that every event takes beside those of its command.
type claim struct {
	Claimed time.Time `json:"claimed,omitzero" doc:"when it happened, where that was before now"`
}

// commandOf is the body of an event: the fields of its command, and claimed.
func commandOf(event casefile.Kind) reflect.Type {
	cmd, err := mediation.Decode(event, nil)
	if err != nil {
		panic("api: an event without a command: " + string(event)) //nolint:forbidigo // found by the first test that builds the routes
	}
	fields := reflect.VisibleFields(reflect.TypeFor[claim]())
	for _, f := range reflect.VisibleFields(reflect.TypeOf(cmd)) {
		if f.IsExported() {
			fields = append(fields, f)
		}
	}
	return reflect.StructOf(fields)
}

func (d *Desk) act(ctx context.Context, c *route.Call, event casefile.Kind) (route.Answer, error) {
	caseID, err := c.ID()
	if err != nil {
		return route.Answer{}, err
	}
	cmd, claimed, err := decode(event, c.Body)
	if err != nil {
		return route.Answer{}, err
	}
	tree, err := c.Tree(ctx)
	if err != nil {
		return route.Answer{}, err
	}
	answer := func(k mediation.Case, _ []casefile.Slip) []byte {
		unit, _ := tree.Unit(k.Unit)
		return encode(d.standing(c.Actor, unit, &k, d.number(ctx, &k, unit)))
	}
	after, body, err := d.Service.Act(ctx, c.Actor, caseID, cmd, mediation.Ask{Claimed: claimed, Request: c.Request, Answer: answer})
	return route.Answer{Body: body, Replayed: after.ID.IsZero()}, err
}

// decode splits the body of an event into the command and the time that it claims.
func decode(event casefile.Kind, body []byte) (mediation.Command, time.Time, error) {
	var fields map[string]json.RawMessage
	var at claim
	err := json.Unmarshal(body, &fields)
	if err == nil {
		err = json.Unmarshal(body, &at)
	}
	if err == nil {
		delete(fields, "claimed")
		body, err = json.Marshal(fields)
	}
	if err != nil {
		return nil, time.Time{}, fault.Wrap(fault.Invalid, "form.json", err)
	}
	cmd, err := mediation.Decode(event, body)
	return cmd, at.Claimed, err
}
