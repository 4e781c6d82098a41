package e2e_test

import (
	"net/http"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/platform/i18n"
)

// TestRoad takes a dispute from the counter to an agreement in force through forms in a browser, each act by the person
// whose it is, and lets the applicant in with the slip at the end.
func TestRoad(t *testing.T) {
	scene{scenarios: []string{"scenarios/road.mjs"}, logins: []string{"clerk", "mediator", "lead"}, around: publishing,
		data: func(_ *testing.T, w *apptest.World) map[string]any {
			inForce := each(func(lang i18n.Language) string {
				return w.App.Texts.For(lang, nil).Text("resident.state.effective", nil)
			})
			return map[string]any{"mediator": w.Hired("mediator").Account.String(), "inForce": inForce}
		}}.play(t)
}

// publishing has the ledger's next checkpoint signed before a receipt is shown, as an office's work does all day long.
func publishing(t *testing.T, w *apptest.World, site http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/receipt") {
			if err := w.App.Integrate(w.Ctx, w.Office.Tenant); err != nil {
				t.Error(err)
			}
		}
		site.ServeHTTP(rw, r)
	})
}
