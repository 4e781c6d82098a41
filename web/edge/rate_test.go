package edge_test

import (
	"net/http"
	"net/netip"
	"strconv"
	"testing"
	"time"

	"linli/platform/clock"
	"linli/web/edge"
)

func TestLimiter(t *testing.T) {
	time0 := clock.NewManual(time.Date(2026, 11, 21, 7, 0, 0, 0, time.UTC))
	l := edge.NewLimiter(time0, 6, 3) // three at once, then one in ten seconds
	wang, li := netip.MustParseAddr("203.0.113.1"), netip.MustParseAddr("203.0.113.2")
	for i := range 3 {
		if ok, _ := l.Allow(wang); !ok {
			t.Errorf("request %d is refused", i+1)
		}
	}
	ok, wait := l.Allow(wang)
	if ok || wait <= 0 || wait > 10*time.Second {
		t.Errorf("the fourth request: %t, wait %s", ok, wait)
	}
	if ok, _ := l.Allow(li); !ok {
		t.Error("a neighbour is held down")
	}
	time0.Add(10 * time.Second)
	if ok, _ := l.Allow(wang); !ok {
		t.Error("after ten seconds still refused")
	}
	if ok, _ := l.Allow(wang); ok {
		t.Error("a refused request gave back more than it took")
	}
}

func TestALimiterCountsAnIPv6HouseholdOnce(t *testing.T) {
	l := edge.NewLimiter(clock.NewManual(time.Date(2026, 11, 21, 7, 0, 0, 0, time.UTC)), 1, 1)
	l.Allow(netip.MustParseAddr("2001:db8::1"))
	if ok, _ := l.Allow(netip.MustParseAddr("2001:db8::ffff")); ok {
		t.Error("another address of the same network goes on")
	}
	if ok, _ := l.Allow(netip.MustParseAddr("2001:db8:0:1::1")); !ok {
		t.Error("another network is held down")
	}
}

// TestALimiterStaysSmall floods the table from more addresses than it has room for.
func TestALimiterStaysSmall(t *testing.T) {
	at := clock.NewManual(time.Date(2026, 11, 21, 7, 0, 0, 0, time.UTC))
	l := edge.NewLimiter(at, 1, 1)
	refused := 0
	addr := netip.MustParseAddr("10.0.0.1")
	for range 12_000 {
		if ok, _ := l.Allow(addr); !ok {
			refused++
		}
		addr = addr.Next()
	}
	if refused < 1_900 {
		t.Errorf("%d of 2,000 addresses over the size are refused", refused)
	}
	if n := l.Size(); n > 10_001 {
		t.Errorf("the table holds %d", n)
	}
	at.Add(2 * time.Minute) // all may again: the table empties itself
	if ok, _ := l.Allow(netip.MustParseAddr("192.0.2.1")); !ok {
		t.Error("a newcomer is refused although the table has room")
	}
	if n := l.Size(); n > 2 {
		t.Errorf("after two minutes the table still holds %d", n)
	}
}

func TestLimitSaysWhenToComeAgain(t *testing.T) {
	trusted := func(c *edge.Config) { c.Trusted = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")} }
	o := open(t, "https://office.example", trusted)
	l := edge.NewLimiter(clock.NewManual(time.Date(2026, 11, 21, 7, 0, 0, 0, time.UTC)), 2, 1)
	h := o.door.Limit(l, http.HandlerFunc(fine)).ServeHTTP
	from := func(forwarded string) *http.Response {
		r := https("GET", "/", nil)
		r.RemoteAddr = "10.0.0.1:1"
		r.Header.Set("X-Forwarded-For", forwarded)
		return o.do(h, r)
	}
	if got := from("203.0.113.7").StatusCode; got != 200 {
		t.Errorf("first: %d", got)
	}
	// What a reader writes before the proxy's own entry changes nothing.
	res := from("198.51.100.1, 203.0.113.7, 10.9.9.9")
	wait, err := strconv.Atoi(res.Header.Get("Retry-After"))
	if res.StatusCode != http.StatusTooManyRequests || err != nil || wait < 1 || wait > 31 {
		t.Errorf("second: %d, Retry-After %q", res.StatusCode, res.Header.Get("Retry-After"))
	}
	if got := from("203.0.113.8").StatusCode; got != 200 {
		t.Errorf("another reader: %d", got)
	}
}
