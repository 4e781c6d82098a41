package app

import (
	"context"
	"fmt"
	"strconv"

	"linli/consent"
	"linli/mediation"
	"linli/platform/calendar"
)

// due is an instalment by its place in the agreement, from 1.
func (p *play) due(n string) (mediation.Instalment, error) {
	i, err := strconv.Atoi(n)
	if err != nil || i < 1 || i > len(p.c.Agreement.Instalments) {
		return mediation.Instalment{}, fmt.Errorf("there is no instalment %q", n)
	}
	return p.c.Agreement.Instalments[i-1], nil
}

// paid is the payee's word that an instalment came.
func (p *play) paid(ctx context.Context, x step) error {
	due, err := p.due(x.args[1])
	if err != nil {
		return err
	}
	return p.act(ctx, p.self(x.args[0]), mediation.ConfirmPerformance{Party: due.Obligee, Instalment: due.ID, Amount: due.Amount})
}

// part is the payee's word that some of an instalment came, in yuan.
func (p *play) part(ctx context.Context, x step) error {
	due, err := p.due(x.args[1])
	if err != nil {
		return err
	}
	n, err := strconv.ParseInt(x.args[2], 10, 64)
	if err != nil {
		return err
	}
	return p.act(ctx, p.self(x.args[0]), mediation.ConfirmPerformance{Party: due.Obligee, Instalment: due.ID, Amount: yuan(n)})
}

// goods is the payee's word that it took something else in place of an instalment.
func (p *play) goods(ctx context.Context, x step) error {
	due, err := p.due(x.args[1])
	if err != nil {
		return err
	}
	return p.act(ctx, p.self(x.args[0]), mediation.ConfirmPerformance{Party: due.Obligee, Instalment: due.ID, InKind: true, Text: x.words})
}

// agreeReopen is a side's word that a closed case is taken up again.
func (p *play) agreeReopen(ctx context.Context, x step) error {
	return p.act(ctx, p.self(x.args[0]), mediation.AgreeReopen{Party: p.side(x.args[0]), Yes: true, How: consent.Screen, Language: "zh-Hans"})
}

// missed is the payee's word that an instalment did not come.
func (p *play) missed(ctx context.Context, x step) error {
	due, err := p.due(x.args[1])
	if err != nil {
		return err
	}
	return p.act(ctx, p.self(x.args[0]), mediation.NotPerformed{Party: due.Obligee, Instalment: due.ID})
}

func (p *play) urge(ctx context.Context, _ step) error {
	return p.act(ctx, p.working(), mediation.Urge{})
}

// askLater has both sides agree to be asked how it goes.
func (p *play) askLater(ctx context.Context, _ step) error {
	for _, party := range p.c.Agreement.Parties {
		if err := p.act(ctx, p.working(), mediation.AgreeFollowUp{Party: party, How: consent.Oral, Language: "zh-Hans"}); err != nil {
			return err
		}
	}
	return nil
}

// apply gets the joint application to the court ready, and both sides join it.
func (p *play) applyToCourt(ctx context.Context, _ step) error {
	if err := p.act(ctx, p.working(), mediation.PrepareConfirmation{Court: "青石县人民法院", Venue: "office_place", Excluded: mediation.NothingExcluded}); err != nil {
		return err
	}
	for _, party := range p.c.Agreement.Parties {
		if err := p.act(ctx, p.working(), mediation.JoinConfirmation{Party: party}); err != nil {
			return err
		}
	}
	return nil
}

func (p *play) confirmed(ctx context.Context, _ step) error {
	return p.act(ctx, p.working(), mediation.Confirm{})
}

func (p *play) rejected(ctx context.Context, x step) error {
	return p.act(ctx, p.working(), mediation.RejectConfirmation{Text: x.words})
}

func (p *play) takenBack(ctx context.Context, x step) error {
	return p.act(ctx, p.self(x.args[0]), mediation.WithdrawConfirmation{Party: p.side(x.args[0])})
}

func (p *play) voided(ctx context.Context, x step) error {
	return p.act(ctx, p.lead, mediation.Void{Text: x.words})
}

// anew begins the case that follows one with a voided agreement: everybody says anew what it wants.
func (p *play) anew(ctx context.Context, x step) error {
	again := p.apply
	again.Follows, again.Summary, again.Source = p.c.ID, x.words, "oral"
	_, _, err := p.d.app.Mediation.Create(ctx, p.clerk, again, mediation.Ask{})
	return err
}

// oral writes down what was agreed and done on the spot; both sides give their word, and the register waits.
func (p *play) oral(ctx context.Context, _ step) error {
	o := mediation.Oral{Language: "zh-Hans", Parties: p.everyone()[:2], Facts: p.story.Facts, Performed: true, NoWaiver: true}
	today := calendar.DateOf(p.d.clock.Now(), p.d.zone).String()
	for _, t := range p.story.Terms {
		term := mediation.Term{Obligor: p.side(t.Who[:1]), Obligee: p.side(t.Who[2:]), Type: t.Kind, Text: t.Text, Delivery: t.How, Due: today}
		if t.Kind == "" {
			term.Type, term.Amount = "money", yuan(t.Yuan)
		}
		o.Terms = append(o.Terms, term)
	}
	if err := p.act(ctx, p.working(), o); err != nil {
		return err
	}
	for _, party := range o.Parties {
		if err := p.act(ctx, p.working(), mediation.AgreeOral{Party: party}); err != nil {
			return err
		}
	}
	return nil
}
