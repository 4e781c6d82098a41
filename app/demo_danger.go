package app

import (
	"context"

	"linli/mediation"
)

// danger is a report that the law demands: the mediator asks, the lead reads it and approves, and the party is told.
func (p *play) danger(ctx context.Context, x step) error {
	err := p.act(ctx, p.working(), mediation.AskStatutory{Party: p.side(x.args[0]), Ground: "danger_to_life", To: "police", Body: "青杉区公安分局",
		Text: x.words, Reason: "当事人单独说出了时间和办法，家中还有老人。"})
	if err != nil {
		return err
	}
	if _, err := p.d.app.Mediation.StatutoryReports(ctx, p.lead, p.c.ID); err != nil {
		return err
	}
	report := p.c.Statutory[len(p.c.Statutory)-1].ID
	return p.act(ctx, p.lead, mediation.AnswerStatutory{Report: report, Approve: true, Reason: "危险就在眼前，来不及等本人同意。"})
}
