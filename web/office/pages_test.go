package office_test

import (
	"encoding/base32"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"linli/office"
	"linli/platform/access"
	"linli/store/dialect"
	"linli/testkit"
)

func each(t *testing.T, test func(t *testing.T, s *site)) {
	t.Helper()
	testkit.EachEngine(t, func(t *testing.T, db *dialect.DB) { test(t, newSite(t, db)) })
}

// enrol sets an account up from its code, as a person does, and returns the secret of the second factor.
func (b *browser) enrol(code string) []byte {
	b.t.Helper()
	b.get("/sign-in/enrol")
	_, body := b.post("/sign-in/enrol", "code", code)
	says(b.t, body, "<svg class=\"linli-qr\"")
	shown, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(find(b.t, secret, body))
	if err != nil {
		b.t.Fatal(err)
	}
	status, to := b.post("/sign-in/enrol/complete", "step", find(b.t, stepField, body), "password", password, "repeat", password,
		"code", office.TOTPCode(shown, b.clock.Now()))
	if status != http.StatusSeeOther || to != "/account" {
		b.t.Fatalf("enrolment ends with %d %s", status, to)
	}
	return shown
}

func TestSigningIn(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		key := s.browser().enrol(s.founded.Code.String())
		s.clock.Add(time.Minute)
		b := s.browser()
		if status, to := b.get("/office"); status != http.StatusSeeOther || to != "/sign-in?next=%2Foffice" {
			t.Fatalf("%d %s", status, to)
		}
		_, body := b.get("/sign-in?next=/office")
		says(t, body, "Sign in with a passkey")
		_, body = b.post("/sign-in", "login", "admin", "password", password, "next", "/office")
		says(t, body, "6 digits")
		if strings.Contains(body, password) {
			t.Error("the password comes back")
		}
		before := b.cookies["csrf"]
		status, to := b.post("/sign-in/code", "step", find(t, stepField, body), "code", office.TOTPCode(key, s.clock.Now()), "next", "/office")
		if status != http.StatusSeeOther || to != "/office" {
			t.Fatalf("%d %s", status, to)
		}
		if b.cookies["csrf"] == before {
			t.Error("the token against forgery is not renewed at sign-in")
		}
		status, body = b.get("/office")
		if status != http.StatusOK {
			t.Fatalf("%d\n%s", status, body)
		}
		says(t, body, "青山县")
		says(t, body, "Wang Li")
		if status, to = b.post("/sign-out"); status != http.StatusSeeOther || to != "/sign-in" || b.cookies["session"] != "" {
			t.Errorf("signing out: %d %s %v", status, to, b.cookies)
		}
		if status, _ = b.get("/account"); status != http.StatusSeeOther {
			t.Errorf("after signing out: %d", status)
		}
	})
}

// A wrong name, a wrong password and a wrong code read alike, to the letter.
func TestWrongSignInsReadAlike(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.browser().enrol(s.founded.Code.String())
		var pages []string
		for _, try := range [][2]string{{"nobody", password}, {"admin", "wrong"}, {"admin", password}} {
			b := s.browser()
			b.get("/sign-in")
			status, body := b.post("/sign-in", "login", try[0], "password", try[1])
			if status != http.StatusOK {
				t.Fatalf("the first step answers %d", status)
			}
			status, body = b.post("/sign-in/code", "step", find(t, stepField, body), "code", "000000")
			if status != http.StatusUnauthorized {
				t.Errorf("%v: %d", try, status)
			}
			says(t, body, "The name, the password or the code is not right.")
			pages = append(pages, masked(body))
		}
		if pages[0] != pages[1] || pages[1] != pages[2] {
			t.Error("the pages differ")
		}
	})
}

// masked hides what is random on a page.
func masked(body string) string {
	for _, name := range []string{"_csrf", "_key", "step"} {
		for {
			i := strings.Index(body, `name="`+name+`" value="`)
			if i < 0 {
				break
			}
			start := i + len(`name="`+name+`" value="`)
			end := start + strings.IndexByte(body[start:], '"')
			body = body[:i] + body[end:]
		}
	}
	return body
}

func TestNowhereElseAfterSigningIn(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.browser()
		for _, next := range []string{"//evil.example", "https://evil.example", `/\evil.example`, "javascript:alert(1)", "/sign-in", "evil"} {
			_, body := b.get("/sign-in?next=" + strings.NewReplacer(`\`, "%5C", ":", "%3A").Replace(next))
			says(t, body, `name="next" value="/account"`)
		}
	})
}

func TestAdministering(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.browser()
		b.enrol(s.founded.Code.String())
		root := "/office/units/" + s.founded.Root.ID.String()
		b.get(root)
		if status, body := b.post(root+"/units", "name", "", "code", "a b", "level", "village"); status != http.StatusBadRequest {
			t.Errorf("%d\n%s", status, body)
		} else {
			says(t, body, "Enter a name.")
			says(t, body, "There is a problem")
			says(t, body, `value="a b"`) // nothing typed is lost
		}
		if status, to := b.post(root+"/units", "name", "East village", "code", "E1", "level", "village"); status != http.StatusSeeOther || to != root {
			t.Fatalf("%d %s", status, to)
		}
		_, body := b.get(root)
		says(t, body, "The unit has been added.")
		says(t, body, "East village")
		if status, body := b.post(root+"/desk", "address", "3 Peace Road", "phone", "ask Mei", "hours", "always"); status != http.StatusBadRequest {
			t.Errorf("%d\n%s", status, body)
		} else {
			says(t, body, "Enter a telephone number, such as 010-5555 0100 or 010-5555 0100 ext. 12.")
			says(t, body, `value="ask Mei"`)
			says(t, body, `value="3 Peace Road"`)
		}
		if status, to := b.post(root+"/desk", "address", "3 Peace Road", "phone", "010-5555 0100 ext. 12", "hours", "always"); status != http.StatusSeeOther || to != root {
			t.Fatalf("%d %s", status, to)
		}
		_, body = b.get(root)
		says(t, body, "Address, telephone and hours have been saved.")
		says(t, body, `value="010-5555 0100 ext. 12"`)
		_, body = b.post(root+"/accounts", "login", "mei", "person", "Mei", "language", "zh-Hant")
		code := find(t, codeShown, body)
		_, body = b.get(root)
		if strings.Contains(body, code) {
			t.Error("the code is shown twice")
		}
		says(t, body, "Waits for its code")
		account := optionOf(t, body, "Mei (mei)")
		if status, body := b.post(root+"/posts", "account", account, "kind", "mediator", "until-day", "31", "until-month", "2", "until-year", "2027"); status != http.StatusBadRequest {
			t.Errorf("31 February: %d\n%s", status, body)
		}
		if status, _ := b.post(root+"/posts", "account", account, "kind", "mediator"); status != http.StatusSeeOther {
			t.Errorf("giving a post: %d", status)
		}
		_, body = b.get(root)
		says(t, body, "Mediator")

		mei := s.browser()
		mei.enrol(code)
		_, body = mei.get("/account")
		says(t, body, "調解員 – 青山县") // in her language, with her post

		b.get(root)
		deputy := []string{"account", account, "kind", "lead", "since-day", "16", "since-month", "2", "since-year", "2026", "until-day", "20", "until-month", "3", "until-year", "2026"}
		if status, body := b.post(root+"/posts", deputy...); status != http.StatusBadRequest {
			t.Errorf("from February on: %d", status)
		} else {
			says(t, body, "A post is not given for days that are over.")
			says(t, body, `href="#since`)
		}
		if status, _ := b.post(root+"/posts", append(deputy, "since-month", "3")...); status != http.StatusSeeOther {
			t.Errorf("a post from March on: %d", status)
		}
		_, body = b.get(root)
		says(t, body, "16 March 2026 – 20 March 2026")
	})
}

func optionOf(t *testing.T, body, text string) string {
	t.Helper()
	before, _, ok := strings.Cut(body, `">`+text+`<`)
	if !ok {
		t.Fatalf("no choice %q", text)
	}
	return before[strings.LastIndex(before, `"`)+1:]
}

func TestOwnAccount(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.browser()
		b.enrol(s.founded.Code.String())
		_, body := b.get("/account")
		says(t, body, "Your account is set up.")
		says(t, body, "This browser")
		_, body = b.post("/account/tokens")
		says(t, body, "This is the new token.")
		_, token, _ := strings.Cut(body, `<code class="linli-typed" translate="no">`)
		token, _, _ = strings.Cut(token, "<")
		if who, err := s.office.Resolve(t.Context(), token, office.API); err != nil || !who.Actor.Holds(access.Administrator, s.founded.Root.ID) {
			t.Errorf("token: %v %v", who, err)
		}
		_, body = b.post("/account/password", "present", "no", "password", "another long one", "repeat", "another long two")
		says(t, body, "The two passwords differ.")
		_, body = b.post("/account/password", "present", "no", "password", "another long one", "repeat", "another long one")
		says(t, body, "The present password is not right.")
		if status, _ := b.post("/account/language", "language", "zh-Hant"); status != http.StatusSeeOther {
			t.Error(status)
		}
		_, body = b.get("/account")
		says(t, body, "我的帳號")
		if status, to := b.post("/account/sessions/end"); status != http.StatusSeeOther || to != "/sign-in" || b.cookies["session"] != "" {
			t.Errorf("%d %s", status, to)
		}
		if _, err := s.office.Resolve(t.Context(), token, office.API); err == nil {
			t.Error("the token outlives signing out everywhere")
		}
	})
}

// TestASecondSignInEndsTheFirst: a browser has one session; what it was before opens nothing more.
func TestASecondSignInEndsTheFirst(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.browser()
		key := b.enrol(s.founded.Code.String())
		former := b.cookies["session"]
		b.get("/account")
		s.clock.Add(time.Minute)
		_, body := b.post("/sign-in", "login", "admin", "password", password)
		b.post("/sign-in/code", "step", find(t, stepField, body), "code", office.TOTPCode(key, s.clock.Now()))
		if now := b.cookies["session"]; now == "" || now == former {
			t.Fatal("no new session")
		}
		if _, err := s.office.Resolve(t.Context(), former, office.Web); err == nil {
			t.Error("the former session stands")
		}
	})
}

// Every address that is not open refuses the public, and a forged form is refused everywhere.
func TestEveryRouteIsGuarded(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		for _, route := range s.pages.Routes() {
			method, path, _ := strings.Cut(route.Pattern, " ")
			path = strings.NewReplacer("{unit}", s.founded.Root.ID.String(), "{id}", s.founded.Root.ID.String(), "{account}", s.founded.Account.ID.String(), "{post}", s.founded.Account.ID.String(),
				"{id}", s.founded.Account.ID.String(), "{credential}", "AAAA").Replace(path)
			b := s.browser()
			b.get("/sign-in")
			switch {
			case route.Public:
			case method == http.MethodGet:
				if status, to := b.get(path); status != http.StatusSeeOther || !strings.HasPrefix(to, "/sign-in?next=") {
					t.Errorf("%s: %d %s", route.Pattern, status, to)
				}
			default:
				if status, _ := b.post(path); status != http.StatusUnauthorized {
					t.Errorf("%s: %d", route.Pattern, status)
				}
			}
			if method == http.MethodPost {
				b.token = "forged"
				if status, _ := b.post(path); status != http.StatusForbidden {
					t.Errorf("%s, forged: %d", route.Pattern, status)
				}
			}
		}
	})
}

// Somebody without the post gets nothing from an administrator's addresses.
func TestAdministratorsRoutesRefuseOthers(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		cli := access.Actor{Kind: access.System, Via: "cli", Tenant: s.founded.Tenant.ID}
		x, code, err := s.office.CreateAccount(t.Context(), cli, office.CreateAccount{Unit: s.founded.Root.ID, Login: "lead", Name: "Lead", Language: "en"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.office.AssignPost(t.Context(), cli, office.AssignPost{Account: x.ID, Unit: s.founded.Root.ID, Kind: access.Lead}); err != nil {
			t.Fatal(err)
		}
		b := s.browser()
		b.enrol(code.String())
		b.get("/account")
		for _, route := range s.pages.Routes() {
			method, path, _ := strings.Cut(route.Pattern, " ")
			if !strings.HasPrefix(path, "/office") {
				continue
			}
			path = strings.NewReplacer("{unit}", s.founded.Root.ID.String(), "{id}", s.founded.Root.ID.String(), "{account}", s.founded.Account.ID.String(), "{post}", s.founded.Account.ID.String()).Replace(path)
			var status int
			var body string
			if method == http.MethodGet {
				status, body = b.get(path)
			} else {
				status, body = b.post(path, "name", "x", "code", "X", "level", "village", "login", "xx", "person", "x", "language", "en", "new_name", "x",
					"kind", "clerk", "account", x.ID.String(), "closes-day", "1", "closes-month", "1", "closes-year", "2030")
			}
			if status != http.StatusForbidden {
				t.Errorf("%s: %d\n%s", route.Pattern, status, body)
			}
		}
	})
}

func TestBearer(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		r := httptest.NewRequest(http.MethodGet, "/account", nil)
		r.Header.Set("Authorization", "Bearer nonsense")
		r.Header.Set("Accept", "application/json")
		res, body := s.browser().do(r)
		if res.StatusCode != http.StatusUnauthorized || res.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%d %s", res.StatusCode, body)
		}
	})
}

func TestPasskeyCeremonyBegins(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.browser()
		b.get("/sign-in")
		r := httptest.NewRequest(http.MethodPost, "/sign-in/passkey/begin", strings.NewReader(`{"office":""}`))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("X-CSRF-Token", b.token)
		r.Header.Set("Accept", "application/json")
		res, body := b.do(r)
		if res.StatusCode != http.StatusOK {
			t.Fatalf("%d %s", res.StatusCode, body)
		}
		says(t, body, `"publicKey":{"challenge":"`)
		says(t, body, `"userVerification":"required"`)
	})
}

func TestRecordPage(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		cli := access.Actor{Kind: access.System, Via: "cli", Tenant: s.founded.Tenant.ID}
		x, code, err := s.office.CreateAccount(t.Context(), cli, office.CreateAccount{Unit: s.founded.Root.ID, Login: "privacy", Name: "Officer", Language: "en"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.office.AssignPost(t.Context(), cli, office.AssignPost{Account: x.ID, Unit: s.founded.Root.ID, Kind: access.Privacy}); err != nil {
			t.Fatal(err)
		}
		b := s.browser()
		b.enrol(code.String())
		_, body := b.get("/office/record")
		says(t, body, "Post given – Officer – Privacy officer")
		says(t, body, "The command line")
	})
}

// Every text of these pages is there in every language: the renderer of these tests refuses a missing one.
func TestPagesInEveryLanguage(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.browser()
		b.enrol(s.founded.Code.String())
		for _, lang := range []string{"zh-Hans", "zh-Hant", "en"} {
			for _, path := range []string{"/account", "/office", "/office/units/" + s.founded.Root.ID.String()} {
				if status, body := b.get(path + "?lang=" + lang); status != http.StatusOK {
					t.Errorf("%s in %s: %d\n%s", path, lang, status, body)
				}
			}
			stranger := s.browser()
			for _, path := range []string{"/sign-in", "/sign-in/enrol"} {
				if status, _ := stranger.get(path + "?lang=" + lang); status != http.StatusOK {
					t.Errorf("%s in %s: %d", path, lang, status)
				}
			}
		}
	})
}
