package house_test

import (
	"bytes"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/platform/access"
	"linli/platform/blob/blobtest"
	"linli/platform/fault"
	"linli/platform/id"
	reports "linli/report"
	"linli/testkit"
)

// complainedOf are the accounts of the unit that the complaint of these tests is about; uninvolved have no part in it either.
var (
	complainedOf = []string{"clerk", "mediator", "lead", "records"}
	uninvolved   = []string{"second", "other.clerk", "other.mediator", "admin", "statistician", "privacy"}
)

// complaining is an office with one complaint about the mediator of V1, and its author with the slip.
func complaining(t *testing.T) (*site, reports.Case, *visitor, id.Code) {
	t.Helper()
	w := apptest.New(t, testkit.Embedded(t, "cases"))
	s := newSite(t, w, w.Apply())
	code, err := w.App.Report.File(w.Ctx, w.Anybody(), w.Complaint(), nil)
	if err != nil {
		t.Fatal(err)
	}
	passphrase, err := w.App.Report.FirstSlip(w.Ctx, w.Tenant(), code)
	if err != nil {
		t.Fatal(err)
	}
	c, _ := w.Complained(code)
	return s, c, &visitor{name: "author", of: -1, party: -1, passphrase: passphrase, cookies: map[string]string{}}, code
}

func (s *site) ask(t *testing.T, v *visitor, method, path string, form url.Values) visit {
	t.Helper()
	if form != nil {
		form.Set("_key", s.IDs().New().String())
	}
	return s.send(t, v, stop{route: method + " " + path, label: path, method: method, path: path, of: -1, party: -1}, form)
}

// IDs are fresh ids for keys of forms.
func (s *site) IDs() *id.Source { return s.App.IDs }

// TestAComplaintLeavesTheUnit is the rule of fairness: every account of the unit complained of is answered 404 on every route
// of the complaint, and no list, count, notice, search, calendar or file that it opens speaks of it.
func TestAComplaintLeavesTheUnit(t *testing.T) {
	s, c, _, _ := complaining(t)
	c = s.Answer(s.As("upper.lead"), c, reports.Take{}, reports.Accept{}) // it has a handler, promises, and something in each table
	file, err := s.App.Report.Upload(s.Ctx, s.As("upper.lead"), c.ID, "photograph.jpg", bytes.NewReader(blobtest.Photographs()[3].Raw))
	if err != nil {
		t.Fatal(err)
	}
	s.keptFrom(t, c, file.ID, append(slices.Clone(complainedOf), uninvolved...), "upper.lead")
}

// TestAComplaintStaysWithoutTheUnitThatEnded: the end of a unit, and a move by the administrator, make nobody of it fit for the desk of a
// complaint about it, and so it is with one about the unit that has its work; who has that work as the unit above stays at the desk.
func TestAComplaintStaysWithoutTheUnitThatEnded(t *testing.T) {
	s, c, _, _ := complaining(t)
	c = s.Answer(s.As("upper.lead"), c, reports.Take{}, reports.Accept{})
	file, err := s.App.Report.Upload(s.Ctx, s.As("upper.lead"), c.ID, "photograph.jpg", bytes.NewReader(blobtest.Photographs()[3].Raw))
	if err != nil {
		t.Fatal(err)
	}
	s.Take("clerk", "V1", access.Clerk) // moved after the complaint came
	s.Give("clerk", "T", access.Lead)
	s.Hire("late", "V1", access.Clerk) // came after it
	s.Clock.Add(time.Hour)
	if err := s.App.Office.CloseUnit(s.Ctx, s.As("admin"), s.Unit("V1"), s.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	s.Clock.Add(time.Minute)
	for _, login := range []string{"lead", "late"} {
		s.Give(login, "T", access.Lead)
	}
	s.Give("mediator", "T", access.Privacy)
	s.Clock.Add(time.Minute)
	moved := []string{"clerk", "lead", "late", "mediator"}
	s.keptFrom(t, c, file.ID, moved, "upper.lead")

	of := s.Complaint()
	of.Mediator, of.Category = id.ID{}, "complaint_office"
	after, _ := s.Complain(of) // about the same unit, which has ended
	for _, login := range moved {
		if _, _, err := s.App.Report.See(s.Ctx, s.As(login), after.ID); err == nil {
			t.Errorf("%s sees a complaint that came after the end", login)
		}
	}
	s.Take("upper.lead", "T", access.Lead)
	s.Take("privacy", "T", access.Privacy)
	s.Clock.Add(time.Minute)
	if _, err := s.App.Report.File(s.Ctx, s.Anybody(), of, nil); fault.Of(err) == nil || fault.Of(err).Key != "report.guard.nobody_answers" {
		t.Errorf("people of the unit alone are left at the desk, and it is taken: %v", err)
	}
	s.Clock.Add(366 * 24 * time.Hour)
	if _, err := s.App.Report.File(s.Ctx, s.Anybody(), of, nil); err != nil {
		t.Errorf("a year later they answer for the township like anybody: %v", err)
	}
}

// TestAComplaintAboutTheHeirIsKeptFromBoth: whoever complains of a unit may speak of what it took over.
func TestAComplaintAboutTheHeirIsKeptFromBoth(t *testing.T) {
	s, _, _, _ := complaining(t)
	s.Hire("other.lead", "V2", access.Lead)
	if err := s.App.Office.CloseUnit(s.Ctx, s.As("admin"), s.Unit("V1"), s.Clock.Now(), s.Unit("V2")); err != nil {
		t.Fatal(err)
	}
	s.Clock.Add(time.Minute)
	s.Give("lead", "T", access.Lead)
	of := s.Complaint()
	of.Unit, of.Mediator, of.Category = s.Unit("V2"), id.ID{}, "complaint_office"
	c, _ := s.Complain(of)
	if _, _, err := s.App.Report.See(s.Ctx, s.As("lead"), c.ID); err == nil {
		t.Error("who led the unit that was merged sees it")
	}
	if _, _, err := s.App.Report.See(s.Ctx, s.As("upper.lead"), c.ID); err != nil || c.About[0] != s.Unit("V2") {
		t.Errorf("the desk does not see it: %v", err)
	}
}

// keptFrom asks for every page of a complaint, and every list, as accounts that have no part in it, and as the one at its desk.
func (s *site) keptFrom(t *testing.T, c reports.Case, file id.ID, without []string, at string) {
	t.Helper()
	about := map[string]int{}
	for _, login := range append(slices.Clone(without), at) {
		v := s.account(login)
		v.token = "x"
		s.ask(t, v, http.MethodGet, "/account", nil)
		for _, route := range s.table(t) {
			method, path, ok := strings.Cut(route, " ")
			if !ok || strings.Contains(path, "{code}") || strings.HasPrefix(path, "/sign-") {
				continue
			}
			if !strings.Contains(path, "{complaint}") && (method != http.MethodGet || strings.Contains(path, "{")) {
				continue
			}
			for _, act := range reports.OfOffice {
				address := strings.NewReplacer("{complaint}", c.ID.String(), "{file}", file.String(), "{event}", string(act), "{$}", "").Replace(path)
				got := s.ask(t, v, method, address, map[bool]url.Values{true: {"text": {"x"}}}[method != http.MethodGet])
				if strings.Contains(path, "{complaint}") && (login != at || !strings.HasSuffix(path, "/file.pdf")) { // which nobody has asked for yet
					about[login]++
					if refused := got.status == http.StatusNotFound; refused == (login == at) {
						t.Errorf("%s asks %s %s: %d", login, method, address, got.status)
					}
				}
				if login == at {
					continue
				}
				planted := slices.Clone(apptest.Planted)
				if !strings.Contains(path, "{complaint}") { // else it says no more than the address that was typed
					planted = append(planted, c.ID.String())
				}
				for _, word := range planted {
					if strings.Contains(string(got.body), word) {
						t.Errorf("%s reads %s at %s", login, word, address)
					}
				}
				if !strings.Contains(path, "{event}") {
					break
				}
			}
		}
		if about[login] < 10 {
			t.Errorf("%s asked for %d pages of the complaint only", login, about[login])
		}
	}
}

var caseRow = regexp.MustCompile(`/complaints/[0-9a-f-]{36}`)

// TestTheDeskAnswersAndTheAuthorReads takes the road over the pages: list, act, answer, and the author's own page.
func TestTheDeskAnswersAndTheAuthorReads(t *testing.T) {
	s, c, author, code := complaining(t)
	upper := s.account("upper.lead")
	if got := s.ask(t, upper, http.MethodGet, "/complaints", nil); !slices.Contains(caseRow.FindAllString(string(got.body), -1), "/complaints/"+c.ID.String()) {
		t.Fatalf("the desk's list has no complaint: %d %s", got.status, got.body)
	}
	if got := s.ask(t, upper, http.MethodGet, "/due", nil); !strings.Contains(string(got.body), "/complaints/"+c.ID.String()) {
		t.Errorf("the desk is not told of it on the Due page")
	}
	at := "/complaints/" + c.ID.String()
	says := func(v *visitor, path string, words ...string) {
		t.Helper()
		got := s.ask(t, v, http.MethodGet, path, nil)
		for _, w := range words {
			if got.status != http.StatusOK || !strings.Contains(string(got.body), w) {
				t.Errorf("%s says nothing of %q: %d\n%s", path, w, got.status, got.body)
			}
		}
	}
	do := func(v *visitor, path string, form url.Values) {
		t.Helper()
		s.ask(t, v, http.MethodGet, path, nil)
		if got := s.ask(t, v, http.MethodPost, path, form); got.status != http.StatusSeeOther {
			t.Fatalf("%s: %d\n%s", path, got.status, got.body)
		}
	}
	if got := s.ask(t, upper, http.MethodGet, at, nil); strings.Contains(string(got.body), apptest.Planted[3]) {
		t.Error("who has not taken it reads it")
	}
	do(upper, at+"/take", url.Values{})
	says(upper, at, apptest.Planted[3], apptest.Planted[0], "赔偿伍佰元整一案")
	do(upper, at+"/accept", url.Values{})
	do(upper, at+"/propose_words", url.Values{"text": {"请按时开会"}})
	do(upper, at+"/message", url.Values{"text": {"我们正在了解"}})
	if got := s.ask(t, upper, http.MethodPost, at+"/answer", url.Values{"text": {" "}}); got.status != http.StatusBadRequest {
		t.Errorf("an empty answer: %d", got.status)
	}

	own := "/r/" + code.String()
	s.ask(t, author, http.MethodGet, "/r", nil)
	s.Clock.Add(time.Minute)
	if got := s.ask(t, author, http.MethodPost, own, url.Values{"digits": {author.passphrase}}); got.status != http.StatusSeeOther {
		t.Fatalf("the door: %d", got.status)
	}
	says(author, own, "请按时开会", "我们正在了解", "柳树村", own+"/complaint/withdraw")
	do(author, own+"/complaint/release_words", url.Values{})
	do(author, own+"/complaint/reply", url.Values{"text": {"谢谢"}})
	do(upper, at+"/extend", url.Values{"text": {"还要问证人"}})
	do(upper, at+"/answer", url.Values{"text": {"已经改正"}})
	says(author, own, "已经改正", "还要问证人", own+"/complaint/ask_review")
	do(author, own+"/complaint/ask_review", url.Values{"text": {"没有回答我的问题"}})
	if got := s.ask(t, upper, http.MethodGet, at, nil); got.status != http.StatusNotFound {
		t.Errorf("who answered sees the review: %d", got.status)
	}
	privacy := s.account("privacy")
	do(privacy, at+"/take", url.Values{})
	says(privacy, at, "没有回答我的问题", "已经改正")
	do(privacy, at+"/decide_review", url.Values{"text": {"维持答复"}})
	says(author, own, "维持答复")
	for path, status := range map[string]int{own + "/receipt": 200, own + "/receipt.json": 200, own + "/papers": 404, own + "/withdraw": 404, own + "/files": 404,
		own + "/complaint/nothing": 404, own + "/complaint/close": 303} {
		if got := s.ask(t, author, http.MethodGet, path, nil); got.status != status {
			t.Errorf("%s: %d, not %d", path, got.status, status)
		}
	}
}

var slipOfPage = regexp.MustCompile(`\b\d{4}-\d{4}-\d{4}-\d{4}\b`)

// TestAnybodyComplains: over the public form, with the mediators who can be chosen, and once however often it is sent; and at
// the counter, never at that of the unit itself.
func TestAnybodyComplains(t *testing.T) {
	s, _, _, _ := complaining(t)
	v := &visitor{name: "nobody", of: -1, party: -1, cookies: map[string]string{}}
	s.ask(t, v, http.MethodGet, "/complain", nil)
	if got := s.ask(t, v, http.MethodPost, "/complain", url.Values{}); !strings.Contains(string(got.body), `name="unit"`) || got.status != http.StatusBadRequest {
		t.Errorf("no unit: %d", got.status)
	}
	unit := s.Unit("V1").String()
	form := s.ask(t, v, http.MethodPost, "/complain", url.Values{"unit": {unit}})
	attempt := regexp.MustCompile(`name="attempt" value="([A-Z2-7]{26})"`).FindSubmatch(form.body)
	if form.status != http.StatusOK || attempt == nil || strings.Contains(string(form.body), "govuk-error-summary") {
		t.Fatalf("the second page: %d\n%s", form.status, form.body)
	}
	filled := func(about, text string) url.Values {
		return url.Values{"at": {"what"}, "unit": {unit}, "attempt": {string(attempt[1])}, "about": {about}, "text": {text}}
	}
	for _, wrong := range []url.Values{filled("", "x"), filled("other", " "), filled(s.Hired("clerk").Account.String(), "x")} {
		if got := s.ask(t, v, http.MethodPost, "/complain", wrong); got.status != http.StatusBadRequest {
			t.Errorf("%v: %d", wrong, got.status)
		}
	}
	sent := s.ask(t, v, http.MethodPost, "/complain", filled("other", "没有按时开会"))
	if sent.status != http.StatusOK || !slipOfPage.Match(sent.body) {
		t.Fatalf("sent: %d\n%s", sent.status, sent.body)
	}
	if again := s.ask(t, v, http.MethodPost, "/complain", filled("other", "没有按时开会")); again.status != http.StatusOK || slipOfPage.Match(again.body) {
		t.Errorf("sent again: %d", again.status)
	}
	rows, _, err := s.App.Report.List(s.Ctx, s.As("upper.lead"), reports.QueueFilter{Limit: 10})
	if err != nil || len(rows) != 2 { // with that of the test's office
		t.Errorf("%d complaints, %v", len(rows), err)
	}

	entered := url.Values{"unit": {unit}, "category": {"complaint_office"}, "text": {"没有人接待"}}
	for login, status := range map[string]int{"upper.lead": 200, "lead": 400, "clerk": 400, "other.clerk": 200, "mediator": 403} {
		a := s.account(login)
		s.ask(t, a, http.MethodGet, "/complaints/new", nil)
		got := s.ask(t, a, http.MethodPost, "/complaints/new", entered)
		if got.status != status || slipOfPage.Match(got.body) != (status == 200) {
			t.Errorf("%s writes one down: %d", login, got.status)
		}
	}
	if s.App.Report.MayEnter(access.Actor{Kind: access.Staff, Tenant: s.Tenant()}) {
		t.Error("an account without a post writes complaints down")
	}

	// From a party's own page, with the mediator of its case.
	party := s.people[0]
	s.enter(t, party)
	at := "/r/" + s.cases[0].codes[0].String() + "/complain"
	if got := s.ask(t, party, http.MethodGet, at, nil); got.status != http.StatusOK || !strings.Contains(string(got.body), `value="`+unit+`"`) {
		t.Errorf("from the party's page: %d", got.status)
	}
}
