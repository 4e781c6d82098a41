package e2e_test

import (
	"testing"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/i18n"
)

// TestFilesForSome shows a file to one of three parties.
func TestFilesForSome(t *testing.T) {
	scene{scenarios: []string{"scenarios/files.mjs"}, logins: []string{"clerk"}, data: func(t *testing.T, w *apptest.World) map[string]any {
		data := each(func(i18n.Language) map[string]any {
			c := w.Third(w.To(mediation.InSession))
			return map[string]any{"case": c.ID.String(), "first": slipOf(t, w, c, 0), "second": slipOf(t, w, c, 1), "third": slipOf(t, w, c, 2)}
		})
		data["scan"] = scan(t)
		return data
	}}.play(t)
}
