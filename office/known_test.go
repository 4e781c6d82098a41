package office_test

import (
	"testing"
	"time"

	"linli/office"
	"linli/platform/access"
	"linli/platform/id"
)

// other is a second process over the same store.
func (w *world) other() *office.Service {
	w.t.Helper()
	rights, err := access.NewEngine()
	if err != nil {
		w.t.Fatal(err)
	}
	return office.New(office.Options{Repo: w.store, Rights: rights, Seal: newSealer(w.t), Clock: w.clock, IDs: id.NewSource(w.clock, nil)})
}

func TestAChangeIsSeenAtOnceHereAndWithinASecondElsewhere(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		admin := w.admin()
		_, code := w.account(admin, w.Root.ID, "clerk")
		_, clerk := w.enrol(code)
		token, elsewhere := w.signs[clerk.Actor.Account], w.other()
		posts := func(s *office.Service) int {
			t.Helper()
			who, err := s.Resolve(t.Context(), token, office.Web)
			if err != nil {
				t.Fatal(err)
			}
			return len(who.Actor.Posts)
		}
		if posts(w.Service) != 0 || posts(elsewhere) != 0 {
			t.Fatal("a clerk without a post has one")
		}
		w.post(admin, clerk.Actor.Account, w.Root.ID, access.Clerk)
		if posts(w.Service) != 1 {
			t.Error("a post is not seen by the process that gave it")
		}
		w.clock.Add(time.Second)
		if posts(elsewhere) != 1 {
			t.Error("a post is not seen by another process after a second")
		}
		if err := w.SignOut(t.Context(), token); err != nil {
			t.Fatal(err)
		}
		_, err := w.Resolve(t.Context(), token, office.Web)
		wants(t, err, "signin.session.over")
		w.clock.Add(time.Second)
		_, err = elsewhere.Resolve(t.Context(), token, office.Web)
		wants(t, err, "signin.session.over")
	})
}

func TestUnitsAreSeenAsTheyAre(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		admin, elsewhere := w.admin(), w.other()
		for _, s := range []*office.Service{w.Service, elsewhere} {
			if tree, err := s.Tree(t.Context(), w.Tenant.ID); err != nil || len(tree.Below(w.Root.ID)) != 1 {
				t.Fatalf("%v, %v", tree, err)
			}
		}
		w.unit(admin, w.Root.ID, office.Township, "T1")
		if tree, err := w.Tree(t.Context(), w.Tenant.ID); err != nil || len(tree.Below(w.Root.ID)) != 2 {
			t.Errorf("a new unit is not seen by the process that opened it: %v", err)
		}
		w.clock.Add(time.Second)
		if tree, err := elsewhere.Tree(t.Context(), w.Tenant.ID); err != nil || len(tree.Below(w.Root.ID)) != 2 {
			t.Errorf("a new unit is not seen by another process after a second: %v", err)
		}
	})
}
