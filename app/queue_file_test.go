package app_test

import (
	"errors"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/report"
)

// TestAQueueLeavesByTheWordOfTwo: one asks, another lets it go, whoever asked takes it once, and each of the two must still work there when
// it is taken. What nobody takes ends by itself. Complaints are in no file.
func TestAQueueLeavesByTheWordOfTwo(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		s, unit, clerk, lead := w.App.Report, w.Unit("V1"), w.Handler(), w.As("lead")
		refused := func(err error, want error) {
			t.Helper()
			if !errors.Is(err, want) {
				t.Errorf("%v, not %v", err, want)
			}
		}
		take := func(a access.Actor) ([]report.QueueRow, error) {
			rows, _, _, err := s.TakeQueueFile(w.Ctx, a, unit)
			return rows, err
		}
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		c, _ := w.Submit(w.Issue())
		w.Complain(w.Complaint())

		for _, login := range []string{"admin", "statistician", "privacy", "other.clerk", "mediator"} {
			refused(s.AskQueueFile(w.Ctx, w.As(login), unit), report.ErrNotFound)
		}
		refused(s.AskQueueFile(w.Ctx, w.As("upper.lead"), unit), report.ErrNotFound)
		_, err := take(clerk)
		refused(err, report.ErrFileNone)
		refused(s.LetQueueFile(w.Ctx, lead, unit), report.ErrFileNone)

		must(s.AskQueueFile(w.Ctx, clerk, unit))
		refused(s.AskQueueFile(w.Ctx, lead, unit), report.ErrFileWaits)
		refused(s.LetQueueFile(w.Ctx, clerk, unit), report.ErrFileOwn)
		_, err = take(clerk)
		refused(err, report.ErrFileNone)
		must(s.LetQueueFile(w.Ctx, lead, unit))
		_, err = take(lead)
		refused(err, report.ErrFileNone) // it is whoever asked that takes it

		w.Take("lead", "V1", access.Lead)
		_, err = take(clerk)
		refused(err, report.ErrFileLetGone)
		w.Give("lead", "V1", access.Lead)
		rows, err := take(clerk)
		must(err)
		if len(rows) != 1 || rows[0].ID != c.ID {
			t.Errorf("the file holds %d reports", len(rows))
		}
		_, err = take(clerk)
		refused(err, report.ErrFileNone)

		must(s.AskQueueFile(w.Ctx, clerk, unit))
		must(s.EndQueueFile(w.Ctx, lead, unit))
		refused(s.LetQueueFile(w.Ctx, lead, unit), report.ErrFileNone)
		must(s.AskQueueFile(w.Ctx, clerk, unit))
		must(s.LetQueueFile(w.Ctx, lead, unit))
		w.Clock.Add(72 * time.Hour)
		_, err = take(clerk)
		refused(err, report.ErrFileNone)

		if n, err := s.QueuesTaken(w.Ctx, w.Tenant()); err != nil || n != 1 {
			t.Errorf("%d left, %v", n, err)
		}
		row := report.QueueFile{Unit: unit, Version: 1}
		if err := s.Repo.KeepQueueFile(w.Ctx, w.Tenant(), row); fault.Of(err).Key != report.ErrMoved.Key {
			t.Errorf("an older row goes over a newer one: %v", err)
		}
	})
}

// TestTheUnitAboveLetsAQueueGo: where one person works a queue, whoever leads above is the second; where two do, nobody above is.
func TestTheUnitAboveLetsAQueueGo(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		s, unit, clerk := w.App.Report, w.Unit("V1"), w.Handler()
		if err := s.AskQueueFile(w.Ctx, clerk, unit); err != nil {
			t.Fatal(err)
		}
		waits := func() (n int) {
			all, err := s.QueueFiles(w.Ctx, w.As("upper.lead"))
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range all {
				if f.Unit == unit && f.MayLet {
					n++
				}
			}
			return n
		}
		if err := s.LetQueueFile(w.Ctx, w.As("upper.lead"), unit); !errors.Is(err, report.ErrNotFound) || waits() != 0 {
			t.Errorf("the unit above has a word beside the lead: %v", err)
		}
		w.Take("lead", "V1", access.Lead)
		if waits() != 1 {
			t.Error("the unit above does not see that it waits")
		}
		if err := s.LetQueueFile(w.Ctx, w.As("upper.lead"), unit); err != nil {
			t.Error(err)
		}
		if _, _, _, err := s.TakeQueueFile(w.Ctx, clerk, unit); err != nil {
			t.Error(err)
		}
	})
}
