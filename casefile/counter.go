package casefile

import (
	"context"
	"slices"
	"time"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

// A lost slip is replaced at the counter by two people: one asks for whoever stands there, a second one who did not ask
// looks and approves on the same day. What somebody asked for who is at the counter no more is void. Neither reads the case by it, and
// nobody is found by name.

// Shown are the ways in which identity is shown at the counter. Nothing of a document is copied or noted.
var Shown = []string{"document", "known", "authority"}

// SlipAsk is a new slip that waits for a second person.
type SlipAsk struct {
	ID      id.ID     `json:"id"`
	Party   id.ID     `json:"party"`
	Shown   string    `json:"shown"` // of [Shown]
	Account id.ID     `json:"account"`
	At      time.Time `json:"at"`
	Until   time.Time `json:"until"` // the end of the office's day
}

// EndOfDay is when a day of the office ends.
func EndOfDay(now time.Time, zone *time.Location) time.Time {
	day := now.In(zone)
	return time.Date(day.Year(), day.Month(), day.Day()+1, 0, 0, 0, 0, zone).UTC()
}

// Counter are the accounts that may ask for a new slip of a case, and those that may approve one; above is the unit above where its
// people stand in.
type Counter struct {
	Askers, Seconds []id.ID
	Above           id.ID
}

// Others are those who may approve, without the one who asks.
func (c Counter) Others(asks id.ID) []id.ID {
	return slices.DeleteFunc(slices.Clone(c.Seconds), func(a id.ID) bool { return a == asks })
}

// Replacing is what the rules of a lost slip look at.
type Replacing struct {
	Counter
	Ask       *SlipAsk
	Party, By id.ID // whose slip, and the account that approves
	Now       time.Time
}

// SlipRule is one of the rules of the two people; it has the name of a guard.
type SlipRule struct {
	Name  string
	Holds func(Replacing) bool
}

// SlipRules are the rules of the two people, in the order in which they are told.
var SlipRules = []SlipRule{
	{"slip_not_asked", func(r Replacing) bool { return r.Ask != nil && r.Ask.Party == r.Party }},
	{"slip_ask_over", func(r Replacing) bool { return r.Now.Before(r.Ask.Until) }},
	{"slip_asker_gone", func(r Replacing) bool { return slices.Contains(r.Askers, r.Ask.Account) }},
	{"slip_own_ask", func(r Replacing) bool { return r.Ask.Account != r.By }},
	{"slip_not_second", func(r Replacing) bool { return slices.Contains(r.Seconds, r.By) }},
}

// SlipFault is the refusal of a guard of a lost slip, which reads the same for every kind of case that comes to the counter; nil for a
// guard of another kind.
func SlipFault(guard string) *fault.Error {
	if slices.Contains([]string{"slip_nameless", "slip_not_given", "slip_no_second", "slip_moved"}, guard) ||
		slices.ContainsFunc(SlipRules, func(r SlipRule) bool { return r.Name == guard }) {
		return fault.New(fault.Guard, "counter.guard."+guard)
	}
	return nil
}

// Refused names the first rule that does not hold; empty where all do.
func (r Replacing) Refused() string {
	for _, rule := range SlipRules {
		if !rule.Holds(r) {
			return rule.Name
		}
	}
	return ""
}

// AtCounter is what the counter sees of a case whose slip is lost: when it came and of what kind it is.
type AtCounter struct {
	Case, Unit id.ID
	Kinds      []string // codes of the rulebook
	Received   time.Time
	Ask        *SlipAsk // that waits today
	MayAsk     bool     // the reader may ask for a new slip
	May        bool     // the reader may approve the one that waits
}

// Await says what of a new slip that was asked for waits today, and whether the reader, who may approve as such, may approve it.
func (x *AtCounter) Await(ask *SlipAsk, at Counter, reader id.ID, approves bool, now time.Time) {
	if ask == nil || !now.Before(ask.Until) || !slices.Contains(at.Askers, ask.Account) {
		return
	}
	waits := *ask
	x.Ask = &waits
	x.May = approves && ask.Account != reader && slices.Contains(at.Seconds, reader)
}

// Posts tells who holds which post.
type Posts interface {
	// Line are the unit and those above it, the nearest first; none for a unit that does not exist.
	Line(ctx context.Context, tenant, unit id.ID) ([]id.ID, error)
	// Holding are the accounts that hold the post in the unit now, each with all its posts.
	Holding(ctx context.Context, tenant, unit id.ID, post access.PostKind) ([]access.Actor, error)
}

// CounterOf are the people at the counter of a unit: whoever holds one of the posts there and may, as approves says. Where that is one
// person, those of the nearest unit above in which there is somebody may approve as well.
func CounterOf(ctx context.Context, office Posts, tenant, unit id.ID, posts []access.PostKind, asks, approves func(access.Actor, id.ID) bool) (c Counter, err error) {
	line, err := office.Line(ctx, tenant, unit)
	if err != nil {
		return c, err
	}
	for i, u := range line {
		above := id.ID{}
		if i > 0 {
			above = u
		}
		found := len(c.Seconds)
		for _, post := range posts {
			people, err := office.Holding(ctx, tenant, u, post)
			if err != nil {
				return c, err
			}
			for _, a := range people {
				if i == 0 && asks(a, above) && !slices.Contains(c.Askers, a.Account) {
					c.Askers = append(c.Askers, a.Account)
				}
				if approves(a, above) && !slices.Contains(c.Seconds, a.Account) {
					c.Seconds = append(c.Seconds, a.Account)
				}
			}
		}
		if i > 0 && len(c.Seconds) > found {
			c.Above = u
			return c, nil
		}
		if len(c.Seconds) > 1 {
			return c, nil
		}
	}
	return c, nil
}
