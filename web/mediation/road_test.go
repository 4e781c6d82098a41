package mediation_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation"
	"linli/office"
	"linli/platform/id"
	"linli/web/page"
)

var (
	codeShown = regexp.MustCompile(`translate="no">([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})<`)
	passShown = regexp.MustCompile(`>([0-9]{4}[- ][0-9]{4}[- ][0-9]{4}[- ][0-9]{4})<`)
)

func find(t *testing.T, what *regexp.Regexp, body string) string {
	t.Helper()
	m := what.FindStringSubmatch(body)
	if m == nil {
		t.Fatalf("no %s in\n%s", what, body)
	}
	return m[1]
}

// signIn is a visitor who signed in with password and code, as people do.
func (s *site) signIn(login string) *visitor {
	s.t.Helper()
	v := &visitor{site: s, cookies: map[string]string{}, lang: "en"}
	f := v.form(v.page("/sign-in"), "/sign-in").fill("login", login, "password", apptest.Password)
	status, body := f.press("")
	if status != http.StatusOK {
		s.t.Fatalf("signing in as %s: %d", login, status)
	}
	s.Clock.Add(time.Minute)
	f = v.form(body, "/sign-in/code").fill("code", office.TOTPCode(s.Hired(login).Secret, s.Clock.Now()))
	f.goes("")
	v.page("/account?lang=en")
	return v
}

// act opens the form of an act, fills it and sends it.
func (v *visitor) act(c, event string, fill func(f *filled)) string {
	v.t.Helper()
	v.Clock.Add(time.Minute)
	at := c + "/" + event
	f := v.form(v.page(at), at)
	if fill != nil {
		fill(f)
	}
	if event == "draft" { // what all parties will read is checked first; until it is saved, nothing stands
		status, body := f.press("")
		if status != http.StatusOK {
			v.t.Fatalf("the check of a draft: %d", status)
		}
		says(v.t, body, "Nothing is saved yet, and no party can read it.")
		says(v.t, body, "CN¥500.00")
		hides(v.t, v.page(c), "The agreement was drafted")
		_, body = v.form(body, at).press("change")
		says(v.t, body, "雨棚由谁修")
		_, body = v.form(body, at).press("")
		return v.form(body, at).goes("save")
	}
	return f.goes("")
}

// A clerk, a mediator and a lead take a dispute from the counter to an agreement in force, with nothing but the pages.
func TestTheWholeRoadThroughThePages(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		s := newSite(t, w)
		clerk, mediator, lead := s.signIn("clerk"), s.as("mediator"), s.as("lead")
		says(t, clerk.page("/due"), "Enter an application")

		at := enter(t, clerk)
		says(t, clerk.page(at+"/created"), "The application is saved")
		status, slip := clerk.form(clerk.page(at), at+"/slip").press("")
		if status != http.StatusOK {
			t.Fatalf("the slip answers %d", status)
		}
		code, pass := find(t, codeShown, slip), find(t, passShown, slip)
		if _, err := w.App.Mediation.Enter(w.Ctx, w.Tenant(), code, pass); err != nil {
			t.Errorf("the slip that was shown does not open the case: %v", err)
		}
		hides(t, clerk.page(at), pass)

		stored := func() mediation.Case {
			x, err := id.Parse(strings.TrimPrefix(at, "/mediations/"))
			s.must(err)
			c, err := w.App.Mediation.Repo.Case(w.Ctx, w.Tenant(), x)
			s.must(err)
			return c
		}
		a, b := stored().Parties[0].ID.String(), stored().Parties[1].ID.String()

		says(t, clerk.page(at), "Take up the application")
		clerk.act(at, "screen", nil)
		says(t, clerk.page(at), "You have taken up the application.")
		hides(t, clerk.page(at), "You have taken up the application.") // a notice shows once
		party := func(p string) func(*filled) { return func(f *filled) { f.fill("party", p, "how", "read_out") } }
		talk := func(p string) func(*filled) {
			return func(f *filled) { f.fill("party", p, "concern", "none", "text", "愿意好好谈") }
		}
		clerk.act(at, "inform", party(a))
		clerk.act(at, "talk", talk(a))
		clerk.act(at, "invite", nil)
		clerk.act(at, "inform", party(b))
		clerk.act(at, "talk", talk(b))
		for _, p := range []string{a, b} {
			clerk.act(at, "consent", func(f *filled) { f.fill("party", p, "how", "written", "language", "zh-Hans") })
		}
		clerk.act(at, "accept", nil)
		says(t, clerk.page(at), "柳树村人调字〔2026〕第1号")

		lead.act(at, "propose", func(f *filled) { f.fill("account", w.Hired("mediator").Account.String(), "lead", "yes") })
		says(t, mediator.page("/due"), "柳树村人调字〔2026〕第1号")
		says(t, mediator.page(at), "阿依古丽欧阳")
		hides(t, mediator.page(at), "阳台花盆坠落")
		mediator.act(at, "disclose", func(f *filled) { f.fill("conflict", "none") })
		for _, p := range []string{a, b} {
			clerk.act(at, "agree_mediator", func(f *filled) { f.fill("party", p, "agree", "yes") })
		}
		says(t, mediator.page(at), "阳台花盆坠落")

		mediator.act(at, "schedule", func(f *filled) {
			f.fill("mode", "joint", "place", "村委会调解室", "start_time", "14:30").tick("with", a, b).day("start", "2026", "3", "5")
		})
		says(t, mediator.page(at), "5 March 2026, 2:30 pm")
		mediator.act(at, "begin", nil)
		mediator.act(at, "record", func(f *filled) { f.fill("minutes", "50", "text", "双方心平气和").tick("present", a, b) })
		says(t, mediator.page(at), "双方心平气和")
		mediator.act(at, "draft", func(f *filled) {
			f.fill("language", "zh-Hans", "facts", "阳台花盆坠落", "issues", "雨棚由谁修", "responsibility", "乙方修复", "no_waiver", "yes",
				"terms[0].obligor", b, "terms[0].obligee", a, "terms[0].kind", "money", "terms[0].text", "赔偿伍佰元整", "terms[0].amount", "５００",
				"terms[0].method", "微信转账").day("terms[0].due", "2026", "5", "31")
		})
		body := mediator.page(at)
		says(t, body, "CN¥500.00")
		says(t, body, "31 May 2026")
		drafted := stored()
		for _, p := range []string{a, b} {
			mediator.act(at, "offer_support", func(f *filled) {
				f.fill("party", p, "how", "read_out", "support", "no", "advice", "no", "aloud", "had", "home", "no")
			})
		}
		for _, m := range drafted.Missing()[:3] {
			mediator.act(at, "sign", func(f *filled) { f.fill("act", m.As+":"+m.Of.String()) })
		}
		if stored().State != mediation.Signing {
			t.Fatalf("%s before the seal", stored().State)
		}
		says(t, lead.page(at), "Record a signature")
		hides(t, lead.page(at), "赔偿伍佰元整")
		lead.act(at, "sign", nil)
		if stored().State != mediation.Effective {
			t.Errorf("%s after the last signature", stored().State)
		}
		says(t, mediator.page(at), "Agreement in force")
		says(t, mediator.page(at), "The agreement came into force.")
		if missing := w.App.Texts.Missing(); len(missing) > 0 {
			t.Errorf("texts are missing: %v", missing)
		}
	})
}

// enter makes an application as a clerk does: fields, one party more than needed and taken out again, check, save. It
// returns the case's address.
func enter(t *testing.T, clerk *visitor) string {
	t.Helper()
	f := clerk.form(clerk.page("/mediations/new"), "/mediations/new").fill("own_dispute", "no", "type", "neighbour", "summary", "阳台花盆坠落，砸坏雨棚", "claims", "赔偿伍佰元整",
		"amount", "500", "parties[0].name", "阿依古丽欧阳", "parties[0].contact", "13812345678", "parties[1].name", "慕容雪松")
	_, body := f.press("add_party")
	f = clerk.form(body, "/mediations/new").fill("parties[2].name", "多写的一方")
	_, body = f.press("remove_party:2")
	hides(t, body, "多写的一方")
	status, body := clerk.form(body, "/mediations/new").press("check")
	if status != http.StatusOK {
		t.Fatalf("checking answers %d: %s", status, wrong(body))
	}
	says(t, body, "Check the answers")
	says(t, body, "阿依古丽欧阳")
	if f := clerk.form(body, "/mediations/new"); f.values.Get(page.KeyField) == "" {
		t.Error("the form has no idempotency key")
	} else {
		to := f.goes("save")
		if again := f.goes("save"); again != to {
			t.Errorf("sent twice, the form made two cases: %s and %s", to, again)
		}
		return strings.TrimSuffix(to, "/created")
	}
	return ""
}
