package report

import (
	"context"
	"slices"

	"linli/casefile"
	"linli/platform/id"
)

// Inherit is linli's: the unit that answers has ended, and its heir has the report now with its number and all that was promised
// (个人信息保护法 art. 22: whoever takes an office's place goes on under its duties, and the person is told who that is). Who works on it stays
// on it, as far as a post is still theirs.
type Inherit struct{}

// Kind is the machine's event.
func (Inherit) Kind() casefile.Kind { return "inherit" }

type inherited struct {
	To   id.ID   `json:"to"`
	Stay []id.ID `json:"stay,omitempty"` // who handles it still, the first answers for it
}

func (Inherit) decide(d *decision, _ *Step) (any, error) {
	return inherited{d.Heir, casefile.Stay(d.c.handlers(), d.Here)}, nil
}

func foldInherit(c *Case, e casefile.Event, b inherited) {
	from := c.Desk.Unit
	c.Moves = c.Moves.With(casefile.Move{ID: e.ID, From: from, To: b.To, At: e.At, Ended: true})
	c.Desk.Unit, c.SlipAsk = b.To, nil // who asked at the other counter does not stand at this one
	if c.Home == from {
		c.Home = b.To
	}
	c.Handler, c.With = id.ID{}, nil
	if len(b.Stay) > 0 {
		c.Handler, c.With = b.Stay[0], slices.Clone(b.Stay[1:])
	}
}

// handlers are the accounts that handle it, the one that answers for it first.
func (c *Case) handlers() []id.ID {
	if c.Handler.IsZero() {
		return nil
	}
	return append([]id.ID{c.Handler}, c.With...)
}

var (
	// What is closed is kept where it is, by who has the unit's work.
	heirsOfComplaint = append(slices.Clone(open), Answered)
	heirsOfIssue     = []State{Received, Accepted, Assigned, Working, Answered, Fixed, Rechecked, Reviewing}

	unitEnded = Guard{"unit_works", func(d *decision) bool { return !d.Heir.IsZero() }}
)

// inheriting loads what the end of a unit has to know: its heir, and who may handle the report there.
func (s *Service) inheriting(ctx context.Context, c Case, k *Knowledge) (err error) {
	if k.Heir, err = casefile.HeirOf(ctx, s.Office, c.Tenant, c.Desk.Unit); err != nil || k.Heir.IsZero() {
		return err
	}
	if c.InQueue() {
		k.Here, err = s.here(ctx, c.Tenant, k.Heir)
		return err
	}
	k.Here, err = s.people(ctx, &c, Desk{k.Heir, c.Desk.Post})
	return err
}

// inherit gives to their heirs what is open in units that have ended.
func (s *Service) inherit(ctx context.Context, tenant id.ID) error {
	return casefile.Inherit(ctx, s.Office, s.Repo, tenant, func(c id.ID) error { return s.settle(ctx, tenant, c, Inherit{}) })
}
