package app_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/rulebook/release"
)

// proposed is a version that the administrator wrote and proposed: the texts of its files with passages changed.
func proposed(t *testing.T, w *apptest.World, name string, changes ...[3]string) release.Version {
	t.Helper()
	admin, s := w.As("admin"), w.App.Versions
	v, err := s.Begin(w.Ctx, admin, name)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range changes {
		now, folder, err := s.Show(w.Ctx, admin, v.ID)
		if err != nil || !bytes.Contains(folder[c[0]], []byte(c[1])) {
			t.Fatalf("%s does not hold %q: %v", c[0], c[1], err)
		}
		if found, err := s.Write(w.Ctx, admin, v.ID, now.Row, c[0], bytes.Replace(folder[c[0]], []byte(c[1]), []byte(c[2]), 1)); err != nil || len(found) > 0 {
			t.Fatal(found, err)
		}
	}
	now, folder, err := s.Show(w.Ctx, admin, v.ID)
	for name := range folder { // its examples are of the rules as they were
		if err == nil && strings.HasPrefix(name, "tests/") {
			err = s.Remove(w.Ctx, admin, v.ID, now.Row, name)
			now.Row++
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Act(w.Ctx, admin, v.ID, "propose", ""); err != nil {
		look, _ := s.Look(w.Ctx, admin, v.ID)
		t.Fatal(err, look.Findings)
	}
	if v, _, err = s.Show(w.Ctx, admin, v.ID); err != nil {
		t.Fatal(err)
	}
	return v
}

// TestAVersionOfTheFolderWaitsToo: two versions of one day, one released and one of the folder, would leave the office without rules.
func TestAVersionOfTheFolderWaitsToo(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		day := w.Clock.Now().In(rules(t, w).Zone).AddDate(0, 0, 20).Format(time.DateOnly)
		v := proposed(t, w, "2026.2", [3]string{"promises.yaml", "A receipt at once", "A slip at once"}, [3]string{"rulebook.yaml", "effective: 2026-01-01", "effective: " + day})
		var err error
		if w.App, err = under(t, w, ownRules(t, "2026.3", day, [3]string{"promises.yaml", "clock: 7 working days", "clock: 20 working days"})); err != nil {
			t.Fatal(err)
		}
		if err := w.App.Versions.Act(w.Ctx, w.As("upper.lead"), v.ID, "release", v.Hash); err == nil {
			t.Error("two versions take effect on one day")
		}
		w.Clock.Add(2 * time.Second)
		if _, err := w.App.Mediation.Office.Rulebook(w.Ctx, w.Tenant(), w.Clock.Now()); err != nil {
			t.Errorf("the office works under no rules: %v", err)
		}
	})
}

// TestHolidaysOfAVersionCountFromItsDay: what is published and waits moves no day, neither of a case that is open nor of one that begins.
func TestHolidaysOfAVersionCountFromItsDay(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		due := decisionDue(t, w, w.Apply().ID)
		v := proposed(t, w, "2026.2", [3]string{"calendars.yaml", "published_until: 2026-12-31", "published_until: 2027-12-31"},
			[3]string{"calendars.yaml", "from: 2026-04-04\n            to: 2026-04-06\n", "from: 2026-03-03\n            to: 2026-03-10\n"},
			[3]string{"calendars.yaml", "work: [2026-09-20, 2026-10-10]\n", "work: [2026-09-20, 2026-10-10]\n      - year: 2027\n        source: {law: holidays2026, confirmed: true}\n        holidays:\n          - {id: new_year, title: {zh-Hans: 元旦, zh-Hant: 元旦, en: New Year}, from: 2027-01-01, to: 2027-01-01}\n"})
		if err := w.App.Versions.Act(w.Ctx, w.As("upper.lead"), v.ID, "release", v.Hash); err != nil {
			t.Fatal(err)
		}
		if got := decisionDue(t, w, w.Apply().ID); got != due {
			t.Errorf("on the day of publication a decision is due on %s, not %s", got, due)
		}
		w.Clock.Add(15 * 24 * time.Hour)
		b, err := w.App.Mediation.Office.Rulebook(w.Ctx, w.Tenant(), w.Clock.Now())
		if err != nil || b.Calendar.PublishedUntil().Year != 2027 {
			t.Errorf("on its day its holidays do not count: %v", err)
		}
	})
}
