package office_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/office"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

func TestFoundingIsForTheCommandLine(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := office.Found{Slug: "other", Name: "x", Zone: "UTC", Languages: []string{"en"}, Rulebook: "cn", Level: office.Village, Code: "X", Login: "aa", Person: "b"}
		for _, a := range []access.Actor{w.admin(), {}, {Kind: access.System, Via: "job"}, {Kind: access.Resident}} {
			if _, err := w.Found(t.Context(), a, c); err == nil {
				t.Errorf("%s through %q founds a tenant", a.Kind, a.Via)
			}
		}
		_, err := w.Found(t.Context(), w.cli, office.Found{Slug: "Bad Slug", Zone: "Nowhere", Level: "city", Languages: []string{"tlh"}})
		for _, key := range []string{"office.slug.unfit", "office.zone.unknown", "office.level.unknown", "office.language.unknown", "office.rulebook.missing", "office.name.missing", "office.code.unfit"} {
			wants(t, err, key)
		}
		c.Slug = w.Tenant.Slug
		_, err = w.Found(t.Context(), w.cli, c)
		wants(t, err, "office.taken")
	})
}

func TestUnits(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		admin := w.admin()
		town := w.unit(admin, w.Root.ID, office.Township, "QS-01")
		admin = w.again(admin)
		village := w.unit(admin, town.ID, office.Village, "QS-01-01")
		admin = w.again(admin)
		_, err := w.AddUnit(t.Context(), admin, office.AddUnit{Parent: village.ID, Level: office.Township, Code: "X", Name: "x"})
		wants(t, err, "office.guard.level_order")
		_, err = w.AddUnit(t.Context(), admin, office.AddUnit{Parent: town.ID, Level: office.Village, Code: "qs-01-01", Name: "x"})
		wants(t, err, "office.taken")
		if f := fault.Of(err); f.Field != "code" {
			t.Errorf("field %q", f.Field)
		}
		_, err = w.AddUnit(t.Context(), admin, office.AddUnit{Parent: town.ID, Level: office.Village, Code: "c c", Name: ""})
		wants(t, err, "office.code.unfit")
		wants(t, err, "office.name.missing")
		if err := w.RenameUnit(t.Context(), admin, village.ID, "新名"); err != nil {
			t.Fatal(err)
		}
		rows, err := w.Units(t.Context(), admin)
		if err != nil || len(rows) != 3 || rows[2].Name != "新名" || rows[2].Depth != 2 {
			t.Fatalf("%v %v", rows, err)
		}
		wants(t, w.CloseUnit(t.Context(), admin, w.Root.ID, start), "office.guard.root")
		wants(t, w.CloseUnit(t.Context(), admin, town.ID, start), "office.guard.units_below")
		clerk, _ := w.account(admin, village.ID, "clerk")
		w.post(admin, clerk.ID, village.ID, access.Clerk)
		wants(t, w.CloseUnit(t.Context(), admin, village.ID, start), "office.unit.heir_unled")
		lead, code := w.account(admin, town.ID, "lead")
		w.post(admin, lead.ID, town.ID, access.Lead)
		w.post(admin, lead.ID, w.Root.ID, access.Lead)
		wants(t, w.CloseUnit(t.Context(), admin, town.ID, start, village.ID), "office.guard.units_below")
		if err := w.CloseUnit(t.Context(), admin, village.ID, start); err != nil {
			t.Fatal(err)
		}
		if err := w.CloseUnit(t.Context(), admin, village.ID, start.Add(time.Hour)); err != nil {
			t.Errorf("closing twice: %v", err)
		}
		if posts, err := w.PostsIn(t.Context(), admin, village.ID); err != nil || len(posts) != 0 {
			t.Errorf("posts outlive their unit: %v %v", posts, err)
		}
		_, signed := w.enrol(code)
		left := slices.DeleteFunc(signed.Actor.Posts, func(p access.Post) bool { return !p.Heir })
		if len(left) != 1 || left[0].Kind != access.Lead || left[0].Unit != village.ID {
			t.Errorf("what the village left is held as %+v", left)
		}
		_, err = w.AssignPost(t.Context(), admin, office.AssignPost{Account: clerk.ID, Unit: village.ID, Kind: access.Clerk})
		wants(t, err, "office.guard.unit_closed")
		if err := w.CloseUnit(t.Context(), admin, town.ID, start); err != nil {
			t.Errorf("with all below it closed: %v", err)
		}
	})
}

// An administrator of a township administers it and what is below, and learns nothing else.
func TestAdministratorsReach(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		root := w.admin()
		town, other := w.unit(root, w.Root.ID, office.Township, "T1"), w.unit(root, w.Root.ID, office.Township, "T2")
		root = w.again(root)
		village := w.unit(root, town.ID, office.Village, "V1")
		root = w.again(root)
		x, code := w.account(root, town.ID, "town.admin")
		w.post(root, x.ID, town.ID, access.Administrator)
		_, signed := w.enrol(code)
		a := signed.Actor
		if rows, err := w.Units(t.Context(), a); err != nil || len(rows) != 2 || rows[0].ID != town.ID || rows[1].ID != village.ID {
			t.Errorf("units %v %v", rows, err)
		}
		clerk, _ := w.account(a, village.ID, "village.clerk")
		w.post(a, clerk.ID, village.ID, access.Clerk)
		_, _, err := w.CreateAccount(t.Context(), a, office.CreateAccount{Unit: other.ID, Login: "spy", Name: "x", Language: "en"})
		wants(t, err, "access.refused.office.manage")
		_, err = w.Accounts(t.Context(), a, w.Root.ID)
		wants(t, err, "access.refused.office.manage")
		_, err = w.AssignPost(t.Context(), a, office.AssignPost{Account: clerk.ID, Unit: other.ID, Kind: access.Clerk})
		wants(t, err, "access.refused.office.manage")

		// An account that also works elsewhere cannot be taken over from here.
		w.post(root, clerk.ID, other.ID, access.Mediator)
		_, err = w.ResetAccount(t.Context(), a, clerk.ID)
		wants(t, err, "office.guard.reaches_further")
		if _, err = w.ResetAccount(t.Context(), root, clerk.ID); err != nil {
			t.Errorf("by the administrator above: %v", err)
		}
		_, err = w.ResetAccount(t.Context(), root, root.Account)
		wants(t, err, "office.guard.own_account")
		w.post(root, clerk.ID, village.ID, access.Mediator)
		_, clerkCode := w.account(root, town.ID, "plain")
		_, plain := w.enrol(clerkCode)
		_, err = w.ResetAccount(t.Context(), plain.Actor, id.ID{9})
		wants(t, err, "access.refused.office.manage") // not even whether it exists
	})
}

// TestADeputyHoldsAPostForDays: a leave that is known is entered before it begins, and ends by itself.
func TestADeputyHoldsAPostForDays(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		admin := w.admin()
		x, _ := w.account(admin, w.Root.ID, "person")
		first, after := start.AddDate(0, 0, 7), start.AddDate(0, 0, 12)
		_, err := w.AssignPost(t.Context(), admin, office.AssignPost{Account: x.ID, Unit: w.Root.ID, Kind: access.Lead, From: start.AddDate(0, 0, -2), To: after})
		wants(t, err, "office.post.past")
		planned, err := w.AssignPost(t.Context(), admin, office.AssignPost{Account: x.ID, Unit: w.Root.ID, Kind: access.Lead, From: first, To: after})
		if err != nil || !planned.From.Equal(first) {
			t.Fatal(planned, err)
		}
		if today, err := w.AssignPost(t.Context(), admin, office.AssignPost{Account: x.ID, Unit: w.Root.ID, Kind: access.Clerk, From: start.Add(-6 * time.Hour)}); err != nil || today.From.Before(start) {
			t.Errorf("from the morning on: %v, %v", today.From, err)
		}
		leads := func() bool {
			held, err := w.Holders(t.Context(), access.Actor{Kind: access.System, Tenant: admin.Tenant}, access.Lead, w.Root.ID)
			if err != nil {
				t.Fatal(err)
			}
			return slices.ContainsFunc(held, func(c office.Colleague) bool { return c.ID == x.ID })
		}
		for _, at := range []struct {
			t    time.Time
			held bool
		}{{first.Add(-time.Second), false}, {first, true}, {after.Add(-time.Second), true}, {after, false}} {
			if w.clock.Set(at.t); leads() != at.held {
				t.Errorf("at %s the deputy leads: %v", at.t, !at.held)
			}
		}
		again, err := w.AssignPost(t.Context(), admin, office.AssignPost{Account: x.ID, Unit: w.Root.ID, Kind: access.Lead, From: after.AddDate(0, 0, 7)})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.EndPost(t.Context(), admin, w.Root.ID, again.ID); err != nil {
			t.Fatal(err)
		}
		if w.clock.Set(again.From.AddDate(0, 0, 1)); leads() {
			t.Error("a leave that fell through has a deputy")
		}
	})
}

func TestPosts(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		admin := w.admin()
		x, code := w.account(admin, w.Root.ID, "person")
		_, err := w.AssignPost(t.Context(), admin, office.AssignPost{Account: admin.Account, Unit: w.Root.ID, Kind: access.Lead})
		wants(t, err, "office.guard.own_post")
		_, err = w.AssignPost(t.Context(), admin, office.AssignPost{Account: x.ID, Unit: w.Root.ID, Kind: "boss"})
		wants(t, err, "office.post.unknown")
		_, err = w.AssignPost(t.Context(), admin, office.AssignPost{Account: x.ID, Unit: w.Root.ID, Kind: access.Lead, From: start, To: start})
		wants(t, err, "office.post.dates")
		first := w.post(admin, x.ID, w.Root.ID, access.Privacy)
		if again := w.post(admin, x.ID, w.Root.ID, access.Privacy); again.ID != first.ID {
			t.Error("the same post twice")
		}
		for _, kind := range []access.PostKind{access.Administrator, access.Statistician} {
			_, err = w.AssignPost(t.Context(), admin, office.AssignPost{Account: x.ID, Unit: w.Root.ID, Kind: kind})
			wants(t, err, "office.guard.exclusive_posts")
		}
		w.post(admin, x.ID, w.Root.ID, access.Mediator)
		_, signed := w.enrol(code)
		if !signed.Actor.Holds(access.Mediator, w.Root.ID) || !signed.Actor.Holds(access.Privacy, w.Root.ID) {
			t.Errorf("posts %v", signed.Actor.Posts)
		}
		holders, err := w.Holders(t.Context(), signed.Actor, access.Mediator, w.Root.ID)
		if err != nil || len(holders) != 1 || holders[0].ID != x.ID {
			t.Errorf("holders %v %v", holders, err)
		}
		if err := w.EndPost(t.Context(), admin, w.Root.ID, first.ID); err != nil {
			t.Fatal(err)
		}
		wants(t, w.EndPost(t.Context(), admin, w.Root.ID, first.ID), "office.not_found")
		_, err = w.AssignPost(t.Context(), admin, office.AssignPost{Account: x.ID, Unit: w.Root.ID, Kind: access.Statistician})
		if err != nil {
			t.Errorf("after the other post has ended: %v", err)
		}
	})
}

// Two administrators at once cannot give one account two posts that exclude each other.
func TestExclusivePostsUnderRace(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		admin := w.admin()
		x, _ := w.account(admin, w.Root.ID, "person")
		var wg sync.WaitGroup
		var mu sync.Mutex
		given := 0
		for _, kind := range []access.PostKind{access.Privacy, access.Statistician, access.Administrator} {
			wg.Go(func() {
				if _, err := w.AssignPost(t.Context(), admin, office.AssignPost{Account: x.ID, Unit: w.Root.ID, Kind: kind}); err == nil {
					mu.Lock()
					given++
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		if given != 1 {
			t.Errorf("%d of three exclusive posts were given", given)
		}
	})
}

func TestLastAdministratorStays(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		admin := w.admin()
		posts, err := w.PostsIn(t.Context(), admin, w.Root.ID)
		if err != nil || len(posts) != 1 {
			t.Fatal(posts, err)
		}
		wants(t, w.EndPost(t.Context(), admin, w.Root.ID, posts[0].ID), "office.guard.last_administrator")
		wants(t, w.CloseAccount(t.Context(), w.cli, admin.Account), "office.guard.last_administrator")
		x, _ := w.account(admin, w.Root.ID, "second")
		w.post(admin, x.ID, w.Root.ID, access.Administrator)
		if err := w.EndPost(t.Context(), admin, w.Root.ID, posts[0].ID); err != nil {
			t.Errorf("with a second one: %v", err)
		}
	})
}

func TestLostPhone(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		admin := w.admin()
		x, code := w.account(admin, w.Root.ID, "mediator")
		w.post(admin, x.ID, w.Root.ID, access.Mediator)
		oldSecret, old := w.enrol(code)
		token, err := w.IssueToken(t.Context(), old)
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.Enrol(t.Context(), code.String(), "desk")
		wants(t, err, "signin.enrol.refused") // a code is used once
		again, err := w.ResetAccount(t.Context(), admin, x.ID)
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.Resolve(t.Context(), token, office.API)
		wants(t, err, "signin.session.over")
		w.clock.Add(time.Minute)
		_, err = w.signIn("mediator", password, office.TOTPCode(oldSecret, w.clock.Now()))
		wants(t, err, "signin.refused")
		if _, signed := w.enrol(again); !signed.Actor.Holds(access.Mediator, w.Root.ID) {
			t.Error("the posts are gone")
		}
		record, err := w.Record(t.Context(), access.Actor{Kind: access.Staff, Tenant: w.Tenant.ID, Account: id.ID{1},
			Posts: []access.Post{{Kind: access.Privacy, Unit: w.Root.ID}}}, id.ID{}, 50)
		if err != nil || !slices.ContainsFunc(record, func(e office.Event) bool {
			return e.Kind == "account.reset" && e.Account == x.ID && e.By == admin.Account
		}) {
			t.Errorf("the privacy officer does not see who reset the account: %v %v", record, err)
		}
		_, err = w.Record(t.Context(), admin, id.ID{}, 50)
		wants(t, err, "access.refused.office.audit")
	})
}

func TestEnrolment(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, err := w.Enrol(t.Context(), "0000-0000-0000-0000", "stranger")
		wants(t, err, "signin.enrol.refused")
		e, err := w.Enrol(t.Context(), strings.ToLower(w.Code.String()), "desk")
		if err != nil {
			t.Fatal(err)
		}
		for pass, key := range map[string]string{"short": "signin.password.short", strings.Repeat("长", 100): "signin.password.long", "aaaaaaaaaaaaaaa": "signin.password.easy",
			"my-first.admin-pw": "signin.password.words",
			"QWERTY123456":      "signin.password.leaked", "Ｑwerty123456": "signin.password.leaked", "motherfucker": "signin.password.leaked", "Mediation-2026!": "signin.password.words", "1234567890123": "signin.password.easy", "correct horse battery": "signin.code.wrong"} {
			_, err = w.CompleteEnrolment(t.Context(), e.Step, pass, "123")
			wants(t, err, key)
		}
		if back, err := w.Service.Resume(t.Context(), e.Step); err != nil || back.Secret != e.Secret || back.Login != "first.admin" {
			t.Errorf("shown again: %+v %v", back, err)
		}
		w.clock.Add(72 * time.Hour)
		_, err = w.Enrol(t.Context(), w.Code.String(), "desk")
		wants(t, err, "signin.enrol.refused")
	})
}

func TestClosedAccountIsOut(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		admin := w.admin()
		x, code := w.account(admin, w.Root.ID, "leaver")
		w.post(admin, x.ID, w.Root.ID, access.Clerk)
		secret, signed := w.enrol(code)
		token, err := w.IssueToken(t.Context(), signed)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.CloseAccount(t.Context(), admin, x.ID); err != nil {
			t.Fatal(err)
		}
		_, err = w.Resolve(t.Context(), token, office.API)
		wants(t, err, "signin.session.over")
		w.clock.Add(time.Minute)
		_, err = w.signIn("leaver", password, office.TOTPCode(secret, w.clock.Now()))
		wants(t, err, "signin.refused")
		_, err = w.ResetAccount(t.Context(), admin, x.ID)
		wants(t, err, "office.guard.account_closed")
		if name, err := w.AccountName(t.Context(), w.Tenant.ID, x.ID); err != nil || name != "同事" {
			t.Errorf("the name is gone from the papers: %q %v", name, err)
		}
	})
}

func TestFurnishIsForTheCommandLine(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		x, code := w.account(w.cli, w.Root.ID, "demo")
		secret := []byte("twenty bytes of demo")
		token, err := w.Furnish(t.Context(), w.cli, office.Furnish{Account: x.ID, Password: password, Secret: secret})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Resolve(t.Context(), token, office.API); err != nil {
			t.Error(err)
		}
		if _, err := w.signIn("demo", password, office.TOTPCode(secret, w.clock.Now())); err != nil {
			t.Error(err)
		}
		_, err = w.Enrol(t.Context(), code.String(), "desk")
		wants(t, err, "signin.enrol.refused")
		_, err = w.Furnish(t.Context(), w.admin(), office.Furnish{Account: x.ID, Password: password, Secret: secret})
		wants(t, err, "access.refused.office.manage")
	})
}

func TestChangingThePassword(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		secret, who := w.enrol(w.Code)
		token, err := w.IssueToken(t.Context(), who)
		if err != nil {
			t.Fatal(err)
		}
		wants(t, w.ChangePassword(t.Context(), who, "not my password", "another long one"), "signin.password.wrong")
		if err := w.ChangePassword(t.Context(), who, password, "another long one"); err != nil {
			t.Fatal(err)
		}
		_, err = w.Resolve(t.Context(), token, office.API)
		wants(t, err, "signin.session.over")
		if left, err := w.Sessions(t.Context(), who.Actor); err != nil || len(left) != 1 || left[0].ID != who.Session {
			t.Errorf("sessions %v %v", left, err)
		}
		w.clock.Add(time.Minute)
		if _, err := w.signIn("first.admin", "another long one", office.TOTPCode(secret, w.clock.Now())); err != nil {
			t.Error(err)
		}
	})
}

func TestLanguage(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		admin := w.admin()
		wants(t, w.SetLanguage(t.Context(), admin, "tlh"), "office.language.unknown")
		if err := w.SetLanguage(t.Context(), admin, "zh-Hant"); err != nil {
			t.Fatal(err)
		}
		wants(t, w.SetLanguage(t.Context(), access.Actor{}, "en"), "access.sign_in")
	})
}

func TestAUnitIsFoundByItsCode(t *testing.T) {
	tree := office.NewTree([]office.Unit{{ID: id.ID{1}, Code: "T"}, {ID: id.ID{2}, Parent: id.ID{1}, Code: "V1"}})
	if u, ok := tree.ByCode("V1"); !ok || u.ID != (id.ID{2}) {
		t.Errorf("V1 is %v, %v", u.ID, ok)
	}
	if _, ok := tree.ByCode("v1"); ok {
		t.Error("codes are written in capitals; another spelling is another code")
	}
}
