package release

import (
	"context"
	"errors"
	"time"

	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/id"
)

// Events are the steps that a page offers, in the order of the machine.
func Events() []string {
	return []string{"propose", "take_back", "send_back", "release", "withdraw", "stop"}
}

// Next are the steps that an actor may take now, guards apart.
func (s *Service) Next(ctx context.Context, a access.Actor, v Version) []string {
	var out []string
	for _, event := range Events() {
		t, fits := find(v.State, event)
		if !fits || s.may(ctx, a, t.action) != nil {
			continue
		}
		d, err := s.decision(ctx, a, v, "")
		if err != nil || event == "release" && !second.Holds(d) || event == "stop" && !before.Holds(d) {
			continue
		}
		out = append(out, event)
	}
	return out
}

// retries is how often a step is decided again when the row moved under it.
const retries = 4

// Act takes one of [Events]. read is the hash of the text that whoever releases has read. It needs the right of the step.
// Errors: Guard rulebook.guard.NAME, ErrNotFound where there is no such step from here.
func (s *Service) Act(ctx context.Context, a access.Actor, of id.ID, event, read string) (err error) {
	defer wrap(&err, event)
	for range retries {
		if err = s.act(ctx, a, of, event, read); !errors.Is(err, ErrMoved) {
			return err
		}
	}
	return err
}

func (s *Service) act(ctx context.Context, a access.Actor, of id.ID, event, read string) error {
	if err := s.see(ctx, a); err != nil {
		return err
	}
	v, others, err := s.find(ctx, a.Tenant, of)
	if err != nil {
		return err
	}
	t, fits := find(v.State, event)
	if !fits {
		return guard("step")
	}
	if err := s.may(ctx, a, t.action); err != nil {
		return err
	}
	d, err := s.decision(ctx, a, v, read)
	if err != nil {
		return err
	}
	d.others = others
	if d.books, err = s.Office.Versions(ctx, a.Tenant, v.Book); err != nil {
		return err
	}
	if event == "propose" || event == "release" {
		if d.looked, err = s.look(ctx, a.Tenant, v); err != nil {
			return err
		}
	}
	for _, g := range t.guards {
		if !g.Holds(d) {
			return guard(g.Name)
		}
	}
	c, err := s.fold(ctx, a, d, t)
	if err != nil {
		return err
	}
	return s.play(ctx, a, c, recorded[event])
}

// recorded are the steps as the office's record names them.
var recorded = map[string]string{"propose": "proposed", "take_back": "taken_back", "send_back": "sent_back", "release": "released", "withdraw": "withdrawn", "stop": "stopped"}

func (s *Service) decision(ctx context.Context, a access.Actor, v Version, read string) (*decision, error) {
	now, zone, err := s.now(ctx, a.Tenant)
	if err != nil {
		return nil, err
	}
	return &decision{version: v, actor: a, read: read, now: now, today: calendar.DateOf(now, zone)}, nil
}

// now is the clock, or the latest instant that the office wrote down where the clock stands before it: a day that has come does not go
// away because somebody set a clock back, nor does one that is to come draw nearer.
func (s *Service) now(ctx context.Context, tenant id.ID) (now time.Time, zone *time.Location, err error) {
	if zone, err = s.Office.Zone(ctx, tenant); err != nil {
		return now, nil, err
	}
	latest, err := s.Office.Latest(ctx, tenant)
	if now = s.Clock.Now(); latest.After(now) {
		now = latest
	}
	return now, zone, err
}

// fold is the version after a step.
func (s *Service) fold(ctx context.Context, a access.Actor, d *decision, t transition) (c Change, err error) {
	v := d.version
	v.State = t.to
	switch t.event {
	case "propose":
		v.Hash, v.Name, v.Proposed, v.Proposer = d.looked.Book.Hash, d.looked.Book.Version, d.now, a.Account
		c.Notices, err = s.askSecond(ctx, a, v)
	case "take_back", "send_back":
		v.Hash = ""
	case "release":
		zone, err := s.Office.Zone(ctx, a.Tenant)
		if err != nil {
			return c, err
		}
		v.Published, v.Releaser, v.Turn = d.now, a.Account, turnOf(d.others)
		v.Effective = takesEffect(d.looked.Book.Effective, d.now, zone)
	case "withdraw", "stop":
		v.Withdrawn, c.Files = d.now, []byte{}
	}
	c.Version = v
	return c, err
}
