package app

import (
	"context"
	"time"

	"linli/casefile"
	"linli/mediation"
	"linli/platform/access"
)

// urgent has the lead open the case urgently: the clerk approves, the lead reads it and ends it, and the privacy officer
// checks it soon after.
func (p *play) urgent(ctx context.Context, x step) error {
	if err := p.act(ctx, p.lead, mediation.Aside(casefile.AskUrgent{Purpose: x.args[0], Text: x.words})); err != nil {
		return err
	}
	n := p.c.Urgent[len(p.c.Urgent)-1].ID
	if err := p.act(ctx, p.clerk, mediation.Aside(casefile.ApproveUrgent{Urgent: n})); err != nil {
		return err
	}
	if _, err := p.d.app.Mediation.Open(ctx, p.lead, p.c.ID, access.ForWork); err != nil {
		return err
	}
	if err := p.act(ctx, p.lead, mediation.Aside(casefile.EndUrgent{Urgent: n})); err != nil {
		return err
	}
	p.d.clock.Add(20 * time.Minute)
	return p.act(ctx, p.officer, mediation.Aside(casefile.CheckUrgent{Urgent: n, Result: "proper", Text: "值班记录与到场登记相符，打开十分钟，确有必要。"}))
}
