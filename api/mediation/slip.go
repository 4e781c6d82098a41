package mediation

import (
	"context"
	"encoding/json"

	"linli/api/route"
	"linli/platform/fault"
	"linli/platform/id"
)

// SlipOrder asks for a party's slip.
type SlipOrder struct {
	Party id.ID `json:"party"`
}

func (d *Desk) slip(ctx context.Context, c *route.Call) (route.Answer, error) {
	caseID, err := c.ID()
	if err != nil {
		return route.Answer{}, err
	}
	var order SlipOrder
	if err := json.Unmarshal(c.Body, &order); err != nil {
		return route.Answer{}, fault.Wrap(fault.Invalid, "form.json", err)
	}
	if order.Party.IsZero() {
		return route.Answer{}, fault.Field("party", "form.required")
	}
	body, replayed, err := d.Service.IssueSlipOnce(ctx, c.Actor, caseID, order.Party, c.Request, func(code id.Code, passphrase string) []byte {
		return route.Encode(route.Slip{Code: code.String(), Passphrase: id.ShowPassphrase(passphrase)})
	})
	return route.Answer{Body: body, Replayed: replayed}, err
}
