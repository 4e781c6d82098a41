package duty

import (
	"context"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/calendar"
	"linli/platform/id"
	"linli/rulebook"
)

// Look is one listed public place that an occurrence asks to be looked at. The inspection, or the visit of a round, is the evidence:
// nothing about it is written down a second time.
type Look struct {
	Place id.ID     `json:"place"`
	Name  string    `json:"name"` // of the place
	Case  id.ID     `json:"case,omitzero" doc:"the inspection; none for a visit of a round"`
	At    time.Time `json:"at,omitzero" doc:"when linli recorded that the place was looked at; none where nobody has"`
	By    id.ID     `json:"by,omitzero"`
	Found bool      `json:"found,omitempty" doc:"something was to be put right"`
}

// Coverage is how many places the register held on the last day of a period, how many of these were looked at within it, and at how
// many of these something was to be put right.
type Coverage struct {
	Listed int `json:"listed"`
	Looked int `json:"looked"`
	Found  int `json:"found"`
}

func covered(places []Look) Coverage {
	out := Coverage{Listed: len(places)}
	for _, p := range places {
		if !p.At.IsZero() {
			out.Looked++
			if p.Found {
				out.Found++
			}
		}
	}
	return out
}

// Count writes down the coverage of a period that is over.
type Count struct{}

// Kind is the machine's event.
func (Count) Kind() casefile.Kind { return "count" }

func (Count) decide(d *decision, _ *casefile.Event) (any, error) { return covered(d.Places), nil }

func foldCount(c *Case, _ casefile.Event, b Coverage) { c.Coverage = &b }

// places are those that an occurrence asks to be looked at, as far as they were by a day: until its period ends, or later where it is
// done late. None where its rule asks for other evidence.
func (s *Service) places(ctx context.Context, c *Case, rule rulebook.DutyRule, until calendar.Date) ([]Look, error) {
	if !rule.Covers() {
		return nil, nil
	}
	return s.Office.Looked(ctx, c.Tenant, c.Home(), rule, c.From, until)
}

// LookedAt has what a unit owes said to be done where the last of the places was looked at just now. Nobody has to say so once more;
// that somebody else looks at it stays. What was sent back, and what is late, is for whoever owes it to say.
func (s *Service) LookedAt(ctx context.Context, tenant, unit id.ID) (err error) {
	defer wrap(&err, "looked at")
	now := s.Clock.Now()
	rows, err := s.Repo.Rows(ctx, tenant, Span{Unit: unit, Waits: ToDo, From: now, Limit: 2000})
	if err != nil {
		return err
	}
	for _, x := range rows {
		rules, err := s.Office.RulebookOf(ctx, tenant, x.Case.Rulebook, x.Case.RulebookVersion)
		if err != nil {
			return err
		}
		rule, _ := rules.Duty(x.Case.Duty)
		today := calendar.DateOf(now, rules.Zone)
		if !rule.Covers() || len(x.Case.Acts) > 0 || today.Before(x.Case.From) {
			continue
		}
		places, err := s.places(ctx, &x.Case, rule, today)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(places, func(p Look) bool { return !p.At.IsZero() }) {
			continue
		}
		if err := s.byItself(ctx, x.Case, Do{}, Knowledge{Places: places}); err != nil {
			return err
		}
	}
	return nil
}

const countJob = "duty.count" // the coverage of its period, once that is over

// PeriodOver writes down the coverage of an occurrence. It is the job "duty.count".
func (s *Service) PeriodOver(ctx context.Context, tenant, caseID id.ID) error {
	_, err := s.Act(ctx, casefile.Itself(tenant), caseID, Count{}, nil)
	return casefile.Settled(err, ErrNotFound)
}
