package app

import (
	"context"
	"errors"

	"linli/mediation"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/job"
	officepages "linli/web/office"
)

// operation tells the administrator's page how the office runs.
type operation struct{ app *App }

// Operation tells how the office runs.
func (a *App) Operation() officepages.Operation { return operation{a} }

// maxFailed is how many failed jobs one page shows.
const maxFailed = 50

// State is the part of a check-up that is quick: the whole ledger is recomputed by `linli doctor` alone.
func (o operation) State(ctx context.Context, tenant id.ID) (officepages.State, error) {
	var out officepages.State
	of := func(check func(context.Context) error) func(context.Context, id.ID) error {
		return func(ctx context.Context, _ id.ID) error { return check(ctx) }
	}
	disk := func(context.Context, id.ID) error { return o.app.Config.CheckRoom() }
	for _, check := range []func(context.Context, id.ID) error{disk, of(o.app.checkClocks), o.app.checkOffice, o.app.checkClock, o.app.checkLate} {
		if f := fault.Of(check(ctx, tenant)); f != nil {
			out.Problems = append(out.Problems, f)
		}
	}
	var err error
	if out.Failed, err = o.app.Queue.Dead(ctx, tenant, id.ID{}, maxFailed); err != nil {
		return out, err
	}
	if book, err := (&officeOf{o.app}).Rulebook(ctx, tenant, o.app.Clock.Now()); err == nil {
		out.Rulebook = book // that there is none is among the problems
	}
	return out, nil
}

// Retry lets a failed job begin again now.
func (o operation) Retry(ctx context.Context, tenant, failed id.ID) error {
	err := o.app.Queue.Retry(ctx, tenant, failed, o.app.Clock.Now())
	if errors.Is(err, job.ErrLost) { // it runs again already, or there is none
		return access.ErrNotFound
	}
	return err
}

// openRows is how many cases are read at once to count an account's open ones.
const openRows = 100

// Open counts an account's open cases, as the account's own list has them.
func (o operation) Open(ctx context.Context, tenant, account id.ID) (int, error) {
	posts, err := o.app.offices.PostsOf(ctx, tenant, account, o.app.Clock.Now())
	if err != nil {
		return 0, err
	}
	who := access.Actor{Kind: access.Staff, Tenant: tenant, Account: account, Via: "web"}
	for _, p := range posts {
		if p.Runs(o.app.Clock.Now()) {
			who.Posts = append(who.Posts, access.Post{Kind: p.Kind, Unit: p.Unit})
		}
	}
	scope := o.app.Rights.Scope(who, "mediation.list")
	if scope.None {
		return 0, nil
	}
	n, f := 0, mediation.Filter{Mine: true, Limit: openRows}
	scope.Units, scope.Joint = nil, nil
	for {
		found, err := o.app.Mediation.Repo.List(ctx, scope, f)
		if err != nil {
			return 0, err
		}
		for _, row := range found.Rows {
			if row.State.Open() {
				n++
			}
		}
		if f.After = found.Next; f.After == (mediation.Cursor{}) {
			return n, nil
		}
	}
}
