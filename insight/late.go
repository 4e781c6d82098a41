package insight

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/promise"
	"linli/rulebook"
)

// ActionLate is the action that the access policies know a list behind a figure by.
const ActionLate = "insight.late"

// Broken reads promises that were not kept in time.
type Broken interface {
	// Broken returns the promises that began in a unit, fell due from an instant to another and were not kept in time, whether anything was
	// done since or not, with those that were waived; the first due first.
	Broken(ctx context.Context, tenant, unit id.ID, capability string, f promise.Filter) ([]casefile.PromiseRow, error)
}

// Late is what stands behind an indicator of lateness: the promises of one unit alone that its numerator leaves out of its denominator.
type Late struct {
	Held Held // of the unit alone; where it is not shown, nothing is listed
	// Answers: an indicator of answers in time, so that of the rows only those count that an answer keeps.
	Answers bool
	Rows    []casefile.PromiseRow
	Next    promise.Place // where the next page begins; zero on the last
}

// ErrNoList: what the indicator counts is not what the office did late, or it is nobody's to read as a list.
var ErrNoList = fault.New(fault.NotFound, "insight.late.none")

// latePage is how many promises a page lists.
const latePage = 50

// lateOf is the capability whose promises an indicator counts, and whether answers alone. A formula that leaves in or out anything else
// would not be the count of the list.
func lateOf(in *rulebook.Indicator) (capability string, answers, ok bool) {
	quotient := strings.Join(strings.Fields(in.Numerator+" / "+in.Denominator), " ")
	if quotient == "report.answered_in_time / report.answer_due" {
		return "report", true, true
	}
	capability, _, ok = strings.Cut(quotient, ".promise_kept / ")
	return capability, false, ok && quotient == fmt.Sprintf("%[1]s.promise_kept / %[1]s.promise_due - %[1]s.promise_waived", capability)
}

// Lists reports whether the actor may see the list behind an indicator of a unit: whoever leads exactly that unit. A unit above sees
// counts, and whoever reckons figures sees no case.
func (s *Service) Lists(a access.Actor, unit id.ID, in *rulebook.Indicator) bool {
	_, _, ok := lateOf(in)
	return ok && s.Gate.Check(a, ActionLate, access.Facts{Tenant: a.Tenant, Unit: unit, Kind: "insight"}) == nil
}

// Late lists the promises of the span's own unit that an indicator counts as not kept in time, those of no unit below. rows are the
// units of its table, the unit itself first: a figure that is hidden there, for its own sake or another's, has no list.
// Codes: those of the gate and of [Service.Among]; ErrNoList.
func (s *Service) Late(ctx context.Context, a access.Actor, q Span, name string, rows []Row, after promise.Place) (Late, error) {
	if err := s.Gate.Check(a, ActionLate, access.Facts{Tenant: q.Tenant, Unit: q.Unit, Kind: "insight"}); err != nil {
		return Late{}, err
	}
	rules, err := s.declaring(ctx, a, q)
	if err != nil {
		return Late{}, err
	}
	in := rules.Figures.Indicator(name)
	if in == nil {
		return Late{}, ErrUnknown
	}
	capability, answers, ok := lateOf(in)
	if !ok {
		return Late{}, ErrNoList
	}
	held, _, err := s.Among(ctx, a, q, name, rows)
	if err != nil {
		return Late{}, err
	}
	out := Late{Held: held[slices.IndexFunc(rows, func(r Row) bool { return r.Unit == q.Unit })], Answers: answers}
	if out.Held.None || out.Held.Figure.Suppressed {
		return out, nil
	}
	from, to, err := PeriodDays(q.Kind, q.Period)
	if err != nil {
		return Late{}, err
	}
	f := promise.Filter{Unit: q.Unit, From: from.Start(rules.Zone), Until: to.AddDays(1).Start(rules.Zone), After: after, Limit: latePage + 1}
	if out.Rows, err = s.Promises.Broken(ctx, q.Tenant, q.Unit, capability, f); err != nil {
		return Late{}, fmt.Errorf("listing what was late: %w", err)
	}
	if len(out.Rows) > latePage {
		out.Rows = out.Rows[:latePage]
		last := out.Rows[latePage-1]
		out.Next = promise.Place{Due: last.Due, Case: last.Case, Key: last.Key}
	}
	out.Rows = slices.DeleteFunc(out.Rows, func(p casefile.PromiseRow) bool { return p.State == promise.Waived && !answers })
	return out, nil
}
