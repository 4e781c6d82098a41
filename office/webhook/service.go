package webhook

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/office"
	"linli/platform/access"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/outbound"
)

// Faults.
var (
	ErrNotFound = fault.New(fault.NotFound, "webhook.not_found")
	// ErrMoved says that somebody else changed it meanwhile.
	ErrMoved = fault.New(fault.Conflict, "webhook.moved")
)

// Bounds.
const (
	maxHooks   = 10
	shownLast  = 50                  // deliveries of an address
	keptFor    = 30 * 24 * time.Hour // deliveries that are over
	bothSecret = 24 * time.Hour      // how long a former secret signs beside the new one
	purpose    = "webhook.secret"
)

// Kind is the job that delivers.
const Kind = "webhook.deliver"

// Attempts is how often a delivery is tried before it is dead: over about half a day, an hour apart in the end.
const Attempts = 20

// Change is what one command does, all or nothing.
type Change struct {
	Hooks      []Hook
	Deliveries []Delivery
	Jobs       []job.Job
	Events     []office.Event
}

// Repo keeps addresses and deliveries. Every method is bounded to one tenant.
type Repo interface {
	// Hooks returns the addresses that are not removed, the oldest first.
	Hooks(ctx context.Context, tenant id.ID) ([]Hook, error)
	// Delivery returns one, or ErrNotFound.
	Delivery(ctx context.Context, tenant, delivery id.ID) (Delivery, error)
	// Deliveries returns the newest of an address, the newest first.
	Deliveries(ctx context.Context, tenant, hook id.ID, limit int) ([]Delivery, error)
	// Play writes a change. ErrMoved where a row is no longer the version before.
	Play(ctx context.Context, tenant id.ID, c Change) error
	// Forget removes the deliveries that were made before an instant.
	Forget(ctx context.Context, tenant id.ID, before time.Time) error
}

// Sealer keeps the secrets (vault.Secrets).
type Sealer interface {
	Seal(ctx context.Context, tenant id.ID, purpose string, plain []byte) ([]byte, error)
	Open(ctx context.Context, tenant id.ID, purpose string, sealed []byte) ([]byte, error)
}

// Office tells which unit is the top of a tenant's tree.
type Office interface {
	Top(ctx context.Context, tenant id.ID) (id.ID, error)
}

// Service is the one way in to webhooks.
type Service struct {
	Repo   Repo
	Office Office
	Access *access.Engine
	Seal   Sealer
	Clock  clock.Clock
	IDs    *id.Source
	Out    *outbound.Client
}

// manage asks whether the actor administers the whole office.
func (s *Service) manage(ctx context.Context, a access.Actor) (top id.ID, err error) {
	if top, err = s.Office.Top(ctx, a.Tenant); err != nil {
		return top, err
	}
	return top, s.Access.Check(a, "office.manage", access.Facts{Tenant: a.Tenant, Unit: top})
}

func (s *Service) event(a access.Actor, kind string, top id.ID) office.Event {
	return office.Event{Tenant: a.Tenant, ID: s.IDs.New(), At: s.Clock.Now(), Kind: kind, By: a.Account, Unit: top}
}

// List returns the addresses. It needs office.manage on the top unit.
func (s *Service) List(ctx context.Context, a access.Actor) (_ []Hook, err error) {
	defer wrap(&err, "list")
	if _, err := s.manage(ctx, a); err != nil {
		return nil, err
	}
	return s.Repo.Hooks(ctx, a.Tenant)
}

// Add keeps a new address and returns its secret, this once. Errors: Invalid at url and events.
func (s *Service) Add(ctx context.Context, a access.Actor, address string, events []string) (_ Hook, secret string, err error) {
	defer wrap(&err, "add")
	top, err := s.manage(ctx, a)
	if err != nil {
		return Hook{}, "", err
	}
	var l fault.List
	if address = strings.TrimSpace(address); !s.Out.Fits(address) {
		l.Add("url", "webhook.field.url")
	}
	if len(events) == 0 || slices.ContainsFunc(events, func(e string) bool { return !slices.Contains(Events, e) }) {
		l.Add("events", "form.choose")
	}
	all, err := s.Repo.Hooks(ctx, a.Tenant)
	if err != nil {
		return Hook{}, "", err
	}
	if len(all) >= maxHooks {
		l.Add("url", "webhook.field.many")
	}
	if l.Err() != nil {
		return Hook{}, "", l.Err()
	}
	raw, secret := outbound.NewSecret()
	h := Hook{ID: s.IDs.New(), Version: 1, URL: address, Events: slices.Compact(slices.Sorted(slices.Values(events))), Made: s.Clock.Now(), Turned: s.Clock.Now()}
	if h.Secret, err = s.Seal.Seal(ctx, a.Tenant, purpose, raw); err != nil {
		return Hook{}, "", err
	}
	return h, secret, s.Repo.Play(ctx, a.Tenant, Change{Hooks: []Hook{h}, Events: []office.Event{s.event(a, "webhook.added", top)}})
}

// hook is one address of the actor's office.
func (s *Service) hook(ctx context.Context, a access.Actor, of id.ID) (Hook, id.ID, error) {
	top, err := s.manage(ctx, a)
	if err != nil {
		return Hook{}, top, err
	}
	h, err := s.find(ctx, a.Tenant, of)
	return h, top, err
}

func (s *Service) find(ctx context.Context, tenant, of id.ID) (Hook, error) {
	all, err := s.Repo.Hooks(ctx, tenant)
	if err != nil {
		return Hook{}, err
	}
	i := slices.IndexFunc(all, func(h Hook) bool { return h.ID == of })
	if i < 0 {
		return Hook{}, ErrNotFound
	}
	return all[i], nil
}

// Show returns an address with its newest deliveries.
func (s *Service) Show(ctx context.Context, a access.Actor, of id.ID) (_ Hook, _ []Delivery, err error) {
	defer wrap(&err, "show")
	h, _, err := s.hook(ctx, a, of)
	if err != nil {
		return Hook{}, nil, err
	}
	d, err := s.Repo.Deliveries(ctx, a.Tenant, of, shownLast)
	return h, d, err
}

// change edits an address and writes it down in the office's record.
func (s *Service) change(ctx context.Context, a access.Actor, of id.ID, kind string, edit func(*Hook) error) error {
	h, top, err := s.hook(ctx, a, of)
	if err != nil {
		return err
	}
	if err := edit(&h); err != nil {
		return err
	}
	h.Version++
	return s.Repo.Play(ctx, a.Tenant, Change{Hooks: []Hook{h}, Events: []office.Event{s.event(a, kind, top)}})
}

// Pause has an address hear of nothing until [Service.Resume]. What happens meanwhile is not sent later.
func (s *Service) Pause(ctx context.Context, a access.Actor, of id.ID) (err error) {
	defer wrap(&err, "pause")
	return s.change(ctx, a, of, "webhook.paused", func(h *Hook) error { h.Paused = s.Clock.Now(); return nil })
}

// Resume has a paused address hear again.
func (s *Service) Resume(ctx context.Context, a access.Actor, of id.ID) (err error) {
	defer wrap(&err, "resume")
	return s.change(ctx, a, of, "webhook.resumed", func(h *Hook) error { h.Paused = time.Time{}; return nil })
}

// Remove takes an address out, and its secrets with it.
func (s *Service) Remove(ctx context.Context, a access.Actor, of id.ID) (err error) {
	defer wrap(&err, "remove")
	return s.change(ctx, a, of, "webhook.removed", func(h *Hook) error {
		h.Removed, h.Secret, h.Former, h.URL = s.Clock.Now(), nil, nil, ""
		return nil
	})
}

// Rotate makes a new secret and returns it, this once. For a day both sign.
func (s *Service) Rotate(ctx context.Context, a access.Actor, of id.ID) (secret string, err error) {
	defer wrap(&err, "rotate")
	raw, secret := outbound.NewSecret()
	return secret, s.change(ctx, a, of, "webhook.rotated", func(h *Hook) error {
		sealed, err := s.Seal.Seal(ctx, a.Tenant, purpose, raw)
		h.Former, h.Until, h.Secret, h.Turned = h.Secret, s.Clock.Now().Add(bothSecret), sealed, s.Clock.Now()
		return err
	})
}

// Forget removes deliveries that are a month old.
func (s *Service) Forget(ctx context.Context, tenant id.ID) (err error) {
	defer wrap(&err, "forget")
	return s.Repo.Forget(ctx, tenant, s.Clock.Now().Add(-keptFor))
}

func wrap(err *error, doing string) {
	if *err != nil && !errors.Is(*err, job.ErrEnded) {
		*err = fmt.Errorf("webhook: %s: %w", doing, *err)
	}
}
