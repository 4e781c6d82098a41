package duty

import (
	"cmp"
	"context"
	"time"

	"linli/api/route"
	"linli/duty"
	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/platform/id"
)

// NewDuty is the event upon which something is owed.
type NewDuty struct {
	Duty        string    `json:"duty" doc:"the duty that is owed upon it, as the rulebook names it"`
	Unit        string    `json:"unit,omitempty" doc:"id or code of the unit that owes it: of a serious incident, of a finding"`
	Cause       string    `json:"cause,omitempty" doc:"of a serious incident: what happened, a code of the rulebook"`
	Of          id.ID     `json:"of,omitzero" doc:"the meeting that decided it, or the incident that is reviewed: its unit owes it"`
	Text        string    `json:"text,omitempty" maxLength:"500" doc:"of a decision: what is to be done"`
	NamesNobody bool      `json:"names_nobody,omitempty" doc:"of a decision: the declaration that the words name no resident"`
	Owner       id.ID     `json:"owner,omitzero" doc:"of a decision: the account that does it; this account where none is given"`
	Last        string    `json:"last,omitempty" doc:"of a decision: the last day in time"`
	Claimed     time.Time `json:"claimed,omitzero" doc:"when it happened, where that was before now"`
}

// record writes an incident, a finding, a decision or a notice of review down.
func (d *Desk) record(ctx context.Context, c *route.Call) (route.Answer, error) {
	var in NewDuty
	if err := c.Read(&in); err != nil {
		return route.Answer{}, err
	}
	unit, err := c.Unit(ctx, "unit", in.Unit)
	if err != nil {
		return route.Answer{}, err
	}
	if in.Of.IsZero() && unit.IsZero() {
		return route.Answer{}, fault.Field("unit", "form.required")
	}
	var last calendar.Date
	if in.Last != "" {
		if last, err = calendar.ParseDate(in.Last); err != nil {
			return route.Answer{}, fault.Field("last", "form.date")
		}
	}
	cmd := duty.Record{Occurrence: duty.Occurrence{Duty: in.Duty, Unit: unit, Cause: in.Cause, Of: in.Of, Owner: cmp.Or(in.Owner, c.Actor.Account), Last: last},
		Text: in.Text, NamesNobody: in.NamesNobody, Happened: in.Claimed}
	after, body, err := d.Service.RecordOnce(ctx, c.Actor, cmd, c.Request, d.answer(ctx, c))
	return route.Answer{Body: body, Replayed: after.ID.IsZero()}, err
}
