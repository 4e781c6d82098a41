package app

import (
	"context"
	"fmt"
	"time"

	"linli/mediation/stipend"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

// demoBudget is what the demo's first township may spend on stipends in a year, in fen.
const demoBudget = 1_200_000

// stipends has the mediators of the first township claim what they can: three claims are paid with a batch, one is approved,
// one waits for the lead, one was sent back, and the rest can be claimed.
func (d *demo) stipends(ctx context.Context) error {
	s, place := d.app.Stipends, demoRoot+"01"
	unit, lead, upper := d.office.Units[place], d.staff[place][access.Lead][0], d.staff[demoRoot][access.Lead][0]
	upper.Posts = []access.Post{{Kind: access.Lead, Unit: d.office.Units[demoRoot], Below: []id.ID{d.office.Units[demoRoot], unit}}}
	if err := s.Plan(ctx, lead, unit, d.now.In(d.zone).Year(), demoBudget); err != nil {
		return err
	}
	n := 0
	for _, p := range d.plays {
		if p.c.Unit != unit || n == 6 {
			continue
		}
		err := s.Claim(ctx, p.working(), p.c.ID, stipend.Asked{NoRelative: true})
		if f := fault.Of(err); f != nil && (f.Code == fault.Guard || f.Code == fault.NotFound) {
			continue
		}
		if err != nil {
			return fmt.Errorf("the stipend of “%.30s”: %w", p.story.Summary, err)
		}
		if err := d.reviewed(ctx, p.c.ID, n, lead, upper); err != nil {
			return err
		}
		n++
	}
	if n < 6 {
		return fmt.Errorf("only %d cases of the demo can be claimed", n)
	}
	return nil
}

// reviewed brings the nth claim to where the demo shows it. The batch is made with the third.
func (d *demo) reviewed(ctx context.Context, c id.ID, n int, lead, upper access.Actor) error {
	s := d.app.Stipends
	switch n {
	case 4:
		return nil
	case 5:
		return s.Review(ctx, lead, c, 1, false, "work")
	}
	if err := s.Review(ctx, lead, c, 1, true, ""); err != nil {
		return err
	}
	if err := s.Review(ctx, upper, c, 2, true, ""); err != nil || n != 2 {
		return err
	}
	unit := d.office.Units[demoRoot+"01"]
	month, err := s.MakeBatch(ctx, lead, unit)
	if err != nil {
		return err
	}
	if err := s.Release(ctx, upper, unit, month, 1); err != nil {
		return err
	}
	return s.Pay(ctx, lead, unit, month, 2, d.clock.Now().In(d.zone).Format(time.DateOnly), "记-"+month+"-17")
}
