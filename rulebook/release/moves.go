package release

import (
	"cmp"
	"context"
	"slices"
	"time"

	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/id"
	"linli/rulebook"
)

const (
	// owedPage is how many promises are read at once.
	owedPage = 1000
	// MostOwed bounds how many of one capability a page looks at: a page answers in a moment, however much an office owes.
	MostOwed = 50_000
)

// Owed is a promise that is open. Its case is no more than its place among the others.
type Owed struct {
	Case  id.ID
	Key   string
	Rule  string
	Start time.Time
}

// Moves is what a version does to the promises that are open.
type Moves struct {
	Rules []Moved
	Open  int  // how many were looked at
	Part  bool // of a capability no more than the first [MostOwed]
}

// Moved says how many open promises of a rule were looked at, and of how many the last day moves.
type Moved struct {
	Rule        rulebook.PromiseRule
	Open, Moves int
}

// Moves counts the open promises that a version would move from the day on which it takes effect, by rule. Cases keep the version
// under which they began; what moves them is a table of holidays, and the clock of a rule that says so. They are counted from their start by
// the clock of the version in effect, as if they were neither paused nor extended. No case is opened and none is named. It needs rulebook.edit or rulebook.release.
func (s *Service) Moves(ctx context.Context, a access.Actor, look Look, effective calendar.Date) (out Moves, err error) {
	defer wrap(&err, "count what moves")
	if err := s.see(ctx, a); err != nil {
		return Moves{}, err
	}
	now, err := s.Office.Rulebook(ctx, a.Tenant, s.Clock.Now())
	if err != nil || !look.Sound() {
		return Moves{}, err
	}
	after := now.Calendar
	if next := look.Book.CalendarOf(after.ID()); next != nil && !next.PublishedUntil().Before(after.PublishedUntil()) {
		after = next.Since(effective, after)
	}
	for _, capability := range rulebook.Capabilities() {
		known := map[string]*count{}
		for _, rule := range now.Promises(capability) {
			c := &count{Moved: Moved{Rule: rule}, after: after, then: rule, moved: map[calendar.Date]bool{}}
			if next, ok := look.Book.Promise(rule.ID); ok && next.OpenCases {
				c.then.Amended = append(slices.Clone(rule.Amended), next.Amendment(effective))
			}
			known[rule.ID] = c
		}
		if len(known) == 0 {
			continue
		}
		n, err := s.owed(ctx, a.Tenant, capability, func(x Owed) {
			if c := known[x.Rule]; c != nil {
				c.add(s, now, x.Start)
			}
		})
		if err != nil {
			return Moves{}, err
		}
		out.Part = out.Part || n >= MostOwed
		for _, c := range known {
			if c.Open > 0 {
				out.Open, out.Rules = out.Open+c.Open, append(out.Rules, c.Moved)
			}
		}
	}
	slices.SortFunc(out.Rules, func(a, b Moved) int { return cmp.Compare(a.Rule.ID, b.Rule.ID) })
	return out, nil
}

// owed tells each open promise of a capability, as far as a page looks, and how many these are. One page of them is in memory.
func (s *Service) owed(ctx context.Context, tenant id.ID, capability string, each func(Owed)) (n int, err error) {
	for after := (Owed{}); n < MostOwed; {
		rows, err := s.Repo.Owed(ctx, tenant, capability, after, owedPage)
		if err != nil {
			return n, err
		}
		for _, x := range rows {
			each(x)
		}
		if n += len(rows); len(rows) < owedPage {
			break
		}
		after = rows[len(rows)-1]
	}
	return n, nil
}

// count is one rule's line while it is counted. Days are counted once: of thousands of promises most began on the same few.
type count struct {
	Moved
	after *calendar.Calendar   // the holidays of the version
	then  rulebook.PromiseRule // the rule as the version leaves it for open cases
	moved map[calendar.Date]bool
}

func (c *count) add(s *Service, now *rulebook.Rulebook, start time.Time) {
	if c.Open++; c.after == now.Calendar && len(c.then.Amended) == len(c.Rule.Amended) {
		return
	}
	moves := func() bool {
		return !s.Due(c.Rule, now.Calendar, now.Zone, start).Equal(s.Due(c.then, c.after, now.Zone, start))
	}
	hours := func(l rulebook.Length) bool { return l.Unit == rulebook.WorkingHours || l.Unit == rulebook.Hours }
	if hours(c.Rule.Clock) || slices.ContainsFunc(c.then.Amended, func(a rulebook.Amendment) bool { return hours(a.Clock) }) {
		if moves() {
			c.Moves++
		}
		return
	}
	day := calendar.DateOf(start, now.Zone)
	if _, known := c.moved[day]; !known {
		c.moved[day] = moves()
	}
	if c.moved[day] {
		c.Moves++
	}
}
