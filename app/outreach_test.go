package app_test

import (
	"errors"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation/invitation"
)

// TestInvitationsAreKept: both engines keep an invitation, list the newest first, and let two who end it at once end it once.
func TestInvitationsAreKept(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		s := w.App.Outreach
		today := w.Clock.Now().Format(time.DateOnly)
		write := func(title, until string) invitation.Invitation {
			i, err := s.Write(w.Ctx, w.As("clerk"), invitation.Write{Unit: w.Unit("V1"), Types: []string{"neighbour"}, From: today, Until: until, Nobody: true,
				Texts: map[string]invitation.Text{"en": {Title: title, Text: "Come and talk."}}})
			if err != nil {
				t.Fatal(err)
			}
			return i
		}
		write("The later", w.Clock.Now().AddDate(0, 0, 20).Format(time.DateOnly))
		second := write("The sooner", w.Clock.Now().AddDate(0, 0, 10).Format(time.DateOnly))
		shown, err := s.Shown(w.Ctx, w.Tenant())
		if err != nil || len(shown) != 2 || shown[0].ID != second.ID || shown[0].Texts["en"].Title != "The sooner" {
			t.Fatalf("%+v %v", shown, err)
		}
		if err := s.End(w.Ctx, w.As("lead"), second.ID); err != nil {
			t.Fatal(err)
		}
		second.Version = 2
		if err := s.Repo.Keep(w.Ctx, w.Tenant(), second); !errors.Is(err, invitation.ErrMoved) {
			t.Errorf("two versions: %v", err)
		}
		kept, err := s.Repo.Invitation(w.Ctx, w.Tenant(), second.ID)
		if err != nil || kept.EndedBy != w.As("lead").Account || kept.On(today) != invitation.Over {
			t.Errorf("%+v %v", kept, err)
		}
		if _, err := s.Repo.Invitation(w.Ctx, w.App.IDs.New(), second.ID); !errors.Is(err, invitation.ErrNotFound) {
			t.Errorf("another tenant reads it: %v", err)
		}
	})
}
