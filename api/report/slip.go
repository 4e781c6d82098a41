package report

import (
	"context"

	"linli/api/route"
	"linli/platform/id"
	"linli/report"
)

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

func (d *Desk) addFile(ctx context.Context, c *route.Call) (route.Answer, error) {
	caseID, err := c.ID()
	if err != nil {
		return route.Answer{}, err
	}
	var in route.NewAttachment
	if err := c.Read(&in); err != nil {
		return route.Answer{}, err
	}
	file, err := in.Reader("")
	if err != nil {
		return route.Answer{}, err
	}
	body, replayed, err := d.Service.UploadOnce(ctx, c.Actor, caseID, in.Name, file, c.Request, func(f report.Attachment) []byte { return route.Encode(f) })
	return route.Answer{Body: body, Replayed: replayed}, err
}
