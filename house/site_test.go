package house_test

import (
	"net/http"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"linli/api"
	"linli/app"
	"linli/app/apptest"
	"linli/mediation"
	"linli/mediation/paper"
	"linli/platform/access"
	"linli/platform/id"
	"linli/referral"
	reports "linli/report"
)

// site is linli's whole web before an office of a test: what a browser and a program meet, from the edge to the store.
type site struct {
	*apptest.World
	handler http.Handler
	web     *app.Site
	api     *api.API
	spy     *watched
	cases   []placed
	matters []matter
	people  []*visitor // parties, by the slips that were given them; services, by their links
	spent   int        // readings of the office since the clock was moved for them

	language string // that every browser asks for
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
	s := &site{World: w, spy: watch(w.App), language: "zh-Hans"}
	var err error
	if s.web, err = w.App.Site(&url.URL{Scheme: "http", Host: "localhost:8080"}); err != nil {
		t.Fatal(err)
	}
	s.handler = s.web.Handler
	s.api = api.New(w.App.Programs())
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
		v := &visitor{name: "party " + string(rune('1'+j)) + " of case " + string(rune('1'+i)), of: i, party: j, cookies: map[string]string{}, code: code, passphrase: passphrase}
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

// stop is one address of a walk. Its label has a name for each part that varies, so that equal worlds have equal labels.
type stop struct {
	route, label, method, path string
	of, party                  int // the case, or after all cases the matter, and the party that it is about; -1 for none
}

// queries are addresses with a query, besides the plain ones.
var queries = map[string][]string{
	"GET /mediations":                     {"?state=invited", "?unit=V1", "?mine=yes", "?number=1"},
	"GET /mediations/{id}/papers/{paper}": {"?party=1"},
	"GET /ledger/{tenant}/leaves":         {"?from=0"},
	"GET /ledger/{tenant}/checkpoints":    {"?after=0"},
	"GET /ledger/{tenant}/consistency":    {"?from=1"},
	"GET /api/v1/mediations":              {"?state=invited", "?unit=V1", "?number=1"},
	"GET /api/v1/promises":                {"?within=week", "?of=mediation"},
	"GET /api/v1/insight/{id}":            {"?unit=V1"},
	"GET /api/v1/cards":                   {"?unit=V1&period=2025-Q4"},
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
				if v.of >= 0 && y.of < 0 {
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
	if held := s.held(route, part, x); held != nil {
		return held
	}
	switch part {
	case "month": // of a batch of stipends
		return plain("2026-03")
	case "z", "x", "y": // a tile of the map
		return plain("0")
	case "n": // an instalment by its place in the agreement
		return plain("1")
	case "id":
		switch {
		case strings.Contains(route, "/insight/"):
			return plain("mediation.uptake", "mediation.settlement", "mediation.overall")
		case strings.Contains(route, "/sessions/"), strings.Contains(route, "/invitations/"), strings.Contains(route, "/api/v1/reports/"), strings.Contains(route, "/api/v1/duties/"), strings.Contains(route, "/api/v1/referrals/"), strings.Contains(route, "/outreach/"), strings.Contains(route, "/webhooks/"), strings.Contains(route, "/recipients/"), strings.Contains(route, "/programs/"):
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
		for i, m := range s.matters {
			if m.code != "" && strings.Contains(route, " /r/") {
				out = append(out, value{m.code.String(), "slip of " + m.name, len(s.cases) + i, -1})
			}
		}
		return out
	case "version": // of the rules, which name nobody: web/rulebook shows whom one is shown
		return plain(noSuch)
	case "wave": // of a survey, which names nobody: web/insight shows whom one is shown
		return plain(noSuch)
	case "breach": // web/breach shows whom one is shown
		return plain(noSuch)
	case "report", "complaint", "help", "link", "referral", "duty", "evidence", "inspection", "place": // in an office that has none of them
		return plain(noSuch)
	case "of", "case": // at the counter
		return plain(map[string]string{"of": "referral", "case": noSuch}[part])
	case "service", "part": // of the directory, which is about nobody
		return plain(noSuch)
	case "kind":
		return plain("organization")
	case "list":
		return plain("phones")
	case "event":
		var out []string
		if strings.Contains(route, "/complaint") {
			for _, e := range append(slices.Clone(reports.OfOffice), reports.OfAuthor...) {
				out = append(out, string(e))
			}
			return plain(out...)
		}
		if strings.Contains(route, "/inspections/") {
			return plain("record", "order", "approve", "nothing")
		}
		if strings.Contains(route, "/duties/") {
			return plain("do", "check")
		}
		if strings.Contains(route, "/help/") {
			for _, e := range slices.Concat(referral.OfWorker, referral.OfWorkerReferral, referral.OfPerson, referral.OfPersonReferral) {
				out = append(out, string(e))
			}
			slices.Sort(out)
			return plain(slices.Compact(out)...)
		}
		if strings.Contains(route, "/reports/") {
			for _, e := range reports.IssueOfOffice {
				out = append(out, string(e))
			}
			return plain(out...)
		}
		for _, e := range mediation.Events() {
			out = append(out, string(e))
		}
		return plain(out...)
	case "paper":
		if strings.Contains(route, "/rulebook/") {
			return plain("agreement.en")
		}
		if strings.Contains(route, "/inspections/") {
			return plain("inspection-record")
		}
		if x.party >= 0 {
			return plain(s.cases[x.of].own[x.party]...)
		}
		return plain(s.cases[x.of].papers...)
	case "file":
		if strings.Contains(route, "/rulebook/") {
			return plain("promises.yaml")
		}
		if strings.Contains(route, "/reports/") || strings.Contains(route, "/complaints/") || strings.Contains(route, "/inspections/") {
			return plain(noSuch)
		}
		if x.party >= 0 {
			return plain("1", "2")
		}
		out := []value{{noSuch, "no file", -1, -1}}
		for i, f := range s.cases[x.of].Attachments {
			out = append(out, value{f.ID.String(), "file " + string(rune('1'+i)), -1, -1})
		}
		return out
	case "demand":
		return plain(noSuch)
	case "form":
		return plain("application.pdf", "agreement.pdf", "slip.pdf")
	case "act":
		return plain("party-1", "party-2", "mediator-1", "seal")
	case "engagement":
		out := []value{{noSuch, "no engagement", -1, -1}}
		for i, e := range s.cases[x.of].Engagements {
			out = append(out, value{e.ID.String(), "engagement " + string(rune('1'+i)), -1, -1})
		}
		return out
	case "session":
		out := []value{{noSuch, "no session", -1, -1}}
		for i, e := range s.cases[x.of].Sessions {
			out = append(out, value{e.ID.String(), "session " + string(rune('1'+i)), -1, -1})
		}
		return out
	case "offer":
		out := []value{{noSuch, "no offer", -1, -1}}
		for i, e := range s.cases[x.of].Offers {
			out = append(out, value{e.ID.String(), "offer " + string(rune('1'+i)), -1, -1})
		}
		return out
	case "tenant":
		return plain(s.Office.Tenant.Slug)
	case "unit":
		return []value{{s.Unit("V1").String(), "V1", -1, -1}, {s.Unit("T").String(), "T", -1, -1}}
	case "post", "account", "job":
		return plain(noSuch)
	case "mark": // of a paper; real ones have tests of their own: web/paper/proof_test.go
		return plain("AAAA")
	case "credential":
		return plain("AAAA")
	}
	return nil
}
