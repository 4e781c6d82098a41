package app

import (
	"context"
	"fmt"
	"time"

	"linli/mediation"
	"linli/platform/calendar"
)

// last is the offer or statement of a side that was written last.
func (p *play) last(side string) (mediation.Offer, error) {
	for i := len(p.c.Offers) - 1; i >= 0; i-- {
		if p.c.Offers[i].Party == p.side(side) {
			return p.c.Offers[i], nil
		}
	}
	return mediation.Offer{}, fmt.Errorf("%s has written nothing", side)
}

// offer has a side write down what the other may hear, and keep it.
func (p *play) offer(ctx context.Context, x step) error {
	return p.act(ctx, p.self(x.args[0]), mediation.WriteOffer{Party: p.side(x.args[0]), Text: x.words})
}

// release lets a side's last offer leave.
func (p *play) release(ctx context.Context, x step) error {
	o, err := p.last(x.args[0])
	if err != nil {
		return err
	}
	return p.act(ctx, p.self(x.args[0]), mediation.ReleaseOffer{Party: o.Party, Offer: o.ID})
}

// answer has a side open the last offer that reached it and answer: accept, counter or no.
func (p *play) answer(ctx context.Context, x step) error {
	me := p.side(x.args[0])
	for i := len(p.c.Offers) - 1; i >= 0; i-- {
		for _, k := range p.c.Offers[i].Copies {
			if k.To == me && k.Answer == "" {
				return p.act(ctx, p.self(x.args[0]), mediation.ReadOffer{Party: me, Copy: k.ID},
					mediation.AnswerOffer{Party: me, Copy: k.ID, Answer: x.args[1], Text: x.words})
			}
		}
	}
	return fmt.Errorf("nothing waits for an answer of %s", x.args[0])
}

// round begins a round in writing, to which everybody has agreed.
func (p *play) round(ctx context.Context, _ step) error {
	day := calendar.DateOf(p.d.clock.Now(), p.d.zone)
	s := mediation.Schedule{Mode: "writing", With: p.everyone(), Agreed: p.everyone(), Start: p.d.clock.Now().Add(10 * time.Minute), Until: p.d.days.AddWorkingDays(day, 5).String()}
	if err := p.act(ctx, p.working(), s); err != nil {
		return err
	}
	return p.begin(ctx, step{})
}

// write has a side write its statement in the round; the mediator passes it on.
func (p *play) write(ctx context.Context, x step) error {
	round := p.c.Sessions[len(p.c.Sessions)-1]
	me := p.side(x.args[0])
	if err := p.act(ctx, p.self(x.args[0]), mediation.WriteOffer{Party: me, As: mediation.AStatement, Session: round.ID, Text: x.words}); err != nil {
		return err
	}
	o, err := p.last(x.args[0])
	if err != nil {
		return err
	}
	return p.act(ctx, p.working(), mediation.ReleaseOffer{Party: me, Offer: o.ID})
}
