package casefile_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"linli/casefile"
	"linli/platform/clock"
	"linli/platform/id"
	"linli/platform/notify"
)

// promised keeps promises that are late and of which somebody is to be told, and notes what is done with them.
type promised struct {
	casefile.Kept
	rows        []casefile.Reminder
	moved       id.ID // of which somebody else told meanwhile
	late, tells [][]id.ID
}

func casesOf(rows []casefile.Reminder) (out []id.ID) {
	for _, r := range rows {
		out = append(out, r.Case)
	}
	return out
}

func (p *promised) Overdue(context.Context, id.ID, string, time.Time, int) ([]casefile.Reminder, error) {
	return slices.Clone(p.rows), nil
}

func (p *promised) Untold(context.Context, id.ID, string, time.Time, int) ([]casefile.Reminder, error) {
	return slices.Clone(p.rows), nil
}

func (p *promised) MarkLate(_ context.Context, _ id.ID, all []casefile.Reminder) error {
	p.late = append(p.late, casesOf(all))
	return nil
}

func (p *promised) Happened(context.Context, id.ID, id.ID) ([]casefile.Event, error) { return nil, nil }

func (p *promised) Tell(_ context.Context, _ id.ID, rows []casefile.Reminder, notices []notify.Notice) error {
	if slices.Contains(casesOf(rows), p.moved) {
		return casefile.ErrTold
	}
	if len(notices) != len(rows) {
		return errors.New("notices of other cases")
	}
	p.tells = append(p.tells, casesOf(rows))
	return nil
}

// TestASweepWritesOnce: what is late is written down at once, and so is what is told; a case that fails, or of which somebody told
// meanwhile, holds up no other.
func TestASweepWritesOnce(t *testing.T) {
	now := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	ids := []id.ID{{15: 1}, {15: 2}, {15: 3}}
	var rows []casefile.Reminder
	for _, c := range ids {
		rows = append(rows, casefile.Reminder{Case: c, Key: "answer"})
	}
	s := &casefile.Service{Clock: clock.NewManual(now)}
	notice := func(_ context.Context, _ id.ID, rows []casefile.Reminder, _ []casefile.Event, _ time.Time) ([]notify.Notice, error) {
		return make([]notify.Notice, len(rows)), nil
	}
	broken := errors.New("broken")
	for name, x := range map[string]struct {
		moved       id.ID
		first       func(casefile.Reminder) error
		due         casefile.Due
		fails       error
		late, tells [][]id.ID
	}{
		"together":         {due: notice, late: [][]id.ID{ids}, tells: [][]id.ID{ids}},
		"told meanwhile":   {due: notice, moved: ids[1], late: [][]id.ID{ids}, tells: [][]id.ID{{ids[0]}, {ids[2]}}},
		"one does not end": {due: notice, first: func(r casefile.Reminder) error { return map[id.ID]error{ids[0]: broken}[r.Case] }, fails: broken, late: [][]id.ID{ids[1:]}, tells: [][]id.ID{ids}},
		"one cannot be told": {due: func(ctx context.Context, tenant id.ID, rows []casefile.Reminder, happened []casefile.Event, now time.Time) ([]notify.Notice, error) {
			if rows[0].Case == ids[2] {
				return nil, broken
			}
			return notice(ctx, tenant, rows, happened, now)
		}, fails: broken, late: [][]id.ID{ids}, tells: [][]id.ID{ids[:2]}},
	} {
		kept := &promised{rows: rows, moved: x.moved}
		err := s.Sweep(t.Context(), kept, "mediation", id.ID{15: 9}, nil, x.first, x.due)
		if !errors.Is(err, x.fails) {
			t.Errorf("%s: %v, want %v", name, err, x.fails)
		}
		same := func(a, b []id.ID) bool { return slices.Equal(a, b) }
		if !slices.EqualFunc(kept.late, x.late, same) || !slices.EqualFunc(kept.tells, x.tells, same) {
			t.Errorf("%s: late %v, told %v", name, kept.late, kept.tells)
		}
	}
}
