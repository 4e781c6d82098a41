package referral

import (
	"context"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
)

// Inherit is linli's: the unit that helps has ended, and its heir has the request now with all that was promised and consented to
// (个人信息保护法 art. 22: whoever takes an office's place goes on under its duties, and the person is told who that is). Who works on it stays
// on it, as far as the post is still theirs. A service that was asked goes on as it was; its page says whom to speak to.
type Inherit struct{}

// Kind is the machine's event.
func (Inherit) Kind() casefile.Kind { return "inherit" }

type inherited struct {
	To   id.ID `json:"to"`
	Stay id.ID `json:"stay,omitzero"` // who works on it still
}

func (Inherit) decide(d *decision, _ *Step) (any, error) {
	b := inherited{To: d.Heir}
	if len(casefile.Stay([]id.ID{d.c.Worker}, d.There)) > 0 {
		b.Stay = d.c.Worker
	}
	return b, nil
}

func foldInherit(c *Case, e casefile.Event, b inherited) {
	c.Moves = c.Moves.With(casefile.Move{ID: e.ID, From: c.Unit, To: b.To, At: e.At, Ended: true})
	c.Unit, c.Worker, c.SlipAsk = b.To, b.Stay, nil // who asked at the other counter does not stand at this one
}

// CountsIn is the unit in which a request counts: the end of a unit moves no count.
func (c *Case) CountsIn() id.ID { return c.Moves.CountsIn(c.Unit) }

var unitEnded = Guard{"unit_works", func(d *decision) bool { return !d.Heir.IsZero() }}

// inheriting loads what the end of a unit has to know: its heir, and who helps there.
func (s *Service) inheriting(ctx context.Context, c *Case, k *Knowledge) (err error) {
	if k.Heir, err = casefile.HeirOf(ctx, s.Office, c.Tenant, c.Unit); err != nil || k.Heir.IsZero() {
		return err
	}
	k.There, err = s.Office.At(ctx, c.Tenant, k.Heir, access.Referral)
	return err
}

// inherit gives to their heirs what is open in units that have ended.
func (s *Service) inherit(ctx context.Context, tenant id.ID) error {
	return casefile.Inherit(ctx, s.Office, s.Repo, tenant, func(c id.ID) error { return s.settle(ctx, tenant, c, Inherit{}) })
}
