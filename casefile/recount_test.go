package casefile_test

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"testing"
	"time"

	"linli/casefile"
	"linli/platform/clock"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/notify"
	"linli/promise"
)

// owed keeps open promises, one a case, which are due on an old day until they are counted again.
type owed struct {
	casefile.Kept
	cases   []id.ID
	recount casefile.Recount
	jobs    []string // the cases that could not be counted
	faster  bool     // another process moves the recount on first
	late    []id.ID
	due     map[id.ID]time.Time
}

func (o *owed) Recount(context.Context, id.ID, string) (casefile.Recount, error) {
	return o.recount, nil
}

func (o *owed) MoveRecount(_ context.Context, _ id.ID, _ string, was, next casefile.Recount, missed ...job.Job) error {
	if o.faster || was != o.recount {
		return casefile.ErrRecounted
	}
	o.recount = next
	for _, j := range missed {
		o.jobs = append(o.jobs, j.Kind+" "+j.Payload["capability"]+" "+j.Payload["case"])
	}
	return nil
}

func (o *owed) OpenCases(_ context.Context, _ id.ID, _ string, after id.ID, limit int) (out []id.ID, _ error) {
	for _, c := range o.cases {
		if slices.Compare(c[:], after[:]) > 0 && len(out) < limit {
			out = append(out, c)
		}
	}
	return out, nil
}

func (o *owed) Overdue(_ context.Context, _ id.ID, _ string, now time.Time, limit int) (out []casefile.Reminder, _ error) {
	for _, c := range o.cases {
		if o.due[c].Before(now) && len(out) < limit && !slices.Contains(o.late, c) {
			out = append(out, casefile.Reminder{Case: c, Key: "answer"})
		}
	}
	return out, nil
}

func (o *owed) MarkLate(_ context.Context, _ id.ID, all []casefile.Reminder) error {
	o.late = append(o.late, casesOf(all)...)
	return nil
}

func (o *owed) Untold(context.Context, id.ID, string, time.Time, int) ([]casefile.Reminder, error) {
	return nil, nil
}

// TestARecountGoesOnWhereItStopped: new rules count all that is open, a batch at a time, once every process has them; a process that
// is started anew goes on from the last batch; a case that fails has a job of its own, keeps none waiting and is not gone back to;
// where more fail than can be the fault of cases nothing is passed over; and nothing is late that the recount moves.
func TestARecountGoesOnWhereItStopped(t *testing.T) {
	o, c := &owed{due: map[id.ID]time.Time{}}, clock.NewManual(time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC))
	for i := range 4500 {
		x := id.ID{13: byte(i >> 8), 14: byte(i), 15: 1}
		o.cases, o.due[x] = append(o.cases, x), c.Now().Add(time.Hour)
	}
	overdue, moves, broken := o.cases[4400], o.cases[4300], o.cases[2500]
	o.due[overdue], o.due[moves] = c.Now().Add(-time.Hour), c.Now().Add(-time.Hour)
	counted, unreadable := map[id.ID]int{}, false
	again := func(_ context.Context, _, x id.ID) error {
		if x == broken || unreadable {
			return errors.New("broken")
		}
		if counted[x]++; x == moves {
			o.due[x] = c.Now().AddDate(0, 1, 0)
		}
		return nil
	}
	none := func(context.Context, id.ID, []casefile.Reminder, []casefile.Event, time.Time) ([]notify.Notice, error) {
		return nil, nil
	}
	look := func() error { // a process that was started anew
		s := &casefile.Service{Clock: c, IDs: id.NewSource(c, rand.Reader), Rules: func(context.Context, id.ID) (string, error) { return "new", nil }}
		return s.Sweep(t.Context(), o, "mediation", id.ID{15: 9}, again, nil, none)
	}
	for range 2 { // another process may still work by the old rules
		if err := look(); err != nil || len(counted) != 2 || !slices.Equal(o.late, []id.ID{overdue}) {
			t.Fatalf("before all have the rules: %v; counted %d, late %v", err, len(counted), o.late)
		}
	}
	c.Add(time.Minute)
	o.faster = true
	if err := look(); err != nil || len(counted) != 2002 || o.recount.After != (id.ID{}) {
		t.Fatalf("beside a faster process: %v; counted %d, %+v", err, len(counted), o.recount)
	}
	o.faster = false
	unreadable = true
	if err := look(); err == nil || len(counted) != 2002 || o.recount.After != (id.ID{}) || len(o.jobs) > 0 {
		t.Fatalf("the rules cannot be read: %v; %+v, %d jobs", err, o.recount, len(o.jobs))
	}
	unreadable = false
	var failed int
	for range 3 {
		if look() != nil {
			failed++
		}
	}
	if failed != 1 || len(counted) != 4499 || !o.recount.Done || !slices.Equal(o.jobs, []string{casefile.JobRecount + " mediation " + broken.String()}) {
		t.Errorf("after a round: %d looks failed, %d counted, %+v, jobs %v", failed, len(counted), o.recount, o.jobs)
	}
	before := counted[o.cases[0]]
	if err := look(); err != nil || counted[o.cases[0]] != before {
		t.Errorf("what is counted is counted again: %v", err)
	}
}

// TestAClockThatIsSetBackKeepsNoRecountWaiting: rules that were found by a clock a year ahead are counted by at once.
func TestAClockThatIsSetBackKeepsNoRecountWaiting(t *testing.T) {
	c := clock.NewManual(time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC))
	o := &owed{cases: []id.ID{{1}}, recount: casefile.Recount{Rules: "new", Found: c.Now().AddDate(1, 0, 0)}, due: map[id.ID]time.Time{{1}: c.Now()}}
	s := &casefile.Service{Clock: c, Rules: func(context.Context, id.ID) (string, error) { return "new", nil }}
	again := func(context.Context, id.ID, id.ID) error { return nil }
	if err := s.Sweep(t.Context(), o, "mediation", id.ID{15: 9}, again, nil, nil); err != nil || !o.recount.Done {
		t.Errorf("%v %+v", err, o.recount)
	}
}

// TestAStopLosesOneBatch: a look that is stopped in mid-batch writes down no case as counted that is not.
func TestAStopLosesOneBatch(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	c := clock.NewManual(time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC))
	o := &owed{cases: []id.ID{{1}, {2}, {3}}, recount: casefile.Recount{Rules: "new", Found: c.Now().Add(-time.Hour)}, due: map[id.ID]time.Time{{1}: c.Now(), {2}: c.Now(), {3}: c.Now()}}
	var counted []id.ID
	again := func(_ context.Context, _, x id.ID) error {
		if counted = append(counted, x); x == (id.ID{2}) {
			stop()
		}
		return nil
	}
	s := &casefile.Service{Clock: c, Rules: func(context.Context, id.ID) (string, error) { return "new", nil }}
	sweep := func(ctx context.Context) error {
		return s.Sweep(ctx, o, "mediation", id.ID{15: 9}, again, nil, nil)
	}
	if err := sweep(ctx); !errors.Is(err, context.Canceled) || len(counted) != 2 || o.recount.Done {
		t.Fatalf("stopped: %v, counted %v, %+v", err, counted, o.recount)
	}
	if err := sweep(t.Context()); err != nil || len(counted) != 5 || !o.recount.Done {
		t.Errorf("started anew: %v, counted %v, %+v", err, counted, o.recount)
	}
}

// TestAReminderMovesWithoutItsDay: holidays before a due day that stays bring forward when the office is told of it.
func TestAReminderMovesWithoutItsDay(t *testing.T) {
	now := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	row := func(warn time.Time) casefile.PromiseRow {
		return casefile.PromiseRow{WarnAt: warn, Promise: promise.Promise{Key: "answer", Due: now.AddDate(0, 0, 20), State: promise.Running, Warn: []time.Time{warn}}}
	}
	was, is := now.AddDate(0, 0, 17), now.AddDate(0, 0, 9)
	if out, _ := casefile.Owed([]casefile.PromiseRow{row(was)}, []casefile.PromiseRow{row(is)}, now); len(out) != 1 || !out[0].WarnAt.Equal(is) {
		t.Errorf("written %+v", out)
	}
	if out, _ := casefile.Owed([]casefile.PromiseRow{row(was)}, []casefile.PromiseRow{row(was)}, now); len(out) != 0 {
		t.Errorf("what stays is written: %+v", out)
	}
}
