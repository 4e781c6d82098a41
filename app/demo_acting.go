package app

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"

	"linli/consent"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/blob"
	"linli/platform/id"
)

// speaks is who acts for a party when it takes part or signs: its guardian, or the first whom a group chose; zero: itself.
func (p *play) speaks(party id.ID) id.ID {
	for _, r := range p.c.Representatives {
		if r.Party == party && r.Ended.IsZero() && (r.Kind == mediation.Guardian || r.Kind == mediation.ForGroup) {
			return r.ID
		}
	}
	return id.ID{}
}

// groupConsents has each of a group's representatives agree, and enters the authority in writing of the first.
func (p *play) groupConsents(ctx context.Context, who access.Actor, party mediation.Party) error {
	chosen := p.c.Representatives
	for _, r := range chosen {
		if r.Party != party.ID || r.Kind != mediation.ForGroup {
			continue
		}
		if err := p.act(ctx, who, mediation.GiveConsent{Party: party.ID, How: consent.Written, Language: "zh-Hans", By: r.ID}); err != nil {
			return err
		}
	}
	f, err := p.scan(ctx, who, party.ID, "推选代表授权书.png")
	if err != nil {
		return err
	}
	return p.act(ctx, who, mediation.Appoint{Party: party.ID, Representative: p.speaks(party.ID), Scope: mediation.Special, Paper: f.ID})
}

// agent has somebody act for a side, with an authority in writing that reaches as far as its signature.
func (p *play) agent(ctx context.Context, x step) error {
	f, err := p.scan(ctx, p.clerk, p.side(x.args[0]), "授权委托书.png")
	if err != nil {
		return err
	}
	return p.act(ctx, p.clerk, mediation.Appoint{Party: p.side(x.args[0]), As: mediation.Agent, Name: p.d.names.person(), Scope: mediation.Special, Paper: f.ID})
}

// scan files the picture of a sheet of paper, with the place of the thumbprint painted over.
func (p *play) scan(ctx context.Context, who access.Actor, party id.ID, name string) (mediation.Attachment, error) {
	paper := image.NewGray(image.Rect(0, 0, 210, 297))
	for y := range paper.Rect.Max.Y {
		for x := range paper.Rect.Max.X {
			paper.SetGray(x, y, color.Gray{Y: 250})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, paper); err != nil {
		return mediation.Attachment{}, fmt.Errorf("draw a paper: %w", err)
	}
	f, err := p.d.app.Mediation.Upload(ctx, who, p.c.ID, mediation.UploadInput{Party: party, Name: name, Prints: blob.Prints{At: []blob.Area{{X: 640, Y: 800, W: 140, H: 90}}}, Reader: &b})
	if err != nil {
		return f, err
	}
	p.c, _, err = p.d.app.Mediation.See(ctx, who, p.c.ID)
	return f, err
}

// guardianConsents enters the guardian of a child, hears the child and takes the guardian's word.
func (p *play) guardianConsents(ctx context.Context, party id.ID) error {
	if err := p.act(ctx, p.clerk, mediation.Appoint{Party: party, As: mediation.Guardian, Name: p.d.names.person()}, mediation.Hear{Party: party}); err != nil {
		return err
	}
	return p.act(ctx, p.clerk, mediation.GiveConsent{Party: party, How: consent.Written, Language: "zh-Hans", Age: 15, By: p.speaks(party)})
}
