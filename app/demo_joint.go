package app

import (
	"context"
	"fmt"

	"linli/consent"
	"linli/mediation"
	"linli/platform/access"
)

// joint has another unit take part: the lead invites it, every party agrees alone, its lead answers and names a mediator of
// its own, who declares its ties and whom every party accepts.
func (p *play) joint(ctx context.Context, x step) error {
	unit, there := p.d.office.Units[x.args[0]]
	staff := p.d.staff[x.args[0]]
	if !there || len(staff[access.Lead]) == 0 || len(staff[access.Mediator]) == 0 {
		return fmt.Errorf("the unit %s cannot take part", x.args[0])
	}
	lead, own := staff[access.Lead][0], staff[access.Mediator][0]
	if err := p.act(ctx, p.lead, mediation.InviteJoint{Unit: unit}); err != nil {
		return err
	}
	asked := p.c.Joint[len(p.c.Joint)-1].ID
	for i, party := range p.c.Parties {
		who, how := p.clerk, consent.Oral
		if i == 0 && p.story.Online {
			who, how = p.self("a"), consent.Screen
		}
		if err := p.act(ctx, who, mediation.AgreeJoint{Joint: asked, Party: party.ID, Yes: true, How: how, Language: "zh-Hans"}); err != nil {
			return err
		}
	}
	if err := p.act(ctx, lead, mediation.AnswerJoint{Joint: asked, Yes: true}, mediation.Propose{Account: own.Account}); err != nil {
		return err
	}
	e := p.c.Engagements[len(p.c.Engagements)-1].ID
	if err := p.act(ctx, own, mediation.Disclose{Engagement: e, Conflict: mediation.NoConflict}); err != nil {
		return err
	}
	for _, party := range p.c.Parties {
		if err := p.act(ctx, p.clerk, mediation.AgreeMediator{Engagement: e, Party: party.ID, Agree: true, By: p.speaks(party.ID)}); err != nil {
			return err
		}
	}
	return nil
}

// seal is the office's last act: of a case that two units mediate, each lead's in turn.
func (p *play) seal(ctx context.Context, _ step) error {
	for _, act := range p.c.Missing() {
		if act.As != "seal" {
			continue
		}
		who := p.lead
		for code, unit := range p.d.office.Units {
			if unit == act.Of {
				who = p.d.staff[code][access.Lead][0]
			}
		}
		if err := p.act(ctx, who, mediation.Sign{As: "seal", Unit: act.Of, Method: "paper", Text: p.c.Agreement.Text}); err != nil {
			return err
		}
	}
	return nil
}
