package house_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	reports "linli/report"
)

// TestAFloodIsHeldUpAndLeavesNothing sends complaints from one address until patience is asked for. What is asked writes no row
// and no address; after the wait the complaint is in.
func TestAFloodIsHeldUpAndLeavesNothing(t *testing.T) {
	s, _, _, code := complaining(t)
	v := &visitor{name: "nobody", of: -1, party: -1, cookies: map[string]string{}}
	unit := s.Unit("V1").String()
	page := s.ask(t, v, http.MethodGet, "/complain?unit="+unit, nil)
	send := func(attempt, token string) visit {
		return s.ask(t, v, http.MethodPost, "/complain", url.Values{"at": {"what"}, "unit": {unit}, "attempt": {attempt}, "about": {"other"}, "text": {"没有按时开会"}, "_wait": {token}})
	}
	if page.status != http.StatusOK {
		t.Fatalf("the form: %d", page.status)
	}
	for range 20 { // one complaint, however often it is sent
		if got := send(strings.Repeat("A", 26), ""); got.status != http.StatusOK {
			t.Fatalf("a complaint of twenty: %d", got.status)
		}
	}
	before, logged := left(t, s.World), len(s.Log.String())
	asked := send(strings.Repeat("B", 26), "")
	token := regexp.MustCompile(`name="_wait" value="([^"]+)"`).FindSubmatch(asked.body)
	if asked.status != http.StatusTooManyRequests || token == nil || !strings.Contains(string(asked.body), "没有按时开会") || !strings.Contains(string(asked.body), "请等 20 秒") {
		t.Fatalf("the twenty-first: %d\n%s", asked.status, asked.body)
	}
	for range 30 {
		send(strings.Repeat("B", 26), "")
	}
	for _, what := range append(changed(before, left(t, s.World)), s.known(t, code.String(), logged)...) {
		t.Error(what)
	}
	s.Clock.Add(20 * time.Second)
	if got := send(strings.Repeat("B", 26), string(token[1])); got.status != http.StatusOK || !slipOfPage.Match(got.body) {
		t.Errorf("after the wait: %d", got.status)
	}
	if list, _, err := s.App.Report.List(s.Ctx, s.As("upper.lead"), reports.QueueFilter{Limit: 10}); err != nil || len(list) != 3 {
		t.Errorf("%d complaints, %v", len(list), err)
	}
}
