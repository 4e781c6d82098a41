package survey

import (
	"cmp"
	"context"
	"slices"

	"linli/insight"
	"linli/office"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/rulebook"
)

// Result is what a unit, with all below it, was answered in a period.
type Result struct {
	Form    *rulebook.Survey
	Period  string
	Shown   bool // else there are too few answers here, or another unit's could be had by subtraction
	N       int64
	Answers map[string][]Share // by question, in the order of its answers
}

// Share is how often an answer was chosen, of all N, with its 95 % Wilson interval.
type Share struct {
	N         int64
	Low, High float64
	Hidden    bool // in public: too few chose it, or another answer could be had by subtraction
}

// Periods are the closed periods of the survey of a capability that can be asked for, the latest first.
func (s *Service) Periods(ctx context.Context, tenant id.ID, of string) ([]string, error) {
	_, form, today, err := s.form(ctx, tenant, of)
	if err != nil {
		return nil, err
	}
	return insight.Closed(form.Period, today, periodsListed), nil
}

const periodsListed = 8

// Results returns what a unit was answered by the people of a capability in a period that is over. It needs insight.show on the unit.
// Errors: Forbidden, ErrNone, NotFound for a period that is not over.
func (s *Service) Results(ctx context.Context, a access.Actor, of string, unit id.ID, period string) (r Result, err error) {
	if err := s.Gate.Check(a, insight.ActionShow, access.Facts{Tenant: a.Tenant, Unit: unit, Kind: "insight"}); err != nil {
		return r, err
	}
	_, form, today, err := s.form(ctx, a.Tenant, of)
	if err != nil {
		return r, err
	}
	if !slices.Contains(insight.Closed(form.Period, today, periodsListed), period) {
		return r, fault.New(fault.NotFound, "fault.not_found")
	}
	return s.result(ctx, a.Tenant, form, unit, period)
}

// result counts what a unit was answered in a period, where it can be shown.
func (s *Service) result(ctx context.Context, tenant id.ID, form *rulebook.Survey, unit id.ID, period string) (r Result, err error) {
	r = Result{Form: form, Period: period, Answers: map[string][]Share{}}
	counts, err := s.Repo.Counts(ctx, tenant, form.ID, period)
	if err != nil {
		return r, err
	}
	tree, err := s.Tree(ctx, tenant)
	if err != nil {
		return r, err
	}
	sheets := map[id.ID]int64{} // by unit alone
	for _, c := range counts {
		if c.Question == form.Questions[0].Code {
			sheets[c.Unit] += c.N
		}
	}
	if r.Shown = shown(tree, sheets, int64(form.Minimum))[unit]; !r.Shown {
		return r, nil
	}
	within := tree.Below(unit)
	for _, q := range form.Questions {
		for _, x := range q.Answers {
			var share Share
			for _, c := range counts {
				if c.Question == q.Code && c.Answer == x.Code && slices.Contains(within, c.Unit) {
					share.N += c.N
				}
			}
			r.Answers[q.Code] = append(r.Answers[q.Code], share)
		}
	}
	for _, x := range r.Answers[form.Questions[0].Code] {
		r.N += x.N
	}
	for q := range r.Answers {
		for i := range r.Answers[q] {
			x := &r.Answers[q][i]
			x.Low, x.High = insight.Wilson(x.N, r.N)
		}
	}
	return r, nil
}

// shown are the units whose answers can be shown: each has the minimum, with all below it, and what is left of its unit above
// when all that are shown are subtracted has it too, or is nothing.
func shown(tree office.Tree, sheets map[id.ID]int64, minimum int64) map[id.ID]bool {
	whole := func(unit id.ID) (n int64) {
		for _, u := range tree.Below(unit) {
			n += sheets[u]
		}
		return n
	}
	out := map[id.ID]bool{}
	var look func(unit id.ID)
	look = func(unit id.ID) {
		var below []id.ID
		rest := whole(unit)
		for _, row := range tree.Rows() {
			if row.Parent == unit && row.ID != unit && whole(row.ID) >= minimum {
				below = append(below, row.ID)
				rest -= whole(row.ID)
			}
		}
		slices.SortFunc(below, func(x, y id.ID) int {
			return cmp.Or(cmp.Compare(whole(x), whole(y)), slices.Compare(x[:], y[:]))
		})
		for rest > 0 && rest < minimum && len(below) > 0 {
			rest += whole(below[0])
			below = below[1:]
		}
		for _, u := range below {
			out[u] = true
			look(u)
		}
	}
	root, ok := tree.Root()
	if ok && whole(root.ID) >= minimum {
		out[root.ID] = true
		look(root.ID)
	}
	return out
}
