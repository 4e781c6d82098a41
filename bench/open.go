package bench

import (
	"context"
	"net/http"
	"sync"

	"linli/mediation"
	"linli/platform/access"
	"linli/platform/id"
)

// open reads whole full cases: the access row is committed, then every sealed field is opened. Each case
// is read once in a quarter of an hour of the office's clock, which moves on when all were read, so that each reading
// writes its row.
func open(ctx context.Context, r *runner, w *world) error {
	many := min(128, max(r.ops/12, connections))
	var cases []mediation.Case
	err := w.mirror(ctx, func() (err error) {
		cases, err = w.full(ctx, many)
		return err
	})
	if err != nil {
		return err
	}
	ids := make([]id.ID, len(cases))
	for i, c := range cases {
		ids[i] = c.ID
	}
	return w.opening(ctx, r, "open", "clerk", mediations, ids)
}

// opening has an account read whole cases, each once in a quarter of an hour.
func (w *world) opening(ctx context.Context, r *runner, name, login, path string, cases []id.ID) error {
	cs, end, err := clients(ctx, w.addr, w.auth(login), connections)
	if err != nil {
		return err
	}
	defer end()
	q := &quarters{w: w, list: path + "?limit=1", cases: cases}
	f, err := w.beside(ctx, r, r.ops, theContent, func(worker, _ int) error {
		c, err := q.next(cs[worker])
		if err != nil {
			return err
		}
		err = cs[worker].do(http.MethodGet, path+"/"+c.String(), "", nil, http.StatusOK)
		return err
	})
	if err != nil {
		return err
	}
	r.report(f.result(name, w, perSecond))
	return nil
}

// quarters hands out the cases in turn and moves the clock on when all were handed out.
type quarters struct {
	w     *world
	list  string // an address that opens nothing
	cases []id.ID
	mu    sync.Mutex
	at    int
}

func (q *quarters) next(c *client) (id.ID, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.at == len(q.cases) {
		q.at = 0
		q.w.clock.add(access.Quarter)
		// The first request after a while notes that the session is in use; it is not one of those that are counted.
		if err := c.do(http.MethodGet, q.list, "", nil, http.StatusOK); err != nil {
			return id.ID{}, err
		}
	}
	q.at++
	return q.cases[q.at-1], nil
}
