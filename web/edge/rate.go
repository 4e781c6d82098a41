package edge

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"linli/platform/clock"
	"linli/platform/fault"
)

// Limiter holds down how often one address may do something. It keeps no addresses: only codes made of them with a key
// that lives in memory and is replaced every hour, in a table of bounded size.
type Limiter struct {
	clock clock.Clock
	rate  rate.Limit
	burst int
	size  int

	mu      sync.Mutex
	key     [32]byte
	renew   time.Time
	swept   time.Time
	buckets map[[16]byte]*rate.Limiter
}

const (
	keyLifetime = time.Hour
	tableSize   = 10_000 // addresses of an hour; more share what is left
)

// NewLimiter allows burst requests at once and then perMinute a minute, per address.
func NewLimiter(c clock.Clock, perMinute float64, burst int) *Limiter {
	return &Limiter{clock: c, rate: rate.Limit(perMinute / 60), burst: burst, size: tableSize}
}

// Allow reports whether an address may go on, and if not, how long it should wait.
func (l *Limiter) Allow(addr netip.Addr) (ok bool, wait time.Duration) {
	wait, _ = l.take(addr, 0)
	return wait == 0, wait
}

// Spares reports whether a mailbox was written to little enough to be written to again. The limiter keeps no address, neither of a line
// nor of a mailbox.
func (l *Limiter) Spares(mailbox string) bool {
	sum := sha256.Sum256([]byte(strings.ToLower(mailbox)))
	ok, _ := l.Allow(netip.AddrFrom16([16]byte(sum[:16])))
	return ok
}

// queue gives an address the next place in its row, and says how long it is until its turn. A row that is longer than most
// has no place left, and ok is false.
func (l *Limiter) queue(addr netip.Addr, most time.Duration) (wait time.Duration, ok bool) {
	return l.take(addr, most)
}

// take takes from an address's allowance what it has within most; otherwise nothing.
func (l *Limiter) take(addr netip.Addr, most time.Duration) (wait time.Duration, ok bool) {
	now := l.clock.Now()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.buckets == nil || !now.Before(l.renew) {
		if _, err := rand.Read(l.key[:]); err != nil {
			panic("edge: no randomness: " + err.Error()) //nolint:forbidigo // cannot happen: crypto/rand never fails (Go 1.24)
		}
		l.renew, l.buckets = now.Add(keyLifetime), map[[16]byte]*rate.Limiter{}
	}
	b := l.bucket(addr, now)
	r := b.ReserveN(now, 1)
	if wait = r.DelayFrom(now); wait > most {
		r.CancelAt(now)
		return wait, false
	}
	return wait, true
}

// Size is how many addresses are remembered, for the metrics.
func (l *Limiter) Size() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.buckets)
}

// bucket finds the address's allowance. When the table is full, full allowances are dropped, because they remember
// nothing; if all are in use, newcomers share one, so that a flood from many addresses holds itself down.
func (l *Limiter) bucket(addr netip.Addr, now time.Time) *rate.Limiter {
	k := l.code(addr)
	if b, ok := l.buckets[k]; ok {
		return b
	}
	if len(l.buckets) >= l.size && now.Sub(l.swept) >= time.Second {
		l.swept = now
		for other, b := range l.buckets {
			if b.TokensAt(now) >= float64(l.burst) {
				delete(l.buckets, other)
			}
		}
	}
	if len(l.buckets) >= l.size {
		k = [16]byte{}
	}
	b, ok := l.buckets[k]
	if !ok {
		b = rate.NewLimiter(l.rate, l.burst)
		l.buckets[k] = b
	}
	return b
}

// code hides an address. Of an IPv6 address the first 64 bits count: the rest is the reader's own to change.
func (l *Limiter) code(addr netip.Addr) [16]byte {
	if addr.Is6() && !addr.Is4In6() {
		if p, err := addr.Prefix(64); err == nil {
			addr = p.Addr()
		}
	}
	mac := hmac.New(sha256.New, l.key[:])
	mac.Write(addr.AsSlice())
	return [16]byte(mac.Sum(nil)[:16])
}

// Limit puts a limiter before a handler: who comes too often reads when to come again (429, Retry-After in seconds).
func (e *Edge) Limit(l *Limiter, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ok, wait := l.Allow(e.client(r))
		if !ok {
			w.Header().Set("Retry-After", strconv.Itoa(int(wait/time.Second)+1))
			e.config.Pages.RenderError(w, r, fault.Wrap(fault.TooMany, "fault.too_many", fmt.Errorf("wait %s", wait)))
			return
		}
		next.ServeHTTP(w, r)
	})
}
