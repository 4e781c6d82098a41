package bench

import (
	"context"
	"net/http"
)

// list reads 25 rows of the new cases of a unit, the next due first, as JSON.
func list(ctx context.Context, r *runner, w *world) error {
	cs, end, err := clients(ctx, w.addr, w.auth("reader"), connections)
	if err != nil {
		return err
	}
	defer end()
	path := mediations + "?unit=V1&state=submitted"
	f, err := w.beside(ctx, r, 2*r.ops, theList, func(worker, _ int) error {
		err := cs[worker].do(http.MethodGet, path, "", nil, http.StatusOK)
		return err
	})
	if err != nil {
		return err
	}
	r.report(f.result("list", w, perSecond))
	return nil
}
