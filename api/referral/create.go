package referral

import (
	"context"

	"linli/api/route"
	"linli/platform/id"
	"linli/referral"
)

// NewReferral is what somebody asks for.
type NewReferral struct {
	Unit     string   `json:"unit,omitempty" doc:"id or code of the unit at whose counter it is; without it, the office's own"`
	Needs    []string `json:"needs" doc:"codes of the rulebook; at least one"`
	Text     string   `json:"text" maxLength:"4000" doc:"what is asked for, in the person's words"`
	Name     string   `json:"name,omitempty" maxLength:"100"`
	Language string   `json:"language,omitempty" maxLength:"100" doc:"that the person speaks"`
	Contact  string   `json:"contact,omitempty" maxLength:"200"`
}

// ReferralCreated answers whoever wrote it down.
type ReferralCreated struct {
	ID    id.ID          `json:"id"`
	Code  string         `json:"code" doc:"the person's tracking code; it is told here and on the slip, never in a list"`
	State referral.State `json:"state"`
}

func (d *Desk) create(ctx context.Context, c *route.Call) (route.Answer, error) {
	var in NewReferral
	if err := c.Read(&in); err != nil {
		return route.Answer{}, err
	}
	unit, err := c.Unit(ctx, "unit", in.Unit)
	if err != nil {
		return route.Answer{}, err
	}
	cmd := referral.Ask{Unit: unit, Needs: in.Needs, Text: in.Text, Name: in.Name, Language: in.Language, Contact: in.Contact}
	body, replayed, err := d.Service.AskOnce(ctx, c.Actor, cmd, c.Request, func(k referral.Case, code id.Code) []byte {
		return route.Encode(ReferralCreated{k.ID, code.String(), k.State})
	})
	return route.Answer{Body: body, Replayed: replayed}, err
}

func (d *Desk) slip(ctx context.Context, c *route.Call) (route.Answer, error) {
	caseID, code, err := c.SlipOrder()
	if err != nil {
		return route.Answer{}, err
	}
	body, replayed, err := d.Service.FirstSlipOnce(ctx, c.Actor, caseID, code, c.Request, func(passphrase string) []byte {
		return route.Encode(route.Slip{Code: code.String(), Passphrase: id.ShowPassphrase(passphrase)})
	})
	return route.Answer{Body: body, Replayed: replayed}, err
}
