package insight

import (
	"context"
	"fmt"
	"slices"
	"time"

	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/rulebook"
)

// ActionShow is the action that the access policies know a free window by.
const ActionShow = "insight.show"

// maxUnits bounds the units of one query or table.
const maxUnits = 1000

// Tallies reads sums of the tally.
type Tallies interface {
	// Sums returns, by unit, the two counts of an indicator over the days from to to, inclusive, both as of one instant.
	// A zero from or to leaves that side open; a unit that never counted anything is absent.
	Sums(ctx context.Context, tenant id.ID, in Indicator, from, to calendar.Date) (map[id.ID]Count, error)
	// Along returns the counts of each unit along a dimension over the whole months from from's to to's, all of them as of
	// one instant. A zero from or to leaves that side open.
	Along(ctx context.Context, tenant id.ID, by Dimension, from, to calendar.Date) (map[Part]Counts, error)
}

// Gate decides who may see what; package platform/access provides it.
type Gate interface {
	Check(a access.Actor, action string, f access.Facts) error
}

// Service shows figures.
type Service struct {
	Tallies Tallies
	Gate    Gate
	Kept    Returns
	Clock   clock.Clock
	// Rules is the rulebook that an office works under now: its zone, its smallest cell, whether a court confirms.
	Rules func(ctx context.Context, tenant id.ID) (*rulebook.Rulebook, error)
}

// Query asks for one indicator.
type Query struct {
	ID     string // "mediation.uptake"
	Tenant id.ID
	Unit   id.ID   // zero for the whole tenant
	Below  []id.ID // the units below Unit that are counted with it
	From   calendar.Date
	To     calendar.Date // days of registration, inclusive, in the office's zone; a zero one leaves that side open
}

func (q Query) counts(unit id.ID) bool {
	return q.Unit.IsZero() || unit == q.Unit || slices.Contains(q.Below, unit)
}

// sums reads an indicator by unit. What is due after today is not due.
func (s *Service) sums(ctx context.Context, in Indicator, q Query, zone *time.Location) (map[id.ID]Count, error) {
	if today := calendar.DateOf(s.Clock.Now(), zone); in.Due && (q.To.IsZero() || today.Before(q.To)) {
		q.To = today
		if today.Before(q.From) {
			return nil, nil
		}
	}
	sums, err := s.Tallies.Sums(ctx, q.Tenant, in, q.From, q.To)
	if err != nil {
		return nil, fmt.Errorf("summing %s: %w", in.ID, err)
	}
	return sums, nil
}

// Row is one row of a table: a unit with those below it.
type Row struct {
	Unit   id.ID   `json:"unit"`
	Below  []id.ID `json:"-"`
	Figure Figure  `json:"figure"`
}

// Table returns one indicator for several units that do not overlap, and their total, with complementary suppression.
// The unit and the units below of the query are not read, except by the gate: it is asked once for each row.
func (s *Service) Table(ctx context.Context, a access.Actor, q Query, rows []Row) ([]Row, Figure, error) {
	if len(rows) == 0 || len(rows) > maxUnits {
		return nil, Figure{}, fault.Field("unit", "insight.field.units_count")
	}
	rules, err := s.Rules(ctx, q.Tenant)
	if err != nil {
		return nil, Figure{}, err
	}
	owner := map[id.ID]int{}
	for i, r := range rows {
		of := q
		of.Unit, of.Below = r.Unit, r.Below
		if err := s.enter(a, of); err != nil {
			return nil, Figure{}, err
		}
		for _, u := range append([]id.ID{r.Unit}, r.Below...) {
			if _, twice := owner[u]; twice || u.IsZero() {
				return nil, Figure{}, fault.Field("unit", "insight.field.units_overlap")
			}
			owner[u] = i
		}
	}
	in, ok := indicator(indicators(rules), q.ID)
	if !ok {
		return nil, Figure{}, ErrUnknown
	}
	sums, err := s.sums(ctx, in, q, rules.Zone)
	if err != nil {
		return nil, Figure{}, err
	}
	counts := make([]Count, len(rows))
	var total Count
	for unit, n := range sums {
		if i, ok := owner[unit]; ok {
			counts[i] = counts[i].plus(n)
			total = total.plus(n)
		}
	}
	hidden, totalHidden := SuppressTable(counts, int64(rules.MinimumCell))
	out := make([]Row, len(rows))
	cutoff := s.cutoff(rules.Zone)
	for i, r := range rows {
		if err := counts[i].check(q.ID); err != nil {
			return nil, Figure{}, err
		}
		r.Figure = figure(q.ID, counts[i], hidden[i], cutoff)
		out[i] = r
	}
	return out, figure(q.ID, total, totalHidden, cutoff), nil
}

// ErrUnknown: there is no indicator of that name in this office.
var ErrUnknown = fault.New(fault.NotFound, "insight.indicator.unknown").At("id")

// enter checks what was asked and whether this actor may ask it.
func (s *Service) enter(a access.Actor, q Query) error {
	if err := s.Gate.Check(a, ActionShow, access.Facts{Tenant: q.Tenant, Unit: q.Unit, Kind: "insight"}); err != nil {
		return err
	}
	if !q.From.IsZero() && !q.To.IsZero() && q.To.Before(q.From) {
		return fault.Field("to", "insight.field.window")
	}
	if len(q.Below) >= maxUnits {
		return fault.Field("unit", "insight.field.units_count")
	}
	return nil
}

func (s *Service) cutoff(zone *time.Location) time.Time {
	return s.Clock.Now().In(zone).Truncate(time.Second)
}

// check holds the promise of the cohorts: a numerator within its denominator. Anything else is a defect of the counting
// and is refused rather than printed.
func (c Count) check(name string) error {
	if c.N < 0 || c.N > c.Total {
		return fmt.Errorf("insight: the tally of %s counts %d of %d", name, c.N, c.Total)
	}
	return nil
}
