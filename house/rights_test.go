package house_test

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/app"
	"linli/app/apptest"
	"linli/casefile"
	"linli/mediation"
	"linli/office"
	"linli/platform/access"
	"linli/platform/id"
	reports "linli/report"
	"linli/testkit"
)

// rights is an office with the same things in two villages, and another tenant with its own.
type rights struct {
	*site
	t         *testing.T
	elsewhere *app.Furnished
	at        map[string]map[string]string // place → part of an address → what stands there
	asked     int
}

func newRights(t *testing.T) *rights {
	t.Helper()
	w := apptest.New(t, testkit.Embedded(t, "cases"))
	for _, unit := range []string{"V1", "V2"} {
		w.Hire("spare."+unit, unit, access.Clerk)
	}
	f, err := w.App.Furnish(w.Ctx, office.Found{Slug: "elsewhere", Name: "邻县调解中心", Zone: "Asia/Shanghai", Languages: []string{"zh-Hans"}, Rulebook: "cn",
		Level: office.Township, Code: "T", Login: "root", Person: "管理员"}, nil,
		[]app.Hire{{Login: "foreign", Name: "foreign", Password: apptest.Password, Language: "zh-Hans", Unit: "T", Posts: []access.PostKind{access.Clerk, access.Mediator, access.Lead, access.Records}},
			{Login: "foreign.admin", Name: "foreign.admin", Password: apptest.Password, Language: "zh-Hans", Unit: "T", Posts: []access.PostKind{access.Administrator}},
			{Login: "foreign.privacy", Name: "foreign.privacy", Password: apptest.Password, Language: "zh-Hans", Unit: "T", Posts: []access.PostKind{access.Privacy}}})
	if err != nil {
		t.Fatal(err)
	}
	s := &rights{site: newSite(t, w), t: t, elsewhere: f, at: map[string]map[string]string{}}
	s.own()
	s.other()
	s.abroad()
	return s
}

// own are things of V1: a case in force of which a court wants papers, a complaint about its mediator, and a batch of stipends.
func (s *rights) own() {
	c := s.To(mediation.Signing)
	c = s.Act(s.As("lead"), c, mediation.Aside(casefile.AskDemand{DemandText: casefile.DemandText{Body: "青杉区人民法院", Order: "（2026）青杉民初9号", Basis: "民事诉讼法第70条", Asks: "协议"}}))
	var drawn bytes.Buffer
	if err := png.Encode(&drawn, image.NewGray(image.Rect(0, 0, 9, 9))); err != nil {
		s.t.Fatal(err)
	}
	file, err := s.App.Mediation.Upload(s.Ctx, s.As("mediator"), c.ID, mediation.UploadInput{Name: "x.png", Reader: &drawn})
	if err != nil {
		s.t.Fatal(err)
	}
	f := s.Complaint()
	complaint, _ := s.Complain(f)
	s.at["own"] = s.parts("V1", "mediator", c)
	code, _, err := s.App.Mediation.IssueSlip(s.Ctx, s.Party(c, 0), c.ID, c.Parties[0].ID)
	if err != nil {
		s.t.Fatal(err)
	}
	s.at["own"]["code"] = code.String()
	reported, _ := s.Submit(s.Issue())
	reported = s.Answer(s.As("lead"), reported, reports.Aside(casefile.AskDemand{DemandText: casefile.DemandText{Body: "青杉区人民法院", Order: "（2026）青杉民初10号", Basis: "民事诉讼法第70条", Asks: "答复"}}))
	s.at["own"]["report"], s.at["own"]["asked"] = reported.ID.String(), reported.Demands[0].ID.String()
	s.at["own"]["demand"], s.at["own"]["complaint"], s.at["own"]["file"] = c.Demands[0].ID.String(), complaint.ID.String(), file.ID.String()
	s.batch()
}

// batch has the mediator of V1 paid, so that there is a batch of the month.
func (s *rights) batch() {
	c := s.To(mediation.InSession)
	c = s.Act(s.As("mediator"), c, mediation.Record{Session: c.Sessions[0].ID, Minutes: 50, Present: []id.ID{c.Parties[0].ID, c.Parties[1].ID}, Text: "双方心平气和"})
	c = s.Act(s.Party(c, 1), c, mediation.Withdraw{Party: c.Parties[1].ID})
	claim, unit := "/mediations/"+c.ID.String()+"/stipend", "/stipends/"+s.Unit("V1").String()
	for _, x := range []struct {
		login, path string
		form        url.Values
	}{
		{"mediator", claim, url.Values{"do": {"claim"}, "no_relative": {"yes"}}},
		{"lead", claim, url.Values{"do": {"approve"}, "version": {"1"}}},
		{"upper.lead", claim, url.Values{"do": {"approve"}, "version": {"2"}}},
		{"lead", unit, url.Values{"do": {"batch"}}},
	} {
		if got := s.ask(s.t, s.account(x.login), http.MethodPost, x.path, x.form); got.status != http.StatusSeeOther {
			s.t.Fatalf("%s at %s: %d", x.login, x.path, got.status)
		}
	}
	s.at["own"]["claimed"] = c.ID.String()
}

// other are things of V2.
func (s *rights) other() {
	a := s.Application()
	a.Unit = s.Unit("V2")
	c, _, err := s.App.Mediation.Create(s.Ctx, s.As("other.clerk"), a, mediation.Ask{})
	if err != nil {
		s.t.Fatal(err)
	}
	f := s.Complaint()
	f.Unit, f.Mediator = s.Unit("V2"), s.Hired("other.mediator").Account
	complaint, _ := s.Complain(f)
	s.at["other"] = s.parts("V2", "other.mediator", c)
	s.at["other"]["complaint"] = complaint.ID.String()
	there := s.Issue()
	there.Unit = s.Unit("V2")
	reported, _ := s.Submit(there)
	s.at["other"]["report"] = reported.ID.String()
}

// abroad are things of another tenant.
func (s *rights) abroad() {
	a := s.Application()
	a.Unit = s.elsewhere.Units["T"]
	in, err := s.App.Office.Resolve(s.Ctx, s.foreign("foreign").Token, office.API)
	if err != nil {
		s.t.Fatal(err)
	}
	c, _, err := s.App.Mediation.Create(s.Ctx, in.Actor, a, mediation.Ask{})
	if err != nil {
		s.t.Fatal(err)
	}
	who := s.foreign("foreign").Account.String()
	s.at["abroad"] = map[string]string{"id": c.ID.String(), "unit": s.elsewhere.Units["T"].String(), "account": who, "spare": who}
}

func (s *rights) foreign(login string) app.Hired {
	for _, h := range s.elsewhere.Staff {
		if h.Login == login {
			return h
		}
	}
	s.t.Fatalf("nobody abroad is called %s", login)
	return app.Hired{}
}

// parts are what stands in addresses of a village's things.
func (s *rights) parts(unit, mediator string, c mediation.Case) map[string]string {
	out := map[string]string{"id": c.ID.String(), "unit": s.Unit(unit).String(), "account": s.Hired(mediator).Account.String(), "spare": s.Hired("spare." + unit).Account.String()}
	posts, err := s.App.Office.PostsIn(s.Ctx, s.As("admin"), s.Unit(unit))
	if err != nil {
		s.t.Fatal(err)
	}
	for _, p := range posts {
		if p.Account == s.Hired("spare."+unit).Account {
			out["post"] = p.ID.String()
		}
	}
	return out
}

// path is the address of a route at a place; what the place has none of is the id of nothing.
func (s *rights) path(route, place string) string {
	_, path, ok := strings.Cut(route, " ")
	if !ok {
		path = route
	}
	path = strings.TrimSuffix(path, "{$}")
	return wildcard.ReplaceAllStringFunc(path, func(part string) string {
		name := strings.Trim(part, "{}")
		switch {
		case name == "account" && strings.HasPrefix(path, "/office"):
			name = "spare"
		case name == "demand" && strings.HasPrefix(path, "/demands/"):
			name = "asked"
		case name == "case":
			name = "report"
		case name == "id" && strings.HasSuffix(path, "/stipend") && s.at[place]["claimed"] != "":
			name = "claimed"
		}
		if v := s.at[place][name]; v != "" {
			return v
		}
		if v := map[string]string{"month": "2026-03", "paper": "application", "act": "seal", "event": "take", "form": "application.pdf", "code": "AAAA-AAAA", "tenant": "test", "n": "1", "credential": "AAAA", "of": "report"}[name]; v != "" {
			return v
		}
		return noSuch
	})
}

// let asks for a route at a place and reports whether whoever asked got past the door.
func (s *rights) let(v *visitor, route, place string) (let bool, status int) {
	method, _, ok := strings.Cut(route, " ")
	if !ok {
		method = http.MethodGet
	}
	var form url.Values
	if method != http.MethodGet {
		form = url.Values{}
		if do := pressed[route]; do != "" {
			form.Set("do", do)
		}
	}
	if s.asked++; s.asked%100 == 0 { // within the read budget of an hour
		s.Clock.Add(time.Hour)
	}
	got := s.ask(s.t, v, method, s.path(route, place), form)
	to := got.header.Get("Location")
	switch {
	case got.status == http.StatusNotFound && slices.Contains(nothingThere, route):
		return true, got.status
	case got.status == http.StatusForbidden, got.status == http.StatusNotFound, got.status == http.StatusUnauthorized, got.status == http.StatusTooManyRequests:
		return false, got.status
	case strings.Contains(route, " /r/{code}") && (strings.HasPrefix(to, "/r") || route == "GET /r/{code}" || got.status == http.StatusBadRequest && route == "POST /r/{code}"):
		return false, got.status // the door itself, which asks for the passphrase
	case got.status == http.StatusSeeOther && strings.HasPrefix(to, "/sign-in") && !strings.HasPrefix(route, "POST /sign-"):
		return false, got.status
	case got.status >= 500:
		s.t.Errorf("%s asks for %s at %s: %d %.300s", v.name, route, place, got.status, got.body)
	}
	return true, got.status
}

// TestEveryRouteLetsInWhomTheDesignNames asks for every address of the route table, as every account and as nobody, about what
// is of its own village, of another and of another tenant; and for one's own things as accounts of another tenant.
func TestEveryRouteLetsInWhomTheDesignNames(t *testing.T) {
	s := newRights(t)
	var all []string
	for _, route := range s.table(t) {
		if strings.Contains(route, " /api/") || known[route] != "" { // of the API: api TestEveryRouteAsksThePolicies
			continue
		}
		all = append(all, route)
	}
	last := append([]string{"/posts/{post}/end", "/accounts/{account}/close", "/units/{unit}/close"}, late...) // nothing is left to ask for after them
	rank := func(route string) int {
		return slices.IndexFunc(last, func(end string) bool { return strings.HasPrefix(route, "POST") && strings.HasSuffix(route, end) })
	}
	slices.SortStableFunc(all, func(a, b string) int { return rank(a) - rank(b) })
	for _, route := range all {
		want, ok := doors[route]
		_, path, two := strings.Cut(route, " ")
		if !two {
			path = route
		}
		switch open := slices.Contains(public, path); {
		case open && ok:
			t.Errorf("%s: is it open, or is it not", route)
		case open:
			if let, status := s.let(s.nobody(), route, "own"); !let && status != http.StatusNotFound && status != http.StatusUnauthorized && !strings.HasPrefix(route, "POST") {
				t.Errorf("%s is closed to who has not signed in: %d", route, status)
			}
			continue
		case strings.HasPrefix(path, "/r/{code}"):
			want = door{}                          // a party's own pages: no account of the office gets there
			if strings.HasSuffix(path, "/leave") { // the way out is open
				continue
			}
		case !ok:
			t.Errorf("%s: nobody has said who is let in", route)
		}
		s.expect(route, want)
	}
	for route := range doors {
		if !slices.Contains(all, route) {
			t.Errorf("%s stands in the table of this test and in no route table", route)
		}
	}
}

// nobody is a browser in which nobody has signed in.
func (s *rights) nobody() *visitor {
	return &visitor{name: "nobody", of: -1, party: -1, cookies: map[string]string{}}
}

// expect asks for one route everywhere.
func (s *rights) expect(route string, want door) {
	s.t.Helper()
	in := map[string]string{"own": want.own}
	if strings.Contains(route, "{") && !slices.Contains(ofNoUnit, route) {
		in["other"], in["abroad"] = want.other, ""
		for _, h := range s.elsewhere.Staff {
			if let, status := s.let(&visitor{name: h.Login, bearer: h.Token, of: -1, party: -1, cookies: map[string]string{}}, route, "own"); let {
				s.t.Errorf("%s, of another tenant, is let in by %s: %d", h.Login, route, status)
			}
		}
	}
	for place, want := range in {
		var got []string
		for _, login := range strings.Fields(everybody) {
			if let, _ := s.let(s.account(login), route, place); let {
				got = append(got, login)
			}
		}
		if strings.Join(got, " ") != want {
			s.t.Errorf("%s (%s) lets in %q, and should %q", route, place, got, want)
		}
		if let, status := s.let(s.nobody(), route, place); let {
			s.t.Errorf("%s (%s) lets in who has not signed in: %d", route, place, status)
		}
	}
}
