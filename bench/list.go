package bench

import (
	"context"
	"net/http"
)

// list reads 25 rows of the new cases of a unit, the next due first, as JSON.
func list(ctx context.Context, r *runner, w *world) error {
	return w.listing(ctx, r, "list", "reader", newMediations, theList)
}

// newMediations are the newest of a unit, as JSON.
const newMediations = mediations + "?unit=V1&state=submitted"

// listing has an account read a list over and over.
func (w *world) listing(ctx context.Context, r *runner, name, login, path string, reads func(sql string) bool) error {
	cs, end, err := clients(ctx, w.addr, w.auth(login), connections)
	if err != nil {
		return err
	}
	defer end()
	f, err := w.beside(ctx, r, 2*r.ops, reads, func(worker, _ int) error {
		err := cs[worker].do(http.MethodGet, path, "", nil, http.StatusOK)
		return err
	})
	if err != nil {
		return err
	}
	r.report(f.result(name, w, perSecond))
	return nil
}
