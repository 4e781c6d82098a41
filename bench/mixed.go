package bench

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"sync"
)

// mixed opens cases one after the other beside eight readers of lists. Its floor is the same stream of cases alone: the
// ratio is the share of its rate that a writer keeps.
func mixed(ctx context.Context, r *runner, w *world) error {
	return w.mixing(ctx, r, "mixed", mediations, w.application(), "reader", newMediations)
}

func (w *world) mixing(ctx context.Context, r *runner, name, path string, what any, reader, queue string) error {
	body, err := json.Marshal(what)
	if err != nil {
		return err
	}
	writer, end, err := clients(ctx, w.addr, w.auth("clerk"), 1)
	if err != nil {
		return err
	}
	defer end()
	stream := func() (load, error) {
		return closed(ctx, 1, r.ops/3, func(int, int) error {
			err := writer[0].do(http.MethodPost, path, rand.Text(), body, http.StatusCreated)
			return err
		})
	}
	if _, err := stream(); err != nil {
		return err
	}
	var f figures
	for turn := range r.repeats {
		solo, err := stream()
		if err != nil {
			return err
		}
		var beside load
		err = r.profiled(turn, func() (err error) {
			beside, err = w.amid(ctx, reader, queue, stream)
			return err
		})
		if err != nil {
			return err
		}
		f.add(beside.rate(), solo.rate(), beside.each)
	}
	r.report(f.result(name, w, perSecond))
	return nil
}

// amid runs a stream while eight clients read a list.
func (w *world) amid(ctx context.Context, reader, queue string, stream func() (load, error)) (load, error) {
	readers, end, err := clients(ctx, w.addr, w.auth(reader), connections) // the server closes one that says nothing
	if err != nil {
		return load{}, err
	}
	defer end()
	reading, stop := context.WithCancel(ctx)
	defer stop()
	errs := make([]error, len(readers))
	var all sync.WaitGroup
	for i, c := range readers {
		all.Go(func() {
			for reading.Err() == nil && errs[i] == nil {
				errs[i] = c.do(http.MethodGet, queue, "", nil, http.StatusOK)
			}
		})
	}
	l, err := stream()
	stop()
	all.Wait()
	for _, e := range errs {
		if err == nil {
			err = e
		}
	}
	return l, err
}
