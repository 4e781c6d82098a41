package app_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation"
	"linli/mediation/roster"
	"linli/platform/fault"
	"linli/platform/id"
)

// TestNobodyIsBookedTwice: a mediator sits at one table at a time; the refusal names the time, and the other case only to
// who may see it.
func TestNobodyIsBookedTwice(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		first, second := w.To(mediation.Assigned), w.To(mediation.Assigned)
		start := w.Clock.Now().Add(48 * time.Hour)
		plan := func(c mediation.Case, at time.Time) (mediation.Case, error) {
			both := []id.ID{c.Parties[0].ID, c.Parties[1].ID}
			out, _, err := w.App.Mediation.Act(w.Ctx, w.As("mediator"), c.ID, mediation.Schedule{Mode: "joint", With: both, Start: at}, mediation.Ask{})
			return out, err
		}
		first, err := plan(first, start)
		if err != nil {
			t.Fatal(err)
		}
		for _, off := range []time.Duration{0, 30 * time.Minute, -30 * time.Minute, 59 * time.Minute} {
			_, err := plan(second, start.Add(off))
			f := fault.Of(err)
			if f.Key != "mediation.guard.booked_case" || f.Code != fault.Guard {
				t.Fatalf("%s later: %v", off, err)
			}
			if off == 0 {
				said := w.App.Texts.For("en", time.UTC).Fault(f, "")
				if !strings.Contains(said, "another session of yours from") || !strings.Contains(said, "第1号") || !strings.Contains(said, "4 March 2026") {
					t.Errorf("the refusal says %q", said)
				}
			}
		}
		if _, err := plan(first, start.Add(30*time.Minute)); err != nil {
			t.Errorf("a second talk of the same case: %v", err)
		}
		w.Act(w.As("mediator"), first, mediation.CancelSession{Session: first.Sessions[0].ID})
		later, err := plan(second, start.Add(-30*time.Minute)) // ends when the other talk begins
		if err != nil {
			t.Fatalf("after one was called off: %v", err)
		}

		// A begun session takes its time until it is recorded, or until the case is closed.
		third := w.To(mediation.Assigned)
		if _, err := plan(third, start); fault.Of(err).Code != fault.Guard {
			t.Errorf("between two: %v", err)
		}
		later = w.Act(w.As("mediator"), later, mediation.Begin{Session: later.Sessions[0].ID})
		w.Act(w.As("mediator"), later, mediation.Record{Session: later.Sessions[0].ID, Minutes: 20, Present: []id.ID{later.Parties[0].ID}, Text: "x"})
		if _, err := plan(third, start.Add(-30*time.Minute)); err != nil {
			t.Errorf("after the session was recorded: %v", err)
		}
	})
}

// assigned is a case on which these accounts mediate, the first leading.
func assigned(w *apptest.World, logins ...string) mediation.Case {
	c := w.To(mediation.Accepted)
	for i, login := range logins {
		c = w.Act(w.As("lead"), c, mediation.Propose{Account: w.Hired(login).Account, Lead: i == 0})
	}
	for i, login := range logins {
		c = w.Act(w.As(login), c, mediation.Disclose{Engagement: c.Engagements[i].ID, Conflict: mediation.NoConflict})
	}
	for _, e := range c.Engagements {
		for j, p := range c.Parties {
			c = w.Act(w.Party(c, j), c, mediation.AgreeMediator{Engagement: e.ID, Party: p.ID, Agree: true})
		}
	}
	return c
}

// TestACaseThatTheAskerMayNotSeeIsNotNamed: a co-mediator's other sessions are taken times and nothing more.
func TestACaseThatTheAskerMayNotSeeIsNotNamed(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		other, shared := assigned(w, "second"), assigned(w, "mediator", "second")
		start := w.Clock.Now().Add(48 * time.Hour)
		plan := func(login string, c mediation.Case) *fault.Error {
			both := []id.ID{c.Parties[0].ID, c.Parties[1].ID}
			_, _, err := w.App.Mediation.Act(w.Ctx, w.As(login), c.ID, mediation.Schedule{Mode: "joint", With: both, Start: start}, mediation.Ask{})
			return fault.Of(err)
		}
		if f := plan("second", other); f != nil && f.Key != "" {
			t.Fatal(f)
		}
		if f := plan("mediator", shared); f == nil || f.Key != "mediation.guard.booked" || f.Args["case"] != "" || f.Args["who"] != "second" {
			t.Errorf("a colleague is told %+v", f)
		}
		if f := plan("second", shared); f == nil || f.Key != "mediation.guard.booked_case" || f.Args["case"] == "" {
			t.Errorf("the mediator itself is told %+v", f)
		}
	})
}

// TestAMediatorOnLeaveHasToAgree: hours and leave are a warning that is answered, not a wall.
func TestAMediatorOnLeaveHasToAgree(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		if w.Place.URL != "" {
			t.Skip("the engine makes no difference to what is read")
		}
		me := w.Hired("mediator").Account
		if err := w.App.Roster.TakeLeave(w.Ctx, w.As("mediator"), me, roster.Leave{From: "2026-03-04", Until: "2026-03-04"}); err != nil {
			t.Fatal(err)
		}
		if err := w.App.Roster.Describe(w.Ctx, w.As("mediator"), me, roster.Profile{Hours: []roster.Hours{{Day: time.Thursday, From: 600, Until: 720}}}); err != nil {
			t.Fatal(err)
		}
		c := w.To(mediation.Assigned)
		both := []id.ID{c.Parties[0].ID, c.Parties[1].ID}
		for at, why := range map[time.Time]string{
			time.Date(2026, 3, 4, 2, 30, 0, 0, time.UTC): "mediation.away.leave", // a Wednesday, 10:30 in Shanghai
			time.Date(2026, 3, 5, 5, 0, 0, 0, time.UTC):  "mediation.away.hours",
		} {
			_, _, err := w.App.Mediation.Act(w.Ctx, w.As("mediator"), c.ID, mediation.Schedule{Mode: "joint", With: both, Start: at}, mediation.Ask{})
			if f := fault.Of(err); f.Key != "mediation.guard.away" || f.Args["why"] != fault.Text(why) || f.Args["who"] != "mediator" {
				t.Errorf("%s: %v", at, err)
			}
		}
		c = w.Act(w.As("mediator"), c, mediation.Schedule{Mode: "joint", With: both, Start: time.Date(2026, 3, 5, 2, 30, 0, 0, time.UTC)})
		w.Act(w.As("mediator"), c, mediation.Schedule{Mode: "joint", With: both, Start: time.Date(2026, 3, 4, 2, 30, 0, 0, time.UTC), Anyway: true})
	})
}

// TestTwoDevicesAtOnce: of two appointments for one time that are made at the same moment, one is.
func TestTwoDevicesAtOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		const n = 6
		var cases []mediation.Case
		for range n {
			cases = append(cases, w.To(mediation.Assigned))
		}
		start := w.Clock.Now().Add(48 * time.Hour)
		var group sync.WaitGroup
		made := make([]error, n)
		for i, c := range cases {
			group.Go(func() {
				both := []id.ID{c.Parties[0].ID, c.Parties[1].ID}
				_, _, made[i] = w.App.Mediation.Act(w.Ctx, w.As("mediator"), c.ID, mediation.Schedule{Mode: "joint", With: both, Start: start.Add(time.Duration(i) * time.Minute)}, mediation.Ask{})
			})
		}
		group.Wait()
		held := 0
		for _, err := range made {
			switch f := fault.Of(err); {
			case err == nil:
				held++
			case f.Key != "mediation.guard.booked_case":
				t.Errorf("refused otherwise: %v", err)
			}
		}
		if held != 1 {
			t.Errorf("%d appointments were made", held)
		}
	})
}
