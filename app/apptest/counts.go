package apptest

import (
	"linli/insight"
	"linli/platform/calendar"
	"linli/platform/id"
	tallies "linli/store/insight"
)

// Count adds to the published counts of a unit on a day, as changes of cases do, of reports of one category.
func (w *World) Count(unit id.ID, day calendar.Date, counts map[insight.Measure]int64) {
	w.CountOf(unit, day, "street_light", counts)
}

// CountOf counts what is of a code: a category, a need, a service.
func (w *World) CountOf(unit id.ID, day calendar.Date, code string, counts map[insight.Measure]int64) {
	w.T.Helper()
	var deltas []insight.Delta
	for m, n := range counts {
		deltas = append(deltas, insight.Delta{Tenant: w.Tenant(), Unit: unit, Measure: m, Type: code, Day: day, N: n})
	}
	change, err := tallies.Add(deltas...)
	w.must(err)
	w.must(w.App.Stores.Cases.Play(w.Ctx, change))
}

// AMonth counts what a unit of middling size counts in a month, of which a part was not done in time.
func (w *World) AMonth(unit id.ID, day calendar.Date, received, late int64) {
	w.T.Helper()
	w.Count(unit, day, map[insight.Measure]int64{"report.received": received, "report.answered": received - 5, "report.closed": received - 7, "report.fixed": received / 2,
		"report.fixed_unshown": received / 10, "report.reopened": received / 8, "report.answer_due": received, "report.answered_in_time": received - late,
		"report.promise_due": 2 * received, "report.promise_kept": 2*received - late, "mediation.promise_due": 20, "mediation.promise_kept": 20,
		"entry.claimed": 12, "entry.late": 0})
}
