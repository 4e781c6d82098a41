package survey

import (
	"context"
	"errors"
	"slices"

	"linli/insight"
	"linli/platform/calendar"
	"linli/platform/id"
	"linli/rulebook"
)

// Published returns what everybody reads of the surveys after a case, of each at most one: what the whole office was answered in the
// latest period that is over and in which there are enough answers. No other unit and no period that runs is ever published, so that no
// two of them can be subtracted.
func (s *Service) Published(ctx context.Context, tenant id.ID) ([]Result, error) {
	tree, err := s.Tree(ctx, tenant)
	if err != nil {
		return nil, err
	}
	root, _ := tree.Root()
	var out []Result
	for _, of := range rulebook.Surveyed() {
		_, form, today, err := s.form(ctx, tenant, of)
		if errors.Is(err, ErrNone) {
			continue
		}
		if err != nil {
			return nil, err
		}
		r, err := s.latest(ctx, tenant, form, root.ID, today)
		if err != nil {
			return nil, err
		}
		if r.Shown {
			out = append(out, r)
		}
	}
	return out, nil
}

// latest is what everybody reads of one survey; it is not shown where there is nothing yet.
func (s *Service) latest(ctx context.Context, tenant id.ID, form *rulebook.Survey, root id.ID, today calendar.Date) (Result, error) {
	for _, period := range insight.Closed(form.Period, today, periodsListed) {
		r, err := s.result(ctx, tenant, form, root, period)
		if err != nil {
			return r, err
		}
		if r.Shown {
			for q := range r.Answers {
				hide(r.Answers[q])
			}
			return r, nil
		}
	}
	return Result{}, nil
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
