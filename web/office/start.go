package office

import (
	"context"
	"net/http"
	"slices"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/job"
	"linli/rulebook"
	"linli/web/page"
)

// Operation is what the running program tells those who administer the whole office.
type Operation interface {
	// State is how the office runs at this moment; it is cheap enough for a page.
	State(ctx context.Context, tenant id.ID) (State, error)
	// Retry lets a job that failed for good begin again.
	Retry(ctx context.Context, tenant, job id.ID) error
	// Open is how many open cases an account is at work on.
	Open(ctx context.Context, tenant, account id.ID) (int, error)
}

// State is how an office runs.
type State struct {
	Rulebook *rulebook.Rulebook // under which new cases begin today; nil where there is none
	Problems []*fault.Error
	Failed   []job.Job // that failed for good
}

// way is one thing that is the reader's to do.
type way struct{ Href, Key string }

type startPage struct {
	Form   *page.Form
	Posts  []access.PostKind // in whose name something stands here
	Ways   []way
	NoDesk bool // nobody is told where to come
	State  *State
	Book   string // the rulebook's title in the reader's language
}

// start is the first page of whoever has no cases: what is theirs to do, and for the administrator how the office runs.
func (p *Pages) start(w http.ResponseWriter, r *http.Request) error {
	return p.showStart(w, r, page.NewForm(nil))
}

func (p *Pages) showStart(w http.ResponseWriter, r *http.Request, form *page.Form) error {
	a := must(r).Actor
	data := startPage{Form: form}
	holds := func(kinds ...access.PostKind) bool {
		return slices.ContainsFunc(a.Posts, func(x access.Post) bool { return slices.Contains(kinds, x.Kind) })
	}
	for _, k := range access.PostKinds() {
		if holds(k) {
			data.Posts = append(data.Posts, k)
		}
	}
	if holds(access.Administrator) {
		data.Ways = append(data.Ways, way{"/office", "units"})
		if err := p.administering(r, &data); err != nil {
			return err
		}
	}
	if holds(access.Records) {
		data.Ways = append(data.Ways, way{"/due", "due"}, way{"/archive", "archive"})
	}
	if holds(access.Privacy) {
		data.Ways = append(data.Ways, way{"/due", "due"}, way{"/demands", "demands"}, way{"/urgent", "urgent"}, way{"/breaches", "breaches"}, way{"/office/record", "record"})
	}
	if holds(access.Lead, access.Statistician, access.Privacy) {
		data.Ways = append(data.Ways, way{"/figures", "figures"})
	}
	if holds(access.Privacy) {
		data.Ways = append(data.Ways, way{"/transparency", "transparency"})
	}
	if holds(access.Handler, access.Inspector) {
		data.Ways = append(data.Ways, way{"/reports", "reports"})
	}
	if holds(access.Clerk, access.Handler, access.Inspector, access.Lead) {
		data.Ways = append(data.Ways, way{"/reports/new", "report_new"})
	}
	if holds(access.Clerk, access.Mediator, access.Lead, access.Records) {
		data.Ways = append(data.Ways, way{"/forms", "forms"})
	}
	data.Ways = append(data.Ways, way{"/account", "account"})
	p.Render.Render(w, r, form.Status(), "office/start", data)
	return nil
}

// administering adds what an administrator sees: of the whole office only, who administers its root.
func (p *Pages) administering(r *http.Request, data *startPage) error {
	root, err := p.wholeOffice(r)
	if err != nil || !root {
		return err
	}
	tenant := must(r).Actor.Tenant
	tree, err := p.Office.Tree(r.Context(), tenant)
	if err != nil {
		return err
	}
	if top, ok := tree.Root(); ok && top.Desk.IsZero() {
		data.NoDesk = true
		data.Ways = append([]way{{"/office/units/" + top.ID.String() + "#desk", "desk"}}, data.Ways...)
	}
	if p.Operation == nil {
		return nil
	}
	state, err := p.Operation.State(r.Context(), tenant)
	if err != nil {
		return err
	}
	data.State = &state
	if state.Rulebook != nil {
		data.Book = state.Rulebook.Title.In(string(page.Of(r).Language))
	}
	return nil
}

// wholeOffice reports whether the actor administers the root unit.
func (p *Pages) wholeOffice(r *http.Request) (bool, error) {
	rows, err := p.Office.Units(r.Context(), must(r).Actor)
	if err != nil {
		return false, err
	}
	return len(rows) > 0 && rows[0].Parent.IsZero(), nil
}

// retryJob begins again what failed for good. Nothing can be discarded here: it may be an erasure that is owed.
func (p *Pages) retryJob(w http.ResponseWriter, r *http.Request) error {
	root, err := p.wholeOffice(r)
	switch {
	case err != nil:
		return err
	case !root || p.Operation == nil:
		return access.ErrNotFound
	}
	failed, err := idIn(r, "job")
	if err != nil {
		return err
	}
	if err := p.Operation.Retry(r.Context(), must(r).Actor.Tenant, failed); err != nil {
		return err
	}
	p.Browser.Notify(w, "office.start.retried")
	return seeOther(w, r, "/start")
}
