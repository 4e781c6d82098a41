package office

import (
	"context"
	"errors"
	"slices"
	"time"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

// AssignPost gives an account a role in a unit.
type AssignPost struct {
	Account id.ID
	Unit    id.ID
	Kind    access.PostKind
	From    time.Time // zero, or less than a day ago: now; of a deputy the first day of somebody's leave
	To      time.Time // zero: open end
}

// AssignPost needs office.manage on the unit. An account that holds the post already keeps it: the same post is returned.
// Errors: Guard "office.guard.own_post" (nobody gives a post to oneself), "office.guard.exclusive_posts",
// "office.guard.unit_closed", "office.guard.account_closed", "office.guard.organisation_post", "office.guard.guest_post", "office.guard.guest_people"; Invalid
// for kind and dates.
func (s *Service) AssignPost(ctx context.Context, a access.Actor, c AssignPost) (Post, error) {
	if err := s.manage(a, c.Unit); err != nil {
		return Post{}, err
	}
	now := s.clock.Now()
	if c.From.IsZero() || c.From.Before(now) && now.Sub(c.From) < 24*time.Hour { // the day that has begun
		c.From = now
	}
	switch {
	case c.From.Before(now):
		return Post{}, fault.Field("since", "office.post.past")
	case !slices.Contains(access.PostKinds(), c.Kind):
		return Post{}, fault.Field("kind", "office.post.unknown")
	case !c.To.IsZero() && !c.To.After(c.From):
		return Post{}, fault.Field("until", "office.post.dates")
	case c.Account == a.Account && !c.Account.IsZero():
		return Post{}, guard("own_post")
	}
	var p Post
	err := decide(func() (err error) {
		p, err = s.assignPost(ctx, a, c)
		return err
	})
	return p, err
}

func (s *Service) assignPost(ctx context.Context, a access.Actor, c AssignPost) (Post, error) {
	unit, err := s.unit(ctx, a.Tenant, c.Unit)
	if err != nil {
		return Post{}, err
	}
	account, err := s.repo.Account(ctx, a.Tenant, c.Account)
	if err != nil {
		return Post{}, err
	}
	switch {
	case !unit.Open(c.From):
		return Post{}, guard("unit_closed")
	case !account.ClosedAt.IsZero():
		return Post{}, guard("account_closed")
	case !account.Organisation.IsZero():
		return Post{}, guard("organisation_post").At("account")
	}
	home, err := s.unit(ctx, a.Tenant, account.Unit)
	if err != nil {
		return Post{}, err
	}
	if err := fitsGuest(unit, home, c); err != nil {
		return Post{}, err
	}
	held, err := s.repo.PostsOf(ctx, a.Tenant, c.Account, c.From)
	if err != nil {
		return Post{}, err
	}
	for _, h := range held {
		overlaps := c.To.IsZero() || h.From.Before(c.To)
		if overlaps && h.Kind == c.Kind && h.Unit == c.Unit {
			return h, nil
		}
		if overlaps && exclusive(h.Kind) && exclusive(c.Kind) && h.Kind != c.Kind {
			return Post{}, guard("exclusive_posts").At("kind")
		}
	}
	p := Post{Tenant: a.Tenant, ID: s.ids.New(), Unit: c.Unit, Account: c.Account, Kind: c.Kind, From: c.From, To: c.To, Version: 1}
	account.Version++ // two administrators at once: the second decides again, with the first one's post in sight
	return p, s.repo.Play(ctx, Change{Tenant: a.Tenant, Accounts: []Account{account}, Posts: []Post{p},
		Events: []Event{s.event(a, "post.assigned", c.Unit, c.Account, string(c.Kind))}})
}

// EndPost ends a post now. The last administrator of the tenant stays: Guard "office.guard.last_administrator".
func (s *Service) EndPost(ctx context.Context, a access.Actor, unit, post id.ID) error {
	if err := s.manage(a, unit); err != nil {
		return err
	}
	return decide(func() error {
		now := s.clock.Now()
		posts, err := s.repo.PostsIn(ctx, a.Tenant, unit, now)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(posts, func(p Post) bool { return p.ID == post })
		if i < 0 {
			return ErrNotFound
		}
		p := posts[i]
		c := Change{Tenant: a.Tenant, Events: []Event{s.event(a, "post.ended", p.Unit, p.Account, string(p.Kind))}}
		if err := s.keepAdministrator(ctx, &c, []Post{p}); err != nil {
			return err
		}
		p.To = later(now, p.From)
		p.Version++
		c.Posts = []Post{p}
		return s.repo.Play(ctx, c)
	})
}

// keepAdministrator refuses to end the last running administrator's post of the tenant. It makes the change move the
// tenant's version, so that two such changes cannot pass each other.
func (s *Service) keepAdministrator(ctx context.Context, c *Change, ending []Post) error {
	if !slices.ContainsFunc(ending, func(p Post) bool { return p.Kind == access.Administrator }) {
		return nil
	}
	now := s.clock.Now()
	t, err := s.repo.Tenant(ctx, c.Tenant)
	if err != nil {
		return err
	}
	holders, err := s.repo.Holders(ctx, c.Tenant, access.Administrator, now)
	if err != nil {
		return err
	}
	stays := slices.ContainsFunc(holders, func(h Post) bool {
		return h.Runs(now) && !slices.ContainsFunc(ending, func(p Post) bool { return p.ID == h.ID })
	})
	if !stays {
		return guard("last_administrator")
	}
	t.Version++
	c.Tenants = []Tenant{t}
	return nil
}

// PostsIn lists the posts of a unit that run or will run.
func (s *Service) PostsIn(ctx context.Context, a access.Actor, unit id.ID) ([]Post, error) {
	if err := s.manage(a, unit); err != nil {
		return nil, err
	}
	return s.repo.PostsIn(ctx, a.Tenant, unit, s.clock.Now())
}

// Holders lists the accounts that hold a post in a unit now, or in the one that has its work, for a lead who assigns work. It needs a post in that unit.
// Errors: NotFound for anyone else.
func (s *Service) Holders(ctx context.Context, a access.Actor, kind access.PostKind, unit id.ID) ([]Colleague, error) {
	if a.Kind != access.System && !slices.ContainsFunc(a.Posts, func(p access.Post) bool { return p.Unit == unit }) {
		return nil, access.ErrNotFound
	}
	now := s.clock.Now()
	tree, err := s.tree(ctx, a.Tenant)
	if err != nil {
		return nil, err
	}
	posts, err := s.repo.PostsIn(ctx, a.Tenant, tree.Now(unit, now), now)
	if err != nil {
		return nil, err
	}
	var out []Colleague
	for _, p := range posts {
		if p.Kind != kind || !p.Runs(now) {
			continue
		}
		account, err := s.repo.Account(ctx, a.Tenant, p.Account)
		if errors.Is(err, ErrNotFound) || err == nil && !account.ClosedAt.IsZero() {
			continue
		} else if err != nil {
			return nil, err
		}
		out = append(out, account.colleague())
	}
	return out, nil
}
