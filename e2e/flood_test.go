package e2e_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"linli/app/apptest"
)

// TestAFloodAsksForPatience has somebody complain while a machine sends as much as it can: a telephone solves the task by
// itself, and without a script the button works after twenty seconds.
func TestAFloodAsksForPatience(t *testing.T) {
	scene{scenarios: []string{"scenarios/flood.mjs"}, around: flooded}.play(t)
}

// flooded is a site to which a machine has sent one complaint again and again, from many addresses.
func flooded(t *testing.T, w *apptest.World, site http.Handler) http.Handler {
	t.Helper()
	form := url.Values{"at": {"what"}, "unit": {w.Unit("V1").String()}, "attempt": {strings.Repeat("A", 26)}, "about": {"other"}, "text": {"x"}}.Encode()
	asked := false
	for n := 0; n < 1000 && !asked; n++ {
		r := httptest.NewRequestWithContext(w.Ctx, http.MethodPost, "http://localhost/complain", strings.NewReader(form))
		r.RemoteAddr = fmt.Sprintf("127.0.%d.9:5000", n%250)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		out := httptest.NewRecorder()
		site.ServeHTTP(out, r)
		asked = out.Code == http.StatusTooManyRequests
	}
	if !asked {
		t.Fatal("nobody was asked for patience")
	}
	return site
}
