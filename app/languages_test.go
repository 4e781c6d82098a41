package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"linli/app"
	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/fault"
	"linli/testkit"
)

// packs is a folder of the files, by their names.
func packs(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const spanish = "language.name: Español\nlanguage.fallback: en\n"

// TestALanguageIsAddedWithoutBuilding: pages speak it, what it lacks comes in the language that stands in, and markup in a value is
// text.
func TestALanguageIsAddedWithoutBuilding(t *testing.T) {
	where := apptest.NewYork()
	where.Packs = packs(t, map[string]string{"language.es.yaml": spanish, "nav.es.yaml": "nav.accessibility: \"<b>Accesibilidad</b>\"\n"})
	w := apptest.NewIn(t, testkit.Embedded(t, "cases"), apptest.Origin, where)
	s := w.OpenSite()
	apptest.Says(t, s.Page("", "/?lang=es"), `<html lang="es" dir="ltr"`, "&lt;b&gt;Accesibilidad&lt;/b&gt;", `lang="es" dir="ltr">Español</span>`, "Papers, and words that are not translated, come in English.")
	if !strings.Contains(w.Log.String(), "linli languages check lists them") {
		t.Error("the log does not say that the language is not whole")
	}
	if err := w.App.Office.SetLanguage(w.Ctx, w.As("clerk"), "es"); err != nil {
		t.Errorf("an account cannot have it: %v", err)
	}
}

// TestAConsentSaysInWhichLanguageItWasRead: the page speaks Spanish, and the notice stands there in English.
func TestAConsentSaysInWhichLanguageItWasRead(t *testing.T) {
	where := apptest.NewYork()
	where.Packs = packs(t, map[string]string{"language.es.yaml": spanish})
	w := apptest.NewIn(t, testkit.Embedded(t, "cases"), apptest.Origin, where)
	c := w.To(mediation.Invited)
	party := w.Party(c, 1)
	w.Act(w.As("clerk"), c, mediation.Inform{Party: c.Parties[1].ID, Language: "es", How: "read_out"})
	w.Act(w.As("clerk"), c, mediation.Talk{Party: c.Parties[1].ID, Concern: mediation.NoConcernTold})
	c = w.Act(party, c, mediation.GiveConsent{Party: c.Parties[1].ID, How: "screen", Language: "es", Age: 40})
	records, err := w.App.Mediation.Repo.Consents(w.Ctx, w.Tenant(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	for _, r := range records {
		if r.Subject == c.Parties[1].ID {
			if read++; r.Notice.Language != "en" {
				t.Errorf("the consent names %q as the language of its notice", r.Notice.Language)
			}
		}
	}
	if read == 0 {
		t.Error("there is no consent")
	}
}

func TestABrokenLanguageStopsTheStart(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		dir := packs(t, map[string]string{"language.es.yaml": spanish, "nav.es.yaml": "nav.main: x\nnav.main: y\n"})
		c := w.App.Config
		c.Languages = dir
		_, err := app.New(w.Ctx, c, w.App.Stores, w.Options())
		f := fault.Of(err)
		if f == nil || f.Key != app.ErrLanguageWrong.Key {
			t.Fatalf("it starts: %v", err)
		}
		want := "nav.es.yaml:2:1: the key \"nav.main\" is given twice"
		if got := w.App.Texts.For("en", nil).Fault(f, ""); !strings.Contains(got, want) || !strings.Contains(got, "Nothing is served until it is mended") {
			t.Errorf("it says %s", got)
		}
		c.Languages = filepath.Join(dir, "none")
		if _, err := app.New(w.Ctx, c, w.App.Stores, w.Options()); err == nil {
			t.Error("a folder that is not there is none")
		}
	})
}
