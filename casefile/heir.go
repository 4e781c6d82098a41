package casefile

import (
	"context"
	"errors"
	"slices"
	"time"

	"linli/platform/id"
)

// Move is that a case went to another unit of the office.
type Move struct {
	ID    id.ID     `json:"id"` // of the event, under which the reason of a transfer is sealed
	From  id.ID     `json:"from"`
	To    id.ID     `json:"to"`
	At    time.Time `json:"at"`
	Ended bool      `json:"ended,omitempty"` // because a unit ended: what was counted before stays counted there
}

// Moves are those of one case, the earliest first.
type Moves []Move

// With are the moves with one more.
func (m Moves) With(x Move) Moves { return append(slices.Clone(m), x) }

// By is the move that an event made, or nil.
func (m Moves) By(event id.ID) *Move {
	if i := slices.IndexFunc(m, func(x Move) bool { return x.ID == event }); i >= 0 {
		return &m[i]
	}
	return nil
}

// Before is the unit by whose end a case came to the one that has it, or that one.
func (m Moves) Before(unit id.ID) id.ID {
	if n := len(m); n > 0 && m[n-1].Ended && m[n-1].To == unit {
		return m[n-1].From
	}
	return unit
}

// Had is the unit that had a case at an instant, as its figures see it; unit has it now. A transfer is as if the other unit had always had
// it, the end of a unit is not.
func (m Moves) Had(unit id.ID, at time.Time) id.ID {
	for _, x := range slices.Backward(m) {
		if x.To != unit { // a review is another unit's, and moves by itself
			continue
		}
		if !x.Ended || !x.At.After(at) {
			break
		}
		unit = x.From
	}
	return unit
}

// CountsIn is the unit in which a case counts under the day on which it came, for good; unit has it now.
func (m Moves) CountsIn(unit id.ID) id.ID { return m.Had(unit, time.Time{}) }

// Stay are those of some accounts that are among others: who works on what a unit left, as far as a post is still theirs.
func Stay(working, there []id.ID) []id.ID {
	return slices.DeleteFunc(slices.Clone(working), func(a id.ID) bool { return !slices.Contains(there, a) })
}

// Heirs knows which units have ended, and which have their work: of one that was split several, the first before the others.
type Heirs interface {
	Heirs(ctx context.Context, tenant id.ID) (map[id.ID][]id.ID, error)
}

// Left keeps what units left.
type Left interface {
	// OpenIn returns cases of a unit of which something is still to do.
	OpenIn(ctx context.Context, tenant, unit id.ID, limit int) ([]id.ID, error)
}

// HeirOf is the unit that has the work of one that has ended; zero while it works.
func HeirOf(ctx context.Context, office Heirs, tenant, unit id.ID) (id.ID, error) {
	heirs, err := office.Heirs(ctx, tenant)
	if of := heirs[unit]; len(of) > 0 {
		return of[0], err
	}
	return id.ID{}, err
}

// inheritBatch is how many cases of one unit are given to its heir before the next unit's turn.
const inheritBatch = 500

// Inherit gives to their heirs what is open in units that have ended. It goes by where cases stand, so that it goes on where it was stopped,
// and finds what is taken up again later. A case that fails does not keep the others waiting.
func Inherit(ctx context.Context, office Heirs, kept Left, tenant id.ID, give func(c id.ID) error) error {
	heirs, err := office.Heirs(ctx, tenant)
	if err != nil {
		return err
	}
	var failed error
	for unit := range heirs {
		cases, err := kept.OpenIn(ctx, tenant, unit, inheritBatch)
		failed = errors.Join(failed, err)
		for _, c := range cases {
			failed = errors.Join(failed, give(c))
		}
	}
	return failed
}
