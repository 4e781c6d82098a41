package office_test

import (
	"testing"
	"time"

	"linli/office"
	"linli/platform/oidc"
	"linli/platform/oidc/oidctest"
	"linli/store/dialect"
	"linli/testkit"
)

// withProvider runs a test in an office that has an identity provider.
func withProvider(t *testing.T, test func(t *testing.T, w *world, at *oidctest.Provider)) {
	t.Helper()
	testkit.EachEngine(t, func(t *testing.T, db *dialect.DB) {
		at := oidctest.New(t)
		p, err := oidc.New(oidc.Settings{Issuer: at.URL, Client: at.Client, Secret: at.Secret, Name: "Town ID", Redirect: "http://localhost:8080/back"})
		if err != nil {
			t.Fatal(err)
		}
		test(t, newWorldWith(t, db, p), at)
	})
}

// come is somebody who goes to the provider and comes back.
func (w *world) come(at *oidctest.Provider, d office.Departure, who office.SignedIn) (office.Arrival, error) {
	w.t.Helper()
	q := at.Approve(w.t, d.Address)
	if q.Get("state") != d.State {
		w.t.Errorf("another state came back")
	}
	return w.FinishProvider(w.t.Context(), who, d.State, q.Get("code"), "desk")
}

func (w *world) linkAccount(at *oidctest.Provider, who office.SignedIn) error {
	w.t.Helper()
	d, err := w.BeginLink(w.t.Context(), who)
	if err != nil {
		return err
	}
	a, err := w.come(at, d, who)
	if err == nil && (!a.Linked || a.Token != "") {
		w.t.Errorf("%+v", a)
	}
	return err
}

func (w *world) through(at *oidctest.Provider) (office.Arrival, error) {
	w.t.Helper()
	d, err := w.BeginProvider(w.t.Context(), "", "desk", "/due")
	if err != nil {
		w.t.Fatal(err)
	}
	return w.come(at, d, office.SignedIn{})
}

func TestSignInThroughTheProvider(t *testing.T) {
	withProvider(t, func(t *testing.T, w *world, at *oidctest.Provider) {
		_, who := w.enrol(w.Code)
		_, err := w.through(at)
		wants(t, err, "signin.provider.not_linked") // a provider opens no account
		if err := w.linkAccount(at, who); err != nil {
			t.Fatal(err)
		}
		w.clock.Add(time.Minute)
		a, err := w.through(at)
		if err != nil || a.Linked || a.Next != "/due" {
			t.Fatalf("%+v %v", a, err)
		}
		in := w.resolve(a.Token)
		if in.Actor.Account != who.Actor.Account || in.Method != "provider" {
			t.Errorf("signed in as %+v", in)
		}
		if link, err := w.Linked(t.Context(), in.Actor); err != nil || !link.UsedAt.Equal(w.clock.Now()) || !link.CreatedAt.Equal(start) {
			t.Errorf("%+v %v", link, err)
		}
		// What the provider vouches for changes no factor: it may have asked nothing.
		_, err = w.BeginLink(t.Context(), in)
		wants(t, err, "signin.not_fresh")
		_, err = w.IssueToken(t.Context(), in)
		wants(t, err, "signin.not_fresh")
		wants(t, w.Unlink(t.Context(), in), "signin.not_fresh")

		at.Subject = "somebody else"
		_, err = w.through(at)
		wants(t, err, "signin.provider.not_linked")
	})
}

func TestAWayToTheProviderIsGoneOnce(t *testing.T) {
	withProvider(t, func(t *testing.T, w *world, at *oidctest.Provider) {
		_, who := w.enrol(w.Code)
		if err := w.linkAccount(at, who); err != nil {
			t.Fatal(err)
		}
		d, err := w.BeginProvider(t.Context(), "", "desk", "")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.come(at, d, office.SignedIn{}); err != nil {
			t.Fatal(err)
		}
		_, err = w.come(at, d, office.SignedIn{})
		wants(t, err, "signin.step.over")
		late, err := w.BeginProvider(t.Context(), "", "desk", "")
		if err != nil {
			t.Fatal(err)
		}
		w.clock.Add(6 * time.Minute)
		_, err = w.come(at, late, office.SignedIn{})
		wants(t, err, "signin.step.over")
		_, err = w.FinishProvider(t.Context(), office.SignedIn{}, "no.state", "code", "desk")
		wants(t, err, "signin.step.over")
	})
}

func TestOneLinkAnAccountAndOneAccountALink(t *testing.T) {
	withProvider(t, func(t *testing.T, w *world, at *oidctest.Provider) {
		admin := w.admin()
		first := w.resolve(w.signs[admin.Account])
		if err := w.linkAccount(at, first); err != nil {
			t.Fatal(err)
		}
		_, code, err := w.CreateAccount(t.Context(), admin, office.CreateAccount{Unit: w.Root.ID, Login: "second", Name: "李四", Language: "zh-Hans"})
		if err != nil {
			t.Fatal(err)
		}
		_, second := w.enrol(code)
		wants(t, w.linkAccount(at, second), "signin.provider.taken")

		d, err := w.BeginLink(t.Context(), first) // begun by one, ended by another
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.come(at, d, second)
		wants(t, err, "signin.step.over")
		_, err = w.come(at, d, office.SignedIn{})
		wants(t, err, "access.sign_in")

		old := at.Subject
		at.Subject = "another name of the same person"
		if err := w.linkAccount(at, first); err != nil { // takes the place of the first
			t.Fatal(err)
		}
		if _, err := w.through(at); err != nil {
			t.Error(err)
		}
		at.Subject = old
		_, err = w.through(at)
		wants(t, err, "signin.provider.not_linked")
		if err := w.linkAccount(at, second); err != nil {
			t.Error(err) // what nobody holds can be linked
		}
	})
}

func TestALinkEndsWithTheAccount(t *testing.T) {
	withProvider(t, func(t *testing.T, w *world, at *oidctest.Provider) {
		admin := w.admin()
		for name, end := range map[string]func(a office.SignedIn) error{
			"unlinked": func(a office.SignedIn) error { return w.Unlink(t.Context(), a) },
			"reset": func(a office.SignedIn) error {
				_, err := w.ResetAccount(t.Context(), w.again(admin), a.Actor.Account)
				return err
			},
			"closed": func(a office.SignedIn) error { return w.CloseAccount(t.Context(), w.again(admin), a.Actor.Account) },
		} {
			_, code, err := w.CreateAccount(t.Context(), admin, office.CreateAccount{Unit: w.Root.ID, Login: name, Name: "王五", Language: "en"})
			if err != nil {
				t.Fatal(err)
			}
			_, who := w.enrol(code)
			at.Subject = name
			if err := w.linkAccount(at, who); err != nil {
				t.Fatal(err)
			}
			if _, err := w.through(at); err != nil {
				t.Fatal(err)
			}
			if err := end(who); err != nil {
				t.Fatal(name, err)
			}
			_, err = w.through(at)
			wants(t, err, "signin.provider.not_linked")
		}
	})
}

func TestNoProvider(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, who := w.enrol(w.Code)
		_, err := w.BeginProvider(t.Context(), "", "desk", "")
		wants(t, err, "signin.provider.off")
		_, err = w.BeginLink(t.Context(), who)
		wants(t, err, "signin.provider.off")
		_, err = w.FinishProvider(t.Context(), who, "a.state", "code", "desk")
		wants(t, err, "signin.provider.off")
		wants(t, w.Unlink(t.Context(), who), "office.not_found")
	})
}
