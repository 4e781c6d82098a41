package app

import (
	"context"
	"errors"
	"sync"

	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/vault"
)

// The jobs by which retention ends.
const (
	jobErase    = "mediation.erase"    // a whole case
	jobMinimise = "mediation.minimise" // how its parties can be reached
	jobShred    = "mediation.shred"    // a party that refused or did not answer
	jobDestroy  = "mediation.destroy"  // keys that a case no longer names
)

// Erased counts what an erasure did; its JSON is printed by the command line. A second run finds nothing left and counts
// nothing.
type Erased struct {
	Cases    int `json:"cases"`    // erased whole
	Contacts int `json:"contacts"` // cases whose parties' contacts were destroyed
	Parties  int `json:"parties"`  // parties that refused or did not answer, of whom what the office held was destroyed
	Keys     int `json:"keys"`     // data keys destroyed
	Orphans  int `json:"orphans"`  // keys written ahead that no case came to use
	Files    int `json:"files"`    // files of uploads that were cut short
	Failed   int `json:"failed"`   // erasures that failed and are tried again later
	Held     int `json:"held"`     // offices whose sweep waits until a restore is confirmed

	mu sync.Mutex
}

func (e *Erased) count(n *int, by int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	*n += by
}

// EraseDue does what retention makes due now, as a server does by and by: it ends cases whose days are over, destroys the
// keys, finishes what was interrupted, sweeps keys and files that no case uses, and leaves no former page in SQLite's files.
// It may run beside a server and may be repeated.
func (a *App) EraseDue(ctx context.Context) (*Erased, error) {
	e := &Erased{}
	tenants, err := a.Vault.Tenants(ctx)
	if err != nil {
		return e, err
	}
	for _, t := range tenants {
		if err := a.Vault.Resume(ctx, t); err != nil {
			return e, err
		}
	}
	w, err := a.workerOf(a.counted(e))
	if err != nil {
		return e, err
	}
	for n := 1; n > 0; w.Wait() {
		if n, err = w.Pass(ctx); err != nil {
			w.Wait()
			return e, err
		}
	}
	if err := a.sweepAll(ctx, e); err != nil {
		return e, err
	}
	return e, a.scrub(ctx, e)
}

// counted are the handlers of the jobs by which retention ends, and no others.
func (a *App) counted(e *Erased) map[string]job.Handler {
	all := a.handlers()
	out := map[string]job.Handler{}
	for kind, n := range map[string]*int{jobErase: &e.Cases, jobMinimise: &e.Contacts, jobShred: &e.Parties, jobDestroy: nil} {
		h := all[kind]
		run := h.Run
		h.Run = func(ctx context.Context, j job.Job) error {
			before := a.version(ctx, j)
			err := run(ctx, j)
			switch {
			case err != nil:
				e.count(&e.Failed, 1)
			case kind == jobDestroy:
				e.count(&e.Keys, len(j.Payload))
			case a.version(ctx, j) != before: // a case that went on meanwhile is left as it is
				e.count(n, 1)
			}
			return err
		}
		out[kind] = h
	}
	return out
}

// version is that of the case which a job names; 0 where it names none.
func (a *App) version(ctx context.Context, j job.Job) int64 {
	c, err := j.Payload.ID("case")
	if err != nil {
		return 0
	}
	found, err := a.Mediation.Repo.Case(ctx, j.Tenant, c)
	if err != nil {
		return 0
	}
	return found.Version
}

func (a *App) sweepAll(ctx context.Context, e *Erased) error {
	tenants, err := a.tenants(ctx)
	if err != nil {
		return err
	}
	for _, t := range tenants {
		swept, files, err := a.forgetNow(ctx, t)
		if err != nil {
			return err
		}
		e.Orphans += swept.Destroyed
		e.Files += files
		if swept.Held {
			e.Held++
		}
	}
	return nil
}

// scrub leaves nothing of what was erased in the files of SQLite: freed pages are given back, and the logs are emptied.
func (a *App) scrub(ctx context.Context, e *Erased) error {
	if e.Cases+e.Contacts+e.Parties+e.Keys+e.Orphans == 0 {
		return errors.Join(a.Stores.Keys.Truncate(ctx), a.Stores.Cases.Truncate(ctx))
	}
	return errors.Join(a.Stores.Keys.Rebuild(ctx), a.Stores.Cases.Rebuild(ctx))
}

// Confirm says that the restored office is complete and no newer copy of its cases will be used: orphans are swept again. It
// returns how many offices had waited for it.
func (a *App) Confirm(ctx context.Context) (int, error) {
	tenants, err := a.Vault.Tenants(ctx)
	if err != nil {
		return 0, err
	}
	waited := 0
	for _, t := range tenants {
		held, err := a.held(ctx, t)
		if err != nil {
			return waited, err
		}
		if !held {
			continue
		}
		if err := a.Vault.Confirm(ctx, t); err != nil {
			return waited, err
		}
		waited++
	}
	return waited, nil
}

// Unconfirmed reports whether a restore of any office waits to be confirmed.
func (a *App) Unconfirmed(ctx context.Context) (bool, error) {
	tenants, err := a.Vault.Tenants(ctx)
	if err != nil {
		return false, err
	}
	for _, t := range tenants {
		if held, err := a.held(ctx, t); held || err != nil {
			return held, err
		}
	}
	return false, nil
}

func (a *App) held(ctx context.Context, tenant id.ID) (bool, error) {
	held, err := a.keys.Held(ctx, tenant)
	if err != nil {
		return false, vault.ErrUnavailable
	}
	return held, nil
}
