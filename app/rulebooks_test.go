package app_test

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"linli/app"
	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/rulebook"
	"linli/rulebooks"
)

// ownRules is a folder with one rulebook: cn with passages changed.
func ownRules(t *testing.T, version, day string, changes ...[3]string) string {
	t.Helper()
	dir := t.TempDir()
	cn, err := fs.Sub(rulebooks.FS, "cn")
	if err != nil {
		t.Fatal(err)
	}
	at := filepath.Join(dir, "own")
	if err := os.CopyFS(at, cn); err != nil {
		t.Fatal(err)
	}
	for _, c := range append(changes, [3]string{"rulebook.yaml", `version: "2026.1"`, "version: \"" + version + `"`}, [3]string{"rulebook.yaml", "effective: 2026-01-01", "effective: " + day}) {
		file := filepath.Join(at, c[0])
		body, err := os.ReadFile(file)
		if err != nil || !strings.Contains(string(body), c[1]) {
			t.Fatalf("%s does not hold %q: %v", c[0], c[1], err)
		}
		if err := os.WriteFile(file, []byte(strings.Replace(string(body), c[1], c[2], 1)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// under is the office served with the rulebooks of a folder.
func under(t *testing.T, w *apptest.World, dir string) (*app.App, error) {
	t.Helper()
	c := w.App.Config
	c.Rulebooks = dir
	a, err := app.New(w.Ctx, c, w.App.Stores, w.Options())
	if err == nil {
		t.Cleanup(a.Close)
	}
	return a, err
}

// decisionDue is the day on which the office owes its decision in a case.
func decisionDue(t *testing.T, w *apptest.World, c id.ID) string {
	t.Helper()
	all, err := w.App.Mediation.Repo.Promises(w.Ctx, w.Tenant(), c)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		if p.Rule == "decision" {
			return p.Due.In(rules(t, w).Zone).Format(time.DateOnly)
		}
	}
	t.Fatal("no decision is owed")
	return ""
}

// TestACaseKeepsTheVersionItBeganUnder opens a case under each of two versions of one rulebook, in one office. The second one lies in
// the folder a week before its own day: it is published as it comes, and takes effect fourteen whole days later.
func TestACaseKeepsTheVersionItBeganUnder(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		day := w.Clock.Now().In(rules(t, w).Zone).AddDate(0, 0, 7).Format(time.DateOnly)
		dir := ownRules(t, "2026.2", day, [3]string{"promises.yaml", "clock: 7 working days", "clock: 20 working days"},
			[3]string{"documents/agreement.zh-Hans.md", "调解", "调停"})
		old := w.Apply()
		due := decisionDue(t, w, old.ID)
		var err error
		if w.App, err = under(t, w, dir); err != nil {
			t.Fatal(err)
		}
		if err := w.App.Tick(w.Ctx); err != nil {
			t.Fatal(err)
		}
		standing, err := w.App.Versions.Standing(w.Ctx, w.Tenant())
		if err != nil || standing.Next == nil || standing.Next.Version != "2026.2" || len(standing.Differences) == 0 || standing.Effective.String() != w.Clock.Now().AddDate(0, 0, 15).Format(time.DateOnly) {
			t.Errorf("it is not published: %+v, %v", standing, err)
		}
		for _, days := range []int{0, 7, 7} {
			w.Clock.Add(time.Duration(days) * 24 * time.Hour)
			if err := w.App.Tick(w.Ctx); err != nil {
				t.Fatal(err)
			}
			if before := w.Apply(); before.RulebookVersion != "2026.1" {
				t.Errorf("before its day, a case begins under %s", before.RulebookVersion)
			}
		}
		w.Clock.Add(24 * time.Hour)
		if err := w.App.Tick(w.Ctx); err != nil {
			t.Fatal(err)
		}
		later := w.Apply()
		if later.RulebookVersion != "2026.2" {
			t.Errorf("from its day on, a case begins under %s", later.RulebookVersion)
		}
		old = w.Act(w.As("clerk"), old, mediation.Screen{})
		if got := decisionDue(t, w, old.ID); got != due || old.RulebookVersion != "2026.1" {
			t.Errorf("the case that was open goes on under %s, due %s, not %s", old.RulebookVersion, got, due)
		}
		if got := decisionDue(t, w, later.ID); got == due {
			t.Errorf("the new clock does not count: %s", got)
		}
		for c, word := range map[*mediation.Case]string{&old: "调解", &later: "调停"} {
			r, err := w.App.Mediation.Office.RulebookOf(w.Ctx, c.Tenant, c.Rulebook, c.RulebookVersion)
			if err != nil {
				t.Fatal(err)
			}
			if text, _ := r.Template("agreement", "zh-Hans"); !strings.Contains(string(text), word) {
				t.Errorf("the agreement of a case under %s does not say %s", c.RulebookVersion, word)
			}
		}

		without, err := under(t, w, "")
		if err != nil {
			t.Fatal(err)
		}
		if err := without.CheckRulebooks(w.Ctx, w.Office.Tenant); err != nil {
			t.Errorf("what was published stays with the office, whatever lies in the folder: %v", err)
		}
		changed, err := under(t, w, ownRules(t, "2026.2", day, [3]string{"promises.yaml", "clock: 7 working days", "clock: 30 working days"}))
		if err != nil {
			t.Fatal(err)
		}
		apptest.Refused(t, serveAndStop(t, w, changed), "cli.rulebooks.changed")
		checks, err := changed.Checkup(w.Ctx)
		found := false
		for _, c := range checks {
			found = found || c.Problem != nil && c.Problem.Key == "cli.rulebooks.changed"
		}
		if err != nil || !found {
			t.Errorf("a check-up does not find the changed version: %v, %v", checks, err)
		}
	})
}

// serveAndStop serves an office that is expected not to be served.
func serveAndStop(t *testing.T, w *apptest.World, a *app.App) error {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ctx, stop := context.WithCancel(w.Ctx)
	defer stop()
	return a.Serve(ctx, app.ServeOptions{Listener: l, Origin: &url.URL{Scheme: "http", Host: l.Addr().String()}, Ready: func() {
		t.Error("it is served")
		stop()
	}})
}

func TestARulebookThatIsWrongStopsTheStart(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		for _, c := range []struct {
			name, version, day string
			change             [3]string
			key, says          string
		}{
			{"an unknown post", "2027.1", "2027-01-01", [3]string{"promises.yaml", "owed_by: clerk", "owed_by: nobody"}, "cli.rulebooks.wrong", "promises.yaml:"},
			{"a template that asks for what no case has", "2027.1", "2027-01-01", [3]string{"documents/agreement.zh-Hans.md", "{{", "{{.Nothing}} {{"}, "cli.rulebooks.wrong", "agreement.zh-Hans.md:"},
			{"the built-in version once more", "2026.1", "2026-06-01", [3]string{"promises.yaml", "clock: 7 working days", "clock: 9 working days"}, "cli.rulebooks.twice", "2026.1"},
		} {
			_, err := under(t, w, ownRules(t, c.version, c.day, c.change))
			f := fault.Of(err)
			if err == nil || f.Key != c.key || !strings.Contains(w.App.Texts.For(i18n.English, time.UTC).Fault(f, ""), c.says) {
				t.Errorf("%s: %v", c.name, err)
			}
		}
		_, err := under(t, w, filepath.Join(t.TempDir(), "nowhere"))
		if apptest.Refused(t, err, "cli.rulebooks.folder"); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("the cause is lost: %v", err)
		}
	})
}

// TestTheFirstVersionIsInEffectAtOnce: of an office that begins, and from then on it belongs to its cases.
func TestTheFirstVersionIsInEffectAtOnce(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		var err error
		if w.App, err = under(t, w, ownRules(t, "2026.2", "2026-02-20", [3]string{"promises.yaml", "clock: 7 working days", "clock: 20 working days"})); err != nil {
			t.Fatal(err)
		}
		if err := w.App.Tick(w.Ctx); err != nil {
			t.Fatal(err)
		}
		if c := w.Apply(); c.RulebookVersion != "2026.2" {
			t.Errorf("the first case begins under %s", c.RulebookVersion)
		}
		gone, err := under(t, w, "")
		if err != nil {
			t.Fatal(err)
		}
		apptest.Refused(t, serveAndStop(t, w, gone), "cli.rulebooks.gone")
	})
}

// TestAVersionOfTheFolderThatWasStoppedStaysSo, until it has another text; and two of them are published one after the other.
func TestAVersionOfTheFolderThatWasStoppedStaysSo(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		if err := w.App.Tick(w.Ctx); err != nil {
			t.Fatal(err)
		}
		next := func(says string) *rulebook.Rulebook {
			var err error
			if w.App, err = under(t, w, ownRules(t, "2026.2", "2026-03-03", [3]string{"promises.yaml", "A receipt at once", says})); err != nil {
				t.Fatal(err)
			}
			for range 2 {
				if err := w.App.Tick(w.Ctx); err != nil {
					t.Fatal(err)
				}
			}
			standing, err := w.App.Versions.Standing(w.Ctx, w.Tenant())
			if err != nil {
				t.Fatal(err)
			}
			return standing.Next
		}
		if next("A slip at once") == nil {
			t.Fatal("it is not published")
		}
		all, err := w.App.Versions.Repo.Versions(w.Ctx, w.Tenant())
		if err != nil || len(all) != 1 {
			t.Fatalf("%d versions were published: %v", len(all), err)
		}
		if err := w.App.Versions.Act(w.Ctx, w.As("upper.lead"), all[0].ID, "stop", ""); err != nil {
			t.Fatal(err)
		}
		if next("A slip at once") != nil {
			t.Error("it was stopped and is published once more")
		}
		if next("A paper at once") == nil {
			t.Error("with another text it is not published")
		}
	})
}
