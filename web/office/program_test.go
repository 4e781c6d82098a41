package office_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"linli/office"
)

var (
	keyShown  = regexp.MustCompile(`<code class="linli-typed" translate="no">([^<]+)<`)
	programAt = regexp.MustCompile(`href="(/office/programs/[^"]+)"`)
)

// TestProgramsThatReportHere: the administrator enters one, its key is shown once, and is followed by another or ended.
func TestProgramsThatReportHere(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.browser()
		b.enrol(s.founded.Code.String())
		_, body := b.get("/office")
		says(t, body, "Programs that report here")
		_, body = b.get("/office/programs")
		says(t, body, "No program is listed yet.")
		status, body := b.post("/office/programs", "name", "")
		if says(t, body, "There is a problem"); status != http.StatusBadRequest {
			t.Error(status)
		}
		_, body = b.post("/office/programs", "name", "Next county <1>")
		says(t, body, "Next county &lt;1&gt;")
		key := find(t, keyShown, body)
		if p, err := s.office.ProgramOf(t.Context(), key); err != nil || p.Name != "Next county <1>" {
			t.Errorf("%+v, %v", p, err)
		}
		if _, err := s.office.Resolve(t.Context(), key, office.API); err == nil {
			t.Error("a program's key opens the API")
		}
		_, body = b.get("/office/programs")
		says(t, body, "Has a key")
		at := find(t, programAt, body)
		if _, body = b.get(at); strings.Contains(body, key) {
			t.Error("a key is shown twice")
		}
		says(t, body, "Last used")
		_, body = b.post(at, "do", "renew", "at_once", "yes")
		if next := find(t, keyShown, body); next == key {
			t.Error("the new key is the old one")
		}
		if _, err := s.office.ProgramOf(t.Context(), key); err == nil {
			t.Error("the key before goes on")
		}
		b.post("/office/programs", "name", "Another")
		_, body = b.post(at, "do", "save", "name", "another")
		says(t, body, "Another program has this name.")
		if status, to := b.post(at, "do", "save", "name", "Next county"); status != http.StatusSeeOther || to != at {
			t.Error(status, to)
		}
		b.post(at, "do", "revoke")
		_, body = b.get(at)
		says(t, body, "Next county")
		says(t, body, "Has no key")
		if strings.Contains(body, "End all keys") {
			t.Error("keys that there are not can be ended")
		}
		if status, _ := b.get("/office/programs/nonsense"); status != http.StatusNotFound {
			t.Error(status)
		}
	})
}
