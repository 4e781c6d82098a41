package house_test

import (
	"context"
	"html"
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
	"linli/testkit"
)

// visitor is somebody who asks: nobody in particular, an account of the office, or a party with its slip.
type visitor struct {
	name       string
	bearer     string
	of, party  int
	code       id.Code // of a slip, or of a link
	passphrase string  // of a party
	key        string  // of a link
	cookies    map[string]string
	token      string // against forgery
}

func (v *visitor) isParty() bool { return v.passphrase != "" || v.key != "" }

// visit is what one visitor was answered at one address.
type visit struct {
	who    *visitor
	at     stop
	status int
	header http.Header
	body   []byte
	opened int // sealed texts that were opened for it
}

var csrfField = regexp.MustCompile(`name="_csrf" value="([^"]+)"`)

func (s *site) send(t *testing.T, v *visitor, at stop, form url.Values) visit {
	t.Helper()
	var body io.Reader
	kind := "application/x-www-form-urlencoded"
	if at.method != http.MethodGet {
		if form == nil {
			form = url.Values{}
		}
		form.Set("_csrf", v.token)
		if v.key != "" {
			form.Set("link_key", v.key)
		}
		text := form.Encode()
		if strings.HasPrefix(at.path, "/api/") {
			text, kind = "{}", "application/json"
		}
		body = strings.NewReader(text)
	}
	r := httptest.NewRequestWithContext(context.WithoutCancel(s.Ctx), at.method, at.path, body)
	r.Host, r.RemoteAddr = "localhost:8080", "127.0.77.7:4711"
	r.Header.Set("Accept-Language", s.language)
	r.Header.Set("User-Agent", agent)
	if body != nil {
		r.Header.Set("Content-Type", kind)
	}
	if strings.HasPrefix(at.path, "/api/") {
		r.Header.Set("Idempotency-Key", strings.ReplaceAll(v.name+" "+at.label, " ", "-"))
	} else {
		r.Header.Set("Accept", "text/html")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	if v.bearer != "" {
		r.Header.Set("Authorization", "Bearer "+v.bearer)
	}
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	before := s.spy.opened
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if c.MaxAge < 0 {
			delete(v.cookies, c.Name)
		} else {
			v.cookies[c.Name] = c.Value
		}
	}
	if m := csrfField.FindSubmatch(w.Body.Bytes()); m != nil {
		v.token = html.UnescapeString(string(m[1]))
	}
	return visit{v, at, w.Code, w.Header(), w.Body.Bytes(), s.spy.opened - before}
}

// enter lets a party in with its slip.
func (s *site) enter(t *testing.T, v *visitor) {
	t.Helper()
	if r, ok := s.App.Mediation.Recorder.(*switched); ok && r.off { // the door is not what is looked at
		r.off = false
		defer func() { r.off = true }()
	}
	door := stop{route: "GET /r", label: "enter", method: http.MethodGet, path: "/r"}
	at := stop{route: "POST /r/{code}", label: "enter", method: http.MethodPost, path: "/r/" + v.code.String()}
	s.send(t, v, door, nil)
	s.Clock.Add(time.Minute) // nobody guesses passphrases from one address faster than this
	if in := s.send(t, v, at, url.Values{"digits": {v.passphrase}}); in.status != http.StatusSeeOther {
		t.Fatalf("%s does not get in: %d", v.name, in.status)
	}
	s.send(t, v, door, nil) // a token against forgery ends with the sign-in
}

// account is a visitor who is signed in as an account.
func (s *site) account(login string) *visitor {
	return &visitor{name: login, bearer: s.Hired(login).Token, of: -1, party: -1, cookies: map[string]string{}}
}

// agent is the browser of every visitor.
const agent = "Mozilla/5.0 Nachbarschaftsbrowser"

// working are the accounts that go to every address; the others go to each route about the first case.
var working = []string{"clerk", "mediator"}

// goes reports whether a visitor has a reason to ask: a party for what is its own, and once for each other's page.
func (s *site) goes(v *visitor, x stop) bool {
	_, path, _ := strings.Cut(x.route, " ")
	slip := strings.HasPrefix(path, "/r/{code}")
	office := strings.HasPrefix(path, "/mediations") || strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/due") || strings.HasPrefix(path, "/office") || strings.HasPrefix(path, "/account")
	if x.of >= len(s.cases) {
		return s.attends(v, x)
	}
	switch {
	case strings.HasSuffix(x.path, ".pdf") && x.of >= 0 && x.of != len(s.cases)-1: // each by itself in the last case, else all in one
		return strings.HasSuffix(x.path, "/file.pdf") && (v.name == "clerk" || v.of == x.of && v.party == x.party)
	case v.isParty():
		return slip && (x.of == v.of && x.party == v.party || x.route == "GET /r/{code}")
	case v.bearer == "":
		return !office && (!slip || x.of == 0 && x.party == 0) || x.of <= 0
	case slip:
		return false
	case x.method != http.MethodGet:
		return slices.Contains(working, v.name) || v.name == "admin" && strings.HasPrefix(path, "/office")
	case !office:
		return v.name == "clerk"
	}
	return slices.Contains(working, v.name) || x.of <= 0
}

// late are the acts after which a visitor has no more to ask: they come last, in this order.
var late = []string{"/refuse", "/withdraw", "/slip/print", "/slip", "/leave", "/account/password", "/account/sessions/end", "/sign-out"}

// walk has every visitor go to every address of the route table: first to look, then to send each form empty. only, which
// may be nil, leaves stops out.
func (s *site) walk(t *testing.T, method string, only func(*visitor, stop) bool, see func(visit)) {
	t.Helper()
	var all []stop
	for _, route := range s.table(t) {
		if m, _, ok := strings.Cut(route, " "); (ok && m == method) || !ok && method == http.MethodGet {
			all = append(all, s.stops(t, route)...)
		}
	}
	rank := func(x stop) int {
		return slices.IndexFunc(late, func(end string) bool { return strings.HasSuffix(x.path, end) })
	}
	slices.SortStableFunc(all, func(a, b stop) int { return rank(a) - rank(b) })
	visitors := append(slices.Clone(s.people), &visitor{name: "nobody", of: -1, party: -1, cookies: map[string]string{}})
	for _, h := range s.Office.Staff {
		if h.Token != "" {
			visitors = append(visitors, s.account(h.Login))
		}
	}
	visited := map[string]bool{}
	for _, v := range visitors {
		entered := false
		for _, x := range all {
			if !s.goes(v, x) || only != nil && !only(v, x) {
				continue
			}
			if v.passphrase != "" && !entered {
				s.enter(t, v)
				entered = true
			}
			got := s.send(t, v, x, nil)
			visited[x.route] = true
			see(got)
			if v.bearer != "" && (got.opened > 0 || got.status == http.StatusServiceUnavailable) { // a reading that could not be written down is one
				if s.spent++; s.spent%150 == 0 { // within the read budget of an hour
					s.Clock.Add(time.Hour)
				}
			}
		}
	}
	for _, x := range all {
		if !visited[x.route] && only == nil {
			t.Errorf("nobody went to %s", x.route)
			visited[x.route] = true
		}
	}
}

// TestTheWalkKnowsEveryRoute says of a new route at once, and not only after the long walks, that nobody would go there.
func TestTheWalkKnowsEveryRoute(t *testing.T) {
	w := apptest.New(t, testkit.Embedded(t, "cases"))
	s := newSite(t, w, w.Apply())
	all := s.table(t)
	if len(all) < 130 {
		t.Errorf("only %d routes are known", len(all))
	}
	for _, route := range all {
		if len(s.stops(t, route)) == 0 && !strings.Contains(route, "{file}") {
			t.Errorf("%s: nobody would go there", route)
		}
	}
}
