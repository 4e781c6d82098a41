package referral

import (
	"context"
	"time"

	"linli/api/route"
	"linli/casefile"
	"linli/consent"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/referral"
)

// LinkOrder names the referral of which a link is asked for.
type LinkOrder struct {
	Referral id.ID `json:"referral"`
}

// ReferralSent is how a request for help stands, with the way in of a service.
type ReferralSent struct {
	ReferralStanding
	Link ReferralLink `json:"link"`
}

// ReferralLink is the way in of one service to one referral: /p/CODE#KEY on this office's site.
type ReferralLink struct {
	Code    string    `json:"code"`
	Key     string    `json:"key" doc:"told this once"`
	Expires time.Time `json:"expires"`
}

func (d *Desk) act(ctx context.Context, c *route.Call, caseID id.ID, cmd referral.Command, _ time.Time) (route.Answer, error) {
	if spoken(cmd) == consent.Screen {
		return route.Answer{}, fault.Field("how", "form.choose") // on a screen the person says it on its own page
	}
	after, body, err := d.Service.ActOnce(ctx, c.Actor, caseID, cmd, c.Request, func(k referral.Case, _ id.Code) []byte { return route.Encode(d.standing(c, &k)) })
	return route.Answer{Body: body, Replayed: after.ID.IsZero()}, err
}

// spoken is how the person said what a worker writes down; empty where nothing was said.
func spoken(cmd referral.Command) consent.How {
	switch x := cmd.(type) {
	case referral.Agree:
		return x.How
	case referral.Decline:
		return x.How
	case referral.TakeBack:
		return x.How
	}
	return ""
}

func (d *Desk) request(ctx context.Context, c *route.Call) (route.Answer, error) {
	return d.give(ctx, c, d.Service.RequestOnce)
}

func (d *Desk) renew(ctx context.Context, c *route.Call) (route.Answer, error) {
	return d.give(ctx, c, d.Service.RenewLinkOnce)
}

type giving func(context.Context, access.Actor, id.ID, id.ID, *casefile.Request, func(referral.Case, referral.Link, referral.Key) []byte) ([]byte, bool, error)

func (d *Desk) give(ctx context.Context, c *route.Call, give giving) (route.Answer, error) {
	caseID, err := c.ID()
	if err != nil {
		return route.Answer{}, err
	}
	var in LinkOrder
	if err := c.Read(&in); err != nil {
		return route.Answer{}, err
	}
	body, replayed, err := give(ctx, c.Actor, caseID, in.Referral, c.Request, func(k referral.Case, link referral.Link, key referral.Key) []byte {
		return route.Encode(ReferralSent{d.standing(c, &k), ReferralLink{link.Code.String(), string(key), link.Expires}})
	})
	return route.Answer{Body: body, Replayed: replayed}, err
}
