package mediation

import (
	"context"
	"time"

	"linli/api/route"
	"linli/casefile"
	"linli/mediation"
	"linli/platform/id"
)

func (d *Desk) act(ctx context.Context, c *route.Call, caseID id.ID, cmd mediation.Command, claimed time.Time) (route.Answer, error) {
	tree, err := c.Tree(ctx)
	if err != nil {
		return route.Answer{}, err
	}
	answer := func(k mediation.Case, _ []casefile.Slip) []byte {
		unit, _ := tree.Unit(k.Unit)
		return route.Encode(d.standing(c.Actor, unit, &k, d.number(ctx, &k, unit)))
	}
	after, body, err := d.Service.Act(ctx, c.Actor, caseID, cmd, mediation.Ask{Claimed: claimed, Request: c.Request, Answer: answer})
	return route.Answer{Body: body, Replayed: after.ID.IsZero()}, err
}
