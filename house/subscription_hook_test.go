package house_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/platform/id"
	"linli/platform/outbound"
)

// listener is a server that follows the public list: it echoes a challenge unless it is told not to, and keeps what it was posted.
type listener struct {
	*httptest.Server
	mute   bool
	status int
	got    []map[string]any
	signed []string
}

func newListener(t *testing.T) *listener {
	p := &listener{status: http.StatusOK}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		said := map[string]any{}
		_ = json.Unmarshal(body, &said)
		p.got, p.signed = append(p.got, said), append(p.signed, r.Header.Get("webhook-signature"))
		w.WriteHeader(p.status)
		if data, _ := said["data"].(map[string]any); !p.mute && data["challenge"] != nil {
			_, _ = io.WriteString(w, data["challenge"].(string))
		}
	}))
	t.Cleanup(p.Close)
	return p
}

// TestThePublicListToAProgram: an address is asked first and begins by its echo alone, is posted signed ids once a working day and nothing else,
// is stopped by its page, forgotten when it says that it is gone or cannot be reached for a week, and never leads into the office's own network.
func TestThePublicListToAProgram(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		box := newLetterbox(t)
		a, _ := mailing(t, w, box)
		site, err := a.Site(&url.URL{Scheme: "https", Host: "localhost:8080"})
		if err != nil {
			t.Fatal(err)
		}
		send := func(path string, values url.Values) (int, string) {
			t.Helper()
			r := httptest.NewRequest(http.MethodPost, "https://localhost:8080"+path, strings.NewReader(values.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set("Accept-Language", "en")
			r.RemoteAddr = "127.0.0.1:4711"
			got := httptest.NewRecorder()
			site.Handler.ServeHTTP(got, r)
			return got.Code, got.Body.String()
		}
		does := func() {
			t.Helper()
			if err := a.Tick(w.Ctx); err != nil {
				t.Fatal(err)
			}
			due(t, w, a)
		}
		left := func() int { return len(rows(t, w.App.Stores.Cases)["subscription"]) }
		for _, inside := range []string{"http://example.org/", "https://127.0.0.1/", "https://192.168.0.1/hook", "https://user:pw@example.org/", ""} {
			if status, body := send("/reported/follow", url.Values{"to": {"program"}, "url": {inside}}); status != http.StatusBadRequest || !strings.Contains(body, `href="#url"`) {
				t.Errorf("%q: %d", inside, status)
			}
		}
		a.FollowsOut = outbound.New(true)
		way := regexp.MustCompile(`/reported/follow/[0-9A-Z]{16}`)
		follow := func(p *listener) string {
			t.Helper()
			status, body := send("/reported/follow", url.Values{"to": {"program"}, "url": {p.URL}, "category": {"street_light"}})
			if status != http.StatusOK || !strings.Contains(body, "whsec_") || !way.MatchString(body) {
				t.Fatalf("%d %s", status, body)
			}
			return way.FindString(body)
		}

		p := newListener(t)
		p.mute = true
		stop := follow(p)
		does()
		if len(p.got) == 0 || p.got[0]["type"] != "subscription.challenge" {
			t.Fatalf("it is asked %v", p.got)
		}
		if status, _ := send(stop, url.Values{"do": {"confirm"}}); status != http.StatusNotFound {
			t.Errorf("a press confirms in a program's place: %d", status)
		}
		published(w, "street_light", "V1")
		w.Clock.Add(24 * time.Hour)
		asked := len(p.got)
		does()
		if slices.ContainsFunc(p.got, func(x map[string]any) bool { return x["type"] == "public.reports" }) {
			t.Error("it is told before it has echoed")
		}
		p.mute = false
		w.Clock.Add(time.Hour)
		does()
		if len(p.got) <= asked {
			t.Fatal("it is not asked again")
		}
		seen := published(w, "street_light", "V1")
		published(w, "waste", "V1")
		w.Complain(w.Complaint())
		p.got = nil
		w.Clock.Add(4 * 24 * time.Hour)
		does()
		if len(p.got) != 1 || p.got[0]["type"] != "public.reports" || p.signed[0] == "" {
			t.Fatalf("it is told %v", p.got)
		}
		text, _ := json.Marshal(p.got[0]["data"])
		if string(text) != `{"ids":["`+seen+`"]}` {
			t.Errorf("it is told %s", text)
		}
		if _, err := id.Parse(seen); err != nil || strings.Contains(everything(t, w), p.URL) {
			t.Errorf("the address stands in a table (%v)", err)
		}
		if status, page := send(stop, url.Values{"do": {"stop"}}); status != http.StatusOK || left() != 0 {
			t.Errorf("stopped: %d %s", status, page)
		}

		busy := newListener(t)
		stop = follow(busy)
		does()
		for range 31 { // more than a mail lists
			published(w, "street_light", "V1")
		}
		w.Clock.Add(4 * 24 * time.Hour)
		does()
		told, _ := busy.got[len(busy.got)-1]["data"].(map[string]any)
		if ids, _ := told["ids"].([]any); len(ids) != 31 {
			t.Errorf("of 31 reports it is told %d", len(ids))
		}
		send(stop, url.Values{"do": {"stop"}})

		w.Clock.Add(2 * time.Hour)
		gone := newListener(t)
		follow(gone)
		does()
		gone.status = http.StatusGone
		published(w, "street_light", "V1")
		w.Clock.Add(4 * 24 * time.Hour)
		if does(); left() != 0 {
			t.Error("one that is gone is kept")
		}
		down := newListener(t)
		follow(down)
		does()
		down.Close()
		published(w, "street_light", "V1")
		for day := 0; day < 20 && left() > 0; day++ {
			w.Clock.Add(24 * time.Hour)
			for range 4 {
				does()
				w.Clock.Add(30 * time.Minute)
			}
		}
		if left() != 0 {
			t.Error("one that nobody can reach is kept")
		}
	})
}
