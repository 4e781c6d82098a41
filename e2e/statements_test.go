package e2e_test

import (
	"io"
	"net/http"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/duty"
	"linli/office"
)

// TestStatements has the lead of a village sign its statement by hand, with the code of its authenticator, and again with a passkey; the
// lead of the township reads it, sends it back, and sees which units have signed.
func TestStatements(t *testing.T) {
	scene{scenarios: []string{"scenarios/statements.mjs"}, logins: []string{"lead", "upper.lead"}, where: apptest.Town,
		around: func(_ *testing.T, w *apptest.World, site http.Handler) http.Handler {
			mux := http.NewServeMux()
			mux.Handle("/", site)
			mux.HandleFunc("GET /of-the-test/code", func(rw http.ResponseWriter, _ *http.Request) { // what the authenticator of the lead shows, a minute later
				w.Clock.Add(time.Minute)
				_, _ = io.WriteString(rw, office.TOTPCode(w.Hired("lead").Secret, w.Clock.Now()))
			})
			return mux
		},
		data: func(t *testing.T, w *apptest.World) map[string]any {
			if err := w.App.Duty.Tick(w.Ctx, w.Tenant()); err != nil {
				t.Fatal(err)
			}
			rows, err := w.App.Duty.Repo.OfRule(w.Ctx, w.Tenant(), "unit_statements", duty.Span{Unit: w.Unit("V1"), Until: w.Clock.Now().AddDate(1, 0, 0)})
			if err != nil || len(rows) != 1 {
				t.Fatal(len(rows), err)
			}
			return map[string]any{"statement": rows[0].Case.ID.String()}
		}}.play(t)
}
