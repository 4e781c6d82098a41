package survey

import (
	"context"
	"errors"
	"slices"

	"linli/insight"
	"linli/platform/id"
	"linli/rulebook"
)

// Published returns what everybody reads of the survey: what the whole office was answered in the latest period that is over and in
// which there are enough answers; false where there is none, or no survey. No other unit and no period that runs is ever published, so
// that no two of them can be subtracted.
func (s *Service) Published(ctx context.Context, tenant id.ID) (_ Result, ok bool, err error) {
	_, form, today, err := s.form(ctx, tenant)
	if errors.Is(err, ErrNone) {
		return Result{}, false, nil
	}
	if err != nil {
		return Result{}, false, err
	}
	tree, err := s.Tree(ctx, tenant)
	if err != nil {
		return Result{}, false, err
	}
	root, _ := tree.Root()
	for _, period := range insight.Closed(form.Period, today, periodsListed) {
		r, err := s.result(ctx, tenant, form, root.ID, period)
		if err != nil || !r.Shown {
			if err != nil {
				return r, false, err
			}
			continue
		}
		for q := range r.Answers {
			hide(r.Answers[q])
		}
		return r, true, nil
	}
	return Result{}, false, nil
}

// hide suppresses the answers that fewer than [rulebook.SurveyMinimum] chose. One alone could be had from the others, so that the
// next smallest goes with it; together they never tell fewer.
func hide(answers []Share) {
	order := make([]int, len(answers))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(answers[a].N - answers[b].N) })
	var hidden int
	var together int64
	for _, i := range order {
		small := answers[i].N < rulebook.SurveyMinimum
		if !small && (hidden == 0 || hidden > 1 && together >= rulebook.SurveyMinimum) {
			break
		}
		hidden++
		together += answers[i].N
		answers[i] = Share{Hidden: true}
	}
}
