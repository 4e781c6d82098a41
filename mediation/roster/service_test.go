package roster_test

import (
	"errors"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation/roster"
	"linli/platform/fault"
	"linli/platform/id"
)

func TestTheDirectory(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		s, me := w.App.Roster, w.Hired("mediator").Account
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		show := func() roster.Entry {
			t.Helper()
			e, _, err := s.Show(w.Ctx, w.As("clerk"), me)
			must(err)
			return e
		}
		profile := roster.Profile{Types: []string{"loan", "neighbour", "loan"}, Languages: []string{"zh", "ug"}, Units: []id.ID{w.Unit("V1")},
			Hours: []roster.Hours{{Day: time.Monday, From: 540, Until: 720}}, Listed: true}
		must(s.Describe(w.Ctx, w.As("mediator"), me, profile))
		if e := show(); e.Version != 1 || len(e.Types) != 2 || e.Current() || !e.Serves(w.Unit("V1")) || e.Serves(w.Unit("V2")) {
			t.Fatalf("the entry: %+v", e)
		}
		if all, err := s.Listed(w.Ctx, w.Tenant()); err != nil || len(all) != 0 {
			t.Fatalf("an entry that nobody confirmed is public: %v %v", all, err)
		}

		// Nobody confirms the own entry, nobody another unit's, and not what the lead has not read.
		for login, code := range map[string]fault.Code{"mediator": fault.Forbidden, "other.mediator": fault.Forbidden, "clerk": fault.Forbidden, "admin": fault.Forbidden} {
			if err := s.Confirm(w.Ctx, w.As(login), me, 1); fault.Of(err).Code != code {
				t.Errorf("%s confirms: %v", login, err)
			}
		}
		if err := s.Confirm(w.Ctx, w.As("lead"), me, 2); !errors.Is(err, roster.ErrMoved) {
			t.Errorf("a version that is not there is confirmed: %v", err)
		}
		must(s.Confirm(w.Ctx, w.As("lead"), me, 1))
		listed, err := s.Listed(w.Ctx, w.Tenant())
		if err != nil || len(listed) != 1 || listed[0].Account != me || len(listed[0].Languages) != 2 {
			t.Fatalf("the public list: %+v %v", listed, err)
		}

		// What is added later is public only when it is confirmed; taking the consent back works at once.
		profile.Types = append(profile.Types, "medical")
		w.Clock.Add(time.Minute)
		must(s.Describe(w.Ctx, w.As("mediator"), me, profile))
		if listed, err = s.Listed(w.Ctx, w.Tenant()); err != nil || len(listed) != 1 || len(listed[0].Types) != 2 || show().Current() {
			t.Errorf("unconfirmed words are public: %+v %v", listed, err)
		}
		profile.Listed = false
		must(s.Describe(w.Ctx, w.As("mediator"), me, profile))
		if listed, err = s.Listed(w.Ctx, w.Tenant()); err != nil || len(listed) != 0 {
			t.Errorf("who took the consent back is listed: %+v %v", listed, err)
		}

		must(s.TakeLeave(w.Ctx, w.As("mediator"), me, roster.Leave{From: "2026-03-09", Until: "2026-03-10"}))
		must(s.AddTraining(w.Ctx, w.As("mediator"), me, roster.Training{Day: "2026-03-01", Topic: " 调解技巧 ", Minutes: 90}))
		if e := show(); len(e.Leave) != 1 || e.Trained("2026") != 90 || e.Training[0].Topic != "调解技巧" {
			t.Errorf("leave and training: %+v", e)
		}
		must(s.EndLeave(w.Ctx, w.As("mediator"), me, roster.Leave{From: "2026-03-09", Until: "2026-03-10"}))
		must(s.RemoveTraining(w.Ctx, w.As("mediator"), me, roster.Training{Day: "2026-03-01", Topic: "调解技巧", Minutes: 90}))
		if e := show(); len(e.Leave)+len(e.Training) != 0 {
			t.Errorf("leave and training are still there: %+v", e)
		}
		if err := s.TakeLeave(w.Ctx, w.As("second"), me, roster.Leave{From: "2026-03-09", Until: "2026-03-10"}); fault.Of(err).Code != fault.Forbidden {
			t.Errorf("another writes the entry: %v", err)
		}
		if _, _, err := s.Show(w.Ctx, w.As("lead"), w.Hired("clerk").Account); !errors.Is(err, roster.ErrNotFound) {
			t.Errorf("a clerk has an entry: %v", err)
		}
		if _, err := s.Serving(w.Ctx, w.As("admin"), w.Unit("V1")); fault.Of(err).Code != fault.Forbidden {
			t.Errorf("an administrator reads the directory: %v", err)
		}
		serving, err := s.Serving(w.Ctx, w.As("lead"), w.Unit("V1"))
		if err != nil || len(serving) != 2 { // of the village, and of the township above it
			t.Errorf("who serves the village: %+v %v", serving, err)
		}
	})
}

// TestTwoAtOnceKeepBoth: an entry that moves under a change is read again; nothing is lost.
func TestTwoAtOnceKeepBoth(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		s, me := w.App.Roster, w.Hired("mediator").Account
		done := make(chan error)
		days := []string{"2026-03-10", "2026-03-11", "2026-03-12"}
		for _, day := range days {
			go func() { done <- s.TakeLeave(w.Ctx, w.As("mediator"), me, roster.Leave{From: day, Until: day}) }()
		}
		for range days {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		e, _, err := s.Show(w.Ctx, w.As("mediator"), me)
		if err != nil || len(e.Leave) != len(days) || e.Version != int64(len(days)) {
			t.Errorf("%+v %v", e, err)
		}
	})
}

func TestWrongWordsAreNamed(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		if w.Place.URL != "" {
			t.Skip("the engine makes no difference to what is refused before it")
		}
		s, a, me := w.App.Roster, w.As("mediator"), w.Hired("mediator").Account
		for name, x := range map[string]struct {
			err        error
			field, key string
		}{
			"type":      {s.Describe(w.Ctx, a, me, roster.Profile{Types: []string{"nothing"}}), "types", "form.choose"},
			"language":  {s.Describe(w.Ctx, a, me, roster.Profile{Languages: []string{"xx"}}), "languages", "form.choose"},
			"area":      {s.Describe(w.Ctx, a, me, roster.Profile{Units: []id.ID{w.App.IDs.New()}}), "units", "form.choose"},
			"hours":     {s.Describe(w.Ctx, a, me, roster.Profile{Hours: []roster.Hours{{Day: 1, From: 600, Until: 600}}}), "hours", "roster.field.hours"},
			"leave":     {s.TakeLeave(w.Ctx, a, me, roster.Leave{From: "2026-03-10", Until: "2026-03-09"}), "leave_until", "roster.field.leave"},
			"no day":    {s.TakeLeave(w.Ctx, a, me, roster.Leave{From: "", Until: "2026-03-09"}), "leave_from", "form.not_a_date"},
			"future":    {s.AddTraining(w.Ctx, a, me, roster.Training{Day: "2027-01-01", Topic: "x", Minutes: 60}), "training", "roster.field.training_day"},
			"no topic":  {s.AddTraining(w.Ctx, a, me, roster.Training{Day: "2026-01-01", Topic: " ", Minutes: 60}), "topic", "roster.field.topic"},
			"too short": {s.AddTraining(w.Ctx, a, me, roster.Training{Day: "2026-01-01", Topic: "x", Minutes: 14}), "minutes", "roster.field.minutes"},
		} {
			var list fault.List
			if !errors.As(x.err, &list) || len(list) != 1 || list[0].Field != x.field || list[0].Key != x.key {
				t.Errorf("%s: %v", name, x.err)
			}
		}
	})
}
