package house_test

import (
	"context"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/api"
	"linli/app"
	"linli/app/apptest"
	"linli/mediation"
	"linli/mediation/paper"
	"linli/platform/access"
	"linli/platform/id"
	"linli/testkit"
)

// site is linli's whole web before an office of a test: what a browser and a program meet, from the edge to the store.
type site struct {
	*apptest.World
	handler http.Handler
	web     *app.Site
	api     *api.API
	spy     *watched
	cases   []placed
	people  []*visitor // parties, by the slips that were given them
	spent   int        // readings of the office since the clock was moved for them
}

// placed is a case with all that an address may name of it.
type placed struct {
	mediation.Case
	codes  []id.Code  // of each party's slip; empty where it has none
	papers []string   // of the office
	own    [][]string // of each party
}

// newSite opens the web before an office and gives every invited party a slip.
func newSite(t *testing.T, w *apptest.World, cases ...mediation.Case) *site {
	t.Helper()
	s := &site{World: w, spy: &watched{Vault: w.App.Vault}}
	w.App.Mediation.Vault = s.spy
	var err error
	if s.web, err = w.App.Site(&url.URL{Scheme: "http", Host: "localhost:8080"}); err != nil {
		t.Fatal(err)
	}
	s.handler = s.web.Handler
	s.api = api.New(api.Options{Mediation: w.App.Mediation, Office: w.App.Office, Insight: w.App.Insight, Texts: w.App.Texts, Clock: w.Clock, Log: w.App.Log})
	for i, c := range cases {
		s.place(t, i, c)
	}
	return s
}

func (s *site) place(t *testing.T, i int, c mediation.Case) {
	t.Helper()
	p := placed{Case: c, codes: make([]id.Code, len(c.Parties)), own: make([][]string, len(c.Parties))}
	o, err := s.App.Mediation.Open(s.Ctx, access.Actor{Kind: access.System, Tenant: s.Tenant(), Via: "job"}, c.ID, access.ForJob)
	if err != nil {
		t.Fatal(err)
	}
	names := func(party id.ID) []string {
		out := []string{"file.pdf"}
		for _, x := range paper.List(o, party) {
			out = append(out, x.ID, x.ID+".pdf")
		}
		return out
	}
	p.papers = names(id.ID{})
	for j, x := range c.Parties {
		p.own[j] = names(x.ID)
		if x.Role != mediation.Applicant && x.Invited.IsZero() {
			continue
		}
		code, passphrase, err := s.App.Mediation.IssueSlip(s.Ctx, s.Party(c, j), c.ID, x.ID)
		if err != nil {
			t.Fatal(err)
		}
		p.codes[j] = code
		v := &visitor{name: "party " + string(rune('1'+j)) + " of case " + string(rune('1'+i)), of: i, party: j, cookies: map[string]string{}, passphrase: passphrase}
		s.people = append(s.people, v)
	}
	s.cases = append(s.cases, p)
}

// table is the route table, as the two muxes hold it that answer everything: a route that somebody adds is in it.
func (s *site) table(t *testing.T) []string {
	t.Helper()
	var out []string
	seen := map[uintptr]bool{}
	var look func(v reflect.Value)
	look = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer:
			if v.IsNil() || seen[v.Pointer()] {
				return
			}
			seen[v.Pointer()] = true
			look(v.Elem())
		case reflect.Struct:
			if v.Type().PkgPath() == "net/http" && v.Type().Name() == "pattern" {
				out = append(out, v.FieldByName("str").String())
				return
			}
			for i := range v.NumField() {
				look(v.Field(i))
			}
		case reflect.Slice:
			for i := range v.Len() {
				look(v.Index(i))
			}
		case reflect.Map:
			for _, k := range v.MapKeys() {
				look(v.MapIndex(k))
			}
		}
	}
	look(reflect.ValueOf(s.web.Mux))
	look(reflect.ValueOf(s.api).Elem().FieldByName("mux"))
	slices.Sort(out)
	out = slices.Compact(out)
	for address, file := range routes(t) { // what the program's text names has to be there: no other mux answers pages
		served := slices.ContainsFunc(out, func(r string) bool { return strings.HasSuffix(r, address) })
		if !served && file != "app/metrics.go" && !strings.HasSuffix(address, "/") && address != "/api/v1" {
			t.Errorf("%s (%s) stands in no route table that the tests know", address, file)
		}
	}
	return out
}

// visitor is somebody who asks: nobody in particular, an account of the office, or a party with its slip.
type visitor struct {
	name       string
	bearer     string
	of, party  int
	passphrase string // of a party
	cookies    map[string]string
	token      string // against forgery
}

func (v *visitor) isParty() bool { return v.passphrase != "" }

// stop is one address of a walk. Its label has a name for each part that varies, so that equal worlds have equal labels.
type stop struct {
	route, label, method, path string
	of, party                  int // the case and the party that it is about; -1 for none
}

// queries are addresses with a query, besides the plain ones.
var queries = map[string][]string{
	"GET /mediations":                     {"?state=invited", "?unit=V1", "?mine=yes"},
	"GET /mediations/{id}/papers/{paper}": {"?party=1"},
	"GET /ledger/{tenant}/leaves":         {"?from=0"},
	"GET /ledger/{tenant}/checkpoints":    {"?after=0"},
	"GET /ledger/{tenant}/consistency":    {"?from=1"},
	"GET /api/v1/mediations":              {"?state=invited", "?unit=V1"},
	"GET /api/v1/promises":                {"?unit=V1"},
	"GET /api/v1/insight/{id}":            {"?unit=V1"},
}

var wildcard = regexp.MustCompile(`\{([a-z]+)\}`)

// stops are the addresses of a route, about everything that it can be about. A route that the walk does not know how to
// fill fails the test: whoever adds it says here what stands in its address.
func (s *site) stops(t *testing.T, route string) []stop {
	t.Helper()
	method, path, ok := strings.Cut(route, " ")
	if !ok {
		method, path = "GET", route
	}
	path = strings.TrimSuffix(path, "{$}")
	out := []stop{{route, method + " " + path, method, path, -1, -1}}
	for _, m := range wildcard.FindAllStringSubmatch(path, -1) {
		var next []stop
		for _, x := range out {
			values := s.values(route, m[1], x)
			if values == nil {
				t.Errorf("%s: the walk does not know what stands for %s", route, m[0])
			}
			for _, v := range values {
				y := x
				y.path, y.label = strings.Replace(x.path, m[0], url.PathEscape(v.text), 1), strings.Replace(x.label, m[0], v.name, 1)
				if v.of >= 0 {
					y.of, y.party = v.of, v.party
				}
				next = append(next, y)
			}
		}
		out = next
	}
	for _, x := range slices.Clone(out) {
		for _, q := range queries[route] {
			y := x
			y.path, y.label = x.path+q, x.label+q
			out = append(out, y)
		}
	}
	return out
}

// value is one thing that stands for a part of an address.
type value struct {
	text, name string
	of, party  int
}

var noSuch = id.ID{1, 2, 3, 4, 5, 6, 0x70, 7, 0x80}.String()

func (s *site) values(route, part string, x stop) []value {
	plain := func(all ...string) []value {
		out := []value{}
		for _, v := range all {
			out = append(out, value{v, v, -1, -1})
		}
		return out
	}
	switch part {
	case "n": // an instalment by its place in the agreement
		return plain("1")
	case "id":
		switch {
		case strings.Contains(route, "/insight/"):
			return plain("mediation.uptake", "mediation.settlement", "mediation.overall")
		case strings.Contains(route, "/sessions/"):
			return plain(noSuch)
		case !strings.Contains(route, "/mediations/"):
			return nil
		}
		var out []value
		for i, c := range s.cases {
			out = append(out, value{c.ID.String(), "case " + string(rune('1'+i)), i, -1})
		}
		return out
	case "code":
		var out []value
		for i, c := range s.cases {
			for j, code := range c.codes {
				if code != "" {
					out = append(out, value{code.String(), "slip " + string(rune('1'+i)) + "." + string(rune('1'+j)), i, j})
				}
			}
		}
		return out
	case "event":
		var out []string
		for _, e := range mediation.Events() {
			out = append(out, string(e))
		}
		return plain(out...)
	case "paper":
		if x.party >= 0 {
			return plain(s.cases[x.of].own[x.party]...)
		}
		return plain(s.cases[x.of].papers...)
	case "file":
		if x.party >= 0 {
			return plain("1", "2")
		}
		out := []value{{noSuch, "no file", -1, -1}}
		for i, f := range s.cases[x.of].Attachments {
			out = append(out, value{f.ID.String(), "file " + string(rune('1'+i)), -1, -1})
		}
		return out
	case "act":
		return plain("party-1", "party-2", "mediator-1", "seal")
	case "engagement":
		out := []value{{noSuch, "no engagement", -1, -1}}
		for i, e := range s.cases[x.of].Engagements {
			out = append(out, value{e.ID.String(), "engagement " + string(rune('1'+i)), -1, -1})
		}
		return out
	case "tenant":
		return plain(s.Office.Tenant.Slug)
	case "unit":
		return []value{{s.Unit("V1").String(), "V1", -1, -1}, {s.Unit("T").String(), "T", -1, -1}}
	case "post", "account", "job":
		return plain(noSuch)
	case "credential":
		return plain("AAAA")
	}
	return nil
}

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
		text := form.Encode()
		if strings.HasPrefix(at.path, "/api/") {
			text, kind = "{}", "application/json"
		}
		body = strings.NewReader(text)
	}
	r := httptest.NewRequestWithContext(context.WithoutCancel(s.Ctx), at.method, at.path, body)
	r.Host, r.RemoteAddr = "localhost:8080", "127.0.77.7:4711"
	r.Header.Set("Accept-Language", "zh-Hans")
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
		r.AddCookie(&http.Cookie{Name: name, Value: value}) //nolint:gosec // a request's cookie has no attributes
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
	at := stop{route: "POST /r/{code}", label: "enter", method: http.MethodPost, path: "/r/" + s.cases[v.of].codes[v.party].String()}
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
	switch {
	case strings.HasSuffix(x.path, ".pdf") && x.of != len(s.cases)-1: // each by itself in the last case, else all in one
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
			if v.isParty() && !entered {
				s.enter(t, v)
				entered = true
			}
			got := s.send(t, v, x, nil)
			visited[x.route] = true
			see(got)
			if got.opened > 0 && v.bearer != "" {
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
