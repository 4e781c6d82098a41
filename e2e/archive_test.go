package e2e_test

import (
	"net/http"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/i18n"
)

// TestArchive has the archivist put a file into the archive.
func TestArchive(t *testing.T) {
	scene{scenarios: []string{"scenarios/archive.mjs"}, logins: []string{"clerk", "records"}, around: working, data: func(t *testing.T, w *apptest.World) map[string]any {
		return each(func(i18n.Language) map[string]any {
			whole := w.To(mediation.Assigned)
			whole = w.Act(w.Party(whole, 1), whole, mediation.Withdraw{Party: whole.Parties[1].ID})
			lacking := w.After(mediation.Performed)
			return map[string]any{"whole": whole.ID.String(), "lacking": lacking.ID.String(), "slip": slipOf(t, w, whole, 0)}
		})
	}}.play(t)
}

// working does the jobs that wait when the page of long work asks for itself how far they are.
func working(t *testing.T, w *apptest.World, site http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/print") && r.Header.Get("Accept") == "application/json" {
			if _, err := w.App.DoDue(w.Ctx); err != nil {
				t.Error(err)
			}
		}
		site.ServeHTTP(rw, r)
	})
}
