package edge

import (
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"linli/platform/fault"
	"linli/web/page"
)

// FloodSettings say how much comes in before somebody is asked for patience. The zero value of each means its default.
type FloodSettings struct {
	PerMinute, Burst       int // of one address; default 4 and 20: an office or a street behind one address fits into it
	AllPerMinute, AllBurst int // of all addresses; default 60 and 120
}

// What a flood does, and for how long.
const (
	calm       = 5 * time.Minute  // without too much, until nobody is asked any more
	patience   = 20 * time.Second // that who has no script waits at least
	longestRow = 10 * time.Minute // that anybody is asked to wait
	proofLife  = 30 * time.Minute // of a token
	askedAgain = 10 * time.Second // when more is proven than can be taken in
	mostProven = 5                // sendings with a proof a second, of all addresses
	mostTokens = 50_000           // spent ones that are remembered
)

// Flood holds up, without knowing anybody, who sends more than people do to forms that need no account. While little comes,
// it does nothing. When one address sends much, or all of them together do, the sender gets the page "wait" with everything
// that was typed: its device solves a small task, or it waits some seconds and presses the button again. Then it is taken in.
// Nobody is locked out, and nothing is stored: addresses are counted as [Limiter] counts them, and a token names nobody.
//
// What comes in so is to be looked at by a person before anything follows from it; that is a fact about the hour, not about
// who sent it. It is safe for concurrent use.
type Flood struct {
	edge *Edge
	each *Limiter // what an address may send unasked
	row  *Limiter // the places in the row of an address that waits

	mu     sync.Mutex
	all    *rate.Limiter // what all may send unasked
	proven *rate.Limiter
	until  time.Time // all are asked
	spent  map[[nonceSize]byte]time.Time
	floor  time.Time // tokens from before count no more
}

// NewFlood returns a guard for the forms of an edge.
func NewFlood(e *Edge, s FloodSettings) *Flood {
	set := func(n *int, otherwise int) {
		if *n <= 0 {
			*n = otherwise
		}
	}
	set(&s.PerMinute, 4)
	set(&s.Burst, 20)
	set(&s.AllPerMinute, 60)
	set(&s.AllBurst, 120)
	return &Flood{edge: e, each: NewLimiter(e.config.Clock, float64(s.PerMinute), s.Burst), row: NewLimiter(e.config.Clock, float64(time.Minute/patience), 1),
		all: rate.NewLimiter(rate.Limit(float64(s.AllPerMinute)/60), s.AllBurst), proven: rate.NewLimiter(mostProven, 10*mostProven), spent: map[[nonceSize]byte]time.Time{}}
}

// Admit lets the sending of a form in, or answers it with the page "wait"; then ok is false and nothing is left to do. It is
// asked last, when everything that was typed is right. look says that a person is to look at what was sent before anything
// follows from it. A nil Flood lets all in.
func (f *Flood) Admit(w http.ResponseWriter, r *http.Request, form *page.Form) (look, ok bool) {
	if f == nil {
		return false, true
	}
	now := f.edge.config.Clock.Now()
	if form.Value(page.WaitField) != "" {
		return true, f.again(w, r, form, now)
	}
	own, _ := f.each.Allow(f.edge.client(r))
	if flood := f.flooded(now); own && !flood {
		return false, true
	}
	f.ask(w, r, form, f.newToken(r, now), now)
	return true, false
}

// flooded counts one more and reports whether all are asked.
func (f *Flood) flooded(now time.Time) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.all.AllowN(now, 1) {
		f.until = now.Add(calm)
	}
	return now.Before(f.until)
}

// newToken gives who sent the request a place in the row. Where the row of its address is too long, time alone opens
// nothing, but a solved task does: who shares an address with a machine is not shut out by it.
func (f *Flood) newToken(r *http.Request, now time.Time) token {
	t := token{path: r.URL.Path, made: now, opens: now.Add(proofLife), bits: taskBits}
	if wait, ok := f.row.queue(f.edge.client(r), longestRow); ok {
		t.opens = now.Add(patience + wait)
	}
	t.draw()
	return t
}

// again looks at a form that comes back from the page "wait".
func (f *Flood) again(w http.ResponseWriter, r *http.Request, form *page.Form, now time.Time) bool {
	t, err := f.read(form.Value(page.WaitField))
	if err != nil || t.path != r.URL.Path || !now.Before(t.made.Add(proofLife)) {
		f.ask(w, r, form, f.newToken(r, now), now)
		return false
	}
	if now.Before(t.opens) && !t.solved(form.Value(page.WaitField), form.Value(page.WorkField)) {
		f.ask(w, r, form, t, now) // the same place in the row
		return false
	}
	switch f.spend(t, now) {
	case used:
		f.ask(w, r, form, f.newToken(r, now), now)
	case full:
		w.Header().Set("Retry-After", strconv.Itoa(int(askedAgain/time.Second)))
		f.ask(w, r, form, t, now)
	default:
		return true
	}
	return false
}

// What became of a token.
const (
	fresh = iota
	used
	full // more is proven than can be taken in: a moment later it goes
)

// spend lets a token count once. When too many are remembered, all are forgotten, and those from before count no more.
func (f *Flood) spend(t token, now time.Time) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, ok := f.spent[t.nonce]; ok || t.made.Before(f.floor) {
		return used
	}
	if !f.proven.AllowN(now, 1) {
		return full
	}
	for nonce, until := range f.spent {
		if !now.Before(until) {
			delete(f.spent, nonce)
		}
	}
	if len(f.spent) >= mostTokens {
		f.spent, f.floor = map[[nonceSize]byte]time.Time{}, now.Add(time.Microsecond)
	}
	f.spent[t.nonce] = t.made.Add(proofLife)
	return fresh
}

// ask answers with the page "wait".
func (f *Flood) ask(w http.ResponseWriter, r *http.Request, form *page.Form, t token, now time.Time) {
	ask := page.Wait{Form: form, Token: f.write(t), Bits: t.bits, Parts: taskParts}
	if t.opens.Before(t.made.Add(proofLife)) {
		ask.Seconds = int(math.Ceil(max(0, t.opens.Sub(now)).Seconds()))
		ask.Opens = t.opens
	}
	if w.Header().Get("Retry-After") == "" {
		w.Header().Set("Retry-After", strconv.Itoa(max(1, ask.Seconds)))
	}
	f.edge.config.Pages.RenderWait(w, r, ask)
}

// TooMany is what a program is told that has to wait.
func TooMany(w http.ResponseWriter, wait time.Duration) error {
	w.Header().Set("Retry-After", strconv.Itoa(int(wait/time.Second)+1))
	return fault.New(fault.TooMany, "fault.too_many")
}
