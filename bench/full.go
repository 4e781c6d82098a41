package bench

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"linli/consent"
	"linli/mediation"
	"linli/platform/id"
)

// How much a full case holds.
const (
	events = 100
	papers = 12 // in its file: the application, the acceptance, the invitation, notices and consents of both, visits, a session, the agreement
	visits = 3
)

// full opens cases and brings each to an agreement that waits for its signatures: with all its papers, and with statements of a
// party until it has all its events.
func (w *world) full(ctx context.Context, n int) ([]mediation.Case, error) {
	cases, err := w.fresh(ctx, n)
	if err != nil {
		return nil, err
	}
	var booked atomic.Int64 // the mediator sits at one table at a time
	err = parallel(n, 2*connections, func(i int) error {
		start := w.clock.Now().Add(time.Hour + time.Duration(booked.Add(1))*mediation.SessionLasts)
		c, err := w.drafted(ctx, cases[i], start)
		cases[i] = c
		return err
	})
	return cases, err
}

// drafted leads a new case to a draft and fills it.
func (w *world) drafted(ctx context.Context, c mediation.Case, start time.Time) (mediation.Case, error) {
	a, b := c.Parties[0].ID, c.Parties[1].ID
	both := []id.ID{a, b}
	done := 1 // the application
	act := func(login string, cmds ...mediation.Command) error {
		who, err := w.as(ctx, login)
		if err != nil {
			return err
		}
		for _, cmd := range cmds {
			if c, _, err = w.app.Mediation.Act(ctx, who, c.ID, cmd, mediation.Ask{}); err != nil {
				return fmt.Errorf("%s in a full case: %w", cmd.Kind(), err)
			}
			done++
		}
		return nil
	}
	yes := func(p id.ID) mediation.Command {
		return mediation.GiveConsent{Party: p, How: consent.Written, Language: "zh-Hans", Age: 40}
	}
	if err := act("clerk", append(road(c), mediation.Inform{Party: b, Language: "zh-Hans", How: "read_out"}, mediation.Talk{Party: b, Concern: mediation.NoConcernTold},
		yes(a), yes(b), mediation.Accept{}, mediation.Propose{Account: w.people["mediator"].Account, Lead: true})...); err != nil {
		return c, err
	}
	e := c.Engagements[0].ID
	if err := act("mediator", mediation.Disclose{Engagement: e, Conflict: mediation.NoConflict}); err != nil {
		return c, err
	}
	if err := act("clerk", mediation.AgreeMediator{Engagement: e, Party: a, Agree: true}, mediation.AgreeMediator{Engagement: e, Party: b, Agree: true}); err != nil {
		return c, err
	}
	done++ // that both have agreed is an event of its own
	if err := act("mediator", mediation.Schedule{Mode: "joint", With: both, Start: start, Place: "村委会一楼调解室", Anyway: true}); err != nil {
		return c, err
	}
	s := c.Sessions[0].ID
	if err := act("mediator", mediation.Begin{Session: s}, mediation.Record{Session: s, Minutes: 50, Present: both, Text: "双方各自说明了漏水的经过，同意先请人查看防水层。"}); err != nil {
		return c, err
	}
	for range visits {
		if err := act("mediator", mediation.Investigate{Scope: "joint", Way: "inspect", Place: "楼上卫生间", Text: "地漏周边有水渍，楼下顶棚起皮约两平方米。"}); err != nil {
			return c, err
		}
	}
	if err := act("mediator", mediation.Draft{Language: "zh-Hans", Parties: both, Facts: "楼上卫生间防水层老化，水渗到楼下卧室。", Issues: "谁来修、赔多少。", Responsibility: "楼上一方修复并赔偿。", NoWaiver: true,
		Terms: []mediation.Term{{Obligor: b, Obligee: a, Type: "money", Text: "赔偿顶棚和衣柜损失四千六百八十元五角。", Amount: mediation.Money{Minor: 468050, Currency: "CNY"},
			Due: w.clock.Now().AddDate(0, 1, 0).Format(time.DateOnly), Delivery: "银行转账"}}}); err != nil {
		return c, err
	}
	for done < events {
		if err := act("clerk", mediation.Statement{Party: a, Text: "漏水的地方在卫生间地漏周边，物业来看过两次，都有记录。"}); err != nil {
			return c, err
		}
	}
	return c, nil
}
