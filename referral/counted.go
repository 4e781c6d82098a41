package referral

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"linli/casefile"
	"linli/platform/id"
	"linli/rulebook"
)

// Edition is that of the published measures by which this program counts. It moves on where a measure is added that what is there already
// has to be counted in.
const Edition = 1

// editionOf is the edition that a measure came with.
func editionOf(measure string) int {
	name := strings.TrimPrefix(measure, casefile.ByService)
	if slices.ContainsFunc(rulebook.AnsweredIn(), func(x rulebook.AnswerTime) bool { return x.Measure == name }) {
		return 1
	}
	return 0
}

// upTo are those of some cells that a case has counted in whose counts are of an edition.
func upTo(cells casefile.Cells, edition int) casefile.Cells {
	out := maps.Clone(cells)
	maps.DeleteFunc(out, func(cell casefile.Cell, _ int64) bool { return editionOf(cell.Measure) > edition })
	return out
}

// counts are the steps of the published counts that a change brings, with those of measures that the case has not counted in yet. old are
// the promises as they were, all those that its events give now.
func counts(before, after *Case, old, all []casefile.PromiseRow, rules *rulebook.Rulebook) []casefile.Tally {
	is := Cells(after, casefile.Standing(old, all), rules)
	if !after.Erased.IsZero() { // what a request counted outlives it
		return casefile.Counted(after.ID, upTo(is, before.Counted), is)
	}
	was := casefile.Cells{}
	if before.Version > 0 {
		was = upTo(Cells(before, old, rules), before.Counted)
	}
	return casefile.Counted(after.ID, was, is)
}

// anewBatch bounds how many requests one look counts in new measures: what else a look does waits no longer.
const anewBatch = 2000

// countAnew counts the requests that were there before a measure was, those that are over and erased among them, in that measure. It
// makes no event: nobody acted. One that fails keeps no other waiting, and is tried again with the next look.
func (s *Service) countAnew(ctx context.Context, tenant id.ID) error {
	cases, err := s.Repo.Uncounted(ctx, tenant, Edition, anewBatch)
	failed := []error{err}
	for _, c := range cases {
		if ctx.Err() != nil {
			break
		}
		_, err := s.Retry(ctx, tenant, nil, s.Repo, ErrMoved, func() ([]byte, error) { return nil, s.countOneAnew(ctx, tenant, c) })
		failed = append(failed, casefile.Settled(err, ErrNotFound))
	}
	return errors.Join(failed...)
}

func (s *Service) countOneAnew(ctx context.Context, tenant, c id.ID) error {
	x, err := s.Repo.Case(ctx, tenant, c)
	if err != nil || x.Counted >= Edition {
		return err
	}
	rules, err := s.Office.RulebookOf(ctx, tenant, x.Rulebook, x.RulebookVersion)
	if err != nil {
		return err
	}
	is := Cells(&x, nil, rules) // promises were counted in each edition
	return s.Repo.CountAnew(ctx, x, casefile.Counted(c, upTo(is, x.Counted), is))
}
