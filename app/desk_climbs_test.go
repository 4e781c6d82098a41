package app_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/app/apptest"
	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/notify"
	"linli/report"
)

// TestAComplaintClimbsFromADeskOfWhichEverybodyIsBarred to the next above, with its promises; an empty desk keeps it, and where nobody in the
// office may answer it stays, its author is told so, and the vacancy is known before anybody complains.
func TestAComplaintClimbsFromADeskOfWhichEverybodyIsBarred(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		service := w.App.Report
		c, _ := w.Complain(w.Complaint())
		c = w.Answer(w.As("upper.lead"), c, report.Take{}, report.Accept{})
		owed, err := service.Repo.Promises(w.Ctx, w.Tenant(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		after := func() report.Case {
			t.Helper()
			w.Clock.Add(time.Minute)
			for range 2 {
				if err := w.App.Tick(w.Ctx); err != nil {
					t.Fatal(err)
				}
			}
			got, err := service.Repo.Case(w.Ctx, w.Tenant(), c.ID)
			if err != nil {
				t.Fatal(err)
			}
			return got
		}
		vacant := func(c report.Case, nobody, unanswered bool) {
			t.Helper()
			if got, err := service.Nobody(w.Ctx, &c); err != nil || got != nobody {
				t.Errorf("nobody may answer: %v, %v", got, err)
			}
			if got, err := service.Unanswered(w.Ctx, w.Tenant(), w.Unit("V1")); err != nil || got != unanswered {
				t.Errorf("a complaint would find nobody: %v, %v", got, err)
			}
		}
		w.Take("upper.lead", "T", access.Lead)
		if got := after(); got.Version != c.Version || got.Desk != c.Desk {
			t.Errorf("an empty desk does not keep it: %+v", got)
		}
		vacant(c, false, false)
		w.Give("lead", "T", access.Lead) // who leads the unit complained of
		got := after()
		if got.Version != c.Version+1 || got.Desk != (report.Desk{Unit: w.Unit("T"), Post: access.Privacy}) || !got.Handler.IsZero() || got.State != c.State || got.Climbed() == nil {
			t.Fatalf("it is %+v", got)
		}
		now, err := service.Repo.Promises(w.Ctx, w.Tenant(), c.ID)
		if err != nil || len(now) != len(owed) || slices.ContainsFunc(now, func(p casefile.PromiseRow) bool {
			return !slices.ContainsFunc(owed, func(o casefile.PromiseRow) bool { return o.Key == p.Key && o.Due.Equal(p.Due) && o.State == p.State })
		}) {
			t.Errorf("what was promised is another: %v %v", now, err)
		}
		events, err := service.Repo.Events(w.Ctx, w.Tenant(), c.ID)
		if replayed, err2 := report.Replay(w.Tenant(), events); err != nil || err2 != nil || cmp.Diff(got, replayed) != "" {
			t.Errorf("replayed it is another: %v %v %s", err, err2, cmp.Diff(got, replayed))
		}
		told, err := w.App.Queue.OfAccount(w.Ctx, w.Tenant(), w.As("privacy").Account, id.ID{}, 50)
		if n := len(slices.DeleteFunc(told, func(x notify.Notice) bool { return x.Key != "report.notice.climb" })); err != nil || n != 1 {
			t.Errorf("the next desk is told %d times: %v", n, err)
		}
		for _, login := range []string{"lead", "upper.lead"} {
			if _, _, err := service.See(w.Ctx, w.As(login), c.ID); err == nil {
				t.Errorf("%s sees it", login)
			}
		}
		vacant(got, false, false)
		_, err = service.Act(w.Ctx, casefile.Itself(w.Tenant()), c.ID, report.Climb{}, nil)
		if fault.Of(err) == nil || fault.Of(err).Key != "report.guard.desk_answers" {
			t.Errorf("it climbs again: %v", err)
		}
		w.Take("privacy", "T", access.Privacy)
		w.Give("mediator", "T", access.Privacy)
		if last := after(); last.Version != got.Version || last.Desk != got.Desk {
			t.Errorf("it is %+v", last)
		}
		vacant(got, true, true)
		_, err = service.Act(w.Ctx, casefile.Itself(w.Tenant()), c.ID, report.Climb{}, nil)
		if fault.Of(err) == nil || fault.Of(err).Key != "report.guard.nobody_answers" {
			t.Errorf("it climbs to nobody: %v", err)
		}
	})
}

// desksAsked counts how often what waits at a desk is read.
type desksAsked struct {
	report.Repo
	n int
}

func (d *desksAsked) AtDesk(ctx context.Context, tenant, unit id.ID, limit int) ([]report.Case, error) {
	d.n++
	return d.Repo.AtDesk(ctx, tenant, unit, limit)
}

// TestDesksAreLookedAtWhenTheirPeopleChange, and once a day: not at each look at the deadlines.
func TestDesksAreLookedAtWhenTheirPeopleChange(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		asked := &desksAsked{Repo: w.App.Report.Repo}
		w.App.Report.Repo = asked
		looks := func(during string, want bool) {
			t.Helper()
			asked.n = 0
			w.Clock.Add(time.Minute)
			if err := w.App.Tick(w.Ctx); err != nil {
				t.Fatal(err)
			}
			if (asked.n > 0) != want {
				t.Errorf("%s: desks were read %d times", during, asked.n)
			}
		}
		looks("the first look", true)
		looks("nothing has changed", false)
		w.Give("mediator", "T", access.Lead)
		looks("a post was given", true)
		w.Take("mediator", "T", access.Lead)
		looks("a post has ended", true)
		looks("nothing has changed again", false)
		w.Clock.Add(24 * time.Hour)
		looks("the next day", true)
	})
}
