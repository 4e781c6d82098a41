package bench

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"sync/atomic"

	"linli/mediation"
)

// act takes new cases to the invitation, in four acts each: taken up, informed, talked with, invited. It is the mean of
// acts that add an event, of which two change the state.
func act(ctx context.Context, r *runner, w *world) error {
	const acts = 4
	each := r.ops / acts
	var cases []mediation.Case
	err := w.mirror(ctx, func() (err error) {
		cases, err = w.fresh(ctx, each*(r.repeats+1))
		return err
	})
	if err != nil {
		return err
	}
	cs, end, err := clients(ctx, w.addr, w.auth("clerk"), connections)
	if err != nil {
		return err
	}
	defer end()
	var next atomic.Int64
	road := func(worker, _ int) error {
		c := cases[next.Add(1)-1]
		for _, cmd := range road(c) {
			body, err := json.Marshal(cmd)
			if err != nil {
				return err
			}
			if err := cs[worker].do(http.MethodPost, mediations+"/"+c.ID.String()+"/"+string(cmd.Kind()), rand.Text(), body, http.StatusOK); err != nil {
				return err
			}
		}
		return nil
	}
	f, err := w.beside(ctx, r, each, theCase, road)
	if err != nil {
		return err
	}
	for i := range f.values {
		f.values[i], f.floors[i] = f.values[i]*acts, f.floors[i]*acts
	}
	for i := range f.each {
		f.each[i] /= acts
	}
	r.report(f.result("act", w, perSecond))
	return w.actFull(ctx, r, cs)
}

// actFull adds a statement to full cases.
func (w *world) actFull(ctx context.Context, r *runner, cs []*client) error {
	var cases []mediation.Case
	err := w.mirror(ctx, func() (err error) {
		cases, err = w.full(ctx, min(64, max(r.ops/12, connections)))
		return err
	})
	if err != nil {
		return err
	}
	f, err := w.beside(ctx, r, r.ops/2, theCase, func(worker, i int) error {
		c := cases[(max(i, -i)*connections+worker)%len(cases)] // no two at a time, or one of them would have to decide again
		body, err := json.Marshal(mediation.Statement{Party: c.Parties[0].ID, Text: "物业说下周再派人来看地漏。"})
		if err != nil {
			return err
		}
		return cs[worker].do(http.MethodPost, mediations+"/"+c.ID.String()+"/statement", rand.Text(), body, http.StatusOK)
	})
	if err != nil {
		return err
	}
	r.report(f.result("act.full", w, perSecond))
	return nil
}
