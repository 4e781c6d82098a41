package insight

import (
	"context"
	"fmt"
	"maps"
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
	// Sums returns, by unit, the two counts of each indicator over the days from to to, inclusive, those of a unit as of one
	// instant. No units are all of the tenant, summed under the zero unit. A zero from or to leaves that side open; a unit
	// that never counted anything may be absent.
	Sums(ctx context.Context, tenant id.ID, units []id.ID, all []Indicator, from, to calendar.Date) (map[id.ID][]Count, error)
	// Along returns the counts of units, as in Sums, along a dimension over the whole months from from's to to's.
	Along(ctx context.Context, tenant id.ID, units []id.ID, by Dimension, from, to calendar.Date) (map[Part]Counts, error)
}

// Monthly reads the published counts that are kept by month.
type Monthly interface {
	// Months returns the counts of units over the months from from's to to's.
	Months(ctx context.Context, tenant id.ID, units []id.ID, from, to calendar.Date) (map[MonthCell]int64, error)
}

// MonthCell is one count by month.
type MonthCell struct {
	Unit    id.ID
	Measure Measure
	Of      string // a category or a kind of dispute, a code of the rulebook, or empty
	Month   int64  // yyyymm
}

// Gate decides who may see what; package platform/access provides it.
type Gate interface {
	Check(a access.Actor, action string, f access.Facts) error
}

// Service shows figures.
type Service struct {
	Tallies  Tallies
	Monthly  Monthly
	Promises Broken
	Gate     Gate
	Kept     Returns
	Clock    clock.Clock
	// Rules is the rulebook that an office works under now: its zone, its smallest cell, whether a court confirms.
	Rules func(ctx context.Context, tenant id.ID) (*rulebook.Rulebook, error)
	// Edition is a version of a rulebook under which the office works or worked.
	Edition func(ctx context.Context, tenant id.ID, book, version string) (*rulebook.Rulebook, error)
	// Providers are the organisations that have services, by the service; those that the directory no longer has are left out.
	Providers func(ctx context.Context, tenant id.ID, services []id.ID) (map[id.ID]Provider, error)
	// Froze is told of the unit of which a return was frozen; nil: nobody.
	Froze func(ctx context.Context, tenant, unit id.ID)
}

// Query asks for one indicator.
type Query struct {
	ID     string // "mediation.uptake"
	Tenant id.ID
	Unit   id.ID   // zero for the whole tenant
	Below  []id.ID // the units below Unit that are counted with it
	Whole  bool    // Unit is the root and Below is all the rest: the tenant's sums are read instead of each unit's
	From   calendar.Date
	To     calendar.Date // days of registration, inclusive, in the office's zone; a zero one leaves that side open
}

func (q Query) counts(unit id.ID) bool {
	return q.Unit.IsZero() || unit == q.Unit || slices.Contains(q.Below, unit)
}

// units are those whose tallies are read, each once; none for the whole tenant.
func (q Query) units() []id.ID {
	if q.Whole || q.Unit.IsZero() {
		return nil
	}
	return once(append([]id.ID{q.Unit}, q.Below...))
}

func once(units []id.ID) []id.ID {
	out := make([]id.ID, 0, len(units))
	seen := map[id.ID]bool{}
	for _, u := range units {
		if !seen[u] {
			seen[u], out = true, append(out, u)
		}
	}
	return out
}

// sums reads indicators by unit, in their order. What is due after today is not due; where that makes no difference,
// all are read at once.
func (s *Service) sums(ctx context.Context, all []Indicator, q Query, units []id.ID, zone *time.Location) (map[id.ID][]Count, error) {
	out := map[id.ID][]Count{}
	read := func(of func(Indicator) bool, to calendar.Date) error {
		var some []Indicator
		var at []int
		for i, in := range all {
			if of(in) {
				some, at = append(some, in), append(at, i)
			}
		}
		if len(some) == 0 {
			return nil
		}
		sums, err := s.Tallies.Sums(ctx, q.Tenant, units, some, q.From, to)
		if err != nil {
			return fmt.Errorf("summing indicators: %w", err)
		}
		for unit, counts := range sums {
			if out[unit] == nil {
				out[unit] = make([]Count, len(all))
			}
			for i, c := range counts {
				out[unit][at[i]] = c
			}
		}
		return nil
	}
	today := calendar.DateOf(s.Clock.Now(), zone)
	if !q.To.IsZero() && !today.Before(q.To) {
		return out, read(func(Indicator) bool { return true }, q.To)
	}
	if err := read(func(in Indicator) bool { return !in.Due }, q.To); err != nil || today.Before(q.From) {
		return out, err
	}
	return out, read(func(in Indicator) bool { return in.Due }, today)
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
	sums, err := s.sums(ctx, []Indicator{in}, q, slices.Collect(maps.Keys(owner)), rules.Zone)
	if err != nil {
		return nil, Figure{}, err
	}
	counts := make([]Count, len(rows))
	var total Count
	for unit, n := range sums {
		if i, ok := owner[unit]; ok {
			counts[i] = counts[i].plus(n[0])
			total = total.plus(n[0])
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
