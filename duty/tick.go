package duty

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/notify"
	"linli/rulebook"
)

const (
	// ahead is for how many days before its period begins an occurrence is written down: long enough to sign up for a shift, and
	// to see a gap before it happens.
	planAhead = 30
	// back is for how many days after its last day an occurrence is still written down, where no server ran on its days.
	planBack = 400
	// planBatch bounds what one tick writes down.
	planBatch = 200
)

// Tick does what the calendar brings for one tenant: it writes down what falls due, moves and ends what closed units owed, writes
// down what is late, and tells those who are to be told.
func (s *Service) Tick(ctx context.Context, tenant id.ID) (err error) {
	defer wrap(&err, "tick")
	if err := s.plan(ctx, tenant); err != nil {
		return err
	}
	return s.Sweep(ctx, s.Repo, Capability, tenant, s.CountAgain, nil, s.toTell)
}

// plan writes down the occurrences of which the period begins within a month. It is made anew once a day, and when units or
// rules changed.
func (s *Service) plan(ctx context.Context, tenant id.ID) error {
	now := s.Clock.Now()
	rules, err := s.Office.Rulebook(ctx, tenant, now)
	if err != nil || len(rules.Duties.Duties) == 0 {
		return err
	}
	units, err := s.Office.DutyUnits(ctx, tenant)
	if err != nil {
		return err
	}
	today := calendar.DateOf(now, rules.Zone)
	made := fmt.Sprint(today, rules.ID, rules.Version, rules.Calendar.PublishedUntil(), units)
	s.mu.Lock()
	known := s.planned[tenant] == made
	s.mu.Unlock()
	if known {
		return nil
	}
	for _, u := range units {
		if err := s.closed(ctx, tenant, u, today); err != nil {
			return err
		}
	}
	whole, err := s.write(ctx, tenant, rules, units, today)
	if err != nil || !whole {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.planned == nil {
		s.planned = map[id.ID]string{}
	}
	s.planned[tenant] = made
	return nil
}

// write writes down what is planned and not there yet. It reports whether nothing is left.
func (s *Service) write(ctx context.Context, tenant id.ID, rules *rulebook.Rulebook, units []Unit, today calendar.Date) (bool, error) {
	from := today.AddDays(-planBack)
	there, err := s.Repo.Planned(ctx, tenant, from)
	if err != nil {
		return false, err
	}
	// A rulebook that takes effect does not demand what another version planned for the same period: the key has no version.
	soon := func(begins calendar.Date) bool { return !begins.After(today.AddDays(planAhead)) } // of a year's most begin later
	missing := slices.DeleteFunc(planned(rules, rules.Calendar, units, from, today.AddDays(planAhead+370), soon), func(o Occurrence) bool { return there[o.Key()] })
	gaps := map[string]Gap{}
	for _, g := range Gaps(rules, units, missing, s.holding(ctx, tenant)) {
		gaps[g.Key()] = g
	}
	told := map[string]bool{}
	for i, o := range missing {
		if i >= planBatch {
			return false, nil
		}
		c, err := s.open(ctx, tenant, o, rules)
		if err != nil && !errors.Is(err, ErrPlanned) && !errors.Is(err, ErrMoved) { // another process was faster
			return false, err
		}
		if g, ok := gaps[o.Key()]; ok && err == nil {
			if err := s.tellGap(ctx, &c, g, rules, told); err != nil {
				return false, err
			}
		}
	}
	return true, nil
}

func (s *Service) open(ctx context.Context, tenant id.ID, o Occurrence, rules *rulebook.Rulebook) (Case, error) {
	rule, _ := rules.Duty(o.Duty)
	c, _, err := s.play(ctx, Case{Tenant: tenant}, Open{o}, casefile.System, rules, rule, Knowledge{}, nil, nil)
	return c, err
}

// holding reads who holds which post once for all occurrences of a plan.
func (s *Service) holding(ctx context.Context, tenant id.ID) Holding {
	type held struct {
		unit id.ID
		post rulebook.Post
	}
	known := map[held][]id.ID{}
	return func(unit id.ID, post rulebook.Post) []id.ID {
		k := held{unit, post}
		if _, ok := known[k]; !ok {
			known[k], _ = s.Office.HeldBy(ctx, tenant, unit, access.PostKind(post)) // who cannot be read holds nothing: shown as a gap
		}
		return known[k]
	}
}

// tellGap tells up the chain that nobody could do or check an occurrence, once a duty.
func (s *Service) tellGap(ctx context.Context, c *Case, g Gap, rules *rulebook.Rulebook, told map[string]bool) error {
	if told[c.Unit.String()+c.Duty] {
		return nil
	}
	told[c.Unit.String()+c.Duty] = true
	rule, _ := rules.Duty(g.Duty)
	to, err := s.up(ctx, c, rule)
	if err != nil {
		return err
	}
	var lines []notify.Notice
	for _, account := range to {
		lines = append(lines, s.notice(c, noticeGap, account, rule.ID, s.Clock.Now()))
	}
	return s.Repo.Tell(ctx, c.Tenant, nil, lines)
}

// closed ends what a unit that is no more still has: what fell due while it was open goes to its heir, which answers for it, and what
// would have fallen due afterwards is owed by nobody: the heir owes its own.
func (s *Service) closed(ctx context.Context, tenant id.ID, u Unit, today calendar.Date) error {
	if u.Closed.IsZero() || u.Closed.After(today) {
		return nil
	}
	for _, waits := range []string{ToDo, ToCheck} {
		rows, err := s.Repo.Rows(ctx, tenant, Span{Unit: u.ID, Waits: waits, Limit: planBatch})
		if err != nil {
			return err
		}
		for _, x := range rows {
			var cmd Command = Move{}
			know := Knowledge{Unit: u.Heir}
			if x.Case.State == Due && !x.Case.Last.Before(u.Closed) {
				cmd = Cancel{}
			}
			if err := s.byItself(ctx, x.Case, cmd, know); err != nil {
				return err
			}
		}
	}
	return nil
}

// byItself plays a command that the calendar gives.
func (s *Service) byItself(ctx context.Context, c Case, cmd Command, know Knowledge) error {
	rules, err := s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion)
	if err != nil {
		return err
	}
	rule, _ := rules.Duty(c.Duty)
	f := access.Facts{Tenant: c.Tenant, Unit: c.Unit, Case: c.ID, Kind: Capability}
	if err := s.Access.Check(casefile.Itself(c.Tenant), "duty."+string(cmd.Kind()), f); err != nil {
		return err
	}
	_, _, err = s.play(ctx, c, cmd, casefile.System, rules, rule, know, nil, nil)
	if f := fault.Of(err); errors.Is(err, ErrMoved) || f != nil && f.Code == fault.Guard {
		return nil // somebody was at work on it: it is looked at again
	}
	return err
}

// Rest are the occurrences of the rest of a year that are not written down yet, for its calendar: what the plan will bring, as
// rules and units are now.
func (s *Service) rest(rules *rulebook.Rulebook, units []Unit, unit id.ID, now time.Time, from, to calendar.Date) []Occurrence {
	today := calendar.DateOf(now, rules.Zone)
	if from.Before(today) {
		from = today
	}
	var own []Unit
	for _, u := range units {
		if u.ID == unit {
			own = append(own, u)
		}
	}
	return planned(rules, rules.Calendar, own, from, to, func(begins calendar.Date) bool { return begins.After(today.AddDays(planAhead)) })
}
