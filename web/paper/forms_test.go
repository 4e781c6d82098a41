package paper_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"linli/platform/access"
)

var formLinks = regexp.MustCompile(`href="(/forms/[^"]*)"`)

// TestFormsArePrintedEmpty: staff print any form and open no case for it; anybody prints the application.
func TestFormsArePrintedEmpty(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		staff, public := s.browser(t, s.As("clerk")), s.browser(t, access.Actor{})
		list := staff.get("/forms")
		says(t, list, http.StatusOK, "空白表格", "人民调解申请书", "调查记录")
		all := formLinks.FindAllStringSubmatch(list.Body.String(), -1)
		if len(all) < 50 {
			t.Fatalf("%d forms", len(all))
		}
		for _, m := range all[:6] {
			if got := staff.get(m[1]); got.Code != http.StatusOK || !strings.HasPrefix(got.Body.String(), "%PDF-") {
				t.Errorf("%s: %d", m[1], got.Code)
			}
		}
		for _, not := range []string{"/forms/application", "/forms/slip.pdf", "/forms/nothing.pdf"} {
			says(t, staff.get(not), http.StatusNotFound)
		}
		if got := public.get("/apply/form.pdf"); got.Code != http.StatusOK || !strings.HasPrefix(got.Body.String(), "%PDF-") || got.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%d %v", got.Code, got.Header())
		}
		for _, closed := range []string{"/forms", "/forms/application.pdf"} {
			if got := public.get(closed); got.Code != http.StatusSeeOther || !strings.HasPrefix(got.Header().Get("Location"), "/sign-in") {
				t.Errorf("%s without signing in: %d %s", closed, got.Code, got.Header().Get("Location"))
			}
		}
	})
}
