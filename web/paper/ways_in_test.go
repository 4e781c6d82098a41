package paper_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"linli/mediation"
	"linli/platform/blob/blobtest"
)

// TestPhotographsEveryWayIn sends each photograph by each form that takes a file for a running case. What comes out again, in
// full and small, stands upright and holds nothing but pixels; who is refused reads why.
func TestPhotographsEveryWayIn(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		c := s.To(mediation.InSession)
		at := "/mediations/" + c.ID.String()
		party, clerk := s.browser(t, s.Party(c, 0)), s.browser(t, s.As("clerk"))
		files, taken := []string{}, 0
		for _, way := range []struct {
			what string
			who  *browser
			to   string
		}{{"a party's page", party, "/r/X/files"}, {"the office's page", clerk, at + "/files"}} {
			for _, p := range blobtest.Photographs() {
				got := way.who.post(way.to, map[string]string{"prints": "none", "shared": "yes"}, "file", p.Name, string(p.Raw))
				if p.Refused == "" {
					if taken++; got.Code != http.StatusSeeOther {
						t.Errorf("%s, %s: %d", way.what, p.What, got.Code)
					}
					continue
				}
				if got.Code < 400 || got.Code > 499 || !strings.Contains(got.Body.String(), `id="file-error"`) {
					t.Errorf("%s, %s: %d", way.what, p.What, got.Code)
				}
			}
		}
		for _, f := range now(t, s, c).Attachments {
			files = append(files, at+"/files/"+f.ID.String())
		}
		if len(files) != taken {
			t.Fatalf("%d files are kept of %d", len(files), taken)
		}
		for _, f := range files {
			for _, size := range []string{"", "?small=yes"} {
				got := clerk.get(f + size)
				h := got.Header()
				if got.Code != http.StatusOK || bytes.Contains(got.Body.Bytes(), []byte(blobtest.Planted)) || !strings.Contains(h.Get("Content-Security-Policy"), "sandbox") {
					t.Errorf("%s: %d %v", f+size, got.Code, h)
				}
				if inline := strings.HasPrefix(h.Get("Content-Disposition"), "inline"); inline != (size != "") || inline && h.Get("Content-Type") != "image/jpeg" {
					t.Errorf("%s is served as %s, %s", f+size, h.Get("Content-Type"), h.Get("Content-Disposition"))
				}
			}
		}
		says(t, s.browser(t, s.As("other.clerk")).get(files[0]+"?small=yes"), http.StatusNotFound)
		says(t, s.browser(t, s.As("lead")).get(files[0]+"?small=yes"), http.StatusNotFound)
	})
}
