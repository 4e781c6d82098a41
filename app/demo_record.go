package app

import (
	"context"
	"strings"

	"linli/consent"
	"linli/mediation"
)

// file has the clerk file a paper that a side brought to the counter.
func (p *play) file(ctx context.Context, x step) error {
	_, err := p.scan(ctx, p.clerk, p.side(x.args[0]), x.words+".png")
	return err
}

// message is what the mediator writes to a side; it leaves when the office's work comes by.
func (p *play) message(ctx context.Context, x step) error {
	return p.act(ctx, p.working(), mediation.SendMessage{Party: p.side(x.args[0]), Text: x.words})
}

// call is a telephone call of a side, with what was said and, after a bar, what the office called back about.
func (p *play) call(ctx context.Context, x step) error {
	said, promised, _ := strings.Cut(x.words, "|")
	return p.act(ctx, p.working(), mediation.LogCall{Party: p.side(x.args[0]), Way: "in", Text: said, Promised: promised})
}

// heir has somebody take the place of a side that died or was dissolved: told at the counter, heard alone, and taking part by its own consent.
func (p *play) heir(ctx context.Context, x step) error {
	dead := p.side(x.args[0])
	next := mediation.Succeed{Party: dead, As: "person", Name: p.d.names.person(), Contact: p.d.names.contact(), Language: "zh-Hans"}
	if p.story.B.Name != "" {
		next.As, next.Name = p.story.B.Kind, p.story.B.Name+"清算组"
	}
	if err := p.act(ctx, p.working(), next); err != nil {
		return err
	}
	heir := p.side(x.args[0])
	return p.act(ctx, p.clerk, mediation.Inform{Party: heir, Language: "zh-Hans", How: "read_out"},
		mediation.Talk{Party: heir, Concern: mediation.NoConcernTold, Text: x.words},
		mediation.GiveConsent{Party: heir, How: consent.Written, Language: "zh-Hans", Age: 30 + p.d.random.IntN(40)})
}

// correct has the mediator put right what the application says, without another sum.
func (p *play) correct(ctx context.Context, x step) error {
	return p.act(ctx, p.working(), mediation.CorrectApplication{Why: x.args[0], Type: p.c.Type, Summary: x.words, Claims: p.story.Claims})
}

// join has somebody asked to join whom the application left out: the others agreed, each by itself, and the mediator declares itself anew.
func (p *play) join(ctx context.Context, x step) error {
	add := mediation.AddParty{Role: p.c.Party(p.side(x.args[0])).Role, As: "person", Name: x.words}
	for _, other := range p.c.Parties {
		add.Agreed = append(add.Agreed, other.ID)
	}
	who := p.working()
	return p.act(ctx, who, add, mediation.Disclose{Engagement: p.c.EngagementOf(who.Account).ID, Conflict: mediation.NoConflict})
}
