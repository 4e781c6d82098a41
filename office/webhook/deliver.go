package webhook

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/outbound"
)

// Tell has every address that hears of an event be told of it. An address that cannot be reached now is told later.
func (s *Service) Tell(ctx context.Context, tenant id.ID, event string, subject id.ID) (err error) {
	defer wrap(&err, "tell")
	if !slices.Contains(Events, event) {
		return errors.New(event + " is no event")
	}
	all, err := s.Repo.Hooks(ctx, tenant)
	if err != nil {
		return err
	}
	var c Change
	for _, h := range all {
		if !h.hears(event) {
			continue
		}
		if err := s.queue(&c, tenant, h.ID, event, subject); err != nil {
			return err
		}
	}
	if len(c.Jobs) == 0 {
		return nil
	}
	return s.Repo.Play(ctx, tenant, c)
}

func (s *Service) queue(c *Change, tenant, hook id.ID, event string, subject id.ID) error {
	now := s.Clock.Now()
	d := Delivery{ID: s.IDs.New(), Hook: hook, Made: now, Version: 1, Event: event, Subject: subject, State: Waiting}
	j, err := job.New(tenant, s.IDs.New(), Kind, job.Payload{"delivery": d.ID.String()}, now, now)
	c.Deliveries, c.Jobs = append(c.Deliveries, d), append(c.Jobs, j)
	return err
}

// Try sends a test to one address.
func (s *Service) Try(ctx context.Context, a access.Actor, of id.ID) (err error) {
	defer wrap(&err, "try")
	h, _, err := s.hook(ctx, a, of)
	if err != nil {
		return err
	}
	var c Change
	if err := s.queue(&c, a.Tenant, h.ID, Test, s.IDs.New()); err != nil {
		return err
	}
	return s.Repo.Play(ctx, a.Tenant, c)
}

// Again sends a dead delivery once more, under the same message id. Errors: ErrNotFound, ErrMoved where it is not dead.
func (s *Service) Again(ctx context.Context, a access.Actor, of, delivery id.ID) (err error) {
	defer wrap(&err, "again")
	if _, _, err := s.hook(ctx, a, of); err != nil {
		return err
	}
	d, err := s.Repo.Delivery(ctx, a.Tenant, delivery)
	if err != nil {
		return err
	}
	if d.Hook != of {
		return ErrNotFound
	}
	if d.State != Dead {
		return ErrMoved
	}
	now := s.Clock.Now()
	j, err := job.New(a.Tenant, s.IDs.New(), Kind, job.Payload{"delivery": d.ID.String()}, now, now)
	if err != nil {
		return err
	}
	d.State, d.Attempts, d.Version = Waiting, 0, d.Version+1
	return s.Repo.Play(ctx, a.Tenant, Change{Deliveries: []Delivery{d}, Jobs: []job.Job{j}})
}

// Deliver is the job: one attempt. What fails is tried again later each time; after the last attempt the delivery is dead, and
// the job is over.
func (s *Service) Deliver(ctx context.Context, j job.Job) (err error) {
	defer wrap(&err, "deliver")
	of, err := j.Payload.ID("delivery")
	if err != nil {
		return job.Permanent(err)
	}
	d, err := s.Repo.Delivery(ctx, j.Tenant, of)
	if errors.Is(err, ErrNotFound) || err == nil && d.State != Waiting {
		return nil // forgotten meanwhile, or done by an attempt whose job was not
	}
	if err != nil {
		return err
	}
	h, err := s.find(ctx, j.Tenant, d.Hook)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	d.Version++
	d.Tried, d.Attempts, d.Status, d.Failure = s.Clock.Now(), j.Attempts, 0, ""
	switch {
	case err != nil, !h.Paused.IsZero() && d.Event != Test:
		d.State, d.Failure = Dead, "webhook.failed.paused"
		return s.Repo.Play(ctx, j.Tenant, Change{Deliveries: []Delivery{d}})
	}
	failed := s.send(ctx, j.Tenant, h, &d)
	if failed == nil {
		d.State = Done
	} else if d.Failure = fault.Of(failed).Key; j.Attempts >= Attempts {
		d.State = Dead
	}
	if err := s.Repo.Play(ctx, j.Tenant, Change{Deliveries: []Delivery{d}}); err != nil {
		return err
	}
	if d.State == Waiting {
		return failed
	}
	return nil
}

// send is one attempt. Its error has a message key, and nothing of the answer.
func (s *Service) send(ctx context.Context, tenant id.ID, h Hook, d *Delivery) error {
	text, err := body(d.Event, d.Subject, d.Made)
	if err != nil {
		return err
	}
	secrets := [][]byte{h.Secret}
	if s.Clock.Now().Before(h.Until) {
		secrets = append(secrets, h.Former)
	}
	for i := range secrets {
		if secrets[i], err = s.Seal.Open(ctx, tenant, purpose, secrets[i]); err != nil {
			return err
		}
	}
	d.Status, err = s.Out.Post(ctx, h.URL, outbound.Message{ID: messageID(d.ID), At: s.Clock.Now(), Body: text, Secrets: secrets})
	return err
}

// body is what a message says: its type, when it happened, and one id.
func body(event string, subject id.ID, at time.Time) ([]byte, error) {
	b, err := json.Marshal(map[string]any{"type": event, "timestamp": at.UTC().Format(time.RFC3339), "data": map[string]string{"id": subject.String()}})
	if err != nil {
		return nil, fmt.Errorf("encoding a message: %w", err)
	}
	return b, nil
}

// messageID names a delivery; it is the same at each attempt, so that whoever receives it twice knows it.
func messageID(d id.ID) string { return "msg_" + strings.ReplaceAll(d.String(), "-", "") }
