package e2e_test

import (
	"io"
	"net/http"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation"
	"linli/office"
	"linli/platform/i18n"
)

// TestKeyboard has a resident and a clerk do their work with the keys alone.
func TestKeyboard(t *testing.T) {
	scene{scenarios: []string{"scenarios/keyboard.mjs"}, around: withCodes, data: atHand}.play(t)
}

// TestUnscripted has them do the same where no script runs.
func TestUnscripted(t *testing.T) {
	scene{scenarios: []string{"scenarios/unscripted.mjs"}, around: withCodes, data: atHand, logins: []string{"mediator"}}.play(t)
}

// TestAloud has papers read aloud and set in large letters.
func TestAloud(t *testing.T) {
	scene{scenarios: []string{"scenarios/aloud.mjs"}, logins: []string{"mediator"}, data: func(t *testing.T, w *apptest.World) map[string]any {
		c := w.To(mediation.Effective)
		return map[string]any{"slip": slipOf(t, w, c, 0), "case": c.ID.String()}
	}}.play(t)
}

// atHand are a case to begin with for each language, and one whose agreement lies before its parties.
func atHand(t *testing.T, w *apptest.World) map[string]any {
	t.Helper()
	w.Handler()
	return map[string]any{"password": apptest.Password,
		"cases": each(func(i18n.Language) string { return w.To(mediation.Submitted).ID.String() }),
		"signers": each(func(i18n.Language) map[string]string {
			c := w.To(mediation.Signing)
			slip := slipOf(t, w, c, 0)
			slip["signing"] = c.ID.String()
			return slip
		})}
}

// withCodes tells a browser what the clerk's app shows, each time another code.
func withCodes(_ *testing.T, w *apptest.World, site http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", site)
	mux.HandleFunc("GET /code/clerk", func(rw http.ResponseWriter, _ *http.Request) {
		w.Clock.Add(time.Minute)
		_, _ = io.WriteString(rw, office.TOTPCode(w.Hired("clerk").Secret, w.Clock.Now()))
	})
	return mux
}

// TestPrinted prints pages in an office of China and in one of New York, each on its own paper.
func TestPrinted(t *testing.T) {
	for name, x := range map[string]struct {
		where apptest.Setting
		sheet string
		width float64 // mm
		says  string
	}{
		"China":    {apptest.China(), "A4", 210, "雨棚"},
		"New York": {apptest.NewYork(), "letter", 215.9, "awning"},
	} {
		t.Run(name, func(t *testing.T) {
			scene{scenarios: []string{"scenarios/printed.mjs"}, logins: []string{"mediator"}, where: func() apptest.Setting { return x.where },
				data: func(t *testing.T, w *apptest.World) map[string]any {
					slips := each(func(i18n.Language) map[string]string { return slipOf(t, w, w.To(mediation.Accepted), 0) })
					return map[string]any{"case": w.To(mediation.Effective).ID.String(), "sheet": x.sheet, "width": x.width, "says": x.says, "slips": slips}
				}}.play(t)
		})
	}
}
