package house_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/platform/access"
	"linli/platform/id"
	reports "linli/report"
	"linli/testkit"
)

// TestAGrievanceIsWrittenDownAtAnyOtherCounter: whoever works with reports in another unit writes it down for a person and hands over the
// slip; afterwards it is no more theirs than anybody's, and the unit that it is about neither writes it down nor finds it.
func TestAGrievanceIsWrittenDownAtAnyOtherCounter(t *testing.T) {
	w := apptest.New(t, testkit.Embedded(t, "cases"))
	w.Hire("other.handler", "V2", access.Handler)
	w.Hire("other.inspector", "V2", access.Inspector)
	s := newSite(t, w, w.Apply())
	sent := url.Values{"unit": {w.Unit("V1").String()}, "category": {"grievance"}, "heard": {reports.ByTelephone}, "text": {apptest.Planted[3]}}
	writes := []string{"other.clerk", "other.handler", "other.inspector", "upper.lead"}
	var written []string // ids of what was written down
	for login, status := range map[string]int{
		"other.clerk": 200, "other.handler": 200, "other.inspector": 200, "upper.lead": 200,
		"clerk": 400, "lead": 400, // of the unit itself: refused beside its name
		"privacy":  400, // at the desk of what is about the whole office, and of nothing else
		"mediator": 403, "second": 403, "other.mediator": 403, "records": 403, "admin": 403, "statistician": 403,
	} {
		a := s.account(login)
		s.ask(t, a, http.MethodGet, "/account", nil)
		got := s.ask(t, a, http.MethodPost, "/complaints/new", sent)
		if got.status != status {
			t.Errorf("%s writes it down: %d, not %d", login, got.status, status)
		}
		if slip := slipOfPage.Match(got.body) && strings.Contains(string(got.body), "data:image/png"); slip != (status == 200) {
			t.Errorf("%s is given a slip to hand over: %v", login, slip)
		}
	}
	rows, _, err := w.App.Report.List(w.Ctx, w.As("upper.lead"), reports.QueueFilter{Limit: 10})
	if err != nil || len(rows) != len(writes) {
		t.Fatalf("the desk above has %d, %v", len(rows), err)
	}
	for _, x := range rows {
		written = append(written, x.Case.ID.String())
	}
	for _, login := range append(slices.Clone(complainedOf), append(uninvolved, writes[:3]...)...) {
		s.findsNothing(t, login, written)
	}
}

// findsNothing asks every page of some complaints as an account that has none, and every list for a trace of them.
func (s *site) findsNothing(t *testing.T, login string, written []string) {
	t.Helper()
	v := s.account(login)
	s.ask(t, v, http.MethodGet, "/account", nil)
	for _, route := range s.table(t) {
		method, path, ok := strings.Cut(route, " ")
		switch {
		case !ok || strings.Contains(path, "{code}") || strings.HasPrefix(path, "/sign-"):
		case strings.Contains(path, "{complaint}"):
			at := strings.NewReplacer("{complaint}", written[0], "{file}", id.ID{1}.String(), "{event}", "take").Replace(path)
			if got := s.ask(t, v, method, at, map[bool]url.Values{true: {"text": {"x"}}}[method != http.MethodGet]); got.status != http.StatusNotFound {
				t.Errorf("%s asks %s %s: %d", login, method, at, got.status)
			}
		case method == http.MethodGet && !strings.Contains(path, "{"):
			got := s.ask(t, v, method, path, nil)
			for _, x := range append(written, apptest.Planted[3]) {
				if strings.Contains(string(got.body), x) {
					t.Errorf("%s reads %s at %s", login, x, path)
				}
			}
		}
	}
}
