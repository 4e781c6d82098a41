package house_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/testkit"
)

// TestAnOfficeWithoutMediationShowsNone: under the rulebook generic each page that anybody can open comes, and none that the public or a
// worker is led to offers to mediate.
func TestAnOfficeWithoutMediationShowsNone(t *testing.T) {
	w := apptest.NewIn(t, testkit.Embedded(t, "cases"), apptest.Origin, apptest.Anywhere())
	w.Handler()
	w.Submit(w.Issue())
	s := newSite(t, w)
	s.language = "en"
	seen := 0
	visitors := []*visitor{{name: "nobody", of: -1, party: -1, cookies: map[string]string{}}}
	for _, h := range w.Office.Staff {
		visitors = append(visitors, s.account(h.Login))
	}
	for _, route := range s.table(t) {
		method, path, _ := strings.Cut(route, " ")
		if method != http.MethodGet || strings.Contains(strings.ReplaceAll(path, "{$}", ""), "{") {
			continue
		}
		path = strings.TrimSuffix(path, "{$}")
		if first, _, _ := strings.Cut(path[1:], "/"); slices.Contains([]string{"mediations", "calendar", "caseload"}, first) {
			continue // nothing leads there
		}
		for _, who := range visitors {
			v := s.send(t, who, stop{route: route, label: route, method: method, path: path, of: -1, party: -1}, nil)
			if v.status >= http.StatusInternalServerError {
				t.Errorf("%s as %s: %d %.300s", route, who.name, v.status, v.body)
			}
			if v.status != http.StatusOK || !strings.HasPrefix(v.header.Get("Content-Type"), "text/html") {
				continue
			}
			seen++
			for _, way := range []string{`href="/apply`, `href="/ask"`, `href="/mediations"`, `href="/mediations/new"`, `href="/calendar"`, `href="/roster"`, `href="/invitations"`} {
				if strings.Contains(string(v.body), way) {
					t.Errorf("%s as %s leads to %s", route, who.name, way)
				}
			}
		}
	}
	if seen < 100 {
		t.Errorf("only %d pages came", seen)
	}
}
