package job_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/platform/clock"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/notify"
	"linli/store/dialect"
	store "linli/store/job"
	"linli/testkit"
	"linli/testkit/queries"
)

func TestQueries(t *testing.T) { queries.Check(t, ".", store.Queries()) }

var start = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)

func number(n byte) id.ID { return id.ID{0: 1, 6: 0x70, 8: 0x80, 15: n} }

var tenant = number(90)

func insert(t *testing.T, db *dialect.DB, n byte, runAt time.Time) job.Job {
	t.Helper()
	j, err := job.New(tenant, number(n), "test.work", job.Payload{"case": number(7).String(), "text": "notify.mail"}, start, runAt)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Play(t.Context(), []dialect.Statement{store.Insert(j)}); err != nil {
		t.Fatal(err)
	}
	return j
}

func due(t *testing.T, s *store.Store, at time.Time) []job.Job {
	t.Helper()
	jobs, err := s.Due(t.Context(), tenant, "test.work", at, 10)
	if err != nil {
		t.Fatal(err)
	}
	return jobs
}

func TestLife(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, db *dialect.DB) {
		s, ctx := store.New(db), t.Context()
		j := insert(t, db, 1, start.Add(time.Minute))
		if early := due(t, s, start); len(early) != 0 {
			t.Errorf("due before its time: %+v", early)
		}
		at := start.Add(time.Minute)
		if d := cmp.Diff([]job.Job{j}, due(t, s, at)); d != "" {
			t.Fatal(d)
		}

		held, err := s.Lease(ctx, j, at.Add(time.Minute))
		if err != nil || held.Attempts != 1 || held.Lease != 1 {
			t.Fatalf("%+v %v", held, err)
		}
		if _, err := s.Lease(ctx, j, at.Add(time.Minute)); !errors.Is(err, job.ErrLost) {
			t.Errorf("a second lease of the same row: %v", err)
		}
		if len(due(t, s, at)) != 0 {
			t.Error("a leased job is due")
		}
		if err := s.Extend(ctx, held, at.Add(time.Hour)); err != nil {
			t.Error(err)
		}
		if len(due(t, s, at.Add(59*time.Minute))) != 0 {
			t.Error("an extended job is due")
		}

		// Its worker dies: after the lease another takes it, and the first can do nothing more to it.
		abandoned := due(t, s, at.Add(time.Hour))
		if len(abandoned) != 1 || abandoned[0].Attempts != 1 {
			t.Fatalf("%+v", abandoned)
		}
		second, err := s.Lease(ctx, abandoned[0], at.Add(2*time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		for name, err := range map[string]error{
			"extend": s.Extend(ctx, held, at.Add(3*time.Hour)), "done": s.Done(ctx, held),
			"again": s.Again(ctx, held, at, "x.y"), "bury": s.Bury(ctx, held, "x.y"),
			"own change": lost(db.Play(ctx, []dialect.Statement{store.Done(held)})),
		} {
			if !errors.Is(err, job.ErrLost) {
				t.Errorf("%s by the first holder: %v", name, err)
			}
		}

		if err := s.Again(ctx, second, at.Add(3*time.Hour), "notify.mail.unreachable"); err != nil {
			t.Fatal(err)
		}
		waiting := due(t, s, at.Add(3*time.Hour))
		if len(waiting) != 1 || waiting[0].Error != "notify.mail.unreachable" || waiting[0].Attempts != 2 {
			t.Fatalf("%+v", waiting)
		}
		third, err := s.Lease(ctx, waiting[0], at.Add(4*time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Play(ctx, []dialect.Statement{store.Done(third)}); err != nil {
			t.Fatal(err)
		}
		if err := s.Done(ctx, third); !errors.Is(err, job.ErrLost) {
			t.Errorf("done twice: %v", err)
		}
	})
}

func lost(err error) error {
	var moved *dialect.RowsError
	if errors.As(err, &moved) {
		return job.ErrLost
	}
	return err
}

func TestDeadLetters(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, db *dialect.DB) {
		s, ctx := store.New(db), t.Context()
		for n := range byte(3) {
			held, err := s.Lease(ctx, insert(t, db, n+1, start), start.Add(time.Minute))
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Bury(ctx, held, "job.failed.internal"); err != nil {
				t.Fatal(err)
			}
		}
		if len(due(t, s, start.Add(time.Hour))) != 0 {
			t.Error("the dead are due")
		}
		page, err := s.Dead(ctx, tenant, id.ID{}, 2)
		if err != nil || len(page) != 2 || page[0].ID != number(1) || page[1].Error != "job.failed.internal" {
			t.Fatalf("%+v %v", page, err)
		}
		if page, err = s.Dead(ctx, tenant, page[1].ID, 2); err != nil || len(page) != 1 || page[0].ID != number(3) {
			t.Fatalf("%+v %v", page, err)
		}
		if err := s.Retry(ctx, tenant, number(1), start.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		if again := due(t, s, start.Add(time.Hour)); len(again) != 1 || again[0].Attempts != 0 {
			t.Errorf("%+v", again)
		}
		if err := s.Discard(ctx, tenant, number(2)); err != nil {
			t.Fatal(err)
		}
		for name, err := range map[string]error{
			"retry of a job that waits": s.Retry(ctx, tenant, number(1), start), "discard of a job that waits": s.Discard(ctx, tenant, number(1)),
			"discard of one discarded": s.Discard(ctx, tenant, number(2)), "another tenant's": s.Discard(ctx, number(91), number(3)),
		} {
			if !errors.Is(err, job.ErrLost) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func worker(t *testing.T, db *dialect.DB, c clock.Clock, run func(context.Context, job.Job) error, limit int) *job.Worker {
	t.Helper()
	w, err := job.NewWorker(job.Options{
		Queue: store.New(db), Clock: c, Random: func() float64 { return 0.5 }, Log: slog.New(slog.DiscardHandler),
		Tenants:  func(context.Context) ([]id.ID, error) { return []id.ID{tenant}, nil },
		Handlers: map[string]job.Handler{"test.work": {Run: run, Limit: limit, Attempts: 3}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// TestTwoWorkers lets two workers fight for forty jobs: each job runs once, and never twice at a time.
func TestTwoWorkers(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, db *dialect.DB) {
		const jobs = 40
		for n := range byte(jobs) {
			insert(t, db, n+1, start)
		}
		var running [jobs + 1]atomic.Int32
		var runs [jobs + 1]atomic.Int32
		var both atomic.Int32
		run := func(_ context.Context, j job.Job) error {
			n := j.ID[15]
			if running[n].Add(1) != 1 {
				both.Add(1)
			}
			runs[n].Add(1)
			running[n].Add(-1)
			return nil
		}
		var wg sync.WaitGroup
		for range 2 {
			w := worker(t, db, clock.NewManual(start), run, 4)
			wg.Go(func() {
				for range 100 { // more rounds than jobs
					n, err := w.Pass(t.Context())
					if err != nil {
						t.Error(err)
						return
					}
					w.Wait()
					if n == 0 && len(due(t, store.New(db), start)) == 0 {
						return
					}
				}
			})
		}
		wg.Wait()
		if both.Load() != 0 {
			t.Errorf("%d times a job ran in two workers at once", both.Load())
		}
		for n := 1; n <= jobs; n++ {
			if runs[n].Load() != 1 {
				t.Errorf("job %d ran %d times", n, runs[n].Load())
			}
		}
	})
}

// TestKilledWorker leaves a job in the hands of a process that is gone: it is not run before its lease ends, and is after.
func TestKilledWorker(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, db *dialect.DB) {
		s := store.New(db)
		j := insert(t, db, 1, start)
		if _, err := s.Lease(t.Context(), j, start.Add(time.Minute)); err != nil { // and then the power went
			t.Fatal(err)
		}
		c := clock.NewManual(start.Add(59 * time.Second))
		var ran []int64
		w := worker(t, db, c, func(_ context.Context, j job.Job) error { ran = append(ran, j.Attempts); return nil }, 1)
		for _, step := range []struct {
			add  time.Duration
			want string
		}{{0, "[]"}, {time.Second, "[2]"}, {time.Hour, "[2]"}} {
			c.Add(step.add)
			if _, err := w.Pass(t.Context()); err != nil {
				t.Fatal(err)
			}
			w.Wait()
			if got := fmt.Sprint(ran); got != step.want {
				t.Errorf("at %s it ran in attempts %s, want %s", c.Now(), got, step.want)
			}
		}
	})
}

func TestNotices(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, db *dialect.DB) {
		s, ctx := store.New(db), t.Context()
		clerk, party, caseID := number(5), number(6), number(7)
		var all []notify.Notice
		for n := range byte(3) {
			all = append(all,
				notify.Notice{Tenant: tenant, ID: number(10 + n), Account: clerk, Case: caseID, Key: "notify.list.title", Args: job.Payload{"case": caseID.String()}, At: start},
				notify.Notice{Tenant: tenant, ID: number(20 + n), Case: caseID, Party: party, Key: "notify.list.title", Args: job.Payload{}, At: start})
		}
		all = append(all, notify.Notice{Tenant: tenant, ID: number(30), Case: caseID, Party: number(8), Key: "notify.list.title", Args: job.Payload{}, At: start})
		for _, n := range all {
			if err := n.Check(); err != nil {
				t.Fatal(err)
			}
			if err := db.Play(ctx, []dialect.Statement{store.InsertNotice(n)}); err != nil {
				t.Fatal(err)
			}
		}
		mine, err := s.OfAccount(ctx, tenant, clerk, id.ID{}, 2)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff([]notify.Notice{all[4], all[2]}, mine); d != "" {
			t.Error(d)
		}
		if mine, err = s.OfAccount(ctx, tenant, clerk, mine[1].ID, 2); err != nil || len(mine) != 1 || mine[0].ID != all[0].ID {
			t.Errorf("%+v %v", mine, err)
		}
		if err := s.ReadByAccount(ctx, tenant, number(8), all[0].ID, start); err != nil {
			t.Fatal(err)
		}
		if err := s.ReadByParty(ctx, tenant, caseID, party, all[1].ID, start.Add(time.Second)); err != nil {
			t.Fatal(err)
		}
		if err := s.ReadByParty(ctx, tenant, caseID, party, all[1].ID, start.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		if mine, err = s.OfAccount(ctx, tenant, clerk, id.ID{}, 9); err != nil || !mine[2].ReadAt.IsZero() {
			t.Errorf("another account has read it: %+v %v", mine, err)
		}
		theirs, err := s.OfParty(ctx, tenant, caseID, party, id.ID{}, 9)
		if err != nil || len(theirs) != 3 || !theirs[2].ReadAt.Equal(start.Add(time.Second)) {
			t.Errorf("%+v %v", theirs, err)
		}
		if err := s.ReadByAccount(ctx, tenant, clerk, all[2].ID, start); err != nil {
			t.Fatal(err)
		}
		unread, err := s.Unread(ctx, tenant, clerk, 9)
		if d := cmp.Diff([]notify.Notice{all[4], all[0]}, unread); err != nil || d != "" {
			t.Errorf("%v %s", err, d)
		}
		if unread, err = s.Unread(ctx, tenant, clerk, 1); err != nil || len(unread) != 1 || unread[0].ID != all[4].ID {
			t.Errorf("%+v %v", unread, err)
		}
		if err := db.Play(ctx, []dialect.Statement{store.DeleteNotices(tenant, caseID)}); err != nil {
			t.Fatal(err)
		}
		if theirs, err = s.OfParty(ctx, tenant, caseID, party, id.ID{}, 9); err != nil || len(theirs) != 0 {
			t.Errorf("%+v %v", theirs, err)
		}
	})
}
