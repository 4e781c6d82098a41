package resident_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"linli/mediation"
	"linli/platform/id"
	"linli/store/dialect"
)

// rows counts the rows of every table of the office's database.
func (s *site) rows(t *testing.T) map[string]int64 {
	t.Helper()
	db := s.App.Stores.Cases
	list := `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`
	if s.Place.URL != "" {
		list = `SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()`
	}
	var names []string
	err := db.Query(s.Ctx, list, nil, func(r *dialect.Rows) error {
		var n string
		err := r.Scan(&n)
		names = append(names, n)
		return err
	})
	if err != nil || len(names) == 0 {
		t.Fatalf("listing tables: %d, %v", len(names), err)
	}
	out := map[string]int64{}
	for _, name := range names {
		err := db.Query(s.Ctx, `SELECT count(*) FROM "`+name+`"`, nil, func(r *dialect.Rows) error {
			var n int64
			err := r.Scan(&n)
			out[name] = n
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// R3: to open /r/CODE leaves no row, no address and no user agent.
func TestOpeningACodeLeavesNothing(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Screening)
		code, _ := s.slip(t, c, 0)
		before := s.rows(t)
		s.log.Reset()
		for i := range 50 {
			b := s.browser(t)
			b.agent = "telltale agent"
			path := "/r/" + code.String()
			if i%2 == 1 {
				path = "/r/" + string(code)
			}
			if status, _ := b.get(path); status != http.StatusOK {
				t.Fatalf("status %d", status)
			}
		}
		for name, n := range s.rows(t) {
			if n != before[name] {
				t.Errorf("table %s has %d rows, and had %d", name, n, before[name])
			}
		}
		log := s.log.String()
		if !strings.Contains(log, `"path":"/r/CODE"`) {
			t.Errorf("the log has no line of it: %s", log)
		}
		for _, trace := range []string{"telltale", "127.0.0.1", `"4711"`, code.String(), string(code)} {
			if strings.Contains(log, trace) {
				t.Errorf("the log holds %q", trace)
			}
		}
	})
}

var (
	changing = regexp.MustCompile(`(name="_(?:csrf|key)" value=")[^"]*`)
	anyCode  = regexp.MustCompile(`[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}|[0-9A-Z]{16}`)
)

func even(body string) string {
	return anyCode.ReplaceAllString(changing.ReplaceAllString(body, "$1"), "CODE")
}

// Nobody learns from an answer whether a code exists, or what of code and passphrase was wrong.
func TestWrongIsWrong(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Screening)
		old, oldDigits := s.slip(t, c, 0)
		code, digits := s.slip(t, c, 0)
		tries := []struct{ why, code, digits string }{
			{"a wrong passphrase", code.String(), "0000000000000000"},
			{"a code that does not exist", id.NewCode(code.Tag(), nil).String(), digits},
			{"a code of an office that does not exist", id.NewCode("ZZZ", nil).String(), digits},
			{"a replaced slip", old.String(), oldDigits},
			{"a passphrase that is none", code.String(), "abc"},
		}
		var page, answer string
		for _, try := range tries {
			b := s.browser(t)
			status, asked := b.get("/r/" + try.code)
			if status != http.StatusOK || page != "" && even(asked) != page {
				t.Errorf("%s: the page asks differently (%d):\n%s\n%s", try.why, status, even(asked), page)
			}
			page = even(asked)
			status, got := b.post("/r/"+try.code, "digits", try.digits)
			if status != http.StatusUnauthorized || answer != "" && even(got) != answer {
				t.Errorf("%s: another answer (%d):\n%s\n%s", try.why, status, even(got), answer)
			}
			answer = even(got)
			if b.cookies["resident"] != "" {
				t.Errorf("%s: a session", try.why)
			}
		}
		b := s.browser(t)
		b.get("/r")
		if status, where := b.post("/r", "code", strings.ToLower(string(code)), "digits", digits); status != http.StatusSeeOther || where != "/r/"+code.String() {
			t.Errorf("code and passphrase on one page: %d %s", status, visible(where))
		}
	})
}

func TestForgedRequestsAreRefused(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Screening)
		b := s.browser(t)
		at, _ := b.in(c, 0)
		for _, r := range s.pages.Routes() {
			path, ok := strings.CutPrefix(r.Pattern, "POST ")
			if !ok {
				continue
			}
			path = strings.NewReplacer("/r/{code}", at, "{engagement}", c.ID.String()).Replace(path)
			for why, forge := range map[string]func(*http.Request){
				"without the token": func(*http.Request) {},
				"from another site": func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") },
			} {
				form := url.Values{"digits": {"1"}}
				if why == "from another site" {
					form.Set("_csrf", b.token)
				}
				req := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
				req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				forge(req)
				if res := b.do(req); res.StatusCode != http.StatusForbidden {
					t.Errorf("%s %s: %d", path, why, res.StatusCode)
				}
			}
		}
		_, body := b.get(at)
		says(t, body, "The office is looking into it")
	})
}

// What is one party's alone is nowhere on the pages of the other: no word, no number, no row.
func TestThePartiesAreWalledFromEachOther(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Accepted)
		first, second := s.browser(t), s.browser(t)
		at, _ := first.in(c, 0)
		other, _ := second.in(c, 1)
		look := func() string {
			var all strings.Builder
			for _, path := range []string{"", "/reads", "/papers", "/statement", "/consent/receipt"} {
				status, body := second.get(other + path)
				if status != http.StatusOK {
					t.Fatalf("%s: %d %s", path, status, visible(body))
				}
				all.WriteString(even(body))
			}
			return all.String()
		}
		before := look()
		first.get(at + "/statement")
		if status, where := first.post(at+"/statement", "text", "只给调解员听的话", "who", "office"); status != http.StatusSeeOther {
			t.Fatalf("%d %s", status, visible(where))
		}
		_, mine := first.get(at + "/statement")
		says(t, mine, "只给调解员听的话", "Not for the other side")
		after := look()
		silent(t, after, "只给调解员听的话", "怕对方报复", "阿依古丽欧阳")
		if before != after {
			t.Errorf("the other side's pages show that something was written:\n%s\n%s", visible(before), visible(after))
		}
		first.get(at + "/statement")
		first.post(at+"/statement", "text", "大家都可以看", "who", "all")
		says(t, look(), "大家都可以看", "By another party")
		if status, _ := second.get(at); status != http.StatusOK {
			t.Errorf("the other's code: %d", status)
		} else if _, body := second.get(at); !strings.Contains(body, `id="digits"`) {
			t.Error("the other party opens the first one's page")
		}
	})
}

// Before it agrees, an invited party reads no more than what kind of matter it is.
func TestAnInvitation(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Invited)
		b := s.browser(t)
		at, body := b.in(c, 1)
		says(t, body, "You are invited to talk", "Between neighbours", "I do not take part", "测试镇调解中心", "nothing follows from it")
		silent(t, body, "阳台花盆坠落", "阿依古丽欧阳", "赔偿伍佰元整", "What the office owes you")
		for _, path := range []string{"/withdraw", "/agreement", "/statement", "/extension"} {
			if status, where := b.get(at + path); status != http.StatusSeeOther || where != at {
				t.Errorf("%s: %d %s", path, status, visible(where))
			}
		}
		b.get(at + "/refuse")
		if status, where := b.post(at + "/refuse"); status != http.StatusSeeOther {
			t.Fatalf("refuse: %d %s", status, visible(where))
		}
		_, body = b.get(at)
		says(t, body, "This invitation is over", "after 30 days")
		applicant := s.browser(t)
		_, body = applicant.in(c, 0)
		says(t, body, "The mediation did not start")
		silent(t, body, "refused", "A needed party")
	})
}
