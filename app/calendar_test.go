package app_test

import (
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation"
	"linli/office"
	"linli/platform/id"
)

// TestACalendarIsOnesOwn: a mediator sees the own sessions, a lead of the unit's when they are and by whom, and nobody of
// another unit anything.
func TestACalendarIsOnesOwn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c := w.To(mediation.Assigned)
		mediator := w.As("mediator")
		start := w.Clock.Now().Add(24 * time.Hour)
		plan := func(with []id.ID, mode string, at time.Time) {
			c = w.Act(mediator, c, mediation.Schedule{Mode: mode, With: with, Start: at})
		}
		plan([]id.ID{c.Parties[0].ID}, "separate", start)
		plan([]id.ID{c.Parties[0].ID, c.Parties[1].ID}, "joint", start.Add(30*time.Minute))
		plan([]id.ID{c.Parties[0].ID, c.Parties[1].ID}, "joint", start.Add(48*time.Hour))
		c = w.Act(mediator, c, mediation.CancelSession{Session: c.Sessions[2].ID})
		look := func(login string) []mediation.Appointment {
			t.Helper()
			all, err := w.App.Mediation.Calendar(w.Ctx, w.As(login), w.Clock.Now(), w.Clock.Now().AddDate(0, 0, 7))
			if err != nil {
				t.Fatal(err)
			}
			return all
		}
		own := look("mediator")
		if len(own) != 3 || !own[0].Own || own[0].ID != c.ID || !own[0].Clash || !own[1].Clash || own[2].Clash || own[2].Session.Off == "" {
			t.Errorf("the mediator sees %+v", own)
		}
		led := look("lead")
		if len(led) != 2 || led[0].Own || !led[0].ID.IsZero() || led[0].Session.Mode != "" || led[0].Session.With != nil || led[0].Number != 0 ||
			len(led[0].Mediators) != 1 || led[0].Clash {
			t.Errorf("the lead sees more than times: %+v", led)
		}
		for _, login := range []string{"other.mediator", "other.clerk", "upper.lead", "admin"} {
			if all := look(login); len(all) > 0 {
				t.Errorf("%s sees %+v", login, all)
			}
		}
	})
}

// TestACalendarAddressOpensNothingElse: its secret is no token, and ends where tokens end.
func TestACalendarAddressOpensNothingElse(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		who, err := w.App.Office.Resolve(w.Ctx, w.Hired("mediator").Token, office.API)
		if err != nil {
			t.Fatal(err)
		}
		key, err := w.App.Office.IssueFeed(w.Ctx, who)
		if err != nil {
			t.Fatal(err)
		}
		for _, door := range []string{office.API, office.Web} {
			_, err := w.App.Office.Resolve(w.Ctx, key, door)
			apptest.Refused(t, err, "signin.session.over")
		}
		feed, err := w.App.Office.Resolve(w.Ctx, key, office.Feed)
		if err != nil || feed.Actor.Account != who.Actor.Account {
			t.Fatalf("%v, %v", feed.Actor, err)
		}
		_, err = w.App.Office.Resolve(w.Ctx, w.Hired("mediator").Token, office.Feed)
		apptest.Refused(t, err, "signin.session.over")
		if err := w.App.Office.EndSession(w.Ctx, who, feed.Session); err != nil {
			t.Fatal(err)
		}
		_, err = w.App.Office.Resolve(w.Ctx, key, office.Feed)
		apptest.Refused(t, err, "signin.session.over")
	})
}
