package office_test

import (
	"encoding/base32"
	"strings"
	"testing"
	"time"

	"linli/office"
	"linli/platform/access"
	"linli/platform/fault"
)

func secretOf(t *testing.T, shown string) []byte {
	t.Helper()
	b, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(shown)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// signIn goes both steps.
func (w *world) signIn(login, pass, code string) (string, error) {
	step, err := w.Begin(w.t.Context(), office.SignIn{Login: login, Password: pass, Client: "desk"})
	if err != nil {
		return "", err
	}
	return w.Finish(w.t.Context(), step, code, "desk")
}

func TestSignInWithPasswordAndCode(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		secret, _ := w.enrol(w.Code)
		w.clock.Add(time.Minute)
		token, err := w.signIn(" FIRST.admin ", password, office.TOTPCode(secret, w.clock.Now()))
		if err != nil {
			t.Fatal(err)
		}
		who := w.resolve(token)
		if !who.Actor.Holds(access.Administrator, w.Root.ID) || who.Actor.Tenant != w.Tenant.ID || who.Account.Name != "管理员" {
			t.Errorf("signed in as %+v", who)
		}
		if len(who.Actor.Posts[0].Below) != 1 {
			t.Errorf("the administrator reaches %v", who.Actor.Posts[0].Below)
		}
		_, err = w.Resolve(t.Context(), token, office.API)
		wants(t, err, "signin.session.over") // a cookie's token is no bearer token
		if err := w.SignOut(t.Context(), token); err != nil {
			t.Fatal(err)
		}
		_, err = w.Resolve(t.Context(), token, office.Web)
		wants(t, err, "signin.session.over")
		if err := w.SignOut(t.Context(), token); err != nil {
			t.Errorf("signing out twice: %v", err)
		}
	})
}

func TestOneAnswerToEveryWrongSignIn(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		secret, _ := w.enrol(w.Code)
		w.clock.Add(time.Minute)
		right := office.TOTPCode(secret, w.clock.Now())
		for name, try := range map[string][3]string{
			"wrong name":     {"nobody", password, right},
			"wrong password": {"first.admin", "wrong horse battery", right},
			"empty password": {"first.admin", "", right},
			"wrong code":     {"first.admin", password, "000000"},
		} {
			step, err := w.Begin(t.Context(), office.SignIn{Login: try[0], Password: try[1], Client: name})
			if err != nil || step == "" {
				t.Errorf("%s: the first step already answers %v", name, err)
				continue
			}
			_, err = w.Finish(t.Context(), step, try[2], name)
			wants(t, err, "signin.refused")
			_, err = w.Finish(t.Context(), step, right, name)
			wants(t, err, "signin.step.over") // a step is used once
		}
	})
}

func TestCodeWorksOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		secret, _ := w.enrol(w.Code)
		_, err := w.signIn("first.admin", password, office.TOTPCode(secret, w.clock.Now()))
		wants(t, err, "signin.refused") // the code of the enrolment itself
		w.clock.Add(30 * time.Second)
		code := office.TOTPCode(secret, w.clock.Now())
		if _, err := w.signIn("first.admin", password, code); err != nil {
			t.Fatal(err)
		}
		_, err = w.signIn("first.admin", password, code)
		wants(t, err, "signin.refused")
	})
}

func TestStepsEnd(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		secret, _ := w.enrol(w.Code)
		step, err := w.Begin(t.Context(), office.SignIn{Login: "first.admin", Password: password, Client: "desk"})
		if err != nil {
			t.Fatal(err)
		}
		w.clock.Add(5 * time.Minute)
		_, err = w.Finish(t.Context(), step, office.TOTPCode(secret, w.clock.Now()), "desk")
		wants(t, err, "signin.step.over")
		_, err = w.Finish(t.Context(), "nonsense", "000000", "desk")
		wants(t, err, "signin.step.over")
	})
}

// Guessing is slowed down for the one who guesses and not for the one who is guessed at.
func TestGuessingIsSlowedWithoutLockout(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		secret, _ := w.enrol(w.Code)
		var slowed *fault.Error
		for range 20 {
			if _, err := w.Begin(t.Context(), office.SignIn{Login: "first.admin", Password: "guess guess guess", Client: "stranger"}); err != nil {
				slowed = fault.Of(err)
				break
			}
		}
		if slowed == nil || slowed.Code != fault.TooMany || slowed.Args["seconds"] == 0 {
			t.Fatalf("twenty guesses: %v", slowed)
		}
		w.clock.Add(30 * time.Second)
		if _, err := w.signIn("first.admin", password, office.TOTPCode(secret, w.clock.Now())); err != nil {
			t.Errorf("the owner of the name is kept out: %v", err)
		}
	})
}

// Whoever has the password and guesses codes is stopped, wherever they come from.
func TestGuessingCodesIsSlowed(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.enrol(w.Code)
		for i := range 6 {
			client := string(rune('a' + i))
			step, err := w.Begin(t.Context(), office.SignIn{Login: "first.admin", Password: password, Client: client})
			if err != nil {
				t.Fatal(err)
			}
			_, err = w.Finish(t.Context(), step, "000000", client)
			if i < 5 {
				wants(t, err, "signin.refused")
			} else {
				wants(t, err, "signin.too_many")
			}
		}
	})
}

func TestTenantOfASignIn(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		begin := func(login string) error {
			_, err := w.Begin(t.Context(), office.SignIn{Login: login, Password: password, Client: login})
			return err
		}
		if err := begin("first.admin"); err != nil {
			t.Errorf("one tenant: %v", err)
		}
		wants(t, begin("first.admin@nowhere"), "signin.tenant_unknown")
		if _, err := w.Found(t.Context(), access.Actor{Kind: access.System, Via: "cli"}, office.Found{Slug: "baishui", Name: "白水镇", Zone: "Asia/Shanghai",
			Languages: []string{"zh-Hans"}, Rulebook: "cn", Level: office.Township, Code: "BS", Login: "first.admin", Person: "别人"}); err != nil {
			t.Fatal(err)
		}
		wants(t, begin("first.admin"), "signin.tenant_unknown")
		if err := begin("first.admin@qingshan"); err != nil {
			t.Errorf("with the slug: %v", err)
		}
	})
}

func TestSessionsEnd(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		secret, first := w.enrol(w.Code)
		w.clock.Add(time.Minute)
		token, err := w.signIn("first.admin", password, office.TOTPCode(secret, w.clock.Now()))
		if err != nil {
			t.Fatal(err)
		}
		for range 11 { // in use all day
			w.clock.Add(59 * time.Minute)
			w.resolve(token)
		}
		all, err := w.Sessions(t.Context(), first.Actor)
		if err != nil || len(all) != 1 {
			t.Errorf("the idle session is still listed: %v %v", all, err)
		}
		w.clock.Add(59 * time.Minute)
		w.clock.Add(12 * time.Minute)
		_, err = w.Resolve(t.Context(), token, office.Web)
		wants(t, err, "signin.session.over") // twelve hours
	})
}

func TestIdleSessionEnds(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		e, err := w.Enrol(t.Context(), w.Code.String(), "desk")
		if err != nil {
			t.Fatal(err)
		}
		token, err := w.CompleteEnrolment(t.Context(), e.Step, password, office.TOTPCode(secretOf(t, e.Secret), w.clock.Now()))
		if err != nil {
			t.Fatal(err)
		}
		w.clock.Add(time.Hour)
		_, err = w.Resolve(t.Context(), token, office.Web)
		wants(t, err, "signin.session.over")
	})
}

func TestRevokingSessions(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		secret, first := w.enrol(w.Code)
		w.clock.Add(time.Minute)
		stolen, err := w.signIn("first.admin", password, office.TOTPCode(secret, w.clock.Now()))
		if err != nil {
			t.Fatal(err)
		}
		thief := w.resolve(stolen)
		if err := w.EndSession(t.Context(), first, thief.Session); err != nil {
			t.Fatal(err)
		}
		_, err = w.Resolve(t.Context(), stolen, office.Web)
		wants(t, err, "signin.session.over")
		other, code := w.account(first.Actor, w.Root.ID, "other")
		_, theirs := w.enrol(code)
		wants(t, w.EndSession(t.Context(), first, theirs.Session), "office.not_found") // not another's
		if err := w.EndAll(t.Context(), theirs); err != nil {
			t.Fatal(err)
		}
		if left, _ := w.Sessions(t.Context(), theirs.Actor); len(left) != 0 || other.ID != theirs.Actor.Account {
			t.Errorf("left: %v", left)
		}
		w.clock.Add(20 * time.Minute) // whoever finds the browser open is asked who they are
		wants(t, w.EndSession(t.Context(), first, first.Session), "signin.not_fresh")
		wants(t, w.EndAll(t.Context(), first), "signin.not_fresh")
	})
}

// TestTheLogTellsHowSigningInEnded: by which factors, and of which account once a factor has shown it; never a name, an
// address or what was typed.
func TestTheLogTellsHowSigningInEnded(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		secret, first := w.enrol(w.Code)
		w.clock.Add(time.Minute)
		if _, err := w.signIn("first.admin", password, office.TOTPCode(secret, w.clock.Now())); err != nil {
			t.Fatal(err)
		}
		w.clock.Add(time.Minute)
		_, err := w.signIn("first.admin", "not the password", office.TOTPCode(secret, w.clock.Now()))
		wants(t, err, "signin.refused")
		_, err = w.signIn("first.admin", password, "000000")
		wants(t, err, "signin.refused")
		account := first.Actor.Account.String()
		log := w.log.String()
		for _, line := range []string{
			"msg=sign-in factors=enrolment outcome=done account=" + account + "\n",
			"msg=sign-in factors=\"password and code\" outcome=done account=" + account + "\n",
			"msg=sign-in factors=\"password and code\" outcome=signin.refused\n",
			"msg=sign-in factors=\"password and code\" outcome=signin.refused account=" + account + "\n",
		} {
			if !strings.Contains(log, line) {
				t.Errorf("no line %q in\n%s", line, log)
			}
		}
		for _, word := range []string{"first.admin", "not the password", password, "管理员"} {
			if strings.Contains(log, word) {
				t.Errorf("the log holds %q", word)
			}
		}
	})
}

func TestTokensHaveTheirAccountsRights(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, who := w.enrol(w.Code)
		token, err := w.IssueToken(t.Context(), who)
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.Resolve(t.Context(), token, office.Web)
		wants(t, err, "signin.session.over")
		w.clock.Add(48 * time.Hour) // no idle end
		s, err := w.Resolve(t.Context(), token, office.API)
		if err != nil || s.Actor.Via != "api" || !s.Actor.Holds(access.Administrator, w.Root.ID) {
			t.Errorf("token: %+v %v", s, err)
		}
		_, err = w.IssueToken(t.Context(), who)
		wants(t, err, "signin.not_fresh")
		w.clock.Add(90 * 24 * time.Hour)
		_, err = w.Resolve(t.Context(), token, office.API)
		wants(t, err, "signin.session.over")
	})
}

func TestForeignTokensAreRefused(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for _, token := range []string{"", ".", "abc", w.Tenant.Tag + ".", w.Tenant.Tag + ".AAAA", "ZZZ." + zeros, w.Tenant.Tag + "." + zeros, w.Tenant.Slug + "." + zeros} {
			_, err := w.Resolve(t.Context(), token, office.Web)
			wants(t, err, "signin.session.over")
		}
	})
}

const zeros = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
