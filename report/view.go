package report

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/rulebook"
)

// FieldViews are the sets of the queue's filters that one account keeps, with what it calls them.
const FieldViews = "report.views"

// maxView is in characters, maxViews how many one account keeps.
const maxView, maxViews = 40, 20

// closedBatch is for how many closed accounts one tick forgets what they kept.
const closedBatch = 200

// View is a set of the queue's filters under a name of the account that keeps it. It has those of the queue and no others, so that it
// cannot be about a person.
type View struct {
	Name     string `json:"name"`
	Unit     id.ID  `json:"unit,omitzero"`
	Category string `json:"category,omitempty"`
	State    State  `json:"state,omitempty"`
}

// Same reports whether two views show the same, whatever they are called.
func (v View) Same(other View) bool {
	v.Name = other.Name
	return v == other
}

// Narrow reports whether a view shows less than the whole queue.
func (v View) Narrow() bool { return !v.Same(View{}) }

// Views keeps the views of accounts, all those of one account in one row.
type Views interface {
	// Views returns the row of an account, sealed; without a key where there is none.
	Views(ctx context.Context, tenant, account id.ID) (vault.Sealed, error)
	// KeepViews writes a row of the version after the one that is kept, whose key was former (zero: there is none); without a body the
	// row is removed. A key that is not the former one takes its place. It returns ErrMoved when another was written meanwhile.
	KeepViews(ctx context.Context, tenant id.ID, x vault.Sealed, former id.ID) error
	// ViewsLeft returns the rows of accounts that are closed, without their bodies.
	ViewsLeft(ctx context.Context, tenant id.ID, limit int) ([]vault.Sealed, error)
}

// Views are what the account that asks keeps, in the order in which it began to. Nobody else's are ever read.
func (s *Service) Views(ctx context.Context, a access.Actor) (_ []View, err error) {
	defer wrap(&err, "views")
	out, _, err := s.viewsOf(ctx, a)
	return out, err
}

func (s *Service) viewsOf(ctx context.Context, a access.Actor) (out []View, row vault.Sealed, err error) {
	row, err = s.Repo.Views(ctx, a.Tenant, a.Account)
	if err != nil || row.Key.IsZero() {
		return nil, row, err
	}
	texts, err := s.Vault.OpenOwn(ctx, a.Tenant, a.Account, []vault.Sealed{row})
	if errors.Is(err, vault.ErrShredded) { // a backup brought back what had been taken out
		return nil, row, nil
	}
	if err == nil {
		err = json.Unmarshal(texts[0], &out)
	}
	return out, row, err
}

// Known is what of a view the actor's queue can still be narrowed to: a unit that it works, a category that waits in a queue, a state.
func (s *Service) Known(ctx context.Context, a access.Actor, v View) (_ View, err error) {
	defer wrap(&err, "known filters")
	_, categories, err := s.Categories(ctx, a.Tenant)
	if err != nil {
		return View{}, err
	}
	if !slices.Contains(s.Queues(a), v.Unit) {
		v.Unit = id.ID{}
	}
	i := slices.IndexFunc(categories, func(c rulebook.Category) bool { return c.Code == v.Category })
	if i < 0 || categories[i].Kind.AboutUnit() {
		v.Category = ""
	}
	if !slices.Contains(IssueStates, v.State) {
		v.State = ""
	}
	return v, nil
}

// SaveView keeps a view for the account that asks, in place of the one that it called the same, and returns what is kept: what the
// queue cannot be narrowed to is left out. Errors: those of access for "report.queue", fault.Field "name", the guards
// "issue.views.whole" for one that shows the whole queue and "issue.views.too_many".
func (s *Service) SaveView(ctx context.Context, a access.Actor, v View) (_ View, err error) {
	defer wrap(&err, "save a view")
	v.Name = strings.TrimSpace(v.Name)
	var l fault.List
	text(&l, "name", v.Name, maxView, true)
	if err := l.Err(); err != nil {
		return View{}, err
	}
	if v, err = s.Known(ctx, a, v); err != nil {
		return View{}, err
	}
	if !v.Narrow() {
		return View{}, fault.New(fault.Guard, "issue.views.whole")
	}
	return v, s.changeViews(ctx, a, func(all []View) ([]View, error) {
		i := slices.IndexFunc(all, func(x View) bool { return x.Name == v.Name })
		switch {
		case i >= 0:
			all[i] = v
		case len(all) >= maxViews:
			return nil, fault.New(fault.Guard, "issue.views.too_many").With(fault.Args{"max": maxViews})
		default:
			all = append(all, v)
		}
		return all, nil
	})
}

// DropView takes out what the account that asks called so; that there is none is no error. Errors: those of access for "report.queue".
func (s *Service) DropView(ctx context.Context, a access.Actor, name string) (err error) {
	defer wrap(&err, "drop a view")
	return s.changeViews(ctx, a, func(all []View) ([]View, error) {
		return slices.DeleteFunc(all, func(x View) bool { return x.Name == name }), nil
	})
}

func (s *Service) changeViews(ctx context.Context, a access.Actor, change func([]View) ([]View, error)) error {
	if len(s.Queues(a)) == 0 {
		return s.Access.Check(a, "report.queue", access.Facts{Tenant: a.Tenant, Kind: Capability, Desk: inQueue})
	}
	var err error = ErrMoved
	for i := 0; i < 3 && errors.Is(err, ErrMoved); i++ { // a second window of the same account
		err = s.changeViewsOnce(ctx, a, change)
	}
	return err
}

func (s *Service) changeViewsOnce(ctx context.Context, a access.Actor, change func([]View) ([]View, error)) error {
	before, row, err := s.viewsOf(ctx, a)
	if err != nil {
		return err
	}
	after, err := change(slices.Clone(before))
	if err != nil || len(after) == 0 && row.Key.IsZero() {
		return err
	}
	former := row.Key
	next := vault.Sealed{Case: a.Account, Owner: a.Account, Field: FieldViews, Key: former, Version: row.Version + 1}
	if len(after) > 0 {
		if len(before) == 0 || len(after) < len(before) { // what is taken out is destroyed with the key that sealed it
			if next.Key, err = s.Vault.Take(ctx, a.Tenant); err != nil {
				return err
			}
		}
		if next.Body, err = json.Marshal(after); err != nil {
			return err
		}
		if next, err = s.Vault.Seal(ctx, a.Tenant, next); err != nil {
			return err
		}
	}
	if err := s.Repo.KeepViews(ctx, a.Tenant, next, former); err != nil {
		return err
	}
	if former.IsZero() || next.Body != nil && next.Key == former {
		return nil
	}
	return s.Vault.Shred(ctx, a.Tenant, []id.ID{former}, s.IDs.New())
}

// forgetViews destroys what accounts kept that were closed. The key goes first: a row that opens no more is found again.
func (s *Service) forgetViews(ctx context.Context, tenant id.ID) error {
	left, err := s.Repo.ViewsLeft(ctx, tenant, closedBatch)
	if err != nil {
		return err
	}
	for _, x := range left {
		if err := s.Vault.Shred(ctx, tenant, []id.ID{x.Key}, s.IDs.New()); err != nil {
			return err
		}
		former := x.Key
		x.Version++
		if err := s.Repo.KeepViews(ctx, tenant, x, former); err != nil && !errors.Is(err, ErrMoved) { // another process forgot it
			return err
		}
	}
	return nil
}
