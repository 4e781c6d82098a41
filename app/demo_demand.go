package app

import (
	"context"
	"time"

	"linli/casefile"
	"linli/mediation"
)

// demand has a court ask for papers of the case. The lead enters it, and the privacy officer gives the paper that the step
// names, or refuses; "wait" leaves it open.
func (p *play) demand(ctx context.Context, x step) error {
	if err := p.act(ctx, p.lead, mediation.Aside(casefile.AskDemand{DemandText: casefile.DemandText{Body: "青杉区人民法院", Order: "（2026）青杉法调字18号",
		Basis: "民事诉讼法第七十条", Asks: x.words}})); err != nil {
		return err
	}
	if x.args[0] == "wait" {
		return nil
	}
	n := p.c.Demands[len(p.c.Demands)-1].ID
	p.d.clock.Add(90 * time.Minute)
	if _, err := p.d.app.Mediation.ForDemand(ctx, p.officer, p.c.ID, n); err != nil {
		return err
	}
	answer := mediation.Aside(casefile.AnswerDemand{Demand: n, Answer: casefile.Gives, Papers: x.args, Text: "文书只需要这一份，其余不提供。"})
	if x.args[0] == "refuse" {
		answer = mediation.Aside(casefile.AnswerDemand{Demand: n, Answer: casefile.Refuses, Reason: "walled", Text: "文书要的是单独谈话的笔记，依规定不能提供。"})
	}
	return p.act(ctx, p.officer, answer)
}
