package insight

import (
	"fmt"
	"slices"
	"strings"

	"linli/casefile"
	"linli/platform/calendar"
	"linli/platform/id"
	"linli/rulebook"
)

// Measure names a published count.
type Measure string

// The measures of mediation. Each counts cases by the day of their registration.
const (
	Registered Measure = "mediation.registered" // applications and referrals in
	Mediated   Measure = "mediation.mediated"   // of these, cases that were mediated, whatever came of it
	Settled    Measure = "mediation.settled"    // of these, cases that ended in an agreement

	Confirmable Measure = "mediation.confirmable" // of these, agreements in writing, which a court can confirm
	Confirmed   Measure = "mediation.confirmed"   // of these, those that it did
)

// The measures of performance count agreements by the last day on which anything is due under them; by the day of
// registration where no day was agreed.
const (
	PerformanceDue Measure = "mediation.performance_due"
	PartPerformed  Measure = "mediation.part_performed" // of these, those of which a payee has received something, not everything
	Performed      Measure = "mediation.performed"      // of these, those of which the payees have received everything
)

// The measures of a return. Each counts a case in the month in which something happened to it, by the office's day; what is
// found later to have happened then, or not to have happened, restates that month.
const (
	InMonthAccepted  Measure = "mediation.month.accepted"  // taken on
	InMonthNotBegun  Measure = "mediation.month.not_begun" // closed before they were taken on
	InMonthMediated  Measure = "mediation.month.mediated"  // the first session
	InMonthSettled   Measure = "mediation.month.settled"   // an agreement came into force, and none took its place or was set aside since
	InMonthOral      Measure = "mediation.month.oral"      // of these, without paper
	InMonthConfirmed Measure = "mediation.month.confirmed" // a court confirmed the agreement
	InMonthPerformed Measure = "mediation.month.performed" // the last thing due under it was done
	InMonthEnded     Measure = "mediation.month.ended"     // taken on, and closed without an agreement
	InMonthJoint     Measure = "mediation.month.joint"     // another unit began to mediate with the one that leads; the case counts with that one alone
)

// CellMeasures are all measures, in the order of [Counts].
func CellMeasures() []Measure {
	return []Measure{Registered, Mediated, Settled, Confirmable, Confirmed, PerformanceDue, PartPerformed, Performed,
		InMonthAccepted, InMonthNotBegun, InMonthMediated, InMonthSettled, InMonthOral, InMonthConfirmed, InMonthPerformed, InMonthEnded,
		InMonthJoint}
}

// Counts are the counts of one cell, in the order of [CellMeasures].
type Counts [17]int64

// Column is the place of a measure in [Counts], or -1.
func Column(m Measure) int { return slices.Index(cellMeasures, m) }

var cellMeasures = CellMeasures()

// Of is the count of a measure; 0 for one that is not kept by cell.
func (c Counts) Of(m Measure) int64 {
	if i := Column(m); i >= 0 {
		return c[i]
	}
	return 0
}

// Plus adds up two cells.
func (c Counts) Plus(d Counts) Counts {
	for i := range c {
		c[i] += d[i]
	}
	return c
}

// Each are pointers to the counts, for scanning.
func (c *Counts) Each() []any {
	out := make([]any, len(c))
	for i := range c {
		out[i] = &c[i]
	}
	return out
}

// All are the counts, as arguments of a statement.
func (c Counts) All() []any {
	out := make([]any, len(c))
	for i, n := range c {
		out[i] = n
	}
	return out
}

// Daily are the counts of those measures that are kept by day as well.
func (c Counts) Daily() Counts {
	clear(c[Column(InMonthAccepted):])
	return c
}

// Daily reports whether a measure is kept by day as well, for windows that are no whole months.
func (m Measure) Daily() bool { return Column(m) < Column(InMonthAccepted) }

// published reports whether linli publishes the measure ([rulebook.Measures]).
func (m Measure) published() bool {
	name, along := strings.CutPrefix(string(m), casefile.ByService)
	_, ok := rulebook.MeasureNamed(name)
	return ok && (!along || slices.Contains(rulebook.OfReferrals(), name))
}

// Indicator is a quotient of two measures, of which the numerator counts a part of the denominator's cases.
type Indicator struct {
	ID                     string
	Numerator, Denominator Measure
	Due                    bool // counts on the day when something was due: what is due after the cut-off's day is not counted yet
}

// Indicators are the indicators that this package shows (20-mediation: returns and rates).
func Indicators() []Indicator {
	return []Indicator{
		{ID: "mediation.uptake", Numerator: Mediated, Denominator: Registered},
		{ID: "mediation.settlement", Numerator: Settled, Denominator: Mediated},
		{ID: "mediation.overall", Numerator: Settled, Denominator: Registered},
		{ID: "mediation.performance", Numerator: Performed, Denominator: PerformanceDue, Due: true},
		{ID: "mediation.part_performance", Numerator: PartPerformed, Denominator: PerformanceDue, Due: true},
		{ID: "mediation.confirmation", Numerator: Confirmed, Denominator: Confirmable},
	}
}

// indicators are those of an office: where no court confirms an agreement, there is no figure of it.
func indicators(rules *rulebook.Rulebook) []Indicator {
	return slices.DeleteFunc(Indicators(), func(in Indicator) bool {
		return in.Numerator == Confirmed && rules.Mediation.Confirmation == nil
	})
}

func indicator(all []Indicator, name string) (Indicator, bool) {
	i := slices.IndexFunc(all, func(in Indicator) bool { return in.ID == name })
	if i < 0 {
		return Indicator{}, false
	}
	return all[i], true
}

// Shards is the number of rows over which one count is spread, so that processes do not queue on one row.
const Shards = 8

// Delta is a step of a count.
type Delta struct {
	Tenant  id.ID
	Unit    id.ID
	Measure Measure
	Type    string        // kind of dispute, a code of the rulebook
	Source  string        // how the case came, a code of the rulebook
	Day     calendar.Date // that it counts on, in the office's zone
	Shard   int           // 0 to Shards-1; see [ShardOf]
	N       int64         // may be negative: an undone import, a voided agreement
}

// ShardOf is the shard of a case: random bits of its id.
func ShardOf(caseID id.ID) int { return int(caseID[len(caseID)-1]) % Shards }

// Check reports whether the delta can be counted.
func (d Delta) Check() error {
	switch {
	case d.Tenant.IsZero() || d.Unit.IsZero():
		return fmt.Errorf("insight: a delta needs its tenant and unit")
	case !d.Measure.published() || d.Day.IsZero():
		return fmt.Errorf("insight: a delta needs its measure and day")
	case d.Shard < 0 || d.Shard >= Shards:
		return fmt.Errorf("insight: there is no shard %d", d.Shard)
	}
	return nil
}
