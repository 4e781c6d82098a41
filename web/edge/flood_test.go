package edge_test

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"html"
	"io"
	"math/bits"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"linli/platform/clock"
	"linli/web/edge"
	"linli/web/page"
)

// hall is an office behind a guard against floods.
type hall struct {
	office
	t     *testing.T
	at    *clock.Manual
	flood *edge.Flood
	took  int // forms that were taken in
	looks int // of them, to be looked at
}

func newHall(t *testing.T, s edge.FloodSettings) *hall {
	t.Helper()
	h := &hall{t: t}
	h.office = open(t, "https://office.example", func(c *edge.Config) { h.at = c.Clock.(*clock.Manual) })
	h.flood = edge.NewFlood(h.door, s)
	return h
}

var waitToken = regexp.MustCompile(`name="_wait" value="([^"]*)"`)

// send sends a form from an address; token and work are those of the page "wait". It returns the new token, if one was asked for.
func (h *hall) send(from, path, token, work string) (status int, asked, text string) {
	h.t.Helper()
	form := url.Values{"text": {`<b>路灯坏了</b>`}, "do": {"send"}}
	if token != "" {
		form.Set(page.WaitField, token)
		form.Set(page.WorkField, work)
	}
	r := httptest.NewRequest(http.MethodPost, "https://office.example"+path, strings.NewReader(form.Encode()))
	r.RemoteAddr = from
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept-Language", "en")
	res := h.do(func(w http.ResponseWriter, r *http.Request) {
		form, err := page.ReadForm(r)
		if err != nil {
			h.t.Error(err)
			return
		}
		look, ok := h.flood.Admit(w, r, form)
		if !ok {
			return
		}
		if h.took++; look {
			h.looks++
		}
		if form.Value("text") != `<b>路灯坏了</b>` || form.Value("do") != "send" {
			h.t.Errorf("what was typed came as %q", form.Value("text"))
		}
		_, _ = io.WriteString(w, "taken in")
	}, r)
	text = html.UnescapeString(body(h.t, res))
	if m := waitToken.FindStringSubmatch(text); m != nil {
		asked = m[1]
	}
	return res.StatusCode, asked, text
}

func address(n int) string { return fmt.Sprintf("203.%d.%d.9:4000", n/250, n%250) }

// solve does the task of a token as a browser does.
func solve(token string) string {
	var out []string
	for part := range 8 {
		for n := 0; ; n++ {
			h := sha256.Sum256([]byte(token + ":" + strconv.Itoa(part) + ":" + strconv.Itoa(n)))
			if bits.LeadingZeros64(binary.BigEndian.Uint64(h[:])) >= 13 {
				out = append(out, strconv.Itoa(n))
				break
			}
		}
	}
	return strings.Join(out, ".")
}

// TestPeopleAreNotAsked: a morning of an office, with a street behind one address.
func TestPeopleAreNotAsked(t *testing.T) {
	h := newHall(t, edge.FloodSettings{})
	for minute := range 60 {
		for n := range 30 {
			h.send(address(minute*30+n), "/apply/send", "", "")
		}
		for range 3 {
			h.send("198.51.100.7:1", "/complain", "", "")
		}
		h.at.Add(time.Minute)
	}
	if h.took != 60*33 || h.looks != 0 {
		t.Errorf("%d of %d are taken in, %d of them to be looked at", h.took, 60*33, h.looks)
	}
}

func TestABurstFromOneAddressIsAskedForPatience(t *testing.T) {
	h := newHall(t, edge.FloodSettings{})
	const one = "203.0.113.9:4000"
	for range 20 {
		h.send(one, "/complain", "", "")
	}
	status, token, text := h.send(one, "/complain", "", "")
	if h.took != 20 || status != http.StatusTooManyRequests || token == "" {
		t.Fatalf("%d are taken in, then %d", h.took, status)
	}
	for _, want := range []string{"Please wait 20 seconds, then press the button.", `name="text" value="<b>路灯坏了</b>"`, `name="do" value="send"`, `action="/complain"`} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q:\n%s", want, text)
		}
	}
	if status, _, _ := h.send("203.0.113.10:4000", "/complain", "", ""); status != http.StatusOK {
		t.Errorf("a neighbour is asked, too: %d", status)
	}
	h.at.Add(15 * time.Second)
	if status, same, text := h.send(one, "/complain", token, ""); status != http.StatusTooManyRequests || same != token || !strings.Contains(text, "Please wait 5 seconds") {
		t.Errorf("too early: %d, another place in the row: %t", status, same != token)
	}
	if status, _, _ := h.send(one, "/apply/send", token, ""); status != http.StatusTooManyRequests {
		t.Error("the token of one form opens another")
	}
	h.at.Add(5 * time.Second)
	if status, _, _ := h.send(one, "/complain", token, ""); status != http.StatusOK || h.looks != 1 {
		t.Errorf("after its time: %d, %d to be looked at", status, h.looks)
	}
	if status, next, _ := h.send(one, "/complain", token, ""); status != http.StatusTooManyRequests || next == token {
		t.Error("a token counts twice")
	}
}

func TestTheTaskOpensAtOnce(t *testing.T) {
	h := newHall(t, edge.FloodSettings{Burst: 1})
	h.send(address(1), "/complain", "", "")
	_, token, _ := h.send(address(1), "/complain", "", "")
	work := solve(token)
	for name, wrong := range map[string]string{"nothing": "", "seven parts": work[:strings.LastIndex(work, ".")], "nine parts": work + ".1", "no numbers": "a.b.c.d.e.f.g.h",
		"guessed": "1.2.3.4.5.6.7.8", "a sign": "+" + work} {
		if status, _, _ := h.send(address(1), "/complain", token, wrong); status != http.StatusTooManyRequests {
			t.Errorf("%s solves the task", name)
		}
	}
	forged := []byte(token)
	forged[40] ^= 1
	if status, _, _ := h.send(address(1), "/complain", string(forged), solve(string(forged))); status != http.StatusTooManyRequests {
		t.Error("a forged token counts")
	}
	if status, _, _ := h.send(address(1), "/complain", token, work); status != http.StatusOK || h.looks != 1 {
		t.Errorf("solved: %d, %d to be looked at", status, h.looks)
	}
	_, old, _ := h.send(address(1), "/complain", "", "")
	h.at.Add(31 * time.Minute)
	if status, _, _ := h.send(address(1), "/complain", old, solve(old)); status != http.StatusTooManyRequests {
		t.Error("a token of half an hour ago counts")
	}
}

func TestAFloodFromManyAddressesAsksAllUntilItIsOver(t *testing.T) {
	h := newHall(t, edge.FloodSettings{})
	for n := range 1000 {
		h.send(address(n), "/complain", "", "")
	}
	if h.took < 120 || h.took > 125 {
		t.Errorf("%d of 1000 are taken in unasked", h.took)
	}
	status, token, _ := h.send(address(5000), "/complain", "", "") // a person in the middle of it, without a script
	if status != http.StatusTooManyRequests {
		t.Fatal(status)
	}
	h.at.Add(20 * time.Second)
	if status, _, _ := h.send(address(5000), "/complain", token, ""); status != http.StatusOK || h.looks != 1 {
		t.Errorf("after twenty seconds: %d, %d to be looked at", status, h.looks)
	}
	h.at.Add(6 * time.Minute)
	if status, _, _ := h.send(address(6000), "/complain", "", ""); status != http.StatusOK || h.looks != 1 {
		t.Errorf("when it is over: %d", status)
	}
}

// TestNobodyIsLockedOut: who shares an address with a machine waits longer, at most ten minutes; then only the task opens, and it
// does.
func TestNobodyIsLockedOut(t *testing.T) {
	h := newHall(t, edge.FloodSettings{Burst: 1})
	longest, task := 0, ""
	for range 100 {
		_, token, text := h.send(address(1), "/complain", "", "")
		if m := regexp.MustCompile(`Please wait (\d+) seconds`).FindStringSubmatch(text); m != nil {
			n, err := strconv.Atoi(m[1])
			if err != nil {
				t.Fatal(err)
			}
			longest = max(longest, n)
		} else if strings.Contains(text, "If nothing happens here") {
			task = token
		}
	}
	if longest < 500 || longest > 620 || task == "" {
		t.Fatalf("the longest wait is %d seconds, a task for who comes later: %t", longest, task != "")
	}
	if status, _, _ := h.send(address(1), "/complain", task, solve(task)); status != http.StatusOK {
		t.Errorf("the task opens nothing: %d", status)
	}
	h.at.Add(11 * time.Minute)
	if status, _, _ := h.send(address(1), "/complain", "", ""); status != http.StatusOK {
		t.Errorf("ten minutes after the machine went: %d", status)
	}
}

// TestMoreProofsThanCanBeTakenInWait: whoever solves tasks by the thousand fills no disk.
func TestMoreProofsThanCanBeTakenInWait(t *testing.T) {
	h := newHall(t, edge.FloodSettings{Burst: 1, AllBurst: 1})
	var tokens []string
	for n := range 60 {
		if _, token, _ := h.send(address(n), "/complain", "", ""); token != "" {
			tokens = append(tokens, token)
		}
	}
	h.at.Add(20 * time.Second)
	before := h.took
	for n, token := range tokens {
		h.send(address(n), "/complain", token, "")
	}
	if got := h.took - before; got != 50 || len(tokens) < 55 {
		t.Errorf("%d of %d are taken in at once", got, len(tokens))
	}
	h.at.Add(10 * time.Second)
	if status, _, _ := h.send(address(59), "/complain", tokens[len(tokens)-1], ""); status != http.StatusOK {
		t.Errorf("a moment later: %d", status)
	}
}

// TestAFloodLeavesNoAddress reads the log after a burst from many.
func TestAFloodLeavesNoAddress(t *testing.T) {
	h := newHall(t, edge.FloodSettings{Burst: 1, AllBurst: 5})
	for n := range 50 {
		h.send(address(n%9), "/complain", "", "")
	}
	log := h.log.String()
	if strings.Count(log, "status=429") < 40 || strings.Contains(log, "203.") || strings.Contains(log, "路灯") {
		t.Errorf("the log is %s", log)
	}
}
