package help_test

import (
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation/paper"
	"linli/platform/access"
	"linli/referral"
	"linli/testkit"
	"linli/web/page"
)

// site is the whole site before an office on SQLite: the engine makes no difference to a page.
type site struct {
	*apptest.World
	t       *testing.T
	handler http.Handler
	browser bool // keeps cookies, as a browser does
	jar     []*http.Cookie
}

func newSite(t *testing.T) *site {
	t.Helper()
	w := apptest.New(t, testkit.Embedded(t, "cases"))
	s, err := w.App.Site(&url.URL{Scheme: "http", Host: "localhost:8080"})
	if err != nil {
		t.Fatal(err)
	}
	return &site{World: w, t: t, handler: s.Handler}
}

var formToken = regexp.MustCompile(`name="` + page.CSRFField + `" value="([^"]+)"`)

// ask sends a request; login "" comes without a token, as from a browser with the cookies so far.
func (s *site) ask(login, method, path string, values url.Values) (int, string) {
	s.t.Helper()
	if method == http.MethodPost {
		if values == nil {
			values = url.Values{}
		}
		values.Set(page.KeyField, rand.Text())
	}
	r := httptest.NewRequest(method, path, strings.NewReader(values.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Host, r.RemoteAddr = "localhost:8080", "127.0.0.1:4711"
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Accept-Language", "en")
	if login != "" {
		r.Header.Set("Authorization", "Bearer "+s.Hired(login).Token)
	}
	for _, c := range s.jar {
		if !s.browser {
			break
		}
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		s.jar = slices.DeleteFunc(s.jar, func(x *http.Cookie) bool { return x.Name == c.Name })
		s.jar = append(s.jar, c)
	}
	if w.Code == http.StatusSeeOther {
		return w.Code, w.Header().Get("Location")
	}
	return w.Code, w.Body.String()
}

func (s *site) says(login, method, path string, values url.Values, status int, texts ...string) string {
	s.t.Helper()
	got, body := s.ask(login, method, path, values)
	if got != status {
		s.t.Fatalf("%s %s: %d, want %d: %.1500s", method, path, got, status, body)
	}
	for _, x := range texts {
		if !strings.Contains(body, x) {
			s.t.Errorf("%s %s does not say %q", method, path, x)
		}
	}
	return body
}

var linkIn = regexp.MustCompile(`http://localhost:8080(/p/[0-9A-Z-]+)#([A-Z2-7]{26})`)

// TestTheCounterAgreesLineByLineAndTheClinicAnswersFromItsLink walks the worker's pages and the service's.
func TestTheCounterAgreesLineByLineAndTheClinicAnswersFromItsLink(t *testing.T) {
	s := newSite(t)
	s.Worker()
	clinic := s.Clinic("青石法律援助站")
	s.says("clerk", "GET", "/help", nil, 200, "Requests for help", "Write down a request")
	s.says("clerk", "POST", "/help/new", url.Values{"needs": {"legal_aid"}, "text": {" "}, "unit": {s.Unit("V1").String()}}, 400, "Tell us about it")
	slip := s.says("clerk", "POST", "/help/new", url.Values{"attempt": {strings.Repeat("A", 26)}, "needs": {"legal_aid"}, "text": {"要请律师"}, "name": {"欧阳某"}, "contact": {"0000"},
		"unit": {s.Unit("V1").String()}}, 200, "linli-slip")
	if strings.Contains(slip, "欧阳某") {
		t.Error("the slip says who it is")
	}
	rows, _, err := s.App.Referral.List(s.Ctx, s.As("clerk"), referral.Filter{Limit: 5})
	if err != nil || len(rows) != 1 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	at := "/help/" + rows[0].Case.ID.String()
	body := s.says("clerk", "GET", at, nil, 200, "Take it", "Legal aid")
	if strings.Contains(body, "要请律师") {
		t.Error("it is read before it is taken")
	}
	for _, login := range []string{"mediator", "other.clerk", "admin"} {
		if status, _ := s.ask(login, "GET", at, nil); status != 404 && status != 403 {
			t.Errorf("%s gets %d", login, status)
		}
	}
	s.says("clerk", "POST", at+"/take", nil, 400, "Nobody helps oneself")
	s.says("clerk", "POST", at+"/take", url.Values{"apart": {"yes"}}, 303)
	s.says("clerk", "GET", at, nil, 200, "要请律师", "欧阳某", "Find a service")
	s.says("clerk", "POST", at+"/refer", url.Values{"do": {"search"}, "search": {"青石"}}, 200, "青石法律援助站", "Write it down, and ask the person")
	s.says("clerk", "POST", at+"/refer", url.Values{"do": {"refer"}, "search": {"青石"}, "service": {clinic.String()}, "need": {"legal_aid"}, "lines": {"words"}}, 400)
	s.says("clerk", "POST", at+"/refer", url.Values{"do": {"refer"}, "search": {"青石"}, "service": {clinic.String()}, "need": {"legal_aid"}, "lines": {"name", "words", "health"}, "words": {"看看协议"}, "health": {"腿伤"}}, 303)
	c, err := s.App.Referral.Repo.Case(s.Ctx, s.Tenant(), rows[0].Case.ID)
	if err != nil {
		t.Fatal(err)
	}
	r := at + "/" + c.Referrals[0].ID.String()
	form := s.says("clerk", "GET", r+"/agree", nil, 200, "欧阳某", "看看协议", "腿伤", "Asked apart")
	if strings.Contains(form, " checked") {
		t.Error("something is ticked before anybody said so")
	}
	s.says("clerk", "POST", r+"/agree", url.Values{"how": {"oral"}, "by": {"self"}}, 400, "Choose at least one of the lines")
	s.says("clerk", "POST", r+"/request", nil, 422, "Without a valid consent")
	s.says("clerk", "POST", r+"/agree", url.Values{"lines": {"name", "words"}, "how": {"oral"}, "by": {"self"}}, 303)
	link := linkIn.FindStringSubmatch(s.says("clerk", "POST", r+"/request", nil, 200, "Shown this once"))
	if link == nil {
		t.Fatal("no link is shown")
	}
	s.says("", "GET", link[1], nil, 200, "Open a referral")
	s.says("", "POST", link[1], url.Values{"link_key": {strings.Repeat("A", 26)}}, 401, "The link or its key is wrong")
	key := url.Values{"link_key": {link[2]}}
	told := s.says("", "POST", link[1], key, 200, "欧阳某", "看看协议", "Accept", "Decline")
	if strings.Contains(told, "腿伤") || strings.Contains(told, "要请律师") || strings.Contains(told, "0000") {
		t.Error("the service reads more than was agreed to")
	}
	with := func(act string, more url.Values) url.Values {
		v := url.Values{"link_key": {link[2]}, "act": {act}, "send": {"yes"}}
		for k, x := range more {
			v[k] = x
		}
		return v
	}
	if file := s.says("clerk", "GET", r+"/fhir.json", nil, 200, `"resourceType": "ServiceRequest"`, "看看协议", `"status": "requested"`); strings.Contains(file, "腿伤") || !slices.ContainsFunc(s.reads(), func(r access.Row) bool { return r.Purpose == access.ForExport }) {
		t.Error("the file says more than was agreed to")
	}
	s.says("clerk", "GET", r+"/fhir.json", nil, 200)
	if n, err := s.App.Referral.Files(s.Ctx, s.Tenant()); err != nil || n != 2 {
		t.Errorf("%d files are counted, %v", n, err)
	}
	s.says("clerk", "GET", at+"/"+clinic.String()+"/fhir.json", nil, 404)
	if n, _ := s.App.Referral.Files(s.Ctx, s.Tenant()); n != 2 {
		t.Errorf("what never left is counted: %d", n)
	}
	own := s.says("", "POST", link[1], url.Values{"link_key": {link[2]}, "file": {"fhir"}}, 200, `"resourceType": "Consent"`, "看看协议")
	if strings.Contains(own, "腿伤") || strings.Contains(own, c.Person.String()) || strings.Contains(own, c.ID.String()) {
		t.Error("the service's own file says more than was agreed to, or whose other referrals there are")
	}
	if n, _ := s.App.Referral.Files(s.Ctx, s.Tenant()); n != 3 {
		t.Errorf("%d files are counted", n)
	}
	s.says("", "POST", link[1], url.Values{"link_key": {strings.Repeat("A", 26)}, "file": {"fhir"}}, 401)
	s.says("", "POST", link[1], with("reject", nil), 400, "No room")
	s.says("", "POST", link[1], with("accept", nil), 200, "Accepted")
	s.says("", "POST", link[1], with("complete", url.Values{"outcome": {"given"}, "text": {"周三见过"}}), 200, "Completed")
	s.says("clerk", "GET", at, nil, 200, "周三见过", "The person says that the help came")
	s.says("clerk", "POST", r+"/take_back", url.Values{"how": {"oral"}}, 303)
	s.says("", "POST", link[1], url.Values{"link_key": {link[2]}, "file": {"fhir"}}, 409)
	gone := s.says("", "POST", link[1], key, 200, "Nothing of this referral is shown", "We have deleted everything")
	if strings.Contains(gone, "欧阳某") {
		t.Error("what was taken back is shown")
	}
	s.says("", "POST", link[1], with("acknowledge", nil), 200)
}

// TestAClerkWritesDownARequest: a clerk who helps nobody writes the opening, gives the slip, and reads nothing of it afterwards.
func TestAClerkWritesDownARequest(t *testing.T) {
	s := newSite(t)
	s.Give("second", "V1", access.Referral)
	s.says("clerk", "GET", "/due", nil, 200, "/help/new")
	s.says("clerk", "GET", "/help/new", nil, 200, "Legal aid")
	s.says("clerk", "POST", "/help/new", url.Values{"needs": {"legal_aid"}, "text": {"没有钱请律师"}, "unit": {s.Unit("V1").String()}}, 200, "Passphrase")
	rows, _, err := s.App.Referral.List(s.Ctx, s.As("second"), referral.Filter{Limit: 10})
	if err != nil || len(rows) != 1 {
		t.Fatalf("%v, %v", rows, err)
	}
	at := "/help/" + rows[0].Case.ID.String()
	s.says("clerk", "GET", at, nil, 404)
	s.says("clerk", "GET", "/help", nil, 403)
	s.says("second", "GET", at, nil, 200, "Legal aid")
	s.says("mediator", "GET", "/help/new", nil, 403)
}

// TestThePersonsOwnPage walks from the public form to the person's own word.
func TestThePersonsOwnPage(t *testing.T) {
	s := newSite(t)
	s.Worker()
	clinic := s.Clinic("青石法律援助站")
	s.says("", "GET", "/ask", nil, 200, "I need help", "You need not give a name", "Legal aid")
	out, err := s.App.Referral.Ask(s.Ctx, s.Anybody(), s.Request(), nil)
	if err != nil {
		t.Fatal(err)
	}
	passphrase, err := s.App.Referral.FirstSlip(s.Ctx, s.Tenant(), out.Code)
	if err != nil {
		t.Fatal(err)
	}
	at := "/r/" + out.Code.String()
	s.browser = true
	s.says("", "GET", at+"/help", nil, 303)
	entry := s.says("", "GET", at, nil, 200)
	values := url.Values{"digits": {passphrase}}
	if m := formToken.FindStringSubmatch(entry); m != nil {
		values.Set(page.CSRFField, m[1])
	}
	s.says("", "POST", at, values, 303)
	if status, to := s.ask("", "GET", at, nil); status != 303 || to != at+"/help" {
		t.Fatalf("%d %s", status, to)
	}
	s.says("", "GET", at+"/help", nil, 200, "My request", "No service was asked yet", "阿依古丽欧阳")
	c := s.Help(s.Worker(), out.Case, referral.Take{Apart: true}, referral.Refer{Service: clinic, Need: "legal_aid", Lines: []string{"name"}})
	s.says("", "GET", at+"/help", nil, 200, "青石法律援助站", "Decide what the service is told")
	form := s.says("", "GET", at+"/help/1/agree", nil, 200, "You decide on each line", "阿依古丽欧阳")
	if strings.Contains(form, " checked") {
		t.Error("something is ticked before anybody said so")
	}
	c = s.Help(s.person(c), c, referral.Agree{Referral: c.Referrals[0].ID, Lines: []string{"name"}, How: "screen", Language: "en"})
	if _, _, err := s.App.Referral.Request(s.Ctx, s.Worker(), c.ID, c.Referrals[0].ID); err != nil {
		t.Fatal(err)
	}
	s.says("", "GET", at+"/help/receipt", nil, 200, "青石法律援助站", "withdraw")
	s.says("", "GET", at+"/help/receipt.json", nil, 200, `"pii_principal_id"`)
	s.says("", "GET", at+"/help/receipt.pdf", nil, 200, "%PDF-")
	// The code on it says which paper it is, and nothing of whom or what it is about.
	key, err := s.App.Stores.Operator.Derive("paper")
	if err != nil {
		t.Fatal(err)
	}
	prover, err := paper.NewProver(key)
	if err != nil {
		t.Fatal(err)
	}
	code := prover.Seal(paper.Proof{Tenant: c.Tenant, Case: c.ID, Document: paper.Whole, Made: s.App.Clock.Now()}, nil)
	if checked := s.says("", "GET", "/verify/"+code, nil, 200, "Consent receipt", "A notice or a record"); strings.Contains(checked, "青石法律援助站") || strings.Contains(checked, "阿依古丽欧阳") {
		t.Error("the code on a receipt names somebody")
	}
	// Everything at once: what was said, to whom it was told, who read it, and nothing of another code or another person.
	for _, path := range []string{"/help/data", "/help/data.json"} {
		all := s.says("", "GET", at+path, nil, 200, "青石法律援助站", "阿依古丽欧阳", "没有钱请律师", "Legal aid", "13812345678")
		for _, other := range []string{s.Hired("clerk").Account.String(), c.ID.String(), c.Person.String() + `"name`} {
			if strings.Contains(all, other) {
				t.Errorf("%s says %s", path, other)
			}
		}
	}
	s.says("", "GET", at+"/help/1/take_back", nil, 200, "Take my consent back")
	s.says("", "GET", at+"/help/1/agree", nil, 303) // it has moved on
	s.says("", "GET", at+"/help/2/agree", nil, 404)
	s.says("", "GET", at+"/help/0/erase", nil, 404)
	s.says("", "GET", at+"/help/0/leave", nil, 200, "End my request")
}

// reads are who read the one case of the office, as its person sees it.
func (s *site) reads() []access.Row {
	s.t.Helper()
	rows, _, err := s.App.Referral.List(s.Ctx, s.Worker(), referral.Filter{Limit: 1})
	if err != nil || len(rows) != 1 {
		s.t.Fatalf("%v, %v", rows, err)
	}
	c := rows[0].Case
	o, err := s.App.Referral.Open(s.Ctx, s.person(c), c.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	return o.Reads
}

// person is whoever asked.
func (s *site) person(c referral.Case) (a access.Actor) {
	return access.Actor{Kind: access.Resident, Tenant: s.Tenant(), Case: c.ID, Party: c.Person, Via: "web", Language: s.Language()}
}

// TestThePersonAndTheServiceReadWhoHelpsNow: the unit that helped has ended; the person reads who has the request, and a service that was
// asked whom to speak to.
func TestThePersonAndTheServiceReadWhoHelpsNow(t *testing.T) {
	s := newSite(t)
	s.Worker()
	clinic := s.Clinic("青石法律援助站")
	c, _ := s.Ask(s.Request())
	c = s.Help(s.Worker(), c, referral.Take{Apart: true}, referral.Refer{Service: clinic, Need: "legal_aid", Lines: []string{"name"}})
	c = s.Help(s.person(c), c, referral.Agree{Referral: c.Referrals[0].ID, Lines: []string{"name"}, How: "screen", Language: "en"})
	link := linkIn.FindStringSubmatch(s.says("clerk", "POST", "/help/"+c.ID.String()+"/"+c.Referrals[0].ID.String()+"/request", nil, 200))
	key := url.Values{"link_key": {link[2]}}
	if told := s.says("", "POST", link[1], key, 200); strings.Contains(told, "speak to it") {
		t.Error("the unit works")
	}
	s.Hire("other.lead", "V2", access.Lead, access.Referral)
	if err := s.App.Office.CloseUnit(s.Ctx, s.As("admin"), s.Unit("V1"), s.Clock.Now(), s.Unit("V2")); err != nil {
		t.Fatal(err)
	}
	s.Clock.Add(time.Minute)
	if err := s.App.Tick(s.Ctx); err != nil {
		t.Fatal(err)
	}
	s.says("", "POST", link[1], key, 200, "speak to it", s.Villages[1])
	s.says("other.lead", "GET", "/help/"+c.ID.String(), nil, 200)
}
