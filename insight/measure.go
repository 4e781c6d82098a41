package insight

import (
	"fmt"
	"slices"

	"linli/platform/calendar"
	"linli/platform/id"
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

func indicator(name string) (Indicator, bool) {
	all := Indicators()
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
	Day     calendar.Date // the day of registration, in the office's zone
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
	case d.Measure == "" || d.Day.IsZero():
		return fmt.Errorf("insight: a delta needs its measure and day")
	case d.Shard < 0 || d.Shard >= Shards:
		return fmt.Errorf("insight: there is no shard %d", d.Shard)
	}
	return nil
}
