package paper_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation/paper"
	"linli/platform/calendar"
	"linli/platform/i18n"
)

// TestBlankForms prints every form empty: with all its places, in every language, and with nobody's name in it.
func TestBlankForms(t *testing.T) {
	onSQLite(t, func(t *testing.T, w *apptest.World) {
		rules, err := w.App.Mediation.Office.Rulebook(w.Ctx, w.Tenant(), w.Clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		p, forms := press(t, w), paper.Forms(rules)
		if len(forms) < 17 {
			t.Fatalf("%d forms", len(forms))
		}
		form := paper.Form{Rules: rules, Office: paper.Office{Name: "柳树村人民调解委员会"}, Verify: "https://linli.example/verify", At: time.Date(2026, 3, 3, 1, 0, 0, 0, time.UTC)}
		for _, d := range forms {
			for _, lang := range i18n.Languages() {
				form.Document, form.Language = d.ID, lang
				r, err := p.Blank(form)
				if err != nil {
					t.Errorf("%s in %s: %v", d.ID, lang, err)
					continue
				}
				if len(r.Missing) > 0 {
					t.Errorf("%s in %s: no glyph for %q", d.ID, lang, string(r.Missing))
				}
				if dir := os.Getenv("LINLI_SAMPLES"); dir != "" {
					if err := os.WriteFile(filepath.Join(dir, "blank-"+d.ID+"."+string(lang)+".pdf"), r.Bytes, 0o600); err != nil {
						t.Fatal(err)
					}
				}
				if d.ID == "application" || d.ID == "agreement" {
					got := text(t, r.Bytes)
					golden(t, "blank-"+d.ID+"."+string(lang)+".txt", got)
					if strings.Contains(got, "0001") || strings.Contains(got, "map[") {
						t.Errorf("%s in %s says what nobody wrote:\n%s", d.ID, lang, got)
					}
				}
			}
		}
		for _, no := range []string{"slip", "receipt", "identity", "nothing"} {
			form.Document = no
			if _, err := p.Blank(form); !errors.Is(err, paper.ErrNone) {
				t.Errorf("%s: %v", no, err)
			}
		}
	})
}

// An office of New York prints every form of its own rulebook empty, though no court confirms anything there.
func TestBlankFormsWithoutConfirmation(t *testing.T) {
	onSQLite(t, func(t *testing.T, w *apptest.World) {
		rules, ok := w.App.Library.Current("us-ny", calendar.DateOf(w.Clock.Now(), time.UTC))
		if !ok {
			t.Fatal("there is no rulebook us-ny")
		}
		p := press(t, w)
		for _, d := range paper.Forms(rules) {
			if _, err := p.Blank(paper.Form{Rules: rules, Office: paper.Office{Name: "Mediation Center"}, Document: d.ID, Language: i18n.English,
				Verify: "https://linli.example/verify", At: w.Clock.Now()}); err != nil {
				t.Errorf("%s: %v", d.ID, err)
			}
		}
	})
}
