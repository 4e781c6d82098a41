package app_test

import (
	"bytes"
	"context"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"linli/app"
	"linli/app/apptest"
	"linli/office"
	"linli/platform/access"
	"linli/platform/id"
	"linli/rulebook"
	"linli/rulebook/release"
	offices "linli/store/office"
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
		w.App.Versions.Try = func(fs.FS) (int, []rulebook.Finding, error) { return 0, nil, nil } // its examples are of the holidays as they were
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

// TestExamplesThatADraftDropsAreShownOrRefused: a rule without any example is refused with its place, and an example that is gone or
// says something else stands in what the second person reads.
func TestExamplesThatADraftDropsAreShownOrRefused(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		admin, s := w.As("admin"), w.App.Versions
		v, err := s.Begin(w.Ctx, admin, "2026.2")
		if err != nil {
			t.Fatal(err)
		}
		_, folder, err := s.Show(w.Ctx, admin, v.ID)
		if err != nil {
			t.Fatal(err)
		}
		was := folder["tests/intake.yaml"]
		if err := s.Remove(w.Ctx, admin, v.ID, 1, "tests/intake.yaml"); err != nil {
			t.Fatal(err)
		}
		look, err := s.Look(w.Ctx, admin, v.ID)
		if err != nil || len(look.Findings) == 0 || look.Findings[0].File != "promises.yaml" || look.Findings[0].Line < 2 {
			t.Fatalf("a draft without its examples: %v %v", look.Findings, err)
		}
		apptest.Refused(t, s.Act(w.Ctx, admin, v.ID, "propose", ""), "rulebook.guard.unsound")
		if _, err := s.Write(w.Ctx, admin, v.ID, 2, "tests/intake.yaml", was); err != nil {
			t.Fatal(err)
		}
		look, err = s.Look(w.Ctx, admin, v.ID)
		if err != nil || !look.Sound() || len(look.Lost) != 0 {
			t.Fatalf("all examples are back: %v %v %v", look.Findings, look.Lost, err)
		}
	})
}

// between lets somebody else act after a step was decided and before it is written.
type between struct {
	release.Repo
	meanwhile func()
}

func (b *between) Play(ctx context.Context, tenant id.ID, c release.Change) error {
	if do := b.meanwhile; do != nil {
		b.meanwhile = nil
		do()
	}
	return b.Repo.Play(ctx, tenant, c)
}

// TestOfTwoReleasesAtOnceOneWaits: two versions of two days, both read before the other was released.
func TestOfTwoReleasesAtOnceOneWaits(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		on := func(days int) [3]string {
			return [3]string{"rulebook.yaml", "effective: 2026-01-01", "effective: " + w.Clock.Now().AddDate(0, 0, days).Format(time.DateOnly)}
		}
		one := proposed(t, w, "2026.2", [3]string{"promises.yaml", "A receipt at once", "A slip at once"}, on(30))
		two := proposed(t, w, "2026.3", [3]string{"promises.yaml", "A receipt at once", "A paper at once"}, on(60))
		lead, s := w.As("upper.lead"), w.App.Versions
		s.Repo = &between{s.Repo, func() {
			if err := s.Act(w.Ctx, lead, two.ID, "release", two.Hash); err != nil {
				t.Fatal(err)
			}
		}}
		apptest.Refused(t, s.Act(w.Ctx, lead, one.ID, "release", one.Hash), "rulebook.guard.waiting")
		all, err := s.Repo.Versions(w.Ctx, w.Tenant())
		if err != nil || all[0].State != release.Released || all[1].State != release.Proposed {
			t.Errorf("%v, %v: %v", all[0].State, all[1].State, err)
		}
	})
}

// TestAClockThatWasSetBackStopsNothing: a day that has come does not go away, and one that is to come draws no nearer.
func TestAClockThatWasSetBackStopsNothing(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		lead, s := w.As("upper.lead"), w.App.Versions
		w.Clock.Add(40 * 24 * time.Hour)
		v := proposed(t, w, "2026.2", [3]string{"promises.yaml", "A receipt at once", "A slip at once"})
		if err := s.Act(w.Ctx, lead, v.ID, "release", v.Hash); err != nil {
			t.Fatal(err)
		}
		w.Clock.Add(15 * 24 * time.Hour)
		if err := w.App.Tick(w.Ctx); err != nil {
			t.Fatal(err)
		}
		if c := w.Apply(); c.RulebookVersion != "2026.2" {
			t.Fatalf("on its day a case begins under %s", c.RulebookVersion)
		}
		w.Clock.Add(-10 * 24 * time.Hour)
		apptest.Refused(t, s.Act(w.Ctx, lead, v.ID, "stop", ""), "rulebook.guard.in_effect")
		w.Clock.Add(-20 * 24 * time.Hour)
		next := proposed(t, w, "2026.3", [3]string{"promises.yaml", "A slip at once", "A paper at once"})
		if err := s.Act(w.Ctx, lead, next.ID, "release", next.Hash); err != nil {
			t.Fatal(err)
		}
		w.Clock.Add(30 * 24 * time.Hour)
		if b := rules(t, w); b.Version != "2026.2" {
			t.Errorf("a version that was released while the clock was behind is in effect at once: %s", b.Version)
		}
	})
}

// TestOneOfficesRulebookStopsNoOther: what one office released cannot be read; the other's deadlines are looked at all the same, and
// who administers the first one is told why.
func TestOneOfficesRulebookStopsNoOther(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		found := apptest.China().Found
		found.Slug = "other"
		other, err := w.App.Furnish(w.Ctx, found, nil, []app.Hire{{Login: "chief", Name: "chief", Password: apptest.Password, Language: w.Language(), Unit: "T", Posts: []access.PostKind{access.Administrator}}})
		if err != nil {
			t.Fatal(err)
		}
		v := release.Version{ID: w.App.IDs.New(), Row: 1, State: release.Released, Book: "cn", Name: "2026.2", Turn: 1, Effective: rules(t, w).Effective.AddDays(1)}
		if err := w.App.Versions.Repo.Play(w.Ctx, w.Tenant(), release.Change{Version: v, Files: []byte("no zip file"), Record: release.Record{ID: w.App.IDs.New(), At: w.Clock.Now(), Kind: "rulebook.released", Unit: w.Unit("T")}}); err != nil {
			t.Fatal(err)
		}
		w.Clock.Add(2 * time.Second)
		if err := w.App.Tick(w.Ctx); err == nil {
			t.Error("nothing is told of a rulebook that cannot be read")
		}
		read := &rulebook.Rulebook{} // of the other office
		for _, of := range []id.ID{w.Tenant(), other.Tenant.ID} {
			b, err := w.App.Mediation.Office.Rulebook(w.Ctx, of, w.Clock.Now())
			if served := err == nil && b.Version == "2026.1"; served != (of == other.Tenant.ID) {
				t.Errorf("%s: %v", of, err)
			}
			if err == nil {
				read = b
			}
		}
		kept := func(of office.Tenant) bool {
			all, err := offices.New(w.App.Stores.Cases).KeptRulebooks(w.Ctx, of.ID)
			return err == nil && len(all) == 1
		}
		if kept(w.Office.Tenant) || !kept(other.Tenant) {
			t.Error("the deadlines of the other office were not looked at")
		}
		if status, body := w.OpenSite().Ask("", http.MethodGet, "/open311/discovery.json", nil); status != http.StatusOK || !strings.Contains(body, read.Effective.String()) {
			t.Errorf("where the other office takes reports is not found: %d %s", status, body)
		}
		state, err := w.App.Operation().State(w.Ctx, w.Tenant())
		if err != nil || len(state.Problems) == 0 || state.Problems[0].Key != "cli.rulebooks.changed" {
			t.Errorf("the administrator is told %v, %v", state.Problems, err)
		}
	})
}

// TestWhatAimsAtPeopleIsNoDraftThatCanBeProposed: every rulebook that `linli rulebook check` refuses for what it aims at or weighs is
// refused on the pages too, with the same findings at the same places.
func TestWhatAimsAtPeopleIsNoDraftThatCanBeProposed(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		admin, s := w.As("admin"), w.App.Versions
		v, err := s.Begin(w.Ctx, admin, "2026.2")
		if err != nil {
			t.Fatal(err)
		}
		row, refused := v.Row+1, 0
		for dir, file := range map[string]string{"aimed": "duties.yaml", "weighed": "indicators.yaml"} {
			fixtures, err := filepath.Glob("../rulebook/testdata/" + dir + "/*.yaml")
			if err != nil {
				t.Fatal(err)
			}
			for _, fixture := range fixtures {
				folder := release.Folder{}
				if err := fs.WalkDir(os.DirFS("../rulebook/testdata/small"), ".", func(name string, d fs.DirEntry, err error) error {
					if err == nil && !d.IsDir() {
						folder[name], err = os.ReadFile(filepath.Join("../rulebook/testdata/small", name))
					}
					return err
				}); err != nil {
					t.Fatal(err)
				}
				if folder[file], err = os.ReadFile(fixture); err != nil {
					t.Fatal(err)
				}
				archive, err := folder.Archive()
				if err != nil {
					t.Fatal(err)
				}
				if wrong, err := s.Replace(w.Ctx, admin, v.ID, row, archive); err != nil || len(wrong) > 0 {
					t.Fatal(fixture, wrong, err)
				}
				row++
				look, err := s.Look(w.Ctx, admin, v.ID)
				if err != nil {
					t.Fatal(err)
				}
				told := ""
				for _, f := range look.Findings {
					told += f.String() + "\n"
				}
				breaks := false
				for line := range strings.SplitSeq(string(folder[file]), "\n") {
					if finding, ok := strings.CutPrefix(line, "# finding: "); ok {
						breaks = true
						if !strings.Contains(told, finding+"\n") {
							t.Errorf("%s: the draft is told %q, and not %q", fixture, told, finding)
						}
					}
				}
				if !breaks {
					continue
				}
				refused++
				apptest.Refused(t, s.Act(w.Ctx, admin, v.ID, "propose", ""), "rulebook.guard.unsound")
			}
		}
		if refused < 40 {
			t.Errorf("%d rulebooks were tried", refused)
		}
	})
}
